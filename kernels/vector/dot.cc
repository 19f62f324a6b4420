#include "kernels/vector/dot.h"

#include <algorithm>
#include <cassert>
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/vector/dot.cc"
#include "hwy/foreach_target.h"
// Must come after foreach_target.h.
#include "hwy/highway.h"
#include "kernels/vector/tile-inl.h"

HWY_BEFORE_NAMESPACE();
namespace rescan::kernels {
namespace HWY_NAMESPACE {

// Bytes: the memory's latency at its full rate.
constexpr std::size_t kAhead = 4096;

// Fewer than kTileRows rows: one after the other, as a tile of four times the
// same.
template <class Step>
HWY_INLINE void LastRows(const float* query, const FloatRows& rows,
                         float* out) {
  for (std::size_t i = 0; i < rows.count; ++i) {
    float sums[kTileRows];
    float* const to = sums;
    FloatTile<Step, 1, 0>(&query, rows.row(i), 0, rows.dimension, &to);
    out[i] = sums[0];
  }
}

template <class Step>
void OneToMany(const float* query, const FloatRows& rows, float* out) {
  const std::size_t whole = rows.count / kTileRows * kTileRows;
  const float* row = rows.data;
  float* const end = out + whole;
  for (; out != end; out += kTileRows) {
    FloatTile<Step, 1, kAhead>(&query, row, rows.stride, rows.dimension, &out);
    row += kTileRows * rows.stride;
  }
  LastRows<Step>(query, rows.Slice(whole, rows.count - whole), out);
}

// Query rows q .. q + kQueries of a block of rows that starts at `start`.
template <class Step, std::size_t kQueries>
HWY_INLINE void SomeToMany(const FloatRows& queries, std::size_t q,
                           const FloatRows& block, std::size_t out_stride,
                           float* out) {
  const float* of_query[kQueries];
  float* to[kQueries];
  for (std::size_t k = 0; k < kQueries; ++k) {
    of_query[k] = queries.row(q + k);
    to[k] = out + k * out_stride;
  }
  const std::size_t whole = block.count / kTileRows * kTileRows;
  const float* row = block.data;
  for (std::size_t first = 0; first < whole; first += kTileRows) {
    FloatTile<Step, kQueries, 0>(of_query, row, block.stride, block.dimension,
                                 to);
    row += kTileRows * block.stride;
    for (float*& place : to) place += kTileRows;
  }
  const FloatRows last = block.Slice(whole, block.count - whole);
  for (std::size_t k = 0; k < kQueries; ++k) {
    LastRows<Step>(of_query[k], last, to[k]);
  }
}

template <class Step>
void ManyToMany(const FloatRows& queries, const FloatRows& rows, float* out) {
  // 4 x 4 sums, 4 rows and a query fit the 32 registers of AVX-512; with 16
  // they spill a little.
  constexpr std::size_t kQueries = 4;
  // Rows that stay in the first-level cache while all queries pass by.
  constexpr std::size_t kBlockBytes = 16 * 1024;
  const std::size_t row_bytes = rows.dimension * sizeof(float) + 1;
  const std::size_t size =
      std::max<std::size_t>(1, kBlockBytes / row_bytes / kTileRows) * kTileRows;
  for (std::size_t start = 0; start < rows.count; start += size) {
    const FloatRows block =
        rows.Slice(start, std::min(size, rows.count - start));
    std::size_t q = 0;
    for (; q + kQueries <= queries.count; q += kQueries) {
      SomeToMany<Step, kQueries>(queries, q, block, rows.count,
                                 out + q * rows.count + start);
    }
    for (; q < queries.count; ++q) {
      SomeToMany<Step, 1>(queries, q, block, rows.count,
                          out + q * rows.count + start);
    }
  }
}

void InnerProductsOf(const float* query, const FloatRows& rows, float* out) {
  OneToMany<InnerProductStep>(query, rows, out);
}
void SquaredDistancesOf(const float* query, const FloatRows& rows, float* out) {
  OneToMany<SquaredDistanceStep>(query, rows, out);
}
void InnerProductTableOf(const FloatRows& queries, const FloatRows& rows,
                         float* out) {
  ManyToMany<InnerProductStep>(queries, rows, out);
}
void SquaredDistanceTableOf(const FloatRows& queries, const FloatRows& rows,
                            float* out) {
  ManyToMany<SquaredDistanceStep>(queries, rows, out);
}

}  // namespace HWY_NAMESPACE
}  // namespace rescan::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace rescan::kernels {
HWY_EXPORT(InnerProductsOf);
HWY_EXPORT(SquaredDistancesOf);
HWY_EXPORT(InnerProductTableOf);
HWY_EXPORT(SquaredDistanceTableOf);

void InnerProducts(std::span<const float> query, const FloatRows& rows,
                   std::span<float> out) {
  assert(query.size() == rows.dimension && out.size() == rows.count);
  HWY_DYNAMIC_DISPATCH(InnerProductsOf)(query.data(), rows, out.data());
}

void SquaredDistances(std::span<const float> query, const FloatRows& rows,
                      std::span<float> out) {
  assert(query.size() == rows.dimension && out.size() == rows.count);
  HWY_DYNAMIC_DISPATCH(SquaredDistancesOf)(query.data(), rows, out.data());
}

void InnerProductTable(const FloatRows& queries, const FloatRows& rows,
                       std::span<float> out) {
  assert(queries.dimension == rows.dimension);
  assert(out.size() == queries.count * rows.count);
  HWY_DYNAMIC_DISPATCH(InnerProductTableOf)(queries, rows, out.data());
}

void SquaredDistanceTable(const FloatRows& queries, const FloatRows& rows,
                          std::span<float> out) {
  assert(queries.dimension == rows.dimension);
  assert(out.size() == queries.count * rows.count);
  HWY_DYNAMIC_DISPATCH(SquaredDistanceTableOf)(queries, rows, out.data());
}

float InnerProduct(std::span<const float> a, std::span<const float> b) {
  float product = 0;
  InnerProducts(a, FloatRows::Of(b), std::span(&product, 1));
  return product;
}

}  // namespace rescan::kernels
#endif  // HWY_ONCE
