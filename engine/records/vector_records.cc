#include "engine/records/vector_records.h"

#include <fmt/format.h>

#include <utility>

#include "engine/records/open_database.h"
#include "engine/records/sqlite_db.h"
#include "engine/records/store_impl.h"

namespace rescan {
namespace {

#define RESCAN_CURRENT_READINGS                                             \
  "SELECT r.id, c.file_sha256, r.word_count, r.line_count, r.delta_run_id," \
  " r.line_vectors, r.word_vectors FROM readings r"                         \
  " JOIN contents c ON c.id = r.content_id"                                 \
  " WHERE r.superseded = 0 AND r.id > ?1"                                   \
  " AND EXISTS (SELECT 1 FROM images i WHERE i.content_id = r.content_id)"

CurrentReading ReadingOfRow(Query& row) {
  CurrentReading reading;
  reading.id = row.Int64(0);
  reading.sha256 = row.Digest(1).value_or(Sha256Digest{});
  reading.words = row.Int64(2);
  reading.lines = row.Int64(3);
  reading.delta_run = row.Text(4);
  reading.line_vectors = row.Int64(5);
  reading.word_vectors = row.Int64(6);
  return reading;
}

Result<std::vector<CurrentReading>> TakeReadings(Query& query,
                                                 std::int64_t max_entities) {
  std::vector<CurrentReading> readings;
  std::int64_t entities = 0;
  while (entities < max_entities) {
    const Result<bool> more = query.Step();
    if (!more) return tl::unexpected(more.error());
    if (!*more) break;
    readings.push_back(ReadingOfRow(query));
    // A page without text counts too, so that the list is bounded.
    entities += 1 + readings.back().lines + readings.back().words;
  }
  RESCAN_TRY(query.Check());
  return readings;
}

DeltaRow DeltaOfRow(Query& row) {
  DeltaRow delta;
  delta.run_id = row.Text(0);
  delta.collection = row.Text(1);
  delta.path = row.Text(2);
  delta.model = row.Text(3);
  delta.dimension = row.Int(4);
  delta.count = row.Int64(5);
  delta.bytes = row.Int64(6);
  delta.sha256 = row.Digest(7).value_or(Sha256Digest{});
  delta.state = row.Text(8);
  delta.created_at = row.Text(9);
  delta.started_at = row.Text(10);
  delta.finished_at = row.Text(11);
  delta.error = row.Text(12);
  delta.merged = row.Int64(13);
  delta.skipped = row.Int64(14);
  delta.merged_version = row.Text(15);
  delta.deleted_at = row.Text(16);
  delta.image_run = row.Int64(17);
  return delta;
}

Status InsertDelta(Database& db, const std::string& run_id,
                   const NewDelta& delta) {
  return Execute(db,
                 "INSERT INTO compaction_deltas (run_id, collection,"
                 " delta_path, model, dimension, vector_count, bytes, sha256)"
                 " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                 run_id, delta.collection, delta.path, delta.model,
                 delta.dimension, delta.count, delta.bytes, delta.sha256);
}

}  // namespace

VectorRecords::VectorRecords(StoreOptions options, std::unique_ptr<Database> db)
    : options_(std::move(options)), db_(std::move(db)) {}

VectorRecords::~VectorRecords() = default;

Result<std::unique_ptr<VectorRecords>> VectorRecords::Open(
    const std::string& workspace, StoreMode mode, const StoreOptions& options) {
  Result<std::unique_ptr<Database>> db = OpenDatabase(workspace, mode, options);
  if (!db) return tl::unexpected(db.error());
  return std::unique_ptr<VectorRecords>(
      new VectorRecords(options, std::move(*db)));
}

Result<std::vector<CurrentReading>> VectorRecords::WithoutDelta(
    std::int64_t after, std::int64_t max_entities) {
  Query query(
      *db_, RESCAN_CURRENT_READINGS " AND r.delta_run_id IS NULL ORDER BY r.id",
      after);
  return TakeReadings(query, max_entities);
}

Result<std::int64_t> VectorRecords::CountWithoutDelta() {
  return db_->Number(
      "SELECT count(*) FROM readings r WHERE r.superseded = 0"
      " AND r.delta_run_id IS NULL AND EXISTS"
      " (SELECT 1 FROM images i WHERE i.content_id = r.content_id)");
}

Result<std::vector<CurrentReading>> VectorRecords::Current(
    std::int64_t after, std::int64_t max_entities) {
  Query query(*db_, RESCAN_CURRENT_READINGS " ORDER BY r.id", after);
  return TakeReadings(query, max_entities);
}

Result<Page> VectorRecords::PageOf(std::int64_t reading) {
  ReadTransaction transaction(*db_);
  RESCAN_TRY(transaction.Begin());
  Page page;
  {
    Query query(*db_,
                "SELECT page_width, page_height FROM readings WHERE id = ?1",
                reading);
    const Result<bool> row = query.Step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) {
      return tl::unexpected(
          db_->ErrorAbout(ErrorCode::kNotFound,
                          fmt::format("there is no reading {}", reading)));
    }
    page.width = query.Int(0);
    page.height = query.Int(1);
    RESCAN_TRY(query.Check());
  }
  RESCAN_TRY(ReadLines(*db_, reading, page, /*with_letters=*/false));
  return page;
}

Status VectorRecords::AddRun(const NewCompactionRun& run) {
  WriteTransaction transaction(*db_);
  RESCAN_TRY(transaction.Begin());
  RESCAN_TRY(Execute(*db_,
                     "INSERT INTO compaction_runs (run_id, image_run,"
                     " created_at) VALUES (?1, ?2, ?3)",
                     run.run_id, run.image_run, StoreNow(options_)));
  for (const NewDelta& delta : run.deltas) {
    RESCAN_TRY(InsertDelta(*db_, run.run_id, delta));
  }
  for (const HeldReading& reading : run.readings) {
    RESCAN_TRY(Execute(*db_,
                       "UPDATE readings SET delta_run_id = ?2,"
                       " line_vectors = ?3, word_vectors = ?4 WHERE id = ?1",
                       reading.id, run.run_id, reading.line_vectors,
                       reading.word_vectors));
  }
  return transaction.Commit();
}

Result<bool> VectorRecords::HasRun(const std::string& run_id) {
  Query query(*db_, "SELECT 1 FROM compaction_runs WHERE run_id = ?1", run_id);
  return query.Step();
}

Result<std::vector<std::string>> VectorRecords::Collections() {
  Query query(*db_,
              "SELECT collection FROM compaction_deltas"
              " UNION SELECT collection FROM snapshot_versions ORDER BY 1");
  std::vector<std::string> names;
  while (true) {
    const Result<bool> more = query.Step();
    if (!more) return tl::unexpected(more.error());
    if (!*more) return names;
    names.push_back(query.Text(0));
  }
}

Result<std::vector<DeltaTotals>> VectorRecords::Totals() {
#define RESCAN_OPEN " FILTER (WHERE state IN ('PENDING', 'PROCESSING'))"
#define RESCAN_MERGED " FILTER (WHERE state = 'COMPLETED')"
  Query query(*db_, "SELECT collection, count(*)" RESCAN_OPEN
                    ", coalesce(sum(vector_count)" RESCAN_OPEN
                    ", 0), coalesce(sum(bytes)" RESCAN_OPEN
                    ", 0), count(*)" RESCAN_MERGED
                    ", coalesce(sum(vector_count)" RESCAN_MERGED
                    ", 0), count(*) FILTER (WHERE state = 'FAILED')"
                    " FROM compaction_deltas GROUP BY collection"
                    " ORDER BY collection");
#undef RESCAN_OPEN
#undef RESCAN_MERGED
  std::vector<DeltaTotals> totals;
  while (true) {
    const Result<bool> more = query.Step();
    if (!more) return tl::unexpected(more.error());
    if (!*more) return totals;
    totals.push_back({query.Text(0), query.Int64(1), query.Int64(2),
                      query.Int64(3), query.Int64(4), query.Int64(5),
                      query.Int64(6)});
  }
}

Result<std::vector<DeltaRow>> VectorRecords::Deltas(
    const std::string& collection, const std::string& run_id,
    std::int64_t limit) {
  Query query(*db_,
              "SELECT d.run_id, d.collection, d.delta_path, d.model,"
              " d.dimension, d.vector_count, d.bytes, d.sha256, d.state,"
              " r.created_at, d.started_at, d.finished_at, d.error,"
              " d.merged_vectors, d.skipped_vectors, d.merged_version,"
              " d.delta_deleted_at, r.image_run FROM compaction_deltas d"
              " JOIN compaction_runs r ON r.run_id = d.run_id"
              " WHERE (?1 = '' OR d.collection = ?1)"
              " AND (?2 = '' OR d.run_id = ?2)"
              " ORDER BY r.id DESC, d.collection LIMIT ?3",
              collection, run_id, limit > 0 ? limit : std::int64_t{-1});
  std::vector<DeltaRow> rows;
  while (true) {
    const Result<bool> more = query.Step();
    if (!more) return tl::unexpected(more.error());
    if (!*more) return rows;
    rows.push_back(DeltaOfRow(query));
  }
}

Result<VectorRecords::PathsOf> VectorRecords::Paths(
    const Sha256Digest& sha256) {
  Query query(*db_,
              "SELECT coalesce(min(i.path), ''), count(*) FROM contents c"
              " JOIN images i ON i.content_id = c.id WHERE c.file_sha256 = ?1",
              sha256);
  const Result<bool> row = query.Step();
  if (!row) return tl::unexpected(row.error());
  const std::int64_t count = query.Int64(1);
  return PathsOf{query.Text(0), count > 0 ? count - 1 : 0};
}

Result<VectorRecords::TextCounts> VectorRecords::CountText() {
  ReadTransaction transaction(*db_);
  RESCAN_TRY(transaction.Begin());
  const Result<std::int64_t> lines =
      db_->Number("SELECT count(*) FROM lines WHERE line_id < 1048576");
  if (!lines) return tl::unexpected(lines.error());
  const Result<std::int64_t> indexed =
      db_->Number("SELECT count(*) FROM line_text_docsize");
  if (!indexed) return tl::unexpected(indexed.error());
  return TextCounts{*lines, *indexed};
}

}  // namespace rescan
