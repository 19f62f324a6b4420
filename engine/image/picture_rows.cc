#include "engine/image/picture_rows.h"

#include <leptonica/allheaders.h>

#include <algorithm>

#include "kernels/image/grey.h"
#include "kernels/image/picture_stats.h"
#include "kernels/image/row_sum.h"

namespace rescan {
namespace {

constexpr std::size_t kColourRows = 4;

std::size_t FactorFor(double width, double height, double most_pixels) {
  std::size_t factor = 1;
  while (width * height / static_cast<double>(factor * factor) > most_pixels) {
    ++factor;
  }
  // A line of pixels is not made thinner than it is.
  return std::min(factor, static_cast<std::size_t>(std::min(width, height)));
}

}  // namespace

PictureRows::PictureRows(const Raster& raster, double most_pixels)
    : data_(pixGetData(raster.pix())),
      words_per_line_(static_cast<std::size_t>(pixGetWpl(raster.pix()))),
      depth_(raster.depth()),
      full_width_(static_cast<std::size_t>(raster.width())),
      factor_(FactorFor(raster.width(), raster.height(), most_pixels)),
      width_(full_width_ / factor_),
      height_(static_cast<std::size_t>(raster.height()) / factor_),
      luma_(width_) {
  if (depth_ == 32) {
    chroma_.resize(width_);
    if (factor_ > 1) {
      sums_.resize(4 * full_width_);
      reduced_.resize(width_);
    }
  } else if (factor_ > 1) {
    line_.resize(full_width_);
    sums_.resize(full_width_);
  }
}

bool PictureRows::Next() {
  if (next_ == height_) return false;
  const std::uint32_t* lines = data_ + next_ * factor_ * words_per_line_;
  const bool count = next_ % kColourRows == 0;
  if (depth_ == 32) {
    std::span<const std::uint32_t> words(lines, width_);
    if (factor_ > 1) {
      ReduceColour(lines);
      words = reduced_;
    }
    kernels::LumaChromaRow(words, luma_, chroma_);
    if (count) CountColours(words);
  } else {
    if (factor_ > 1) {
      ReduceGrey(lines);
    } else {
      ReadGrey(lines, luma_);
    }
    if (count) {
      for (const std::uint8_t level : luma_) ++colours_[(level >> 4) * 0x111u];
    }
  }
  ++next_;
  return true;
}

void PictureRows::ReadGrey(const std::uint32_t* line,
                           std::span<std::uint8_t> out) const {
  if (depth_ == 1) {
    kernels::GreyFromBits(std::span(line, (out.size() + 31) / 32), out);
  } else {
    kernels::GreyFromPacked(std::span(line, (out.size() + 3) / 4), out);
  }
}

void PictureRows::ReduceGrey(const std::uint32_t* lines) {
  std::fill(sums_.begin(), sums_.end(), 0u);
  for (std::size_t i = 0; i < factor_; ++i) {
    ReadGrey(lines + i * words_per_line_, line_);
    kernels::AddWeightedRow(line_, 1, sums_);
  }
  const auto area = static_cast<std::uint32_t>(factor_ * factor_);
  for (std::size_t x = 0; x < width_; ++x) {
    std::uint32_t sum = area / 2;
    for (std::size_t i = 0; i < factor_; ++i) sum += sums_[x * factor_ + i];
    luma_[x] = static_cast<std::uint8_t>(sum / area);
  }
}

void PictureRows::ReduceColour(const std::uint32_t* lines) {
  std::fill(sums_.begin(), sums_.end(), 0u);
  for (std::size_t i = 0; i < factor_; ++i) {
    const auto* bytes =
        reinterpret_cast<const std::uint8_t*>(lines + i * words_per_line_);
    kernels::AddWeightedRow({bytes, 4 * full_width_}, 1, sums_);
  }
  const auto area = static_cast<std::uint32_t>(factor_ * factor_);
  for (std::size_t x = 0; x < width_; ++x) {
    std::array<std::uint32_t, 4> sum;
    sum.fill(area / 2);
    for (std::size_t i = 0; i < factor_; ++i) {
      for (std::size_t c = 0; c < 4; ++c) {
        sum[c] += sums_[(x * factor_ + i) * 4 + c];
      }
    }
    reduced_[x] =
        (sum[3] / area) << 24 | (sum[2] / area) << 16 | (sum[1] / area) << 8;
  }
}

void PictureRows::CountColours(std::span<const std::uint32_t> words) {
  for (const std::uint32_t word : words) {
    ++colours_[(word >> 28) << 8 | (word >> 20 & 0xf) << 4 |
               (word >> 12 & 0xf)];
  }
}

}  // namespace rescan
