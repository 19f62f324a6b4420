#ifndef RESCAN_ENGINE_IMAGE_GREY_PIX_H_
#define RESCAN_ENGINE_IMAGE_GREY_PIX_H_

#include "engine/image/pix_ptr.h"
#include "kernels/image/image_view.h"

namespace rescan {

// A copy of `picture` as Leptonica keeps it: 8 bits, rows padded to 32-bit
// words with the first pixel in a word's high byte. Null when memory ran out.
// REQUIRES: width and height >= 1. Thread-safe.
[[nodiscard]] PixPtr PixOfGrey(const kernels::GreyView& picture);

}  // namespace rescan

#endif  // RESCAN_ENGINE_IMAGE_GREY_PIX_H_
