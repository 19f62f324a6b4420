#ifndef RESCAN_TOOLS_RUN_COMMAND_H_
#define RESCAN_TOOLS_RUN_COMMAND_H_

#include <string>
#include <vector>

#include "engine/run/run_options.h"

namespace rescan::cli {

// Runs with the terminal, the summary and the exit code of `rescan run`;
// `name` is the command that asks ("run", "failures retry").
[[nodiscard]] int RunAndReport(const std::string& name,
                               const RunOptions& options, bool json);

// STOP_RESCAN in the workspace and in the system's temporary folder.
[[nodiscard]] std::vector<std::string> DefaultStopFiles(
    const std::string& workspace);

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_RUN_COMMAND_H_
