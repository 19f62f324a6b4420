// Timesheets' rows as values. Private to engine/records.
#ifndef RESCAN_ENGINE_RECORDS_TIMESHEET_ROWS_H_
#define RESCAN_ENGINE_RECORDS_TIMESHEET_ROWS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/documents/timesheet/stored.h"
#include "engine/records/sqlite_db.h"
#include "engine/records/timesheet_records.h"
#include "kernels/base/result.h"

namespace rescan {

// A day as its column has it; nothing for NULL.
[[nodiscard]] std::optional<timesheet::Day> DayColumn(Query& row, int column);
[[nodiscard]] std::optional<std::string> DayText(
    const std::optional<timesheet::Day>& day);

// All sheets of `user` (empty = any), or the one with this id; by id.
[[nodiscard]] Result<std::vector<timesheet::SheetRecord>> ReadSheets(
    Database& db, const std::string& user,
    std::optional<std::int64_t> id = std::nullopt);

// Inside a transaction of the caller, here and below: the sheet's rows in the
// tables, in the order of Timesheets::entries; none where there is no such
// sheet.
[[nodiscard]] Result<std::vector<timesheet::EntryRecord>> ReadEntriesOf(
    Database& db, std::int64_t sheet);

[[nodiscard]] Result<timesheet::Timesheets> ReadTimesheets(
    Database& db, const TimesheetFilter& filter);

// JSON arrays of the columns `reasons` and `findings`.
[[nodiscard]] std::string ReasonsText(const std::vector<std::string>& reasons);
[[nodiscard]] std::string FindingsText(const timesheet::Findings& findings);

}  // namespace rescan

#endif  // RESCAN_ENGINE_RECORDS_TIMESHEET_ROWS_H_
