#ifndef RESCAN_ENGINE_IMAGE_GREY_RASTER_H_
#define RESCAN_ENGINE_IMAGE_GREY_RASTER_H_

#include "engine/image/raster.h"
#include "kernels/image/grey_image.h"

namespace rescan {

// A copy of `raster` in 8-bit grey, whatever its form (kernels/image/grey.h has
// the formula; 1-bit ink becomes 0, paper 255). Thread-safe. Throws
// std::bad_alloc.
[[nodiscard]] kernels::GreyImage GreyOf(const Raster& raster);

}  // namespace rescan

#endif  // RESCAN_ENGINE_IMAGE_GREY_RASTER_H_
