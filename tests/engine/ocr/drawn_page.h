// Lines of text drawn with real fonts, and where their ink is.
#ifndef RESCAN_TESTS_ENGINE_OCR_DRAWN_PAGE_H_
#define RESCAN_TESTS_ENGINE_OCR_DRAWN_PAGE_H_

#include <string>
#include <vector>

#include "engine/ocr/page.h"
#include "kernels/image/grey_image.h"
#include "tools/samples/canvas.h"

namespace rescan {

struct DrawnText {
  std::string text;
  double x = 0, baseline = 0;  // pixels
  samples::Font font;
};

struct DrawnPage {
  kernels::GreyImage grey;
  std::vector<PixelBox> boxes;  // of the words' ink, in the order drawn
};

// Near-black text on near-white ground, or the other way round. Throws
// std::runtime_error where the fonts are not installed.
[[nodiscard]] DrawnPage DrawPage(int width, int height,
                                 const std::vector<DrawnText>& texts,
                                 bool light_on_dark = false);

}  // namespace rescan

#endif  // RESCAN_TESTS_ENGINE_OCR_DRAWN_PAGE_H_
