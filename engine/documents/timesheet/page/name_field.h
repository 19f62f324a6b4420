// The line with a person's name.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_NAME_FIELD_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_NAME_FIELD_H_

#include "engine/documents/timesheet/page/field_picture.h"
#include "engine/documents/timesheet/page/line_readings.h"
#include "kernels/base/result.h"

namespace rescan::timesheet::page {

// The name that two looks agree on and the ink bears out (name_ink.h), while no
// other name has both. Else the likeliest one, its confidence kDoubted
// (doubted.h): a name is what hours are stored under, no sum proves it, and it
// is no word that readers know. Without words: nothing could be read. An error
// of `look_at` is passed on.
[[nodiscard]] Result<LineReading> ReadNameLine(const FieldPicture& field,
                                               const LineLooker& look_at);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_NAME_FIELD_H_
