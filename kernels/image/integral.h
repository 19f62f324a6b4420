#ifndef RESCAN_KERNELS_IMAGE_INTEGRAL_H_
#define RESCAN_KERNELS_IMAGE_INTEGRAL_H_

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "kernels/image/image_view.h"
#include "kernels/image/line_samples.h"

namespace rescan::kernels {

// Room for the sums of a picture. Column 1 of every row begins with a cache
// line: the sums of 16 pixels are then stored to one line, not to two, which
// makes Integral faster (bench/README.md). Move-only. The sums are not set.
class SumImage {
 public:
  // Of a picture of this size. REQUIRES: width >= 0, height >= 0. Throws
  // std::bad_alloc.
  SumImage(int width, int height)
      : width_(width),
        height_(height),
        samples_(MakeLineSamples<std::uint32_t>(
            static_cast<std::size_t>(Stride()) *
            (static_cast<std::size_t>(height) + 1))) {}

  // One wider and one higher than the picture.
  [[nodiscard]] ImageView<const std::uint32_t> view() const {
    return {samples_.get() + kLineSums - 1, width_ + 1, height_ + 1, Stride()};
  }
  [[nodiscard]] ImageView<std::uint32_t> mutable_view() {
    return {samples_.get() + kLineSums - 1, width_ + 1, height_ + 1, Stride()};
  }

 private:
  static constexpr std::ptrdiff_t kLineSums =
      kLineBytes / sizeof(std::uint32_t);

  // Column 0 ends a line, then come as many lines as the pixels need.
  [[nodiscard]] std::ptrdiff_t Stride() const {
    return kLineSums + (width_ + kLineSums - 1) / kLineSums * kLineSums;
  }

  int width_;
  int height_;
  LineSamples<std::uint32_t> samples_;
};

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
