#include "engine/image/orient.h"

#include <leptonica/allheaders.h>

namespace rescan {
namespace {

struct Turn {
  int quarters;  // clockwise
  bool mirror;   // left to right, after the turn
};

// EXIF says where the stored first row and column belong:
//   1 top left, 2 top right, 3 bottom right, 4 bottom left,
//   5 left top, 6 right top, 7 right bottom, 8 left bottom.
constexpr Turn kTurns[9] = {{0, false}, {0, false}, {0, true},
                            {2, false}, {2, true},  {1, true},
                            {1, false}, {3, true},  {3, false}};

}  // namespace

PixPtr Upright(PixPtr pix, int orientation) {
  const Turn turn = kTurns[orientation];
  const int x_dpi = pixGetXRes(pix.get());
  const int y_dpi = pixGetYRes(pix.get());
  const int format = pixGetInputFormat(pix.get());
  if (turn.quarters != 0) {
    pix.reset(pixRotateOrth(pix.get(), turn.quarters));
  }
  if (pix != nullptr && turn.mirror &&
      pixFlipLR(pix.get(), pix.get()) == nullptr) {
    return nullptr;
  }
  if (pix == nullptr) return nullptr;
  const bool swap = SwapsSides(orientation);
  pixSetResolution(pix.get(), swap ? y_dpi : x_dpi, swap ? x_dpi : y_dpi);
  pixSetInputFormat(pix.get(), format);
  return pix;
}

}  // namespace rescan
