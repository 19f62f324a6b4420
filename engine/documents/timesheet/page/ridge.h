// Thin lines: pixels that stand out from both sides. Internal to the finding of
// tables.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_RIDGE_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_RIDGE_H_

#include <algorithm>
#include <cstdint>

#include "kernels/image/image_view.h"

namespace rescan::timesheet::page {

// A line is at most this wide, and is compared with what stands this far away.
inline constexpr int kRidgeReach = 3;
// Grey levels by which a pixel of a line differs from both sides at least. Most
// grid lines differ by 25 and more; JPEG and scaling down leave a half.
inline constexpr int kRidgeStep = 8;
// The same in a clean picture, where the ground beside a line is exactly even:
// the faintest lines that a person still sees.
inline constexpr int kCleanRidgeStep = 3;

// Pixels [begin, end) of a row or column.
struct Span {
  int begin = 0;
  int end = 0;

  [[nodiscard]] int size() const { return end - begin; }
  friend bool operator==(const Span&, const Span&) = default;
};

// How much lighter than both (positive) or darker than both (negative)
// `level` is; 0 for neither.
[[nodiscard]] constexpr int Ridge(int before, int level, int after) {
  const int lighter = level - std::max(before, after);
  if (lighter > 0) return lighter;
  return std::min(0, level - std::min(before, after));
}

// Of an upright line. REQUIRES: kRidgeReach <= x < page.width - kRidgeReach.
[[nodiscard]] inline int UprightRidge(kernels::GreyView page, int x, int y) {
  const std::uint8_t* row = page.Row(y) + x;
  return Ridge(row[-kRidgeReach], row[0], row[kRidgeReach]);
}

// Of a level line. `reach` rows are looked at on either side. REQUIRES:
// reach <= y < page.height - reach.
[[nodiscard]] inline int LevelRidge(kernels::GreyView page, int x, int y,
                                    int reach) {
  return Ridge(page.Row(y - reach)[x], page.Row(y)[x], page.Row(y + reach)[x]);
}

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_RIDGE_H_
