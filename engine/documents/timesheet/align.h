// Rules that hold the cells against the header before the sheet is validated.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_ALIGN_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_ALIGN_H_

#include "engine/documents/timesheet/sheet.h"

namespace rescan::timesheet {

// A day whose header shows no hours has none: cells read there become 0 (rule
// "header.no_hours", on a bank holiday "header.bank_holiday"). Hours on a bank
// holiday whose header shows hours are real and stay. A day whose header shows
// hours where none were read is only pointed out. A cell is left as it is where
// the header contradicts itself, or the row's Total proves the cell.
void AlignWithHeader(Sheet* sheet, Findings* findings);

// 15.00 that the header proves to be 7.50 read twice (rule
// "hours.double_entry"): the day's sum is wrong, halving exactly one 15.00
// makes it exact, and that row's Total, where there is one, agrees. Any
// other 15.00 is legal and stays.
void HalveDoubledEntries(Sheet* sheet, Findings* findings);

}  // namespace rescan::timesheet

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_ALIGN_H_
