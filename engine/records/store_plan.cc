// RecordStore: what is known of the inputs, and a run's list of items.
#include <unordered_set>

#include "engine/records/sqlite_db.h"
#include "engine/records/store.h"
#include "engine/records/store_impl.h"

namespace rescan {
namespace {

// The content by its hash, and its current reading if it has one.
Result<std::optional<ContentId>> LookUpContent(Database& db,
                                               const Sha256Digest& sha256,
                                               KnownInput& known) {
  Query query(db,
              "SELECT c.id, r.id, v.version, v.build_date, v.name,"
              " v.fingerprint FROM contents c"
              " LEFT JOIN readings r ON r.content_id = c.id"
              " AND r.superseded = 0"
              " LEFT JOIN ocr_versions v ON v.id = r.version_id"
              " WHERE c.file_sha256 = ?1",
              sha256);
  const Result<bool> row = query.Step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return std::optional<ContentId>();
  const ContentId content = query.Int64(0);
  if (!query.IsNull(1)) {
    known.read_content = content;
    known.reading_version = query.Text(2);
    known.reading_build_date = query.Text(3);
    known.reading_profile = query.Text(4);
    known.reading_fingerprint = query.Text(5);
  }
  return std::optional<ContentId>(content);
}

// The user's row for the path, and its mark as far as it is for these bytes: a
// mark for no bytes is for a file that could not be read then nor now.
Status LookUpImage(Database& db, const std::string& user,
                   const std::string& path, bool readable, KnownInput& known) {
  Query query(db,
              "SELECT i.id, i.content_id, p.status, p.content_id,"
              " v.fingerprint FROM images i"
              " LEFT JOIN processed p ON p.image_id = i.id"
              " LEFT JOIN ocr_versions v ON v.id = p.version_id"
              " WHERE i.path = ?1 AND i.user = ?2",
              path, user);
  const Result<bool> row = query.Step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return {};
  known.image = query.Int64(0);
  known.same_bytes =
      known.content.has_value() && query.OptionalInt64(1) == known.content;
  if (query.IsNull(2)) return {};
  known.last_attempt_failed = query.Bytes(2) == "FAILED";
  const std::optional<ContentId> marked = query.OptionalInt64(3);
  if (marked != known.content || (readable && !marked)) return {};
  known.succeeded = query.Bytes(2) == "SUCCESS";
  if (!known.succeeded) known.failed_fingerprint = query.Text(4);
  return {};
}

Result<ImageId> EnsureImage(Database& db, const RunContext& run,
                            const std::string& path,
                            std::optional<ContentId> content) {
  // One that lost its mark to a rejected timesheet is linked anew, and what was
  // read of it must stay in reach of the path.
  RESCAN_TRY(Execute(
      db,
      "INSERT OR IGNORE INTO earlier_contents (image_id, content_id, run_id)"
      " SELECT i.id, i.content_id, ?3 FROM images i"
      " WHERE i.path = ?1 AND i.user = ?2 AND i.content_id <> ?4"
      " AND NOT EXISTS (SELECT 1 FROM processed p WHERE p.image_id = i.id)"
      " AND EXISTS (SELECT 1 FROM readings r WHERE r.content_id = "
      "i.content_id)",
      path, run.user, run.id, content));
  // An image that was processed keeps pointing to the bytes it was processed
  // with until the outcome for the new ones is there.
  Query query(db,
              "INSERT INTO images (path, user, kind, content_id)"
              " VALUES (?1, ?2, ?3, ?4)"
              " ON CONFLICT (path, user) DO UPDATE SET"
              " kind = CASE WHEN excluded.kind = 'auto' OR EXISTS"
              " (SELECT 1 FROM processed"
              " WHERE image_id = images.id) THEN kind ELSE excluded.kind END,"
              " content_id = CASE WHEN EXISTS (SELECT 1 FROM processed"
              " WHERE image_id = images.id) THEN content_id"
              " ELSE excluded.content_id END"
              " RETURNING id",
              path, run.user, run.kind, content);
  const Result<bool> row = query.Step();
  if (!row) return tl::unexpected(row.error());
  const ImageId image = query.Int64(0);
  RESCAN_TRY(query.Run());
  return image;
}

// Adds the item or, when it is pending already or ended with other bytes,
// gives it its new place. Returns its kills, or nothing when it has ended.
Result<std::optional<int>> PlaceItem(Database& db, RunId run, ImageId image,
                                     std::optional<ContentId> content,
                                     std::int64_t seq) {
  // Another file under the same path starts anew.
  Query query(db,
              "INSERT INTO run_items (run_id, image_id, content_id, seq, state)"
              " VALUES (?1, ?2, ?3, ?4, 'pending')"
              " ON CONFLICT (run_id, image_id) DO UPDATE SET"
              " seq = excluded.seq,"
              " kills = iif(content_id IS excluded.content_id, kills, 0),"
              " content_id = excluded.content_id,"
              " state = 'pending'"
              " WHERE state = 'pending'"
              " OR content_id IS NOT excluded.content_id"
              " RETURNING kills",
              run, image, content, seq);
  const Result<bool> row = query.Step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return std::optional<int>();
  const int kills = query.Int(0);
  RESCAN_TRY(query.Run());
  return std::optional<int>(kills);
}

Result<std::vector<RunItem>> PlaceItems(Database& db, const RunContext& run,
                                        const std::vector<PlanItem>& items) {
  std::vector<RunItem> pending;
  pending.reserve(items.size());
  std::unordered_set<ImageId> seen;
  std::int64_t seq = 0;
  for (const PlanItem& item : items) {
    std::optional<ContentId> content;
    if (item.sha256) {
      const Result<ContentId> id = EnsureContent(db, *item.sha256, item.size);
      if (!id) return tl::unexpected(id.error());
      content = *id;
    }
    const Result<ImageId> image = EnsureImage(db, run, item.path, content);
    if (!image) return tl::unexpected(image.error());
    if (!seen.insert(*image).second) continue;
    const Result<std::optional<int>> kills =
        PlaceItem(db, run.id, *image, content, ++seq);
    if (!kills) return tl::unexpected(kills.error());
    if (*kills) {
      pending.push_back(RunItem{*image, item.path, item.sha256, **kills});
    }
  }
  return pending;
}

}  // namespace

Result<RunContext> ContextOf(Database& db, RunId run, std::string now) {
  Query query(db, "SELECT kind, user, version_id FROM runs WHERE id = ?1", run);
  const Result<bool> row = query.Step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) {
    return tl::unexpected(db.ErrorAbout(
        ErrorCode::kNotFound, "there is no run " + std::to_string(run)));
  }
  return RunContext{run, query.Text(0), query.Text(1), query.Int64(2),
                    std::move(now)};
}

Result<ContentId> EnsureContent(Database& db, const Sha256Digest& sha256,
                                std::uint64_t size) {
  {
    Query find(db, "SELECT id FROM contents WHERE file_sha256 = ?1", sha256);
    const Result<bool> row = find.Step();
    if (!row) return tl::unexpected(row.error());
    if (*row) return find.Int64(0);
  }
  RESCAN_TRY(Execute(
      db, "INSERT INTO contents (file_sha256, file_size) VALUES (?1, ?2)",
      sha256, static_cast<std::int64_t>(size)));
  return db.last_insert_id();
}

Result<KnownInput> RecordStore::LookUp(
    const std::string& user, const std::string& path,
    const std::optional<Sha256Digest>& sha256) {
  Database& db = *impl_->db;
  KnownInput known;
  if (sha256) {
    const Result<std::optional<ContentId>> content =
        LookUpContent(db, *sha256, known);
    if (!content) return tl::unexpected(content.error());
    known.content = *content;
  }
  RESCAN_TRY(LookUpImage(db, user, path, sha256.has_value(), known));
  return known;
}

Result<std::vector<RunItem>> RecordStore::SetPlan(
    RunId run, const std::vector<PlanItem>& items, std::int64_t unchanged,
    std::int64_t failed_earlier) {
  Database& db = *impl_->db;
  WriteTransaction transaction(db);
  RESCAN_TRY(transaction.Begin());
  const Result<RunContext> context = ContextOf(db, run, impl_->Now());
  if (!context) return tl::unexpected(context.error());
  // Whatever keeps this mark is not in the new list.
  RESCAN_TRY(Execute(db,
                     "UPDATE run_items SET seq = -1"
                     " WHERE run_id = ?1 AND state = 'pending'",
                     run));
  Result<std::vector<RunItem>> pending = PlaceItems(db, *context, items);
  if (!pending) return pending;
  RESCAN_TRY(Execute(db,
                     "DELETE FROM run_items WHERE run_id = ?1"
                     " AND state = 'pending' AND seq = -1",
                     run));
  RESCAN_TRY(Execute(db,
                     "UPDATE runs SET unchanged = ?2, failed_earlier = ?3"
                     " WHERE id = ?1",
                     run, unchanged, failed_earlier));
  RESCAN_TRY(transaction.Commit());
  return pending;
}

}  // namespace rescan
