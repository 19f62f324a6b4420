#include <fmt/format.h>

#include "bench/measure/command.h"
#include "bench/measure/ocr_commands.h"
#include "bench/reading/commands.h"
#include "bench/reading/folder.h"

namespace rescan::bench {
namespace {

// 3: some images could not be read; they are scored as read empty.
const std::vector<int> kReadingDone = {0, 3};

}  // namespace

int PrintScore(const Programs& programs, const ScoreOptions& options) {
  const auto truth =
      LoadTruth(options.truth.empty() ? options.images : options.truth);
  if (!truth) {
    fmt::print(stderr, "reading_bench: {}\n", truth.error().message);
    return 2;
  }
  std::string tsv = options.tsv;
  double cpu_seconds = 0;
  if (tsv.empty()) {
    tsv = EmptyFolder(programs, "tsv");
    const Command command =
        OcrCommand(programs.rescan, options.version,
                   {options.images, tsv, "tsv", programs.jobs});
    cpu_seconds = RunOrDie(command, kReadingDone).cpu_seconds;
  }
  const auto score = ScoreFolder(*truth, tsv);
  if (!score) {
    fmt::print(stderr, "reading_bench: {}\n", score.error().message);
    return 2;
  }
  if (options.per_image) {
    for (const auto& [stem, page] : score->each) {
      fmt::print("{} {}\n", stem, Figures(page));
    }
  }
  fmt::print("{}\n", Figures(*score));
  if (options.tsv.empty()) {
    fmt::print("cpu={:.3f} s/image\n", cpu_seconds / score->pages);
  }
  return 0;
}

}  // namespace rescan::bench
