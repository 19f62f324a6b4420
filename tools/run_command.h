#ifndef RESCAN_TOOLS_RUN_COMMAND_H_
#define RESCAN_TOOLS_RUN_COMMAND_H_

#include <string>

#include "engine/run/run_options.h"

namespace rescan::cli {

// Runs with the terminal, the summary and the exit code of `rescan run`;
// `name` is the command that asks ("run", "failures retry"). `profile_stages`
// adds where the CPU time went.
[[nodiscard]] int RunAndReport(const std::string& name,
                               const RunOptions& options, bool json,
                               bool profile_stages = false);

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_RUN_COMMAND_H_
