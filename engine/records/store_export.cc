// RecordStore::Export: all images as they stand, in one read transaction.
#include <algorithm>
#include <array>
#include <compare>

#include "engine/records/sqlite_db.h"
#include "engine/records/store.h"
#include "engine/records/store_impl.h"

namespace rescan {
namespace {

constexpr std::array kClasses = {ImageClass::kNative, ImageClass::kPhoto,
                                 ImageClass::kScan};
constexpr std::array kRules = {DecidingRule::kMargins,
                               DecidingRule::kDimensions, DecidingRule::kPixels,
                               DecidingRule::kContent};

// A reading before its page is fetched.
struct StoredReading {
  std::int64_t id = 0;
  bool current = true;
  int line_count = 0, word_count = 0;
  std::string version, build_date;
  std::string full_version, profile, fingerprint;
  Reading reading;
};

Classification ClassificationColumns(Query& row, int first) {
  Classification classes;
  const auto image_class =
      std::find_if(kClasses.begin(), kClasses.end(), [&](ImageClass candidate) {
        return ImageClassName(candidate) == row.Bytes(first);
      });
  const auto rule =
      std::find_if(kRules.begin(), kRules.end(), [&](DecidingRule candidate) {
        return DecidingRuleName(candidate) == row.Bytes(first + 1);
      });
  if (image_class == kClasses.end() || rule == kRules.end()) {
    row.Malformed("a reading has an unknown class or rule");
    return classes;
  }
  classes.image_class = *image_class;
  classes.rule = *rule;
  classes.margins = {row.Real(first + 2), row.Real(first + 3),
                     row.Real(first + 4), row.Real(first + 5)};
  classes.scan_distance = row.Real(first + 6);
  classes.photo_distance = row.Real(first + 7);
  classes.pixels = {row.Real(first + 8), row.Real(first + 9),
                    row.Real(first + 10), row.Real(first + 11)};
  if (!row.IsNull(first + 12)) {
    classes.content = ContentVerdict{
        row.Real(first + 13), row.Real(first + 14), row.Real(first + 15),
        row.Int64(first + 16) != 0, row.Text(first + 12)};
  }
  return classes;
}

// Older versions first; of the same one those read earlier first.
bool Earlier(const StoredReading& a, const StoredReading& b) {
  const auto order = CompareVersions(a.version, b.version);
  if (order != std::strong_ordering::equal) {
    return order == std::strong_ordering::less;
  }
  if (a.build_date != b.build_date) return a.build_date < b.build_date;
  if (a.fingerprint != b.fingerprint) return a.fingerprint < b.fingerprint;
  return a.id < b.id;
}

Result<std::vector<StoredReading>> ReadingsOf(Database& db, ContentId content,
                                              bool with_superseded) {
  // Two branches, so that each can use its partial index.
#define RESCAN_READING_COLUMNS                                           \
  "SELECT r.id, r.superseded, r.line_count, r.word_count, r.page_width," \
  " r.page_height, v.version, v.build_date, v.full_version, v.name,"     \
  " v.fingerprint, r.image_class, r.deciding_rule, r.margin_left,"       \
  " r.margin_right, r.margin_top, r.margin_bottom, r.scan_distance,"     \
  " r.photo_distance, r.border_white, r.mean_saturation,"                \
  " r.border_mean_luminance, r.border_stddev, r.classifier,"             \
  " r.native_probability, r.photo_probability, r.scan_probability,"      \
  " r.class_uncertain, r.prepared_scale, r.osd_orientation"              \
  " FROM readings r JOIN ocr_versions v ON v.id = r.version_id"
  Query query(db,
              RESCAN_READING_COLUMNS
              " WHERE r.content_id = ?1 AND r.superseded = 0"
              " UNION ALL " RESCAN_READING_COLUMNS
              " WHERE r.content_id = ?1 AND r.superseded = 1 AND ?2",
              content, with_superseded);
#undef RESCAN_READING_COLUMNS
  std::vector<StoredReading> readings;
  while (true) {
    const Result<bool> more = query.Step();
    if (!more) return tl::unexpected(more.error());
    if (!*more) break;
    StoredReading reading;
    reading.id = query.Int64(0);
    reading.current = query.Int64(1) == 0;
    reading.line_count = query.Int(2);
    reading.word_count = query.Int(3);
    reading.reading.page.width = query.Int(4);
    reading.reading.page.height = query.Int(5);
    reading.version = query.Text(6);
    reading.build_date = query.Text(7);
    reading.full_version = query.Text(8);
    reading.profile = query.Text(9);
    reading.fingerprint = query.Text(10);
    reading.reading.classification = ClassificationColumns(query, 11);
    if (!query.IsNull(28)) reading.reading.prepared_scale = query.Real(28);
    if (!query.IsNull(29)) reading.reading.osd_orientation = query.Int(29);
    readings.push_back(std::move(reading));
  }
  std::sort(readings.begin(), readings.end(), Earlier);
  return readings;
}

// The user's first path with these bytes, in the order of an export.
Result<std::string> FirstCopy(Database& db, ContentId content,
                              const std::string& user) {
  Query query(db,
              "SELECT path FROM images WHERE content_id = ?1 AND user = ?2"
              " ORDER BY path LIMIT 1",
              content, user);
  const Result<bool> row = query.Step();
  if (!row) return tl::unexpected(row.error());
  return *row ? query.Text(0) : std::string();
}

Status ReadWarnings(Database& db, ContentId content,
                    std::vector<std::string>& warnings) {
  Query query(db,
              "SELECT message FROM content_warnings WHERE content_id = ?1"
              " ORDER BY seq",
              content);
  while (true) {
    const Result<bool> more = query.Step();
    if (!more) return tl::unexpected(more.error());
    if (!*more) return {};
    warnings.push_back(query.Text(0));
  }
}

// Contents that the image was read with before its file changed, in the order
// in which they were replaced.
Result<std::vector<ContentId>> EarlierContents(Database& db, ImageId image,
                                               ContentId current) {
  Query query(db,
              "SELECT content_id FROM earlier_contents WHERE image_id = ?1"
              " AND content_id <> ?2 ORDER BY run_id, content_id",
              image, current);
  std::vector<ContentId> contents;
  while (true) {
    const Result<bool> more = query.Step();
    if (!more) return tl::unexpected(more.error());
    if (!*more) return contents;
    contents.push_back(query.Int64(0));
  }
}

// Everything that the image's bytes say of it.
Status ReadContent(Database& db, ContentId content, ExportedImage& image) {
  Query query(db,
              "SELECT c.file_sha256, c.pixel_sha256, c.exif_orientation,"
              " c.frame_count, " RESCAN_METADATA_COLUMNS
              " FROM contents c WHERE c.id = ?1",
              content);
  const Result<bool> row = query.Step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) {
    return tl::unexpected(
        db.ErrorAbout(ErrorCode::kCorruption,
                      "the database is damaged: an image without its content"));
  }
  image.file_sha256 = query.Digest(0);
  image.pixel_sha256 = query.Digest(1);
  if (!query.IsNull(2)) image.exif_orientation = query.Int(2);
  if (!query.IsNull(3)) image.frame_count = query.Int(3);
  image.metadata = MetadataColumns(query, 4);
  RESCAN_TRY(query.Check());
  return ReadWarnings(db, content, image.warnings);
}

using Emit = std::function<Status(const ExportedImage&)>;

Status EmitReadings(Database& db, const ExportRequest& request,
                    std::vector<StoredReading> readings, ExportedImage& image,
                    const Emit& emit) {
  const bool current_bytes = image.current;
  for (StoredReading& stored : readings) {
    image.current = current_bytes && stored.current;
    image.line_count = stored.line_count;
    image.word_count = stored.word_count;
    image.full_version = std::move(stored.full_version);
    image.profile = std::move(stored.profile);
    image.fingerprint = std::move(stored.fingerprint);
    image.reading = std::move(stored.reading);
    if (request.with_page) {
      RESCAN_TRY(ReadLines(db, stored.id, image.reading->page));
    }
    RESCAN_TRY(emit(image));
  }
  return {};
}

// The image as it was read with bytes that its file had before.
Status EmitEarlier(Database& db, const ExportRequest& request,
                   const ExportedImage& image, ContentId content,
                   const Emit& emit) {
  ExportedImage earlier;
  earlier.path = image.path;
  earlier.user = image.user;
  earlier.kind = image.kind;
  earlier.status = "SUCCESS";
  earlier.current = false;
  RESCAN_TRY(ReadContent(db, content, earlier));
  Result<std::vector<StoredReading>> readings =
      ReadingsOf(db, content, /*with_superseded=*/true);
  if (!readings) return tl::unexpected(readings.error());
  return EmitReadings(db, request, std::move(*readings), earlier, emit);
}

Status EmitImage(Database& db, const ExportRequest& request, ImageId id,
                 ContentId content, ExportedImage image, const Emit& emit) {
  if (request.with_superseded) {
    const Result<std::vector<ContentId>> earlier =
        EarlierContents(db, id, content);
    if (!earlier) return tl::unexpected(earlier.error());
    for (const ContentId old : *earlier) {
      RESCAN_TRY(EmitEarlier(db, request, image, old, emit));
    }
  }
  RESCAN_TRY(ReadContent(db, content, image));
  const Result<std::string> first = FirstCopy(db, content, image.user);
  if (!first) return tl::unexpected(first.error());
  if (*first != image.path) image.duplicate_of = *first;
  Result<std::vector<StoredReading>> readings =
      ReadingsOf(db, content, request.with_superseded);
  if (!readings) return tl::unexpected(readings.error());
  if (readings->empty()) return emit(image);
  return EmitReadings(db, request, std::move(*readings), image, emit);
}

}  // namespace

Status RecordStore::Export(const ExportRequest& request, const Emit& emit) {
  Database& db = *impl_->db;
  ReadTransaction transaction(db);
  RESCAN_TRY(transaction.Begin());
  Query query(db,
              "SELECT i.id, i.path, i.user, i.kind, i.content_id, p.status"
              " FROM images i LEFT JOIN processed p ON p.image_id = i.id"
              " WHERE ?1 = '' OR i.user = ?1 ORDER BY i.path, i.user",
              request.user);
  while (true) {
    const Result<bool> more = query.Step();
    if (!more) return tl::unexpected(more.error());
    if (!*more) return {};
    ExportedImage image;
    image.path = query.Text(1);
    image.user = query.Text(2);
    image.kind = query.Text(3);
    image.status = query.IsNull(5) ? "PENDING" : query.Text(5);
    const std::optional<ContentId> content = query.OptionalInt64(4);
    if (content) {
      RESCAN_TRY(EmitImage(db, request, query.Int64(0), *content,
                           std::move(image), emit));
    } else {
      RESCAN_TRY(emit(image));
    }
  }
}

}  // namespace rescan
