#include "kernels/image/picture_stats.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <utility>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/image/picture_stats.cc"
#include "hwy/foreach_target.h"
// Must come after foreach_target.h.
#include "hwy/highway.h"

// Included once per target: what all of them share stands behind a guard.
#ifndef RESCAN_KERNELS_IMAGE_PICTURE_STATS_ROWS_
#define RESCAN_KERNELS_IMAGE_PICTURE_STATS_ROWS_
namespace rescan::kernels {

// Two rows of luma, the state that each column keeps, and what they add to.
struct GradientRows {
  const std::uint8_t* upper;
  const std::uint8_t* lower;
  std::size_t n;  // gradients: width - 1
  std::uint8_t* run;
  std::uint8_t* on_line;
  std::uint8_t* strong;
  std::uint8_t* even;
  PictureStats* stats;
};

constexpr int kWhiteLimit = 250;
constexpr int kBlackLimit = 8;
constexpr int kMiddleFrom = 48;
constexpr int kMiddleTo = 207;
constexpr int kColouredFrom = 16;
constexpr int kColourfulFrom = 48;

struct LevelRow {
  const std::uint8_t* luma;
  const std::uint8_t* chroma;  // null: all 0
  std::size_t n;
  std::uint16_t* luma_sum;
  std::uint16_t* chroma_sum;
  std::uint8_t* min;
  std::uint8_t* max;
  PictureStats* stats;
};

}  // namespace rescan::kernels
#endif  // RESCAN_KERNELS_IMAGE_PICTURE_STATS_ROWS_

HWY_BEFORE_NAMESPACE();
namespace rescan::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// A vector's worth of each loop below, so that tails run the same code on
// vectors of one lane.
template <class D32>
void LumaChromaAt(D32 d32, const std::uint32_t* pixels, std::uint8_t* luma,
                  std::uint8_t* chroma) {
  const hn::Rebind<std::uint8_t, D32> d8;
  const auto word = hn::LoadU(d32, pixels);
  const auto byte = hn::Set(d32, 255u);
  const auto red = hn::ShiftRight<24>(word);
  const auto green = hn::And(hn::ShiftRight<16>(word), byte);
  const auto blue = hn::And(hn::ShiftRight<8>(word), byte);
  auto sum = hn::Add(hn::Mul(red, hn::Set(d32, 77u)),
                     hn::Mul(green, hn::Set(d32, 150u)));
  sum = hn::Add(sum, hn::Mul(blue, hn::Set(d32, 29u)));
  sum = hn::ShiftRight<8>(hn::Add(sum, hn::Set(d32, 128u)));
  const auto most = hn::Max(red, hn::Max(green, blue));
  const auto least = hn::Min(red, hn::Min(green, blue));
  hn::StoreU(hn::U8FromU32(sum), d8, luma);
  hn::StoreU(hn::U8FromU32(hn::Sub(most, least)), d8, chroma);
}

void LumaChroma(const std::uint32_t* HWY_RESTRICT pixels,
                std::uint8_t* HWY_RESTRICT luma,
                std::uint8_t* HWY_RESTRICT chroma, std::size_t n) {
  const hn::ScalableTag<std::uint32_t> d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    LumaChromaAt(d, pixels + i, luma + i, chroma + i);
  }
  const hn::CappedTag<std::uint32_t, 1> one;
  for (; i < n; ++i) LumaChromaAt(one, pixels + i, luma + i, chroma + i);
}

template <class D, class V>
HWY_INLINE V Distance(D /*d*/, V a, V b) {
  return hn::Or(hn::SaturatedSub(a, b), hn::SaturatedSub(b, a));
}

template <class D>
HWY_INLINE void GradientsAt(D d, const GradientRows& rows, std::size_t i,
                            PictureStats& stats) {
  const auto here = hn::LoadU(d, rows.upper + i);
  const auto right = hn::LoadU(d, rows.upper + i + 1);
  const auto below = hn::LoadU(d, rows.lower + i);
  const auto below_right = hn::LoadU(d, rows.lower + i + 1);
  const auto across = Distance(d, here, right);
  const auto down = Distance(d, here, below);
  const auto gradient = hn::Max(across, down);
  const auto above = [&](auto value, int limit) {
    return hn::Gt(value, hn::Set(d, static_cast<std::uint8_t>(limit)));
  };
  for (std::size_t k = 0; k < kGradientLimits.size(); ++k) {
    stats.gradient_at_most[k] +=
        hn::Lanes(d) - hn::CountTrue(d, above(gradient, kGradientLimits[k]));
  }

  const auto step_across = above(across, kStrongGradient - 1);
  const auto step_down = above(down, kStrongGradient - 1);
  const auto rough_across = above(across, kStraightTolerance);
  const auto rough_down = above(down, kStraightTolerance);
  stats.axis_aligned +=
      hn::CountTrue(d, hn::Or(hn::AndNot(rough_down, step_across),
                              hn::AndNot(rough_across, step_down)));
  stats.steps_down += hn::CountTrue(d, step_down);

  const auto one = hn::Set(d, std::uint8_t{1});
  const auto count = [&](auto mask, std::uint8_t* columns) {
    const auto counts = hn::LoadU(d, columns + i);
    hn::StoreU(hn::SaturatedAdd(counts, hn::IfThenElseZero(mask, one)), d,
               columns + i);
  };
  count(hn::Or(step_across, step_down), rows.strong);
  count(hn::Eq(gradient, hn::Zero(d)), rows.even);

  const auto vertical = hn::AndNot(
      hn::Or(rough_down,
             above(Distance(d, right, below_right), kStraightTolerance)),
      step_across);
  const auto run = hn::IfThenElseZero(
      vertical, hn::SaturatedAdd(hn::LoadU(d, rows.run + i), one));
  hn::StoreU(run, d, rows.run + i);
  stats.vertical_straight += hn::CountTrue(d, above(run, kStraightLength - 1));

  const auto horizontal = hn::AndNot(
      hn::Or(rough_across,
             above(Distance(d, below, below_right), kStraightTolerance)),
      step_down);
  hn::StoreU(hn::VecFromMask(d, horizontal), d, rows.on_line + i);
}

void Gradients(const GradientRows& rows) {
  const hn::ScalableTag<std::uint8_t> d;
  const std::size_t lanes = hn::Lanes(d);
  // A copy on the stack: stores of bytes may alias anything else.
  PictureStats& out = *rows.stats;
  PictureStats stats;
  std::size_t i = 0;
  for (; i + lanes <= rows.n; i += lanes) GradientsAt(d, rows, i, stats);
  const hn::CappedTag<std::uint8_t, 1> one;
  for (; i < rows.n; ++i) GradientsAt(one, rows, i, stats);
  for (std::size_t k = 0; k < kGradientLimits.size(); ++k) {
    out.gradient_at_most[k] += stats.gradient_at_most[k];
  }
  out.axis_aligned += stats.axis_aligned;
  out.steps_down += stats.steps_down;
  out.vertical_straight += stats.vertical_straight;
}

template <class D>
HWY_INLINE void LevelsAt(D d, const LevelRow& row, std::size_t i,
                         PictureStats& stats) {
  const auto luma = hn::LoadU(d, row.luma + i);
  hn::StoreU(hn::Min(luma, hn::LoadU(d, row.min + i)), d, row.min + i);
  hn::StoreU(hn::Max(luma, hn::LoadU(d, row.max + i)), d, row.max + i);
  const auto at_least = [&](auto value, int limit) {
    const auto bound = hn::Set(d, static_cast<std::uint8_t>(limit));
    return hn::CountTrue(d, hn::Eq(hn::Max(value, bound), value));
  };
  const std::size_t above_black = at_least(luma, kBlackLimit + 1);
  stats.black += hn::Lanes(d) - above_black;
  stats.white += at_least(luma, kWhiteLimit);
  stats.middle += at_least(luma, kMiddleFrom) - at_least(luma, kMiddleTo + 1);
  if (row.chroma == nullptr) return;
  const auto chroma = hn::LoadU(d, row.chroma + i);
  stats.coloured += at_least(chroma, kColouredFrom);
  stats.colourful += at_least(chroma, kColourfulFrom);
}

void AddToSums(const std::uint8_t* HWY_RESTRICT bytes, std::size_t n,
               std::uint16_t* HWY_RESTRICT sums) {
  const hn::ScalableTag<std::uint16_t> d16;
  const hn::Rebind<std::uint8_t, decltype(d16)> d8;
  const std::size_t lanes = hn::Lanes(d16);
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    const auto level = hn::PromoteTo(d16, hn::LoadU(d8, bytes + i));
    hn::StoreU(hn::Add(level, hn::LoadU(d16, sums + i)), d16, sums + i);
  }
  for (; i < n; ++i) sums[i] = static_cast<std::uint16_t>(sums[i] + bytes[i]);
}

void Levels(const LevelRow& row) {
  const hn::ScalableTag<std::uint8_t> d;
  const std::size_t lanes = hn::Lanes(d);
  PictureStats stats;
  std::size_t i = 0;
  for (; i + lanes <= row.n; i += lanes) LevelsAt(d, row, i, stats);
  const hn::CappedTag<std::uint8_t, 1> one;
  for (; i < row.n; ++i) LevelsAt(one, row, i, stats);
  AddToSums(row.luma, row.n, row.luma_sum);
  if (row.chroma != nullptr) AddToSums(row.chroma, row.n, row.chroma_sum);
  PictureStats& out = *row.stats;
  out.white += stats.white;
  out.black += stats.black;
  out.middle += stats.middle;
  out.coloured += stats.coloured;
  out.colourful += stats.colourful;
}

}  // namespace HWY_NAMESPACE
}  // namespace rescan::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace rescan::kernels {
HWY_EXPORT(LumaChroma);
HWY_EXPORT(Gradients);
HWY_EXPORT(Levels);

namespace {

constexpr std::size_t kGroup = 8;

// Loops of fixed length, one array each: compilers make vectors of them.
template <class T>
unsigned SumOfTile(const T* columns) {
  unsigned sum = 0;
  for (int x = 0; x < kTileSide; ++x) sum += columns[x];
  return sum;
}
std::uint8_t LeastOfTile(const std::uint8_t* columns) {
  std::uint8_t least = 255;
  for (int x = 0; x < kTileSide; ++x) least = std::min(least, columns[x]);
  return least;
}
std::uint8_t MostOfTile(const std::uint8_t* columns) {
  std::uint8_t most = 0;
  for (int x = 0; x < kTileSide; ++x) most = std::max(most, columns[x]);
  return most;
}

// Groups wholly on a line whose group before was so too.
std::uint64_t StraightGroups(std::span<const std::uint8_t> on_line) {
  constexpr std::uint64_t kAll = ~std::uint64_t{0};
  std::uint64_t count = 0;
  bool before = false;
  for (std::size_t i = 0; i + kGroup <= on_line.size(); i += kGroup) {
    std::uint64_t group;
    std::memcpy(&group, on_line.data() + i, sizeof group);
    const bool whole = group == kAll;
    count += whole && before ? 1 : 0;
    before = whole;
  }
  return count;
}

}  // namespace

void LumaChromaRow(std::span<const std::uint32_t> pixels,
                   std::span<std::uint8_t> luma,
                   std::span<std::uint8_t> chroma) {
  assert(luma.size() == pixels.size() && chroma.size() == pixels.size());
  HWY_DYNAMIC_DISPATCH(LumaChroma)
  (pixels.data(), luma.data(), chroma.data(), pixels.size());
}

PictureStatsBuilder::PictureStatsBuilder(int width)
    : width_(static_cast<std::size_t>(width)),
      last_(width_),
      run_(width_),
      on_line_(width_ - 1),
      luma_sum_(width_),
      chroma_sum_(width_),
      min_(width_, 255),
      max_(width_),
      strong_(width_),
      even_(width_) {
  assert(width >= 1);
  stats_.tile_columns = width / kTileSide;
}

void PictureStatsBuilder::AddRow(std::span<const std::uint8_t> luma,
                                 std::span<const std::uint8_t> chroma) {
  assert(luma.size() == width_);
  assert(chroma.empty() || chroma.size() == width_);
  if (stats_.pixels > 0 && width_ > 1) {
    const std::size_t n = width_ - 1;
    const std::uint64_t steps_so_far = stats_.steps_down;
    HWY_DYNAMIC_DISPATCH(Gradients)
    ({last_.data(), luma.data(), n, run_.data(), on_line_.data(),
      strong_.data(), even_.data(), &stats_});
    stats_.gradients += n;
    const std::uint64_t steps = stats_.steps_down - steps_so_far;
    stats_.step_changes +=
        std::max(steps, steps_before_) - std::min(steps, steps_before_);
    steps_before_ = steps;
    stats_.horizontal_straight += StraightGroups(on_line_);
  }
  // Gradients belong to their upper row: the tiles end with the row whose
  // gradients were just counted.
  if (rows_in_tile_ == kTileSide) FinishTiles();
  HWY_DYNAMIC_DISPATCH(Levels)
  ({luma.data(), chroma.empty() ? nullptr : chroma.data(), width_,
    luma_sum_.data(), chroma_sum_.data(), min_.data(), max_.data(), &stats_});
  ++rows_in_tile_;
  stats_.pixels += width_;
  std::copy(luma.begin(), luma.end(), last_.begin());
}

void PictureStatsBuilder::FinishTiles() {
  constexpr unsigned kPixels = kTileSide * kTileSide;
  for (std::size_t t = 0; t < static_cast<std::size_t>(stats_.tile_columns);
       ++t) {
    const std::size_t x = t * kTileSide;
    TileStats tile;
    tile.mean = static_cast<std::uint8_t>(SumOfTile(&luma_sum_[x]) / kPixels);
    tile.mean_chroma =
        static_cast<std::uint8_t>(SumOfTile(&chroma_sum_[x]) / kPixels);
    tile.min = LeastOfTile(&min_[x]);
    tile.max = MostOfTile(&max_[x]);
    tile.strong =
        static_cast<std::uint8_t>(std::min(SumOfTile(&strong_[x]), 255u));
    tile.even = static_cast<std::uint8_t>(std::min(SumOfTile(&even_[x]), 255u));
    stats_.tiles.push_back(tile);
  }
  ++stats_.tile_rows;
  rows_in_tile_ = 0;
  std::fill(luma_sum_.begin(), luma_sum_.end(), std::uint16_t{0});
  std::fill(chroma_sum_.begin(), chroma_sum_.end(), std::uint16_t{0});
  std::fill(min_.begin(), min_.end(), std::uint8_t{255});
  std::fill(max_.begin(), max_.end(), std::uint8_t{0});
  std::fill(strong_.begin(), strong_.end(), std::uint8_t{0});
  std::fill(even_.begin(), even_.end(), std::uint8_t{0});
}

PictureStats PictureStatsBuilder::Finish() {
  if (rows_in_tile_ == kTileSide) FinishTiles();
  return std::move(stats_);
}

}  // namespace rescan::kernels
#endif  // HWY_ONCE
