#ifndef RESCAN_KERNELS_IMAGE_POLARITY_H_
#define RESCAN_KERNELS_IMAGE_POLARITY_H_

#include <cstdint>
#include <vector>

#include "kernels/image/histogram.h"
#include "kernels/image/image_view.h"

namespace rescan::kernels {

// Is the writing darker than what it stands on?
enum class Polarity : std::uint8_t { kDarkOnLight, kLightOnDark };

// Of a picture as a whole, by its levels: what it is written on is taken to be
// the greater of the two sides of Otsu's threshold, for writing covers less
// than half of a page. A picture whose levels hardly differ (standard
// deviation between the sides below 4 levels) has no writing: its median
// decides (below 128 is dark). An empty histogram is dark on light.
[[nodiscard]] Polarity PolarityOf(const Histogram& histogram);

// The polarity of each square cell of a picture.
struct PolarityGrid {
  int cell = 0;     // side, pixels; the last column and row may be cut off
  int columns = 0;  // ceil(width / cell)
  int rows = 0;     // ceil(height / cell)
  // Levels <= this are dark.
  int threshold = 0;
  // Row by row.
  std::vector<Polarity> cells;

  [[nodiscard]] Polarity At(int column, int row) const;
  // The share of cells that are light on dark, 0-1; 0 without cells.
  [[nodiscard]] double DarkShare() const;
};

// Finds the regions of a picture that are written light on dark, such as the
// dark bars and buttons of a light screen, or a dark screen with light panels.
//
// A cell is full if at least 95 % of it lies on one side of `threshold`.
// Connected full cells of one side are a region. A region counts as something
// that is written on if it has writing: mixed cells that stand between two
// cells of the region in their row or column, with a third or more of the
// region's side in them; four are enough, a cell that does so both ways counts
// twice. So neither the strokes of huge letters nor dark edges of a scan are
// such regions. (A dark picture with detail may be one.) A light region also
// counts if it covers a twentieth of the picture: left alone it does no harm.
// Every other cell takes the polarity of the nearest such region, by steps
// between neighbouring cells; where there is none at all, every cell takes
// PolarityOf(the picture).
//
// `threshold`: OtsuThreshold of the picture's histogram is a good choice.
// `cell`: pixels, 4-64. Full cells must fit between the lines of writing: 4
// suits text from 8 px, and finds bars from 12 px; more is faster.
// REQUIRES: 0 <= threshold <= 255, 4 <= cell <= 64. Thread-safe. Exact on
// every SIMD target. Allocates about 20 bytes per cell; O(pixels). An empty
// picture has a grid without cells.
[[nodiscard]] PolarityGrid FindPolarity(GreyView picture, int threshold,
                                        int cell = 4);

// out = in with the light-on-dark cells inverted, so that all is dark on
// light. A cell that two polarities meet in is split where the dark area ends,
// so that no strip of it stays behind; where that end turns, dark pixels of the
// cell become light. Writing a cell away from the end keeps every pixel.
// REQUIRES: `grid` was found on a picture of this size; equal sizes; `out` is
// `in` itself or does not overlap it. Thread-safe. Exact.
void MakeDarkOnLight(GreyView in, const PolarityGrid& grid,
                     MutableGreyView out);

}  // namespace rescan::kernels

#endif  // RESCAN_KERNELS_IMAGE_POLARITY_H_
