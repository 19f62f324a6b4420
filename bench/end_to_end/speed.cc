// Measurements that compare two subjects by time.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "bench/end_to_end/measurements.h"
#include "bench/measure/measure.h"
#include "bench/measure/ocr_commands.h"

namespace rescan::bench {
namespace fs = std::filesystem;

namespace {

std::string Contents(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string FreshFolder(const Settings& settings, const std::string& name) {
  const fs::path folder = fs::path(settings.scratch) / name;
  fs::remove_all(folder);
  fs::create_directories(folder);
  return folder;
}

OcrRun RunOf(const Settings& settings, const std::string& out) {
  return {Pages(settings), out, "txt", settings.jobs};
}

Command RunCommand(const Settings& settings, const std::string& isolation,
                   int jobs) {
  return {.arguments = {settings.rescan, "run", Pages(settings), "--workspace",
                        FreshFolder(settings, "workspace"), "--ocr-version",
                        "tesseract-plain", "--isolation", isolation, "--jobs",
                        std::to_string(jobs), "--profile-stages", "--json"},
          .standard_output = settings.scratch + "/run.jsonl"};
}

// The summary event of the last `rescan run --json`.
nlohmann::json LastSummary(const Settings& settings) {
  std::ifstream in(settings.scratch + "/run.jsonl");
  nlohmann::json summary;
  for (std::string line; std::getline(in, line);) {
    nlohmann::json event = nlohmann::json::parse(line);
    if (event["event"] == "summary") summary = std::move(event);
  }
  return summary;
}

}  // namespace

bool MeasureThroughput(const Settings& settings) {
  fmt::print("throughput: rescan ocr against xargs -P{} tesseract, {}\n",
             settings.jobs, Pages(settings));
  const std::string ours = FreshFolder(settings, "ours");
  const std::string theirs = FreshFolder(settings, "theirs");
  const Interleaved result = Interleave(
      settings.runs,
      [&] { return RunOrDie(PeerCommand(RunOf(settings, theirs))); },
      [&] {
        return RunOrDie(OcrCommand(settings.rescan, "tesseract-plain",
                                   RunOf(settings, ours)));
      });

  int images = 0, same = 0;
  for (const auto& entry : fs::recursive_directory_iterator(theirs)) {
    if (!entry.is_regular_file()) continue;
    ++images;
    const fs::path mine = ours / fs::relative(entry.path(), theirs);
    if (fs::exists(mine) && Contents(mine) == Contents(entry.path())) {
      ++same;
    } else {
      fmt::print("text differs: {}\n", mine.string());
    }
  }
  fmt::print("tesseract wall {} s, CPU {} s (min / median / max)\n",
             Spread(result.a, WallOf), Spread(result.a, CpuOf));
  fmt::print("rescan    wall {} s, CPU {} s\n", Spread(result.b, WallOf),
             Spread(result.b, CpuOf));
  bool met = Verdict("tesseract CPU / rescan CPU", result.Ratio(CpuOf),
                     "(reported)", true);
  met &= Verdict("tesseract wall / rescan wall", result.Ratio(WallOf),
                 ">= 1.10", result.Ratio(WallOf) >= 1.10);
  met &= Verdict("images with identical text", same,
                 fmt::format("= {}", images), same == images && images > 0);
  return met;
}

bool MeasureIsolation(const Settings& settings) {
  fmt::print("isolation: worker processes against worker threads\n");
  const Interleaved result = Interleave(
      settings.runs,
      [&] { return RunOrDie(RunCommand(settings, "process", settings.jobs)); },
      [&] { return RunOrDie(RunCommand(settings, "thread", settings.jobs)); });
  fmt::print("processes wall {} s, CPU {} s (min / median / max)\n",
             Spread(result.a, WallOf), Spread(result.a, CpuOf));
  fmt::print("threads   wall {} s, CPU {} s\n", Spread(result.b, WallOf),
             Spread(result.b, CpuOf));
  const double wall = result.Ratio(WallOf), cpu = result.Ratio(CpuOf);
  bool met = Verdict("process CPU / thread CPU", cpu, "< 1.03", cpu < 1.03);
  met &= Verdict("process wall / thread wall", wall, "< 1.03", wall < 1.03);
  return met;
}

bool MeasureScaling(const Settings& settings) {
  fmt::print("scaling: one job against two\n");
  const Interleaved result = Interleave(
      settings.runs,
      [&] { return RunOrDie(RunCommand(settings, "process", 1)); },
      [&] { return RunOrDie(RunCommand(settings, "process", 2)); });
  fmt::print("one job  wall {} s (min / median / max)\n",
             Spread(result.a, WallOf));
  fmt::print("two jobs wall {} s\n", Spread(result.b, WallOf));
  const double ratio = result.Ratio(WallOf);
  return Verdict("one job wall / two jobs wall", ratio, ">= 1.85",
                 ratio >= 1.85);
}

bool MeasureOverhead(const Settings& settings) {
  fmt::print("overhead: CPU outside decoding and recognition\n");
  std::vector<double> shares;
  for (int i = 0; i <= settings.runs; ++i) {
    const Timing timing =
        RunOrDie(RunCommand(settings, "process", settings.jobs));
    const nlohmann::json stages = LastSummary(settings)["stage_cpu_seconds"];
    double reading = 0;
    for (const char* stage : {"decode", "layout", "recognise"}) {
      reading += stages.at(stage).get<double>();
    }
    if (i > 0) shares.push_back(1 - reading / timing.cpu_seconds);
  }
  fmt::print("shares of CPU in the last run:");
  for (const nlohmann::json& stage : LastSummary(settings)["stage_profile"]) {
    fmt::print(" {} {:.1f} %", stage["stage"].get<std::string>(),
               stage["share"].get<double>() * 100);
  }
  fmt::print("\n");
  const double share = Median(shares);
  return Verdict("share of CPU around decoding and OCR", share, "< 0.05",
                 share < 0.05);
}

}  // namespace rescan::bench
