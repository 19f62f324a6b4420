// What the kernels of geometry must compute; see reference.h.
#ifndef RESCAN_TESTS_SUPPORT_REFERENCE_GEOMETRY_H_
#define RESCAN_TESTS_SUPPORT_REFERENCE_GEOMETRY_H_

#include <cstdint>
#include <vector>

#include "tests/support/reference_pixels.h"

namespace rescan::reference {

// kernels/image/resize.h, in real numbers, rounded to the nearest level (halves
// up).
[[nodiscard]] Picture ResizeArea(const Picture& in, int width, int height);
[[nodiscard]] Picture ResizeCubic(const Picture& in, int width, int height);

// kernels/image/rotate.h: `in` turned clockwise about its centre, which comes
// to lie on the centre of a picture of `width` x `height`; bilinear, in real
// numbers, rounded.
[[nodiscard]] Picture Rotate(const Picture& in, double degrees, int width,
                             int height, int background);

// kernels/image/ink_components.h: box [left, right) x [top, bottom), ink pixels
// and runs of each component, by flooding from every ink pixel in raster order.
struct Component {
  int left = 0, top = 0, right = 0, bottom = 0;
  std::uint32_t area = 0;
  std::uint32_t runs = 0;
};
[[nodiscard]] std::vector<Component> InkComponents(const Picture& mask);

// kernels/image/skew.h, from the mask itself: the angle in
// [-max_degrees, max_degrees], a multiple of `step`, at which the ink summed
// along it differs most from one row to the next.
[[nodiscard]] double SkewDegrees(const Picture& mask, double max_degrees,
                                 double step);

}  // namespace rescan::reference

#endif  // RESCAN_TESTS_SUPPORT_REFERENCE_GEOMETRY_H_
