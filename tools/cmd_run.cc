// rescan run INPUT...
#include <csignal>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "engine/run/run.h"
#include "tools/commands.h"
#include "tools/confirm.h"
#include "tools/data_folder.h"
#include "tools/fail.h"
#include "tools/options.h"
#include "tools/output.h"
#include "tools/report.h"
#include "tools/run_command.h"
#include "tools/run_reporter.h"

namespace rescan::cli {
namespace {

struct RunCommand {
  CommonOptions common;
  ReadingOptions reading;
  RunOptions run;  // what needs no translation is parsed into it
  std::int64_t limit = 0;
  double delay_seconds = 0;
  std::int64_t stall_minutes = 10;
  bool yes = false;
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
  app.add_flag("--yes", command.yes, "Do not ask for confirmation");
}

void AddSafetyOptions(CLI::App& app, RunCommand& command) {
  RunOptions& run = command.run;
  AddInteger(app, "--batch-size", run.batch_size, 1, 1'000'000,
             "Images per batch, 1-1000000\n(default: 10)");
  AddDecimal(app, "--delay", command.delay_seconds, 0, 86400,
             "Seconds to pause between batches,\n0-86400 (default: 0)");
  AddInteger(app, "--max-consecutive-failures", run.max_consecutive_failures, 1,
             1'000'000,
             "So many in a row stop the run,\n"
             "1-1000000 (default: 10)");
  AddInteger(app, "--failure-window", run.failure_window, 1, 1'000'000,
             "Images that --failure-rate looks back\n"
             "on, 1-1000000 (default: 20)");
  AddDecimal(app, "--failure-rate", run.failure_rate, 0.001, 1,
             "A larger share of failures stops the\n"
             "run, 0.001-1 (default: 0.5)");
  AddInteger(app, "--stall-minutes", command.stall_minutes, 1, 10080,
             "So long without a result stops the\n"
             "run, 1-10080 (default: 10)");
  app.add_option("--stop-file", run.stop_files,
                 "A file whose existence stops the run\n"
                 "(default: STOP_RESCAN in the workspace\n"
                 "and in the temporary folder)")
      ->type_name("PATH")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
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
  if (const auto code = Confirmed(command)) return *code;

  const ReadingOptions& reading = command.reading;
  run.workspace = command.common.workspace;
  run.version = *std::move(version);
  run.classify = reading.classify;
  run.isolation = reading.isolation;
  run.jobs = reading.jobs;
  if (command.limit > 0) run.limit = command.limit;
  run.delay = std::chrono::milliseconds(
      static_cast<std::int64_t>(command.delay_seconds * 1000 + 0.5));
  run.time_limit = reading.time_limit();
  run.memory_limit_bytes = reading.memory_limit_bytes();
  run.max_megapixels = reading.max_megapixels;
  run.stall_limit = std::chrono::minutes(command.stall_minutes);
  if (run.stop_files.empty()) run.stop_files = DefaultStopFiles(run.workspace);
  run.store = hooks.store;
  return RunAndReport("run", run, command.common.json);
}

}  // namespace

std::vector<std::string> DefaultStopFiles(const std::string& workspace) {
  std::error_code error;
  std::filesystem::path temporary = std::filesystem::temp_directory_path(error);
  if (error) temporary = "/tmp";
  return {workspace + "/STOP_RESCAN", (temporary / "STOP_RESCAN").string()};
}

int RunAndReport(const std::string& name, const RunOptions& options,
                 bool json) {
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
    Note("rescan run: " + summary->stop_message + "\n");
  }
  Print(json ? JsonLine(SummaryJson(*summary, reporter.stages(), workspace))
             : SummaryText(*summary, workspace));
  return ExitCodeOf(*summary);
}

void AddRunCommand(CLI::App& app, const CommandContext& context) {
  auto command = std::make_shared<RunCommand>();
  CLI::App* run =
      AddCommand(app, "run", "Read images into records; resumes by itself",
                 "  rescan run scans/ photo.jpg --jobs 4 --workspace records");
  AddWhatOptions(*run, *command);
  AddReadingOptions(*run, command->reading, true);
  AddSafetyOptions(*run, *command);
  AddCommonOptions(*run, command->common);
  run->callback([command, context] {
    *context.action = [command, context] {
      return Run(*command, context.hooks);
    };
  });
}

}  // namespace rescan::cli
