#ifndef RESCAN_KERNELS_IMAGE_HISTOGRAM_H_
#define RESCAN_KERNELS_IMAGE_HISTOGRAM_H_

#include <array>
#include <cstdint>

#include "kernels/image/image_view.h"

namespace rescan::kernels {

// How many pixels have each grey level.
using Histogram = std::array<std::uint32_t, 256>;

// Exact on every SIMD target. REQUIRES: fewer than 2^32 pixels. Thread-safe.
// Takes 9 KB of stack or, for pictures from 2^18 pixels, 512 KB of heap while
// it works; throws std::bad_alloc.
[[nodiscard]] Histogram HistogramOf(GreyView picture);

// histogram += that of `picture`: for a picture that comes in bands.
void AddToHistogram(GreyView picture, Histogram& histogram);

// The rest reads a histogram of any origin.

[[nodiscard]] std::uint64_t PixelCount(const Histogram& histogram);

// Mean level, 0-255. 0 for an empty histogram.
[[nodiscard]] double MeanLevel(const Histogram& histogram);

// The least level that has at least `share` of the pixels at or below it; at
// least one pixel, so that share 0 is the darkest level that occurs and 1 the
// lightest. 0 for an empty histogram. REQUIRES: 0 <= share <= 1.
[[nodiscard]] int PercentileLevel(const Histogram& histogram, double share);

// PercentileLevel(histogram, .5).
[[nodiscard]] int MedianLevel(const Histogram& histogram);

// The threshold of N. Otsu, "A Threshold Selection Method from Gray-Level
// Histograms" (1979): the level t that splits the pixels into dark (<= t) and
// light (> t) with the greatest variance between the two. Of equal ones the
// least, so that for two levels a < b it is a. With fewer than two levels
// nothing can be split: the only level (all pixels are "dark"), 0 if empty.
[[nodiscard]] int OtsuThreshold(const Histogram& histogram);

}  // namespace rescan::kernels

#endif  // RESCAN_KERNELS_IMAGE_HISTOGRAM_H_
