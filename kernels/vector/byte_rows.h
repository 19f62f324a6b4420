#ifndef RESCAN_KERNELS_VECTOR_BYTE_ROWS_H_
#define RESCAN_KERNELS_VECTOR_BYTE_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "kernels/vector/float_rows.h"

namespace rescan::kernels {

// Vectors as bytes, for a first pass that reads a quarter of the memory and
// still misses nothing: for every row there is a bound that its inner product
// with the query, as InnerProducts() computes it, cannot exceed. Rows whose
// bound is too low are out; for the others InnerProducts() decides.
//
// A row x is kept as scale * code, code in [-127, 127], with a radius. With a
// query y, kept as t * p in 16 bits (ByteQuery), and e = x - scale * code,
// f = y - t * p:
//
//   x . y = scale t (code . p) + e . y + scale code . f
//
// code . p is an integer and summed exactly. By Cauchy-Schwarz the rest is at
// most |e| |y| + (|x| + |e|) |f|. InnerProducts() is off by at most
// InnerProductErrorFactor(d) |x| |y|, and the arithmetic of the bound by eight
// roundings of its terms. With |f| <= QueryErrorFactor(d) |y| (each element is
// off by half a step of max|y| / limit, and max|y| <= |y|) all that is within
// radius * |y| for
//
//   radius = |e| + (|x| + |e|) (QueryErrorFactor + InnerProductErrorFactor
//            + 16 u),  u = 2^-24
//
// so   bound = scale t (code . p) + radius |y|   >= InnerProducts().
//
// That holds for lengths from kLeastLength to kGreatestLength, where no product
// overflows or loses digits as a denormal, and for zero. Other rows (also those
// with NaN or infinity) get an infinite radius: they are never ruled out. Other
// queries are not usable().
inline constexpr double kLeastLength = 1e-12;
inline constexpr double kGreatestLength = 1e12;

// Codes of a row are followed by zeros up to a multiple of this, so that no
// row has a tail.
inline constexpr std::size_t kByteRowPadding = 32;

[[nodiscard]] constexpr std::size_t ByteRowStride(std::size_t dimension) {
  return (dimension + kByteRowPadding - 1) / kByteRowPadding * kByteRowPadding;
}

// Rows that belong to somebody else. A row takes ByteRowStride(dimension)
// codes, the next follows at once.
struct ByteRows {
  const std::int8_t* codes = nullptr;
  const float* scales = nullptr;
  const float* radii = nullptr;
  std::size_t count = 0;
  std::size_t dimension = 0;

  // Rows [first, first + size). REQUIRES: first + size <= count.
  [[nodiscard]] ByteRows Slice(std::size_t first, std::size_t size) const {
    return {codes + first * ByteRowStride(dimension), scales + first,
            radii + first, size, dimension};
  }
};

struct ByteScale {
  float scale;
  float radius;
};

// Largest dimension for which code . p fits 32 bits.
inline constexpr std::size_t kMaxByteDimension = 1 << 16;

// Any values. REQUIRES: row.size() <= kMaxByteDimension; codes.size() ==
// ByteRowStride(row.size()). Thread-safe. Codes and scale are the same on every
// SIMD target, radii differ by rounding.
[[nodiscard]] ByteScale QuantizeRow(std::span<const float> row,
                                    std::span<std::int8_t> codes);

// A query in 16 bits.
class ByteQuery {
 public:
  // Any values. REQUIRES: query.size() <= kMaxByteDimension.
  explicit ByteQuery(std::span<const float> query);

  // False where there is no bound, see above: then do without.
  [[nodiscard]] bool usable() const { return usable_; }
  [[nodiscard]] std::size_t dimension() const { return dimension_; }
  [[nodiscard]] const std::int16_t* codes() const { return codes_.data(); }
  [[nodiscard]] float scale() const { return scale_; }    // t
  [[nodiscard]] float length() const { return length_; }  // >= |y|

 private:
  std::size_t dimension_;
  std::vector<std::int16_t> codes_;  // padded like a row's
  bool usable_ = false;
  float scale_ = 0;
  float length_ = 0;
};

// bounds[i] >= what InnerProducts() gives for row i.
// REQUIRES: query.usable(); query.dimension() == rows.dimension; bounds.size()
// == rows.count. Thread-safe. Targets differ by rounding.
void UpperBounds(const ByteQuery& query, const ByteRows& rows,
                 std::span<float> bounds);

// Up to kMaxByteQueries queries at once, each byte of a row read once for all:
// bounds[q * rows.count + i]. The same bits as UpperBounds.
inline constexpr std::size_t kMaxByteQueries = 4;
// REQUIRES: queries.size() <= kMaxByteQueries, each as above.
void UpperBoundTable(std::span<const ByteQuery* const> queries,
                     const ByteRows& rows, std::span<float> bounds);

// The places i of values with values[i] >= threshold, ascending, into
// `places`; returns how many. A NaN is never at least anything.
// REQUIRES: places.size() >= values.size().
std::size_t SelectAtLeast(std::span<const float> values, float threshold,
                          std::span<std::uint32_t> places);

}  // namespace rescan::kernels

#endif  // RESCAN_KERNELS_VECTOR_BYTE_ROWS_H_
