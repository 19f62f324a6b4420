// Reports on weeks handed in as tables, CSV and JSON lines.
#ifndef RESCAN_TOOLS_COVERAGE_REPORT_FORMAT_H_
#define RESCAN_TOOLS_COVERAGE_REPORT_FORMAT_H_

#include <string>
#include <vector>

#include "engine/documents/timesheet/reports/calendar.h"
#include "engine/documents/timesheet/reports/coverage.h"

namespace rescan::cli {

// A row for each person, a column for each week: a tick, a cross for a sheet
// that is not stored, a dash.
[[nodiscard]] std::string CoverageText(
    const timesheet::reports::Coverage& coverage);
// Name, Submitted, Missing, Total, Percentage, and a column for each week with
// Yes or No.
[[nodiscard]] std::string CoverageCsv(
    const timesheet::reports::Coverage& coverage);
// One line for each person, then one with the statistics.
[[nodiscard]] std::string CoverageJson(
    const timesheet::reports::Coverage& coverage);

// Only the weeks that are not submitted, with the reason, person by person.
[[nodiscard]] std::string MissingText(
    const timesheet::reports::Coverage& coverage);
// Name, Week Start, Week End, Status ("missing", "pending", "rejected",
// "discarded").
[[nodiscard]] std::string MissingCsv(
    const timesheet::reports::Coverage& coverage);
// One line for each week, then one with the statistics.
[[nodiscard]] std::string MissingJson(
    const timesheet::reports::Coverage& coverage);

using Calendars = std::vector<timesheet::reports::Calendar>;
// Person by person, the newest month first.
[[nodiscard]] std::string CalendarText(const Calendars& calendars);
// Name, Week Start, Week End, ISO Week, Status, Zero Hour, Reason, Hours,
// Projects, Codes.
[[nodiscard]] std::string CalendarCsv(const Calendars& calendars);
// One line for each week, then one with the statistics for each person.
[[nodiscard]] std::string CalendarJson(const Calendars& calendars);

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_COVERAGE_REPORT_FORMAT_H_
