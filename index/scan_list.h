#ifndef RESCAN_INDEX_SCAN_LIST_H_
#define RESCAN_INDEX_SCAN_LIST_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "kernels/vector/byte_rows.h"
#include "kernels/vector/dot.h"
#include "kernels/vector/float_rows.h"

namespace rescan::index {

// Some rows of a table of vectors, as bytes, one behind the other: what the
// first pass of a search reads. Thread-compatible. Takes
// ByteRowStride(dimension) + 12 bytes a row; growing throws std::bad_alloc.
class ScanList {
 public:
  explicit ScanList(std::size_t dimension) : dimension_(dimension) {}

  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  // The row of the table at `place`.
  [[nodiscard]] std::uint32_t row(std::size_t place) const {
    return rows_[place];
  }
  [[nodiscard]] kernels::ByteRows bytes() const {
    return {codes_.data(), scales_.data(), radii_.data(), size(), dimension_};
  }

  void Reserve(std::size_t size);
  void Clear();
  // REQUIRES: vector.size() == dimension.
  void Append(std::uint32_t row, std::span<const float> vector);
  void Replace(std::size_t place, std::span<const float> vector);
  void Rename(std::size_t place, std::uint32_t row) { rows_[place] = row; }
  // The last entry takes this place.
  void Remove(std::size_t place);

 private:
  [[nodiscard]] std::span<std::int8_t> Codes(std::size_t place);

  std::size_t dimension_;
  std::vector<std::int8_t> codes_;
  std::vector<float> scales_;
  std::vector<float> radii_;
  std::vector<std::uint32_t> rows_;
};

// A query, in both forms. The vector is the caller's.
struct ScanQuery {
  explicit ScanQuery(std::span<const float> its_vector)
      : vector(its_vector), bytes(its_vector) {}

  std::span<const float> vector;
  kernels::ByteQuery bytes;
};

// Rows that are looked at together. Few at first: until a collector has found
// something, every one of them is compared exactly.
inline constexpr std::size_t kFirstScanBlock = 16;
inline constexpr std::size_t kScanBlock = 256;

namespace internal {

// The rows of a block that a collector still needs to see.
template <class Collector>
void Rank(const ScanQuery& query, const ScanList& list, std::size_t start,
          std::span<const float> bounds, const kernels::FloatRows& vectors,
          Collector* collector) {
  std::array<std::uint32_t, kScanBlock> places;
  const std::size_t count =
      kernels::SelectAtLeast(bounds, collector->threshold(), places);
  for (std::size_t i = 0; i < count; ++i) {
    // The threshold may have risen since.
    if (bounds[places[i]] < collector->threshold()) continue;
    const std::uint32_t row = list.row(start + places[i]);
    if (!collector->Wants(row)) continue;
    collector->Offer(kernels::InnerProduct(
                         query.vector, {vectors.row(row), vectors.dimension}),
                     row);
  }
}

}  // namespace internal

// Offers exact scores (kernels::InnerProduct) of all rows of `list` to each
// query's collector, except of those that cannot get in: whose bound is below
// its threshold(). So a collector ends as if it had been offered every row. It
// has threshold(), Offer(score, row) and Wants(row), which is asked first.
// `vectors` holds the rows of the table; the list is read once for all queries.
// REQUIRES: bytes.usable() of every query; as many collectors as queries.
template <class Collector>
void ScanBytes(std::span<const ScanQuery> queries, const ScanList& list,
               const kernels::FloatRows& vectors,
               std::span<Collector> collectors) {
  constexpr std::size_t kGroup = kernels::kMaxByteQueries;
  std::array<float, kGroup * kScanBlock> bounds;
  const bool nothing_yet =
      std::any_of(collectors.begin(), collectors.end(), [](const auto& one) {
        return one.threshold() == -std::numeric_limits<float>::infinity();
      });
  std::size_t size = nothing_yet ? kFirstScanBlock : kScanBlock;
  for (std::size_t start = 0; start < list.size();) {
    const std::size_t rows = std::min(size, list.size() - start);
    const kernels::ByteRows block = list.bytes().Slice(start, rows);
    for (std::size_t first = 0; first < queries.size(); first += kGroup) {
      const std::size_t group = std::min(kGroup, queries.size() - first);
      std::array<const kernels::ByteQuery*, kGroup> bytes;
      for (std::size_t q = 0; q < group; ++q) {
        bytes[q] = &queries[first + q].bytes;
      }
      const auto table = std::span(bounds).first(group * rows);
      kernels::UpperBoundTable(std::span(bytes).first(group), block, table);
      for (std::size_t q = 0; q < group; ++q) {
        internal::Rank(queries[first + q], list, start,
                       table.subspan(q * rows, rows), vectors,
                       &collectors[first + q]);
      }
    }
    start += rows;
    size = std::min(kScanBlock, 2 * size);
  }
}

// All rows of `vectors`, exactly, without bytes: for queries that have none.
template <class Collector>
void ScanFloats(std::span<const float> query, const kernels::FloatRows& vectors,
                Collector* collector) {
  std::array<float, kScanBlock> scores;
  for (std::size_t start = 0; start < vectors.count; start += kScanBlock) {
    const std::size_t rows = std::min(kScanBlock, vectors.count - start);
    const auto block = std::span(scores).first(rows);
    kernels::InnerProducts(query, vectors.Slice(start, rows), block);
    std::array<std::uint32_t, kScanBlock> places;
    const std::size_t count =
        kernels::SelectAtLeast(block, collector->threshold(), places);
    for (std::size_t i = 0; i < count; ++i) {
      const auto row = static_cast<std::uint32_t>(start + places[i]);
      if (collector->Wants(row)) collector->Offer(block[places[i]], row);
    }
  }
}

}  // namespace rescan::index

#endif  // RESCAN_INDEX_SCAN_LIST_H_
