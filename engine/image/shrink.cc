#include "engine/image/shrink.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cstddef>
#include <span>

#include "kernels/image/grey.h"
#include "kernels/image/row_sum.h"

namespace rescan {
namespace {

constexpr std::size_t kSide = kShrunkSide;

// A stretch of source rows or columns under one target pixel. In units of
// 1/64 of a source pixel every border is a whole number: source pixel i covers
// [64 i, 64 i + 64), target pixel t covers [t size, t size + size).
struct Cover {
  std::size_t first, last;  // source pixels, last included
  std::size_t from, to;     // units

  Cover(std::size_t target, std::size_t size)
      : first(target * size / kSide),
        last((target * size + size - 1) / kSide),
        from(target * size),
        to(target * size + size) {}

  // Units of source pixel `i` under the target pixel, 1..64.
  [[nodiscard]] std::uint32_t Weight(std::size_t i) const {
    return static_cast<std::uint32_t>(std::min(to, (i + 1) * kSide) -
                                      std::max(from, i * kSide));
  }
};

// The rows of a raster as bytes where they lie in memory, and which of them is
// which sample.
class ByteRows {
 public:
  explicit ByteRows(const Raster& raster)
      : pix_(raster.pix()),
        depth_(raster.depth()),
        words_(static_cast<std::size_t>(pixGetWpl(pix_))) {
    if (depth_ == 1) expanded_.resize(words_ * 32);
  }

  [[nodiscard]] std::size_t bytes_per_row() const {
    return depth_ == 1 ? expanded_.size() : words_ * 4;
  }

  [[nodiscard]] std::span<const std::uint8_t> Row(std::size_t y) {
    const l_uint32* line = pixGetData(pix_) + y * words_;
    if (depth_ != 1) {
      return {reinterpret_cast<const std::uint8_t*>(line), words_ * 4};
    }
    kernels::GreyFromBits(std::span(line, words_), expanded_);
    return expanded_;
  }

  // Where channel 0..2 of column `x` stands in a row. Leptonica's words put
  // the first sample into the high byte, which comes last in memory.
  [[nodiscard]] std::size_t Position(std::size_t x, std::size_t channel) const {
    if (depth_ == 1) return x;
    if (depth_ == 8) return x ^ 3;
    return 4 * x + 3 - channel;
  }
  [[nodiscard]] bool is_colour() const { return depth_ == 32; }

 private:
  Pix* pix_;
  int depth_;
  std::size_t words_;
  std::vector<std::uint8_t> expanded_;
};

}  // namespace

std::vector<ShrunkPixel> Shrink(const Raster& raster) {
  const auto width = static_cast<std::size_t>(raster.width());
  const auto height = static_cast<std::size_t>(raster.height());
  const std::uint64_t area = std::uint64_t{width} * height;
  ByteRows rows(raster);
  std::vector<std::uint32_t> sums(rows.bytes_per_row());
  std::vector<ShrunkPixel> shrunk(kSide * kSide);
  for (std::size_t ty = 0; ty < kSide; ++ty) {
    const Cover down(ty, height);
    std::fill(sums.begin(), sums.end(), 0u);
    for (std::size_t y = down.first; y <= down.last; ++y) {
      kernels::AddWeightedRow(rows.Row(y), down.Weight(y), sums);
    }
    for (std::size_t tx = 0; tx < kSide; ++tx) {
      const Cover across(tx, width);
      ShrunkPixel& pixel = shrunk[ty * kSide + tx];
      for (std::size_t channel = 0; channel < 3; ++channel) {
        if (channel > 0 && !rows.is_colour()) {
          pixel[channel] = pixel[0];
          continue;
        }
        std::uint64_t sum = 0;
        for (std::size_t x = across.first; x <= across.last; ++x) {
          sum +=
              std::uint64_t{across.Weight(x)} * sums[rows.Position(x, channel)];
        }
        pixel[channel] = static_cast<std::uint8_t>((sum + area / 2) / area);
      }
    }
  }
  return shrunk;
}

}  // namespace rescan
