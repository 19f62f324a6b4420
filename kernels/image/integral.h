#ifndef RESCAN_KERNELS_IMAGE_INTEGRAL_H_
#define RESCAN_KERNELS_IMAGE_INTEGRAL_H_

#include <cstdint>
#include <type_traits>

#include "kernels/image/image_view.h"

namespace rescan::kernels {

// sums(x, y) = the sum of all pixels left of x and above y, modulo 2^32; its
// first row and column are 0. Because of the modulus a box sum is exact as
// long as the box itself is below 2^32, that is up to 16,843,009 pixels, in a
// picture of any size.
// REQUIRES: sums is one wider and one higher than the picture.
// Bit-exact on every SIMD target. Thread-safe. No allocation.
void Integral(GreyView picture, ImageView<std::uint32_t> sums);

// The same, and the sums of squares, modulo 2^64, in one pass.
// REQUIRES: both are one wider and one higher than the picture.
void IntegralWithSquares(GreyView picture, ImageView<std::uint32_t> sums,
                         ImageView<std::uint64_t> squares);

// Sum over the columns [left, right) and rows [top, bottom) of the picture.
// REQUIRES: 0 <= left <= right < sums.width, likewise top and bottom.
template <class T>
[[nodiscard]] std::remove_const_t<T> BoxSum(const ImageView<T>& sums, int left,
                                            int top, int right, int bottom) {
  const T* above = sums.Row(top);
  const T* below = sums.Row(bottom);
  return below[right] - below[left] - above[right] + above[left];
}

}  // namespace rescan::kernels

#endif  // RESCAN_KERNELS_IMAGE_INTEGRAL_H_
