// Moving hours that stand on the wrong day, judged by the header's totals.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPAIR_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPAIR_H_

#include <string>
#include <vector>

#include "engine/documents/timesheet/sheet.h"

namespace rescan::timesheet {

enum class RepairStrategy {
  kNone,
  kSimpleMove,   // "repair.move": within one row, an over day to an empty under
                 // day
  kProjectSwap,  // "repair.swap": from one row to another one's empty under day
  kScaling,      // "repair.scale": all rows on the wrong days by one ratio
  kComplex,      // "repair.complex": a move, and the same value added elsewhere
};

struct RepairResult {
  RepairStrategy strategy = RepairStrategy::kNone;
  std::string message;  // names the strategy, or why nothing was done
};

// For a sheet whose days do not agree with its header (over: more hours than
// the header says; under: fewer). Tries the strategies in order and applies the
// first that makes every day agree within 0.01, to every changed cell a
// correction with its hours before; afterwards every hour of the sheet needs
// review, since the header proves nothing any more that was fitted to it.
//
// Only with a header that sums to its weekly total and all cells read; never
// against a row's Total that was read, and then neither scaling nor complex.
// Where a strategy has two solutions it has none: nothing says which is right.
// The caller never asks for it when a column is headed by a wrong day (V0).
[[nodiscard]] RepairResult RepairDays(Sheet* sheet);

}  // namespace rescan::timesheet

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPAIR_H_
