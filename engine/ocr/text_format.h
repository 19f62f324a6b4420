#ifndef RESCAN_ENGINE_OCR_TEXT_FORMAT_H_
#define RESCAN_ENGINE_OCR_TEXT_FORMAT_H_

namespace rescan {

// Texts in the forms of the tesseract command, beside the entities.
enum class TextFormat { kNone, kTxt, kTsv, kHocr, kAlto };

}  // namespace rescan

#endif  // RESCAN_ENGINE_OCR_TEXT_FORMAT_H_
