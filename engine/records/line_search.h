// Full text over the lines of all readings (SQLite's FTS5).
#ifndef RESCAN_ENGINE_RECORDS_LINE_SEARCH_H_
#define RESCAN_ENGINE_RECORDS_LINE_SEARCH_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/ocr/page.h"
#include "engine/records/store.h"
#include "kernels/base/result.h"
#include "kernels/base/sha256.h"

namespace rescan {

class Database;

struct LineQuery {
  std::string text = {};         // as FullTextExpression understands it
  std::string image_class = {};  // "NATIVE", "PHOTO", "SCAN"; empty = any
  // Profile name, or version with build date: then superseded results of that
  // version count too. Empty = current results of whatever version.
  std::string version = {};
  std::int64_t limit = 20;  // at least 1
};

// A line and where it is.
struct FoundLine {
  std::string path;              // first of the paths with these bytes; empty =
                                 // the file has other bytes by now
  std::int64_t other_paths = 0;  // that have the same bytes
  Sha256Digest sha256 = {};      // of the bytes
  std::string image_class;
  std::string full_version, profile;
  bool current = true;  // not superseded, and a path has these bytes
  int line_id = 0;
  std::string text;
  PixelBox box;
  int page_width = 0, page_height = 0;
  double confidence = 0;
  // First byte and length in `text` of what matched, ascending, apart.
  std::vector<std::pair<std::size_t, std::size_t>> matches;
};

// A connection of its own, for reading only; not thread-safe. Errors as
// RecordStore::Open.
class LineSearch {
 public:
  [[nodiscard]] static Result<std::unique_ptr<LineSearch>> Open(
      const std::string& workspace, const StoreOptions& options = {});
  ~LineSearch();
  LineSearch(const LineSearch&) = delete;
  LineSearch& operator=(const LineSearch&) = delete;

  // Best match first (BM25). Error kInvalidArgument: a query of so many words
  // and operators that it is refused.
  [[nodiscard]] Result<std::vector<FoundLine>> Find(const LineQuery& query);

  // The line of the image's current reading; kNotFound when there is none.
  [[nodiscard]] Result<FoundLine> LineOf(const Sha256Digest& sha256,
                                         int line_id);

 private:
  explicit LineSearch(std::unique_ptr<Database> db);

  const std::unique_ptr<Database> db_;
};

}  // namespace rescan

#endif  // RESCAN_ENGINE_RECORDS_LINE_SEARCH_H_
