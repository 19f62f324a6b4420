#include "kernels/image/background.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <vector>

#include "kernels/image/background_rows.h"
#include "kernels/image/border.h"
#include "kernels/image/box_blur.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/image/background.cc"
#include "hwy/foreach_target.h"
// Must come after foreach_target.h.
#include "hwy/highway.h"
#include "kernels/image/rows-inl.h"

#ifndef RESCAN_KERNELS_IMAGE_BACKGROUND_CC_ONCE_
#define RESCAN_KERNELS_IMAGE_BACKGROUND_CC_ONCE_
namespace rescan::kernels {

using BlockRows = std::array<const std::uint8_t*, kBackgroundBlock>;

// Of a block's 8 columns, the first four lie left of its centre: their
// distance from the centre of the block before, in 1/16, and that of the last
// four from this one's.
inline constexpr std::array<std::uint16_t, kBackgroundBlock> kCentreDistance = {
    9, 11, 13, 15, 1, 3, 5, 7};

}  // namespace rescan::kernels
#endif  // RESCAN_KERNELS_IMAGE_BACKGROUND_CC_ONCE_

HWY_BEFORE_NAMESPACE();
namespace rescan::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET == HWY_SCALAR

std::uint8_t MeanRoundedUp(int a, int b) {
  return static_cast<std::uint8_t>((a + b + 1) / 2);
}

void BlockMaxima(const BlockRows& rows, std::size_t n,
                 std::uint8_t* HWY_RESTRICT out) {
  const auto at = [&](std::size_t y, std::size_t x) {
    return rows[y][std::min(x, n - 1)];
  };
  const std::size_t blocks = (n + kBackgroundBlock - 1) / kBackgroundBlock;
  for (std::size_t x = 0; x < blocks * kBackgroundBlock; x += 4) {
    for (const std::size_t y : {0, 4}) {
      std::array<std::uint8_t, 4> column{};
      for (std::size_t k = 0; k < 4; ++k) {
        column[k] =
            MeanRoundedUp(MeanRoundedUp(at(y, x + k), at(y + 1, x + k)),
                          MeanRoundedUp(at(y + 2, x + k), at(y + 3, x + k)));
      }
      const std::uint8_t mean =
          MeanRoundedUp(MeanRoundedUp(column[0], column[1]),
                        MeanRoundedUp(column[2], column[3]));
      std::uint8_t& block = out[x / kBackgroundBlock];
      const bool first = x % kBackgroundBlock == 0 && y == 0;
      block = first ? mean : std::max(block, mean);
    }
  }
}

#else

// The mean of 4 x 4 samples in the low byte of each 32-bit lane; what is in
// the others is of no use.
template <class D8>
HWY_INLINE hn::VFromD<D8> MeanOf4x4(D8 d8, hn::VFromD<D8> row0,
                                    hn::VFromD<D8> row1, hn::VFromD<D8> row2,
                                    hn::VFromD<D8> row3) {
  const hn::Repartition<std::uint16_t, D8> d16;
  const hn::Repartition<std::uint32_t, D8> d32;
  const auto columns = hn::AverageRound(hn::AverageRound(row0, row1),
                                        hn::AverageRound(row2, row3));
  const auto odd =
      hn::BitCast(d8, hn::ShiftRight<8>(hn::BitCast(d16, columns)));
  const auto pairs = hn::AverageRound(columns, odd);
  const auto odd_pairs =
      hn::BitCast(d8, hn::ShiftRight<16>(hn::BitCast(d32, pairs)));
  return hn::AverageRound(pairs, odd_pairs);
}

// One vector of columns into a block maximum for each 8 of them.
template <class D8>
HWY_INLINE void MaximaOfVector(D8 d8, const BlockRows& rows, std::size_t x,
                               std::uint8_t* HWY_RESTRICT out) {
  const hn::Repartition<std::uint64_t, D8> d64;
  const hn::Rebind<std::uint8_t, decltype(d64)> d_out;
  const auto upper =
      MeanOf4x4(d8, hn::LoadU(d8, rows[0] + x), hn::LoadU(d8, rows[1] + x),
                hn::LoadU(d8, rows[2] + x), hn::LoadU(d8, rows[3] + x));
  const auto lower =
      MeanOf4x4(d8, hn::LoadU(d8, rows[4] + x), hn::LoadU(d8, rows[5] + x),
                hn::LoadU(d8, rows[6] + x), hn::LoadU(d8, rows[7] + x));
  const auto halves = hn::Max(upper, lower);
  const auto right =
      hn::BitCast(d8, hn::ShiftRight<32>(hn::BitCast(d64, halves)));
  const auto blocks = hn::BitCast(d64, hn::Max(halves, right));
  hn::StoreU(hn::TruncateTo(d_out, blocks), d_out, out);
}

// `out` has room for a vector.
void BlockMaxima(const BlockRows& rows, std::size_t n,
                 std::uint8_t* HWY_RESTRICT out) {
  const hn::ScalableTag<std::uint8_t> d8;
  const std::size_t lanes = hn::Lanes(d8);
  std::size_t x = 0;
  for (; x + lanes <= n; x += lanes) {
    MaximaOfVector(d8, rows, x, out + x / kBackgroundBlock);
  }
  if (x == n) return;
  HWY_ALIGN std::uint8_t rest[kBackgroundBlock * hn::MaxLanes(d8)];
  BlockRows rest_rows{};
  for (std::size_t y = 0; y < rows.size(); ++y) {
    std::uint8_t* row = rest + y * lanes;
    std::memcpy(row, rows[y] + x, n - x);
    std::memset(row + (n - x), rows[y][n - 1], lanes - (n - x));
    rest_rows[y] = row;
  }
  MaximaOfVector(d8, rest_rows, 0, out + x / kBackgroundBlock);
}

#endif  // HWY_TARGET == HWY_SCALAR

// out = max(out, in) or min(out, in), for whole vectors.
void MaxInto(const std::uint8_t* HWY_RESTRICT in, std::size_t n,
             std::uint8_t* HWY_RESTRICT out) {
  const hn::ScalableTag<std::uint8_t> d;
  for (std::size_t x = 0; x < n; x += hn::Lanes(d)) {
    hn::StoreU(hn::Max(hn::LoadU(d, out + x), hn::LoadU(d, in + x)), d,
               out + x);
  }
}

void MinInto(const std::uint8_t* HWY_RESTRICT in, std::size_t n,
             std::uint8_t* HWY_RESTRICT out) {
  const hn::ScalableTag<std::uint8_t> d;
  for (std::size_t x = 0; x < n; x += hn::Lanes(d)) {
    hn::StoreU(hn::Min(hn::LoadU(d, out + x), hn::LoadU(d, in + x)), d,
               out + x);
  }
}

// `gains[j]` and `gains[j + 1]` are those of the centres left and right of
// the first half of block j; there is room for a vector.
void ApplyGains(const std::uint16_t* HWY_RESTRICT gains, const std::uint8_t* in,
                std::size_t n, std::uint8_t* out) {
#if HWY_TARGET == HWY_SCALAR
  for (std::size_t x = 0; x < n; ++x) {
    const std::size_t column = x % kBackgroundBlock;
    const std::size_t left = x / kBackgroundBlock + (column >= 4 ? 1 : 0);
    const unsigned f = kCentreDistance[column];
    const unsigned gain =
        (gains[left] * (16 - f) >> 4) + (gains[left + 1] * f >> 4);
    const unsigned level = ((in[x] * gain >> 8) + 16) >> 5;
    out[x] = static_cast<std::uint8_t>(std::min(255U, level));
  }
#else
  const hn::ScalableTag<std::uint16_t> d16;
  const hn::RebindToSigned<decltype(d16)> di16;
  const hn::Rebind<std::uint8_t, decltype(d16)> d8;
  const hn::Repartition<std::uint8_t, decltype(d16)> d_bytes;
  const std::size_t lanes = hn::Lanes(d16);
  HWY_ALIGN std::uint8_t left_bytes[2 * hn::MaxLanes(d16)];
  HWY_ALIGN std::uint8_t right_bytes[2 * hn::MaxLanes(d16)];
  HWY_ALIGN std::uint16_t left_share[hn::MaxLanes(d16)];
  HWY_ALIGN std::uint16_t right_share[hn::MaxLanes(d16)];
  for (std::size_t i = 0; i < lanes; ++i) {
    const std::size_t column = i % kBackgroundBlock;
    const std::size_t left = i / kBackgroundBlock + (column >= 4 ? 1 : 0);
    left_bytes[2 * i] = static_cast<std::uint8_t>(2 * left);
    left_bytes[2 * i + 1] = static_cast<std::uint8_t>(2 * left + 1);
    right_bytes[2 * i] = static_cast<std::uint8_t>(2 * left + 2);
    right_bytes[2 * i + 1] = static_cast<std::uint8_t>(2 * left + 3);
    // Times 2^12, so that the upper half of the product is in 1/16.
    left_share[i] =
        static_cast<std::uint16_t>((16 - kCentreDistance[column]) << 12);
    right_share[i] = static_cast<std::uint16_t>(kCentreDistance[column] << 12);
  }
  const auto from_left = hn::Load(d_bytes, left_bytes);
  const auto from_right = hn::Load(d_bytes, right_bytes);
  const auto times_left = hn::Load(d16, left_share);
  const auto times_right = hn::Load(d16, right_share);
  const auto half = hn::Set(d16, std::uint16_t{16});
  for (std::size_t x = 0; x < n; x += lanes) {
    // Each 128-bit block is one block of columns and finds its gains among
    // the same eight.
    const auto near =
        hn::BitCast(d_bytes, hn::LoadDup128(d16, gains + x / kBackgroundBlock));
    const auto left = hn::BitCast(d16, hn::TableLookupBytes(near, from_left));
    const auto right = hn::BitCast(d16, hn::TableLookupBytes(near, from_right));
    const auto gain =
        hn::Add(hn::MulHigh(left, times_left), hn::MulHigh(right, times_right));
    const auto level = hn::PromoteTo(d16, LoadRow(d8, in + x, n - x));
    const auto product = hn::MulHigh(hn::ShiftLeft<8>(level), gain);
    const auto result = hn::ShiftRight<5>(hn::Add(product, half));
    StoreRow(hn::DemoteTo(d8, hn::BitCast(di16, result)), d8, out + x, n - x);
  }
#endif
}

// a * (16 - f) + b * f, rounded, in 1/16.
void BlendGains(const std::uint16_t* HWY_RESTRICT a,
                const std::uint16_t* HWY_RESTRICT b, std::uint32_t f,
                std::size_t n, std::uint16_t* HWY_RESTRICT out) {
  for (std::size_t i = 0; i < n; ++i) {
    out[i] = static_cast<std::uint16_t>((a[i] * (16 - f) + b[i] * f + 8) >> 4);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace rescan::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace rescan::kernels {
HWY_EXPORT(BlockMaxima);
HWY_EXPORT(MaxInto);
HWY_EXPORT(MinInto);
HWY_EXPORT(ApplyGains);
HWY_EXPORT(BlendGains);

namespace {

int BlocksIn(int size) {
  return (size + kBackgroundBlock - 1) / kBackgroundBlock;
}

GreyImage Reduce(GreyView page) {
  const int blocks_x = BlocksIn(page.width);
  const int blocks_y = BlocksIn(page.height);
  GreyImage small(blocks_x, blocks_y);
  std::vector<std::uint8_t> maxima(PaddedWidth(blocks_x));
  for (int block_y = 0; block_y < blocks_y; ++block_y) {
    BlockRows rows{};
    for (int y = 0; y < kBackgroundBlock; ++y) {
      rows[static_cast<std::size_t>(y)] =
          page.Row(std::min(block_y * kBackgroundBlock + y, page.height - 1));
    }
    HWY_DYNAMIC_DISPATCH(BlockMaxima)
    (rows, static_cast<std::size_t>(page.width), maxima.data());
    std::memcpy(small.mutable_view().Row(block_y), maxima.data(),
                static_cast<std::size_t>(blocks_x));
  }
  return small;
}

// The brightest or the darkest sample of each square window.
class WindowExtremes {
 public:
  WindowExtremes(int width, int height, int radius)
      : width_(static_cast<std::size_t>(width)),
        height_(height),
        radius_(radius),
        stride_(PaddedWidth(width)),
        row_(static_cast<std::size_t>(2 * radius) + stride_),
        along_(stride_ * static_cast<std::size_t>(height)),
        best_(stride_) {}

  void Brightest(MutableGreyView picture) {
    Run(HWY_DYNAMIC_DISPATCH(MaxInto), 0, picture);
  }
  void Darkest(MutableGreyView picture) {
    Run(HWY_DYNAMIC_DISPATCH(MinInto), 255, picture);
  }

 private:
  using Merge = void (*)(const std::uint8_t*, std::size_t, std::uint8_t*);

  // `neutral` stands outside the picture, where it never wins.
  void Run(Merge merge, std::uint8_t neutral, MutableGreyView picture) {
    std::fill(row_.begin(), row_.end(), neutral);
    for (int y = 0; y < height_; ++y) {
      std::memcpy(row_.data() + radius_, picture.Row(y), width_);
      std::uint8_t* out = along_.data() + static_cast<std::size_t>(y) * stride_;
      std::memcpy(out, row_.data(), width_);
      for (int k = 1; k <= 2 * radius_; ++k)
        merge(row_.data() + k, width_, out);
    }
    for (int y = 0; y < height_; ++y) {
      const int last = std::min(y + radius_, height_ - 1);
      std::fill(best_.begin(), best_.end(), neutral);
      for (int from = std::max(y - radius_, 0); from <= last; ++from) {
        merge(along_.data() + static_cast<std::size_t>(from) * stride_, width_,
              best_.data());
      }
      std::memcpy(picture.Row(y), best_.data(), width_);
    }
  }

  std::size_t width_;
  int height_;
  int radius_;
  std::size_t stride_;
  std::vector<std::uint8_t> row_;
  std::vector<std::uint8_t> along_;
  std::vector<std::uint8_t> best_;
};

int Rounded(double value, int limit) {
  return static_cast<int>(std::lround(std::min<double>(value, limit)));
}

}  // namespace

GreyImage EstimateBackground(GreyView page, const BackgroundOptions& options) {
  assert(options.window_share >= 0 && options.window_share <= 1);
  assert(options.smooth_share >= 0 && options.smooth_share <= 4);
  if (page.empty())
    return GreyImage(BlocksIn(page.width), BlocksIn(page.height));
  GreyImage small = Reduce(page);
  const int radius =
      Rounded(options.window_share * page.width / (2 * kBackgroundBlock),
              kMaxBoxRadius);
  if (radius > 0) {
    WindowExtremes extremes(small.width(), small.height(), radius);
    extremes.Brightest(small.mutable_view());
    if (options.keep_edges) extremes.Darkest(small.mutable_view());
  }
  const int smooth =
      Rounded(options.smooth_share * (2 * radius + 1), kMaxBoxRadius);
  if (smooth == 0) return small;
  GreyImage smoothed(small.width(), small.height());
  BoxBlur(small.view(), smooth, smoothed.mutable_view());
  return smoothed;
}

BackgroundRows::BackgroundRows(GreyView background, int width)
    : width_(width),
      blocks_x_(background.width),
      blocks_y_(background.height),
      gains_(background.pixel_count()),
      row_gains_(PaddedWidth(blocks_x_)) {
  assert(blocks_x_ == BlocksIn(width));
  std::size_t i = 0;
  for (int y = 0; y < blocks_y_; ++y) {
    for (const std::uint8_t level : background.RowSpan(y)) {
      const int divisor = std::max<int>(level, kMinBackground);
      gains_[i++] = static_cast<std::uint16_t>((2 * 255 * 8192 + divisor) /
                                               (2 * divisor));
    }
  }
}

void BackgroundRows::Divide(int y, const std::uint8_t* in, std::uint8_t* out) {
  const auto blocks = static_cast<std::size_t>(blocks_x_);
  const int row = y % kBackgroundBlock;
  const int above = y / kBackgroundBlock - (row < 4 ? 1 : 0);
  const auto gains_of = [&](int block_y) {
    return gains_.data() +
           static_cast<std::size_t>(std::clamp(block_y, 0, blocks_y_ - 1)) *
               blocks;
  };
  HWY_DYNAMIC_DISPATCH(BlendGains)
  (gains_of(above), gains_of(above + 1),
   kCentreDistance[static_cast<std::size_t>(row)], blocks,
   row_gains_.data() + 1);
  row_gains_[0] = row_gains_[1];
  row_gains_[blocks + 1] = row_gains_[blocks];
  HWY_DYNAMIC_DISPATCH(ApplyGains)
  (row_gains_.data(), in, static_cast<std::size_t>(width_), out);
}

void DivideByBackground(GreyView page, GreyView small_background,
                        MutableGreyView out) {
  assert(SameSize(page, out));
  assert(small_background.height == BlocksIn(page.height));
  if (page.empty()) return;
  BackgroundRows rows(small_background, page.width);
  for (int y = 0; y < page.height; ++y) {
    rows.Divide(y, page.Row(y), out.Row(y));
  }
}

}  // namespace rescan::kernels
#endif  // HWY_ONCE
