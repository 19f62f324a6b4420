// The workspace's database, opened with all checks: what stands behind every
// class that asks or changes the records. Private to engine/records.
#ifndef RESCAN_ENGINE_RECORDS_OPEN_DATABASE_H_
#define RESCAN_ENGINE_RECORDS_OPEN_DATABASE_H_

#include <memory>
#include <string>

#include "engine/records/sqlite_db.h"
#include "engine/records/store.h"
#include "kernels/base/result.h"

namespace rescan {

// A connection of its own to WORKSPACE/rescan.db, made (kCreate) and brought to
// the newest schema (unless kReadOnly) where needed. Errors as
// RecordStore::Open.
[[nodiscard]] Result<std::unique_ptr<Database>> OpenDatabase(
    const std::string& workspace, StoreMode mode, const StoreOptions& options);

// The time stamp of this moment by the options' clock.
[[nodiscard]] std::string StoreNow(const StoreOptions& options);

}  // namespace rescan

#endif  // RESCAN_ENGINE_RECORDS_OPEN_DATABASE_H_
