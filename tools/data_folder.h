#ifndef RESCAN_TOOLS_DATA_FOLDER_H_
#define RESCAN_TOOLS_DATA_FOLDER_H_

#include <string>
#include <vector>

#include "engine/ocr/version_profile.h"
#include "kernels/base/result.h"

namespace rescan::cli {

// The folder of OCR version profiles: RESCAN_DATA/ocr-versions if that
// variable is set, else ../share/rescan/ocr-versions beside the program's
// folder, else the source tree that it was built from. Error kInvalidArgument
// names the places that were tried.
[[nodiscard]] Result<std::string> ProfileFolder();

// The profile `name` and what it is on this machine. An unknown name is
// kInvalidArgument with the names there are.
[[nodiscard]] Result<OcrVersion> OcrVersionNamed(const std::string& name);

// TESSDATA_PREFIX, or an empty text.
[[nodiscard]] std::string TessdataFolder();

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_DATA_FOLDER_H_
