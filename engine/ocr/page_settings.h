// A profile's mode and parameters in Tesseract, and those of single pictures.
// Private to engine/ocr.
#ifndef RESCAN_ENGINE_OCR_PAGE_SETTINGS_H_
#define RESCAN_ENGINE_OCR_PAGE_SETTINGS_H_

#include <map>
#include <optional>
#include <string>

#include "engine/ocr/version_profile.h"
#include "kernels/base/result.h"

namespace tesseract {
class TessBaseAPI;
}  // namespace tesseract

namespace rescan {

// Error kInvalidArgument: a page segmentation mode that there is not, or that
// reads no text.
[[nodiscard]] Status CheckMode(int mode);

// Gives Tesseract the profile's mode and its parameters, and tries those of
// its classes, so that a mistake in them does not wait for the first picture
// of its class. Errors: as those of CheckMode and SetParameter, with the
// profile's name.
//
// REQUIRES: `api` was initialised; the profile's own mode passes CheckMode.
[[nodiscard]] Status ApplyProfile(tesseract::TessBaseAPI& api,
                                  const OcrProfile& profile);

// A mode and parameters for one picture; the profile's come back at the end of
// its life. Both are borrowed. Not thread-safe.
class PageSettings {
 public:
  PageSettings(tesseract::TessBaseAPI& api, const OcrProfile& profile);
  ~PageSettings();
  PageSettings(const PageSettings&) = delete;
  PageSettings& operator=(const PageSettings&) = delete;

  // Errors: as those of CheckMode and SetParameter.
  [[nodiscard]] Status Set(
      int mode, const std::map<std::string, std::string>& parameters);

 private:
  // As the profile has it, since Tesseract gives a number with six digits.
  [[nodiscard]] std::optional<std::string> Value(const std::string& name) const;

  tesseract::TessBaseAPI& api_;
  const OcrProfile& profile_;
  const int mode_;
  std::map<std::string, std::string> before_;
};

}  // namespace rescan

#endif  // RESCAN_ENGINE_OCR_PAGE_SETTINGS_H_
