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
  AddTimesheetsListCommands(*timesheets, context);
  AddTimesheetsDecisionCommands(*timesheets, context);
  AddTimesheetsExportCommands(*timesheets, context);
  AddTimesheetsPeriodCommands(*timesheets, context);
  AddTimesheetsQualityCommands(*timesheets, context);
  AddTimesheetsRosterCommand(*timesheets, context);
}

}  // namespace rescan::cli
