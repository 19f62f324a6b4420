#ifndef RESCAN_ENGINE_OCR_READER_H_
#define RESCAN_ENGINE_OCR_READER_H_

#include <atomic>
#include <chrono>
#include <memory>
#include <string>

#include "engine/image/raster.h"
#include "engine/ocr/page.h"
#include "engine/ocr/version_profile.h"
#include "kernels/base/result.h"

namespace rescan {

// Texts in the forms of the tesseract command, beside the entities.
enum class TextFormat { kNone, kTxt, kTsv, kHocr, kAlto };

struct ReadRequest {
  // The page's entities (with letters) are collected.
  bool want_page = true;
  // This form is rendered too, byte for byte as the tesseract command writes
  // it; `image_name` is the name that hOCR and ALTO mention.
  TextFormat format = TextFormat::kNone;
  std::string image_name;
  // Reading gives up with kTimeout after this long; zero = no limit.
  std::chrono::milliseconds time_limit{0};
  // Reading gives up with kCancelled soon after it becomes true. May be null.
  const std::atomic<bool>* cancel = nullptr;
};

struct ReadResult {
  Page page;
  std::string rendered;
  double layout_seconds = 0;     // thread CPU: thresholding and layout
  double recognise_seconds = 0;  // thread CPU: recognition and collecting
};

// One Tesseract engine, loaded once and used for image after image. All state
// of an image is cleared before the next one, so that the same image gives
// the same result whatever was read before it. Not thread-safe: one per
// worker. Creating one turns Tesseract's own threads off for the calling
// thread, once for the process has malloc keep up to 32 MiB of freed memory and
// catches the libraries' messages; use the reader only on its thread.
//
// Some of Tesseract's parameters (those of layout and of the legacy classifier)
// are one for the process: readers of one process must share one profile, or
// come one after the other.
class Reader {
 public:
  // Errors: kMissingData (traineddata), kInvalidArgument (a parameter that
  // Tesseract does not know), kInternal (extra OpenMP threads would start).
  [[nodiscard]] static Result<std::unique_ptr<Reader>> Create(
      const OcrVersion& version);
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  // A page without text is a success with no lines. Errors: kTimeout,
  // kCancelled, kInternal (Tesseract gave up on the image).
  [[nodiscard]] Result<ReadResult> Read(const Raster& raster,
                                        const ReadRequest& request);

 private:
  struct Impl;
  explicit Reader(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// "5.3.0" and "leptonica-1.82.0".
[[nodiscard]] std::string TesseractVersion();
[[nodiscard]] std::string LeptonicaVersion();
// Both, and the codecs that Leptonica was built with: for the fingerprint.
[[nodiscard]] std::string LibraryBuild();

}  // namespace rescan

#endif  // RESCAN_ENGINE_OCR_READER_H_
