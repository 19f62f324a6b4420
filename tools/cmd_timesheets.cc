// rescan timesheets ...
#include "tools/commands.h"
#include "tools/options.h"
#include "tools/timesheets_commands.h"

namespace rescan::cli {

void AddTimesheetsCommand(CLI::App& app, const CommandContext& context) {
  CLI::App* timesheets =
      AddCommand(app, "timesheets", "Hours of timesheets: review and reports",
                 "  rescan timesheets list --state pending");
  timesheets->require_subcommand(1);
  AddTimesheetsPeriodCommands(*timesheets, context);
}

}  // namespace rescan::cli
