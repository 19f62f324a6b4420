#ifndef RESCAN_ENGINE_OCR_RENDERED_EDITS_H_
#define RESCAN_ENGINE_OCR_RENDERED_EDITS_H_

#include <string>
#include <string_view>

#include "engine/ocr/reread.h"
#include "engine/ocr/text_format.h"

namespace rescan {

// The text that one of Tesseract's renderers gave for a page (without head and
// tail, coordinates of the picture that was read) with the words of `edits`
// changed, and the added lines as a block of their own at the end; everything
// else byte for byte as it was.
//
// Words are told by their boxes, in plain text by their order. Boxes of blocks
// and lines stay as they were. Added lines have no angle; in hOCR their
// baseline is the foot of the box.
//
// REQUIRES: `text` comes from Tesseract 5. O(text + edits). Thread-safe.
[[nodiscard]] std::string EditRendered(TextFormat format, std::string_view text,
                                       const PageEdits& edits);

}  // namespace rescan

#endif  // RESCAN_ENGINE_OCR_RENDERED_EDITS_H_
