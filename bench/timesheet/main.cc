// Draws timesheets over the whole matrix, has the program read them, and
// compares what it stored with the truth. See bench/README.md.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "bench/measure/arguments.h"
#include "bench/measure/command.h"
#include "bench/measure/measure.h"
#include "bench/timesheet/drawn_sheets.h"
#include "bench/timesheet/figures.h"
#include "bench/timesheet/report.h"
#include "bench/timesheet/speed.h"
#include "bench/timesheet/stored_sheets.h"
#include "tools/samples/raster.h"

namespace rescan::bench {
namespace {

namespace fs = std::filesystem;

// Never one that anything was built with.
constexpr std::uint64_t kSeed = 2030;

struct Options {
  std::string rescan;  // the program under test
  std::string folder;  // of all that is drawn and stored
  std::string images;  // drawn earlier, with their truths; empty = draw
  std::uint64_t seed = kSeed;
  int count = 1000;
  int bad = 3;  // times every kind of bad input, in each theme
  int speed_images = 120;
  int rounds = 3;
  int jobs = 2;
  bool list = false;
  bool judge_only = false;  // what is stored already
};

// Reads the folder with `rescan run` into a workspace of its own and judges
// every sheet in it, in the order of their names.
Result<std::vector<JudgedSheet>> ReadAndJudge(const Options& options,
                                              const std::string& images,
                                              const std::string& workspace) {
  auto truths = ReadTruths(images);
  if (!truths) return tl::unexpected(truths.error());
  if (!options.judge_only) {
    fs::remove_all(workspace);
    const Timing run = RunOrDie(
        {.arguments = {options.rescan, "run", images, "--workspace", workspace,
                       "--jobs", std::to_string(options.jobs)}});
    fmt::print("{} images, read in {:.0f} s, {:.3f} s of CPU an image\n\n",
               truths->size(), run.wall_seconds,
               run.cpu_seconds / static_cast<double>(truths->size()));
    std::fflush(stdout);
  }
  auto stored = LoadStoredSheets(workspace);
  if (!stored) return tl::unexpected(stored.error());
  std::vector<JudgedSheet> sheets;
  for (auto& [image, truth] : *truths) {
    StoredSheet what = std::move((*stored)[image]);
    SheetJudgement judgement = JudgeSheet(*truth.timesheet, what);
    sheets.push_back({std::move(truth), std::move(what), std::move(judgement)});
  }
  return sheets;
}

int Failed(const Error& error) {
  fmt::print(stderr, "timesheet_bench: {}\n", error.message);
  return 2;
}

// The sheets of the matrix, and how fast they are read.
int MeasureMatrix(const Options& options) {
  std::string images = options.images;
  if (images.empty()) images = options.folder + "/sheets";
  if (options.images.empty() && !options.judge_only) {
    fmt::print("drawing {} sheets, seed {}\n", options.count, options.seed);
    std::fflush(stdout);
    const Status drawn = DrawSheets(MatrixSheets(options.count, options.seed),
                                    images, options.jobs);
    if (!drawn) return Failed(drawn.error());
  }
  const auto sheets =
      ReadAndJudge(options, images, options.folder + "/workspace");
  if (!sheets) return Failed(sheets.error());
  if (options.list) ListInexact(*sheets);
  bool met = ReportMatrix(*sheets);
  if (options.speed_images > 0) {
    SpeedOptions speed = {options.rescan, images,      options.folder, {},
                          options.rounds, options.jobs};
    for (const JudgedSheet& sheet : *sheets) {
      if (speed.images.size() ==
          static_cast<std::size_t>(options.speed_images)) {
        break;
      }
      speed.images.push_back(sheet.truth.image);
    }
    met &= MeasureSheetSpeed(speed);
  }
  return met ? 0 : 1;
}

int MeasureBadInput(const Options& options) {
  const std::string images = options.folder + "/bad";
  if (!options.judge_only) {
    const Status drawn =
        DrawSheets(BadSheets(options.bad, options.seed), images, options.jobs);
    if (!drawn) return Failed(drawn.error());
  }
  const auto sheets =
      ReadAndJudge(options, images, options.folder + "/bad-workspace");
  if (!sheets) return Failed(sheets.error());
  return ReportBadInput(*sheets) ? 0 : 1;
}

int Main(int argc, char** argv) {
  Options options;
  options.rescan = fs::canonical("/proc/self/exe").parent_path() / "rescan";
  CLI::App app(
      "Draws timesheets over the whole matrix, reads them with rescan run, and "
      "compares what was stored with the truth; exits 1 if a goal is missed.");
  app.add_option("--count", options.count, "sheets to draw")
      ->check(CLI::Range(0, 100000))
      ->capture_default_str();
  app.add_option("--seed", options.seed, "of what is drawn")
      ->capture_default_str();
  app.add_option("--images", options.images,
                 "sheets drawn earlier, with their truths, instead");
  app.add_option("--bad", options.bad,
                 "times every kind of bad input, in each theme")
      ->check(CLI::Range(0, 1000))
      ->capture_default_str();
  app.add_option("--speed-images", options.speed_images,
                 "the first of the sheets, to be timed; 0: none")
      ->check(CLI::Range(0, 100000))
      ->capture_default_str();
  app.add_option("--rounds", options.rounds, "counted runs of each subject")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  app.add_option("--jobs", options.jobs)
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  app.add_option("--rescan", options.rescan, "the program under test");
  app.add_option("--keep", options.folder,
                 "folder that keeps what is drawn and stored");
  app.add_flag("--judge", options.judge_only,
               "neither draw nor read: judge what --keep holds");
  app.add_flag("--list", options.list, "what is not exact, and why");
  if (const auto code = ParseArguments(app, argc, argv)) return *code;

  const bool keep = !options.folder.empty();
  if (keep) {
    fs::create_directories(options.folder);
  } else {
    options.folder = fs::temp_directory_path() / "rescan-bench-XXXXXX";
    if (mkdtemp(options.folder.data()) == nullptr) return 2;
  }
  samples::UseOneThread();
  PrintMachine();
  int code = 0;
  if (options.count > 0 || !options.images.empty()) {
    code = MeasureMatrix(options);
  }
  if (options.bad > 0 && code != 2) {
    code = std::max(code, MeasureBadInput(options));
  }
  if (!keep) fs::remove_all(options.folder);
  return code;
}

}  // namespace
}  // namespace rescan::bench

int main(int argc, char** argv) {
  try {
    return rescan::bench::Main(argc, argv);
  } catch (const std::exception& e) {
    fmt::print(stderr, "timesheet_bench: {}\n", e.what());
    return 2;
  }
}
