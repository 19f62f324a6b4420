// The verbs of the program. Each function adds one command with its options to
// `app`; parsing it sets `*action`, which runs it and returns the exit code.
#ifndef RESCAN_TOOLS_COMMANDS_H_
#define RESCAN_TOOLS_COMMANDS_H_

#include <CLI/CLI.hpp>
#include <functional>

#include "engine/records/store.h"
#include "tools/rescan_main.h"

namespace rescan::cli {

struct CommandContext {
  CliHooks hooks;
  std::function<int()>* action = nullptr;
};

void AddRunCommand(CLI::App& app, const CommandContext& context);
void AddStatusCommand(CLI::App& app, const CommandContext& context);
void AddFailuresCommand(CLI::App& app, const CommandContext& context);
void AddVersionsCommand(CLI::App& app, const CommandContext& context);
void AddClassifyCommand(CLI::App& app, const CommandContext& context);
void AddOcrCommand(CLI::App& app, const CommandContext& context);
void AddExportCommand(CLI::App& app, const CommandContext& context);
void AddSearchCommand(CLI::App& app, const CommandContext& context);
void AddTimesheetsCommand(CLI::App& app, const CommandContext& context);
void AddProjectsCommand(CLI::App& app, const CommandContext& context);
void AddIndexCommand(CLI::App& app, const CommandContext& context);
void AddDeltaCommand(CLI::App& app, const CommandContext& context);
void AddCompactCommand(CLI::App& app, const CommandContext& context);
// Not for people: a lane's child process.
void AddWorkerCommand(CLI::App& app, const CommandContext& context);

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_COMMANDS_H_
