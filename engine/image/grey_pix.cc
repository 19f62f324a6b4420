#include "engine/image/grey_pix.h"

#include <leptonica/allheaders.h>

#include "kernels/image/grey.h"

namespace rescan {

PixPtr PixOfGrey(const kernels::GreyView& picture) {
  PixPtr pix(pixCreateNoInit(picture.width, picture.height, 8));
  if (pix == nullptr) return nullptr;
  const int words_per_line = pixGetWpl(pix.get());
  kernels::PackedFromGrey(picture, {pixGetData(pix.get()), words_per_line,
                                    picture.height, words_per_line});
  return pix;
}

}  // namespace rescan
