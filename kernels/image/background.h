#ifndef RESCAN_KERNELS_IMAGE_BACKGROUND_H_
#define RESCAN_KERNELS_IMAGE_BACKGROUND_H_

#include "kernels/image/grey_image.h"
#include "kernels/image/image_view.h"

namespace rescan::kernels {

// A background picture has one sample for each block of 8 x 8 samples.
inline constexpr int kBackgroundBlock = 8;
// A darker background counts as this dark: what is nearly black is no paper,
// and its noise is not amplified without limit.
inline constexpr int kMinBackground = 32;

struct BackgroundOptions {
  // Side of the square that must reach from any stroke to bare paper, as a
  // share of the page's width. In [0, 1].
  double window_share = 1.0 / 30;
  // After the brightest of each window the darkest of the same window is
  // taken, so that the edge of a shadow stays where it is.
  bool keep_edges = false;
  // Radius of the final smoothing, as a share of the window's side. In [0, 4].
  double smooth_share = 0.5;
};

// How bright the paper is beneath the text, for each 8 x 8 block of the page
// (blocks at the right and lower border are filled up with the border's
// samples): the brightest of the block's four 4 x 4 means (each a mean of
// means of two, rounded up), then the brightest within the window, then, if
// wanted, the darkest within the window, then BoxBlur. The window is
// 2 * r + 1 blocks wide, r = round(window_share * width / 16), at most
// kMaxBoxRadius, and cut off at the border; smoothing has radius
// round(smooth_share * (2 * r + 1)), limited likewise.
// The result has ceil(width / 8) x ceil(height / 8) samples.
// REQUIRES: options within the ranges above. Throws std::bad_alloc.
// Thread-safe. Bit-exact on every SIMD target.
[[nodiscard]] GreyImage EstimateBackground(GreyView page,
                                           const BackgroundOptions& options);

// out = min(255, page * 255 / background): paper becomes white.
//
// Exactly: each sample b of the background has the gain
// g = round(255 * 8192 / max(b, kMinBackground)) and stands for the centre of
// its block. Between four centres the gain is interpolated, first down:
// G = (g0 * (16 - f) + g1 * f + 8) >> 4 with f in 1/16, f odd; then along the
// row: G = (G0 * (16 - f) >> 4) + (G1 * f >> 4); beyond the outer centres the
// nearest counts. out = min(255, ((page * G >> 8) + 16) >> 5).
// REQUIRES: small_background has ceil(width / 8) x ceil(height / 8) samples;
// page and out have the same size; they are the same picture (same data and
// stride) or do not overlap.
// Allocates O(width). Throws std::bad_alloc. Thread-safe. Bit-exact on every
// SIMD target.
void DivideByBackground(GreyView page, GreyView small_background,
                        MutableGreyView out);

}  // namespace rescan::kernels

#endif  // RESCAN_KERNELS_IMAGE_BACKGROUND_H_
