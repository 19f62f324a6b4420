#ifndef RESCAN_ENGINE_RUN_TEXT_INDEX_H_
#define RESCAN_ENGINE_RUN_TEXT_INDEX_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/ocr/page.h"
#include "engine/records/store.h"
#include "index/match_policy.h"
#include "kernels/base/result.h"
#include "kernels/base/sha256.h"

namespace rescan {

struct TextIndexQuery {
  std::string text = {};
  int k = 10;  // at most so many; 0 = all that are similar enough
  // Percent; with k == 0 it must be there.
  std::optional<double> min_similarity = {};
};

// A row or word that looks like what was asked for.
struct SimilarText {
  std::string id;    // in the collection
  std::string path;  // first of the paths with these bytes
  std::int64_t other_paths = 0;
  Sha256Digest sha256 = {};  // of the bytes
  int line_id = 0;           // of a row: its leftmost line's
  int word_id = 0;           // 0 for a row
  std::string text;          // a row's is that of all its lines
  PixelBox box;              // of all of it
  float score = 0;           // cosine
  double similarity = 0;     // percent
  index::MatchBand band = index::MatchBand::kNew;
};

// The collection "lines" or "words" as it stands, in memory, for searching.
// Not thread-safe. Nothing is written.
class TextIndex {
 public:
  // kNotFound: there is no snapshot yet; kInvalidArgument: no such collection;
  // kUnsupported: the snapshot is of another model than this program embeds
  // with; kCorruption: no snapshot is whole; others as RecordStore::Open.
  [[nodiscard]] static Result<std::unique_ptr<TextIndex>> Open(
      const std::string& workspace, const std::string& collection,
      const StoreOptions& store = {});
  ~TextIndex();
  TextIndex(const TextIndex&) = delete;
  TextIndex& operator=(const TextIndex&) = delete;

  // Best first. What is no longer current, but not yet removed, is left out.
  // kInvalidArgument for a text without letters or digits.
  [[nodiscard]] Result<std::vector<SimilarText>> Find(
      const TextIndexQuery& query);

  [[nodiscard]] const std::string& version() const;
  // For the user: a damaged snapshot that an older one stands in for.
  [[nodiscard]] const std::vector<std::string>& warnings() const;
  // Vectors in deltas that are not merged, and readings without any delta, as
  // they were when it was opened: neither can be found.
  [[nodiscard]] std::int64_t waiting_vectors() const;
  [[nodiscard]] std::int64_t readings_without_delta() const;

 private:
  struct Impl;
  explicit TextIndex(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace rescan

#endif  // RESCAN_ENGINE_RUN_TEXT_INDEX_H_
