// Words of a line cut out of the picture of their page. Private to engine/ocr.
#ifndef RESCAN_ENGINE_OCR_LINE_CUTS_H_
#define RESCAN_ENGINE_OCR_LINE_CUTS_H_

#include <cstddef>

#include "engine/ocr/page.h"
#include "engine/ocr/word_picture.h"
#include "kernels/image/image_view.h"

namespace rescan {

// `i` and `end` are of the words [i, end) of a line of the page, which lie on
// the picture. Not thread-safe while the page changes; throws std::bad_alloc.
class LineCuts {
 public:
  // Both are borrowed. `margin`: about a word, in heights of its box.
  LineCuts(kernels::GreyView picture, const Page& page, double margin)
      : picture_(picture), page_(page), margin_(margin) {}

  // The words in one picture, as high as their row (row_box.h); the words
  // beside them are left blank.
  [[nodiscard]] WordPicture Cut(const Line& line, std::size_t i,
                                std::size_t end) const;

  // The cut with the characters that stand right beside it and in no word: a
  // box may end before its word's last digit. Never without marks if `cut` has
  // some. REQUIRES: `cut` is Cut's.
  [[nodiscard]] WordPicture WithNeighbours(const Line& line, std::size_t i,
                                           std::size_t end,
                                           WordPicture cut) const;

  // What is in no line.
  [[nodiscard]] WordPicture Cut(const PixelBox& box) const;

 private:
  [[nodiscard]] int MarginOf(const PixelBox& box) const;
  [[nodiscard]] PixelBox BoxOf(const Line& line, std::size_t i,
                               std::size_t end) const;
  [[nodiscard]] int FreeRight(const Line& line, std::size_t end) const;

  const kernels::GreyView picture_;
  const Page& page_;
  const double margin_;
};

// No blank between any two of the marks.
[[nodiscard]] bool IsOneStretch(const InkMarks& ink);

}  // namespace rescan

#endif  // RESCAN_ENGINE_OCR_LINE_CUTS_H_
