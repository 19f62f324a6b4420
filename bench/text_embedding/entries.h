// Rows or words of pages, with where they stand and what they should be.
#ifndef RESCAN_BENCH_TEXT_EMBEDDING_ENTRIES_H_
#define RESCAN_BENCH_TEXT_EMBEDDING_ENTRIES_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/text_embedding/page_set.h"
#include "engine/ocr/page.h"
#include "index/text_embedder.h"
#include "kernels/base/result.h"

namespace rescan::bench {

// A row or word as engine/embedding makes them.
struct Entry {
  std::size_t page = 0;
  PixelBox box;
  std::string text;
  std::string key;           // KeyOf(text)
  std::string surroundings;  // keys of the entries before and behind it
};

// Letters and digits alone, upper case; the text itself if it has none. Two
// texts with the same key read the same.
[[nodiscard]] std::string KeyOf(std::string_view text);

struct EntrySet {
  std::vector<Entry> entries;
  std::vector<float> vectors;  // one after another
  std::size_t without_content = 0;
};

enum class Side { kTruth, kRead };

// The rows or words (by the embedder's unit) of one side of the pages.
[[nodiscard]] Result<EntrySet> EntriesOf(const std::vector<PagePair>& pages,
                                         Side side,
                                         const index::TextEmbedder& embedder);

// For each entry as read, the true entry of its page that it lies on: the one
// that shares the largest area with it, of those that share at least
// `least_share` of the smaller one's. (Boxes of either side may be the wider
// ones: rows reach over gaps.) Nothing where there is no such entry.
[[nodiscard]] std::vector<std::optional<std::size_t>> LieOn(
    const std::vector<Entry>& read, const std::vector<Entry>& truth,
    double least_share);

}  // namespace rescan::bench

#endif  // RESCAN_BENCH_TEXT_EMBEDDING_ENTRIES_H_
