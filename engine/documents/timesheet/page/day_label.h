// The label over a day's column: "Mon. 22".
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_DAY_LABEL_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_DAY_LABEL_H_

#include <span>
#include <vector>

#include "engine/documents/timesheet/page/field_picture.h"
#include "engine/documents/timesheet/page/line_readings.h"
#include "engine/documents/timesheet/sheet.h"
#include "kernels/base/result.h"

namespace rescan::timesheet::page {

struct DayLabelReading {
  LineReading line;  // without words: nothing could be read
  // The number left out of `line` as it is not sure: what readings have for it
  // and its ink allows, each once, first what the line has. Empty if the number
  // is sure, or there is none, or the line has none that its ink allows.
  std::vector<int> doubted;
};

// Reads the name of the day with the line, and the number behind it once more
// on its own, as a number that is held against its ink (number_field.h). Where
// only the line gives one, it is taken if it is sure and the ink bears it out.
// A number of neither kind is left out, and so is one that the line has
// otherwise although its ink allows that too: the label is then "Mon." alone. A
// line that has no number behind its point or its widest gap is as it was read.
// An error of `look_at` is passed on. REQUIRES: `field` has ink.
[[nodiscard]] Result<DayLabelReading> ReadDayLabel(const FieldPicture& field,
                                                   const PartLooker& look_at);

// One label of a header.
struct DayLabelField {
  ReadField field;
  std::vector<int> doubted;  // as above
};

// Puts numbers that are not sure back into the labels of one header, given from
// its first column to its last: where the others, at least five and all of
// successive days, leave one number for it, the line has that one, and no
// reading has the number of a column beside. (A header that is a day off shows
// that.) What the header has to say besides is not asked.
void SettleDayNumbers(std::span<DayLabelField> labels);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_DAY_LABEL_H_
