#include "tools/safety_options.h"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <filesystem>
#include <system_error>

#include "tools/options.h"

namespace rescan::cli {
namespace {

// STOP_RESCAN in the workspace and in the system's temporary folder.
std::vector<std::string> DefaultStopFiles(const std::string& workspace) {
  std::error_code error;
  std::filesystem::path temporary = std::filesystem::temp_directory_path(error);
  if (error) temporary = "/tmp";
  return {workspace + "/STOP_RESCAN", (temporary / "STOP_RESCAN").string()};
}

}  // namespace

void SafetyOptions::ApplyTo(RunOptions& run) const {
  run.batch_size = batch_size;
  run.delay = std::chrono::milliseconds(std::llround(delay_seconds * 1000));
  run.max_consecutive_failures = max_consecutive_failures;
  run.failure_window = failure_window;
  run.failure_rate = failure_rate;
  run.stall_limit = std::chrono::minutes(stall_minutes);
  run.stop_files =
      stop_files.empty() ? DefaultStopFiles(run.workspace) : stop_files;
}

void AddSafetyOptions(CLI::App& command, SafetyOptions& options) {
  AddInteger(command, "--batch-size", options.batch_size, 1, 1'000'000,
             fmt::format("Images per batch, 1-1000000\n(default: {})",
                         options.batch_size));
  AddDecimal(command, "--delay", options.delay_seconds, 0, 86400,
             fmt::format("Seconds to pause between batches,\n"
                         "0-86400 (default: {})",
                         options.delay_seconds));
  AddInteger(command, "--max-consecutive-failures",
             options.max_consecutive_failures, 1, 1'000'000,
             fmt::format("So many in a row stop the run,\n"
                         "1-1000000 (default: {})",
                         options.max_consecutive_failures));
  AddInteger(command, "--failure-window", options.failure_window, 1, 1'000'000,
             fmt::format("Images that --failure-rate looks back\n"
                         "on, 1-1000000 (default: {})",
                         options.failure_window));
  AddDecimal(command, "--failure-rate", options.failure_rate, 0.001, 1,
             fmt::format("A larger share of failures stops the\n"
                         "run, 0.001-1 (default: {})",
                         options.failure_rate));
  AddInteger(command, "--stall-minutes", options.stall_minutes, 1, 10080,
             fmt::format("So long without a result stops the\n"
                         "run, 1-10080 (default: {})",
                         options.stall_minutes));
  command
      .add_option("--stop-file", options.stop_files,
                  "A file whose existence stops the run\n"
                  "(default: STOP_RESCAN in the workspace\n"
                  "and in the temporary folder)")
      ->type_name("PATH")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

}  // namespace rescan::cli
