#include "engine/documents/timesheet/page/progress_bar.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/documents/timesheet/page/ridge.h"
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
// Within one part of the bar, what JPEG leaves.
constexpr int kEven = 12;
constexpr int kMarkerStep = 12;
constexpr int kMostMarkerWidth = 5;
// The two ways to tell may differ by so much, percent.
constexpr double kAgree = 1.5;

int MedianOfRow(kernels::GreyView page, int y, Span columns) {
  return kernels::MedianLevel(
      kernels::HistogramOf(page.Part(columns.begin, y, columns.size(), 1)));
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
Span RowsLike(kernels::GreyView page, int y, Span columns, Span within) {
  const auto alike = [&](int at) {
    int same = 0;
    for (int i = 1; i <= 9; ++i) {
      const int x = columns.begin + columns.size() * i / 10;
      same += Near(page.Row(at)[x], page.Row(y)[x], kStep) ? 1 : 0;
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

// Where the marker stands that sticks out above and below: nullopt for none or
// several.
std::optional<Span> FindMarker(kernels::GreyView page, Span columns,
                               Span rows) {
  const int above = rows.begin - 2;
  const int below = rows.end + 1;
  if (above < 0 || below >= page.height) return {};
  const Span around = {std::max(0, columns.begin - 3),
                       std::min(page.width, columns.end + 3)};
  const int ground_above = MedianOfRow(page, above, around);
  const int ground_below = MedianOfRow(page, below, around);
  const auto amount = [&](int x) {
    return std::min(std::abs(page.Row(above)[x] - ground_above),
                    std::abs(page.Row(below)[x] - ground_below));
  };
  int most = 0;
  for (int x = around.begin; x < around.end; ++x) {
    most = std::max(most, amount(x));
  }
  if (most < kMarkerStep) return {};
  std::optional<Span> marker;
  for (int x = around.begin; x < around.end; ++x) {
    if (2 * amount(x) < most) continue;
    if (marker && x - marker->begin >= kMostMarkerWidth) return {};
    if (!marker) marker = Span{x, x};
    marker->end = x + 1;
  }
  return marker;
}

struct Parts {
  bool even = false;             // one or two parts, each of one level
  std::optional<double> filled;  // share, where there are two
};

Parts PartsOf(const std::uint8_t* row, Span columns) {
  // Not the ends themselves: there the marker may stand.
  const int first = row[columns.begin + 4];
  const int last = row[columns.end - 5];
  if (Near(first, last, kStep)) return {IsEven(row, columns, first), {}};
  int meet = columns.begin;
  while (meet < columns.end &&
         std::abs(row[meet] - first) <= std::abs(row[meet] - last)) {
    ++meet;
  }
  // The marker's own pixels may look like either part.
  if (meet < columns.begin + 4) {
    return {IsEven(row, columns, last), 0.0};
  }
  if (!IsEven(row, {columns.begin, meet}, first) ||
      !IsEven(row, {meet, columns.end}, last)) {
    return {};
  }
  return {true, static_cast<double>(meet - columns.begin) / columns.size()};
}

// The bar in a run of pixels that differ from the ground, if it is one.
std::optional<ProgressBar> BarAt(kernels::GreyView page, int y, Span columns,
                                 const PixelBox& within) {
  const Span rows =
      RowsLike(page, y, columns, {within.top, within.top + within.height});
  if (rows.size() < kLeastHeight || rows.size() > kMostHeight ||
      columns.size() < kLeastRatio * rows.size()) {
    return {};
  }
  const Parts parts = PartsOf(page.Row((rows.begin + rows.end) / 2), columns);
  if (!parts.even) return {};
  ProgressBar bar;
  bar.box = {columns.begin, rows.begin, columns.size(), rows.size()};
  const std::optional<Span> marker = FindMarker(page, columns, rows);
  if (!marker) {
    if (!parts.filled) return {};
    bar.percent = 100 * *parts.filled;
    return bar;
  }
  bar.by_marker = true;
  // At the end the marker stands behind the bar, and lengthens the run.
  int end = columns.end;
  if (marker->end >= end - 1) end = std::min(end, marker->begin);
  bar.percent = std::clamp(
      100.0 * (marker->begin - columns.begin) / (end - columns.begin), 0.0,
      100.0);
  if (parts.filled &&
      !(std::abs(bar.percent - 100 * *parts.filled) <= kAgree)) {
    return {};
  }
  return bar;
}

// Runs of pixels of row `y` that are not of the ground.
std::vector<Span> RunsOf(kernels::GreyView page, int y,
                         const PixelBox& within) {
  const Span all = {within.left, within.left + within.width};
  const int ground = MedianOfRow(page, y, all);
  const std::uint8_t* row = page.Row(y);
  const int least = std::max(kLeastLength, within.width / 20);
  std::vector<Span> runs;
  Span run = {all.begin, all.begin};
  for (int x = all.begin; x <= all.end; ++x) {
    if (x < all.end && !Near(row[x], ground, kStep - 1)) continue;
    run.end = x;
    if (run.size() >= least) runs.push_back(run);
    run = {x + 1, x + 1};
  }
  return runs;
}

}  // namespace

std::optional<ProgressBar> FindProgressBar(kernels::GreyView page,
                                           const PixelBox& within) {
  std::optional<ProgressBar> best;
  for (int y = within.top + 1; y < within.top + within.height; y += kRowStep) {
    for (const Span& run : RunsOf(page, y, within)) {
      const std::optional<ProgressBar> bar = BarAt(page, y, run, within);
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

}  // namespace rescan::timesheet::page
