#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_VERDICT_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_VERDICT_H_

#include "engine/documents/timesheet/gates.h"
#include "engine/documents/timesheet/interpret.h"

namespace rescan::timesheet {

// Fills verdict and reasons from all else. The first of these that holds:
//   rejected_status  a status other than Posted
//   not_readable     no person, no week, or no table and no zero-hour week
//   needs_review     the status is doubtful
//   zero_hour        a week without hours (needs_review if a value of it is in
//                    doubt)
//   invalid          errors; but needs_review where the header alone
//   contradicts
//                    itself while all hours sum to its week
//   needs_review     repaired hours, a value without proof, or a doubt
//   store
void Decide(StatusGate status, ZeroHours zero, Interpretation* result);

}  // namespace rescan::timesheet

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_VERDICT_H_
