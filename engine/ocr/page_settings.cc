#include "engine/ocr/page_settings.h"

#include <tesseract/baseapi.h>

#include <utility>

#include "engine/ocr/set_parameter.h"

namespace rescan {
namespace {

void SetMode(tesseract::TessBaseAPI& api, int mode) {
  api.SetPageSegMode(static_cast<tesseract::PageSegMode>(mode));
}

}  // namespace

Status CheckMode(int mode) {
  if (mode > tesseract::PSM_OSD_ONLY && mode < tesseract::PSM_COUNT &&
      mode != tesseract::PSM_AUTO_ONLY) {
    return {};
  }
  return Fail(
      ErrorCode::kInvalidArgument,
      "page segmentation mode " + std::to_string(mode) + " reads no text");
}

Status ApplyProfile(tesseract::TessBaseAPI& api, const OcrProfile& profile) {
  const auto refuse = [&](const char* where, const Status& status) {
    return Fail(status.error().code, "OCR version " + profile.name + " (" +
                                         profile.name + ".json): " + where +
                                         status.error().message);
  };
  SetMode(api, profile.page_segmentation_mode);
  for (const auto& [name, value] : profile.parameters) {
    const Status set = SetParameter(api, name, value);
    if (!set.has_value()) return refuse("", set);
  }
  if (!profile.preparation.has_value()) return {};
  const Preparation& classes = *profile.preparation;
  for (const auto& [where, of_class] : {std::pair("native: ", &classes.native),
                                        std::pair("photo: ", &classes.photo),
                                        std::pair("scan: ", &classes.scan)}) {
    PageSettings settings(api, profile);
    const Status set =
        settings.Set(of_class->page_segmentation_mode, of_class->parameters);
    if (!set.has_value()) return refuse(where, set);
  }
  return {};
}

PageSettings::PageSettings(tesseract::TessBaseAPI& api,
                           const OcrProfile& profile)
    : api_(api), profile_(profile), mode_(api.GetPageSegMode()) {}

PageSettings::~PageSettings() {
  for (const auto& [name, value] : before_) {
    api_.SetVariable(name.c_str(), value.c_str());
  }
  SetMode(api_, mode_);
}

Status PageSettings::Set(int mode,
                         const std::map<std::string, std::string>& parameters) {
  RESCAN_TRY(CheckMode(mode));
  SetMode(api_, mode);
  for (const auto& [name, value] : parameters) {
    const std::optional<std::string> before = Value(name);
    RESCAN_TRY(SetParameter(api_, name, value));
    if (before.has_value()) before_.emplace(name, *before);
  }
  return {};
}

std::optional<std::string> PageSettings::Value(const std::string& name) const {
  const auto own = profile_.parameters.find(name);
  if (own != profile_.parameters.end()) return own->second;
  std::string value;
  if (!api_.GetVariableAsString(name.c_str(), &value)) return std::nullopt;
  return value;
}

}  // namespace rescan
