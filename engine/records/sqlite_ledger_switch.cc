// SqliteLedger::SwitchVersion: the one step in which a snapshot becomes true.
#include <fmt/format.h>

#include <string>

#include "engine/records/open_database.h"
#include "engine/records/sqlite_db.h"
#include "engine/records/sqlite_ledger.h"

namespace rescan {
namespace {

using index::MergedRun;
using index::SwitchResult;
using index::VersionSwitch;

Result<bool> HoldsLease(Database& db, const VersionSwitch& change,
                        const std::string& now) {
  Query query(db,
              "SELECT 1 FROM compaction_leases WHERE collection = ?1"
              " AND owner = ?2 AND expires_at > ?3",
              change.collection, change.owner, now);
  return query.Step();
}

struct Greatest {
  std::string pointer;  // where it stands, or empty
  std::string ever;     // forgotten ones too
};

Result<Greatest> GreatestVersions(Database& db, const std::string& collection) {
  Query query(db,
              "SELECT coalesce(max(version), ''), coalesce(max(version)"
              " FILTER (WHERE forgotten_at IS NULL), '')"
              " FROM snapshot_versions WHERE collection = ?1",
              collection);
  const Result<bool> row = query.Step();
  if (!row) return tl::unexpected(row.error());
  return Greatest{query.Text(1), query.Text(0)};
}

Status InsertVersion(Database& db, const VersionSwitch& change,
                     const std::string& now) {
  return Execute(db,
                 "INSERT INTO snapshot_versions (collection, version,"
                 " vector_count, model, dimension, rebuilt, created_at,"
                 " through_change) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7,"
                 " max(?8, (SELECT coalesce(max(through_change), 0)"
                 " FROM snapshot_versions WHERE collection = ?1)))",
                 change.collection, change.next.version, change.next.count,
                 change.next.model, change.next.dimension, change.next.rebuilt,
                 now, change.through_change_seq);
}

Status Complete(Database& db, const VersionSwitch& change, const MergedRun& run,
                const std::string& now) {
  {
    Query query(db,
                "SELECT 1 FROM compaction_deltas WHERE collection = ?1"
                " AND run_id = ?2",
                change.collection, run.run_id);
    const Result<bool> row = query.Step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) {
      return tl::unexpected(db.ErrorAbout(
          ErrorCode::kNotFound, fmt::format("there is no run {} in {}",
                                            run.run_id, change.collection)));
    }
  }
  return Execute(db,
                 "UPDATE compaction_deltas SET state = 'COMPLETED',"
                 " finished_at = ?3, error = '', merged_vectors = ?4,"
                 " skipped_vectors = ?5, merged_version = ?6"
                 " WHERE collection = ?1 AND run_id = ?2"
                 " AND state <> 'COMPLETED'",
                 change.collection, run.run_id, now, run.merged, run.skipped,
                 change.next.version);
}

}  // namespace

Result<SwitchResult> SqliteLedger::SwitchVersion(const VersionSwitch& change) {
  WriteTransaction transaction(*db_);
  RESCAN_TRY(transaction.Begin());
  // Only now: waiting for the write lock takes time too.
  const std::string now = StoreNow(options_);
  const Result<bool> held = HoldsLease(*db_, change, now);
  if (!held) return tl::unexpected(held.error());
  if (!*held) return SwitchResult::kLeaseLost;
  const Result<Greatest> greatest = GreatestVersions(*db_, change.collection);
  if (!greatest) return tl::unexpected(greatest.error());
  if (greatest->pointer != change.expected) return SwitchResult::kPointerMoved;
  if (change.next.version <= greatest->ever) {
    return tl::unexpected(db_->ErrorAbout(
        ErrorCode::kInvalidArgument,
        fmt::format("the version '{}' of {} does not follow '{}'",
                    change.next.version, change.collection, greatest->ever)));
  }
  RESCAN_TRY(InsertVersion(*db_, change, now));
  for (const MergedRun& run : change.runs) {
    RESCAN_TRY(Complete(*db_, change, run, now));
  }
  RESCAN_TRY(transaction.Commit());
  return SwitchResult::kSwitched;
}

}  // namespace rescan
