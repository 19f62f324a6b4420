// A screen of small numbers: hours and amounts in a grid, as in a timesheet.
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "tools/samples/page_parts.h"

namespace rescan::samples {
namespace {

enum class NumberKind { kHours, kTotal, kMoney };

struct NumberColumn {
  std::string_view title;
  NumberKind kind;
};

// The days that fit, then two sums.
std::vector<NumberColumn> NumberColumns(double width) {
  constexpr auto kDays = std::to_array<std::string_view>(
      {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"});
  const std::size_t days = width < 600 ? 1 : width < 1000 ? 5 : kDays.size();
  std::vector<NumberColumn> columns;
  for (std::size_t i = 0; i < days; ++i) {
    columns.push_back({kDays[i], NumberKind::kHours});
  }
  columns.push_back({"Total", NumberKind::kTotal});
  columns.push_back({"Amount", NumberKind::kMoney});
  return columns;
}

// Always with two decimals.
std::string NumberOf(NumberKind kind, bool currency, Rng& rng) {
  constexpr std::int64_t kQuarter = 25;
  switch (kind) {
    case NumberKind::kHours:
      return Amount(kQuarter * rng.Between(1, 96));
    case NumberKind::kTotal:
      return Amount(rng.Between(100, 39'999));
    case NumberKind::kMoney:
      break;
  }
  std::string text = currency ? "$" : "";
  text += Amount(rng.Between(100, 999'999));
  return text;
}

struct Grid {
  Rect area;
  double label = 0;  // width of the first column
  double cell = 0;   // width of each other column
  double row = 0;    // height
  Font font;
  bool rules = false;  // between the columns too
};

Grid MakeGrid(PageContext& page, const Rect& area, std::size_t columns) {
  Grid grid;
  grid.area = area;
  grid.label = area.width * (area.width < 600 ? 0.34 : 0.24);
  grid.cell = (area.width - grid.label) / static_cast<double>(columns);
  grid.font = page.theme.font.Sized(page.rng().Between(11, 15));
  grid.row = grid.font.size + page.rng().Between(9, 20);
  grid.rules = page.rng().Chance(0.5);
  return grid;
}

void DrawRowRules(PageContext& page, const Grid& grid, double y,
                  std::size_t columns) {
  const Color color = page.theme.border;
  const double bottom = y + grid.row;
  page.canvas.Rule({grid.area.x, bottom}, {grid.area.right(), bottom}, 1,
                   color);
  if (!grid.rules) return;
  for (std::size_t i = 0; i < columns; ++i) {
    const double x =
        grid.area.x + grid.label + static_cast<double>(i) * grid.cell;
    page.canvas.Rule({x, y}, {x, bottom}, 1, color);
  }
}

// `texts` are set against the right edges of their cells, if they fit.
void DrawGridRow(PageContext& page, const Grid& grid, double y,
                 const std::string& label,
                 const std::vector<std::string>& texts, const Font& font) {
  constexpr double kGap = 10;
  const Color color = page.theme.text;
  const double baseline = Centred(y, grid.row, font.size);
  page.canvas.BeginLine();
  Label(page, grid.area.x + kGap, baseline, grid.label - 2 * kGap, label, font,
        color);
  double right = grid.area.x + grid.label;
  for (const std::string& text : texts) {
    right += grid.cell;
    if (page.canvas.TextWidth(text, font) > grid.cell - 2 * kGap) continue;
    page.canvas.Text(right - kGap, baseline, text, font, color, Align::kRight);
  }
  page.canvas.EndLine();
  DrawRowRules(page, grid, y, texts.size());
}

}  // namespace

void DrawNumbersPage(PageContext& page) {
  const Rect frame = DrawFrame(page, "Hours by task");
  const Rect area = frame.Inset(frame.width < 600 ? 8 : 24, 12);
  const auto columns = NumberColumns(area.width);
  const Grid grid = MakeGrid(page, area, columns.size());
  const bool currency = page.rng().Chance(0.3);
  const bool bands = page.rng().Chance(0.5);
  std::vector<std::string> texts;
  for (const NumberColumn& column : columns) texts.emplace_back(column.title);
  page.canvas.Fill({area.x, area.y, area.width, grid.row}, page.theme.raised);
  DrawGridRow(page, grid, area.y, "Task", texts, grid.font.Bold());
  bool band = false;
  for (double y = area.y + grid.row; y + grid.row <= area.bottom();
       y += grid.row) {
    band = bands && !band;
    if (band) {
      page.canvas.Fill({area.x, y, area.width, grid.row}, page.theme.panel);
    }
    for (std::size_t i = 0; i < columns.size(); ++i) {
      texts[i] = NumberOf(columns[i].kind, currency, page.rng());
    }
    DrawGridRow(page, grid, y, page.source.Task(), texts, grid.font);
  }
}

}  // namespace rescan::samples
