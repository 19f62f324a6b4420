// What kernels/image/picture_stats.h must compute, one pixel at a time.
#ifndef RESCAN_TESTS_SUPPORT_REFERENCE_FEATURES_H_
#define RESCAN_TESTS_SUPPORT_REFERENCE_FEATURES_H_

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace rescan::reference {

void LumaChromaRow(std::span<const std::uint32_t> pixels,
                   std::span<std::uint8_t> luma,
                   std::span<std::uint8_t> chroma);

struct Tile {
  int mean = 0, min = 0, max = 0, mean_chroma = 0, strong = 0, even = 0;
};

struct PictureStats {
  std::uint64_t pixels = 0, gradients = 0;
  std::array<std::uint64_t, 8> gradient_at_most = {};
  std::uint64_t axis_aligned = 0, vertical_straight = 0;
  std::uint64_t horizontal_straight = 0;
  std::uint64_t steps_down = 0, step_changes = 0;
  std::uint64_t white = 0, black = 0, middle = 0, coloured = 0, colourful = 0;
  int tile_columns = 0, tile_rows = 0;
  std::vector<Tile> tiles;
};

// `chroma` is empty or as long as `luma`; both hold whole rows of `width`.
[[nodiscard]] PictureStats StatsOf(const std::vector<std::uint8_t>& luma,
                                   const std::vector<std::uint8_t>& chroma,
                                   int width);

}  // namespace rescan::reference

#endif  // RESCAN_TESTS_SUPPORT_REFERENCE_FEATURES_H_
