#ifndef RESCAN_ENGINE_OCR_WORD_PICTURE_H_
#define RESCAN_ENGINE_OCR_WORD_PICTURE_H_

#include "engine/ocr/ink_marks.h"
#include "engine/ocr/page.h"
#include "kernels/image/grey_image.h"
#include "kernels/image/image_view.h"
#include "kernels/image/ink_components.h"

namespace rescan {

// One word cut out of a page, dark on light whatever it was, with its margin.
struct WordPicture {
  kernels::GreyImage grey;
  int left = 0, top = 0;  // of it on the page, pixels; may lie outside
  InkMarks ink;           // boxes in pixels of the page
};

// `free_left` and `free_right`: the columns [free_left, free_right) of the page
// belong to the word; beyond them, as beyond the page, the margin is blank.
// `margin`: pixels. No marks where the ink is below 3 pixels, or small and 16
// times lower than the picture: specks. REQUIRES: `box` has an area and lies on
// the page, between those columns. Throws std::bad_alloc.
[[nodiscard]] WordPicture CutWord(kernels::GreyView page, const PixelBox& box,
                                  int margin, int free_left, int free_right);

// FindInkMarks (ink_marks.h) on an enlarged copy where the characters are
// small, since their points have no clear edges; boxes and height in pixels of
// `picture` all the same. Throws std::bad_alloc.
[[nodiscard]] InkMarks MarksOf(kernels::GreyView picture,
                               const kernels::InkBox& within);

// The picture, `scale` times as large, blurred by `sigma` (0 = not at all).
[[nodiscard]] kernels::GreyImage ScaledWord(kernels::GreyView picture,
                                            double scale, double sigma);

}  // namespace rescan

#endif  // RESCAN_ENGINE_OCR_WORD_PICTURE_H_
