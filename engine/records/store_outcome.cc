// RecordStore: what one image brought, in one transaction.
#include <fmt/format.h>

#include <set>
#include <string>

#include "engine/records/outcome.h"
#include "engine/records/sheet_writer.h"
#include "engine/records/sqlite_db.h"
#include "engine/records/store.h"
#include "engine/records/store_impl.h"
#include "kernels/base/text.h"

namespace rescan {
namespace {

// Width is known exactly when the image was decoded.
bool Decoded(const ImageFacts& facts) { return facts.width > 0; }

bool HashKnown(const Outcome& outcome) {
  return outcome.facts && outcome.facts->file_sha256 != Sha256Digest{};
}

Status StoreFacts(Database& db, ContentId content, const ImageFacts& facts) {
  const ImageMetadata metadata = MetadataOf(facts);
  // The same bytes decode alike, so that what is known stays.
  RESCAN_TRY(Execute(
      db,
      "UPDATE contents SET pixel_sha256 = ?2, exif_orientation = ?3,"
      " frame_count = ?4, image_width = ?5, image_height = ?6,"
      " image_format = ?7, image_mode = ?8, aspect_ratio = ?9,"
      " megapixels = ?10, quality_category = ?11, file_size_kb = ?12,"
      " bytes_per_pixel = ?13, dpi_x = ?14, dpi_y = ?15,"
      " resolution_category = ?16 WHERE id = ?1 AND image_width IS NULL",
      content, facts.pixel_sha256, facts.exif_orientation, facts.frame_count,
      metadata.width, metadata.height, metadata.format, metadata.mode,
      metadata.aspect_ratio, metadata.megapixels, metadata.quality_category,
      metadata.file_size_kb, metadata.bytes_per_pixel, metadata.dpi_x,
      metadata.dpi_y, metadata.resolution_category));
  if (db.changes() == 0) {
    // A reduced decoding gave no hash; a whole one brings it later.
    return Execute(db,
                   "UPDATE contents SET pixel_sha256 = ?2"
                   " WHERE id = ?1 AND pixel_sha256 IS NULL",
                   content, facts.pixel_sha256);
  }
  for (std::size_t i = 0; i < facts.warnings.size(); ++i) {
    RESCAN_TRY(Execute(db,
                       "INSERT INTO content_warnings (content_id, seq, message)"
                       " VALUES (?1, ?2, ?3)",
                       content, static_cast<std::int64_t>(i),
                       facts.warnings[i]));
  }
  return {};
}

// The content that the outcome is about: the bytes the worker saw, else those
// of the plan, else none.
Result<std::optional<ContentId>> ContentOf(Database& db, const RunContext& run,
                                           const RunItem& item,
                                           const Outcome& outcome) {
  if (HashKnown(outcome)) {
    const ImageFacts& facts = *outcome.facts;
    const Result<ContentId> content =
        EnsureContent(db, facts.file_sha256, facts.file_size);
    if (!content) return tl::unexpected(content.error());
    if (Decoded(facts)) RESCAN_TRY(StoreFacts(db, *content, facts));
    return std::optional<ContentId>(*content);
  }
  Query query(db,
              "SELECT content_id FROM run_items"
              " WHERE run_id = ?1 AND image_id = ?2",
              run.id, item.image);
  const Result<bool> row = query.Step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return std::optional<ContentId>();
  return query.OptionalInt64(0);
}

// The image has come to an end: its item, its mark, its link. Error
// kInvalidArgument when the item is not pending.
struct Ending {
  ImageId image = 0;
  std::optional<ContentId> content;
  VersionId version = 0;
  const char* item_state = "done";
  const char* status = "SUCCESS";
  std::int64_t entries = 0;
};

Result<std::optional<ContentId>> LinkedContent(Database& db, ImageId image) {
  Query query(db, "SELECT content_id FROM images WHERE id = ?1", image);
  const Result<bool> row = query.Step();
  if (!row) return tl::unexpected(row.error());
  return *row ? query.OptionalInt64(0) : std::nullopt;
}

Status MarkItem(Database& db, const RunContext& run, const Ending& ending) {
  RESCAN_TRY(Execute(db,
                     "UPDATE run_items SET state = ?3, content_id = ?4"
                     " WHERE run_id = ?1 AND image_id = ?2"
                     " AND state = 'pending'",
                     run.id, ending.image, ending.item_state, ending.content));
  if (db.changes() == 0) {
    return tl::unexpected(
        db.ErrorAbout(ErrorCode::kInvalidArgument,
                      fmt::format("image {} is not pending in run {}",
                                  ending.image, run.id)));
  }
  // What was read of the bytes before these must stay in reach of the path.
  RESCAN_TRY(Execute(
      db,
      "INSERT OR IGNORE INTO earlier_contents (image_id, content_id, run_id)"
      " SELECT i.id, i.content_id, ?3 FROM images i"
      " JOIN processed p ON p.image_id = i.id"
      " WHERE i.id = ?1 AND i.content_id <> ?2 AND EXISTS"
      " (SELECT 1 FROM readings r WHERE r.content_id = i.content_id)",
      ending.image, ending.content, run.id));
  // Where the bytes are unknown, the last known ones stay linked; "auto" says
  // nothing of a kind that is known.
  RESCAN_TRY(Execute(db,
                     "UPDATE images SET kind = iif(?2 = 'auto', kind, ?2),"
                     " content_id = coalesce(?3, content_id) WHERE id = ?1",
                     ending.image, run.kind, ending.content));
  return Execute(
      db,
      "INSERT INTO processed (image_id, content_id, version_id, run_id, status,"
      " entry_count, processed_at, failures_seen)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7,"
      " (SELECT coalesce(max(id), 0) FROM failures))"
      " ON CONFLICT (image_id) DO UPDATE SET content_id = excluded.content_id,"
      " version_id = excluded.version_id, run_id = excluded.run_id,"
      " status = excluded.status, entry_count = excluded.entry_count,"
      " processed_at = excluded.processed_at,"
      " failures_seen = excluded.failures_seen",
      ending.image, ending.content, ending.version, run.id, ending.status,
      ending.entries, run.now);
}

Status EndItem(Database& db, const RunContext& run, SheetWriter& sheets,
               const Ending& ending) {
  const Result<std::optional<ContentId>> before =
      LinkedContent(db, ending.image);
  if (!before) return tl::unexpected(before.error());
  RESCAN_TRY(MarkItem(db, run, ending));
  if (!*before || !ending.content || **before == *ending.content) return {};
  return sheets.Unlinked(run.user, **before);
}

Status RecordSuccess(Database& db, const RunContext& run, SheetWriter& sheets,
                     const RunItem& item, const std::vector<RunItem>& followers,
                     ContentId content, const Outcome& outcome) {
  const Reading& reading = *outcome.reading;
  RESCAN_TRY(InsertReading(db, run, content, reading, outcome.seconds));
  Ending ending;
  ending.image = item.image;
  ending.content = content;
  ending.version = run.version;
  ending.entries = static_cast<std::int64_t>(reading.page.lines.size());
  RESCAN_TRY(EndItem(db, run, sheets, ending));
  for (const RunItem& follower : followers) {
    ending.image = follower.image;
    ending.item_state = "duplicate";
    RESCAN_TRY(EndItem(db, run, sheets, ending));
  }
  return sheets.TakeForAll(content);
}

Status RecordFailed(Database& db, const RunContext& run, SheetWriter& sheets,
                    const RunItem& item, const std::vector<RunItem>& followers,
                    std::optional<ContentId> content, const Outcome& outcome,
                    std::vector<std::string>& warnings) {
  Ending ending;
  ending.content = content;
  ending.version = run.version;
  ending.item_state = "failed";
  ending.status = "FAILED";
  ending.image = item.image;
  RESCAN_TRY(InsertFailure(db, run, {item.image, item.path, content},
                           *outcome.failure, outcome.seconds.wall, warnings));
  RESCAN_TRY(EndItem(db, run, sheets, ending));
  if (followers.empty()) return {};
  Failure copied = *outcome.failure;
  copied.message += fmt::format(" (not read again: the same bytes as {})",
                                PathForDisplay(item.path));
  for (const RunItem& follower : followers) {
    ending.image = follower.image;
    RESCAN_TRY(InsertFailure(db, run, {follower.image, follower.path, content},
                             copied, 0, warnings));
    RESCAN_TRY(EndItem(db, run, sheets, ending));
  }
  return {};
}

// Once for each year and store.
void WarnOfUnknownYears(const std::set<int>& years, std::set<int>& warned,
                        std::vector<std::string>& warnings) {
  for (const int year : years) {
    if (!warned.insert(year).second) continue;
    warnings.push_back(
        fmt::format("the bank holidays of {} are not known: their hours are"
                    " judged as on any other day",
                    year));
  }
}

Status CheckOutcome(const Database& db, const RunItem& item,
                    const std::vector<RunItem>& followers,
                    const Outcome& outcome) {
  const auto refuse = [&db](std::string_view what) {
    return tl::unexpected(db.ErrorAbout(ErrorCode::kInvalidArgument, what));
  };
  if (outcome.reading.has_value() == outcome.failure.has_value()) {
    return refuse("an outcome is either a reading or a failure");
  }
  if (outcome.reading && !HashKnown(outcome)) {
    return refuse("a reading without the facts of its image");
  }
  if (!followers.empty() && HashKnown(outcome) &&
      item.sha256 != outcome.facts->file_sha256) {
    return refuse("the file changed, its copies must be read on their own");
  }
  return {};
}

}  // namespace

Status RecordStore::RecordOutcome(RunId run, const RunItem& item,
                                  const std::vector<RunItem>& followers,
                                  const Outcome& outcome) {
  Database& db = *impl_->db;
  RESCAN_TRY(CheckOutcome(db, item, followers, outcome));
  WriteTransaction transaction(db);
  RESCAN_TRY(transaction.Begin());
  const Result<RunContext> context = ContextOf(db, run, impl_->Now());
  if (!context) return tl::unexpected(context.error());
  const Result<std::optional<ContentId>> content =
      ContentOf(db, *context, item, outcome);
  if (!content) return tl::unexpected(content.error());
  SheetWriter sheets(db, impl_->dictionaries, context->now);
  if (outcome.reading) {
    RESCAN_TRY(RecordSuccess(db, *context, sheets, item, followers, **content,
                             outcome));
  } else {
    RESCAN_TRY(RecordFailed(db, *context, sheets, item, followers, *content,
                            outcome, impl_->warnings));
  }
  RESCAN_TRY(transaction.Commit());
  WarnOfUnknownYears(sheets.unknown_years(), impl_->warned_years,
                     impl_->warnings);
  return {};
}

Status RecordStore::RecordAttempt(RunId run, const RunItem& item,
                                  const Outcome& outcome) {
  Database& db = *impl_->db;
  if (!outcome.failure) {
    return tl::unexpected(db.ErrorAbout(ErrorCode::kInvalidArgument,
                                        "an attempt without a failure"));
  }
  WriteTransaction transaction(db);
  RESCAN_TRY(transaction.Begin());
  const Result<RunContext> context = ContextOf(db, run, impl_->Now());
  if (!context) return tl::unexpected(context.error());
  const Result<std::optional<ContentId>> content =
      ContentOf(db, *context, item, outcome);
  if (!content) return tl::unexpected(content.error());
  RESCAN_TRY(InsertFailure(db, *context, {item.image, item.path, *content},
                           *outcome.failure, outcome.seconds.wall,
                           impl_->warnings));
  RESCAN_TRY(Execute(db,
                     "UPDATE run_items SET kills = kills + ?3"
                     " WHERE run_id = ?1 AND image_id = ?2"
                     " AND state = 'pending'",
                     run, item.image, outcome.killed_worker));
  if (db.changes() == 0) {
    return tl::unexpected(db.ErrorAbout(
        ErrorCode::kInvalidArgument,
        fmt::format("image {} is not pending in run {}", item.image, run)));
  }
  return transaction.Commit();
}

Status RecordStore::RecordDuplicate(RunId run, const RunItem& item) {
  Database& db = *impl_->db;
  WriteTransaction transaction(db);
  RESCAN_TRY(transaction.Begin());
  const Result<RunContext> context = ContextOf(db, run, impl_->Now());
  if (!context) return tl::unexpected(context.error());
  Ending ending;
  {
    Query query(db,
                "SELECT r.content_id, r.version_id, r.line_count"
                " FROM contents c JOIN readings r ON r.content_id = c.id"
                " AND r.superseded = 0 WHERE c.file_sha256 = ?1",
                item.sha256);
    const Result<bool> row = query.Step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) {
      return tl::unexpected(
          db.ErrorAbout(ErrorCode::kInvalidArgument,
                        fmt::format("{} has no reading to be linked to",
                                    PathForDisplay(item.path))));
    }
    ending.content = query.Int64(0);
    ending.version = query.Int64(1);
    ending.entries = query.Int64(2);
  }
  ending.image = item.image;
  ending.item_state = "duplicate";
  SheetWriter sheets(db, impl_->dictionaries, context->now);
  RESCAN_TRY(EndItem(db, *context, sheets, ending));
  RESCAN_TRY(sheets.Take(context->user, *ending.content));
  RESCAN_TRY(transaction.Commit());
  WarnOfUnknownYears(sheets.unknown_years(), impl_->warned_years,
                     impl_->warnings);
  return {};
}

}  // namespace rescan
