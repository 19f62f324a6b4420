// A letter and a form, on A4.
#include <array>
#include <string>

#include "tools/samples/page_parts.h"

namespace rescan::samples {
namespace {

constexpr double kMargin = 62;

// Firm, address and a rule. Returns the base line for what comes next.
double DrawLetterHead(PageContext& page) {
  Canvas& canvas = page.canvas;
  const Theme& theme = page.theme;
  const double right = canvas.width() - kMargin;
  canvas.FillRound({kMargin, 48, 30, 30}, 6, theme.accent);
  canvas.Text(kMargin + 42, 70, page.source.Company(),
              theme.font.Bold().Sized(page.size() + 7), theme.accent);
  std::string address = page.source.Street() + ", ";
  address += page.source.PostCode() + ' ';
  address += page.source.Town();
  canvas.Text(kMargin, 98, address, theme.font.Sized(page.size() - 1),
              theme.muted);
  canvas.Text(right, 98, page.source.Phone(), theme.font.Sized(page.size() - 1),
              theme.muted, Align::kRight);
  canvas.Rule({kMargin, 108}, {right, 108}, 0.8, theme.border);
  return 150;
}

double DrawAddressee(PageContext& page, double y) {
  const Theme& theme = page.theme;
  const double leading = page.size() * 1.5;
  page.canvas.Text(kMargin, y, page.source.Person(), theme.font, theme.text);
  y += leading;
  page.canvas.Text(kMargin, y, page.source.Street(), theme.font, theme.text);
  y += leading;
  std::string place = page.source.PostCode() + ' ';
  place += page.source.Town();
  page.canvas.Text(kMargin, y, place, theme.font, theme.text);
  y += 2 * leading;
  page.canvas.Text(page.canvas.width() - kMargin, y, page.source.LongDate(),
                   theme.font, theme.text, Align::kRight);
  return y + 2 * leading;
}

constexpr auto kFields = std::to_array<std::string_view>(
    {"Family name", "First name", "Street", "Post code and town", "Telephone",
     "E-mail", "Date of birth", "Customer number", "Date of entry"});

std::string FieldValue(std::size_t field, TextSource& source) {
  switch (field) {
    case 0:
      return source.LastName();
    case 1:
      return source.FirstName();
    case 2:
      return source.Street();
    case 3: {
      std::string place = source.PostCode() + ' ';
      return place += source.Town();
    }
    case 4:
      return source.Phone();
    case 5:
      return source.Email();
    case 7:
      return source.Code();
    default:
      return source.Date();
  }
}

double DrawFields(PageContext& page, double y) {
  constexpr double kRow = 34;
  constexpr double kLabel = 150;
  const Theme& theme = page.theme;
  const double right = page.canvas.width() - kMargin;
  const Font filled = {Family::kMono, page.size(), false, false};
  for (std::size_t i = 0; i < kFields.size(); ++i, y += kRow) {
    const double baseline = Centred(y, kRow - 10, page.size());
    page.canvas.BeginLine();
    page.canvas.Text(kMargin, baseline, kFields[i], theme.font, theme.text);
    page.canvas.Frame({kMargin + kLabel, y, right - kMargin - kLabel, 24}, 0.7,
                      theme.border);
    page.canvas.Text(kMargin + kLabel + 8, baseline, FieldValue(i, page.source),
                     filled, Rgb(0x1c2a5a));
    page.canvas.EndLine();
  }
  return y;
}

double DrawChoices(PageContext& page, double y) {
  constexpr auto kChoices = std::to_array<std::string_view>(
      {"I have read the terms of use.", "Please send me the newsletter.",
       "I agree to be called by telephone.", "My address has changed."});
  const Theme& theme = page.theme;
  for (const std::string_view choice : kChoices) {
    page.canvas.Frame({kMargin, y, 11, 11}, 0.9, theme.text);
    if (page.rng().Chance(0.5)) {
      page.canvas.Rule({kMargin + 2, y + 2}, {kMargin + 9, y + 9}, 1.3,
                       theme.text);
      page.canvas.Rule({kMargin + 9, y + 2}, {kMargin + 2, y + 9}, 1.3,
                       theme.text);
    }
    page.canvas.Text(kMargin + 24, y + 9.5, choice, theme.font, theme.text);
    y += 24;
  }
  return y;
}

}  // namespace

void DrawLetterPage(PageContext& page) {
  const Theme& theme = page.theme;
  const double width = page.canvas.width() - 2 * kMargin;
  const double leading = page.size() * 1.6;
  double y = DrawAddressee(page, DrawLetterHead(page));
  page.canvas.Text(kMargin, y, page.source.Subject(), theme.font.Bold(),
                   theme.text);
  y += 2 * leading;
  page.canvas.Text(kMargin, y, "Dear Sir or Madam,", theme.font, theme.text);
  y += 1.6 * leading;
  const double end = page.canvas.height() - 150;
  for (int i = page.rng().Between(3, 5); i > 0; --i) {
    const int room = static_cast<int>((end - y) / leading);
    if (room < 1) break;
    const std::string prose = page.source.Prose(page.rng().Between(2, 5));
    y = page.canvas.Paragraph(kMargin, y, width, leading, prose, theme.font,
                              theme.text, room) +
        0.6 * leading;
  }
  page.canvas.Text(kMargin, y + leading, "Yours faithfully,", theme.font,
                   theme.text);
  page.canvas.Text(kMargin, y + 3.5 * leading, page.source.Person(),
                   theme.font.Italic(), theme.text);
  std::string footer = page.source.Site() + ", registered under ";
  footer += page.source.Code();
  page.canvas.Text(page.canvas.width() / 2, page.canvas.height() - 42, footer,
                   theme.font.Sized(page.size() - 2), theme.muted,
                   Align::kCenter);
}

void DrawFormPage(PageContext& page) {
  const Theme& theme = page.theme;
  const double right = page.canvas.width() - kMargin;
  page.canvas.Text(kMargin, 84, "Application for membership",
                   theme.font.Bold().Sized(page.size() + 8), theme.text);
  page.canvas.BeginLine();
  page.canvas.Text(kMargin, 110, page.source.Company(), theme.font,
                   theme.muted);
  page.canvas.Text(right, 110, "Form " + page.source.Code(), theme.font,
                   theme.muted, Align::kRight);
  page.canvas.EndLine();
  page.canvas.Rule({kMargin, 122}, {right, 122}, 1.2, theme.accent);
  double y = page.canvas.Paragraph(
      kMargin, 148, right - kMargin, page.size() * 1.5,
      "Please write clearly and in capital letters. " + page.source.Prose(2),
      theme.font, theme.text, 4);
  y = DrawFields(page, y + 12);
  y = DrawChoices(page, y + 14);
  y += 60;
  page.canvas.BeginLine();
  std::string place = page.source.Town() + ", ";
  place += page.source.Date();
  page.canvas.Text(kMargin, y - 8, place, theme.font.Italic(), Rgb(0x1c2a5a));
  page.canvas.Text(kMargin + 250, y - 8, page.source.Person(),
                   theme.font.Italic(), Rgb(0x1c2a5a));
  page.canvas.EndLine();
  page.canvas.Rule({kMargin, y}, {kMargin + 200, y}, 0.7, theme.border);
  page.canvas.Rule({kMargin + 240, y}, {right, y}, 0.7, theme.border);
  page.canvas.BeginLine();
  const Font small = theme.font.Sized(page.size() - 2);
  page.canvas.Text(kMargin, y + 14, "Place and date", small, theme.muted);
  page.canvas.Text(kMargin + 250, y + 14, "Signature", small, theme.muted);
  page.canvas.EndLine();
}

}  // namespace rescan::samples
