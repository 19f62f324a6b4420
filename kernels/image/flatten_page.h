#ifndef RESCAN_KERNELS_IMAGE_FLATTEN_PAGE_H_
#define RESCAN_KERNELS_IMAGE_FLATTEN_PAGE_H_

#include <optional>

#include "kernels/image/background.h"
#include "kernels/image/clahe.h"
#include "kernels/image/image_view.h"

namespace rescan::kernels {

// What is done to a grey page before it is read; nullopt leaves a step out.
struct FlattenOptions {
  std::optional<BackgroundOptions> background = BackgroundOptions{};
  std::optional<ClaheOptions> clahe = ClaheOptions{};
  std::optional<double> blur_sigma = 0.8;  // see gaussian_blur.h
};

// Even paper, even contrast, joined strokes. Bit for bit the same as
// EstimateBackground and DivideByBackground, then Clahe, then GaussianBlur,
// each on the whole picture, but in three passes over memory: one estimates
// the background, one divides and counts the levels, one looks up, blurs and
// writes, with the few rows in between staying in the cache.
// REQUIRES: options within the ranges of the single kernels; page and out have
// the same size; they are the same picture (same data and stride) or do not
// overlap. An empty picture is left alone. width * height < 2^31.
// Allocates O(width + tables + area / 64). Throws std::bad_alloc.
// Thread-safe. Bit-exact on every SIMD target.
void FlattenPage(GreyView page, const FlattenOptions& options,
                 MutableGreyView out);

}  // namespace rescan::kernels

#endif  // RESCAN_KERNELS_IMAGE_FLATTEN_PAGE_H_
