#ifndef RESCAN_KERNELS_IMAGE_PICTURE_STATS_H_
#define RESCAN_KERNELS_IMAGE_PICTURE_STATS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace rescan::kernels {

// One row of 32-bit pixels (see neutral.h) as brightness and colourfulness:
//   luma   = (77 red + 150 green + 29 blue + 128) / 256, rounded down
//   chroma = the largest of the three less the smallest
// Alpha does not count. REQUIRES: equal sizes, outputs apart from each other
// and from `pixels`. Bit-exact on every target; touches nothing else.
void LumaChromaRow(std::span<const std::uint32_t> pixels,
                   std::span<std::uint8_t> luma,
                   std::span<std::uint8_t> chroma);

inline constexpr int kTileSide = 16;
// Differences of brightness whose cumulative counts are kept.
inline constexpr std::array<std::uint8_t, 8> kGradientLimits = {0, 1,  2,  4,
                                                                8, 16, 32, 64};
inline constexpr int kStrongGradient = 32;
// Of a line, across which brightness steps by at least kStrongGradient, and
// along which it changes by at most kStraightTolerance a pixel.
inline constexpr int kStraightTolerance = 6;
inline constexpr int kStraightLength = 16;

// kTileSide x kTileSide pixels of a picture.
struct TileStats {
  std::uint8_t mean = 0;  // of luma, rounded down
  std::uint8_t min = 0, max = 0;
  std::uint8_t mean_chroma = 0;
  // Pixels with a gradient of at least kStrongGradient, at most 255.
  std::uint8_t strong = 0;
  // Pixels with a gradient of 0, at most 255.
  std::uint8_t even = 0;

  friend bool operator==(const TileStats&, const TileStats&) = default;
};

// What one pass over a picture finds. The gradient of a pixel is the larger of
// the brightness differences to its right and to its lower neighbour; those of
// the last row and column have none.
struct PictureStats {
  std::uint64_t pixels = 0;
  std::uint64_t gradients = 0;  // (width - 1) (height - 1)
  // Gradients of at most kGradientLimits[i].
  std::array<std::uint64_t, kGradientLimits.size()> gradient_at_most = {};
  // Strong gradients whose smaller difference is at most kStraightTolerance.
  std::uint64_t axis_aligned = 0;
  // Pixels at which a vertical straight line has lasted for kStraightLength
  // rows or more.
  std::uint64_t vertical_straight = 0;
  // Groups of eight pixels, counted from the left edge, wholly on a horizontal
  // straight line that covered the group before too.
  std::uint64_t horizontal_straight = 0;
  // Pixels with a strong difference to their lower neighbour, and how far their
  // number changes from row to row, summed: much where letters stand exactly
  // upright, little where lines of text lie slanted or blurred.
  std::uint64_t steps_down = 0;
  std::uint64_t step_changes = 0;
  std::uint64_t white = 0;      // luma >= 250
  std::uint64_t black = 0;      // luma <= 8
  std::uint64_t middle = 0;     // luma 48..207
  std::uint64_t coloured = 0;   // chroma >= 16
  std::uint64_t colourful = 0;  // chroma >= 48
  // Whole tiles only, row by row.
  int tile_columns = 0, tile_rows = 0;
  std::vector<TileStats> tiles;

  friend bool operator==(const PictureStats&, const PictureStats&) = default;
};

// Collects them from rows, top to bottom, so that no whole picture of luma is
// ever in memory. O(pixels); memory for some rows and the tiles. Bit-exact on
// every target. Thread-compatible.
class PictureStatsBuilder {
 public:
  // REQUIRES: width >= 1. Throws std::bad_alloc.
  explicit PictureStatsBuilder(int width);

  // REQUIRES: both as wide as the picture; `chroma` may be empty: a grey one.
  void AddRow(std::span<const std::uint8_t> luma,
              std::span<const std::uint8_t> chroma);

  // The statistics of all rows. The builder is spent.
  [[nodiscard]] PictureStats Finish();

 private:
  void FinishTiles();

  std::size_t width_;
  PictureStats stats_;
  int rows_in_tile_ = 0;
  std::vector<std::uint8_t> last_;  // the row before, empty at first
  // Of each column: the present length of a vertical straight line, capped.
  std::vector<std::uint8_t> run_;
  // Of each pixel of a row: 255 on a horizontal straight line, else 0.
  std::vector<std::uint8_t> on_line_;
  // Of each column, over the rows of the present tiles.
  std::vector<std::uint16_t> luma_sum_, chroma_sum_;
  std::vector<std::uint8_t> min_, max_, strong_, even_;
  std::uint64_t steps_before_ = 0;
};

}  // namespace rescan::kernels

#endif  // RESCAN_KERNELS_IMAGE_PICTURE_STATS_H_
