// Single rows of timesheets: what the rules of sheet_writer.h are made of, with
// week_rows.h. Private to engine/records; all are part of the caller's
// transaction.
#ifndef RESCAN_ENGINE_RECORDS_SHEET_ROWS_H_
#define RESCAN_ENGINE_RECORDS_SHEET_ROWS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/documents/timesheet/entries.h"
#include "engine/documents/timesheet/interpret.h"
#include "engine/documents/timesheet/stored.h"
#include "engine/records/sqlite_db.h"
#include "engine/records/store.h"
#include "kernels/base/result.h"

namespace rescan {

using SheetId = std::int64_t;

// What the rules need of a row of `sheets`.
struct SheetRow {
  SheetId id = 0;
  std::string user;
  ContentId content = 0;
  std::int64_t reading = 0;
  timesheet::SheetState state = timesheet::SheetState::kPending;
  timesheet::Verdict verdict = timesheet::Verdict::kNotReadable;
  bool approved_by_hand = false;
  bool rejected_by_hand = false;
  std::string person_key, person;
  std::optional<std::string> week;  // YYYY-MM-DD
  std::string date_range, status;
  bool zero_hour = false;
  std::string zero_hour_reason;
  std::optional<std::string> captured;
  std::string first_reason;    // of the verdict
  std::string interpretation;  // WriteSheet's

  // Its hours, or its marker, are proved.
  [[nodiscard]] bool storable() const {
    return verdict == timesheet::Verdict::kStore ||
           verdict == timesheet::Verdict::kZeroHour;
  }
  // It is known whose week it is.
  [[nodiscard]] bool identified() const {
    return !person_key.empty() && week.has_value();
  }
};

// A person's week, of one user.
struct WeekKey {
  std::string user, person_key, week;

  friend bool operator==(const WeekKey&, const WeekKey&) = default;
};
// The rows of a table that are of the week with the key (?1, ?2, ?3).
#define RESCAN_OF_WEEK " WHERE user = ?1 AND person_key = ?2 AND week = ?3"
// REQUIRES: identified().
[[nodiscard]] WeekKey WeekKeyOf(const SheetRow& sheet);

[[nodiscard]] Result<std::optional<SheetRow>> SheetById(Database& db,
                                                        SheetId id);
[[nodiscard]] Result<std::optional<SheetRow>> SheetOfContent(
    Database& db, const std::string& user, ContentId content);
// The sheets in `state` that say they are of this week, by id.
[[nodiscard]] Result<std::vector<SheetRow>> SheetsOfWeek(
    Database& db, const WeekKey& week, timesheet::SheetState state);
// The first column of all that is left of `row`.
[[nodiscard]] Result<std::vector<SheetId>> ReadSheetIds(Query& row);
// All in `state`, by id.
[[nodiscard]] Result<std::vector<SheetId>> SheetsInState(
    Database& db, timesheet::SheetState state);

// Which bytes a sheet is of, and where its values came from.
struct SheetSource {
  std::string user;
  ContentId content = 0;
  std::int64_t reading = 0;
  std::string path;  // of the first copy
  std::string now;   // time stamp
};
// Adds the sheet, pending, or gives the one that is there new values: state and
// rows stay as they are. Its corrections by rule are written anew.
[[nodiscard]] Status SaveInterpretation(
    Database& db, const SheetSource& source,
    const timesheet::Interpretation& interpretation);

// `reason`: why, for the reviewer; empty = nothing to say.
[[nodiscard]] Status SetSheetState(Database& db, const SheetRow& sheet,
                                   timesheet::SheetState state,
                                   std::string_view reason);
[[nodiscard]] Status SetFlags(Database& db, SheetId sheet, bool approved,
                              bool rejected);

// The rows that the sheet would have; keys of unreadable codes are "?1", ...
[[nodiscard]] Result<std::vector<timesheet::Entry>> EntriesOfSheet(
    Database& db, const SheetRow& sheet);
// Its hours, or its marker. REQUIRES: identified().
[[nodiscard]] Status InsertRows(Database& db, const SheetRow& sheet,
                                const std::string& now);
[[nodiscard]] Status InsertRejection(Database& db, const SheetRow& sheet);

// Whatever the sheet has in the tables, changed by hand or not.
[[nodiscard]] Status RemoveRowsOfSheet(Database& db, SheetId sheet);

// Rows in the tables, hours and marker; those that were changed by hand.
struct RowCount {
  std::int64_t all = 0, by_hand = 0;
};
[[nodiscard]] Result<RowCount> CountRows(Database& db, SheetId sheet);
[[nodiscard]] Result<RowCount> CountRows(Database& db, const WeekKey& week);

// Gives the marks of its images their number of rows.
[[nodiscard]] Status UpdateMarks(Database& db, const SheetRow& sheet);

// The first of the user's paths with these bytes; "" where there is none.
[[nodiscard]] Result<std::string> FirstPath(Database& db,
                                            const std::string& user,
                                            ContentId content);

// Time of capture in the name of a screenshot, YYYY-MM-DD_HHhMM_SS, which sorts
// as it is; nullopt when it has another form.
[[nodiscard]] std::optional<std::string> CaptureTime(std::string_view path);

}  // namespace rescan

#endif  // RESCAN_ENGINE_RECORDS_SHEET_ROWS_H_
