#ifndef RESCAN_BENCH_TEXT_EMBEDDING_MEASURED_H_
#define RESCAN_BENCH_TEXT_EMBEDDING_MEASURED_H_

#include <cstddef>
#include <optional>
#include <vector>

#include "bench/text_embedding/entries.h"
#include "bench/text_embedding/nearest.h"
#include "bench/text_embedding/page_set.h"
#include "index/text_embedder.h"

namespace rescan::bench {

// Each entry as read searched among all true ones.
struct Measured {
  EntrySet truth, read;
  std::vector<std::optional<std::size_t>> on;  // LieOn, kLeastShare
  std::vector<bool> twins;
  std::vector<Found> found;
  NearestFigures figures;
};

// Of the smaller of two entries' areas, for one to lie on the other.
inline constexpr double kLeastShare = 0.3;

// Exits the program where an option is out of range: they are ours.
[[nodiscard]] Measured Measure(const std::vector<PagePair>& pages,
                               const index::TextEmbedderOptions& options);

}  // namespace rescan::bench

#endif  // RESCAN_BENCH_TEXT_EMBEDDING_MEASURED_H_
