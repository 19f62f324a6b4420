#ifndef RESCAN_ENGINE_OCR_PAGE_COLLECTOR_H_
#define RESCAN_ENGINE_OCR_PAGE_COLLECTOR_H_

#include "engine/ocr/page.h"

namespace tesseract {
class ResultIterator;
}  // namespace tesseract

namespace rescan {

// The lines, words and letters from `it` (at the page's start; may be null) to
// the end, in reading order. Blocks that are not text are passed over. Ids
// count what Tesseract gave; letters and words without text or with no
// confidence are left out, and so is a line of which no word is left.
//
// A letter's text is Tesseract's symbol as it is: mostly one code point, more
// where the recogniser joins a base and its marks, or a ligature's letters.
[[nodiscard]] std::vector<Line> CollectLines(tesseract::ResultIterator* it);

}  // namespace rescan

#endif  // RESCAN_ENGINE_OCR_PAGE_COLLECTOR_H_
