// An invoice on A4 and the receipt of a till.
#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "tools/samples/page_parts.h"

namespace rescan::samples {
namespace {

constexpr double kMargin = 56;

// ---- invoice

void DrawInvoiceHead(PageContext& page) {
  Canvas& canvas = page.canvas;
  const Theme& theme = page.theme;
  const double right = canvas.width() - kMargin;
  canvas.Text(kMargin, 80, "INVOICE", theme.font.Bold().Sized(26),
              theme.accent);
  canvas.Text(kMargin, 118, page.source.Company(), theme.font.Bold(),
              theme.text);
  canvas.Text(kMargin, 134, page.source.Street(), theme.font, theme.text);
  std::string place = page.source.PostCode() + ' ';
  place += page.source.Town();
  canvas.Text(kMargin, 150, place, theme.font, theme.text);
  canvas.Text(kMargin, 190, "Bill to", theme.font.Bold(), theme.muted);
  canvas.Text(kMargin, 206, page.source.Person(), theme.font, theme.text);
  canvas.Text(kMargin, 222, page.source.Street(), theme.font, theme.text);

  const double labels = right - 190;
  double y = 118;
  const auto fact = [&](std::string_view name, const std::string& value) {
    canvas.BeginLine();
    canvas.Text(labels, y, name, theme.font, theme.muted);
    canvas.Text(right, y, value, theme.font, theme.text, Align::kRight);
    canvas.EndLine();
    y += 18;
  };
  fact("Invoice number", page.source.Code());
  fact("Invoice date", page.source.Date());
  fact("Payment within", "30 days");
  fact("Customer number", page.source.Digits(6));
}

struct InvoiceColumns {
  double item;
  double quantity;  // right edges from here on
  double price;
  double amount;
};

void DrawInvoiceRow(PageContext& page, const InvoiceColumns& columns, double y,
                    const std::string (&cells)[4], const Font& font) {
  const Color color = page.theme.text;
  page.canvas.BeginLine();
  page.canvas.Text(columns.item, y, cells[0], font, color);
  page.canvas.Text(columns.quantity, y, cells[1], font, color, Align::kRight);
  page.canvas.Text(columns.price, y, cells[2], font, color, Align::kRight);
  page.canvas.Text(columns.amount, y, cells[3], font, color, Align::kRight);
  page.canvas.EndLine();
}

// Returns the sum in cents; moves `y` below the last row.
std::int64_t DrawInvoiceItems(PageContext& page, double& y) {
  const Theme& theme = page.theme;
  const double right = page.canvas.width() - kMargin;
  const InvoiceColumns columns = {kMargin + 8, right - 170, right - 90,
                                  right - 8};
  page.canvas.Fill({kMargin, y - 17, right - kMargin, 25}, theme.raised);
  DrawInvoiceRow(page, columns, y,
                 {"Description", "Quantity", "Price", "Total"},
                 theme.font.Bold());
  std::int64_t sum = 0;
  for (int i = page.rng().Between(5, 11); i > 0; --i) {
    y += 24;
    const int quantity = page.rng().Between(1, 24);
    const std::int64_t price = page.source.Price(150, 24000);
    sum += quantity * price;
    DrawInvoiceRow(page, columns, y,
                   {page.source.Product(), std::to_string(quantity),
                    Amount(price), Amount(quantity * price)},
                   theme.font);
    page.canvas.Rule({kMargin, y + 8}, {right, y + 8}, 0.4, theme.border);
  }
  return sum;
}

void DrawSum(PageContext& page, double y, std::string_view name,
             std::int64_t cents, const Font& font) {
  const double right = page.canvas.width() - kMargin - 8;
  page.canvas.BeginLine();
  page.canvas.Text(right - 180, y, name, font, page.theme.text);
  page.canvas.Text(right, y, fmt::format("${}", Amount(cents)), font,
                   page.theme.text, Align::kRight);
  page.canvas.EndLine();
}

// ---- receipt

constexpr double kEdge = 14;

void DrawPair(PageContext& page, double y, std::string_view name,
              const std::string& value, const Font& font) {
  const double right = page.canvas.width() - kEdge;
  const double width = page.canvas.TextWidth(value, font);
  page.canvas.BeginLine();
  Label(page, kEdge, y, right - kEdge - width - 8, name, font, page.theme.text);
  page.canvas.Text(right, y, value, font, page.theme.text, Align::kRight);
  page.canvas.EndLine();
}

void DrawDashes(PageContext& page, double y) {
  page.canvas.DashedRule({kEdge, y}, {page.canvas.width() - kEdge, y}, 0.7,
                         page.theme.text);
}

double DrawReceiptHead(PageContext& page, const Font& font) {
  const double middle = page.canvas.width() / 2;
  const Color ink = page.theme.text;
  const double leading = font.size * 1.45;
  double y = 34;
  page.canvas.Text(middle, y, page.source.Shop(),
                   font.Bold().Sized(font.size + 4), ink, Align::kCenter);
  y += leading + 2;
  page.canvas.Text(middle, y, page.source.Street(), font, ink, Align::kCenter);
  y += leading;
  std::string place = page.source.Town() + ' ';
  place += page.source.PostCode();
  page.canvas.Text(middle, y, place, font, ink, Align::kCenter);
  y += leading;
  page.canvas.Text(middle, y, "Tel " + page.source.Phone(), font, ink,
                   Align::kCenter);
  y += leading * 1.3;
  std::string date = page.source.Date() + ' ';
  date += page.source.Time();
  DrawPair(page, y, "No. " + page.source.Digits(6), date, font);
  return y + leading * 0.7;
}

// A bar code: stripes from the left margin to the right.
void DrawBars(PageContext& page, double y, double height) {
  double x = page.canvas.width() * 0.2;
  while (x < page.canvas.width() * 0.8) {
    const double bar = page.rng().Between(1, 3) * 0.7;
    page.canvas.Fill({x, y, bar, height}, page.theme.text);
    x += bar + page.rng().Between(1, 3) * 0.7;
  }
}

void DrawReceiptTotals(PageContext& page, double y, std::int64_t sum,
                       const Font& font) {
  const double leading = font.size * 1.5;
  const std::int64_t tax = (sum * 7 + 50) / 100;
  const std::int64_t total = sum + tax;
  DrawPair(page, y, "SUBTOTAL", Amount(sum), font);
  DrawPair(page, y += leading, "TAX 7%", Amount(tax), font);
  y += leading * 1.2;
  DrawPair(page, y, "TOTAL", fmt::format("${}", Amount(total)),
           font.Bold().Sized(font.size + 3));
  y += leading * 1.2;
  const std::int64_t cash = (total / 1000 + 1) * 1000;
  if (page.rng().Chance(0.5)) {
    DrawPair(page, y, "CASH", Amount(cash), font);
    DrawPair(page, y += leading, "CHANGE", Amount(cash - total), font);
  } else {
    DrawPair(page, y, "CARD", Amount(total), font);
    DrawPair(page, y += leading, "AUTH CODE", page.source.Digits(6), font);
  }
  y += leading * 1.6;
  page.canvas.Text(page.canvas.width() / 2, y, "THANK YOU FOR YOUR VISIT", font,
                   page.theme.text, Align::kCenter);
  DrawBars(page, y + 12, 26);
}

}  // namespace

void DrawInvoicePage(PageContext& page) {
  const Theme& theme = page.theme;
  DrawInvoiceHead(page);
  double y = 278;
  const std::int64_t sum = DrawInvoiceItems(page, y);
  const std::int64_t tax = (sum * 19 + 50) / 100;
  y += 34;
  DrawSum(page, y, "Subtotal", sum, theme.font);
  DrawSum(page, y += 20, "Tax 19%", tax, theme.font);
  DrawSum(page, y += 24, "Amount due", sum + tax, theme.font.Bold());
  page.canvas.Paragraph(
      kMargin, y + 44, page.canvas.width() - 2 * kMargin, page.size() * 1.5,
      "Please pay within 30 days and state the invoice number. " +
          page.source.Prose(2),
      theme.font, theme.text, 4);
  page.canvas.Text(page.canvas.width() / 2, page.canvas.height() - 42,
                   page.source.Email(), theme.font.Sized(page.size() - 1),
                   theme.muted, Align::kCenter);
}

void DrawReceiptPage(PageContext& page) {
  const bool mono = page.rng().Chance(0.6);
  const Font font = {mono ? Family::kMono : Family::kDejaVuSans,
                     mono ? 9.0 : 9.5, false, false};
  const double leading = font.size * 1.5;
  double y = DrawReceiptHead(page, font);
  DrawDashes(page, y);
  y += leading;
  // Totals, thanks and bar code need the rest.
  const double end = page.canvas.height() - 170;
  std::int64_t sum = 0;
  for (; y < end; y += leading) {
    const std::int64_t price = page.source.Price(60, 2400);
    sum += price;
    DrawPair(page, y, page.source.Grocery(), Amount(price), font);
  }
  DrawDashes(page, y - leading * 0.4);
  DrawReceiptTotals(page, y + leading * 0.7, sum, font);
}

}  // namespace rescan::samples
