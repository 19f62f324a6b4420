#include "bench/text_embedding/measured.h"

#include <fmt/format.h>

#include <cstdlib>
#include <utility>

namespace rescan::bench {
namespace {

template <class T>
T ValueOrDie(Result<T> result) {
  if (!result) {
    fmt::print(stderr, "text_embedding_bench: {}\n", result.error().message);
    std::exit(2);
  }
  return std::move(*result);
}

}  // namespace

Measured Measure(const std::vector<PagePair>& pages,
                 const index::TextEmbedderOptions& options) {
  const auto embedder = ValueOrDie(index::TextEmbedder::Create(options));
  Measured measured;
  measured.truth = ValueOrDie(EntriesOf(pages, Side::kTruth, embedder));
  measured.read = ValueOrDie(EntriesOf(pages, Side::kRead, embedder));
  measured.on =
      LieOn(measured.read.entries, measured.truth.entries, kLeastShare);
  measured.twins = TwinsOf(measured.truth.entries);
  measured.found =
      FindNearest(measured.on, measured.truth.entries, measured.twins,
                  measured.read.vectors, measured.truth.vectors,
                  static_cast<std::size_t>(options.dimension));
  measured.figures = FiguresOf(measured.found, measured.on);
  return measured;
}

}  // namespace rescan::bench
