#ifndef RESCAN_TOOLS_TEXT_FILE_H_
#define RESCAN_TOOLS_TEXT_FILE_H_

#include <cstdint>
#include <string>

#include "kernels/base/result.h"

namespace rescan::cli {

// The bytes of a file that a user named: a regular one, or a link to one.
// Errors: kInvalidArgument when it is not there, is something else or cannot
// be opened; kLimit when it is longer than `max_bytes`; kIo. The message names
// the path.
[[nodiscard]] Result<std::string> ReadTextFile(const std::string& path,
                                               std::uint64_t max_bytes = 64
                                                                         << 20);

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_TEXT_FILE_H_
