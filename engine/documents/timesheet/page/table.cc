#include "engine/documents/timesheet/page/table.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>

#include "engine/documents/timesheet/page/cell_ink.h"
#include "engine/documents/timesheet/page/clean_picture.h"
#include "engine/documents/timesheet/page/columns.h"
#include "engine/documents/timesheet/page/name_cell.h"
#include "engine/documents/timesheet/page/ridge.h"
#include "engine/documents/timesheet/page/rows.h"
#include "engine/documents/timesheet/page/upright_lines.h"

namespace rescan::timesheet::page {
namespace {

// No screen is larger: larger pictures are not looked at.
constexpr std::size_t kMostPixels = 64'000'000;
constexpr int kLeastSide = 64;  // pixels
// Between a line and what counts as inside of a cell.
constexpr int kInset = 2;
// The picture ends so near to the table that this is where it was cut.
constexpr int kAtEdge = 4;
// Ink differs from its ground by so much; less is noise.
constexpr int kLeastContrast = 16;
// Of the strongest ink of the table, the least that counts: a dash of half a
// pixel, or grey print.
constexpr double kFaintest = 0.18;
// Faint pixels for one of strong ink, from where on the page is a JPEG.
constexpr std::uint64_t kNoise = 1;

// The lines around all cells.
struct Grid {
  std::vector<Span> upright;  // the first: the left edge; the last: the right
  std::vector<Span> level;    // the first: the top; the last: the bottom
};

PixelBox Inside(const Span& left, const Span& right, const Span& above,
                const Span& below) {
  const int x = left.end + kInset;
  const int y = above.end + kInset;
  return {x, y, std::max(0, right.begin - kInset - x),
          std::max(0, below.begin - kInset - y)};
}

TableRow RowOf(const Grid& grid, std::size_t row) {
  const auto cell = [&](std::size_t column) {
    return TableCell{Inside(grid.upright[column], grid.upright[column + 1],
                            grid.level[row], grid.level[row + 1]),
                     {}};
  };
  TableRow cells;
  cells.name = cell(0);
  for (std::size_t column = 1; column + 1 < grid.upright.size(); ++column) {
    cells.cells.push_back(cell(column));
  }
  return cells;
}

bool HasRoom(const PixelBox& box) { return box.width > 0 && box.height > 0; }

kernels::GreyView PartOf(kernels::GreyView page, const PixelBox& box) {
  return page.Part(box.left, box.top, box.width, box.height);
}

// Sets the lines of all cells but the names; returns what the ink is like.
InkLimits ReadCells(kernels::GreyView page, std::span<TableRow*> rows) {
  std::vector<std::pair<TableCell*, CellLevels>> cells;
  int strongest = 0;
  for (TableRow* row : rows) {
    for (TableCell& cell : row->cells) {
      if (!HasRoom(cell.inner)) continue;
      cells.emplace_back(&cell, LevelsOf(PartOf(page, cell.inner)));
      strongest = std::max(strongest, cells.back().second.contrast);
    }
  }
  InkLimits limits;
  limits.least_contrast =
      std::max(kLeastContrast, static_cast<int>(kFaintest * strongest));
  std::erase_if(cells, [&](const auto& cell) {
    return cell.second.contrast < limits.least_contrast;
  });
  std::uint64_t faint = 0;
  std::uint64_t strong = 0;
  for (const auto& [cell, levels] : cells) {
    faint += levels.faint;
    strong += levels.strong;
  }
  limits.noisy = faint > kNoise * strong;
  for (const auto& [cell, levels] : cells) {
    cell->lines = TextLines(PartOf(page, cell->inner), RuleOf(levels, limits),
                            {0, cell->inner.width}, cell->inner);
  }
  return limits;
}

// REQUIRES: at least two lines.
int LowestRow(const Rows& rows) {
  int lowest = std::numeric_limits<int>::max();
  for (std::size_t i = 1; i < rows.lines.size(); ++i) {
    lowest = std::min(lowest, rows.lines[i].begin - rows.lines[i - 1].end);
  }
  return lowest;
}

// The grid of a table that has the right shape.
std::optional<Grid> GridOf(kernels::GreyView page, const Columns& columns,
                           const Rows& rows, TableStructure& table) {
  // A header and one row.
  if (rows.lines.size() < 2) return {};
  Grid grid;
  // The edge of a bar beside the table may look like a line in a JPEG; the
  // table's own lines do not begin left of it.
  const int left = std::max(columns.left_line ? columns.left_line->end : 0,
                            rows.columns.begin);
  table.cut_left = !columns.left_line && left <= kAtEdge;
  const int first_width = columns.lines.front().begin - left;
  if (first_width < 1.6 * columns.pitch) return {};
  grid.upright.push_back({left, left});
  grid.upright.insert(grid.upright.end(), columns.lines.begin(),
                      columns.lines.end());
  const int end = std::max(rows.columns.end, columns.lines.back().end);
  table.cut_right = end >= page.width - kAtEdge;
  const int last_width = end - columns.lines.back().end;
  const bool closed = last_width < (table.cut_right ? 3 : columns.pitch / 8);
  if (!closed) grid.upright.push_back({end, end});
  // Upside down it is the first column that is narrow.
  if (last_width > first_width) return {};
  if (grid.upright.size() - 2 < (table.cut_right ? 4U : 8U)) return {};

  grid.level = rows.lines;
  // A header without a line above it begins where its upright lines do. It
  // holds labels and totals; one that is no higher than a row is of a table of
  // another kind.
  if (columns.rows.begin < rows.lines.front().begin - kAtEdge) {
    table.cut_top = columns.rows.begin <= kAtEdge;
    const int top = table.cut_top ? 0 : columns.rows.begin;
    const int header = rows.lines.front().begin - top;
    if (!table.cut_top && 4 * header < 5 * LowestRow(rows)) return {};
    grid.level.insert(grid.level.begin(), {top, top});
  }
  if (columns.rows.end > rows.lines.back().end + kAtEdge) {
    table.cut_bottom = columns.rows.end >= page.height - kAtEdge;
    grid.level.push_back({columns.rows.end, columns.rows.end});
  }
  if (grid.level.size() < 3) return {};
  table.box = {left, grid.level.front().begin, end - left,
               grid.level.back().end - grid.level.front().begin};
  return grid;
}

// Whether nothing is missing at the left of the header's "Name": it has as much
// room there as no two of its letters have between them. Where the table begins
// at the picture's edge all the same, so does the window.
bool IsWhole(const TableCell& name) {
  if (name.lines.empty()) return false;
  const PixelBox& line = name.lines.front();
  return 2 * (line.left - name.inner.left) >= line.height;
}

// Whether the lines of each name stand together, as those of one that is
// wrapped do. Else a line between two rows was not found, and hours of one
// project would be taken for another's.
bool AreOfOneRowEach(std::span<const TableRow> rows) {
  for (const TableRow& row : rows) {
    const std::vector<PixelBox>& lines = row.name.lines;
    for (std::size_t i = 1; i < lines.size(); ++i) {
      const PixelBox& above = lines[i - 1];
      const int gap = lines[i].top - (above.top + above.height);
      if (2 * gap > 3 * std::max(above.height, lines[i].height)) return false;
    }
  }
  return true;
}

struct GridSearch {
  std::optional<Grid> grid;
  bool has_columns = false;
};

// The grid of lines that stand out by `step`; sets what `table` says of it.
GridSearch FindGrid(kernels::GreyView page, int step, TableStructure& table) {
  table = {};
  const std::vector<UprightLine> lines = FindUprightLines(page, step);
  const std::optional<Columns> columns = FindColumns(lines);
  if (!columns) return {};
  GridSearch search{
      GridOf(page, *columns, FindRows(page, *columns, step), table), true};
  if (search.grid) table.another_table = columns->another_table;
  return search;
}

// Where only some columns show at the first step, the others may be of a ground
// that their lines hardly differ from.
std::optional<Grid> FindCleanGrid(kernels::GreyView page,
                                  TableStructure& table) {
  for (int step = kCleanRidgeStep; step >= 1; --step) {
    GridSearch search = FindGrid(page, step, table);
    if (search.grid) return std::move(search.grid);
    if (!search.has_columns) break;
  }
  return {};
}

}  // namespace

std::optional<TableStructure> FindTable(kernels::GreyView page) {
  if (page.width < kLeastSide || page.height < kLeastSide ||
      page.pixel_count() > kMostPixels) {
    return {};
  }
  TableStructure table;
  std::optional<Grid> grid;
  if (IsClean(page)) grid = FindCleanGrid(page, table);
  if (!grid) grid = FindGrid(page, kRidgeStep, table).grid;
  if (!grid) return {};

  std::size_t first = 0;
  if (!table.cut_top) table.header = RowOf(*grid, first++);
  for (std::size_t row = first; row + 1 < grid->level.size(); ++row) {
    table.rows.push_back(RowOf(*grid, row));
  }
  std::vector<TableRow*> rows = {&table.header};
  for (TableRow& row : table.rows) rows.push_back(&row);
  const InkLimits limits = ReadCells(page, rows);
  ReadNames(page, limits, std::span(&table.header, 1));
  ReadNames(page, limits, table.rows);
  if (!AreOfOneRowEach(table.rows)) return {};
  if (IsWhole(table.header.name)) table.cut_left = false;
  table.header.chevron = false;
  table.light_on_dark = LevelsOf(PartOf(page, table.box)).light_ink;
  return table;
}

}  // namespace rescan::timesheet::page
