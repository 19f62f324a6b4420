#ifndef RESCAN_ENGINE_OCR_PREPARE_PAGE_H_
#define RESCAN_ENGINE_OCR_PREPARE_PAGE_H_

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/image/raster.h"
#include "engine/ocr/page_transform.h"
#include "engine/ocr/preparation.h"
#include "kernels/base/result.h"
#include "kernels/image/grey_image.h"

namespace rescan {

// A picture made ready for the recogniser, and where its places lie in the
// raster it was made from.
struct PreparedPage {
  kernels::GreyImage grey;
  PageTransform to_raster;
  // What the page asked for, before limits and tolerance: target character
  // height over the one found; 1 where none was found or no step scales.
  double wanted_scale = 1;
  // How many components look like characters; absent where no step counted.
  std::optional<std::size_t> character_count;
};

// Takes `raster` through `steps`, one after the other. A step that finds
// nothing to go by (no text to crop to, no character height, no lines to
// level) leaves the picture as it is. Never enlarges beyond ScaleStep's
// most_megapixels; takes about two bytes a pixel of the raster, and of the
// result.
//
// REQUIRES: the steps' numbers are in the ranges of preparation.h.
// Errors: kLimit (memory). Thread-safe.
[[nodiscard]] Result<PreparedPage> PreparePage(
    const Raster& raster, const std::vector<PreparationStep>& steps);

}  // namespace rescan

#endif  // RESCAN_ENGINE_OCR_PREPARE_PAGE_H_
