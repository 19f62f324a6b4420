// classifier-training: makes data/classifier/content-classifier.json. See
// bench/README.md.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "bench/classification/training.h"
#include "bench/measure/arguments.h"
#include "tools/samples/raster.h"

namespace {

using namespace rescan;         // NOLINT(google-build-using-namespace)
using namespace rescan::bench;  // NOLINT(google-build-using-namespace)

struct Options {
  std::array<std::vector<std::string>, kClassCount> folders;
  int variants = 2;
  std::uint64_t seed = 1;
  std::string features;
  std::string out;
  std::string classifier;
  std::string version = "1.0.0";
  std::string built;
  std::string description;
  double uncertain_margin = 0.6;
  TrainingOptions training;
};

int FailWith(const Error& error) {
  fmt::print(stderr, "classifier-training: {}\n", error.message);
  return 1;
}

int Extract(const Options& options) {
  std::vector<FeatureRow> all;
  for (std::size_t c = 0; c < kClassCount; ++c) {
    for (const std::string& folder : options.folders[c]) {
      auto rows = RowsOfFolder(folder, static_cast<ImageClass>(c),
                               options.variants, options.seed);
      if (!rows) return FailWith(rows.error());
      fmt::print("{}: {} rows of class {}\n", folder, rows->size(),
                 ImageClassName(static_cast<ImageClass>(c)));
      all.insert(all.end(), rows->begin(), rows->end());
    }
  }
  if (all.empty()) {
    return FailWith({ErrorCode::kInvalidArgument,
                     "no image: give --native, --photo and --scan folders"});
  }
  const Status saved = SaveRows(all, options.features);
  return saved ? 0 : FailWith(saved.error());
}

int TrainModel(const Options& options) {
  const auto rows = LoadRows(options.features);
  if (!rows) return FailWith(rows.error());
  const auto unseen = CrossValidated(*rows, options.training);
  ContentModel model = Train(*rows, unseen, options.training);
  model.version = options.version;
  model.built = options.built;
  model.description = options.description;
  model.uncertain_margin = options.uncertain_margin;
  fmt::print(
      "{} rows, {} terms, temperature {}\ncross-validated, before "
      "calibration:\n",
      rows->size(), model.terms.size(), model.temperature);
  PrintReport(ReportOf(*rows, unseen));
  std::ofstream file(options.out, std::ios::binary);
  file << ContentModelToJson(model);
  file.close();
  if (!file) return FailWith({ErrorCode::kIo, "cannot write " + options.out});
  return 0;
}

int Evaluate(const Options& options) {
  const auto rows = LoadRows(options.features);
  if (!rows) return FailWith(rows.error());
  std::ifstream file(options.classifier, std::ios::binary);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  const auto classifier = ContentClassifier::Parse(text, options.classifier);
  if (!classifier) return FailWith(classifier.error());
  std::vector<PerClass> probabilities;
  int uncertain = 0;
  for (const FeatureRow& row : *rows) {
    const ContentVerdict verdict = classifier->Judge(row.features);
    probabilities.push_back({verdict.native, verdict.photo, verdict.scan});
    uncertain += verdict.uncertain ? 1 : 0;
    if (BestClass(verdict) != row.image_class) {
      fmt::print("wrong: {} {} native {:.3f} photo {:.3f} scan {:.3f}\n",
                 ImageClassName(row.image_class), row.name, verdict.native,
                 verdict.photo, verdict.scan);
    }
  }
  PrintReport(ReportOf(*rows, probabilities));
  fmt::print("uncertain: {}\n", uncertain);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("Trains the content classifier.", "classifier-training");
  app.require_subcommand(1);
  CLI::App* extract =
      app.add_subcommand("extract", "Features of folders of images");
  extract->add_option("--native", options.folders[0]);
  extract->add_option("--photo", options.folders[1]);
  extract->add_option("--scan", options.folders[2]);
  extract->add_option("--variants", options.variants, "changed copies of each")
      ->capture_default_str();
  extract->add_option("--seed", options.seed)->capture_default_str();
  CLI::App* train = app.add_subcommand("train", "Fits and writes the model");
  train->add_option("--out", options.out)->required();
  train->add_option("--version", options.version)->capture_default_str();
  train->add_option("--built", options.built, "date")->required();
  train->add_option("--description", options.description);
  train->add_option("--uncertain-margin", options.uncertain_margin)
      ->capture_default_str();
  train->add_option("--penalty", options.training.penalty)
      ->capture_default_str();
  train->add_option("--steps", options.training.steps)->capture_default_str();
  train->add_flag("--products", options.training.products);
  CLI::App* evaluate =
      app.add_subcommand("evaluate", "What a model says of features");
  evaluate->add_option("--classifier", options.classifier)->required();
  for (CLI::App* command : {extract, train, evaluate}) {
    command->add_option("--features", options.features, "table of features")
        ->required();
  }
  if (const auto code = ParseArguments(app, argc, argv)) return *code;
  samples::UseOneThread();
  if (extract->parsed()) return Extract(options);
  return train->parsed() ? TrainModel(options) : Evaluate(options);
}
