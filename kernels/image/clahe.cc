#include "kernels/image/clahe.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "kernels/image/border.h"
#include "kernels/image/clahe_rows.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/image/clahe.cc"
#include "hwy/foreach_target.h"
// Must come after foreach_target.h.
#include "hwy/highway.h"
#include "kernels/image/rows-inl.h"

HWY_BEFORE_NAMESPACE();
namespace rescan::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// a + (b - a) * share, lane by lane; share in 1/32768.
template <class V>
HWY_INLINE V Between(V a, V b, V share) {
  return hn::Add(a, hn::MulFixedPoint15(hn::Sub(b, a), share));
}

// The tables that hold for one row of the picture: for each of `tiles` + 1
// cells between tile centres and each level the new levels of the tile on its
// left and on its right, side by side. `upper` and `lower` are the tables of
// the row's tiles, 256 levels each.
void BlendTables(const std::int16_t* HWY_RESTRICT upper,
                 const std::int16_t* HWY_RESTRICT lower,
                 std::int16_t lower_share, std::size_t tiles,
                 std::int16_t* HWY_RESTRICT pairs) {
  constexpr std::size_t kLevels = 256;
  const hn::ScalableTag<std::int16_t> d;
  const auto share = hn::Set(d, lower_share);
  for (std::size_t level = 0; level < kLevels; level += hn::Lanes(d)) {
    auto left = hn::Zero(d);
    for (std::size_t tile = 0; tile <= tiles; ++tile) {
      auto right = left;
      if (tile < tiles) {
        const std::size_t at = tile * kLevels + level;
        right =
            Between(hn::LoadU(d, upper + at), hn::LoadU(d, lower + at), share);
      }
      // Outside the outermost centres only one tile counts.
      if (tile == 0) left = right;
      hn::StoreInterleaved2(left, right, d,
                            pairs + 2 * (tile * kLevels + level));
      left = right;
    }
  }
}

// `pairs` holds the levels of the two tiles of each sample, in 1/128.
void BlendPairs(const std::int16_t* HWY_RESTRICT pairs,
                const std::int16_t* HWY_RESTRICT right_share, std::size_t n,
                std::uint8_t* HWY_RESTRICT out) {
  const hn::ScalableTag<std::int16_t> d;
  const hn::Rebind<std::uint8_t, decltype(d)> d8;
  const auto half = hn::Set(d, std::int16_t{64});
  for (std::size_t x = 0; x < n; x += hn::Lanes(d)) {
    hn::VFromD<decltype(d)> left;
    hn::VFromD<decltype(d)> right;
    hn::LoadInterleaved2(d, pairs + 2 * x, left, right);
    const auto level = Between(left, right, hn::LoadU(d, right_share + x));
    const auto rounded = hn::ShiftRight<7>(hn::Add(level, half));
    StoreRow(hn::DemoteTo(d8, rounded), d8, out + x, n - x);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace rescan::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace rescan::kernels {
HWY_EXPORT(BlendTables);
HWY_EXPORT(BlendPairs);

namespace {

std::uint64_t Load8(const std::uint8_t* at) {
  std::uint64_t bytes;
  std::memcpy(&bytes, at, sizeof(bytes));
  return bytes;
}

// Adds the levels of n samples to counters[0..3][level].
void CountSamples(const std::uint8_t* at, std::size_t n,
                  std::uint16_t* counters) {
  std::uint16_t* const c0 = counters;
  std::uint16_t* const c1 = counters + 256;
  std::uint16_t* const c2 = counters + 512;
  std::uint16_t* const c3 = counters + 768;
  std::size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    const std::uint64_t bytes = Load8(at + i);
    ++c0[bytes & 255];
    ++c1[bytes >> 8 & 255];
    ++c2[bytes >> 16 & 255];
    ++c3[bytes >> 24 & 255];
    ++c0[bytes >> 32 & 255];
    ++c1[bytes >> 40 & 255];
    ++c2[bytes >> 48 & 255];
    ++c3[bytes >> 56];
  }
  for (; i < n; ++i) ++c0[at[i]];
}

// The pair `level` of `pairs` becomes the pair i of `found`.
void CopyPair(const std::int16_t* pairs, std::uint64_t level, std::size_t i,
              std::int16_t* found) {
  std::memcpy(found + 2 * i, pairs + 2 * level, 2 * sizeof(*found));
}

void LookUp(const std::uint8_t* at, std::size_t n, const std::int16_t* pairs,
            std::int16_t* found) {
  std::size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    const std::uint64_t bytes = Load8(at + i);
    CopyPair(pairs, bytes & 255, i, found);
    CopyPair(pairs, bytes >> 8 & 255, i + 1, found);
    CopyPair(pairs, bytes >> 16 & 255, i + 2, found);
    CopyPair(pairs, bytes >> 24 & 255, i + 3, found);
    CopyPair(pairs, bytes >> 32 & 255, i + 4, found);
    CopyPair(pairs, bytes >> 40 & 255, i + 5, found);
    CopyPair(pairs, bytes >> 48 & 255, i + 6, found);
    CopyPair(pairs, bytes >> 56, i + 7, found);
  }
  for (; i < n; ++i) CopyPair(pairs, at[i], i, found);
}

// No level keeps more than `limit`; what is above is spread evenly, and what
// does not divide goes to levels at even distances.
void LimitHistogram(std::span<std::uint32_t, 256> histogram,
                    std::uint32_t limit) {
  std::uint32_t excess = 0;
  for (std::uint32_t& count : histogram) {
    if (count <= limit) continue;
    excess += count - limit;
    count = limit;
  }
  for (std::uint32_t& count : histogram) count += excess / 256;
  std::uint32_t left = excess % 256;
  if (left == 0) return;
  const std::size_t step = std::max<std::size_t>(256 / left, 1);
  for (std::size_t i = 0; i < 256 && left > 0; i += step, --left) {
    ++histogram[i];
  }
}

// Where along an axis a sample lies: the tile centre at or before it (-1:
// before the first) and the share of the next, in 1/32768.
struct Position {
  int tile;
  std::int16_t share;
};

Position PositionOf(int sample, int tile_size) {
  // Half tiles, counted from half a tile before the first sample.
  const std::int64_t halves = 2 * static_cast<std::int64_t>(sample) + tile_size;
  const std::int64_t whole = 2 * static_cast<std::int64_t>(tile_size);
  return {static_cast<int>(halves / whole) - 1,
          static_cast<std::int16_t>((halves % whole) * 32768 / whole)};
}

int TileSize(int size, int tiles, bool fits) {
  return (fits ? size : size + tiles - size % tiles) / tiles;
}

}  // namespace

ClaheRows::ClaheRows(int width, int height, const ClaheOptions& options)
    : width_(width),
      height_(height),
      tiles_x_(options.tiles_x),
      tiles_y_(options.tiles_y),
      clip_limit_(options.clip_limit) {
  assert(tiles_x_ >= 1 && tiles_x_ <= kMaxClaheTiles);
  assert(tiles_y_ >= 1 && tiles_y_ <= kMaxClaheTiles);
  // When one axis needs a margin, the other gets one as well, of a whole
  // sample for each tile: so OpenCV has it.
  const bool fits = width % tiles_x_ == 0 && height % tiles_y_ == 0;
  tile_width_ = TileSize(width, tiles_x_, fits);
  tile_height_ = TileSize(height, tiles_y_, fits);

  const auto columns = static_cast<std::size_t>(tiles_x_);
  counters_.resize(columns * kCounters * kLevels);
  histogram_.resize(columns * kLevels);
  tables_.resize(columns * static_cast<std::size_t>(tiles_y_) * kLevels);
  pairs_.resize(2 * (columns + 1) * kLevels);
  found_.resize(2 * PaddedWidth(width));
  share_.resize(PaddedWidth(width));
  for (int x = 0; x < width; ++x) {
    share_[static_cast<std::size_t>(x)] = PositionOf(x, tile_width_).share;
  }
}

int ClaheRows::SourceRow(int y) const { return Mirrored(y, height_); }

void ClaheRows::Count(const std::uint8_t* row) {
  assert(counted_ < rows_to_count());
  for (int tile = 0; tile < tiles_x_; ++tile) {
    std::uint16_t* counters =
        counters_.data() + static_cast<std::size_t>(tile) * kCounters * kLevels;
    const int begin = tile * tile_width_;
    const int end = begin + tile_width_;
    for (int x = begin; x < std::min(end, width_); x += kMaxCount) {
      if (x > begin) AddCounts();
      const int stop = std::min({end, width_, x + kMaxCount});
      CountSamples(row + x, static_cast<std::size_t>(stop - x), counters);
    }
    for (int x = std::max(begin, width_); x < end; ++x) {
      ++counters[row[Mirrored(x, width_)]];
    }
  }
  ++counted_;
  ++rows_in_counters_;
  // A row may add all its samples of a tile to one counter.
  if ((rows_in_counters_ + 1) * static_cast<std::int64_t>(tile_width_) >
      kMaxCount) {
    AddCounts();
  }
  if (counted_ % tile_height_ == 0) FinishTiles();
}

void ClaheRows::AddCounts() {
  for (std::size_t tile = 0; tile < static_cast<std::size_t>(tiles_x_);
       ++tile) {
    const std::uint16_t* counters =
        counters_.data() + tile * kCounters * kLevels;
    std::uint32_t* histogram = histogram_.data() + tile * kLevels;
    for (std::size_t counter = 0; counter < kCounters; ++counter) {
      for (std::size_t level = 0; level < kLevels; ++level) {
        histogram[level] += counters[counter * kLevels + level];
      }
    }
  }
  std::fill(counters_.begin(), counters_.end(), std::uint16_t{0});
  rows_in_counters_ = 0;
}

void ClaheRows::FinishTiles() {
  AddCounts();
  const std::int64_t area =
      static_cast<std::int64_t>(tile_width_) * tile_height_;
  const float scale = 255.0F / static_cast<float>(area);
  const auto tile_y = static_cast<std::size_t>(counted_ / tile_height_ - 1);
  const auto columns = static_cast<std::size_t>(tiles_x_);
  for (std::size_t tile = 0; tile < columns; ++tile) {
    const std::span<std::uint32_t, 256> histogram(
        histogram_.data() + tile * kLevels, kLevels);
    if (clip_limit_ > 0) {
      const double limit = clip_limit_ * static_cast<double>(area) / kLevels;
      LimitHistogram(histogram, static_cast<std::uint32_t>(std::clamp(
                                    limit, 1.0, static_cast<double>(area))));
    }
    std::int16_t* table = tables_.data() + (tile_y * columns + tile) * kLevels;
    std::uint32_t sum = 0;
    for (std::size_t level = 0; level < kLevels; ++level) {
      sum += histogram[level];
      const long value = std::lrintf(static_cast<float>(sum) * scale);
      table[level] = static_cast<std::int16_t>(std::min(value, 255L) << 7);
    }
  }
  std::fill(histogram_.begin(), histogram_.end(), 0U);
}

const std::int16_t* ClaheRows::TableRow(int tile_y) const {
  const int row = std::clamp(tile_y, 0, tiles_y_ - 1);
  return tables_.data() + static_cast<std::size_t>(row * tiles_x_) * kLevels;
}

void ClaheRows::Map(int y, const std::uint8_t* in, std::uint8_t* out) {
  assert(counted_ == rows_to_count());
  const Position down = PositionOf(y, tile_height_);
  HWY_DYNAMIC_DISPATCH(BlendTables)
  (TableRow(down.tile), TableRow(down.tile + 1), down.share,
   static_cast<std::size_t>(tiles_x_), pairs_.data());
  int begin = 0;
  for (int cell = 0; cell <= tiles_x_; ++cell) {
    // Up to the centre of the tile on the cell's right.
    const int centre = ((2 * cell + 1) * tile_width_ + 1) / 2;
    const int end = std::min(centre, width_);
    LookUp(in + begin, static_cast<std::size_t>(end - begin),
           pairs_.data() + 2 * static_cast<std::size_t>(cell) * kLevels,
           found_.data() + 2 * begin);
    begin = end;
  }
  HWY_DYNAMIC_DISPATCH(BlendPairs)
  (found_.data(), share_.data(), static_cast<std::size_t>(width_), out);
}

void Clahe(GreyView in, const ClaheOptions& options, MutableGreyView out) {
  assert(SameSize(in, out));
  if (in.empty()) return;
  ClaheRows rows(in.width, in.height, options);
  for (int y = 0; y < rows.rows_to_count(); ++y) {
    rows.Count(in.Row(rows.SourceRow(y)));
  }
  for (int y = 0; y < in.height; ++y) rows.Map(y, in.Row(y), out.Row(y));
}

}  // namespace rescan::kernels
#endif  // HWY_ONCE
