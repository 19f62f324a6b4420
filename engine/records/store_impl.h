// What the parts of RecordStore share. Private to engine/records.
#ifndef RESCAN_ENGINE_RECORDS_STORE_IMPL_H_
#define RESCAN_ENGINE_RECORDS_STORE_IMPL_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/image/metadata.h"
#include "engine/records/dictionary_rows.h"
#include "engine/records/open_database.h"
#include "engine/records/sqlite_db.h"
#include "engine/records/store.h"
#include "kernels/base/result.h"

namespace rescan {

struct RecordStore::Impl {
  Impl(std::unique_ptr<Database> database, StoreOptions store_options)
      : db(std::move(database)), options(std::move(store_options)) {}

  [[nodiscard]] std::string Now() const { return StoreNow(options); }

  std::unique_ptr<Database> db;
  StoreOptions options;
  std::vector<std::string> warnings;
  DictionaryCache dictionaries;
  std::set<int> warned_years;  // whose bank holidays nobody knows
};

// The columns of `contents` that make an ImageMetadata, in the order in which
// MetadataColumns reads them, for a table alias c.
#define RESCAN_METADATA_COLUMNS                                     \
  "c.image_width, c.image_height, c.image_format, c.image_mode,"    \
  " c.aspect_ratio, c.megapixels, c.quality_category, c.file_size," \
  " c.file_size_kb, c.bytes_per_pixel, c.dpi_x, c.dpi_y,"           \
  " c.resolution_category"
inline constexpr int kMetadataColumns = 13;

// Reads them from column `first` on. An image that was never decoded has the
// default values.
[[nodiscard]] ImageMetadata MetadataColumns(Query& row, int first);

// What every row of a run's results needs of the run.
struct RunContext {
  RunId id = 0;
  std::string kind;
  std::string user;
  VersionId version = 0;
  std::string now;  // the time stamp of this transaction
};
// Error kNotFound when there is no such run.
[[nodiscard]] Result<RunContext> ContextOf(Database& db, RunId run,
                                           std::string now);

// The row of `contents` for these bytes, made when absent.
[[nodiscard]] Result<ContentId> EnsureContent(Database& db,
                                              const Sha256Digest& sha256,
                                              std::uint64_t size);

// Inserts a reading with its lines, words, letters and raw timesheet; the
// content's earlier one becomes superseded. Part of a transaction.
[[nodiscard]] Status InsertReading(Database& db, const RunContext& run,
                                   ContentId content, const Reading& reading,
                                   const StageSeconds& seconds);
// Fills `page.lines` of a stored reading; the letters of its words only
// `with_letters`.
[[nodiscard]] Status ReadLines(Database& db, std::int64_t reading, Page& page,
                               bool with_letters = true);

// Row of a line in the full text: stable, whatever becomes of the tables.
// None for line ids from 2^20 on, which are not in it.
[[nodiscard]] constexpr std::optional<std::int64_t> LineTextRow(
    std::int64_t reading, int line_id) {
  if (line_id < 0 || line_id >= 1 << 20) return std::nullopt;
  return (reading << 20) | line_id;
}

// Where a failure belongs.
struct FailedImage {
  ImageId image = 0;
  std::string path;
  std::optional<ContentId> content;
};
// Adds a failure row inside the open transaction. Only errors of storage are
// returned; anything else takes the row back alone and is noted in `warnings`,
// so that writing it never costs the image its mark.
[[nodiscard]] Status InsertFailure(Database& db, const RunContext& run,
                                   const FailedImage& where,
                                   const Failure& failure, double wall_seconds,
                                   std::vector<std::string>& warnings);

}  // namespace rescan

#endif  // RESCAN_ENGINE_RECORDS_STORE_IMPL_H_
