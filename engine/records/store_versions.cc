#include <algorithm>
#include <compare>

#include "engine/records/sqlite_db.h"
#include "engine/records/store.h"
#include "engine/records/store_impl.h"

namespace rescan {
namespace {

Result<std::optional<VersionId>> FindVersion(Database& db,
                                             const std::string& fingerprint) {
  Query query(db, "SELECT id FROM ocr_versions WHERE fingerprint = ?1",
              fingerprint);
  const Result<bool> row = query.Step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return std::optional<VersionId>();
  return std::optional<VersionId>(query.Int64(0));
}

Status InsertVersion(Database& db, const OcrVersion& version) {
  const OcrProfile& profile = version.profile;
  RESCAN_TRY(Execute(
      db,
      "INSERT INTO ocr_versions (fingerprint, name, version, build_date,"
      " description, full_version, engine, engine_version, library_build,"
      " language, page_segmentation_mode, preprocessing_version,"
      " traineddata_path, traineddata_sha256, preparation)"
      " VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15)",
      version.fingerprint, profile.name, profile.version, profile.build_date,
      profile.description, version.full_version, profile.engine,
      version.engine_version, version.library_build, profile.language,
      profile.page_segmentation_mode, profile.preprocessing_version,
      version.traineddata_path, version.traineddata_sha256,
      profile.preparation.has_value()
          ? std::optional(profile.preparation->canonical)
          : std::nullopt));
  const VersionId id = db.last_insert_id();
  for (const auto& [name, value] : profile.parameters) {
    RESCAN_TRY(Execute(db,
                       "INSERT INTO ocr_version_parameters"
                       " (version_id, name, value) VALUES (?1, ?2, ?3)",
                       id, name, value));
  }
  return {};
}

Status ReadParameters(Database& db, VersionRow& row) {
  Query query(db,
              "SELECT name, value FROM ocr_version_parameters"
              " WHERE version_id = ?1",
              row.id);
  while (true) {
    const Result<bool> more = query.Step();
    if (!more) return tl::unexpected(more.error());
    if (!*more) return {};
    row.version.profile.parameters[query.Text(0)] = query.Text(1);
  }
}

VersionRow VersionOfRow(Query& query) {
  VersionRow row;
  OcrVersion& version = row.version;
  OcrProfile& profile = version.profile;
  row.id = query.Int64(0);
  version.fingerprint = query.Text(1);
  profile.name = query.Text(2);
  profile.version = query.Text(3);
  profile.build_date = query.Text(4);
  profile.description = query.Text(5);
  version.full_version = query.Text(6);
  profile.engine = query.Text(7);
  version.engine_version = query.Text(8);
  version.library_build = query.Text(9);
  profile.language = query.Text(10);
  profile.page_segmentation_mode = query.Int(11);
  profile.preprocessing_version = query.Text(12);
  version.traineddata_path = query.Text(13);
  version.traineddata_sha256 = query.Text(14);
  row.current_readings = query.Int64(15);
  row.superseded_readings = query.Int64(16);
  // Of a later release, with steps that are unknown here: then its name,
  // preprocessing_version, must do.
  if (auto preparation = ParsePreparation(query.Text(17));
      preparation.has_value()) {
    profile.preparation = *std::move(preparation);
  }
  return row;
}

bool OlderVersion(const VersionRow& a, const VersionRow& b) {
  const OcrProfile& pa = a.version.profile;
  const OcrProfile& pb = b.version.profile;
  const auto order = CompareVersions(pa.version, pb.version);
  if (order != std::strong_ordering::equal) {
    return order == std::strong_ordering::less;
  }
  if (pa.build_date != pb.build_date) return pa.build_date < pb.build_date;
  return a.id < b.id;
}

}  // namespace

Result<VersionId> RecordStore::RegisterVersion(const OcrVersion& version) {
  Database& db = *impl_->db;
  // Known ones, the usual case, need no write lock.
  Result<std::optional<VersionId>> found = FindVersion(db, version.fingerprint);
  if (!found) return tl::unexpected(found.error());
  if (*found) return **found;
  WriteTransaction transaction(db);
  RESCAN_TRY(transaction.Begin());
  found = FindVersion(db, version.fingerprint);
  if (!found) return tl::unexpected(found.error());
  if (!*found) {
    RESCAN_TRY(InsertVersion(db, version));
    found = FindVersion(db, version.fingerprint);
    if (!found) return tl::unexpected(found.error());
  }
  RESCAN_TRY(transaction.Commit());
  return **found;
}

Result<std::vector<VersionRow>> RecordStore::ListVersions() {
  Database& db = *impl_->db;
  ReadTransaction transaction(db);
  RESCAN_TRY(transaction.Begin());
  Query query(db,
              "SELECT v.id, v.fingerprint, v.name, v.version, v.build_date,"
              " v.description, v.full_version, v.engine, v.engine_version,"
              " v.library_build, v.language, v.page_segmentation_mode,"
              " v.preprocessing_version, v.traineddata_path,"
              " v.traineddata_sha256,"
              " count(*) FILTER (WHERE r.superseded = 0),"
              " count(*) FILTER (WHERE r.superseded = 1),"
              " coalesce(v.preparation, '')"
              " FROM ocr_versions v LEFT JOIN readings r"
              " ON r.version_id = v.id GROUP BY v.id");
  std::vector<VersionRow> rows;
  while (true) {
    const Result<bool> more = query.Step();
    if (!more) return tl::unexpected(more.error());
    if (!*more) break;
    rows.push_back(VersionOfRow(query));
    RESCAN_TRY(ReadParameters(db, rows.back()));
  }
  std::sort(rows.begin(), rows.end(), OlderVersion);
  return rows;
}

}  // namespace rescan
