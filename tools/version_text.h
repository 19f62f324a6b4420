#ifndef RESCAN_TOOLS_VERSION_TEXT_H_
#define RESCAN_TOOLS_VERSION_TEXT_H_

#include <string>

namespace rescan::cli {

// "rescan 0.1.0" and one line each for the libraries and the SIMD target.
[[nodiscard]] std::string VersionText();
// The same as one JSON object on one line.
[[nodiscard]] std::string VersionJson();

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_VERSION_TEXT_H_
