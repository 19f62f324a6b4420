#ifndef RESCAN_TOOLS_DATA_FOLDER_H_
#define RESCAN_TOOLS_DATA_FOLDER_H_

#include <string>

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

// What `profile` is on this machine: its traineddata from TESSDATA_PREFIX, or
// from the folder of models (RESCAN_MODELS, else rescan/models in
// XDG_DATA_HOME, default ~/.local/share: as in tools/fetch-models) with the
// models.json beside `profile_folder`, or Debian's. Errors: as ResolveVersion;
// kInvalidArgument for a models.json that is damaged.
[[nodiscard]] Result<OcrVersion> ResolveHere(const OcrProfile& profile,
                                             const std::string& profile_folder);

// The path of a file of the data folder, such as "months.json": in RESCAN_DATA
// if it is there (that folder may hold profiles alone), else in the places
// above. Error kInvalidArgument names the places that were tried.
[[nodiscard]] Result<std::string> DataFile(const std::string& name);

// `own_name` in `workspace` if anything is there, even a link that leads
// nowhere: it was meant to be used; else DataFile(name).
[[nodiscard]] Result<std::string> UserFileOrData(const std::string& workspace,
                                                 const std::string& own_name,
                                                 const std::string& name);

// The content classifier: classifier/content-classifier.json by DataFile.
// Errors: as that; kInvalidArgument for a file that is damaged; kIo.
[[nodiscard]] Result<std::string> ContentClassifierText();

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_DATA_FOLDER_H_
