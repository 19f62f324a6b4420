#include "engine/documents/timesheet/reports/export_rows.h"

#include <algorithm>
#include <tuple>

#include "engine/documents/timesheet/dates.h"
#include "engine/documents/timesheet/hours.h"
#include "kernels/base/text.h"

namespace rescan::timesheet::reports {
namespace {

constexpr std::size_t kYearMonthCharacters = 7;  // of YYYY-MM-DD

void SetDates(Day date, Day week, ExportCells* cells) {
  (*cells)[kDate] = FormatDay(date);
  (*cells)[kWeekStartDate] = FormatDay(week);
  (*cells)[kWeekEndDate] = FormatDay(week + std::chrono::days(kDaysOfWeek - 1));
  (*cells)[kYearMonth] = (*cells)[kDate].substr(0, kYearMonthCharacters);
}

template <class Row>
void SetOrigin(const Row& row, ExportCells* cells) {
  (*cells)[kResourceName] = row.person_key;
  (*cells)[kDateProjectCode] = DateProjectCodeOf(row);
  (*cells)[kResourceNameDisplay] = row.person;
  (*cells)[kSourceImage] = PathToText(row.image);
  (*cells)[kProcessingTimestamp] = row.processed_at;
}

}  // namespace

std::string DateProjectCodeOf(const EntryRecord& entry) {
  return FormatDay(entry.date) + "#" + entry.key;
}

std::string DateProjectCodeOf(const ZeroHourRecord& week) {
  return "WEEK#" + FormatDay(week.week);
}

ExportCells CellsOf(const EntryRecord& entry) {
  ExportCells cells;
  SetOrigin(entry, &cells);
  SetDates(entry.date, entry.week, &cells);
  cells[kProjectCode] = entry.code;
  cells[kProjectName] = entry.name;
  if (entry.hours) cells[kHours] = FormatHours(*entry.hours);
  cells[kIsZeroHourTimesheet] = "false";
  return cells;
}

ExportCells CellsOf(const ZeroHourRecord& week) {
  ExportCells cells;
  SetOrigin(week, &cells);
  SetDates(week.week, week.week, &cells);
  cells[kHours] = FormatHours(0);
  cells[kIsZeroHourTimesheet] = "true";
  cells[kZeroHourReason] = week.reason;
  return cells;
}

std::vector<ExportRow> FullExport(const Timesheets& sheets) {
  std::vector<ExportRow> rows;
  for (std::size_t i = 0; i < sheets.entries.size(); ++i) {
    rows.push_back({i, std::nullopt, CellsOf(sheets.entries[i])});
  }
  for (std::size_t i = 0; i < sheets.zero_hours.size(); ++i) {
    rows.push_back({std::nullopt, i, CellsOf(sheets.zero_hours[i])});
  }
  std::stable_sort(
      rows.begin(), rows.end(), [](const ExportRow& a, const ExportRow& b) {
        return std::tie(a.cells[kResourceName], a.cells[kDateProjectCode]) <
               std::tie(b.cells[kResourceName], b.cells[kDateProjectCode]);
      });
  return rows;
}

std::vector<ExportRow> PeriodExport(const Timesheets& sheets,
                                    std::optional<Day> from,
                                    std::optional<Day> to) {
  std::vector<ExportRow> rows = FullExport(sheets);
  std::erase_if(rows, [&](const ExportRow& row) {
    const Day date = row.entry ? sheets.entries[*row.entry].date
                               : sheets.zero_hours[*row.zero_hour].week;
    return (from && date < *from) || (to && date > *to);
  });
  std::stable_sort(
      rows.begin(), rows.end(), [](const ExportRow& a, const ExportRow& b) {
        return std::tie(a.cells[kDate], a.cells[kResourceNameDisplay]) <
               std::tie(b.cells[kDate], b.cells[kResourceNameDisplay]);
      });
  return rows;
}

}  // namespace rescan::timesheet::reports
