#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_DOTS_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_DOTS_H_

#include <string_view>

#include "engine/documents/timesheet/page/field_picture.h"

namespace rescan::timesheet::page {

// Whether the line has a dot for every i and j of `text`, which readers like to
// see where there is an l: names are no words. Dots that nothing stands for,
// and letters beyond ASCII, are not held against it. Throws std::bad_alloc.
[[nodiscard]] bool HasDots(const FieldPicture& line, std::string_view text);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_DOTS_H_
