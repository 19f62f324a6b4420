// The adapter of Tesseract's orientation detector.
#include <leptonica/allheaders.h>
#include <tesseract/baseapi.h>

#include <exception>
#include <filesystem>
#include <new>

#include "engine/image/grey_pix.h"
#include "engine/ocr/orientation.h"

namespace rescan {
namespace {

// Its own default is 50, which a short receipt does not have.
constexpr const char* kFewestCharacters = "30";

Result<std::optional<DetectedOrientation>> Detect(
    const std::string& osd_data, const kernels::GreyView& picture, int dpi) {
  tesseract::TessBaseAPI api;
  const std::string folder =
      std::filesystem::path(osd_data).parent_path().string();
  if (api.Init(folder.c_str(), "osd", tesseract::OEM_DEFAULT) != 0) {
    return Fail(ErrorCode::kMissingData,
                osd_data + ": Tesseract cannot load it");
  }
  api.SetVariable("min_characters_to_try", kFewestCharacters);
  const PixPtr pix = PixOfGrey(picture);
  if (pix == nullptr) throw std::bad_alloc();
  pixSetResolution(pix.get(), dpi, dpi);
  api.SetImage(pix.get());
  DetectedOrientation orientation;
  float confidence = 0;
  const char* script = nullptr;
  float script_confidence = 0;
  if (!api.DetectOrientationScript(&orientation.degrees, &confidence, &script,
                                   &script_confidence)) {
    return std::nullopt;
  }
  orientation.confidence = confidence;
  return orientation;
}

}  // namespace

Result<std::optional<DetectedOrientation>> DetectOrientation(
    const std::string& osd_data, const kernels::GreyView& picture, int dpi) {
  try {
    return Detect(osd_data, picture, dpi);
  } catch (const std::bad_alloc&) {
    return Fail(ErrorCode::kLimit, "not enough memory to detect orientation");
  } catch (const std::exception& error) {
    return Fail(ErrorCode::kInternal,
                std::string("Tesseract: ") + error.what());
  }
}

}  // namespace rescan
