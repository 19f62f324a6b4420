// The level lines of a table, and how far they go; internal to the finding of
// tables.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_ROWS_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_ROWS_H_

#include <vector>

#include "engine/documents/timesheet/page/columns.h"
#include "engine/documents/timesheet/page/ridge.h"
#include "kernels/image/image_view.h"

namespace rescan::timesheet::page {

struct Rows {
  // The lines, from the top; a double rule is one.
  std::vector<Span> lines;
  // How far most of them go.
  Span columns;
};

// Lines that go through all of `columns` and stand out by `step` grey levels,
// >= 1; where there are some, also edges between rows of different ground. May
// find none.
[[nodiscard]] Rows FindRows(kernels::GreyView page, const Columns& columns,
                            int step);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_ROWS_H_
