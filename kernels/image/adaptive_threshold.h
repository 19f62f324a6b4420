#ifndef RESCAN_KERNELS_IMAGE_ADAPTIVE_THRESHOLD_H_
#define RESCAN_KERNELS_IMAGE_ADAPTIVE_THRESHOLD_H_

#include "kernels/image/image_view.h"

namespace rescan::kernels {

inline constexpr int kMaxThresholdWindow = 255;

struct AdaptiveThresholdOptions {
  int window = 31;      // odd, 1..kMaxThresholdWindow
  int below_mean = 15;  // levels, -255..255
};

// mask = 255 (ink) where in <= mean - below_mean, else 0; the mean is that of
// the window around the sample, rounded to the nearest level, border samples
// replicated. Equal to cv::adaptiveThreshold with ADAPTIVE_THRESH_MEAN_C,
// THRESH_BINARY_INV and the same window and constant.
// REQUIRES: options within the ranges above; in and mask have the same size
// and do not overlap. An empty picture is left alone.
// O(1) per sample; allocates O(width). Throws std::bad_alloc. Thread-safe.
// Bit-exact on every SIMD target.
void AdaptiveThreshold(GreyView in, const AdaptiveThresholdOptions& options,
                       MutableGreyView mask);

}  // namespace rescan::kernels

#endif  // RESCAN_KERNELS_IMAGE_ADAPTIVE_THRESHOLD_H_
