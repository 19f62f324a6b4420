#include "tools/rescan_main.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <exception>
#include <functional>
#include <string>
#include <vector>

#include "kernels/image/simd_target.h"
#include "tools/commands.h"
#include "tools/exit_code.h"
#include "tools/options.h"
#include "tools/output.h"
#include "tools/report.h"
#include "tools/table.h"
#include "tools/version_text.h"

namespace rescan {
namespace {

using namespace cli;  // NOLINT(google-build-using-namespace)

constexpr const char* kFooter =
    "Environment:\n"
    "  RESCAN_WORKSPACE  the workspace where --workspace is not given\n"
    "  RESCAN_DATA       folder that holds ocr-versions/\n"
    "  RESCAN_MODELS     folder of the models that tools/fetch-models "
    "installs\n"
    "  RESCAN_SIMD       restricts the instruction set: AVX2, SSE4, SCALAR, "
    "...\n"
    "  TESSDATA_PREFIX   folder of Tesseract's traineddata files\n"
    "\n"
    "Exit codes: 0 done, 1 internal error, 2 usage, 3 some images failed,\n"
    "4 stopped by breaker, stall guard or a full disk, 5 stopped by a stop\n"
    "file, 6 traineddata missing, 10 no store, 11 workspace in use,\n"
    "12 store damaged, 130 interrupted, 143 terminated.\n"
    "\n"
    "Example:\n"
    "  rescan run photos/          # then: rescan status, rescan export";

// The innermost command that was recognised, and the names before its own.
struct Recognised {
  const CLI::App* command;
  std::string parents;  // "", "rescan", "rescan failures"

  [[nodiscard]] std::string path() const {
    return parents.empty() ? command->get_name()
                           : parents + " " + command->get_name();
  }
};

Recognised Innermost(const CLI::App& app) {
  Recognised result{&app, ""};
  while (!result.command->get_subcommands().empty()) {
    result.parents = result.path();
    result.command = result.command->get_subcommands().front();
  }
  return result;
}

int UsageError(const CLI::App& app, const std::string& message) {
  const std::string command = Innermost(app).path();
  Note(WithoutControls(command + ": " + message) + "\nSee '" + command +
       " --help'.\n");
  return kExitUsage;
}

// A mistaken command name leaves CLI11 with nothing but "a subcommand is
// required", or with an unexpected argument.
std::string Explained(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App* command = Innermost(app).command;
  const bool has_commands =
      !command->get_subcommands([](const CLI::App*) { return true; }).empty();
  if (!has_commands) return error.what();
  const std::vector<std::string> rest = command->remaining();
  return rest.empty() ? "a command is required"
                      : "unknown command or option: " + rest.front();
}

int Main(int argc, char** argv, const CliHooks& hooks) {
  CLI::App app("Bulk offline OCR of image archives.", "rescan");
  PrepareCommand(app);
  app.footer(kFooter);
  bool version = false;
  bool json = false;
  app.add_flag("--version", version,
               "Print the version, and those of the libraries");
  app.add_flag("--json", json, "With --version: as one JSON object");
  app.require_subcommand(0, 1);

  std::function<int()> action;
  const CommandContext context{hooks, &action};
  AddRunCommand(app, context);
  AddStatusCommand(app, context);
  AddFailuresCommand(app, context);
  AddVersionsCommand(app, context);
  AddClassifyCommand(app, context);
  AddOcrCommand(app, context);
  AddExportCommand(app, context);
  AddSearchCommand(app, context);
  AddTimesheetsCommand(app, context);
  AddProjectsCommand(app, context);
  AddIndexCommand(app, context);
  AddDeltaCommand(app, context);
  AddCompactCommand(app, context);
  AddWorkerCommand(app, context);

  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    const Recognised asked = Innermost(app);
    Print(asked.command->help(asked.parents));
    return kExitDone;
  } catch (const CLI::ParseError& error) {
    return UsageError(app, Explained(app, error));
  }

  const char* simd = std::getenv("RESCAN_SIMD");
  const Status selected =
      kernels::SelectSimdTarget(simd == nullptr ? "" : simd);
  if (!selected.has_value()) {
    return UsageError(app, "RESCAN_SIMD: " + selected.error().message);
  }
  if (version) {
    Print(json ? VersionJson() : VersionText());
    return kExitDone;
  }
  if (!action) return UsageError(app, "a command is required");
  return action();
}

}  // namespace

int RescanMain(int argc, char** argv, const CliHooks& hooks) {
  try {
    const int code = Main(argc, argv, hooks);
    const Status printed = PrintedWell();
    if (printed.has_value()) return code;
    Note("rescan: " + printed.error().message + "\n");
    return code == kExitDone ? kExitInternal : code;
  } catch (const std::exception& error) {
    Note(std::string("rescan: internal error: ") + error.what() + "\n");
    return kExitInternal;
  }
}

}  // namespace rescan
