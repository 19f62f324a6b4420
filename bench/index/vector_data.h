#ifndef RESCAN_BENCH_INDEX_VECTOR_DATA_H_
#define RESCAN_BENCH_INDEX_VECTOR_DATA_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace rescan::bench {

// Row-major unit vectors.
struct VectorData {
  std::size_t dimension = 0;
  std::vector<float> values;

  [[nodiscard]] std::size_t count() const { return values.size() / dimension; }
  [[nodiscard]] std::span<const float> row(std::size_t i) const {
    return std::span(values).subspan(i * dimension, dimension);
  }
};

// How rows and queries are drawn. Both are seeded and the same on every
// machine; queries are other draws of what rows are, none of them is a row.
enum class Shape {
  // Independent directions. No structure at all: the worst case of any
  // approximate index, and unlike any embedding.
  kUniform,
  // Two levels of clusters of very unlike sizes and widths, as embeddings of
  // things that recur have: one group per 2,000 rows, the k-th likely as
  // 1 / sqrt(k); in each 40 clusters, whose centre has a cosine of 0.78 to the
  // group's; a row has one of 0.58 to 0.93 to its cluster's centre, at random.
  kClustered,
};

[[nodiscard]] VectorData DrawRows(Shape shape, std::size_t count,
                                  std::size_t dimension);
[[nodiscard]] VectorData DrawQueries(Shape shape, std::size_t rows,
                                     std::size_t count, std::size_t dimension);

}  // namespace rescan::bench

#endif  // RESCAN_BENCH_INDEX_VECTOR_DATA_H_
