// A whole number of percent.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_PERCENT_FIELD_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_PERCENT_FIELD_H_

#include <optional>

#include "engine/documents/timesheet/page/code_word.h"
#include "engine/documents/timesheet/page/field_picture.h"
#include "engine/documents/timesheet/page/line_readings.h"
#include "kernels/base/result.h"

namespace rescan::timesheet::page {

// The large digits at the front, read as a number (number_field.h), and the
// sign behind them, which often is so small that no reader of words knows it:
// what stands there counts as one. Without value: no such digits. An error of
// `look_at` is passed on. REQUIRES: `field` has ink.
[[nodiscard]] Result<std::optional<LineReading>> ReadPercent(
    const FieldPicture& field, const PartLooker& look_at);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_PERCENT_FIELD_H_
