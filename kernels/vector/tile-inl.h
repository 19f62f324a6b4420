// Sums over pairs of float vectors, for the current SIMD target.
#if defined(RESCAN_KERNELS_VECTOR_TILE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef RESCAN_KERNELS_VECTOR_TILE_INL_H_
#undef RESCAN_KERNELS_VECTOR_TILE_INL_H_
#else
#define RESCAN_KERNELS_VECTOR_TILE_INL_H_
#endif

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "hwy/cache_control.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace rescan::kernels {
namespace HWY_NAMESPACE {
namespace tile_hn = hwy::HWY_NAMESPACE;

// Rows of a tile: four sums are added up across their lanes together, which
// costs little more than one.
constexpr std::size_t kTileRows = 4;

// The first `left` < Lanes(d) elements at `p`, zeros behind them; touches no
// memory behind them.
template <class D>
HWY_INLINE tile_hn::VFromD<D> LoadTail(D d,
                                       const tile_hn::TFromD<D>* HWY_RESTRICT p,
                                       std::size_t left) {
  HWY_ALIGN tile_hn::TFromD<D> part[tile_hn::MaxLanes(D())] = {};
  std::memcpy(part, p, left * sizeof(part[0]));
  return tile_hn::Load(d, part);
}

#if HWY_TARGET != HWY_SCALAR
// Blocks of four lanes added up to one block, halving the vector each time.
template <class D>
HWY_INLINE auto SumOfBlocks(D d, tile_hn::VFromD<D> v) {
  if constexpr (tile_hn::MaxLanes(D()) > 4) {
    const tile_hn::Half<D> half;
    return SumOfBlocks(half, tile_hn::Add(tile_hn::LowerHalf(half, v),
                                          tile_hn::UpperHalf(half, v)));
  } else {
    (void)d;
    return v;
  }
}
#endif

// out[i] = sum of the lanes of v[i], of 32-bit floats or integers.
template <class D>
HWY_INLINE void StoreFourSums(D d, const tile_hn::VFromD<D> (&v)[kTileRows],
                              tile_hn::TFromD<D>* HWY_RESTRICT out) {
#if HWY_TARGET == HWY_SCALAR
  for (std::size_t i = 0; i < kTileRows; ++i) tile_hn::StoreU(v[i], d, out + i);
#else
  const tile_hn::RepartitionToWide<D> wide;
  // Per block [a b c d] of four lanes: sums01 is [a+c of 0, a+c of 1, b+d of
  // 0, b+d of 1], and `blocks` the whole sums of rows 0 to 3.
  const auto sums01 = tile_hn::Add(tile_hn::InterleaveLower(d, v[0], v[1]),
                                   tile_hn::InterleaveUpper(d, v[0], v[1]));
  const auto sums23 = tile_hn::Add(tile_hn::InterleaveLower(d, v[2], v[3]),
                                   tile_hn::InterleaveUpper(d, v[2], v[3]));
  const auto wide01 = tile_hn::BitCast(wide, sums01);
  const auto wide23 = tile_hn::BitCast(wide, sums23);
  const auto blocks = tile_hn::Add(
      tile_hn::BitCast(d, tile_hn::InterleaveLower(wide, wide01, wide23)),
      tile_hn::BitCast(d, tile_hn::InterleaveUpper(wide, wide01, wide23)));
  const tile_hn::FixedTag<tile_hn::TFromD<D>, kTileRows> four;
  tile_hn::StoreU(SumOfBlocks(d, blocks), four, out);
#endif
}

struct InnerProductStep {
  template <class V>
  static HWY_INLINE V Add(V a, V b, V sum) {
    return tile_hn::MulAdd(a, b, sum);
  }
};

struct SquaredDistanceStep {
  template <class V>
  static HWY_INLINE V Add(V a, V b, V sum) {
    const V difference = tile_hn::Sub(a, b);
    return tile_hn::MulAdd(difference, difference, sum);
  }
};

// Asks for the cache line `bytes` behind `p`, wherever that is: an address that
// is not ours is not an error for the processor.
HWY_INLINE void PrefetchBehind(const void* p, std::size_t bytes) {
  hwy::Prefetch(reinterpret_cast<const char*>(
      reinterpret_cast<std::uintptr_t>(p) + bytes));
}

// out[q][r] = sum over i of Step(queries[q][i], rows[r][i]), for kTileRows rows
// from `rows`, `stride` elements apart. One accumulator a pair: the order of a
// sum does not depend on kQueries. kAhead: bytes to prefetch ahead, or 0.
template <class Step, std::size_t kQueries, std::size_t kAhead>
HWY_INLINE void FloatTile(const float* const* HWY_RESTRICT queries,
                          const float* HWY_RESTRICT rows, std::size_t stride,
                          std::size_t dimension, float* const* out) {
  const tile_hn::ScalableTag<float> d;
  using V = tile_hn::VFromD<decltype(d)>;
  const std::size_t lanes = tile_hn::Lanes(d);
  V sums[kQueries][kTileRows];
  for (auto& of_query : sums) {
    for (V& sum : of_query) sum = tile_hn::Zero(d);
  }
  const auto add = [&](auto load) HWY_ATTR {
    V row[kTileRows];
    for (std::size_t r = 0; r < kTileRows; ++r)
      row[r] = load(rows + r * stride);
    for (std::size_t q = 0; q < kQueries; ++q) {
      const V query = load(queries[q]);
      for (std::size_t r = 0; r < kTileRows; ++r) {
        sums[q][r] = Step::Add(query, row[r], sums[q][r]);
      }
    }
  };
  std::size_t i = 0;
  for (; i + lanes <= dimension; i += lanes) {
    if constexpr (kAhead > 0) {
      for (std::size_t r = 0; r < kTileRows; ++r) {
        PrefetchBehind(rows + r * stride + i, kAhead);
      }
    }
    add([&](const float* p) HWY_ATTR { return tile_hn::LoadU(d, p + i); });
  }
  if (i < dimension) {
    add([&](const float* p)
            HWY_ATTR { return LoadTail(d, p + i, dimension - i); });
  }
  for (std::size_t q = 0; q < kQueries; ++q) StoreFourSums(d, sums[q], out[q]);
}

}  // namespace HWY_NAMESPACE
}  // namespace rescan::kernels
HWY_AFTER_NAMESPACE();

#endif  // include guard, once per target
