#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <vector>

#include "kernels/image/resize.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/image/resize_area.cc"
#include "hwy/foreach_target.h"
// Must come after foreach_target.h.
#include "hwy/highway.h"
#include "kernels/image/transpose-inl.h"

#ifndef RESCAN_KERNELS_IMAGE_RESIZE_AREA_ONCE_
#define RESCAN_KERNELS_IMAGE_RESIZE_AREA_ONCE_
namespace rescan::kernels {

// Which samples of an axis make up one output sample, and with what weight.
template <class Weight>
struct AreaAxis {
  std::vector<std::int32_t> first;  // of each output sample, its first source
  std::vector<Weight> weights;      // `taps` of each output sample
  int taps = 0;

  [[nodiscard]] const Weight* Of(int i) const {
    return weights.data() + static_cast<std::ptrdiff_t>(i) * taps;
  }
};

// Weights of one output sample sum to `one`, or to `one` - 1 if a single
// source sample is all of it and `one` does not fit the type. Sources beyond
// the axis have weight 0.
template <class Weight>
AreaAxis<Weight> MakeAreaAxis(int from, int to, std::uint64_t one) {
  AreaAxis<Weight> axis;
  const auto n = static_cast<std::uint64_t>(from);
  const auto m = static_cast<std::uint64_t>(to);
  for (std::uint64_t i = 0; i < m; ++i) {
    const std::uint64_t last = ((i + 1) * n - 1) / m;
    axis.taps = std::max(axis.taps, static_cast<int>(last - i * n / m + 1));
  }
  const auto taps = static_cast<std::uint64_t>(axis.taps);
  axis.weights.reserve(m * taps);
  constexpr std::uint64_t kMost = std::numeric_limits<Weight>::max();
  for (std::uint64_t i = 0; i < m; ++i) {
    // In units of 1/m source samples.
    const std::uint64_t begin = i * n;
    const std::uint64_t end = begin + n;
    const std::uint64_t first = begin / m;
    axis.first.push_back(static_cast<std::int32_t>(first));
    std::uint64_t given = 0;
    for (std::uint64_t k = 0; k < taps; ++k) {
      // The sum so far is rounded, not the weight: so the whole is `one`.
      const std::uint64_t covered =
          std::clamp((first + k + 1) * m, begin, end) - begin;
      const std::uint64_t sum = (covered * one + n / 2) / n;
      axis.weights.push_back(static_cast<Weight>(std::min(sum - given, kMost)));
      given = sum;
    }
  }
  return axis;
}

// Output rows that are made together: lanes of the pass along rows.
inline constexpr int kBandRows = 32;
// Source columns of a tile, so that its rows stay in the nearest caches.
inline constexpr int kTileColumns = 512;
// Above this ratio 16 bits are too few: rounding would add up.
inline constexpr int kMaxNarrowRatio = 32;
// Any vector may be read and written this far behind a row of a buffer.
inline constexpr int kSlack = 64;

}  // namespace rescan::kernels
#endif  // RESCAN_KERNELS_IMAGE_RESIZE_AREA_ONCE_

HWY_BEFORE_NAMESPACE();
namespace rescan::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// ---- Any ratio up to kMaxNarrowRatio

// sums[i] = 256 * the weighted mean of rows' columns i, i < n, and a little
// behind. `from` points to the first row's first column; at least `n` columns
// may be read.
void MeanOfRows(const std::uint8_t* HWY_RESTRICT from, std::ptrdiff_t stride,
                const std::uint16_t* HWY_RESTRICT weights, int taps,
                std::uint16_t* HWY_RESTRICT sums, int n) {
  const hn::ScalableTag<std::uint16_t> d16;
  const hn::Rebind<std::uint8_t, decltype(d16)> d8;
  const int lanes = static_cast<int>(hn::Lanes(d16));
  // Half of what MulHigh cuts off: taps / 2.
  const auto start = hn::Set(d16, static_cast<std::uint16_t>(taps / 2));
  const auto block = [&](int i) HWY_ATTR {
    auto sum = start;
    const std::uint8_t* at = from + i;
    for (int k = 0; k < taps; ++k, at += stride) {
      const auto row = hn::ShiftLeft<8>(hn::PromoteTo(d16, hn::LoadU(d8, at)));
      sum = hn::Add(sum, hn::MulHigh(row, hn::Set(d16, weights[k])));
    }
    hn::StoreU(sum, d16, sums + i);
  };
  int i = 0;
  for (; i + lanes <= n; i += lanes) block(i);
  if (i == n) return;
  if (n >= lanes) {
    block(n - lanes);  // some columns a second time
    return;
  }
  for (; i < n; ++i) {
    std::uint32_t sum = static_cast<std::uint32_t>(taps / 2);
    for (int k = 0; k < taps; ++k) {
      sum += (std::uint32_t{from[i + k * stride]} << 8) * weights[k] >> 16;
    }
    sums[i] = static_cast<std::uint16_t>(sum);
  }
}

// columns[x][r] = rows[r][x] for kBandRows rows and `n` columns and up to the
// next eight.
void ColumnsOfRows(const std::uint16_t* HWY_RESTRICT rows,
                   std::ptrdiff_t stride, int n,
                   std::uint16_t* HWY_RESTRICT columns) {
  for (int x = 0; x < n; x += 8) {
    for (int r = 0; r < kBandRows; r += 8) {
      TransposeBlock(rows + r * stride + x, stride,
                     columns + static_cast<std::ptrdiff_t>(x) * kBandRows + r,
                     kBandRows);
    }
  }
}

// One output column of kBandRows rows from `taps` source columns.
template <int kTaps>
HWY_INLINE void MeanOfColumns(const std::uint16_t* HWY_RESTRICT columns,
                              const std::uint16_t* HWY_RESTRICT weights,
                              int taps, std::uint8_t* HWY_RESTRICT to) {
  const hn::ScalableTag<std::uint16_t> d16;
  const hn::Rebind<std::uint8_t, decltype(d16)> d8;
  const int lanes = static_cast<int>(hn::Lanes(d16));
  if (kTaps != 0) taps = kTaps;
  // Half a level, and half of what MulHigh cuts off.
  const auto start = hn::Set(d16, static_cast<std::uint16_t>(128 + taps / 2));
  for (int r = 0; r < kBandRows; r += lanes) {
    auto sum = start;
    for (int k = 0; k < taps; ++k) {
      sum =
          hn::Add(sum, hn::MulHigh(hn::LoadU(d16, columns + k * kBandRows + r),
                                   hn::Set(d16, weights[k])));
    }
    hn::StoreU(hn::TruncateTo(d8, hn::ShiftRight<8>(sum)), d8, to + r);
  }
}

// Output columns [x0, x1) of a tile into means[x - x0][row].
template <int kTaps>
void MeansOfTile(const AreaAxis<std::uint16_t>& axis, int x0, int x1,
                 const std::uint16_t* HWY_RESTRICT columns,
                 std::uint8_t* HWY_RESTRICT means) {
  const std::int32_t origin = axis.first[x0];
  for (int x = x0; x < x1; ++x) {
    MeanOfColumns<kTaps>(
        columns +
            static_cast<std::ptrdiff_t>(axis.first[x] - origin) * kBandRows,
        axis.Of(x), axis.taps,
        means + static_cast<std::ptrdiff_t>(x - x0) * kBandRows);
  }
}

// to[r][x] = means[x][r], for r < rows, x < n.
void RowsOfMeans(const std::uint8_t* HWY_RESTRICT means, int n, int rows,
                 std::uint8_t* HWY_RESTRICT to, std::ptrdiff_t stride) {
  for (int r = 0; r < rows; r += 16) {
    for (int x = 0; x < n; x += 16) {
      const std::uint8_t* block =
          means + static_cast<std::ptrdiff_t>(x) * kBandRows + r;
      if (x + 16 <= n && r + 16 <= rows) {
        TransposeBlock(block, kBandRows, to + r * stride + x, stride);
        continue;
      }
      std::uint8_t whole[16 * 16];
      TransposeBlock(block, kBandRows, whole, 16);
      const auto part = static_cast<std::size_t>(std::min(16, n - x));
      for (int i = 0; i < std::min(16, rows - r); ++i) {
        std::memcpy(to + (r + i) * stride + x, whole + 16 * i, part);
      }
    }
  }
}

void ResizeAreaNarrow(const GreyView& from, const MutableGreyView& to) {
  const auto down =
      MakeAreaAxis<std::uint16_t>(from.height, to.height, 1 << 16);
  const auto across =
      MakeAreaAxis<std::uint16_t>(from.width, to.width, 1 << 16);
  // At least one output column, whatever its number of taps.
  const int tile_columns = std::max(kTileColumns, across.taps);
  const std::ptrdiff_t stride = tile_columns + kSlack;
  // Set to zero, as taps of weight 0 may read columns that nobody wrote.
  std::vector<std::uint16_t> rows(static_cast<std::size_t>(stride * kBandRows));
  std::vector<std::uint16_t> columns(
      static_cast<std::size_t>(stride + across.taps) * kBandRows);
  std::vector<std::uint8_t> means(
      static_cast<std::size_t>(tile_columns + kSlack) * kBandRows);
  const auto means_of_tile = across.taps == 2   ? MeansOfTile<2>
                             : across.taps == 3 ? MeansOfTile<3>
                             : across.taps == 4 ? MeansOfTile<4>
                                                : MeansOfTile<0>;
  for (int y0 = 0; y0 < to.height; y0 += kBandRows) {
    const int band = std::min(kBandRows, to.height - y0);
    for (int x0 = 0; x0 < to.width;) {
      const int origin = across.first[x0];
      int x1 = x0 + 1;
      while (x1 < to.width &&
             across.first[x1] + across.taps - origin <= tile_columns) {
        ++x1;
      }
      const int span =
          std::min(across.first[x1 - 1] + across.taps, from.width) - origin;
      for (int r = 0; r < band; ++r) {
        const int top = down.first[y0 + r];
        const int taps = std::min(down.taps, from.height - top);
        MeanOfRows(from.Row(top) + origin, from.stride, down.Of(y0 + r), taps,
                   rows.data() + r * stride, span);
      }
      ColumnsOfRows(rows.data(), stride, span, columns.data());
      means_of_tile(across, x0, x1, columns.data(), means.data());
      RowsOfMeans(means.data(), x1 - x0, band, to.Row(y0) + x0, to.stride);
      x0 = x1;
    }
  }
}

// ---- Greater ratios: a thumbnail of a page. 32 bits, less fuss.

void AddWeighted(const std::uint8_t* HWY_RESTRICT from, std::uint32_t weight,
                 std::uint32_t* HWY_RESTRICT sums, int n) {
  const hn::ScalableTag<std::uint32_t> d32;
  const hn::Rebind<std::uint8_t, decltype(d32)> d8;
  const int lanes = static_cast<int>(hn::Lanes(d32));
  const auto w = hn::Set(d32, weight);
  int i = 0;
  for (; i + lanes <= n; i += lanes) {
    const auto x = hn::PromoteTo(d32, hn::LoadU(d8, from + i));
    hn::StoreU(hn::Add(hn::LoadU(d32, sums + i), hn::Mul(x, w)), d32, sums + i);
  }
  for (; i < n; ++i) sums[i] += from[i] * weight;
}

void ResizeAreaWide(const GreyView& from, const MutableGreyView& to) {
  constexpr int kWeightBits = 24;  // 255 << 24 still fits the sums
  const auto down =
      MakeAreaAxis<std::uint32_t>(from.height, to.height, 1 << kWeightBits);
  const auto across =
      MakeAreaAxis<std::uint32_t>(from.width, to.width, 1 << kWeightBits);
  std::vector<std::uint32_t> sums(static_cast<std::size_t>(from.width));
  for (int y = 0; y < to.height; ++y) {
    std::fill(sums.begin(), sums.end(), 0u);
    const int top = down.first[y];
    const int taps = std::min(down.taps, from.height - top);
    for (int k = 0; k < taps; ++k) {
      AddWeighted(from.Row(top + k), down.Of(y)[k], sums.data(), from.width);
    }
    std::uint8_t* row = to.Row(y);
    for (int x = 0; x < to.width; ++x) {
      const std::uint32_t* at = sums.data() + across.first[x];
      const std::uint32_t* weights = across.Of(x);
      const int columns = std::min(across.taps, from.width - across.first[x]);
      std::uint64_t sum = std::uint64_t{1} << (2 * kWeightBits - 1);
      for (int k = 0; k < columns; ++k)
        sum += std::uint64_t{at[k]} * weights[k];
      row[x] = static_cast<std::uint8_t>(sum >> (2 * kWeightBits));
    }
  }
}

// ---- Both axes by the same whole number

#if HWY_TARGET == HWY_SCALAR

template <int kBy>
HWY_INLINE int WholeLanes() {
  return 1;
}

template <int kBy>
HWY_INLINE void WholeBlock(const std::uint8_t* HWY_RESTRICT from,
                           std::ptrdiff_t stride,
                           std::uint8_t* HWY_RESTRICT to) {
  int sum = kBy * kBy / 2;
  for (int y = 0; y < kBy; ++y) {
    for (int x = 0; x < kBy; ++x) sum += from[y * stride + x];
  }
  *to = static_cast<std::uint8_t>(sum / (kBy * kBy));
}

#else

using D16 = hn::ScalableTag<std::uint16_t>;
using V16 = hn::Vec<D16>;

// sums[i] = bytes 2i and 2i + 1 of kBy rows.
template <int kBy>
HWY_INLINE V16 SumOfPairs(const std::uint8_t* HWY_RESTRICT from,
                          std::ptrdiff_t stride) {
  const D16 d16;
  const hn::Repartition<std::uint8_t, D16> d8;
  V16 sum = hn::Zero(d16);
  for (int y = 0; y < kBy; ++y) {
    const auto row = hn::BitCast(d16, hn::LoadU(d8, from + y * stride));
    sum = hn::Add(sum, hn::And(row, hn::Set(d16, 0xff)));
    sum = hn::Add(sum, hn::ShiftRight<8>(row));
  }
  return sum;
}

// Bytes that WholeBlock writes.
template <int kBy>
HWY_INLINE int WholeLanes() {
  return static_cast<int>(hn::Lanes(D16())) / (kBy == 4 ? 2 : 1);
}

// A vector of output from kBy rows of kBy times as many bytes.
template <int kBy>
HWY_INLINE void WholeBlock(const std::uint8_t* HWY_RESTRICT from,
                           std::ptrdiff_t stride,
                           std::uint8_t* HWY_RESTRICT to) {
  const D16 d16;
  const hn::Rebind<std::uint8_t, D16> d8;
  if constexpr (kBy == 2) {
    const V16 sum = hn::Add(SumOfPairs<2>(from, stride), hn::Set(d16, 2));
    hn::StoreU(hn::TruncateTo(d8, hn::ShiftRight<2>(sum)), d8, to);
  } else if constexpr (kBy == 4) {
    const hn::RepartitionToWide<D16> d32;
    const hn::Rebind<std::uint8_t, decltype(d32)> d8_of_32;
    const auto pairs = hn::BitCast(d32, SumOfPairs<4>(from, stride));
    const auto sum = hn::Add(hn::And(pairs, hn::Set(d32, 0xffff)),
                             hn::ShiftRight<16>(pairs));
    hn::StoreU(hn::TruncateTo(d8_of_32,
                              hn::ShiftRight<4>(hn::Add(sum, hn::Set(d32, 8)))),
               d8_of_32, to);
  } else {
    const int lanes = static_cast<int>(hn::Lanes(d16));
    HWY_ALIGN std::uint16_t sums[3 * HWY_MAX_BYTES / sizeof(std::uint16_t)];
    for (int part = 0; part < 3; ++part) {
      V16 sum = hn::Zero(d16);
      for (int y = 0; y < 3; ++y) {
        sum = hn::Add(
            sum, hn::PromoteTo(
                     d16, hn::LoadU(d8, from + part * lanes + y * stride)));
      }
      hn::Store(sum, d16, sums + part * lanes);
    }
    V16 left, middle, right;
    hn::LoadInterleaved3(d16, sums, left, middle, right);
    const V16 sum = hn::Add(hn::Add(left, middle), right);
    // 7282 is 2^16 / 9 rounded up: the quotient is right for all sums of nine
    // bytes and the 4 that rounds.
    const V16 mean =
        hn::MulHigh(hn::Add(sum, hn::Set(d16, 4)), hn::Set(d16, 7282));
    hn::StoreU(hn::TruncateTo(d8, mean), d8, to);
  }
}

#endif  // HWY_TARGET == HWY_SCALAR

template <int kBy>
void ResizeWhole(const GreyView& from, const MutableGreyView& to) {
  const int lanes = WholeLanes<kBy>();
  for (int y = 0; y < to.height; ++y) {
    const std::uint8_t* row = from.Row(kBy * y);
    std::uint8_t* out = to.Row(y);
    int x = 0;
    for (; x + lanes <= to.width; x += lanes) {
      WholeBlock<kBy>(row + kBy * x, from.stride, out + x);
    }
    if (x == to.width) continue;
    if (x > 0) {
      // Some columns a second time.
      x = to.width - lanes;
      WholeBlock<kBy>(row + kBy * x, from.stride, out + x);
      continue;
    }
    for (; x < to.width; ++x) {
      int sum = kBy * kBy / 2;
      for (int i = 0; i < kBy * kBy; ++i) {
        sum += row[i / kBy * from.stride + kBy * x + i % kBy];
      }
      out[x] = static_cast<std::uint8_t>(sum / (kBy * kBy));
    }
  }
}

void ResizeArea(const GreyView& from, const MutableGreyView& to) {
  const auto by = [&](int factor) {
    return from.width == factor * to.width && from.height == factor * to.height;
  };
  if (by(2)) return ResizeWhole<2>(from, to);
  if (by(3)) return ResizeWhole<3>(from, to);
  if (by(4)) return ResizeWhole<4>(from, to);
  if (from.width > kMaxNarrowRatio * to.width ||
      from.height > kMaxNarrowRatio * to.height) {
    return ResizeAreaWide(from, to);
  }
  ResizeAreaNarrow(from, to);
}

}  // namespace HWY_NAMESPACE
}  // namespace rescan::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace rescan::kernels {
HWY_EXPORT(ResizeArea);

void ResizeArea(GreyView from, MutableGreyView to) {
  assert(to.width >= 1 && to.width <= from.width && from.width <= 65536);
  assert(to.height >= 1 && to.height <= from.height && from.height <= 65536);
  if (SameSize(from, to)) {
    for (int y = 0; y < to.height; ++y) {
      std::memcpy(to.Row(y), from.Row(y), static_cast<std::size_t>(to.width));
    }
    return;
  }
  HWY_DYNAMIC_DISPATCH(ResizeArea)(from, to);
}

}  // namespace rescan::kernels
#endif  // HWY_ONCE
