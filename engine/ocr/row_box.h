// How high a word's box may be, from the words beside it.
#ifndef RESCAN_ENGINE_OCR_ROW_BOX_H_
#define RESCAN_ENGINE_OCR_ROW_BOX_H_

#include "engine/ocr/page.h"

namespace rescan {

// The part of `box`, of a word of `line` on `page`, that lies in the word's
// row. A box that is much higher than the words beside it holds more than its
// word: a part of the row above, of a frame. Such a one ends where most of
// them end; any other comes back as it is.
//
// The words beside it are those of its line with a digit or capital, or if
// these are fewer than two those of all lines that have their middle in its
// height; they say nothing if they do not stand in one row themselves. O(words
// of the page). Thread-safe.
[[nodiscard]] PixelBox BoxInRow(const Page& page, const Line& line,
                                const PixelBox& box);

}  // namespace rescan

#endif  // RESCAN_ENGINE_OCR_ROW_BOX_H_
