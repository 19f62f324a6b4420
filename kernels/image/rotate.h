#ifndef RESCAN_KERNELS_IMAGE_ROTATE_H_
#define RESCAN_KERNELS_IMAGE_ROTATE_H_

#include <cstdint>

#include "kernels/image/image_view.h"

namespace rescan::kernels {

// The largest turn that Rotate does: what a page fed askew may need.
// A quarter turn is another matter.
inline constexpr double kMaxRotateDegrees = 15;

// x' = xx * x + xy * y + dx, y' = yx * x + yy * y + dy
struct AffineMap {
  double xx = 1, xy = 0, dx = 0;
  double yx = 0, yy = 1, dy = 0;
};

// How a picture is turned about its centre. Places are in pixels from the top
// left corner, of pixel edges: the pixel in column x covers [x, x + 1), its
// centre is at x + 0.5.
struct Rotation {
  int width = 0;  // of the turned picture, grown so that no corner is lost
  int height = 0;
  AffineMap to_turned;  // from places of the original
  AffineMap to_original;
};

// Turns by `degrees` clockwise, as seen on a screen (y downwards). To set a
// page with SkewEstimate::degrees straight, turn it by -degrees.
// The turned picture is the smallest that holds all of the original, give or
// take the rounding of its sides up to whole pixels; the centres coincide.
// REQUIRES: width, height >= 1; |degrees| <= kMaxRotateDegrees.
[[nodiscard]] Rotation PlanRotation(int width, int height, double degrees);

// Greatest difference, in levels, from bilinear interpolation in real numbers.
inline constexpr int kRotateTolerance = 2;

// to = `from`, turned, bilinear between the four nearest pixels. What lies
// outside `from` has the level `background`.
// Positions are rounded to 2^-8 pixel across and 2^-10 down: within
// kRotateTolerance of the exact value. Bit-exact on every SIMD target, reads
// and writes inside the views only, thread-safe, allocates nothing.
// REQUIRES: `rotation` is PlanRotation's for from's size, to has its size;
// the views do not overlap; from's sides are at most 65536.
void Rotate(GreyView from, const Rotation& rotation, std::uint8_t background,
            MutableGreyView to);

}  // namespace rescan::kernels

#endif  // RESCAN_KERNELS_IMAGE_ROTATE_H_
