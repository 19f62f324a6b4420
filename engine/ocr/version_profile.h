#ifndef RESCAN_ENGINE_OCR_VERSION_PROFILE_H_
#define RESCAN_ENGINE_OCR_VERSION_PROFILE_H_

#include <compare>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ocr/pinned_model.h"
#include "engine/ocr/preparation.h"
#include "kernels/base/result.h"

namespace rescan {

// A named way of reading, from data/ocr-versions/NAME.json (format in
// engine/doc/formats.md).
struct OcrProfile {
  std::string name;                   // the file's name without .json
  std::string version;                // dotted numbers, "1.0.0"
  std::string build_date;             // YYYY-MM-DD
  std::string description;            // one line
  std::string engine;                 // "tesseract"
  std::string language;               // traineddata name, "eng"
  int page_segmentation_mode = 3;     // Tesseract's psm, 0-13
  std::string preprocessing_version;  // "none" only without a preparation
  // Tesseract variables set after initialisation, by name.
  std::map<std::string, std::string> parameters;
  // What is done to a picture before it is read; none = it is read as it is,
  // and page_segmentation_mode holds for all classes.
  std::optional<Preparation> preparation;
};

// A profile together with what it really is on this machine. Every stored row
// points to one of these.
struct OcrVersion {
  OcrProfile profile;
  std::string full_version;    // VERSION-BUILD_DATE
  std::string engine_version;  // "5.3.0"
  std::string library_build;   // Tesseract, Leptonica and their codecs
  std::string traineddata_path;
  std::string traineddata_sha256;  // hex
  // SHA-256 (hex) over all of the above but name, description and path: two
  // equal fingerprints read alike.
  std::string fingerprint;
};

// Loads NAME.json from `folder`. Errors: kNotFound (lists the names there
// are), kCorruption (not the documented form; names the file and the field).
// A missing profile never becomes another one.
[[nodiscard]] Result<OcrProfile> LoadProfile(const std::string& folder,
                                             std::string_view name);
// What a folder of profiles holds, sorted by name.
struct ProfileList {
  struct Broken {
    std::string name;
    Error error;  // as LoadProfile gives it
  };
  std::vector<OcrProfile> profiles;
  std::vector<Broken> broken;
};
// Error kNotFound: there is no such folder.
[[nodiscard]] Result<ProfileList> ListProfiles(const std::string& folder);

// Finds the traineddata and hashes it. It is looked for in `tessdata_folder`
// (TESSDATA_PREFIX), where it may be any file of that name; one of `store` then
// in the store's folder, where it must be the pinned one; any other in Debian's
// folder, but only if `tessdata_folder` is empty. Error kMissingData when it is
// not there, or is not the pinned one: names the file and what brings it.
[[nodiscard]] Result<OcrVersion> ResolveVersion(
    const OcrProfile& profile, const std::string& tessdata_folder,
    const ModelStore& store = {});

// Where Debian's packages put traineddata files.
[[nodiscard]] std::string_view SystemTessdataFolder();

// Compares dotted versions part by part as numbers, missing parts as zero:
// 2.10 > 2.9, 2.0.0 == 2.
[[nodiscard]] std::strong_ordering CompareVersions(std::string_view a,
                                                   std::string_view b);

}  // namespace rescan

#endif  // RESCAN_ENGINE_OCR_VERSION_PROFILE_H_
