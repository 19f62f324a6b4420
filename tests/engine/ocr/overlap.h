#ifndef RESCAN_TESTS_ENGINE_OCR_OVERLAP_H_
#define RESCAN_TESTS_ENGINE_OCR_OVERLAP_H_

#include "engine/ocr/boxes.h"

namespace rescan {

[[nodiscard]] inline bool Overlap(const PixelBox& a, const PixelBox& b) {
  return a.left < Right(b) && b.left < Right(a) && a.top < Bottom(b) &&
         b.top < Bottom(a);
}

}  // namespace rescan

#endif  // RESCAN_TESTS_ENGINE_OCR_OVERLAP_H_
