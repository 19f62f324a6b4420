// Reports on hours as tables, CSV and JSON lines.
#ifndef RESCAN_TOOLS_HOURS_REPORT_FORMAT_H_
#define RESCAN_TOOLS_HOURS_REPORT_FORMAT_H_

#include <string>
#include <vector>

#include "engine/documents/timesheet/reports/labour.h"
#include "engine/documents/timesheet/reports/main_projects.h"
#include "engine/documents/timesheet/reports/summary.h"

namespace rescan::cli {

// Hours and days have two decimals here. A sum that lacks unreadable rows ends
// with "?".
[[nodiscard]] std::string SummaryText(
    const timesheet::reports::Summary& summary);
// Resource Name, Total Hours, Total Days; a blank line; TOTAL.
[[nodiscard]] std::string SummaryCsv(
    const timesheet::reports::Summary& summary);
// One line for each person, then one with the total.
[[nodiscard]] std::string SummaryJson(
    const timesheet::reports::Summary& summary);

using MainProjectList = std::vector<timesheet::reports::MainProject>;
[[nodiscard]] std::string MainProjectsText(const MainProjectList& projects);
// Person Name, Main Project Code, Main Project Name, Hours on Main Project.
[[nodiscard]] std::string MainProjectsCsv(const MainProjectList& projects);
[[nodiscard]] std::string MainProjectsJson(const MainProjectList& projects);

// Hours and days have one decimal here.
[[nodiscard]] std::string LabourText(const timesheet::reports::Labour& labour);
// Name, a column for each week, Month Total (Hours), Month Total (Days).
[[nodiscard]] std::string LabourCsv(const timesheet::reports::Labour& labour);
// One line for each person, then one with the statistics.
[[nodiscard]] std::string LabourJson(const timesheet::reports::Labour& labour);

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_HOURS_REPORT_FORMAT_H_
