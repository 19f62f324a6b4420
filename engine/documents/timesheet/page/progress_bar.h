// The bar that shows PROJECT TIME on a timesheet, from the pixels alone.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_PROGRESS_BAR_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_PROGRESS_BAR_H_

#include <optional>

#include "engine/ocr/page.h"
#include "kernels/image/image_view.h"

namespace rescan::timesheet::page {

struct ProgressBar {
  PixelBox box;        // the bar, without the marker's ends above and below it
  double percent = 0;  // 0 to 100
  // By the marker, the thin upright line that stands out above and below the
  // bar; false: by where the filled part ends.
  bool by_marker = false;
};

// Looks for it in the part `within` of the page: a level bar much longer than
// high, in one colour or in two that meet in one place. nullopt if there is
// none, or it has neither marker nor two colours, or the two disagree.
//
// For a page with a table `within` is what stands above the table. Grey levels
// are enough: the bar, its filled part and the marker differ in brightness.
// Thread-safe. O(pixels of `within`); no large allocation. REQUIRES: `within`
// lies inside the page.
[[nodiscard]] std::optional<ProgressBar> FindProgressBar(
    kernels::GreyView page, const PixelBox& within);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_PROGRESS_BAR_H_
