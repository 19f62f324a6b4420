// The label over a day's column: "Mon. 22".
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_DAY_LABEL_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_DAY_LABEL_H_

#include "engine/documents/timesheet/page/code_word.h"
#include "engine/documents/timesheet/page/field_picture.h"
#include "engine/documents/timesheet/page/line_readings.h"
#include "kernels/base/result.h"

namespace rescan::timesheet::page {

// Reads the name of the day with the line, and the number behind it once more
// on its own, as a number that is held against its ink (number_field.h). Where
// only the line gives one, it is taken if it is sure and the ink bears it out.
// A number of neither kind is left out, and so is one that the line has
// otherwise although its ink allows that too: the label is then "Mon." alone. A
// line that has no number behind its point or its widest gap is as it was read.
// Without words: nothing could be read. An error of `look_at` is passed on.
// REQUIRES: `field` has ink.
[[nodiscard]] Result<LineReading> ReadDayLabel(const FieldPicture& field,
                                               const PartLooker& look_at);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_DAY_LABEL_H_
