#ifndef RESCAN_TOOLS_FAIL_H_
#define RESCAN_TOOLS_FAIL_H_

#include <string>

#include "kernels/base/result.h"
#include "tools/exit_code.h"

namespace rescan::cli {

// Says "rescan NAME: message" on standard error and returns the exit code.
[[nodiscard]] int FailWith(const std::string& name, const Error& error,
                           ErrorSource source);
// The same for a mistake in what was asked for; points to --help.
[[nodiscard]] int FailUsage(const std::string& name,
                            const std::string& message);

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_FAIL_H_
