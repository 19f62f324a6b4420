// RecordStore: the runs themselves and their counts.
#include <algorithm>
#include <array>

#include "engine/records/sqlite_db.h"
#include "engine/records/store.h"
#include "engine/records/store_impl.h"
#include "kernels/base/coding.h"

namespace rescan {
namespace {

#define RESCAN_RUN_COLUMNS                                           \
  "SELECT r.id, r.mode, r.kind, r.user, r.version_id, r.state,"      \
  " r.stop_reason, r.started_at, r.ended_at, v.full_version, r.rule" \
  " FROM runs r"                                                     \
  " JOIN ocr_versions v ON v.id = r.version_id "

constexpr std::array kModes = {RunMode::kMissing, RunMode::kOutdated,
                               RunMode::kFailed, RunMode::kAll};
constexpr std::array kStates = {RunState::kRunning, RunState::kFinished,
                                RunState::kStopped, RunState::kBroken,
                                RunState::kAbandoned};

Sha256Digest HashOf(const RunKey& key) {
  ByteWriter bytes;
  bytes.Varint(key.inputs.size());
  for (const std::string& input : key.inputs) bytes.Bytes(input);
  bytes.Bytes(RunModeName(key.mode));
  bytes.Bytes(key.kind);
  bytes.Bytes(key.rule);
  bytes.Bytes(key.user);
  bytes.SignedVarint(key.version);
  return Sha256Of(std::string_view(bytes.data()));
}

RunInfo RunOfRow(Query& query) {
  RunInfo run;
  run.id = query.Int64(0);
  const auto mode =
      std::find_if(kModes.begin(), kModes.end(), [&](RunMode candidate) {
        return RunModeName(candidate) == query.Bytes(1);
      });
  const auto state =
      std::find_if(kStates.begin(), kStates.end(), [&](RunState candidate) {
        return RunStateName(candidate) == query.Bytes(5);
      });
  if (mode == kModes.end() || state == kStates.end()) {
    query.Malformed("a run has an unknown mode or state");
    return run;
  }
  run.key.mode = *mode;
  run.key.kind = query.Text(2);
  run.key.user = query.Text(3);
  run.key.version = query.Int64(4);
  run.state = *state;
  run.stop_reason = query.Text(6);
  run.started_at = query.Text(7);
  run.ended_at = query.Text(8);
  run.full_version = query.Text(9);
  run.key.rule = query.Text(10);
  return run;
}

// The run in the first row of `query`, completed with its inputs.
Result<std::optional<RunInfo>> FirstRun(Database& db, Query& query) {
  const Result<bool> row = query.Step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return std::optional<RunInfo>();
  RunInfo run = RunOfRow(query);
  RESCAN_TRY(query.Check());
  Query inputs(db, "SELECT path FROM run_inputs WHERE run_id = ?1 ORDER BY seq",
               run.id);
  while (true) {
    const Result<bool> more = inputs.Step();
    if (!more) return tl::unexpected(more.error());
    if (!*more) break;
    run.key.inputs.push_back(inputs.Text(0));
  }
  return std::optional<RunInfo>(std::move(run));
}

Error NoSuchRun(Database& db, RunId run) {
  return db.ErrorAbout(ErrorCode::kNotFound,
                       "there is no run " + std::to_string(run));
}

}  // namespace

Result<std::optional<RunInfo>> RecordStore::FindUnfinished(const RunKey& key) {
  Database& db = *impl_->db;
  ReadTransaction transaction(db);
  RESCAN_TRY(transaction.Begin());
  Query query(db,
              RESCAN_RUN_COLUMNS
              "WHERE r.key_sha256 = ?1 AND r.state NOT IN"
              " ('finished', 'abandoned') ORDER BY r.id DESC LIMIT 1",
              HashOf(key));
  return FirstRun(db, query);
}

Result<std::optional<RunInfo>> RecordStore::LatestRun() {
  Database& db = *impl_->db;
  ReadTransaction transaction(db);
  RESCAN_TRY(transaction.Begin());
  Query query(db, RESCAN_RUN_COLUMNS "ORDER BY r.id DESC LIMIT 1");
  return FirstRun(db, query);
}

Result<std::optional<RunInfo>> RecordStore::FindRun(RunId run) {
  Database& db = *impl_->db;
  ReadTransaction transaction(db);
  RESCAN_TRY(transaction.Begin());
  Query query(db, RESCAN_RUN_COLUMNS "WHERE r.id = ?1", run);
  return FirstRun(db, query);
}

Result<std::vector<std::string>> RecordStore::InputsOfRuns() {
  Query query(*impl_->db, "SELECT DISTINCT path FROM run_inputs");
  std::vector<std::string> inputs;
  while (true) {
    const Result<bool> more = query.Step();
    if (!more) return tl::unexpected(more.error());
    if (!*more) return inputs;
    inputs.push_back(query.Text(0));
  }
}

Result<RunId> RecordStore::BeginRun(const RunKey& key) {
  Database& db = *impl_->db;
  WriteTransaction transaction(db);
  RESCAN_TRY(transaction.Begin());
  RESCAN_TRY(Execute(db,
                     "INSERT INTO runs (key_sha256, mode, kind, rule, user,"
                     " version_id, state, started_at)"
                     " VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'running', ?7)",
                     HashOf(key), RunModeName(key.mode), key.kind, key.rule,
                     key.user, key.version, impl_->Now()));
  const RunId run = db.last_insert_id();
  for (std::size_t i = 0; i < key.inputs.size(); ++i) {
    RESCAN_TRY(Execute(
        db, "INSERT INTO run_inputs (run_id, seq, path) VALUES (?1, ?2, ?3)",
        run, static_cast<std::int64_t>(i), key.inputs[i]));
  }
  RESCAN_TRY(transaction.Commit());
  return run;
}

Status RecordStore::ResumeRun(RunId run) {
  Database& db = *impl_->db;
  WriteTransaction transaction(db);
  RESCAN_TRY(transaction.Begin());
  RESCAN_TRY(Execute(db,
                     "UPDATE runs SET state = 'running', stop_reason = '',"
                     " ended_at = NULL, sessions = sessions + 1"
                     " WHERE id = ?1",
                     run));
  if (db.changes() == 0) return tl::unexpected(NoSuchRun(db, run));
  return transaction.Commit();
}

Status RecordStore::EndRun(RunId run, RunState state,
                           const std::string& stop_reason) {
  Database& db = *impl_->db;
  WriteTransaction transaction(db);
  RESCAN_TRY(transaction.Begin());
  if (state == RunState::kFinished) {
    Query pending(db,
                  "SELECT 1 FROM run_items WHERE run_id = ?1"
                  " AND state = 'pending' LIMIT 1",
                  run);
    const Result<bool> row = pending.Step();
    if (!row) return tl::unexpected(row.error());
    if (*row) {
      return tl::unexpected(
          db.ErrorAbout(ErrorCode::kInvalidArgument,
                        "a run with pending images cannot be finished"));
    }
  }
  RESCAN_TRY(Execute(db,
                     "UPDATE runs SET state = ?2, stop_reason = ?3,"
                     " ended_at = ?4 WHERE id = ?1",
                     run, RunStateName(state), stop_reason, impl_->Now()));
  if (db.changes() == 0) return tl::unexpected(NoSuchRun(db, run));
  return transaction.Commit();
}

Result<std::map<std::string, RunItem>> RecordStore::EndedItems(RunId run) {
  Database& db = *impl_->db;
  Query query(db,
              "SELECT t.image_id, i.path, c.file_sha256, t.kills"
              " FROM run_items t JOIN images i ON i.id = t.image_id"
              " LEFT JOIN contents c ON c.id = t.content_id"
              " WHERE t.run_id = ?1 AND t.state <> 'pending'",
              run);
  std::map<std::string, RunItem> items;
  while (true) {
    const Result<bool> more = query.Step();
    if (!more) return tl::unexpected(more.error());
    if (!*more) return items;
    RunItem item{query.Int64(0), query.Text(1), query.Digest(2), query.Int(3)};
    items.emplace(item.path, item);
  }
}

Result<RunCounts> RecordStore::CountRun(RunId run) {
  Database& db = *impl_->db;
  // One statement, so that a run that goes on meanwhile cannot fall between.
  Query query(db,
              "SELECT r.unchanged, r.failed_earlier,"
              " count(*) FILTER (WHERE t.state = 'pending'),"
              " count(*) FILTER (WHERE t.state = 'done'),"
              " count(*) FILTER (WHERE t.state = 'duplicate'),"
              " count(*) FILTER (WHERE t.state = 'failed')"
              " FROM runs r LEFT JOIN run_items t ON t.run_id = r.id"
              " WHERE r.id = ?1 GROUP BY r.id",
              run);
  const Result<bool> row = query.Step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return tl::unexpected(NoSuchRun(db, run));
  RunCounts counts;
  counts.unchanged = query.Int64(0);
  counts.failed_earlier = query.Int64(1);
  counts.pending = query.Int64(2);
  counts.duplicates = query.Int64(4);
  counts.done = query.Int64(3) + counts.duplicates;
  counts.failed = query.Int64(5) + counts.failed_earlier;
  counts.inputs =
      counts.done + counts.failed + counts.unchanged + counts.pending;
  return counts;
}

}  // namespace rescan
