// The dictionaries of timesheets as rows. Private to engine/records; all of
// these are part of the caller's transaction.
#ifndef RESCAN_ENGINE_RECORDS_DICTIONARY_ROWS_H_
#define RESCAN_ENGINE_RECORDS_DICTIONARY_ROWS_H_

#include <cstdint>
#include <optional>
#include <utility>

#include "engine/documents/timesheet/interpret.h"
#include "engine/documents/timesheet/project_master.h"
#include "engine/documents/timesheet/roster.h"
#include "engine/records/sqlite_db.h"
#include "kernels/base/result.h"

namespace rescan {

[[nodiscard]] Result<timesheet::ProjectMaster> ReadProjects(Database& db);
[[nodiscard]] Result<timesheet::Roster> ReadPeople(Database& db);

// Replace all that there is. Error kInvalidArgument: two projects of one code,
// a member named twice, or an alias of somebody who is no member.
[[nodiscard]] Status WriteProjects(Database& db,
                                   const timesheet::ProjectMaster& master);
[[nodiscard]] Status WritePeople(Database& db, const timesheet::Roster& roster);

// The dictionaries of one connection, read anew when any process changed them
// since.
class DictionaryCache {
 public:
  // Valid until the next call. The holidays are those that were set.
  [[nodiscard]] Result<const timesheet::Dictionaries*> Current(Database& db);
  void SetHolidays(timesheet::BankHolidays holidays) {
    dictionaries_.holidays = std::move(holidays);
  }

 private:
  timesheet::Dictionaries dictionaries_;
  std::optional<std::int64_t> revision_;  // of what is in dictionaries_
};

}  // namespace rescan

#endif  // RESCAN_ENGINE_RECORDS_DICTIONARY_ROWS_H_
