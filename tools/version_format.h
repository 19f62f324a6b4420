#ifndef RESCAN_TOOLS_VERSION_FORMAT_H_
#define RESCAN_TOOLS_VERSION_FORMAT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "engine/ocr/version_profile.h"
#include "tools/json_line.h"

namespace rescan::cli {

// An OCR version as known from its profile, from the store, or from both.
struct KnownVersion {
  OcrVersion version;
  bool on_disk = false;   // there is a profile that gives this fingerprint
  bool in_store = false;  // results were made with it
  std::int64_t current_readings = 0;
  std::int64_t superseded_readings = 0;
  std::string problem;  // why it cannot be used here; empty = it can
};

[[nodiscard]] std::string VersionTable(
    const std::vector<KnownVersion>& versions);
[[nodiscard]] std::string VersionDetails(const KnownVersion& version);
[[nodiscard]] Json VersionRowJson(const KnownVersion& version);

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_VERSION_FORMAT_H_
