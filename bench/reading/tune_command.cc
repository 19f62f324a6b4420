#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "bench/measure/command.h"
#include "bench/measure/ocr_commands.h"
#include "bench/reading/commands.h"
#include "bench/reading/folder.h"
#include "bench/reading/tuner.h"

namespace rescan::bench {
namespace {

namespace fs = std::filesystem;

template <class T>
T OrDie(Result<T> result) {
  if (result) return std::move(*result);
  fmt::print(stderr, "reading_bench: {}\n", result.error().message);
  std::exit(2);
}

// Writes the variants as OCR versions of a data folder of their own.
std::string WriteVersions(const Programs& programs, const TuneOptions& options,
                          const std::vector<Variant>& variants) {
  const std::string data = EmptyFolder(programs, "data");
  fs::create_directory(data + "/ocr-versions");
  const std::string models = options.data + "/models.json";
  if (fs::exists(models)) fs::copy_file(models, data + "/models.json");
  for (std::size_t i = 0; i < variants.size(); ++i) {
    std::ofstream(fmt::format("{}/ocr-versions/tune-{}.json", data, i))
        << variants[i].profile;
  }
  return data;
}

struct Scored {
  ImageScores images;
  double cpu_seconds = 0;  // of each image
};

Scored ReadWith(const Programs& programs, const TuneOptions& options,
                const std::vector<TruthPage>& truth, const std::string& data,
                std::size_t variant) {
  const std::string tsv = EmptyFolder(programs, "tsv");
  Command command = OcrCommand(programs.rescan, fmt::format("tune-{}", variant),
                               {options.images, tsv, "tsv", programs.jobs});
  command.environment.push_back("RESCAN_DATA=" + data);
  command.standard_error = programs.scratch + "/messages";
  const Timing timing = Run(command);
  if (timing.exit_code != 0 && timing.exit_code != 3) {
    fmt::print(stderr, "reading_bench: rescan, exit code {}: {}",
               timing.exit_code, OrDie(ReadFile(command.standard_error)));
    std::exit(2);
  }
  return {OrDie(ScoreFolder(truth, tsv)).each,
          timing.cpu_seconds / static_cast<double>(truth.size())};
}

void PrintFigures(const Score& score) {
  fmt::print("  {:.3f}/{:.3f}", score.bare_words.F1(), score.text.Rate());
}

Score Sum(const std::vector<Score>& folds) {
  Score sum;
  for (const Score& fold : folds) sum += fold;
  return sum;
}

}  // namespace

int PrintTuning(const Programs& programs, const TuneOptions& options) {
  const std::string profile =
      OrDie(ReadFile(options.data + "/ocr-versions/" + options.base + ".json"));
  const auto variants =
      OrDie(VariantsOf(profile, OrDie(ReadFile(options.grid))));
  const auto truth =
      OrDie(LoadTruth(options.truth.empty() ? options.images : options.truth));
  const std::string data = WriteVersions(programs, options, variants);
  const auto folds = static_cast<std::size_t>(options.folds);

  fmt::print("{} images, {} settings of {}, {} folds (seed {})\n", truth.size(),
             variants.size(), options.base, folds, options.seed);
  fmt::print("F1n/CER: all images, then each fold; CPU s per image\n");
  std::vector<ImageScores> readings;
  for (std::size_t i = 0; i < variants.size(); ++i) {
    Scored scored = ReadWith(programs, options, truth, data, i);
    readings.push_back(std::move(scored.images));
    const auto alone = CrossValidate({readings.back()}, folds, options.seed);
    PrintFigures(Sum(alone.scores[0]));
    fmt::print(" |");
    for (const Score& fold : alone.scores[0]) PrintFigures(fold);
    fmt::print("  {:.3f}  {}\n", scored.cpu_seconds, variants[i].label);
    std::fflush(stdout);
  }
  const auto result = CrossValidate(readings, folds, options.seed);
  for (std::size_t i = 0; i < folds; ++i) {
    fmt::print("without fold {}: {}; on it", i,
               variants[result.folds[i].variant].label);
    PrintFigures(result.folds[i].left_out);
    fmt::print("\n");
  }
  fmt::print("left-out folds together: {}\n", Figures(result.left_out));
  fmt::print("chosen: {} (on all images: {})\n", variants[result.chosen].label,
             Figures(Sum(result.scores[result.chosen])));
  return 0;
}

}  // namespace rescan::bench
