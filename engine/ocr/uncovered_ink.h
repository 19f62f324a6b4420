#ifndef RESCAN_ENGINE_OCR_UNCOVERED_INK_H_
#define RESCAN_ENGINE_OCR_UNCOVERED_INK_H_

#include <cstddef>
#include <span>
#include <vector>

#include "engine/ocr/page.h"
#include "kernels/image/image_view.h"

namespace rescan {

// Boxes of what looks like words or lines of them (two characters and more in a
// row, of .5 to 1.8 times the picture's median character height, closer than
// cells of a table are) in a picture, dark on light, and has none of its
// characters' middles in `covered`. By rows, from left to right; of more than
// `most` words those further down are left out.
//
// A picture with more than 5,000 such characters left is no page with a gap
// in it but a photograph or noise: it has none. O(pixels) and, for what is
// left, at most a few hundred steps for each. Throws std::bad_alloc.
// Thread-safe.
[[nodiscard]] std::vector<PixelBox> FindUncoveredWords(
    kernels::GreyView picture, std::span<const PixelBox> covered,
    std::size_t most);

}  // namespace rescan

#endif  // RESCAN_ENGINE_OCR_UNCOVERED_INK_H_
