#include "engine/image/grey_raster.h"

#include <leptonica/allheaders.h>

#include <cstddef>
#include <cstdint>

#include "kernels/image/grey.h"

namespace rescan {

kernels::GreyImage GreyOf(const Raster& raster) {
  Pix* pix = raster.pix();
  const auto words_per_row = static_cast<std::ptrdiff_t>(pixGetWpl(pix));
  const auto words = [&](int width) {
    return kernels::ImageView<const std::uint32_t>{
        pixGetData(pix), width, raster.height(), words_per_row};
  };
  kernels::GreyImage grey(raster.width(), raster.height());
  switch (raster.depth()) {
    case 1:
      kernels::GreyFromBits(words((raster.width() + 31) / 32),
                            grey.mutable_view());
      break;
    case 8:
      kernels::GreyFromPacked(words((raster.width() + 3) / 4),
                              grey.mutable_view());
      break;
    default:
      kernels::GreyFromColour(words(raster.width()), grey.mutable_view());
  }
  return grey;
}

}  // namespace rescan
