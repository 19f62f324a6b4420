#ifndef RESCAN_KERNELS_IMAGE_GAUSSIAN_BLUR_H_
#define RESCAN_KERNELS_IMAGE_GAUSSIAN_BLUR_H_

#include <array>
#include <cstdint>

#include "kernels/image/image_view.h"

namespace rescan::kernels {

inline constexpr double kMinGaussianSigma = 0.3;
inline constexpr double kMaxGaussianSigma = 5.0;
inline constexpr int kMaxGaussianRadius = 15;

// A symmetric filter in 1/256: weight[0] is the centre's, weight[k] that of
// both samples k away, 0 < k <= radius; weight[0] + 2 * sum(weight[k]) == 256
// and every weight is < 256.
struct GaussianTaps {
  int radius = 0;
  std::array<std::uint16_t, kMaxGaussianRadius + 1> weight{};
};

// The taps of exp(-k^2 / (2 sigma^2)) within 3 sigma. From the outermost
// inwards each is rounded together with the rounding error of those before
// it; outer taps that come to nothing are dropped.
// REQUIRES: kMinGaussianSigma <= sigma <= kMaxGaussianSigma.
[[nodiscard]] GaussianTaps MakeGaussianTaps(double sigma);

// Gaussian blur: down the columns, then along the rows. Beyond the border the
// picture is mirrored without repeating the border sample (a picture "abcd"
// goes on as "cb"), the default of OpenCV.
//
// Exactly: v = sum of weight * sample over the column (in 1/256, exact);
// h = (v[0] * weight[0] >> 8)
//     + sum over k of ((v[-k] + v[k] + 1) / 2 * 2 * weight[k] >> 8);
// out = (h + 128) >> 8. A picture of one level stays as it is; elsewhere the
// result is at most one level from that of unrounded arithmetic with the same
// weights.
// REQUIRES: sigma as above; in and out have the same size and do not overlap.
// An empty picture is left alone.
// O(radius) per sample; allocates O(width). Throws std::bad_alloc.
// Thread-safe. Bit-exact on every SIMD target.
void GaussianBlur(GreyView in, double sigma, MutableGreyView out);

}  // namespace rescan::kernels

#endif  // RESCAN_KERNELS_IMAGE_GAUSSIAN_BLUR_H_
