// rescan timesheets summary|coverage|missing|labour|calendar|main-projects
#include "tools/timesheets_commands.h"

namespace rescan::cli {

void AddTimesheetsPeriodCommands(CLI::App& /*timesheets*/,
                                 const CommandContext& /*context*/) {}

}  // namespace rescan::cli
