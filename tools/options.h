// What the commands' options have in common.
#ifndef RESCAN_TOOLS_OPTIONS_H_
#define RESCAN_TOOLS_OPTIONS_H_

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/run/lane.h"
#include "engine/run/run_options.h"
#include "engine/run/worker.h"
#include "kernels/base/result.h"
#include "tools/numbers.h"

namespace rescan::cli {

// Help flag, column widths. For the program and each of its commands.
void PrepareCommand(CLI::App& command);

// Adds a command named `name` to `app`, prepared; `example` ends its help.
CLI::App* AddCommand(CLI::App& app, const std::string& name,
                     const std::string& description,
                     const std::string& example);

// ---- values, checked while parsing; a bad one is a usage error that names
// option and reason. `value` must outlive the parsing.

// A whole number in [min, max].
template <class Integer>
CLI::Option* AddInteger(CLI::App& command, const std::string& name,
                        Integer& value, std::int64_t min, std::int64_t max,
                        const std::string& description) {
  return command
      .add_option_function<std::string>(
          name,
          [&value, name, min, max](const std::string& text) {
            const auto number = ParseInteger(text, min, max);
            if (!number.has_value()) {
              throw CLI::ValidationError(name, number.error().message);
            }
            if constexpr (std::is_integral_v<Integer>) {
              value = static_cast<Integer>(*number);
            } else {
              value = *number;
            }
          },
          description)
      ->type_name("N");
}

// A finite decimal number in [min, max].
CLI::Option* AddDecimal(CLI::App& command, const std::string& name,
                        double& value, double min, double max,
                        const std::string& description);

// One of the named values.
template <class Value>
CLI::Option* AddChoice(CLI::App& command, const std::string& name, Value& value,
                       const std::vector<std::pair<std::string, Value>>& names,
                       const std::string& description) {
  std::string list;
  for (const auto& entry : names) {
    list += (list.empty() ? "" : "|") + entry.first;
  }
  return command
      .add_option_function<std::string>(
          name,
          [&value, name, names, list](const std::string& text) {
            for (const auto& entry : names) {
              if (entry.first == text) {
                value = entry.second;
                return;
              }
            }
            throw CLI::ValidationError(name,
                                       "'" + text + "' is not one of " + list);
          },
          description)
      ->type_name(list);
}

// A text that must not be empty.
CLI::Option* AddText(CLI::App& command, const std::string& name,
                     std::string& value, const std::string& type,
                     const std::string& description);

// A user's id: not empty, valid UTF-8, no control characters.
CLI::Option* AddUser(CLI::App& command, std::string& value,
                     const std::string& description);

// ---- groups of options

struct CommonOptions {
  bool json = false;
  // --workspace, else RESCAN_WORKSPACE, else ./rescan-workspace.
  std::string workspace;
};
void AddCommonOptions(CLI::App& command, CommonOptions& options);

// How images are read.
struct ReadingOptions {
  std::string profile = "tesseract-fast";
  ClassifyMode classify = ClassifyMode::kContent;
  std::string classifier;  // see WorkerSettings; set by FindClassifier
  Isolation isolation = Isolation::kProcess;
  int jobs = 0;  // default: the cores this process may use
  double timeout_seconds = 120;
  std::int64_t memory_limit_mib = 2048;
  int max_megapixels = 100;

  [[nodiscard]] std::chrono::milliseconds time_limit() const;
  [[nodiscard]] std::uint64_t memory_limit_bytes() const;
  // Errors: those of ContentClassifierText.
  [[nodiscard]] Status FindClassifier();
  // Without the form that the command wants.
  [[nodiscard]] WorkerSettings SettingsFor(const OcrVersion& version) const;
  // All but the version.
  void ApplyTo(RunOptions& run) const;
};
// `with_rule`: --rule too, for commands that classify.
void AddReadingOptions(CLI::App& command, ReadingOptions& options,
                       bool with_rule);

// Cores that this process may use, at least 1.
[[nodiscard]] int UsableCores();

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_OPTIONS_H_
