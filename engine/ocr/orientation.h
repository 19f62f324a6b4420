// Pages that lie on their side or stand on their head.
#ifndef RESCAN_ENGINE_OCR_ORIENTATION_H_
#define RESCAN_ENGINE_OCR_ORIENTATION_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/ocr/page.h"
#include "engine/ocr/reader.h"
#include "kernels/base/result.h"
#include "kernels/image/grey_image.h"
#include "kernels/image/image_view.h"

namespace rescan {

// How well a page reads. Words of one character say nothing: specks and rules
// read as such.
struct ReadingQuality {
  int words = 0;  // with two letters or digits, or more
  // Of those words, each counted by its letters and digits; 0 without any.
  double mean_confidence = 0;
  // Sum of confidence times letters and digits: how much was read, and how
  // surely. The better of two readings of a page has more.
  double score = 0;
};
[[nodiscard]] ReadingQuality QualityOf(const Page& page);

// True if a page that reads like this may lie on its side or stand on its
// head: what was read is unsure, or hardly anything was read although there
// are `text_components` components that look like characters (absent: not
// known, taken for many).
[[nodiscard]] bool LooksTurned(const ReadingQuality& quality,
                               std::optional<std::size_t> text_components);

// The picture turned clockwise by `quarters` (0-3) times 90 degrees.
[[nodiscard]] kernels::GreyImage TurnQuarters(const kernels::GreyView& picture,
                                              int quarters);

struct OrientationOptions {
  // Pages that look turned are examined. False: none is, nothing is reported.
  bool detect = false;
  // Path of osd.traineddata; empty: not installed, see FindOsdData.
  std::string osd_data;
  // In the prepared picture, if the preparation counted them.
  std::optional<std::size_t> text_components;
};

// osd.traineddata beside the `traineddata_path` of an OCR version, or else in
// the system's folder; empty if it is in neither.
[[nodiscard]] std::string FindOsdData(const std::string& traineddata_path);

// What Tesseract's detector says of a picture.
struct DetectedOrientation {
  int degrees = 0;  // the page is turned so far clockwise: 0, 90, 180, 270
  double confidence = 0;  // >= 0; below 1 the opposite is about as likely
};
// Nothing if there is too little text to tell. Loads `osd_data` anew each
// time (30 ms), so that nothing of it stays in memory. Errors: kMissingData
// (it cannot be loaded), kLimit (memory), kInternal. Not for two threads at
// once unless their readers were created before.
[[nodiscard]] Result<std::optional<DetectedOrientation>> DetectOrientation(
    const std::string& osd_data, const kernels::GreyView& picture, int dpi);

// Reads `input`; if the page then looks turned, finds out how, turns the
// picture, reads again and keeps the better reading. Everything is mapped back
// to the original, whichever it is. A page that reads well costs nothing more.
// `request.time_limit` is for all readings together.
//
// Sets ReadResult::osd_orientation where the page was examined, and adds to
// its warnings where it should have been, but the detector's data are missing
// or damaged. Errors: as Reader::Read.
[[nodiscard]] Result<ReadResult> ReadUpright(Reader& reader,
                                             const ReadInput& input,
                                             const ReadRequest& request,
                                             const OrientationOptions& options);

}  // namespace rescan

#endif  // RESCAN_ENGINE_OCR_ORIENTATION_H_
