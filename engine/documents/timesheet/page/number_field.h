// A number of the page, held against its ink.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_NUMBER_FIELD_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_NUMBER_FIELD_H_

#include <optional>

#include "engine/documents/timesheet/page/field_picture.h"
#include "engine/documents/timesheet/page/line_readings.h"
#include "kernels/base/result.h"

namespace rescan::timesheet::page {

// Digits with points and commas, a minus before them, or a dash alone (which
// the ink tells: `look_at` is not asked). Without value: the readings do not
// agree with the ink, or none is certain and no two are equal. An error of
// `look_at` is passed on. REQUIRES: `field` has ink; `look_at` reads it.
[[nodiscard]] Result<std::optional<LineReading>> ReadNumber(
    const FieldPicture& field, const LineLooker& look_at);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_NUMBER_FIELD_H_
