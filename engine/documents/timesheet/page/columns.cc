#include "engine/documents/timesheet/page/columns.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <utility>

#include "kernels/base/median.h"

namespace rescan::timesheet::page {
namespace {

constexpr std::size_t kLeastLines = 4;
constexpr std::size_t kMostLines = 10;
// A second series of so many lines is another table.
constexpr std::size_t kOtherLines = 5;
constexpr int kLeastPitch = 24;  // pixels
// Lines of one grid are farther apart. What is nearer to one is no other: JPEG
// casts the shadow of a line within its blocks of 8 pixels.
constexpr int kLeastGap = kLeastPitch / 2;
// Lines stand on whole pixels, so that two distances may differ by 2; blurred
// ones by a little more.
constexpr double kPitchTolerance = 2.5;
// Of the longer of two lines of one table, the rows they share, percent. Above
// or below the table something else may stand in the same column, such as the
// frame of a button.
constexpr int kSharedRows = 60;
// Rows by which the ends of a line may differ from those of most.
constexpr int kEndTolerance = 12;

// Indices into the lines of a page, from left to right.
using Series = std::vector<std::size_t>;

bool SameRows(const UprightLine& a, const UprightLine& b) {
  const int shared =
      std::min(a.rows.end, b.rows.end) - std::max(a.rows.begin, b.rows.begin);
  return 100 * shared >= kSharedRows * std::max(a.rows.size(), b.rows.size());
}

bool SameEnds(const Span& a, const Span& b) {
  return std::abs(a.begin - b.begin) <= kEndTolerance &&
         std::abs(a.end - b.end) <= kEndTolerance;
}

double Middle(const Span& span) { return (span.begin + span.end) / 2.0; }

// Goes on from lines `first` and `second` as long as there is a next one.
Series Follow(std::span<const UprightLine> lines, std::size_t first,
              std::size_t second) {
  Series series = {first, second};
  const double start = Middle(lines[first].columns);
  for (std::size_t i = second + 1; i < lines.size(); ++i) {
    const double pitch = (Middle(lines[series.back()].columns) - start) /
                         static_cast<double>(series.size() - 1);
    const double off =
        Middle(lines[i].columns) - Middle(lines[series.back()].columns) - pitch;
    if (off > kPitchTolerance) break;
    if (off < -kPitchTolerance || !SameRows(lines[first], lines[i])) continue;
    series.push_back(i);
  }
  return series;
}

// The longest series among the lines that are not `taken`; of equal ones the
// leftmost.
Series LongestSeries(std::span<const UprightLine> lines,
                     const std::vector<bool>& taken) {
  Series longest;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (taken[i]) continue;
    for (std::size_t k = i + 1; k < lines.size(); ++k) {
      if (taken[k] || !SameRows(lines[i], lines[k])) continue;
      if (Middle(lines[k].columns) - Middle(lines[i].columns) < kLeastPitch) {
        continue;
      }
      Series series = Follow(lines, i, k);
      std::erase_if(series, [&](std::size_t line) { return taken[line]; });
      if (series.size() > longest.size()) longest = std::move(series);
    }
  }
  return longest;
}

Span CommonRows(std::span<const UprightLine> lines, const Series& series) {
  std::vector<int> tops;
  std::vector<int> bottoms;
  for (const std::size_t i : series) {
    tops.push_back(lines[i].rows.begin);
    bottoms.push_back(lines[i].rows.end);
  }
  return {Median(std::move(tops)), Median(std::move(bottoms))};
}

// Whether all of a series stands in the columns: it is the sides of boxes drawn
// in the cells, not another table.
bool IsInside(std::span<const UprightLine> lines, const Series& series,
              const Columns& columns) {
  return std::all_of(series.begin(), series.end(), [&](std::size_t i) {
    const UprightLine& line = lines[i];
    return line.columns.begin >= columns.lines.front().end &&
           line.columns.end <= columns.lines.back().end + columns.pitch &&
           line.rows.begin >= columns.rows.begin - kEndTolerance &&
           line.rows.end <= columns.rows.end + kEndTolerance;
  });
}

}  // namespace

std::optional<Columns> FindColumns(std::span<const UprightLine> lines) {
  std::vector<bool> taken(lines.size(), false);
  const Series series = LongestSeries(lines, taken);
  if (series.size() < kLeastLines || series.size() > kMostLines) return {};
  const UprightLine& first = lines[series.front()];
  Columns columns;
  columns.rows = CommonRows(lines, series);
  columns.pitch =
      (Middle(lines[series.back()].columns) - Middle(first.columns)) /
      static_cast<double>(series.size() - 1);
  for (const std::size_t i : series) {
    columns.lines.push_back(lines[i].columns);
    taken[i] = true;
  }
  const Series other = LongestSeries(lines, taken);
  columns.another_table =
      other.size() >= kOtherLines && !IsInside(lines, other, columns);
  // Lines of the same table beyond the series: its left edge, and columns of
  // other widths at the right. Lines inside the series are none of the grid.
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (taken[i] || !SameEnds(lines[i].rows, columns.rows)) continue;
    const Span& at = lines[i].columns;
    const int last = columns.lines.back().end;
    if (at.end <= columns.lines.front().begin - kLeastGap) {
      columns.left_line = at;
    } else if (!columns.another_table && at.begin >= last + kLeastGap &&
               at.begin < last + 4 * columns.pitch) {
      columns.lines.push_back(at);
    }
  }
  return columns;
}

}  // namespace rescan::timesheet::page
