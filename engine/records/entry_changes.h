// Changes by hand of single rows. Private to engine/records; part of the
// caller's transaction.
#ifndef RESCAN_ENGINE_RECORDS_ENTRY_CHANGES_H_
#define RESCAN_ENGINE_RECORDS_ENTRY_CHANGES_H_

#include <span>
#include <string>
#include <vector>

#include "engine/records/sqlite_db.h"
#include "engine/records/timesheet_records.h"
#include "kernels/base/result.h"

namespace rescan {

// Errors are those of the store alone: what cannot be done is a result.

// All of them at once, one result each: rows may change places.
[[nodiscard]] Result<std::vector<ChangeResult>> ChangeEntries(
    Database& db, std::span<const EntryChange> changes, const std::string& now);
[[nodiscard]] Result<ChangeResult> ChangeZeroHours(Database& db,
                                                   const ZeroHourChange& change,
                                                   const std::string& now);

}  // namespace rescan

#endif  // RESCAN_ENGINE_RECORDS_ENTRY_CHANGES_H_
