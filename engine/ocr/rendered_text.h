#ifndef RESCAN_ENGINE_OCR_RENDERED_TEXT_H_
#define RESCAN_ENGINE_OCR_RENDERED_TEXT_H_

#include <string>
#include <string_view>

#include "engine/ocr/text_format.h"

namespace rescan {

// What Tesseract's own renderers write around the text of one page. The
// command writes files only; these make the same bytes in memory.
[[nodiscard]] std::string RenderedHead(TextFormat format,
                                       std::string_view image_name);
[[nodiscard]] std::string_view RenderedTail(TextFormat format);

}  // namespace rescan

#endif  // RESCAN_ENGINE_OCR_RENDERED_TEXT_H_
