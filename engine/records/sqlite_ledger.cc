// SqliteLedger: leases, questions and marks. Switching: sqlite_ledger_switch.cc
#include "engine/records/sqlite_ledger.h"

#include <fmt/format.h>

#include <utility>

#include "engine/records/hex.h"
#include "engine/records/open_database.h"
#include "engine/records/sqlite_db.h"
#include "engine/records/timestamp.h"

namespace rescan {
namespace {

using index::CompactionState;
using index::DeltaRun;
using index::SnapshotVersion;
using index::VectorChange;

#define RESCAN_DELTA_RUNS                                                   \
  "SELECT d.run_id, d.delta_path, d.vector_count, d.sha256, d.state,"       \
  " r.created_at, d.started_at, d.finished_at, d.error, d.merged_vectors,"  \
  " d.skipped_vectors, d.merged_version, d.delta_deleted_at IS NOT NULL"    \
  " FROM compaction_deltas d JOIN compaction_runs r ON r.run_id = d.run_id" \
  " WHERE d.collection = ?1"

DeltaRun RunOfRow(Query& row) {
  DeltaRun run;
  run.run_id = row.Text(0);
  run.delta_path = row.Text(1);
  run.count = row.Int64(2);
  run.sha256 = row.Digest(3).value_or(Sha256Digest{});
  if (const auto state = index::CompactionStateOf(row.Bytes(4))) {
    run.state = *state;
  } else {
    row.Malformed("a delta has an unknown state");
  }
  run.created_at = row.Text(5);
  run.started_at = row.Text(6);
  run.finished_at = row.Text(7);
  run.error = row.Text(8);
  run.merged = row.Int64(9);
  run.skipped = row.Int64(10);
  run.merged_version = row.Text(11);
  run.delta_deleted = row.Int64(12) != 0;
  return run;
}

// All rows of `query`, each through `convert`.
template <class Row, class Convert>
Result<std::vector<Row>> RowsOf(Query& query, Convert convert) {
  std::vector<Row> rows;
  while (true) {
    const Result<bool> more = query.Step();
    if (!more) return tl::unexpected(more.error());
    if (!*more) return rows;
    rows.push_back(convert(query));
  }
}

}  // namespace

SqliteLedger::SqliteLedger(std::string workspace, StoreOptions options,
                           std::unique_ptr<Database> db)
    : workspace_(std::move(workspace)),
      options_(std::move(options)),
      db_(std::move(db)) {}

SqliteLedger::~SqliteLedger() = default;

Result<std::unique_ptr<SqliteLedger>> SqliteLedger::Open(
    const std::string& workspace, StoreMode mode, const StoreOptions& options) {
  Result<std::unique_ptr<Database>> db = OpenDatabase(workspace, mode, options);
  if (!db) return tl::unexpected(db.error());
  return std::unique_ptr<SqliteLedger>(
      new SqliteLedger(workspace, options, std::move(*db)));
}

SqliteLedger::Term SqliteLedger::TermOf(std::chrono::milliseconds ttl) const {
  const auto now =
      options_.now ? options_.now() : std::chrono::system_clock::now();
  return {TimestampOf(now), TimestampOf(now + ttl)};
}

Result<std::unique_ptr<index::LeaseRenewer>> SqliteLedger::OpenRenewer() {
  Result<std::unique_ptr<SqliteLedger>> renewer =
      Open(workspace_, StoreMode::kReadWrite, options_);
  if (!renewer) return tl::unexpected(renewer.error());
  return std::unique_ptr<index::LeaseRenewer>(std::move(*renewer));
}

Result<bool> SqliteLedger::AcquireLease(const std::string& collection,
                                        const std::string& owner,
                                        std::chrono::milliseconds ttl) {
  // Renewed later than now can be: the clock was set back since, and waiting
  // for the end could take years. Should its owner live after all, the switch
  // of the version still lets only one of the two win.
  constexpr std::chrono::minutes kClocksDiffer{10};
  const Term term = TermOf(ttl);
  RESCAN_TRY(Execute(
      *db_,
      "INSERT INTO compaction_leases (collection, owner, renewed_at,"
      " expires_at) VALUES (?1, ?2, ?3, ?4)"
      " ON CONFLICT (collection) DO UPDATE SET owner = excluded.owner,"
      " renewed_at = excluded.renewed_at, expires_at = excluded.expires_at"
      " WHERE expires_at <= excluded.renewed_at OR renewed_at > ?5",
      collection, owner, term.now, term.end, TermOf(kClocksDiffer).end));
  return db_->changes() > 0;
}

Result<bool> SqliteLedger::RenewLease(const std::string& collection,
                                      const std::string& owner,
                                      std::chrono::milliseconds ttl) {
  const Term term = TermOf(ttl);
  RESCAN_TRY(Execute(*db_,
                     "UPDATE compaction_leases SET renewed_at = ?3,"
                     " expires_at = ?4 WHERE collection = ?1 AND owner = ?2"
                     " AND expires_at > ?3",
                     collection, owner, term.now, term.end));
  return db_->changes() > 0;
}

Status SqliteLedger::ReleaseLease(const std::string& collection,
                                  const std::string& owner) {
  return Execute(*db_,
                 "DELETE FROM compaction_leases WHERE collection = ?1"
                 " AND owner = ?2",
                 collection, owner);
}

Result<std::vector<SnapshotVersion>> SqliteLedger::Versions(
    const std::string& collection) {
  Query query(*db_,
              "SELECT version, vector_count, model, dimension, rebuilt,"
              " created_at FROM snapshot_versions WHERE collection = ?1"
              " AND forgotten_at IS NULL ORDER BY version DESC",
              collection);
  return RowsOf<SnapshotVersion>(query, [](Query& row) {
    SnapshotVersion version;
    version.version = row.Text(0);
    version.count = row.Int64(1);
    version.model = row.Text(2);
    version.dimension = row.Int(3);
    version.rebuilt = row.Int64(4) != 0;
    version.created_at = row.Text(5);
    return version;
  });
}

Result<std::vector<DeltaRun>> SqliteLedger::Runs(
    const std::string& collection) {
  Query query(*db_, RESCAN_DELTA_RUNS " ORDER BY r.id", collection);
  return RowsOf<DeltaRun>(query, RunOfRow);
}

Result<std::vector<DeltaRun>> SqliteLedger::RunsSince(
    const std::string& collection, const std::string& base) {
  Query query(*db_,
              RESCAN_DELTA_RUNS
              " AND (d.state IN ('PENDING', 'PROCESSING')"
              " OR (d.state = 'COMPLETED' AND d.merged_version > ?2))"
              " ORDER BY r.id",
              collection, base);
  return RowsOf<DeltaRun>(query, RunOfRow);
}

Result<std::vector<VectorChange>> SqliteLedger::ChangesSince(
    const std::string& collection, const std::string& base) {
  Query query(*db_,
              "SELECT seq, kind, asset, patch FROM vector_changes"
              " WHERE (collection IS NULL OR collection = ?1) AND seq >"
              " (SELECT coalesce(max(through_change), 0)"
              " FROM snapshot_versions"
              " WHERE collection = ?1 AND version <= ?2) ORDER BY seq",
              collection, base);
  return RowsOf<VectorChange>(query, [](Query& row) {
    VectorChange change;
    change.seq = row.Int64(0);
    change.kind = row.Bytes(1) == "UPDATE" ? VectorChange::Kind::kUpdate
                                           : VectorChange::Kind::kRemove;
    change.asset = row.Text(2);
    change.patch = row.Text(3);
    return change;
  });
}

Result<std::vector<std::optional<std::int64_t>>> SqliteLedger::CurrentRevisions(
    const std::string&, std::span<const std::string> assets) {
  ReadTransaction transaction(*db_);
  RESCAN_TRY(transaction.Begin());
  std::vector<std::optional<std::int64_t>> revisions;
  revisions.reserve(assets.size());
  for (const std::string& asset : assets) {
    const std::optional<Sha256Digest> digest = DigestOfHex(asset);
    if (!digest) {
      revisions.emplace_back();
      continue;
    }
    Query query(*db_,
                "SELECT r.id FROM contents c JOIN readings r"
                " ON r.content_id = c.id AND r.superseded = 0"
                " WHERE c.file_sha256 = ?1 AND EXISTS"
                " (SELECT 1 FROM images i WHERE i.content_id = c.id)",
                *digest);
    const Result<bool> row = query.Step();
    if (!row) return tl::unexpected(row.error());
    revisions.push_back(*row ? std::optional(query.Int64(0)) : std::nullopt);
  }
  return revisions;
}

Status SqliteLedger::MarkProcessing(const std::string& collection,
                                    std::span<const std::string> run_ids) {
  const std::string now = StoreNow(options_);
  WriteTransaction transaction(*db_);
  RESCAN_TRY(transaction.Begin());
  for (const std::string& run_id : run_ids) {
    RESCAN_TRY(Execute(*db_,
                       "UPDATE compaction_deltas SET state = 'PROCESSING',"
                       " started_at = ?3 WHERE collection = ?1"
                       " AND run_id = ?2 AND state = 'PENDING'",
                       collection, run_id, now));
  }
  return transaction.Commit();
}

Status SqliteLedger::MarkFailed(const std::string& collection,
                                const std::string& run_id,
                                const std::string& error) {
  WriteTransaction transaction(*db_);
  RESCAN_TRY(transaction.Begin());
  RESCAN_TRY(Execute(*db_,
                     "UPDATE compaction_deltas SET state = 'FAILED',"
                     " finished_at = ?3, error = ?4 WHERE collection = ?1"
                     " AND run_id = ?2 AND state IN ('PENDING', 'PROCESSING')",
                     collection, run_id, StoreNow(options_), error));
  if (db_->changes() > 0) {
    RESCAN_TRY(Execute(*db_,
                       "UPDATE readings SET delta_run_id = NULL"
                       " WHERE delta_run_id = ?1 AND superseded = 0",
                       run_id));
  }
  return transaction.Commit();
}

Status SqliteLedger::ForgetVersion(const std::string& collection,
                                   const std::string& version) {
  WriteTransaction transaction(*db_);
  RESCAN_TRY(transaction.Begin());
  const Result<std::vector<SnapshotVersion>> versions = Versions(collection);
  if (!versions) return tl::unexpected(versions.error());
  if (!versions->empty() && versions->front().version == version) {
    return tl::unexpected(db_->ErrorAbout(
        ErrorCode::kInvalidArgument,
        fmt::format("the pointer of {} stands on {}", collection, version)));
  }
  RESCAN_TRY(Execute(*db_,
                     "UPDATE snapshot_versions SET forgotten_at = ?3"
                     " WHERE collection = ?1 AND version = ?2"
                     " AND forgotten_at IS NULL",
                     collection, version, StoreNow(options_)));
  return transaction.Commit();
}

Result<std::vector<DeltaRun>> SqliteLedger::ExpiredRuns(
    const std::string& collection,
    std::chrono::system_clock::time_point older_than) {
  Query query(*db_,
              RESCAN_DELTA_RUNS
              " AND d.state = 'COMPLETED' AND d.finished_at < ?2"
              " AND d.delta_deleted_at IS NULL ORDER BY r.id",
              collection, TimestampOf(older_than));
  return RowsOf<DeltaRun>(query, RunOfRow);
}

Status SqliteLedger::MarkDeltaDeleted(const std::string& collection,
                                      const std::string& run_id) {
  RESCAN_TRY(Execute(*db_,
                     "UPDATE compaction_deltas SET delta_deleted_at = ?3"
                     " WHERE collection = ?1 AND run_id = ?2"
                     " AND state = 'COMPLETED'",
                     collection, run_id, StoreNow(options_)));
  if (db_->changes() > 0) return {};
  return tl::unexpected(db_->ErrorAbout(
      ErrorCode::kInvalidArgument,
      fmt::format("the run {} is not completed in {}", run_id, collection)));
}

}  // namespace rescan
