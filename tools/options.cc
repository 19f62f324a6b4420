#include "tools/options.h"

#include <sched.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "kernels/base/text.h"
#include "tools/data_folder.h"

namespace rescan::cli {

void PrepareCommand(CLI::App& command) {
  command.set_help_flag("-h,--help", "Print this help");
  command.get_formatter()->column_width(34);
}

CLI::App* AddCommand(CLI::App& app, const std::string& name,
                     const std::string& description,
                     const std::string& example) {
  CLI::App* command = app.add_subcommand(name, description);
  PrepareCommand(*command);
  command->footer("Example:\n" + example);
  return command;
}

CLI::Option* AddDecimal(CLI::App& command, const std::string& name,
                        double& value, double min, double max,
                        const std::string& description) {
  return command
      .add_option_function<std::string>(
          name,
          [&value, name, min, max](const std::string& text) {
            const auto number = ParseDecimal(text, min, max);
            if (!number.has_value()) {
              throw CLI::ValidationError(name, number.error().message);
            }
            value = *number;
          },
          description)
      ->type_name("X");
}

CLI::Option* AddText(CLI::App& command, const std::string& name,
                     std::string& value, const std::string& type,
                     const std::string& description) {
  return command
      .add_option_function<std::string>(
          name,
          [&value, name](const std::string& text) {
            if (text.empty()) {
              throw CLI::ValidationError(name, "must not be empty");
            }
            value = text;
          },
          description)
      ->type_name(type);
}

CLI::Option* AddUser(CLI::App& command, std::string& value,
                     const std::string& description) {
  return command
      .add_option_function<std::string>(
          "--user",
          [&value](const std::string& text) {
            const bool plain = std::all_of(
                text.begin(), text.end(),
                [](unsigned char c) { return c >= 0x20 && c != 0x7f; });
            if (text.empty() || !plain || !IsValidUtf8(text)) {
              throw CLI::ValidationError(
                  "--user", "must be text, without control characters");
            }
            value = text;
          },
          description)
      ->type_name("ID");
}

void AddCommonOptions(CLI::App& command, CommonOptions& options) {
  const char* environment = std::getenv("RESCAN_WORKSPACE");
  options.workspace = environment != nullptr && *environment != '\0'
                          ? environment
                          : "rescan-workspace";
  AddText(command, "--workspace", options.workspace, "DIR",
          "Where records are kept (default:\n"
          "RESCAN_WORKSPACE or ./rescan-workspace)");
  command.add_flag("--json", options.json, "JSON lines on standard output");
}

int UsableCores() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof(set), &set) != 0) return 1;
  return std::max(1, CPU_COUNT(&set));
}

void AddReadingOptions(CLI::App& command, ReadingOptions& options,
                       bool with_rule) {
  options.jobs = UsableCores();
  AddInteger(command, "--jobs", options.jobs, 1, 1024,
             "Images read at the same time, 1-1024\n"
             "(default: the number of cores)");
  AddText(command, "--ocr-version", options.profile, "NAME",
          "Profile of data/ocr-versions\n(default: tesseract-fast)");
  if (with_rule) {
    AddChoice<ClassifyMode>(command, "--rule", options.classify,
                            {{"content", ClassifyMode::kContent},
                             {"documented", ClassifyMode::kDocumented},
                             {"pixels", ClassifyMode::kPixels}},
                            "What tells screen, photo and scan\n"
                            "apart (default: content)");
  }
  AddChoice<Isolation>(
      command, "--isolation", options.isolation,
      {{"process", Isolation::kProcess}, {"thread", Isolation::kThread}},
      "Where images are read (default: process;\n"
      "thread is for debugging)");
  AddDecimal(command, "--timeout", options.timeout_seconds, 0.001, 86400,
             "Seconds per image, 0.001-86400\n(default: 120)");
  AddInteger(command, "--memory-limit", options.memory_limit_mib, 64, 1 << 20,
             "MiB per worker, 64-1048576\n(default: 2048)");
  AddInteger(command, "--max-megapixels", options.max_megapixels, 1, 100'000,
             "Larger images fail, 1-100000\n(default: 100)");
}

Status ReadingOptions::FindClassifier() {
  auto text = ContentClassifierText();
  if (!text) return tl::unexpected(std::move(text.error()));
  classifier = *std::move(text);
  return {};
}

std::chrono::milliseconds ReadingOptions::time_limit() const {
  return std::chrono::milliseconds(std::llround(timeout_seconds * 1000));
}

std::uint64_t ReadingOptions::memory_limit_bytes() const {
  return static_cast<std::uint64_t>(memory_limit_mib) << 20;
}

WorkerSettings ReadingOptions::SettingsFor(const OcrVersion& version) const {
  WorkerSettings settings;
  settings.version = version;
  settings.limits.max_megapixels = max_megapixels;
  settings.classify = classify;
  settings.classifier = classifier;
  settings.time_limit = time_limit();
  settings.memory_limit_bytes = memory_limit_bytes();
  return settings;
}

void ReadingOptions::ApplyTo(RunOptions& run) const {
  run.classify = classify;
  run.classifier = classifier;
  run.isolation = isolation;
  run.jobs = jobs;
  run.time_limit = time_limit();
  run.memory_limit_bytes = memory_limit_bytes();
  run.max_megapixels = max_megapixels;
}

}  // namespace rescan::cli
