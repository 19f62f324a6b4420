#ifndef RESCAN_ENGINE_OCR_PAGE_COLLECTOR_H_
#define RESCAN_ENGINE_OCR_PAGE_COLLECTOR_H_

#include <string_view>

#include "engine/ocr/page.h"

namespace tesseract {
class ResultIterator;
}  // namespace tesseract

namespace rescan {

// The lines, words and letters from `it` (at the page's start; may be null) to
// the end, in reading order. Blocks that are not text are passed over. Ids
// count what Tesseract gave; words without text are left out, and so are
// letters without text or with no confidence. Lines have no text yet, and
// words may have no confidence: DropUnread must follow.
//
// A symbol of several characters (a ligature spelt out) is no letter and is
// left out as well; the word's text keeps it.
[[nodiscard]] std::vector<Line> CollectAll(tesseract::ResultIterator* it);

// Leaves out words with no confidence and lines of which no word is left, and
// fills in what follows from the words.
void DropUnread(std::vector<Line>& lines);

// One character, with any combining marks behind it.
[[nodiscard]] bool IsOneCharacter(std::string_view text);

}  // namespace rescan

#endif  // RESCAN_ENGINE_OCR_PAGE_COLLECTOR_H_
