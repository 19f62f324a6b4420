#ifndef RESCAN_KERNELS_IMAGE_SAUVOLA_H_
#define RESCAN_KERNELS_IMAGE_SAUVOLA_H_

#include "kernels/image/image_view.h"

namespace rescan::kernels {

inline constexpr int kMaxSauvolaWindow = 127;

struct SauvolaOptions {
  int window = 25;    // odd, 3..kMaxSauvolaWindow
  float k = 0.34F;    // 0..1: how much a calm window lowers the threshold
  float range = 128;  // > 0: the deviation that leaves it at the mean
};

// out = 0 (ink) where in < t, else 255 (paper);
// t = mean * (1 + k * (deviation / range - 1)), mean and standard deviation
// being those of the window around the sample, border samples replicated
// (J. Sauvola, M. Pietikainen: Adaptive document image binarization, 2000).
// Sums are exact, the formula is binary32 arithmetic without fused operations.
// REQUIRES: options within the ranges above; in and out have the same size
// and do not overlap. An empty picture is left alone.
// O(1) per sample; allocates O(width). Throws std::bad_alloc. Thread-safe.
// Bit-exact on every SIMD target.
void SauvolaBinarize(GreyView in, const SauvolaOptions& options,
                     MutableGreyView out);

}  // namespace rescan::kernels

#endif  // RESCAN_KERNELS_IMAGE_SAUVOLA_H_
