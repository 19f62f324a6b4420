#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_SHEET_WORDS_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_SHEET_WORDS_H_

#include "engine/ocr/page.h"

namespace rescan::timesheet::page {

// Whether a page of words is a timesheet or a part of one, photographed or cut
// so that no field of it can be trusted: it has two of the things that hardly
// any other page has (PROJECT TIME, Posted Actuals, Collapse all, My Timesheet,
// Clarity Timesheets, the address of a timesheet, days in a row with their
// numbers, a project code or a subtask's label in parentheses), or one with two
// that others have as well, the word Timesheet or labels in parentheses among
// them. A page that only speaks of timesheets is none.
[[nodiscard]] bool HasWordsOfSheet(const Page& page);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_SHEET_WORDS_H_
