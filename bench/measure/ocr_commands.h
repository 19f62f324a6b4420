// The commands that read a folder of images to text.
#ifndef RESCAN_BENCH_MEASURE_OCR_COMMANDS_H_
#define RESCAN_BENCH_MEASURE_OCR_COMMANDS_H_

#include <string>

#include "bench/measure/command.h"

namespace rescan::bench {

struct OcrRun {
  std::string images;  // folder
  std::string out;     // folder, exists; gets a file an image
  std::string format;  // "txt" or "tsv"
  int jobs = 2;
};

// `rescan ocr` with an OCR version. `rescan` is the program's path.
[[nodiscard]] Command OcrCommand(const std::string& rescan,
                                 const std::string& version, const OcrRun& run);

// The fair peer: one tesseract process an image, `jobs` at a time, OpenMP's
// extra threads off, plain settings.
[[nodiscard]] Command PeerCommand(const OcrRun& run);

}  // namespace rescan::bench

#endif  // RESCAN_BENCH_MEASURE_OCR_COMMANDS_H_
