// The commands below `rescan timesheets`, one function for each file that adds
// some of them; as the functions of commands.h.
#ifndef RESCAN_TOOLS_TIMESHEETS_COMMANDS_H_
#define RESCAN_TOOLS_TIMESHEETS_COMMANDS_H_

#include <CLI/CLI.hpp>

#include "tools/commands.h"

namespace rescan::cli {

// list, show
void AddTimesheetsListCommands(CLI::App& timesheets,
                               const CommandContext& context);
// approve, reject
void AddTimesheetsDecisionCommands(CLI::App& timesheets,
                                   const CommandContext& context);
// export, import-corrections
void AddTimesheetsExportCommands(CLI::App& timesheets,
                                 const CommandContext& context);
// summary, coverage, missing, labour, calendar, main-projects: whole months
// and weeks of people.
void AddTimesheetsPeriodCommands(CLI::App& timesheets,
                                 const CommandContext& context);
// quality, similar-codes, duplicates
void AddTimesheetsQualityCommands(CLI::App& timesheets,
                                  const CommandContext& context);

// roster: list, add, remove, alias, import, export.
void AddTimesheetsRosterCommand(CLI::App& timesheets,
                                const CommandContext& context);

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_TIMESHEETS_COMMANDS_H_
