#include "bench/timesheet/speed.h"

#include <fmt/format.h>

#include <filesystem>

#include "bench/measure/command.h"
#include "bench/measure/measure.h"
#include "bench/measure/ocr_commands.h"

namespace rescan::bench {
namespace {

namespace fs = std::filesystem;

double MedianOf(const std::vector<Timing>& runs,
                double (*figure)(const Timing&)) {
  std::vector<double> values;
  for (const Timing& run : runs) values.push_back(figure(run));
  return Median(values);
}

}  // namespace

bool MeasureSheetSpeed(const SpeedOptions& options) {
  const fs::path pages = fs::path(options.scratch) / "speed";
  const std::string texts = options.scratch + "/speed-texts";
  const std::string workspace = options.scratch + "/speed-workspace";
  for (const fs::path& folder : {pages, fs::path(texts)}) {
    fs::remove_all(folder);
    fs::create_directories(folder);
  }
  for (const std::string& image : options.images) {
    fs::copy_file(fs::path(options.folder) / image, pages / image);
  }
  const Command ours = {.arguments = {options.rescan, "run", pages,
                                      "--workspace", workspace, "--jobs",
                                      std::to_string(options.jobs)}};
  const Interleaved runs = Interleave(
      options.rounds,
      [&] {
        return RunOrDie(PeerCommand({pages, texts, "txt", options.jobs}));
      },
      [&] {
        fs::remove_all(workspace);
        return RunOrDie(ours);
      });

  const auto count = static_cast<double>(options.images.size());
  fmt::print("speed: {} sheets, {} jobs, {} rounds in turn\n",
             options.images.size(), options.jobs, options.rounds);
  const auto line = [&](std::string_view name,
                        const std::vector<Timing>& subject) {
    fmt::print(
        "{:<17}{:>7.1f} images/min, CPU {:.3f} s an image; wall {} s, CPU {} s "
        "(min / median / max)\n",
        name, 60 * count / MedianOf(subject, WallOf),
        MedianOf(subject, CpuOf) / count, Spread(subject, WallOf),
        Spread(subject, CpuOf));
  };
  line("tesseract, xargs", runs.a);
  line("rescan run", runs.b);
  const double wall = runs.Ratio(WallOf);
  Verdict("tesseract CPU / rescan CPU", runs.Ratio(CpuOf), "(reported)", true);
  const bool met =
      Verdict("images per minute, of the peer's", wall, ">= 1", wall >= 1);
  fmt::print("\n");
  return met;
}

}  // namespace rescan::bench
