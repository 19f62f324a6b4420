// The sums of a sheet, each compared once; what validation, repair and the
// states of the values are judged by.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_CHECKS_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_CHECKS_H_

#include <array>
#include <optional>
#include <vector>

#include "engine/documents/timesheet/sheet.h"

namespace rescan::timesheet {

// Sums may differ by this much before a rule fails: 0.01 hours.
inline constexpr Hundredths kTolerance = 1;

struct Check {
  // Empty when a value that it needs is unreadable or not on the page.
  std::optional<Hundredths> sum, printed;

  [[nodiscard]] bool possible() const { return sum && printed; }
  [[nodiscard]] Hundredths difference() const { return *sum - *printed; }
  [[nodiscard]] bool exact() const { return possible() && difference() == 0; }
  [[nodiscard]] bool broken() const {
    return possible() &&
           (difference() > kTolerance || difference() < -kTolerance);
  }
};

struct SheetChecks {
  std::array<Check, kDaysOfWeek> days;  // V1: cells of a day, its header total
  Check week;                           // V2: all cells, weekly total
  Check header;                         // V3: header totals, weekly total
  std::vector<Check> rows;              // ROW: cells of a row, its Total
  bool has_row_totals = false;          // a Total of some row was read
};

// `rows` follow the order of projects and their tasks.
[[nodiscard]] SheetChecks CheckSums(const Sheet& sheet);

// The sum of a row's cells; empty when one is unreadable.
[[nodiscard]] std::optional<Hundredths> SumOf(const WeekHours& cells);

// Calls `visit(project, task)` for every row in order.
template <class SheetType, class Visit>
void ForEachTask(SheetType& sheet, Visit visit) {
  for (auto& project : sheet.projects) {
    for (auto& task : project.tasks) visit(project, task);
  }
}

}  // namespace rescan::timesheet

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_CHECKS_H_
