#ifndef RESCAN_ENGINE_OCR_READER_H_
#define RESCAN_ENGINE_OCR_READER_H_

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "engine/image/raster.h"
#include "engine/ocr/page.h"
#include "engine/ocr/page_transform.h"
#include "engine/ocr/preparation.h"
#include "engine/ocr/text_format.h"
#include "engine/ocr/version_profile.h"
#include "kernels/base/result.h"
#include "kernels/image/image_view.h"

namespace rescan {

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

// A picture that was prepared for reading, and how to read it.
struct ReadInput {
  // Borrowed; each side 1 to 32767 pixels.
  kernels::GreyView picture;
  PageTransform to_original;
  // Of the image that the picture was made from, upright, pixels, >= 1.
  int original_width = 0;
  int original_height = 0;
  int page_segmentation_mode = 3;  // Tesseract's psm, one that reads text
  // Tesseract variables for this picture only, over those of the profile.
  std::map<std::string, std::string> parameters;
  // Borrowed; how doubtful words are read again (reread.h); null = not at all.
  const RereadStep* reread = nullptr;
  // What Tesseract is told. Its estimate would come out different for every
  // picture, and what the file states does not hold after scaling.
  int dpi = 300;
};

// How the picture of one line of text is read.
struct LineRequest {
  // 13 takes the picture as it is for one line, from its upper to its lower
  // edge: leave a narrow margin about the ink. 7 looks for the line in it
  // first, and costs a little more.
  int page_segmentation_mode = 13;
  // The only characters to choose from (UTF-8); empty = all.
  std::string characters;
  int dpi = 300;  // as ReadInput has it
  // Looked at before reading: a line is short. kTimeout from then on.
  std::optional<std::chrono::steady_clock::time_point> deadline;
  // As ReadRequest has it. May be null.
  const std::atomic<bool>* cancel = nullptr;
};

struct ReadResult {
  Page page;
  std::string rendered;
  // Degrees that the page stands turned clockwise (0, 90, 180 or 270), where it
  // was examined, and what speaks against the reading:
  // engine/ocr/orientation.h.
  std::optional<int> osd_orientation;
  std::vector<std::string> warnings;
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
  // Errors: kMissingData (traineddata), kInvalidArgument (a parameter, also of
  // a class, or its value: set_parameter.h), kInternal (extra OpenMP threads
  // would start).
  [[nodiscard]] static Result<std::unique_ptr<Reader>> Create(
      const OcrVersion& version);
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  // A page without text is a success with no lines. Errors: kTimeout,
  // kCancelled, kInternal (Tesseract gave up on the image).
  [[nodiscard]] Result<ReadResult> Read(const Raster& raster,
                                        const ReadRequest& request);
  // As above, from a prepared picture. Page and rendered text
  // (rendered_mapping.h) are in coordinates of the original image; the
  // profile's mode and parameters hold again afterwards. Error kInvalidArgument
  // as well: a mode that reads no text, a parameter that Tesseract does not
  // know; kLimit: a side that Tesseract cannot hold.
  [[nodiscard]] Result<ReadResult> Read(const ReadInput& input,
                                        const ReadRequest& request);

  // The words of a picture of one line, from left to right; boxes in pixels of
  // `picture`, which is borrowed, each side 1 to 32767 pixels. Nothing read is
  // a success without words. The profile's mode and parameters hold again
  // afterwards. Errors: as those of Read; kInvalidArgument for a mode other
  // than 7 and 13.
  [[nodiscard]] Result<std::vector<Word>> ReadLine(kernels::GreyView picture,
                                                   const LineRequest& request);

 private:
  struct Impl;
  explicit Reader(std::unique_ptr<Impl> impl);
  // Calls `read` with exceptions turned into errors, then forgets the image.
  template <class F>
  [[nodiscard]] std::invoke_result_t<F> Guarded(F read);
  std::unique_ptr<Impl> impl_;
};

}  // namespace rescan

#endif  // RESCAN_ENGINE_OCR_READER_H_
