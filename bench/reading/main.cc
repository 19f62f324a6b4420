// How well and how fast OCR versions read. See bench/README.md.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "bench/measure/arguments.h"
#include "bench/measure/command.h"
#include "bench/reading/commands.h"

namespace rescan::bench {
namespace {

namespace fs = std::filesystem;

// The seed of every generated page unless another is given: never one that
// anything was tuned on.
constexpr std::uint64_t kSeed = 2026;

// Set by the subcommand that was named.
using Action = std::function<int(const Programs&)>;

void AddTable(CLI::App& app, std::uint64_t& seed, Action& action) {
  static TableOptions options;
  static bool quick = false;
  options.receipts = RESCAN_SOURCE_DIR "/../shared/data/receipts";
  options.versions = {"tesseract-plain", "tesseract-fast", "tesseract-best"};
  CLI::App* table = app.add_subcommand(
      "table", "Versions against the tesseract command: the table with goals");
  table->add_option("--receipts", options.receipts, "folder with img/ and box/")
      ->capture_default_str();
  table->add_option("--version", options.versions, "OCR version, repeatable")
      ->capture_default_str();
  static const CLI::Option* pages =
      table
          ->add_option("--pages", options.pages,
                       "generated pages of each class")
          ->check(CLI::Range(0, 100'000))
          ->capture_default_str();
  static const CLI::Option* runs =
      table
          ->add_option("--runs", options.runs, "counted runs over the receipts")
          ->check(CLI::Range(1, 100))
          ->capture_default_str();
  table
      ->add_option("--generated-runs", options.generated_runs,
                   "counted runs over each class of generated pages, 0 = read "
                   "each page once")
      ->check(CLI::Range(0, 100))
      ->capture_default_str();
  table->add_option("--seed", seed, "of the generated pages")
      ->capture_default_str();
  static const CLI::Option* cells =
      table
          ->add_option("--cells", options.cells,
                       "table cells of each theme, 0 = none")
          ->check(CLI::Range(0, 1'000))
          ->capture_default_str();
  table->add_flag("--quick", quick,
                  "one counted run, 10 generated pages of each class, 50 "
                  "cells, unless said otherwise");
  table->callback([&action] {
    if (quick && !*pages) options.pages = 10;
    if (quick && !*runs) options.runs = 1;
    if (quick && !*cells) options.cells = 50;
    action = [](const Programs& programs) {
      return PrintTable(programs, options);
    };
  });
}

void AddScore(CLI::App& app, Action& action) {
  static ScoreOptions options;
  CLI::App* score = app.add_subcommand(
      "score", "One version, or ready readings, on a folder");
  score->add_option("--images", options.images, "folder of images");
  score->add_option("--truth", options.truth,
                    "folder of N.csv or N.truth.json (default: the images')");
  score->add_option("--version", options.version, "OCR version")
      ->default_val("tesseract-plain");
  score->add_option("--tsv", options.tsv, "score these readings instead");
  score->add_flag("--per-image", options.per_image, "a line an image as well");
  score->callback([&action] {
    if (options.tsv.empty() == options.images.empty() ||
        (!options.tsv.empty() && options.truth.empty())) {
      throw CLI::ValidationError("either --images, or --tsv and --truth");
    }
    action = [](const Programs& programs) {
      return PrintScore(programs, options);
    };
  });
}

void AddCells(CLI::App& app, std::uint64_t& seed, Action& action) {
  static CellsOptions options;
  CLI::App* cells = app.add_subcommand(
      "cells", "Decimal points of small numbers on dark and light screens");
  cells->add_option("--version", options.version, "OCR version")
      ->default_val("tesseract-fast");
  cells->add_option("--cells", options.cells, "cells of each theme")
      ->check(CLI::Range(1, 1'000))
      ->capture_default_str();
  cells->add_option("--seed", seed, "of the drawn pages")
      ->capture_default_str();
  cells->add_flag("--list", options.list, "print each cell that is not right");
  cells->callback([&action] {
    action = [](const Programs& programs) {
      return PrintCells(programs, options);
    };
  });
}

void AddTune(CLI::App& app, Action& action) {
  static TuneOptions options;
  options.data = RESCAN_SOURCE_DIR "/data";
  options.images = RESCAN_SOURCE_DIR "/../shared/data/receipts/img";
  options.truth = RESCAN_SOURCE_DIR "/../shared/data/receipts/box";
  CLI::App* tune = app.add_subcommand(
      "tune", "Settings of a version compared by cross-validation");
  tune->add_option("--base", options.base, "OCR version")
      ->default_val("tesseract-fast");
  tune->add_option("--grid", options.grid, "JSON file of values to try")
      ->required();
  tune->add_option("--images", options.images, "folder of images")
      ->capture_default_str();
  tune->add_option("--truth", options.truth,
                   "folder of N.csv or N.truth.json; \"\" = the images'")
      ->capture_default_str();
  tune->add_option("--folds", options.folds, "parts of the images")
      ->check(CLI::Range(2, 100))
      ->capture_default_str();
  tune->add_option("--seed", options.seed, "of the split")
      ->capture_default_str();
  tune->callback([&action] {
    action = [](const Programs& programs) {
      return PrintTuning(programs, options);
    };
  });
}

int Main(int argc, char** argv) {
  const fs::path bin = fs::canonical("/proc/self/exe").parent_path();
  Programs programs;
  programs.seed = kSeed;
  programs.rescan = bin / "rescan";
  programs.samples = bin / "rescan-samples";
  Action action;
  CLI::App app("Measures how well and how fast OCR versions read.");
  app.require_subcommand(1);
  app.add_option("--rescan", programs.rescan, "the program")
      ->capture_default_str();
  app.add_option("--jobs", programs.jobs, "workers, and peer processes")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  AddTable(app, programs.seed, action);
  AddScore(app, action);
  AddCells(app, programs.seed, action);
  AddTune(app, action);
  if (const auto code = ParseArguments(app, argc, argv)) return *code;
  std::string scratch = fs::temp_directory_path() / "rescan-reading-XXXXXX";
  if (mkdtemp(scratch.data()) == nullptr) return 2;
  programs.scratch = scratch;
  const int code = action(programs);
  fs::remove_all(scratch);
  return code;
}

}  // namespace

std::string DrawSamples(const Programs& programs, const std::string& name,
                        int count, const std::vector<std::string>& options) {
  const std::string folder = programs.scratch + "/" + name;
  Command command = {.arguments = {programs.samples, "--out", folder, "--count",
                                   std::to_string(count), "--seed",
                                   std::to_string(programs.seed)}};
  command.arguments.insert(command.arguments.end(), options.begin(),
                           options.end());
  RunOrDie(command);
  return folder;
}

std::string EmptyFolder(const Programs& programs, const std::string& name) {
  const fs::path folder = fs::path(programs.scratch) / name;
  fs::remove_all(folder);
  fs::create_directories(folder);
  return folder;
}

}  // namespace rescan::bench

int main(int argc, char** argv) {
  try {
    return rescan::bench::Main(argc, argv);
  } catch (const std::exception& e) {
    fmt::print(stderr, "reading_bench: {}\n", e.what());
    return 2;
  }
}
