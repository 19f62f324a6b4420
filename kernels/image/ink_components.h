#ifndef RESCAN_KERNELS_IMAGE_INK_COMPONENTS_H_
#define RESCAN_KERNELS_IMAGE_INK_COMPONENTS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "kernels/image/image_view.h"

namespace rescan::kernels {

// A rectangle of pixels: columns [left, right), rows [top, bottom).
struct InkBox {
  int left = 0;
  int top = 0;
  int right = 0;
  int bottom = 0;

  [[nodiscard]] int width() const { return right - left; }
  [[nodiscard]] int height() const { return bottom - top; }
  friend bool operator==(const InkBox&, const InkBox&) = default;
};

// Ink pixels that hang together, also by corners (8-connected).
struct InkComponent {
  InkBox box;
  std::uint32_t area = 0;  // ink pixels
  std::uint32_t runs = 0;  // rows of ink pixels without a gap

  friend bool operator==(const InkComponent&, const InkComponent&) = default;
};

// Ink pixels [begin, end) of row `y`, with none on either side.
struct InkRun {
  int y = 0;
  int begin = 0;
  int end = 0;
  std::uint32_t component = 0;  // index into InkComponents::components

  friend bool operator==(const InkRun&, const InkRun&) = default;
};

struct InkComponents {
  // In the order of their topmost pixel, from left to right within a row.
  std::vector<InkComponent> components;
  // Every run of every component, row by row from left to right: which pixel
  // belongs to which component. Empty unless max_runs asks for them.
  std::vector<InkRun> runs;
  // False if max_components or max_runs was reached; then `components` holds
  // those seen so far, cut off in row `rows`.
  bool complete = true;
  int rows = 0;  // rows that were looked at: the mask's height if complete
};

struct InkComponentOptions {
  // A page full of small print has 10,000. Needing more ends the search at
  // once: a mask of noise is no page, and memory stays bounded. Parts that
  // join further down, as the two strokes of a V do, count separately.
  std::size_t max_components = 100'000;
  // Keeps the runs as well, and ends the search if there are more than this; 0
  // keeps none and sets no limit. A page of small print has 200,000 at 300 dpi.
  std::size_t max_runs = 0;
};

// Finds the components of the pixels that are not 0. One pass from top to
// bottom. Exact on every SIMD target; thread-safe; never reads outside the
// view. Memory: below 100 bytes for each of at most max_components parts, and
// 12 bytes for each run of two rows. Throws std::bad_alloc. REQUIRES:
// mask.pixel_count() < 2^32.
[[nodiscard]] InkComponents FindInkComponents(
    GreyView mask, const InkComponentOptions& options = {});

}  // namespace rescan::kernels

#endif  // RESCAN_KERNELS_IMAGE_INK_COMPONENTS_H_
