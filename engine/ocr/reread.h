// Doubtful words of a page, and words that its layout left out, read on their
// own and held against their ink.
#ifndef RESCAN_ENGINE_OCR_REREAD_H_
#define RESCAN_ENGINE_OCR_REREAD_H_

#include <functional>
#include <string>
#include <vector>

#include "engine/ocr/page.h"
#include "engine/ocr/preparation.h"
#include "kernels/base/result.h"
#include "kernels/image/image_view.h"

namespace rescan {

// Reads a picture of one line of text; boxes are pixels of that picture.
using LineReader =
    std::function<Result<std::vector<Word>>(kernels::GreyView picture)>;

// A word of the page before and after; without text after: it was joined to
// the one before it.
struct WordEdit {
  PixelBox old_box;
  std::string old_text;
  PixelBox box;
  std::string text;
  float confidence = 0;
  // Words between the edit before this one and this word that read as it did.
  int equal_before = 0;
};

struct PageEdits {
  std::vector<WordEdit> words;  // in the page's order
  std::vector<Line> added;      // also the last lines of the page
};

// Looks at each word of `page` (boxes in pixels of `picture`, which is dark on
// light but for parts) and corrects it in place:
//
// * A number (IsCountable) whose points and commas are not those of its ink is
//   read again at each digit height until a reading agrees with the ink and has
//   the same digits, is certain or has come twice: kReadAgain. If none does, a
//   comma whose ink is a point becomes one: kPointOfInk. No rule puts a mark
//   where no reading has one.
// * A word less sure than below_confidence, with its neighbours if they are as
//   doubtful and as near as characters, is read again; what is a number that
//   agrees with its ink, or is read twice alike, and surely, with no fewer
//   letters and digits, replaces it. One letter for another must be certain
//   (90 %), and readings that differ in strokes alone (look_alike.h) are none.
// * A box much higher than its row is cut to it (row_box.h), and one that ends
//   before its word's last character is widened to it.
// * Ink that looks like words and lies in no word's box is read in the same
//   way: kFound, each stretch a line of its own behind the others.
//
// Anything else stays as it was. At most step.most_readings calls of `read`
// for a page, those for words first. An error of `read` is passed on. Throws
// std::bad_alloc.
[[nodiscard]] Result<PageEdits> RereadWords(kernels::GreyView picture,
                                            const RereadStep& step,
                                            const LineReader& read, Page& page);

}  // namespace rescan

#endif  // RESCAN_ENGINE_OCR_REREAD_H_
