// The upright lines of a page; internal to the finding of tables.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_UPRIGHT_LINES_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_UPRIGHT_LINES_H_

#include <vector>

#include "engine/documents/timesheet/page/ridge.h"
#include "kernels/image/image_view.h"

namespace rescan::timesheet::page {

struct UprightLine {
  Span columns;
  Span rows;
  bool light = false;  // lighter than what is beside it
};

// Lines of 64 rows or more, by columns. A line may have gaps, as where a row of
// a table shows none, but no long ones. Empty if there are so many that the
// page is no table. `step`: grey levels by which they stand out, >= 1.
// O(pixels / 8). REQUIRES: width > 2 * kRidgeReach.
[[nodiscard]] std::vector<UprightLine> FindUprightLines(kernels::GreyView page,
                                                        int step);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_UPRIGHT_LINES_H_
