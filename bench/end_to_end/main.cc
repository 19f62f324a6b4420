// Whole commands, measured: throughput against the tesseract command,
// isolation, overhead, scaling, memory, planning, resuming. See
// bench/README.md.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "bench/end_to_end/measurements.h"
#include "bench/measure/arguments.h"
#include "bench/measure/command.h"
#include "bench/measure/measure.h"

namespace rescan::bench {
namespace fs = std::filesystem;

std::string GeneratedImages(const Settings& settings, int count,
                            const std::string& size) {
  const std::string folder =
      fmt::format("{}/generated-{}-{}", settings.scratch, size, count);
  if (!fs::exists(folder)) {
    RunOrDie({.arguments = {settings.samples, "--out", folder, "--count",
                            std::to_string(count), "--seed", "2026", "--size",
                            size}});
  }
  return folder;
}

std::string Pages(const Settings& settings) {
  return settings.images.empty() ? GeneratedImages(settings, 60, "normal")
                                 : settings.images;
}

}  // namespace rescan::bench

int main(int argc, char** argv) {
  using namespace rescan::bench;
  const std::vector<
      std::pair<std::string, std::function<bool(const Settings&)>>>
      all = {{"throughput", MeasureThroughput}, {"isolation", MeasureIsolation},
             {"overhead", MeasureOverhead},     {"scaling", MeasureScaling},
             {"memory", MeasureMemory},         {"planning", MeasurePlanning},
             {"kills", MeasureKills},           {"archive", MeasureArchive}};
  const fs::path bin = fs::canonical("/proc/self/exe").parent_path();
  Settings settings;
  settings.rescan = bin / "rescan";
  settings.samples = bin / "rescan-samples";
  settings.images = RESCAN_SOURCE_DIR "/../shared/data/receipts/img";
  settings.jobs =
      std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  std::vector<std::string> names;

  CLI::App app("Measures whole rescan commands; exits 1 if a goal is missed.");
  app.add_option("measurement", names,
                 "throughput, isolation, overhead, scaling, memory, planning, "
                 "kills, archive; all of them when none is named");
  app.add_option("--images", settings.images,
                 "folder of pages; generated ones where it is absent")
      ->capture_default_str();
  app.add_option("--runs", settings.runs, "counted runs of each subject")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  app.add_option("--jobs", settings.jobs)
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  if (const auto code = ParseArguments(app, argc, argv)) return *code;

  if (!fs::is_directory(settings.images)) {
    fmt::print("{} is absent: measuring generated pages instead\n",
               settings.images);
    settings.images.clear();
  }
  std::string scratch = (fs::temp_directory_path() / "rescan-bench-XXXXXX");
  if (mkdtemp(scratch.data()) == nullptr) return 1;
  settings.scratch = scratch;

  PrintMachine();
  bool met = true, any = false;
  for (const auto& [name, measure] : all) {
    if (names.empty() ||
        std::find(names.begin(), names.end(), name) != names.end()) {
      met &= measure(settings);
      any = true;
      fmt::print("\n");
    }
  }
  fs::remove_all(scratch);
  if (!any) {
    fmt::print(stderr, "no such measurement; see --help\n");
    return 2;
  }
  return met ? 0 : 1;
}
