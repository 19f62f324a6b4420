#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "kernels/image/resize.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/image/resize_cubic.cc"
#include "hwy/foreach_target.h"
// Must come after foreach_target.h.
#include "hwy/highway.h"
#include "kernels/image/transpose-inl.h"

// Fixed point, in 16-bit words. A sample goes in times 2^7. The pass along
// rows multiplies by weights times 2^14 and keeps the upper half of twice the
// product, which leaves samples times 2^6; the pass down columns likewise
// leaves them times 2^5. Weights of one sample are at most 1.1875 above and
// 0.1875 below zero in sum, so that no word overflows: 255 * 2^6 * 1.1875 <
// 2^15.

#ifndef RESCAN_KERNELS_IMAGE_RESIZE_CUBIC_ONCE_
#define RESCAN_KERNELS_IMAGE_RESIZE_CUBIC_ONCE_
namespace rescan::kernels {

inline constexpr int kCubicTaps = 4;
inline constexpr int kCubicOne = 1 << 14;

struct CubicTaps {
  std::int32_t first = 0;  // of the four source samples; may lie outside
  std::array<std::int16_t, kCubicTaps> weights{};
};

// Keys' kernel, a = -0.75, at `t` behind the second tap, 0 <= t < 1.
inline std::array<std::int16_t, kCubicTaps> CubicWeights(double t) {
  constexpr double a = -0.75;
  const auto near = [](double x) {
    return ((a + 2) * x - (a + 3)) * x * x + 1;
  };
  const auto far = [](double x) {
    return ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
  };
  const std::array<double, kCubicTaps> exact = {far(1 + t), near(t),
                                                near(1 - t), far(2 - t)};
  std::array<std::int16_t, kCubicTaps> weights{};
  int sum = 0;
  for (std::size_t k = 0; k < kCubicTaps; ++k) {
    weights[k] = static_cast<std::int16_t>(std::lround(exact[k] * kCubicOne));
    sum += weights[k];
  }
  // A flat area keeps its level: what rounding left goes to the greater one.
  std::int16_t& greatest = weights[t < 0.5 ? 1 : 2];
  greatest = static_cast<std::int16_t>(greatest + kCubicOne - sum);
  return weights;
}

inline std::vector<CubicTaps> MakeCubicAxis(int from, int to) {
  std::vector<CubicTaps> axis(static_cast<std::size_t>(to));
  for (int i = 0; i < to; ++i) {
    // Centre of the output sample among the centres of the source, times
    // 2 * to, moved up by one sample to keep it positive.
    const std::int64_t at = (2 * std::int64_t{i} + 1) * from + to;
    const std::int64_t unit = 2 * std::int64_t{to};
    CubicTaps& taps = axis[static_cast<std::size_t>(i)];
    taps.first = static_cast<std::int32_t>(at / unit) - 2;
    taps.weights = CubicWeights(static_cast<double>(at % unit) /
                                static_cast<double>(unit));
  }
  return axis;
}

// Source rows that the pass along rows takes together: the lanes of a column.
inline constexpr int kCubicBand = 32;
// Rows of that pass which are kept: a band, and those of the band before that
// its first rows of output still need. A power of two.
inline constexpr int kCubicRing = 2 * kCubicBand;
// Columns of a tile, of the source and of the output, so that the ring stays
// in the nearest caches.
inline constexpr int kCubicTile = 512;

// Working memory of one tile after the other.
struct CubicBuffers {
  // [column][row of band], with columns for taps beyond the border.
  std::vector<std::int16_t> columns;
  std::vector<std::int16_t> turned;  // the same of the output
  std::vector<std::int16_t> ring;    // [row % kCubicRing][column]
};

}  // namespace rescan::kernels
#endif  // RESCAN_KERNELS_IMAGE_RESIZE_CUBIC_ONCE_

HWY_BEFORE_NAMESPACE();
namespace rescan::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// columns[x - begin][r] = 128 * from's sample (x, y0 + r) for begin <= x < end
// and kCubicBand rows; columns and rows beyond the border repeat it.
void LoadColumns(const GreyView& from, int y0, int begin, int end,
                 std::int16_t* HWY_RESTRICT columns) {
  const hn::ScalableTag<std::int16_t> d16;
  const hn::Rebind<std::uint8_t, decltype(d16)> d8;
  const int lanes = static_cast<int>(hn::Lanes(d16));
  const int left = std::max(begin, 0);
  const int right = std::min(end, from.width);
  std::uint8_t rows[16 * kCubicBand] = {};
  std::uint8_t block[16 * kCubicBand];
  for (int x = left; x < right; x += 16) {
    const int part = std::min(16, right - x);
    const bool whole = part == 16 && y0 + kCubicBand <= from.height;
    const std::uint8_t* source = rows;
    std::ptrdiff_t stride = 16;
    if (whole) {
      source = from.Row(y0) + x;
      stride = from.stride;
    } else {
      for (int r = 0; r < kCubicBand; ++r) {
        const int y = std::min(y0 + r, from.height - 1);
        std::copy_n(from.Row(y) + x, part, rows + 16 * r);
      }
    }
    for (int r = 0; r < kCubicBand; r += 16) {
      TransposeBlock(source + r * stride, stride, block + r, kCubicBand);
    }
    std::int16_t* to =
        columns + static_cast<std::ptrdiff_t>(x - begin) * kCubicBand;
    for (int i = 0; i < part * kCubicBand; i += lanes) {
      const auto sample = hn::PromoteTo(d16, hn::LoadU(d8, block + i));
      hn::StoreU(hn::ShiftLeft<7>(sample), d16, to + i);
    }
  }
  const auto column = [&](int x) {
    return columns + static_cast<std::ptrdiff_t>(x - begin) * kCubicBand;
  };
  constexpr std::size_t kBytes = kCubicBand * sizeof(std::int16_t);
  for (int x = begin; x < left; ++x) {
    std::memcpy(column(x), column(left), kBytes);
  }
  for (int x = right; x < end; ++x) {
    std::memcpy(column(x), column(right - 1), kBytes);
  }
}

template <class D>
HWY_INLINE hn::Vec<D> CubicSum(D d, const CubicTaps& taps,
                               const std::int16_t* HWY_RESTRICT a,
                               const std::int16_t* HWY_RESTRICT b,
                               const std::int16_t* HWY_RESTRICT c,
                               const std::int16_t* HWY_RESTRICT e) {
  const auto tap = [&](const std::int16_t* at, std::size_t k) HWY_ATTR {
    return hn::MulFixedPoint15(hn::LoadU(d, at), hn::Set(d, taps.weights[k]));
  };
  return hn::Add(hn::Add(tap(a, 0), tap(b, 1)), hn::Add(tap(c, 2), tap(e, 3)));
}

// turned[i][r] for the output columns with these taps.
void AcrossColumns(const CubicTaps* taps, int n, int begin,
                   const std::int16_t* HWY_RESTRICT columns,
                   std::int16_t* HWY_RESTRICT turned) {
  const hn::ScalableTag<std::int16_t> d16;
  const int lanes = static_cast<int>(hn::Lanes(d16));
  for (int i = 0; i < n; ++i) {
    const std::int16_t* first =
        columns +
        static_cast<std::ptrdiff_t>(taps[i].first - begin) * kCubicBand;
    for (int r = 0; r < kCubicBand; r += lanes) {
      const std::int16_t* at = first + r;
      hn::StoreU(CubicSum(d16, taps[i], at, at + kCubicBand,
                          at + 2 * kCubicBand, at + 3 * kCubicBand),
                 d16, turned + static_cast<std::ptrdiff_t>(i) * kCubicBand + r);
    }
  }
}

// n output samples from rows a, b, c, e of the ring, which may be read up to
// a vector behind n.
void DownRows(const CubicTaps& taps, const std::int16_t* HWY_RESTRICT a,
              const std::int16_t* HWY_RESTRICT b,
              const std::int16_t* HWY_RESTRICT c,
              const std::int16_t* HWY_RESTRICT e, int n,
              std::uint8_t* HWY_RESTRICT to) {
  const hn::ScalableTag<std::int16_t> d16;
  const hn::Rebind<std::uint8_t, decltype(d16)> d8;
  const int lanes = static_cast<int>(hn::Lanes(d16));
  const auto half = hn::Set(d16, 1 << 4);
  const auto block = [&](int i) HWY_ATTR {
    const auto sum = CubicSum(d16, taps, a + i, b + i, c + i, e + i);
    return hn::DemoteTo(d8, hn::ShiftRight<5>(hn::Add(sum, half)));
  };
  int i = 0;
  for (; i + lanes <= n; i += lanes) hn::StoreU(block(i), d8, to + i);
  if (i == n) return;
  HWY_ALIGN std::uint8_t last[HWY_MAX_BYTES];
  hn::StoreU(block(i), d8, last);
  std::copy_n(last, n - i, to + i);
}

// Output columns [x0, x0 + n), all rows.
void CubicTile(const GreyView& from, const MutableGreyView& to,
               const std::vector<CubicTaps>& across,
               const std::vector<CubicTaps>& down, int x0, int n,
               CubicBuffers& buffers) {
  const int begin = across[static_cast<std::size_t>(x0)].first;
  const int end =
      across[static_cast<std::size_t>(x0 + n - 1)].first + kCubicTaps;
  constexpr int kStride = kCubicTile + HWY_MAX_BYTES;
  const auto ring_row = [&](int y) {
    y = std::clamp(y, 0, from.height - 1);
    return buffers.ring.data() + (y % kCubicRing) * kStride;
  };
  int y = 0;
  for (int y0 = 0; y0 < from.height; y0 += kCubicBand) {
    LoadColumns(from, y0, begin, end, buffers.columns.data());
    AcrossColumns(&across[static_cast<std::size_t>(x0)], n, begin,
                  buffers.columns.data(), buffers.turned.data());
    std::int16_t* band = buffers.ring.data() + (y0 % kCubicRing) * kStride;
    for (int i = 0; i < n; i += 8) {
      for (int r = 0; r < kCubicBand; r += 8) {
        TransposeBlock(buffers.turned.data() +
                           static_cast<std::ptrdiff_t>(i) * kCubicBand + r,
                       kCubicBand,
                       band + static_cast<std::ptrdiff_t>(r) * kStride + i,
                       kStride);
      }
    }
    const int ready = std::min(y0 + kCubicBand, from.height);
    for (; y < to.height; ++y) {
      const CubicTaps& taps = down[static_cast<std::size_t>(y)];
      if (std::min(taps.first + kCubicTaps, from.height) > ready) break;
      DownRows(taps, ring_row(taps.first), ring_row(taps.first + 1),
               ring_row(taps.first + 2), ring_row(taps.first + 3), n,
               to.Row(y) + x0);
    }
  }
}

void ResizeCubic(const GreyView& from, const MutableGreyView& to) {
  const std::vector<CubicTaps> across = MakeCubicAxis(from.width, to.width);
  const std::vector<CubicTaps> down = MakeCubicAxis(from.height, to.height);
  constexpr std::size_t kColumns = kCubicTile + HWY_MAX_BYTES;
  CubicBuffers buffers;
  buffers.columns.resize(kColumns * kCubicBand);
  buffers.turned.resize(kColumns * kCubicBand);
  buffers.ring.resize(kColumns * kCubicRing);
  for (int x0 = 0; x0 < to.width;) {
    const int begin = across[static_cast<std::size_t>(x0)].first;
    int n = 1;
    while (n < kCubicTile && x0 + n < to.width &&
           across[static_cast<std::size_t>(x0 + n)].first + kCubicTaps -
                   begin <=
               kCubicTile) {
      ++n;
    }
    CubicTile(from, to, across, down, x0, n, buffers);
    x0 += n;
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace rescan::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace rescan::kernels {
HWY_EXPORT(ResizeCubic);

void ResizeCubic(GreyView from, MutableGreyView to) {
  assert(from.width >= 1 && from.width <= 65536);
  assert(from.height >= 1 && from.height <= 65536);
  assert(to.width >= 1 && to.width <= 65536);
  assert(to.height >= 1 && to.height <= 65536);
  HWY_DYNAMIC_DISPATCH(ResizeCubic)(from, to);
}

}  // namespace rescan::kernels
#endif  // HWY_ONCE
