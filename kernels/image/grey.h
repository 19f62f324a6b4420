#ifndef RESCAN_KERNELS_IMAGE_GREY_H_
#define RESCAN_KERNELS_IMAGE_GREY_H_

#include <cstdint>
#include <span>

#include "kernels/image/image_view.h"

namespace rescan::kernels {

// From Leptonica's rows of 32-bit words to plain bytes, one per pixel, and
// back. All are bit-exact on every SIMD target, touch nothing outside the
// views and spans, and are thread-safe. Inputs and outputs do not overlap.
// Each comes for a row and for a picture; the latter dispatches once.

// Luma of ITU-R BT.601 in 15-bit fixed point:
//   (9798 red + 19235 green + 3735 blue + 16384) >> 15
// with the weights .299, .587 and .114 times 32768, the last rounded down so
// that they add up to it: grey of (v, v, v) is v. Alpha is ignored. The
// pixels' layout is that of neutral.h.
// REQUIRES: equal sizes.
void GreyFromColour(std::span<const std::uint32_t> pixels,
                    std::span<std::uint8_t> grey);
void GreyFromColour(ImageView<const std::uint32_t> pixels,
                    MutableGreyView grey);

// Leptonica's 8-bit rows: four pixels a word, the first in bits 31-24, in the
// machine's byte order. What the last word of a row holds beyond the picture
// is ignored when read and 0 when written.
// REQUIRES: words.size() == (grey.size() + 3) / 4; for pictures, a view of
// words with that width and equal heights.
void GreyFromPacked(std::span<const std::uint32_t> words,
                    std::span<std::uint8_t> grey);
void GreyFromPacked(ImageView<const std::uint32_t> words, MutableGreyView grey);
void PackedFromGrey(std::span<const std::uint8_t> grey,
                    std::span<std::uint32_t> words);
void PackedFromGrey(GreyView grey, ImageView<std::uint32_t> words);

// Leptonica's 1-bit rows: 32 pixels a word, the first in bit 31; 1 is ink and
// becomes 0 (black), 0 becomes 255 (white).
// REQUIRES: words.size() == (grey.size() + 31) / 32; for pictures, a view of
// words with that width and equal heights.
void GreyFromBits(std::span<const std::uint32_t> words,
                  std::span<std::uint8_t> grey);
void GreyFromBits(ImageView<const std::uint32_t> words, MutableGreyView grey);

}  // namespace rescan::kernels

#endif  // RESCAN_KERNELS_IMAGE_GREY_H_
