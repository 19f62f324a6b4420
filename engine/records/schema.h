#ifndef RESCAN_ENGINE_RECORDS_SCHEMA_H_
#define RESCAN_ENGINE_RECORDS_SCHEMA_H_

#include <cstdint>
#include <string>

#include "engine/records/sqlite_db.h"
#include "kernels/base/result.h"

namespace rescan {

// In the header of every database of ours ("resc").
inline constexpr std::int64_t kApplicationId = 0x72657363;

// Version of the schema that the database carries; 0 = it is empty. Error
// kCorruption when it is not ours or of a newer rescan.
[[nodiscard]] Result<int> SchemaVersionOf(Database& db);

// Brings the database to the newest schema, each step in a transaction of its
// own; nothing happens when it already is there. `created_at` is noted in a
// new one.
[[nodiscard]] Status Migrate(Database& db, const std::string& created_at);

}  // namespace rescan

#endif  // RESCAN_ENGINE_RECORDS_SCHEMA_H_
