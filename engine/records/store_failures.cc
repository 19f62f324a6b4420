// RecordStore: failure rows, append-only.
#include <algorithm>
#include <array>

#include "engine/records/outcome.h"
#include "engine/records/sqlite_db.h"
#include "engine/records/store.h"
#include "engine/records/store_impl.h"
#include "kernels/base/text.h"

namespace rescan {
namespace {

constexpr std::size_t kMessageCharacters = 5000;
constexpr std::size_t kRawOutputCharacters = 10000;
constexpr std::size_t kValidationCharacters = 2000;
constexpr std::size_t kStackTraceCharacters = 5000;

// The failures f that a FailureFilter, bound as ?1 to ?5, lets through, with
// their images i and marks p. A success settles the failures that were there
// when it was recorded.
#define RESCAN_FILTERED_FAILURES                                         \
  " FROM failures f JOIN images i ON i.id = f.image_id"                  \
  " LEFT JOIN contents c ON c.id = f.content_id"                         \
  " LEFT JOIN processed p ON p.image_id = f.image_id"                    \
  " WHERE (?1 = '' OR i.user = ?1) AND (?2 = '' OR f.failure_type = ?2)" \
  " AND (?3 = 0 OR f.run_id = ?3)"                                       \
  " AND (?4 = 0 OR p.status IS NOT 'SUCCESS' OR p.failures_seen < f.id)" \
  " ORDER BY f.failed_at DESC, f.id DESC LIMIT iif(?5 > 0, ?5, -1)"

std::string_view FolderOf(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return ".";
  return path.substr(0, slash == 0 ? 1 : slash);
}

Status InsertRow(Database& db, const RunContext& run, const FailedImage& where,
                 const Failure& failure, double wall_seconds) {
  // An image that has no row yet counts zero, so that its attempt is 1; text
  // that the version does not state is the column's default.
  return Execute(
      db,
      "INSERT INTO failures (image_id, content_id, run_id, failed_at,"
      " failure_type, message, error_code, ocr_version, ocr_build_date,"
      " ocr_description, ocr_full_version, model_id, processing_seconds,"
      " validation_errors, image_folder, image_size, attempt, log_stream,"
      " raw_ocr_output, stack_trace)"
      " SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7,"
      " coalesce(nullif(v.version, ''), 'unknown'),"
      " coalesce(nullif(v.build_date, ''), 'unknown'),"
      " coalesce(nullif(v.description, ''), 'unknown'),"
      " coalesce(nullif(v.full_version, ''), 'unknown'),"
      " trim(v.engine || ' ' || v.engine_version), ?8, ?9, ?10,"
      " coalesce((SELECT file_size FROM contents WHERE id = ?2), 0),"
      " 1 + (SELECT count(*) FROM failures WHERE image_id = ?1), ?11, ?12, ?13"
      " FROM ocr_versions v WHERE v.id = ?14",
      where.image, where.content, run.id, run.now,
      FailureTypeName(failure.type),
      TruncateCharacters(failure.message, kMessageCharacters),
      failure.error_code, wall_seconds,
      TruncateCharacters(failure.validation_errors, kValidationCharacters),
      FolderOf(where.path), std::to_string(run.id),
      TruncateCharacters(failure.raw_ocr_output, kRawOutputCharacters),
      TruncateCharacters(failure.stack_trace, kStackTraceCharacters),
      run.version);
}

// Storage that fails must undo the whole image; only a row that the database
// refuses is given up alone.
bool IsStorageError(const Error& error) {
  return error.code != ErrorCode::kInternal;
}

FailureRow FailureOfRow(Query& query) {
  FailureRow row;
  row.id = query.Int64(0);
  row.path = query.Text(1);
  row.timestamp = query.Text(2);
  row.type = query.Text(3);
  row.message = query.Text(4);
  row.error_code = query.Text(5);
  row.ocr_version = query.Text(6);
  row.ocr_build_date = query.Text(7);
  row.ocr_description = query.Text(8);
  row.ocr_full_version = query.Text(9);
  row.model_id = query.Text(10);
  row.processing_seconds = query.Real(11);
  row.validation_errors = query.Text(12);
  row.image_folder = query.Text(13);
  row.region = query.Text(14);
  row.image_size =
      static_cast<std::uint64_t>(std::max<std::int64_t>(query.Int64(15), 0));
  row.attempt = query.Int(16);
  row.log_stream = query.Text(17);
  row.raw_ocr_output = query.Text(18);
  row.stack_trace = query.Text(19);
  row.metadata = MetadataColumns(query, 20);
  return row;
}

Status CountBy(Query& query, std::map<std::string, std::int64_t>& counts) {
  while (true) {
    const Result<bool> more = query.Step();
    if (!more) return tl::unexpected(more.error());
    if (!*more) return {};
    counts[query.Text(0)] = query.Int64(1);
  }
}

}  // namespace

Status InsertFailure(Database& db, const RunContext& run,
                     const FailedImage& where, const Failure& failure,
                     double wall_seconds, std::vector<std::string>& warnings) {
  RESCAN_TRY(Execute(db, "SAVEPOINT failure_row"));
  Status inserted = InsertRow(db, run, where, failure, wall_seconds);
  if (!inserted) {
    if (IsStorageError(inserted.error())) return inserted;
    RESCAN_TRY(Execute(db, "ROLLBACK TO failure_row"));
    warnings.push_back("the failure of " + PathForDisplay(where.path) +
                       " could not be recorded: " + inserted.error().message);
  }
  return Execute(db, "RELEASE failure_row");
}

ImageMetadata MetadataColumns(Query& row, int first) {
  ImageMetadata metadata;
  // Never decoded: the default values, the size among them.
  if (row.IsNull(first)) return metadata;
  metadata.width = row.Int(first);
  metadata.height = row.Int(first + 1);
  metadata.format = row.Text(first + 2);
  metadata.mode = row.Text(first + 3);
  metadata.aspect_ratio = row.Real(first + 4);
  metadata.megapixels = row.Real(first + 5);
  metadata.quality_category = row.Text(first + 6);
  metadata.file_size_bytes = static_cast<std::uint64_t>(
      std::max<std::int64_t>(row.Int64(first + 7), 0));
  metadata.file_size_kb = row.Real(first + 8);
  metadata.bytes_per_pixel = row.Real(first + 9);
  metadata.dpi_x = row.Real(first + 10);
  metadata.dpi_y = row.Real(first + 11);
  metadata.resolution_category = row.Text(first + 12);
  return metadata;
}

Status RecordStore::ForEachFailure(
    const FailureFilter& filter,
    const std::function<Status(const FailureRow&)>& emit) {
  Database& db = *impl_->db;
  ReadTransaction transaction(db);
  RESCAN_TRY(transaction.Begin());
  Query query(
      db,
      "SELECT f.id, i.path, f.failed_at, f.failure_type, f.message,"
      " f.error_code, f.ocr_version, f.ocr_build_date, f.ocr_description,"
      " f.ocr_full_version, f.model_id, f.processing_seconds,"
      " f.validation_errors, f.image_folder, f.region, f.image_size,"
      " f.attempt, f.log_stream, f.raw_ocr_output,"
      " f.stack_trace, " RESCAN_METADATA_COLUMNS RESCAN_FILTERED_FAILURES,
      filter.user, filter.type, filter.run, filter.unresolved_only,
      filter.limit);
  while (true) {
    const Result<bool> more = query.Step();
    if (!more) return tl::unexpected(more.error());
    if (!*more) return {};
    const FailureRow row = FailureOfRow(query);
    RESCAN_TRY(query.Check());
    RESCAN_TRY(emit(row));
  }
}

Result<std::vector<FailureRow>> RecordStore::ListFailures(
    const FailureFilter& filter) {
  std::vector<FailureRow> rows;
  RESCAN_TRY(ForEachFailure(filter, [&rows](const FailureRow& row) {
    rows.push_back(row);
    return Status();
  }));
  return rows;
}

Result<std::vector<FailedInput>> RecordStore::FailedInputs(
    const FailureFilter& filter) {
  Database& db = *impl_->db;
  Query query(db,
              "SELECT DISTINCT user, kind, path FROM (SELECT i.user, i.kind,"
              " i.path" RESCAN_FILTERED_FAILURES ") ORDER BY 1, 2, 3",
              filter.user, filter.type, filter.run, filter.unresolved_only,
              filter.limit);
  std::vector<FailedInput> inputs;
  while (true) {
    const Result<bool> more = query.Step();
    if (!more) return tl::unexpected(more.error());
    if (!*more) return inputs;
    inputs.push_back(
        {.path = query.Text(2), .user = query.Text(0), .kind = query.Text(1)});
  }
}

Result<FailureStatistics> RecordStore::FailureStats() {
  Database& db = *impl_->db;
  ReadTransaction transaction(db);
  RESCAN_TRY(transaction.Begin());
  FailureStatistics statistics;
  // julianday gives NULL for what is no time stamp, which is then not counted.
  Query totals(db,
               "SELECT count(*), count(DISTINCT image_id),"
               " count(*) FILTER (WHERE"
               " julianday(failed_at) > julianday(?1) - 1.0) FROM failures",
               impl_->Now());
  const Result<bool> row = totals.Step();
  if (!row) return tl::unexpected(row.error());
  statistics.total_failures = totals.Int64(0);
  statistics.unique_images = totals.Int64(1);
  statistics.recent_failures_24h = totals.Int64(2);
  Query types(db,
              "SELECT coalesce(nullif(failure_type, ''), 'UNKNOWN'), count(*)"
              " FROM failures GROUP BY 1");
  RESCAN_TRY(CountBy(types, statistics.failure_types));
  Query versions(db,
                 "SELECT ocr_full_version, count(*) FROM failures GROUP BY 1");
  RESCAN_TRY(CountBy(versions, statistics.ocr_versions));
  return statistics;
}

Result<std::vector<std::pair<std::string, std::int64_t>>>
RecordStore::FailureTypesOfRun(RunId run) {
  Database& db = *impl_->db;
  Query query(db,
              "SELECT coalesce(f.failure_type, 'UNKNOWN'), count(*)"
              " FROM run_items t LEFT JOIN failures f ON f.id ="
              " (SELECT max(id) FROM failures WHERE image_id = t.image_id"
              " AND run_id = t.run_id)"
              " WHERE t.run_id = ?1 AND t.state = 'failed'"
              " GROUP BY 1 ORDER BY 2 DESC, 1",
              run);
  std::vector<std::pair<std::string, std::int64_t>> types;
  while (true) {
    const Result<bool> more = query.Step();
    if (!more) return tl::unexpected(more.error());
    if (!*more) return types;
    types.emplace_back(query.Text(0), query.Int64(1));
  }
}

}  // namespace rescan
