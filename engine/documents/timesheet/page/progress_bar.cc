#include "engine/documents/timesheet/page/progress_bar.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "engine/documents/timesheet/page/clean_picture.h"
#include "engine/documents/timesheet/page/ridge.h"
#include "kernels/base/median.h"
#include "kernels/image/histogram.h"

namespace rescan::timesheet::page {
namespace {

constexpr int kRowStep = 3;  // less than the lowest bar
constexpr int kLeastHeight = 4;
constexpr int kMostHeight = 36;
constexpr int kLeastRatio = 10;  // of length to height
constexpr int kLeastLength = 60;
// Grey levels by which the bar differs from its ground; the empty part does so
// by little more than 20.
constexpr int kStep = 9;
// The same in a clean picture, for an empty bar that is hardly seen.
constexpr int kCleanStep = 4;
// Within one part of the bar, what JPEG leaves.
constexpr int kEven = 12;
constexpr int kMarkerStep = 12;
constexpr int kMostMarkerWidth = 5;

int MedianOfRow(kernels::GreyView page, int y, Span columns) {
  return kernels::MedianLevel(
      kernels::HistogramOf(page.Part(columns.begin, y, columns.size(), 1)));
}

// The level that most of a row has, with those next to it. Unlike the median it
// does not lie between two when a bar takes up almost half of the row.
int GroundOfRow(kernels::GreyView page, int y, Span columns) {
  constexpr int kBeside = 2;
  const kernels::Histogram levels =
      kernels::HistogramOf(page.Part(columns.begin, y, columns.size(), 1));
  int ground = 0;
  std::uint32_t most = 0;
  for (int level = 0; level < 256; ++level) {
    std::uint32_t pixels = 0;
    for (int at = std::max(0, level - kBeside);
         at <= std::min(255, level + kBeside); ++at) {
      pixels += levels[static_cast<std::size_t>(at)];
    }
    if (pixels <= most) continue;
    most = pixels;
    ground = level;
  }
  return ground;
}

bool Near(int a, int b, int by) { return std::abs(a - b) <= by; }

// Of the pixels of a row, those within kEven of `level`: at least 95 %?
bool IsEven(const std::uint8_t* row, Span columns, int level) {
  int odd = 0;
  for (int x = columns.begin; x < columns.end; ++x) {
    odd += Near(row[x], level, kEven) ? 0 : 1;
  }
  return 20 * odd <= columns.size();
}

// The rows above and below `y` that look like it at some places.
Span RowsLike(kernels::GreyView page, int y, Span columns, Span within,
              int step) {
  const auto alike = [&](int at) {
    int same = 0;
    for (int i = 1; i <= 9; ++i) {
      const int x = columns.begin + columns.size() * i / 10;
      same += Near(page.Row(at)[x], page.Row(y)[x], step) ? 1 : 0;
    }
    return same >= 8;
  };
  Span rows = {y, y + 1};
  while (rows.begin > within.begin && rows.size() <= kMostHeight &&
         alike(rows.begin - 1)) {
    --rows.begin;
  }
  while (rows.end < within.end && rows.size() <= kMostHeight &&
         alike(rows.end)) {
    ++rows.end;
  }
  return rows;
}

// How far a pixel of each column differs from most of the rows `y` and `y` + 1,
// twice. Two rows: what JPEG leaves beside the bar changes from row to row.
std::vector<int> Stands(kernels::GreyView page, int y, Span columns) {
  std::vector<int> amounts(static_cast<std::size_t>(columns.size()));
  for (const int at : {y, y + 1}) {
    const int ground = MedianOfRow(page, at, columns);
    const std::uint8_t* row = page.Row(at) + columns.begin;
    for (std::size_t i = 0; i < amounts.size(); ++i) {
      amounts[i] += row[i] - ground;
    }
  }
  return amounts;
}

// Where the marker stands that sticks out above and below: nullopt for none or
// several. REQUIRES: three rows above and below `rows`.
std::optional<Span> FindMarker(kernels::GreyView page, Span columns,
                               Span rows) {
  const Span around = {std::max(0, columns.begin - 3),
                       std::min(page.width, columns.end + 3)};
  const std::vector<int> above = Stands(page, rows.begin - 3, around);
  std::vector<int> both = Stands(page, rows.end + 1, around);
  for (std::size_t i = 0; i < both.size(); ++i) {
    both[i] = std::min(std::abs(above[i]), std::abs(both[i]));
  }
  const int most = *std::max_element(both.begin(), both.end());
  if (most < 2 * kMarkerStep) return {};
  std::optional<Span> marker;
  for (std::size_t i = 0; i < both.size(); ++i) {
    if (5 * both[i] < 3 * most) continue;
    const int x = around.begin + static_cast<int>(i);
    if (marker && x - marker->begin >= kMostMarkerWidth) return {};
    if (!marker) marker = Span{x, x};
    marker->end = x + 1;
  }
  return marker;
}

// The level of some columns of a row, and whether all of them have it.
struct Part {
  int level = 0;
  bool even = false;
  int width = 0;
};

Part PartOf(kernels::GreyView page, int y, Span columns) {
  if (columns.size() <= 0) return {0, true, 0};
  const int level = MedianOfRow(page, y, columns);
  return {level, IsEven(page.Row(y), columns, level), columns.size()};
}

// Where a row changes from the level of its first columns to that of its last:
// nullopt if it does not, or in more than one place.
std::optional<int> Step(kernels::GreyView page, int y, Span columns, int step) {
  constexpr int kEnd = 4;
  const int first = MedianOfRow(page, y, {columns.begin, columns.begin + kEnd});
  const int last = MedianOfRow(page, y, {columns.end - kEnd, columns.end});
  if (Near(first, last, step)) return {};
  const std::uint8_t* row = page.Row(y);
  int x = columns.begin;
  while (x < columns.end &&
         std::abs(row[x] - first) <= std::abs(row[x] - last)) {
    ++x;
  }
  const Part filled = PartOf(page, y, {columns.begin, x});
  const Part rest = PartOf(page, y, {x, columns.end});
  if (!filled.even || !rest.even) return {};
  return x;
}

// Does the bar have one level on each side of the marker, and not the same on
// both?
bool MarkerFits(kernels::GreyView page, int y, Span columns, Span marker,
                int step) {
  const Part filled = PartOf(page, y, {columns.begin, marker.begin - 2});
  const Part rest = PartOf(page, y, {marker.end + 2, columns.end});
  if (!filled.even || !rest.even) return false;
  constexpr int kShort = 8;  // too short to have a level
  return filled.width < kShort || rest.width < kShort ||
         !Near(filled.level, rest.level, step);
}

// Does the bar end above and below, on the same ground? Part of a larger area,
// such as the strip above the text of a button, does not.
bool StandsAlone(kernels::GreyView page, Span columns, Span rows, int step) {
  if (rows.begin < 3 || rows.end + 3 > page.height) return false;
  const int above = MedianOfRow(page, rows.begin - 3, columns);
  const int below = MedianOfRow(page, rows.end + 2, columns);
  const int bar = MedianOfRow(page, (rows.begin + rows.end) / 2, columns);
  return Near(above, below, step) && !Near(above, bar, step) &&
         !Near(below, bar, step);
}

// The bar in a run of pixels that differ from the ground, if it is one.
std::optional<ProgressBar> BarAt(kernels::GreyView page, int y, Span columns,
                                 const PixelBox& within, int step) {
  const Span rows = RowsLike(page, y, columns,
                             {within.top, within.top + within.height}, step);
  if (rows.size() < kLeastHeight || rows.size() > kMostHeight ||
      columns.size() < kLeastRatio * rows.size() ||
      !StandsAlone(page, columns, rows, step)) {
    return {};
  }
  const int middle = (rows.begin + rows.end) / 2;
  ProgressBar bar;
  bar.box = {columns.begin, rows.begin, columns.size(), rows.size()};
  if (const auto marker = FindMarker(page, columns, rows)) {
    if (!MarkerFits(page, middle, columns, *marker, step)) return {};
    // At the end the marker stands behind the bar, and lengthens the run.
    const int end = marker->end >= columns.end - 1
                        ? std::min(columns.end, marker->begin)
                        : columns.end;
    bar.by_marker = true;
    bar.percent = std::clamp(
        100.0 * (marker->begin - columns.begin) / (end - columns.begin), 0.0,
        100.0);
    return bar;
  }
  const std::optional<int> end = Step(page, middle, columns, step);
  if (!end) return {};
  bar.percent = 100.0 * (*end - columns.begin) / columns.size();
  return bar;
}

// Runs of pixels of row `y` that are not of the ground.
std::vector<Span> RunsOf(kernels::GreyView page, int y, const PixelBox& within,
                         int step) {
  const Span all = {within.left, within.left + within.width};
  const int ground = GroundOfRow(page, y, all);
  const std::uint8_t* row = page.Row(y);
  const int least = std::max(kLeastLength, within.width / 10);
  std::vector<Span> runs;
  Span run = {all.begin, all.begin};
  for (int x = all.begin; x <= all.end; ++x) {
    if (x < all.end && !Near(row[x], ground, step - 1)) continue;
    run.end = x;
    // One that the picture's edge cuts says nothing of its length.
    if (run.size() >= least && x < page.width - 1) runs.push_back(run);
    run = {x + 1, x + 1};
  }
  return runs;
}

// The bar that `columns` of row `y` are of. In a JPEG single rows seem longer
// or shorter, so all of the bar's are asked where it begins and ends.
std::optional<ProgressBar> BarAround(kernels::GreyView page, int y,
                                     Span columns, const PixelBox& within,
                                     int step) {
  const std::optional<ProgressBar> first =
      BarAt(page, y, columns, within, step);
  if (!first) return {};
  std::vector<int> begins;
  std::vector<int> ends;
  for (int row = first->box.top; row < first->box.top + first->box.height;
       ++row) {
    for (const Span& run : RunsOf(page, row, within, step)) {
      const int shared =
          std::min(run.end, columns.end) - std::max(run.begin, columns.begin);
      if (2 * shared < columns.size()) continue;
      begins.push_back(run.begin);
      ends.push_back(run.end);
    }
  }
  if (begins.empty()) return {};
  return BarAt(page, y, {Median(std::move(begins)), Median(std::move(ends))},
               within, step);
}

// The best bar of those that differ from their ground by `step`.
std::optional<ProgressBar> BestBar(kernels::GreyView page,
                                   const PixelBox& within, int step) {
  std::optional<ProgressBar> best;
  for (int y = within.top + 1; y < within.top + within.height; y += kRowStep) {
    for (const Span& run : RunsOf(page, y, within, step)) {
      const std::optional<ProgressBar> bar =
          BarAround(page, y, run, within, step);
      if (!bar) continue;
      if (!best || bar->by_marker > best->by_marker ||
          (bar->by_marker == best->by_marker &&
           bar->box.width > best->box.width)) {
        best = bar;
      }
    }
  }
  return best;
}

}  // namespace

std::optional<ProgressBar> FindProgressBar(kernels::GreyView page,
                                           const PixelBox& within) {
  std::optional<ProgressBar> bar = BestBar(page, within, kStep);
  if (!bar && IsClean(page)) bar = BestBar(page, within, kCleanStep);
  return bar;
}

}  // namespace rescan::timesheet::page
