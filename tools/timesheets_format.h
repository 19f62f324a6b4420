// Sheets and the reports on their rows, as the program shows and exports them.
#ifndef RESCAN_TOOLS_TIMESHEETS_FORMAT_H_
#define RESCAN_TOOLS_TIMESHEETS_FORMAT_H_

#include <span>
#include <string>
#include <vector>

#include "engine/documents/timesheet/reports/duplicates.h"
#include "engine/documents/timesheet/reports/export_rows.h"
#include "engine/documents/timesheet/reports/quality.h"
#include "engine/documents/timesheet/reports/similar_codes.h"
#include "engine/documents/timesheet/stored.h"
#include "tools/json_line.h"

namespace rescan::cli {

// One line for each sheet; users have a column where there are several.
[[nodiscard]] std::string SheetTable(
    std::span<const timesheet::SheetRecord> sheets);
[[nodiscard]] Json SheetJson(const timesheet::SheetRecord& sheet);

// "Avery Brooks, week of 2025-09-22": what is known of whose sheet it is.
[[nodiscard]] std::string SheetTitle(const timesheet::SheetRecord& sheet);

// The documented 14 columns. `raw`: see CsvWriter.
[[nodiscard]] std::string ExportCsv(
    std::span<const timesheet::reports::ExportRow> rows, bool raw);

// The *Json are JSON lines; the texts of nothing found are empty.
[[nodiscard]] std::string QualityText(
    const timesheet::Timesheets& sheets,
    const timesheet::reports::QualityReport& report);
[[nodiscard]] std::string QualityJson(
    const timesheet::Timesheets& sheets,
    const timesheet::reports::QualityReport& report);
// corrections_needed: the documented 7 columns, a line for each finding.
[[nodiscard]] std::string QualityCsv(
    const timesheet::Timesheets& sheets,
    const timesheet::reports::QualityReport& report, bool raw);

[[nodiscard]] std::string SimilarCodesText(
    const timesheet::Timesheets& sheets,
    const std::vector<timesheet::reports::SimilarCodes>& pairs);
[[nodiscard]] std::string SimilarCodesJson(
    const timesheet::Timesheets& sheets,
    const std::vector<timesheet::reports::SimilarCodes>& pairs);

[[nodiscard]] std::string DuplicatesText(
    const timesheet::Timesheets& sheets,
    const std::vector<timesheet::reports::ClaimedWeek>& weeks,
    const std::vector<timesheet::reports::PersonSpellings>& people);
[[nodiscard]] std::string DuplicatesJson(
    const timesheet::Timesheets& sheets,
    const std::vector<timesheet::reports::ClaimedWeek>& weeks,
    const std::vector<timesheet::reports::PersonSpellings>& people);

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_TIMESHEETS_FORMAT_H_
