#ifndef RESCAN_ENGINE_IMAGE_ORIENT_H_
#define RESCAN_ENGINE_IMAGE_ORIENT_H_

#include "engine/image/pix_ptr.h"

namespace rescan {

// `pix` (1, 8 or 32 bits) turned and mirrored so that a picture stored with
// EXIF `orientation` (1-8) stands upright; no pixel changes its value. Null
// when memory ran out.
[[nodiscard]] PixPtr Upright(PixPtr pix, int orientation);

// True for the orientations that swap width and height.
[[nodiscard]] constexpr bool SwapsSides(int orientation) {
  return orientation >= 5 && orientation <= 8;
}

}  // namespace rescan

#endif  // RESCAN_ENGINE_IMAGE_ORIENT_H_
