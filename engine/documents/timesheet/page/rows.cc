#include "engine/documents/timesheet/page/rows.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "kernels/base/median.h"

namespace rescan::timesheet::page {
namespace {

// A double rule at twice the size is 4 rows high.
constexpr int kWideReach = 6;
constexpr std::array<int, 2> kReaches = {kRidgeReach, kWideReach};
// Lines nearer than this are one: no row of text is lower.
constexpr int kLeastRow = 8;
// Of the pixels looked at in a row, those of a line, percent.
constexpr int kLineShare = 80;
// Pixels without the line, as where noise or another line breaks it.
constexpr int kBreak = 8;

// The places in a row where a level line has to show: in the columns, away from
// the upright lines.
std::vector<int> Probes(const Columns& columns) {
  std::vector<int> probes;
  for (std::size_t i = 0; i + 1 < columns.lines.size(); ++i) {
    const int begin = columns.lines[i].end + kRidgeReach + 1;
    const int end = columns.lines[i + 1].begin - kRidgeReach - 1;
    for (int x = begin; x < end; x += 3) probes.push_back(x);
  }
  return probes;
}

// > 0 if row `y` is of a light line, < 0 of a dark one, 0 of none.
int LineAt(kernels::GreyView page, const std::vector<int>& probes, int y,
           int step) {
  for (const int reach : kReaches) {
    if (y < reach || y >= page.height - reach) continue;
    const std::uint8_t* above = page.Row(y - reach);
    const std::uint8_t* row = page.Row(y);
    const std::uint8_t* below = page.Row(y + reach);
    int light = 0;
    int dark = 0;
    int left = static_cast<int>(probes.size());
    const int needed = std::max(1, left * kLineShare / 100);
    for (const int x : probes) {
      const int ridge = Ridge(above[x], row[x], below[x]);
      light += ridge >= step ? 1 : 0;
      dark += -ridge >= step ? 1 : 0;
      --left;
      if (std::max(light, dark) + left < needed) break;
    }
    if (light >= needed) return 1;
    if (dark >= needed) return -1;
  }
  return 0;
}

// Whether the ground changes between rows `y` - 1 and `y`, in one direction.
// REQUIRES: y >= 1.
bool IsEdge(kernels::GreyView page, const std::vector<int>& probes, int y,
            int step) {
  const std::uint8_t* above = page.Row(y - 1);
  const std::uint8_t* below = page.Row(y);
  int lighter = 0;
  int darker = 0;
  for (const int x : probes) {
    const int change = int{below[x]} - int{above[x]};
    lighter += change >= step ? 1 : 0;
    darker += -change >= step ? 1 : 0;
  }
  const int needed =
      std::max(1, static_cast<int>(probes.size()) * kLineShare / 100);
  return std::max(lighter, darker) >= needed;
}

// Adds the edges that are at none of `lines`: beside a row of another ground
// than the others, a line does not always stand out from both.
void AddEdges(kernels::GreyView page, const std::vector<int>& probes,
              Span within, int step, std::vector<Span>& lines) {
  std::vector<Span> edges;
  for (int y = std::max(1, within.begin); y < within.end; ++y) {
    if (!IsEdge(page, probes, y, step)) continue;
    if (!edges.empty() && y - edges.back().end < kLeastRow) {
      edges.back().end = y + 1;
    } else {
      edges.push_back({y, y + 1});
    }
  }
  std::erase_if(edges, [&](const Span& edge) {
    return std::any_of(lines.begin(), lines.end(), [&](const Span& line) {
      return edge.begin < line.end + kLeastRow &&
             line.begin < edge.end + kLeastRow;
    });
  });
  lines.insert(lines.end(), edges.begin(), edges.end());
  std::sort(lines.begin(), lines.end(),
            [](const Span& a, const Span& b) { return a.begin < b.begin; });
}

// The last pixel that belongs to the line, going from `x` by `way`, 1 or -1.
int EndOf(kernels::GreyView page, const Span& line, int x, int way, int step) {
  const int y = (line.begin + line.end - 1) / 2;
  int last = x;
  for (int at = x; at >= 0 && at < page.width; at += way) {
    bool here = false;
    for (const int reach : kReaches) {
      if (y < reach || y >= page.height - reach) continue;
      here = here || std::abs(LevelRidge(page, at, y, reach)) >= step;
    }
    if (here) {
      last = at;
    } else if ((at - last) * way > kBreak) {
      break;
    }
  }
  return last;
}

}  // namespace

Rows FindRows(kernels::GreyView page, const Columns& columns, int step) {
  Rows rows;
  const std::vector<int> probes = Probes(columns);
  if (probes.empty()) return rows;
  const int top = std::max(0, columns.rows.begin - kLeastRow);
  const int bottom = std::min(page.height, columns.rows.end + kLeastRow);
  for (int y = top; y < bottom; ++y) {
    if (LineAt(page, probes, y, step) == 0) continue;
    if (!rows.lines.empty() && y - rows.lines.back().end < kLeastRow) {
      rows.lines.back().end = y + 1;
    } else {
      rows.lines.push_back({y, y + 1});
    }
  }
  if (rows.lines.empty()) return rows;
  std::vector<int> begins;
  std::vector<int> ends;
  for (const Span& line : rows.lines) {
    begins.push_back(
        EndOf(page, line, columns.lines.front().begin - 1, -1, step));
    ends.push_back(EndOf(page, line, columns.lines.back().end, 1, step) + 1);
  }
  rows.columns = {Median(std::move(begins)), Median(std::move(ends))};
  // Above the first line is the header, whose ground may end anywhere.
  AddEdges(page, probes, {rows.lines.front().end, bottom}, step, rows.lines);
  return rows;
}

}  // namespace rescan::timesheet::page
