// What the ink of one word says about its characters and separators.
#ifndef RESCAN_ENGINE_OCR_INK_MARKS_H_
#define RESCAN_ENGINE_OCR_INK_MARKS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/image/image_view.h"
#include "kernels/image/ink_components.h"

namespace rescan {

enum class MarkKind : std::uint8_t {
  kCharacter,  // about as high as a digit
  kPoint,      // small, on the baseline, nothing above it
  kComma,      // as a point, but it is higher and reaches below the baseline
  kSeparator,  // one of the two, too small to say which
  kOther,      // a dash, a colon, an apostrophe
};

struct InkMark {
  MarkKind kind = MarkKind::kOther;
  kernels::InkBox box;  // pixels of the picture that was looked at
  // How many characters it may be: more than one where neighbours touch.
  int least = 1;
  int most = 1;
};

struct InkMarks {
  std::vector<InkMark> marks;  // from left to right; empty: nothing to see
  int height = 0;              // of a digit or capital, pixels
};

// Looks at the ink of `picture`, dark on light, one word in one row. What
// touches the border or has its middle outside `within` (pixels of the
// picture) is not of the word: grid lines, neighbours. Ink is what is darker
// than Otsu's threshold; a picture with less than 40 levels between ink and
// ground has none.
//
// Found on drawn numbers with digits from 8 px (scaled to 22 px and more):
// tests/engine/ocr/ink_marks_test.cc. A point that touches a digit is not
// seen; a mark that is not there is never made up. O(pixels). Thread-safe.
[[nodiscard]] InkMarks FindInkMarks(kernels::GreyView picture,
                                    const kernels::InkBox& within);

// True for texts whose characters can be counted in the ink: one digit at
// least, and nothing but digits and . , : / - + ( ) $. Those are one mark each.
[[nodiscard]] bool IsCountable(std::string_view text);

// True if `text` has the points and commas of `ink`, each behind as many
// characters. REQUIRES: IsCountable(text).
[[nodiscard]] bool AgreesWithInk(std::string_view text, const InkMarks& ink);

// `text` with a point for each comma whose mark in the ink is a point without
// doubt, if it then agrees with the ink; else as it is. Not the other way
// round: a point with a speck of ink at its foot looks like a comma.
// REQUIRES: IsCountable(text).
[[nodiscard]] std::string PointsOfInk(std::string_view text,
                                      const InkMarks& ink);

// True if the ink shows points or commas at all.
[[nodiscard]] bool HasSeparators(const InkMarks& ink);

}  // namespace rescan

#endif  // RESCAN_ENGINE_OCR_INK_MARKS_H_
