#ifndef RESCAN_KERNELS_IMAGE_BOX_BLUR_H_
#define RESCAN_KERNELS_IMAGE_BOX_BLUR_H_

#include "kernels/image/image_view.h"

namespace rescan::kernels {

inline constexpr int kMaxBoxRadius = 63;

// out = mean of the (2 * radius + 1)^2 samples around each sample, rounded to
// the nearest level (the number of samples is odd, so there are no ties).
// Beyond the border the nearest sample of the picture counts (replicated).
// REQUIRES: 0 <= radius <= kMaxBoxRadius; in and out have the same size and
// do not overlap. An empty picture is left alone.
// O(1) per sample, whatever the radius; allocates O(width). Throws
// std::bad_alloc. Thread-safe. Bit-exact on every SIMD target.
void BoxBlur(GreyView in, int radius, MutableGreyView out);

}  // namespace rescan::kernels

#endif  // RESCAN_KERNELS_IMAGE_BOX_BLUR_H_
