#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_VALIDATE_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_VALIDATE_H_

#include <string>
#include <string_view>

#include "engine/documents/timesheet/checks.h"
#include "engine/documents/timesheet/sheet.h"

namespace rescan::timesheet {

// Adds what the rules say of a sheet with hours; a zero-hour sheet has none of
// them. The rules about sums fail on a difference above 0.01 hours:
//   V1   error    a day's hours are not the header's total of the day
//   V2   error    all hours are not the header's total of the week
//   V3   error    the header's days do not sum to its week
//   V4   error    the week has more than 60 hours (Posted Actuals, perhaps)
//   V5   warning  one project has more than 50 hours
//   V6   warning  name, period, projects or a code missing, not seven days
//   ROW  error    a row's hours are not its Total
//   SUM  warning  a sum that cannot be checked, or is off by exactly 0.01
//   60H  warning  the week has exactly 60 hours: to be looked at
// V0 (CheckHeaderDays) and the parts of V6 about single values (ReadPerson,
// AssembleProjects) are added where those are read.
void Validate(const Sheet& sheet, const SheetChecks& checks,
              Findings* findings);

// "Validation failed (2 errors, 1 warning)", "Validation passed with 1
// warning", "Validation passed".
[[nodiscard]] std::string SummaryOf(const Findings& findings);

[[nodiscard]] bool HasErrors(const Findings& findings);
[[nodiscard]] bool HasRule(const Findings& findings, std::string_view rule);

}  // namespace rescan::timesheet

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_VALIDATE_H_
