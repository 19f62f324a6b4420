#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_READING_ORDER_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_READING_ORDER_H_

#include <vector>

#include "engine/ocr/page.h"

namespace rescan::timesheet::page {

// Lines by rows from the top, each row from the left, and numbered so. A row is
// what stands on a level with its topmost line.
[[nodiscard]] std::vector<Line> InReadingOrder(std::vector<Line> lines);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_READING_ORDER_H_
