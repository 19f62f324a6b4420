// What stands for a person's week, and whether a sheet says the same. Private
// to engine/records; all are part of the caller's transaction.
#ifndef RESCAN_ENGINE_RECORDS_WEEK_ROWS_H_
#define RESCAN_ENGINE_RECORDS_WEEK_ROWS_H_

#include <vector>

#include "engine/documents/timesheet/stored.h"
#include "engine/records/sheet_rows.h"
#include "engine/records/sqlite_db.h"
#include "kernels/base/result.h"

namespace rescan {

// Anything but a rejection stands for the week.
[[nodiscard]] Result<bool> WeekStands(Database& db, const WeekKey& week);
// The sheets in `state` of the week that `sheet` says, but for itself; by id.
[[nodiscard]] Result<std::vector<SheetRow>> OtherSheetsOfWeek(
    Database& db, const SheetRow& sheet, timesheet::SheetState state);
// Removes whatever stands for the week; gives the sheets that it was of, by id.
[[nodiscard]] Result<std::vector<SheetId>> RemoveRowsOfWeek(
    Database& db, const WeekKey& week);

// Any row of the week, or of the sheets `standing` in it, was.
[[nodiscard]] Result<bool> AnyChangedByHand(
    Database& db, const WeekKey& week, const std::vector<SheetRow>& standing);

// Both sheets say the same of the same week.
[[nodiscard]] Result<bool> SameSheets(Database& db, const SheetRow& a,
                                      const SheetRow& b);
// The week as it is now says the same as `sheet`, or one of `standing` does.
[[nodiscard]] Result<bool> SaysWhatStands(
    Database& db, const SheetRow& sheet, const std::vector<SheetRow>& standing);

}  // namespace rescan

#endif  // RESCAN_ENGINE_RECORDS_WEEK_ROWS_H_
