#ifndef RESCAN_KERNELS_IMAGE_RESIZE_H_
#define RESCAN_KERNELS_IMAGE_RESIZE_H_

#include "kernels/image/image_view.h"

namespace rescan::kernels {

// Both map the whole of `from` onto the whole of `to`: column edge x of `to`
// is column edge x * from.width / to.width of `from`, rows alike. The two
// axes may have different ratios. `from` and `to` must not overlap. Neither
// reads or writes outside the views; both are bit-exact on every SIMD target,
// thread-safe, and allocate working memory that does not grow with the
// picture's height (below 4 bytes x 40 rows x width). They throw only
// std::bad_alloc.

// Greatest difference, in levels, between a sample of either function and the
// exact value (computed in real numbers, rounded to the nearest level).
inline constexpr int kResizeTolerance = 1;

// Shrinks: each sample is the mean of the area that it covers, pixels at the
// edge of the area counting by the part that is covered. For ratios of 1 on
// either axis as well, but never enlarges.
//
// Where both axes shrink by the same whole number 2, 3 or 4 the result is
// exact, halves rounded up; at 1 it is a copy. Otherwise weights are rounded
// to 2^-16 per axis, and the total to the nearest level: within
// kResizeTolerance of the exact mean. The same as cv::INTER_AREA within one
// level.
//
// REQUIRES: 1 <= to.width <= from.width <= 65536, heights alike.
void ResizeArea(GreyView from, MutableGreyView to);

// Bicubic with a = -0.75 (Keys' kernel as OpenCV has it), four taps per axis
// at any ratio: it does not average, so it is meant for enlarging. Pixels
// beyond the border are taken as copies of the border's. Weights are rounded
// to 2^-14, which keeps it within kResizeTolerance of the exact value, and
// within two levels of cv::INTER_CUBIC, whose weights are coarser.
//
// REQUIRES: both pictures have pixels; no side is above 65536.
void ResizeCubic(GreyView from, MutableGreyView to);

}  // namespace rescan::kernels

#endif  // RESCAN_KERNELS_IMAGE_RESIZE_H_
