// A web page with a table that is no timesheet: what a reader must leave alone.
#include <fmt/format.h>

#include <array>

#include "tools/samples/page_parts.h"
#include "tools/samples/sheet_page.h"

namespace rescan::samples {
namespace {

struct OtherTable {
  std::string_view title;
  std::vector<std::string> heads;
  double first = 0;  // width of the first column, a share
};

OtherTable PickTable(Rng& rng) {
  switch (rng.Between(0, 2)) {
    case 0:
      return {"Opening hours of our branches",
              {"Branch", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"},
              0.26};
    case 1:
      return {
          "Average daily readings",
          {"Station", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Total"},
          0.28};
    default:
      return {"Price list",
              {"Article", "Number", "Pack", "Price", "Per unit", "In stock"},
              0.4};
  }
}

std::string CellText(const OtherTable& table, TextSource& source) {
  Rng& rng = source.rng();
  if (table.title[0] == 'O') {
    if (rng.Chance(0.12)) return "closed";
    return fmt::format("{}:00", rng.Between(8, 10)) +
           fmt::format("-{}:30", rng.Between(16, 20));
  }
  const int most = table.title[0] == 'A' ? 2400 : 90'000;
  return HoursText(rng.Between(100, most));
}

}  // namespace

void DrawOtherPage(SheetPage& page, TextSource& source) {
  const SheetLayout& layout = page.layout;
  const SheetPen& pen = page.pen;
  const OtherTable table = PickTable(source.rng());
  const Font font = {Family::kOpenSans, layout.font, false, false};
  const double left = layout.rail + 24;
  const double width = layout.right - 24 - left;
  pen.Fill({0, 0, layout.width, layout.header}, page.colors.header);
  pen.Text(left, layout.header / 2 + 7, source.Company(), font.Bold().Sized(20),
           page.colors.header_text);
  pen.Text(left, layout.header + 56, table.title, font.Sized(26),
           page.colors.text);
  const double first = width * table.first;
  const double column =
      (width - first) / static_cast<double>(table.heads.size() - 1);
  constexpr double kRow = 40;
  double y = layout.header + 90;
  const int rows = source.rng().Between(5, 9);
  for (int row = 0; row <= rows; ++row, y += kRow) {
    const double baseline = y + kRow / 2 + 0.36 * layout.font;
    if (row == 0) pen.Fill({left, y, width, kRow}, page.colors.raised);
    pen.canvas().BeginLine();
    for (std::size_t i = 0; i < table.heads.size(); ++i) {
      const double x =
          left + (i == 0 ? 0 : first + column * static_cast<double>(i - 1));
      pen.LineDown(x, y, y + kRow, page.colors.grid);
      const std::string text = row == 0 ? table.heads[i]
                               : i == 0 ? source.Town()
                                        : CellText(table, source);
      if (i == 0) {
        pen.Text(x + 12, baseline, text, font, page.colors.text);
      } else {
        pen.Text(x + column / 2, baseline, text, row == 0 ? font.Bold() : font,
                 page.colors.text, Align::kCenter);
      }
    }
    pen.canvas().EndLine();
    pen.LineAcross(y + kRow, left, left + width, page.colors.grid);
  }
}

}  // namespace rescan::samples
