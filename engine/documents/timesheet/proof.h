#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PROOF_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PROOF_H_

#include "engine/documents/timesheet/checks.h"
#include "engine/documents/timesheet/sheet.h"

namespace rescan::timesheet {

// Gives every number of the sheet its state: what the sums do not prove,
// exactly to the hundredth, needs review. A cell is proved when its day sums to
// the header's total, and its row to the row's Total; where there is no such
// Total, when all days sum to the week's. A whole page without a Total column
// has the day's sum alone, and that is enough there; elsewhere one sum alone
// proves nothing: what is misread in a cell is easily misread alike in the one
// total beside it. `days_wrong` (V0): no cell is proved, since its day is not
// known. Cells of a project in doubt are not proved either. States only ever
// get worse.
void JudgeProof(const SheetChecks& checks, bool days_wrong, Sheet* sheet);

}  // namespace rescan::timesheet

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PROOF_H_
