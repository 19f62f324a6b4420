#ifndef RESCAN_KERNELS_IMAGE_CLAHE_H_
#define RESCAN_KERNELS_IMAGE_CLAHE_H_

#include "kernels/image/image_view.h"

namespace rescan::kernels {

inline constexpr int kMaxClaheTiles = 64;

struct ClaheOptions {
  // A level may hold this many times its even share of a tile; what is above
  // is spread over all levels. 0 or less: no limit.
  double clip_limit = 2.0;
  int tiles_x = 8;  // 1..kMaxClaheTiles
  int tiles_y = 8;  // 1..kMaxClaheTiles
};

// Contrast-limited adaptive histogram equalisation as cv::createCLAHE defines
// it: the picture, mirrored on the right and below until the tiles divide it,
// is cut into tiles_x * tiles_y tiles; each gets the table that equalises its
// limited histogram; a sample's new level is interpolated between the tables
// of the four nearest tiles.
//
// Tables are those of OpenCV; where it interpolates in floats, this does in
// whole numbers, so a result is at most one level from OpenCV's. Exactly: with
// levels in 1/128 and shares s (of the lower, then of the right tile; cut off)
// in 1/32768, between(a, b, s) = a + ((b - a) * s + 16384 >> 15), first
// between upper and lower tiles, then between left and right; last the result
// is rounded: (level + 64) >> 7.
// REQUIRES: options within the ranges above; in and out have the same size;
// they are the same picture (same data and stride) or do not overlap. An
// empty picture is left alone. width * height < 2^31.
// Allocates O(width + tables). Throws std::bad_alloc. Thread-safe. Bit-exact
// on every SIMD target.
void Clahe(GreyView in, const ClaheOptions& options, MutableGreyView out);

}  // namespace rescan::kernels

#endif  // RESCAN_KERNELS_IMAGE_CLAHE_H_
