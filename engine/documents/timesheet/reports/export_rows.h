// The documented 14 columns of the full export: what is exported, corrected
// and imported again.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_EXPORT_ROWS_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_EXPORT_ROWS_H_

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/documents/timesheet/stored.h"

namespace rescan::timesheet::reports {

// In the order of the file. The first two are the row's keys.
enum ExportColumn : std::size_t {
  kResourceName,  // the person's key
  kDateProjectCode,
  kResourceNameDisplay,
  kDate,
  kWeekStartDate,
  kWeekEndDate,
  kProjectCode,
  kProjectName,
  kHours,
  kIsZeroHourTimesheet,
  kZeroHourReason,
  kSourceImage,
  kProcessingTimestamp,
  kYearMonth,
};
inline constexpr std::size_t kExportColumnCount = 14;

inline constexpr std::array<std::string_view, kExportColumnCount>
    kExportColumns = {"ResourceName",
                      "DateProjectCode",
                      "ResourceNameDisplay",
                      "Date",
                      "WeekStartDate",
                      "WeekEndDate",
                      "ProjectCode",
                      "ProjectName",
                      "Hours",
                      "IsZeroHourTimesheet",
                      "ZeroHourReason",
                      "SourceImage",
                      "ProcessingTimestamp",
                      "YearMonth"};

using ExportCells = std::array<std::string, kExportColumnCount>;

struct ExportRow {
  // One of them: its place in Timesheets::entries or ::zero_hours.
  std::optional<std::size_t> entry, zero_hour;
  ExportCells cells;  // valid UTF-8
};

// "2025-09-22#PJ023275" and "WEEK#2025-09-22".
[[nodiscard]] std::string DateProjectCodeOf(const EntryRecord& entry);
[[nodiscard]] std::string DateProjectCodeOf(const ZeroHourRecord& week);

// Hours have two decimals. A row whose hours could not be read has none, and is
// told from a zero-hour week, which has 0.00 on its Monday and no project, by
// IsZeroHourTimesheet. Rejected sheets have no rows.
[[nodiscard]] ExportCells CellsOf(const EntryRecord& entry);
[[nodiscard]] ExportCells CellsOf(const ZeroHourRecord& week);

// Every row, sorted by the two keys (by bytes).
[[nodiscard]] std::vector<ExportRow> FullExport(const Timesheets& sheets);

// Those whose Date lies in [from, to], an absent end being open; sorted by Date
// and name, then as the full export.
[[nodiscard]] std::vector<ExportRow> PeriodExport(const Timesheets& sheets,
                                                  std::optional<Day> from,
                                                  std::optional<Day> to);

}  // namespace rescan::timesheet::reports

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_EXPORT_ROWS_H_
