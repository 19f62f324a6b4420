#include "kernels/image/ink_profile.h"

#include <algorithm>
#include <cassert>
#include <cstddef>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/image/ink_profile.cc"
#include "hwy/foreach_target.h"
// Must come after foreach_target.h.
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace rescan::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// A tile's counts of each column stay in the first cache; a column of it holds
// no more rows than a byte can count.
constexpr int kTileWidth = 1024;
constexpr int kTileHeight = 255;

// Columns of a tile that are whole vectors: adds their ink to `columns`,
// returns that of the row. The count of a lane is at most kTileWidth / lanes,
// which a byte holds for vectors of 8 bytes and more.
std::uint32_t CountRow(const std::uint8_t* HWY_RESTRICT row, std::size_t n,
                       std::uint8_t lightest_ink,
                       std::uint8_t* HWY_RESTRICT columns) {
  std::uint32_t total = 0;
  std::size_t i = 0;
#if HWY_TARGET != HWY_SCALAR
  const hn::ScalableTag<std::uint8_t> d;
  const hn::Repartition<std::uint64_t, decltype(d)> d64;
  const std::size_t lanes = hn::Lanes(d);
  const auto limit = hn::Set(d, lightest_ink);
  auto ink = hn::Zero(d);
  for (; i + lanes <= n; i += lanes) {
    const auto level = hn::LoadU(d, row + i);
    // All bits set is -1.
    const auto dark = hn::VecFromMask(d, hn::Eq(hn::Min(level, limit), level));
    ink = hn::Sub(ink, dark);
    hn::StoreU(hn::Sub(hn::LoadU(d, columns + i), dark), d, columns + i);
  }
  const auto sum = hn::SumOfLanes(d64, hn::SumsOf8(ink));
  total += static_cast<std::uint32_t>(hn::GetLane(sum));
#endif
  for (; i < n; ++i) {
    const bool is_dark = row[i] <= lightest_ink;
    total += is_dark;
    columns[i] = static_cast<std::uint8_t>(columns[i] + is_dark);
  }
  return total;
}

void AddTile(GreyView tile, std::uint8_t lightest_ink,
             std::uint32_t* HWY_RESTRICT rows,
             std::uint32_t* HWY_RESTRICT columns) {
  alignas(64) std::uint8_t counts[kTileWidth];
  const auto width = static_cast<std::size_t>(tile.width);
  std::fill_n(counts, width, std::uint8_t{0});
  for (int y = 0; y < tile.height; ++y) {
    const std::uint32_t ink =
        CountRow(tile.Row(y), width, lightest_ink, counts);
    if (rows != nullptr) rows[y] += ink;
  }
  if (columns == nullptr) return;
  for (std::size_t x = 0; x < width; ++x) columns[x] += counts[x];
}

// Adds to `rows` and `columns`, either of which may be null.
void Profile(GreyView picture, std::uint8_t lightest_ink, std::uint32_t* rows,
             std::uint32_t* columns) {
  for (int top = 0; top < picture.height; top += kTileHeight) {
    const int height = std::min(kTileHeight, picture.height - top);
    for (int left = 0; left < picture.width; left += kTileWidth) {
      const int width = std::min(kTileWidth, picture.width - left);
      AddTile(picture.Part(left, top, width, height), lightest_ink,
              rows == nullptr ? nullptr : rows + top,
              columns == nullptr ? nullptr : columns + left);
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace rescan::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace rescan::kernels {
HWY_EXPORT(Profile);

void InkProfile(GreyView picture, int threshold, std::span<std::uint32_t> rows,
                std::span<std::uint32_t> columns) {
  assert(threshold >= 0 && threshold <= 256);
  assert(rows.empty() ||
         rows.size() == static_cast<std::size_t>(picture.height));
  assert(columns.empty() ||
         columns.size() == static_cast<std::size_t>(picture.width));
  std::fill(rows.begin(), rows.end(), 0);
  std::fill(columns.begin(), columns.end(), 0);
  if (threshold == 0) return;
  HWY_DYNAMIC_DISPATCH(Profile)
  (picture, static_cast<std::uint8_t>(threshold - 1),
   rows.empty() ? nullptr : rows.data(),
   columns.empty() ? nullptr : columns.data());
}

}  // namespace rescan::kernels
#endif  // HWY_ONCE
