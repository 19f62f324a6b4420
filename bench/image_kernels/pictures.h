#ifndef RESCAN_BENCH_IMAGE_KERNELS_PICTURES_H_
#define RESCAN_BENCH_IMAGE_KERNELS_PICTURES_H_

#include <string>

#include "kernels/image/grey_image.h"
#include "kernels/image/image_view.h"

namespace rescan::bench {

// The size that kernels are measured on: two megapixels.
inline constexpr int kWidth = 1600;
inline constexpr int kHeight = 1250;

// Dark letter-like strokes in lines on uneven, slightly noisy paper; the same
// each time.
[[nodiscard]] kernels::GreyImage PagePicture(int width = kWidth,
                                             int height = kHeight);

// Every level at random, for whose time no two neighbours may help.
[[nodiscard]] kernels::GreyImage NoisePicture(int width = kWidth,
                                              int height = kHeight);

// Empty if no sample differs by more than `tolerance`, else the first that
// does and how many there are: "OpenCV: 12 samples differ by more than 1,
// first at (3, 4): 17, wanted 15".
[[nodiscard]] std::string Difference(const std::string& whose,
                                     kernels::GreyView got,
                                     kernels::GreyView wanted,
                                     int tolerance = 0);

}  // namespace rescan::bench

#endif  // RESCAN_BENCH_IMAGE_KERNELS_PICTURES_H_
