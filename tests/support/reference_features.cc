#include "tests/support/reference_features.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>

namespace rescan::reference {
namespace {

// A picture whose samples are asked for by place.
struct Plane {
  const std::vector<std::uint8_t>& samples;
  int width;

  [[nodiscard]] int At(int x, int y) const {
    return samples[static_cast<std::size_t>(y) *
                       static_cast<std::size_t>(width) +
                   static_cast<std::size_t>(x)];
  }
  [[nodiscard]] int Across(int x, int y) const {
    return std::abs(At(x + 1, y) - At(x, y));
  }
  [[nodiscard]] int Down(int x, int y) const {
    return std::abs(At(x, y + 1) - At(x, y));
  }
  [[nodiscard]] int Gradient(int x, int y) const {
    return std::max(Across(x, y), Down(x, y));
  }
  // A step from x to x + 1 that goes on from row y to y + 1.
  [[nodiscard]] bool OnVertical(int x, int y) const {
    return Across(x, y) >= 32 && Down(x, y) <= 6 && Down(x + 1, y) <= 6;
  }
  [[nodiscard]] bool OnHorizontal(int x, int y) const {
    return Down(x, y) >= 32 && Across(x, y) <= 6 && Across(x, y + 1) <= 6;
  }
};

void CountGradients(const Plane& luma, int height, PictureStats& stats) {
  constexpr std::array kLimits = {0, 1, 2, 4, 8, 16, 32, 64};
  std::uint64_t steps_before = 0;
  for (int y = 0; y + 1 < height; ++y) {
    std::uint64_t steps = 0;
    for (int x = 0; x + 1 < luma.width; ++x) {
      if (luma.Down(x, y) >= 32) ++steps;
      ++stats.gradients;
      for (std::size_t k = 0; k < kLimits.size(); ++k) {
        if (luma.Gradient(x, y) <= kLimits[k]) ++stats.gradient_at_most[k];
      }
      const int smaller = std::min(luma.Across(x, y), luma.Down(x, y));
      if (luma.Gradient(x, y) >= 32 && smaller <= 6) ++stats.axis_aligned;
      // Has the line come from 15 rows above?
      bool straight = y >= 15;
      for (int k = 0; straight && k < 16; ++k) {
        straight = luma.OnVertical(x, y - k);
      }
      if (straight) ++stats.vertical_straight;
    }
    stats.steps_down += steps;
    stats.step_changes +=
        steps > steps_before ? steps - steps_before : steps_before - steps;
    steps_before = steps;
    for (int x = 8; x + 8 <= luma.width - 1; x += 8) {
      bool straight = true;
      for (int k = x - 8; k < x + 8; ++k) {
        straight = straight && luma.OnHorizontal(k, y);
      }
      if (straight) ++stats.horizontal_straight;
    }
  }
}

Tile TileAt(const Plane& luma, const Plane* chroma, int left, int top,
            int height) {
  Tile tile;
  tile.min = 255;
  int sum = 0, colour = 0;
  for (int y = top; y < top + 16; ++y) {
    for (int x = left; x < left + 16; ++x) {
      sum += luma.At(x, y);
      tile.min = std::min(tile.min, luma.At(x, y));
      tile.max = std::max(tile.max, luma.At(x, y));
      if (chroma != nullptr) colour += chroma->At(x, y);
      if (x + 1 < luma.width && y + 1 < height && luma.Gradient(x, y) >= 32) {
        ++tile.strong;
      }
      if (x + 1 < luma.width && y + 1 < height && luma.Gradient(x, y) == 0) {
        ++tile.even;
      }
    }
  }
  tile.mean = sum / 256;
  tile.mean_chroma = colour / 256;
  tile.strong = std::min(tile.strong, 255);
  tile.even = std::min(tile.even, 255);
  return tile;
}

}  // namespace

void LumaChromaRow(std::span<const std::uint32_t> pixels,
                   std::span<std::uint8_t> luma,
                   std::span<std::uint8_t> chroma) {
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    const unsigned red = pixels[i] >> 24 & 0xff;
    const unsigned green = pixels[i] >> 16 & 0xff;
    const unsigned blue = pixels[i] >> 8 & 0xff;
    luma[i] = static_cast<std::uint8_t>(
        (77 * red + 150 * green + 29 * blue + 128) / 256);
    chroma[i] = static_cast<std::uint8_t>(std::max({red, green, blue}) -
                                          std::min({red, green, blue}));
  }
}

PictureStats StatsOf(const std::vector<std::uint8_t>& luma,
                     const std::vector<std::uint8_t>& chroma, int width) {
  PictureStats stats;
  const int height = static_cast<int>(luma.size()) / width;
  const Plane plane{luma, width};
  const Plane colour{chroma, width};
  for (const std::uint8_t level : luma) {
    ++stats.pixels;
    if (level >= 250) ++stats.white;
    if (level <= 8) ++stats.black;
    if (level >= 48 && level <= 207) ++stats.middle;
  }
  for (const std::uint8_t level : chroma) {
    if (level >= 16) ++stats.coloured;
    if (level >= 48) ++stats.colourful;
  }
  CountGradients(plane, height, stats);
  stats.tile_columns = width / 16;
  stats.tile_rows = height / 16;
  for (int row = 0; row < stats.tile_rows; ++row) {
    for (int column = 0; column < stats.tile_columns; ++column) {
      stats.tiles.push_back(TileAt(plane, chroma.empty() ? nullptr : &colour,
                                   16 * column, 16 * row, height));
    }
  }
  return stats;
}

}  // namespace rescan::reference
