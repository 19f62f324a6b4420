// Timesheets in the records: what stands in the tables, what waits for a
// person, and the dictionaries. Sheets come in by RecordStore, in the
// transaction of their image; here they are asked for, approved, rejected and
// corrected.
#ifndef RESCAN_ENGINE_RECORDS_TIMESHEET_RECORDS_H_
#define RESCAN_ENGINE_RECORDS_TIMESHEET_RECORDS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/documents/timesheet/bank_holidays.h"
#include "engine/documents/timesheet/project_master.h"
#include "engine/documents/timesheet/roster.h"
#include "engine/documents/timesheet/stored.h"
#include "engine/records/store.h"
#include "kernels/base/result.h"

namespace rescan {

class Database;
class DictionaryCache;

struct TimesheetFilter {
  std::string user;  // empty = any
  // Inclusive. Entries by their date, all else by whether a day of its week is
  // between them; a sheet or rejection whose week is unknown is only there
  // without both.
  std::optional<timesheet::Day> from, to;
};

// A row of `entries`.
struct EntryKey {
  std::string user, person_key;
  timesheet::Day date{};
  std::string key;
};

// New values of a row; what is absent stays.
struct EntryChange {
  EntryKey row;
  std::optional<std::string> person, code, name;
  std::optional<timesheet::Day> date;
  std::optional<timesheet::Hundredths> hours;
};

// The same for a zero-hour week.
struct ZeroHourChange {
  std::string user, person_key;
  timesheet::Day week{};
  std::optional<std::string> person, reason;
};

enum class ChangeOutcome {
  kUpdated,
  kUnchanged,  // every value was that already
  kNotFound,   // there is no such row
  kRefused,    // no possible value, or another row has the new key
};

struct ChangeResult {
  ChangeOutcome outcome = ChangeOutcome::kUnchanged;
  std::string message;  // of kNotFound and kRefused
};
struct ChangeResults {
  std::vector<ChangeResult> entries, zero_hours;
};

// What went when a sheet was approved. A marker of a week without hours is a
// row, too.
struct ApproveEffect {
  std::vector<std::int64_t> replaced;  // sheets whose place it took
  std::int64_t rows_removed = 0;       // of its week
  std::int64_t rows_by_hand = 0;       // of those: changed by a person
};

// What went when a sheet was discarded, and what came.
struct DiscardEffect {
  std::int64_t rows_removed = 0, rows_by_hand = 0;
  std::optional<std::int64_t> stands_again;  // a sheet that it had replaced
  std::int64_t rows_again = 0;               // of that one
};

// A connection of its own; not thread-safe. Errors as RecordStore's. Everything
// that writes is one transaction, and may be called while a run goes on.
class TimesheetRecords {
 public:
  [[nodiscard]] static Result<std::unique_ptr<TimesheetRecords>> Open(
      const std::string& workspace, StoreMode mode,
      const StoreOptions& options = {});
  ~TimesheetRecords();
  TimesheetRecords(const TimesheetRecords&) = delete;
  TimesheetRecords& operator=(const TimesheetRecords&) = delete;

  // One state of the database.
  [[nodiscard]] Result<timesheet::Timesheets> Load(
      const TimesheetFilter& filter);

  // Who has sheets, in order; "" for those without a user.
  [[nodiscard]] Result<std::vector<std::string>> Users();

  // One sheet's rows, as Load has them; none where it has none, or there is no
  // such sheet.
  [[nodiscard]] Result<std::vector<timesheet::EntryRecord>> EntriesOf(
      std::int64_t sheet);

  // `which`: a sheet's id in digits, the path of an image that has its bytes,
  // or the end of such a path after a slash. kNotFound; kInvalidArgument when
  // the end of a path is that of several sheets.
  [[nodiscard]] Result<timesheet::SheetRecord> FindSheet(
      const std::string& user, std::string_view which);

  // One JSON object, indented by two, with a line end: the sheet's record and
  // all of its interpretation, every value with raw text, box, confidence,
  // state and corrections (engine/doc/formats.md). kNotFound.
  [[nodiscard]] Result<std::string> SheetJson(std::int64_t sheet);

  // A pending sheet's rows take the place of whatever stands for its person and
  // week, changes by hand too. Unreadable cells become rows without hours.
  // kInvalidArgument, with the reason: it is not pending, or has no person, no
  // week, or neither hours nor the marker of a week without.
  [[nodiscard]] Result<ApproveEffect> Approve(std::int64_t sheet);
  // The sheet's rows and its images' processed marks are deleted: the next run
  // queues it again, as pending, without reading the image. The best of those
  // that it had replaced stands again. kInvalidArgument: it is discarded or
  // replaced already.
  [[nodiscard]] Result<DiscardEffect> Discard(std::int64_t sheet);

  // One result each, in order; those that are possible are made, all in one
  // transaction. Rows get their new keys at once: two may change theirs, and a
  // row keeps its own where another cannot leave its (PossibleMoves); a second
  // change of one row is refused. A changed row says so (by_hand) and keeps
  // what it was as a correction with the rule "by_hand"; its key follows its
  // person, date and code.
  [[nodiscard]] Result<ChangeResults> ApplyChanges(
      std::span<const EntryChange> entries,
      std::span<const ZeroHourChange> zero_hours);
  [[nodiscard]] Result<std::vector<ChangeResult>> ApplyChanges(
      std::span<const EntryChange> entries);

  // What InterpretAgain takes for bank holidays; none before.
  void UseBankHolidays(timesheet::BankHolidays holidays);
  // Every pending sheet is understood anew, with the dictionaries as they are
  // now; those that are proved now are stored. Sheets that a person rejected
  // stay pending. Returns how many are no longer pending.
  [[nodiscard]] Result<std::size_t> InterpretAgain();

  // The dictionaries of the workspace, whoever the user is. Saving replaces all
  // that there is; kInvalidArgument as for a file that is no such dictionary.
  [[nodiscard]] Result<timesheet::ProjectMaster> Projects();
  [[nodiscard]] Status SaveProjects(const timesheet::ProjectMaster& master);
  [[nodiscard]] Result<timesheet::Roster> People();
  [[nodiscard]] Status SavePeople(const timesheet::Roster& roster);

 private:
  TimesheetRecords(StoreOptions options, std::unique_ptr<Database> db);

  const StoreOptions options_;
  const std::unique_ptr<Database> db_;
  const std::unique_ptr<DictionaryCache> dictionaries_;
};

}  // namespace rescan

#endif  // RESCAN_ENGINE_RECORDS_TIMESHEET_RECORDS_H_
