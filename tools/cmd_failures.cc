// rescan failures list|stats|export|retry
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/run/run.h"
#include "kernels/base/text.h"
#include "tools/bank_holidays_file.h"
#include "tools/commands.h"
#include "tools/data_folder.h"
#include "tools/fail.h"
#include "tools/failures_format.h"
#include "tools/options.h"
#include "tools/output.h"
#include "tools/run_command.h"
#include "tools/safety_options.h"
#include "tools/store_access.h"

namespace rescan::cli {
namespace {

struct FailuresCommand {
  CommonOptions common;
  FailureFilter filter;
  std::string output;
  bool raw = false;
  ReadingOptions reading;
  SafetyOptions safety;
};

Result<std::unique_ptr<RecordStore>> OpenStore(const FailuresCommand& command) {
  return RecordStore::Open(command.common.workspace, StoreMode::kReadOnly);
}

int List(const FailuresCommand& command) {
  auto store = OpenStore(command);
  if (!store.has_value()) {
    return FailWith("failures list", store.error(), ErrorSource::kStore);
  }
  auto rows = (*store)->ListFailures(command.filter);
  if (!rows.has_value()) {
    return FailWith("failures list", rows.error(), ErrorSource::kStore);
  }
  if (command.common.json) {
    for (const FailureRow& row : *rows) Print(JsonLine(FailureJson(row)));
  } else if (rows->empty()) {
    Note("No failed images.\n");
  } else {
    Print(FailureTable(*rows));
  }
  return kExitDone;
}

int Stats(const FailuresCommand& command) {
  auto store = OpenStore(command);
  if (!store.has_value()) {
    return FailWith("failures stats", store.error(), ErrorSource::kStore);
  }
  const auto stats = (*store)->FailureStats();
  if (!stats.has_value()) {
    return FailWith("failures stats", stats.error(), ErrorSource::kStore);
  }
  Print(command.common.json ? JsonLine(FailureStatsJson(*stats))
                            : FailureStatsText(*stats));
  return kExitDone;
}

// Appears with its first row.
class FailureCsvFile {
 public:
  FailureCsvFile(std::string path, bool raw)
      : path_(std::move(path)), csv_(raw) {}

  Status Add(const FailureRow& row) {
    if (!file_) {
      auto file = FileOutput(path_);
      if (!file.has_value()) return tl::unexpected(file.error());
      file_ = *std::move(file);
      FailureCsvHeader(csv_);
    }
    ++rows_;
    FailureCsvRow(row, csv_);
    return file_->Write(csv_.Take());
  }
  Status Commit() { return file_ ? file_->Commit() : Status(); }

  [[nodiscard]] std::int64_t rows() const { return rows_; }

 private:
  const std::string path_;
  CsvWriter csv_;
  std::unique_ptr<Output> file_;
  std::int64_t rows_ = 0;
};

std::string DefaultFileName() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  return FailureFileName(local);
}

int Export(FailuresCommand& command) {
  constexpr const char* kName = "failures export";
  auto store = OpenStore(command);
  if (!store.has_value()) {
    return FailWith(kName, store.error(), ErrorSource::kStore);
  }
  const std::string output =
      command.output.empty() ? DefaultFileName() : command.output;
  const Status allowed =
      CheckMayBeWritten(**store, command.common.workspace, output);
  if (!allowed.has_value()) {
    return FailWith(kName, allowed.error(), ErrorSource::kStore);
  }
  FailureCsvFile file(output, command.raw);
  bool writing = false;
  Status done =
      (*store)->ForEachFailure(command.filter, [&](const FailureRow& row) {
        Status added = file.Add(row);
        writing = !added.has_value();
        return added;
      });
  if (done.has_value()) {
    writing = true;
    done = file.Commit();
  }
  if (!done.has_value()) {
    return FailWith(kName, done.error(),
                    writing ? ErrorSource::kOutput : ErrorSource::kStore);
  }
  if (file.rows() == 0) Note("No failed images; no file was written.\n");
  const std::string path = ResolvedPath(output);
  if (command.common.json) {
    Print(JsonLine(
        {{"event", "export"},
         {"rows", file.rows()},
         {"output", file.rows() > 0 ? Json(PathToText(path)) : Json()}}));
  } else if (file.rows() > 0) {
    Print(fmt::format("{} failures written to {}\n", file.rows(),
                      PathForDisplay(path)));
  }
  return kExitDone;
}

// Ended with a summary of its own: the next run may begin.
bool RanToItsEnd(int code) {
  return code == kExitDone || code == kExitSomeFailed;
}

int Retry(FailuresCommand& command, const CliHooks& hooks) {
  constexpr const char* kName = "failures retry";
  auto version = OcrVersionNamed(command.reading.profile);
  if (!version.has_value()) {
    return FailWith(kName, version.error(), ErrorSource::kRequest);
  }
  if (const Status found = command.reading.FindClassifier(); !found) {
    return FailWith(kName, found.error(), ErrorSource::kRequest);
  }
  auto holidays = LoadBankHolidays(command.common.workspace);
  if (!holidays.has_value()) {
    return FailWith(kName, holidays.error(), ErrorSource::kRequest);
  }
  std::map<std::pair<std::string, std::string>, std::vector<std::string>> runs;
  {
    auto store = OpenStore(command);
    if (!store.has_value()) {
      return FailWith(kName, store.error(), ErrorSource::kStore);
    }
    auto images = (*store)->FailedInputs(command.filter);
    if (!images.has_value()) {
      return FailWith(kName, images.error(), ErrorSource::kStore);
    }
    for (FailedInput& image : *images) {
      runs[{image.user, image.kind}].push_back(std::move(image.path));
    }
  }
  if (runs.empty()) Note("There is nothing to try again.\n");
  RunOptions run;
  run.bank_holidays = *std::move(holidays);
  run.inputs_are_files = true;
  run.workspace = command.common.workspace;
  run.mode = RunMode::kFailed;
  run.version = *std::move(version);
  command.reading.ApplyTo(run);
  command.safety.ApplyTo(run);
  run.store = hooks.store;
  int worst = kExitDone;
  for (auto& [whose, paths] : runs) {
    std::tie(run.user, run.kind) = whose;
    run.inputs = std::move(paths);
    const int code = RunAndReport(kName, run, command.common.json);
    if (!RanToItsEnd(code)) return code;
    worst = std::max(worst, code);
  }
  return worst;
}

void AddFilter(CLI::App& app, FailuresCommand& command) {
  app.add_option_function<std::string>(
         "--type",
         [&command](const std::string& name) {
           if (!FailureTypeFromName(name)) {
             throw CLI::ValidationError("--type",
                                        "'" + name +
                                            "' is no failure type, such as "
                                            "DECODE_ERROR or TIMEOUT_ERROR");
           }
           command.filter.type = name;
         },
         "Only this failure type")
      ->type_name("NAME");
  AddInteger(app, "--run", command.filter.run, 1, std::int64_t{1} << 53,
             "Only this run");
  AddUser(app, command.filter.user, "Only this user's images");
}

using CommandPointer = std::shared_ptr<FailuresCommand>;

// Adds `name` below `failures`; `act` runs it.
template <class Act>
CLI::App* AddVerb(CLI::App& failures, const CommandPointer& command,
                  const CommandContext& context, const std::string& name,
                  const std::string& description, const std::string& example,
                  Act act) {
  CLI::App* verb = AddCommand(failures, name, description, example);
  AddCommonOptions(*verb, command->common);
  verb->callback([command, act, action = context.action] {
    *action = [command, act] { return act(*command); };
  });
  return verb;
}

}  // namespace

void AddFailuresCommand(CLI::App& app, const CommandContext& context) {
  CLI::App* failures =
      AddCommand(app, "failures", "List, count, export or retry failed images",
                 "  rescan failures list --unresolved");
  failures->require_subcommand(1);

  auto list = std::make_shared<FailuresCommand>();
  CLI::App* verb = AddVerb(*failures, list, context, "list",
                           "One line for each failed attempt, newest first",
                           "  rescan failures list --unresolved --limit 20",
                           [](FailuresCommand& c) { return List(c); });
  AddFilter(*verb, *list);
  verb->add_flag("--unresolved", list->filter.unresolved_only,
                 "Only images that have not succeeded since");
  AddInteger(*verb, "--limit", list->filter.limit, 1, 1'000'000'000,
             "The newest N, 1-1000000000");

  AddVerb(*failures, std::make_shared<FailuresCommand>(), context, "stats",
          "Counts by type and version", "  rescan failures stats --json",
          [](FailuresCommand& c) { return Stats(c); });

  auto exported = std::make_shared<FailuresCommand>();
  verb = AddVerb(*failures, exported, context, "export",
                 "Write all failures as CSV, 19 columns",
                 "  rescan failures export --output failures.csv",
                 [](FailuresCommand& c) { return Export(c); });
  AddFilter(*verb, *exported);
  AddText(*verb, "--output", exported->output, "FILE",
          "Where to (default: in this folder\n"
          "failed_images_YYYYMMDD_HHMMSS.csv)");
  verb->add_flag("--raw", exported->raw,
                 "Leave cells alone that a spreadsheet\n"
                 "would take for a formula");

  auto retry = std::make_shared<FailuresCommand>();
  retry->filter.unresolved_only = true;
  // All these images have failed before: failing again is no alarm.
  retry->safety.max_consecutive_failures = 1'000'000;
  retry->safety.failure_rate = 1;
  verb = AddVerb(
      *failures, retry, context, "retry", "Read failed images once more",
      "  rescan failures retry --timeout 300",
      [hooks = context.hooks](FailuresCommand& c) { return Retry(c, hooks); });
  AddFilter(*verb, *retry);
  AddReadingOptions(*verb, retry->reading, true);
  AddSafetyOptions(*verb, retry->safety);
  verb->add_flag_callback(
      "--yes", [] {}, "For scripts; there is nothing to confirm");
}

}  // namespace rescan::cli
