// A line of any text.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_TEXT_FIELD_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_TEXT_FIELD_H_

#include "engine/documents/timesheet/page/field_picture.h"
#include "engine/documents/timesheet/page/line_readings.h"
#include "kernels/base/result.h"

namespace rescan::timesheet::page {

// A sure reading that the ink (text_ink.h) does not speak against, else the one
// that the ink bears out best, of those the one that most looks give, with
// letters put right by their shape. Confidence is low where no two are equal.
// Without words: nothing could be read. An error of `look_at` is passed on.
[[nodiscard]] Result<LineReading> ReadTextLine(const FieldPicture& field,
                                               const LineLooker& look_at);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_TEXT_FIELD_H_
