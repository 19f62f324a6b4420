#ifndef RESCAN_ENGINE_OCR_RENDERED_MAPPING_H_
#define RESCAN_ENGINE_OCR_RENDERED_MAPPING_H_

#include <string>
#include <string_view>

#include "engine/ocr/page_transform.h"
#include "engine/ocr/text_format.h"

namespace rescan {

// The text that one of Tesseract's renderers gave for a page (without head
// and tail), its coordinates mapped from the prepared picture to the original
// of `width` x `height` pixels; everything else byte for byte as it was.
//
// * Boxes go through MapBox, the page itself becomes 0, 0, `width`, `height`.
// * hOCR: the baseline is mapped as a line; x_size, x_descenders and
//   x_ascenders are scaled as columns are; scan_res is that of the original;
//   a turn by 90 degrees and more adds to textangle, and as in Tesseract's
//   own output a line with a textangle has no baseline.
// * ALTO: a blank (SP) spans what is between the mapped words at its sides.
//
// REQUIRES: `text` comes from Tesseract 5; parts in no known form are kept.
// O(text). Thread-safe.
[[nodiscard]] std::string MapRendered(TextFormat format, std::string_view text,
                                      const PageTransform& transform, int width,
                                      int height);

}  // namespace rescan

#endif  // RESCAN_ENGINE_OCR_RENDERED_MAPPING_H_
