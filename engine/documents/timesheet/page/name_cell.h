// The Name column of a table: its text without chevron and menu, and the signs
// of parents and children; internal to the finding of tables.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_NAME_CELL_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_NAME_CELL_H_

#include <span>
#include <vector>

#include "engine/documents/timesheet/page/cell_ink.h"
#include "engine/documents/timesheet/page/table.h"
#include "kernels/image/image_view.h"

namespace rescan::timesheet::page {

// Sets `lines` of each row's name, `chevron`, `bold` and `indented`, from
// `inner` of each name.
void ReadNames(kernels::GreyView page, const InkLimits& limits,
               std::span<TableRow> rows);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_NAME_CELL_H_
