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

// A tile of `queries` and the rows from `first`, of which the last may be
// missing: the last one then stands in for those, and its copies are dropped.
template <class Step, std::size_t kQueries>
HWY_INLINE void TileAt(const float* const* queries, const FloatRows& rows,
                       std::size_t first, float* const* out) {
  const std::size_t there = std::min(kTileRows, rows.count - first);
  const float* tile_rows[kTileRows];
  for (std::size_t r = 0; r < kTileRows; ++r) {
    tile_rows[r] = rows.row(first + std::min(r, there - 1));
  }
  float sums[kQueries * kTileRows];
  FloatTile<Step, kQueries>(queries, tile_rows, rows.dimension, sums);
  for (std::size_t q = 0; q < kQueries; ++q) {
    std::memcpy(out[q] + first, sums + q * kTileRows, there * sizeof(float));
  }
}

template <class Step>
void OneToMany(const float* query, const FloatRows& rows, float* out) {
  for (std::size_t first = 0; first < rows.count; first += kTileRows) {
    TileAt<Step, 1>(&query, rows, first, &out);
  }
}

template <class Step>
void ManyToMany(const FloatRows& queries, const FloatRows& rows, float* out) {
  // 4 x 4 sums, 4 rows and a query fit the 32 registers of AVX-512 and spill
  // little with 16.
  constexpr std::size_t kQueries = 4;
  // Rows that stay in the first-level cache while all queries pass by.
  constexpr std::size_t kBlockBytes = 16 * 1024;
  const std::size_t row_bytes = rows.dimension * sizeof(float) + 1;
  const std::size_t block =
      std::max<std::size_t>(1, kBlockBytes / row_bytes / kTileRows) * kTileRows;
  for (std::size_t start = 0; start < rows.count; start += block) {
    const FloatRows part =
        rows.Slice(start, std::min(block, rows.count - start));
    std::size_t q = 0;
    for (; q + kQueries <= queries.count; q += kQueries) {
      const float* tile_queries[kQueries];
      float* tile_out[kQueries];
      for (std::size_t k = 0; k < kQueries; ++k) {
        tile_queries[k] = queries.row(q + k);
        tile_out[k] = out + (q + k) * rows.count + start;
      }
      for (std::size_t first = 0; first < part.count; first += kTileRows) {
        TileAt<Step, kQueries>(tile_queries, part, first, tile_out);
      }
    }
    for (; q < queries.count; ++q) {
      OneToMany<Step>(queries.row(q), part, out + q * rows.count + start);
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
