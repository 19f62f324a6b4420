// The forms of `rescan ocr`.
#ifndef RESCAN_TOOLS_OCR_OUTPUT_H_
#define RESCAN_TOOLS_OCR_OUTPUT_H_

#include <string>

#include "engine/ocr/reader.h"
#include "engine/run/worker.h"

namespace rescan::cli {

enum class OcrForm { kTxt, kTsv, kHocr, kAlto, kJsonl };

// What the worker has to render; kNone for jsonl.
[[nodiscard]] TextFormat TextFormatOf(OcrForm form);

// ".txt", ".tsv", ".hocr", ".xml" (ALTO, as tesseract names it), ".jsonl".
[[nodiscard]] std::string OcrExtension(OcrForm form);

// The text of one image. jsonl also has one for a failed image; the others
// are empty then.
[[nodiscard]] std::string OcrText(OcrForm form, const std::string& path,
                                  const WorkerReply& reply);

// {"event": "image", ...} for --json with --output; `output` is the file
// written, empty if it failed.
[[nodiscard]] std::string OcrEvent(const std::string& path,
                                   const std::string& output,
                                   const WorkerReply& reply);

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_OCR_OUTPUT_H_
