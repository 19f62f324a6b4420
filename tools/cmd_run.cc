// rescan run INPUT...
#include <csignal>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/run/run.h"
#include "tools/bank_holidays_file.h"
#include "tools/commands.h"
#include "tools/confirm.h"
#include "tools/data_folder.h"
#include "tools/fail.h"
#include "tools/options.h"
#include "tools/output.h"
#include "tools/report.h"
#include "tools/run_command.h"
#include "tools/run_reporter.h"
#include "tools/safety_options.h"

namespace rescan::cli {
namespace {

struct RunCommand {
  CommonOptions common;
  ReadingOptions reading;
  RunOptions run;  // what needs no translation is parsed into it
  SafetyOptions safety;
  std::int64_t limit = 0;
  bool yes = false;
  bool profile_stages = false;
};

const std::vector<std::pair<std::string, std::string>> kKinds = {
    {"auto", "auto"},
    {"document", "document"},
    {"timesheet", "timesheet"},
    {"receipt", "receipt"},
    {"photo", "photo"}};

const std::vector<std::pair<std::string, RunMode>> kModes = {
    {"missing", RunMode::kMissing},
    {"outdated", RunMode::kOutdated},
    {"failed", RunMode::kFailed},
    {"all", RunMode::kAll}};

void AddIndexOptions(CLI::App& app, RunOptions& run) {
  app.add_flag_callback(
      "--no-index", [&run] { run.index = false; },
      "Write no vectors of lines and words; a\nlater run without it does");
  app.add_flag_callback(
      "--no-compact", [&run] { run.compact = false; },
      "Do not merge vectors into the index at\nthe end, whatever waits");
  AddInteger(app, "--compact-deltas", run.compact_deltas, 1, 1'000'000,
             "Merge when a collection has so many\ndeltas, 1-1000000 "
             "(default: 32)");
  AddInteger(app, "--compact-mib", run.compact_mib, 1, 1 << 20,
             "or when all have so many MiB,\n1-1048576 (default: 256)");
}

void AddWhatOptions(CLI::App& app, RunCommand& command) {
  RunOptions& run = command.run;
  app.add_option("INPUT", run.inputs, "Files and folders of images")
      ->required()
      ->type_name("");
  AddChoice(app, "--kind", run.kind, kKinds,
            "What the images show (default: auto)");
  AddChoice(app, "--mode", run.mode, kModes,
            "Which images to read (default:\n"
            "missing, those without a result)");
  AddUser(app, run.user, "Whose images these are");
  AddInteger(app, "--limit", command.limit, 1, 1'000'000'000,
             "Read at most N images, 1-1000000000");
  CLI::Option* deep = app.add_flag_callback(
      "--recursive", [] {}, "Look into folders in folders (default)");
  app.add_flag_callback(
         "--no-recursive", [&run] { run.recursive = false; },
         "Only files right in the given folders")
      ->excludes(deep);
  app.add_flag("--dry-run", run.dry_run,
               "List what would be read, change nothing");
  app.add_flag("--fresh", run.fresh,
               "Start over instead of resuming an\nunfinished run");
  AddIndexOptions(app, run);
  app.add_flag("--yes", command.yes, "Do not ask for confirmation");
  app.add_flag("--profile-stages", command.profile_stages,
               "Say at the end where the CPU time went");
}

// Asks what must be asked. An exit code where the command ends here.
std::optional<int> Confirmed(const RunCommand& command) {
  const RunOptions& run = command.run;
  if (command.yes || run.dry_run) return std::nullopt;
  std::string question;
  if (run.fresh) {
    if (!CanAsk()) {
      return FailUsage("run", "--fresh needs --yes where nobody can be asked");
    }
    question =
        "Start over? An unfinished run is given up; what it has read stays.";
  } else if (run.mode == RunMode::kAll && CanAsk()) {
    question = "Read all images again, those with results too?";
  }
  if (question.empty() || Confirm(question)) return std::nullopt;
  Note("Cancelled.\n");
  return kExitDone;
}

int Run(RunCommand& command, const CliHooks& hooks) {
  RunOptions& run = command.run;
  auto version = OcrVersionNamed(command.reading.profile);
  if (!version.has_value()) {
    return FailWith("run", version.error(), ErrorSource::kRequest);
  }
  if (const Status found = command.reading.FindClassifier(); !found) {
    return FailWith("run", found.error(), ErrorSource::kRequest);
  }
  auto holidays = LoadBankHolidays(command.common.workspace);
  if (!holidays.has_value()) {
    return FailWith("run", holidays.error(), ErrorSource::kRequest);
  }
  if (const auto code = Confirmed(command)) return *code;

  run.bank_holidays = *std::move(holidays);
  run.workspace = command.common.workspace;
  run.version = *std::move(version);
  command.reading.ApplyTo(run);
  command.safety.ApplyTo(run);
  if (command.limit > 0) run.limit = command.limit;
  run.store = hooks.store;
  return RunAndReport("run", run, command.common.json, command.profile_stages);
}

}  // namespace

int RunAndReport(const std::string& name, const RunOptions& options, bool json,
                 bool profile_stages) {
  // A reader of our output that goes away must not end the run.
  std::signal(SIGPIPE, SIG_IGN);
  RunReporter reporter(RunReporter::StyleFor(json));
  const auto summary = RunImages(options, reporter);
  reporter.Finish();
  if (!summary.has_value()) {
    return FailWith(name, summary.error(), ErrorSource::kRun);
  }
  const std::string workspace = ResolvedPath(options.workspace);
  // Why a run stopped is a message too, for whoever reads only those.
  if (json && !summary->stop_message.empty()) {
    Note("rescan " + name + ": " + summary->stop_message + "\n");
  }
  if (json) {
    Json event = SummaryJson(*summary, workspace);
    if (profile_stages) event["stage_profile"] = StageProfileJson(*summary);
    Print(JsonLine(event));
  } else {
    Print(SummaryText(*summary, workspace));
    if (profile_stages) Print(StageProfileText(*summary));
  }
  return ExitCodeOf(*summary);
}

void AddRunCommand(CLI::App& app, const CommandContext& context) {
  auto command = std::make_shared<RunCommand>();
  CLI::App* run =
      AddCommand(app, "run", "Read images into records; resumes by itself",
                 "  rescan run scans/ photo.jpg --jobs 4 --workspace records");
  AddWhatOptions(*run, *command);
  AddReadingOptions(*run, command->reading, true);
  AddSafetyOptions(*run, command->safety);
  AddCommonOptions(*run, command->common);
  run->callback([command, context] {
    *context.action = [command, context] {
      return Run(*command, context.hooks);
    };
  });
}

}  // namespace rescan::cli
