// classification_bench: how often the content classifier is right, and what it
// costs. See bench/README.md.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "bench/classification/training.h"
#include "bench/measure/arguments.h"
#include "engine/image/open_image.h"
#include "kernels/base/thread_cpu.h"
#include "tools/samples/rng.h"
#include "tools/samples/sample.h"
#include "tools/samples/variety.h"

namespace {

using namespace rescan;         // NOLINT(google-build-using-namespace)
using namespace rescan::bench;  // NOLINT(google-build-using-namespace)
namespace fs = std::filesystem;

constexpr double kAccuracyGoal = 0.99;
constexpr double kSecondsGoal = 0.006;
// As the OCR versions of data/ocr-versions have it.
constexpr int kReduceAboveMegapixels = 16;

std::string ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

struct Judged {
  std::vector<FeatureRow> rows;
  std::vector<PerClass> probabilities;
  int uncertain = 0;

  // Says which it was if the answer is wrong.
  void Add(const ContentClassifier& classifier, ImageClass wanted,
           const std::string& name, const Raster& raster) {
    FeatureRow row;
    row.image_class = wanted;
    row.name = name;
    row.features = ContentFeaturesOf(raster);
    const ContentVerdict verdict = classifier.Judge(row.features);
    if (BestClass(verdict) != wanted) {
      fmt::print("  wrong: {} {} native {:.3f} photo {:.3f} scan {:.3f}{}\n",
                 ImageClassName(wanted), name, verdict.native, verdict.photo,
                 verdict.scan, verdict.uncertain ? ", uncertain" : "");
    }
    uncertain += verdict.uncertain ? 1 : 0;
    rows.push_back(row);
    probabilities.push_back({verdict.native, verdict.photo, verdict.scan});
  }
  // True if enough are right.
  bool Print(const std::string& title, double goal) const {
    fmt::print("{}: ", title);
    const Report report = ReportOf(rows, probabilities);
    PrintReport(report);
    const double share =
        static_cast<double>(report.right) / static_cast<double>(report.rows);
    fmt::print("  uncertain {}; goal {:.1f} %: {}\n\n", uncertain, 100 * goal,
               share >= goal ? "met" : "MISSED");
    return share >= goal;
  }
};

// `reduce_above_megapixels` as in OpenLimits.
Result<OpenedImage> Open(const std::string& bytes,
                         int reduce_above_megapixels = 0) {
  OpenLimits limits;
  limits.reduce_above_megapixels = reduce_above_megapixels;
  return OpenImage(
      {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()},
      limits);
}

// Every other image is one of many kinds, the rest those that the samples'
// truth is for.
Status MeasureGenerated(const ContentClassifier& classifier, int per_class,
                        std::uint64_t seed, bool& met) {
  constexpr std::array kClasses = {samples::SampleClass::kNative,
                                   samples::SampleClass::kPhoto,
                                   samples::SampleClass::kScan};
  Judged plain, varied;
  for (std::size_t c = 0; c < kClassCount; ++c) {
    for (int i = 0; i < per_class; ++i) {
      const auto index = static_cast<std::uint64_t>(i) * kClassCount + c;
      const std::uint64_t own = samples::SeriesSeed(seed, index);
      samples::SampleSpec spec;
      spec.sample_class = kClasses[c];
      spec.seed = own;
      const bool of_many_kinds = i % 2 == 0;
      auto sample = of_many_kinds ? samples::DrawVaried(kClasses[c], own)
                                  : samples::DrawSample(spec);
      if (!sample) return tl::unexpected(sample.error());
      const auto image = Open(sample->bytes);
      if (!image) return tl::unexpected(image.error());
      (of_many_kinds ? varied : plain)
          .Add(classifier, static_cast<ImageClass>(c),
               fmt::format("{} seed {}", of_many_kinds ? "varied" : "plain",
                           own),
               image->raster);
    }
  }
  Judged all = plain;
  all.rows.insert(all.rows.end(), varied.rows.begin(), varied.rows.end());
  all.probabilities.insert(all.probabilities.end(),
                           varied.probabilities.begin(),
                           varied.probabilities.end());
  all.uncertain += varied.uncertain;
  if (per_class == 0) return {};
  plain.Print("generated, with truth", kAccuracyGoal);
  varied.Print("generated, many kinds", kAccuracyGoal);
  met = all.Print("generated, all", kAccuracyGoal) && met;
  return {};
}

Status MeasureReal(const ContentClassifier& classifier,
                   const std::string& folder, bool& met) {
  constexpr std::array<const char*, kClassCount> kFolders = {
      "screenshots", "faces/img", "receipts/img"};
  Judged real, as_in_runs;
  for (std::size_t c = 0; c < kClassCount; ++c) {
    const fs::path path = fs::path(folder) / kFolders[c];
    if (!fs::is_directory(path)) {
      fmt::print("{} is absent\n", path.string());
      continue;
    }
    for (const auto& entry : fs::directory_iterator(path)) {
      const std::string bytes = ReadFile(entry.path());
      const std::string name = entry.path().filename().string();
      const auto whole = Open(bytes);
      if (!whole) return tl::unexpected(whole.error());
      real.Add(classifier, static_cast<ImageClass>(c), name, whole->raster);
      const auto reduced = Open(bytes, kReduceAboveMegapixels);
      if (!reduced) return tl::unexpected(reduced.error());
      if (reduced->reduction == 1) continue;
      as_in_runs.Add(classifier, static_cast<ImageClass>(c), name + " reduced",
                     reduced->raster);
    }
  }
  if (!real.rows.empty()) met = real.Print("real", 1.0) && met;
  if (!as_in_runs.rows.empty()) {
    met = as_in_runs.Print("real, reduced by the decoder", 1.0) && met;
  }
  return {};
}

// Median CPU time of features and verdict, of 1600 x 1250 pixels in colour.
Status MeasureCost(const ContentClassifier& classifier, bool& met) {
  samples::SampleSpec spec;
  spec.sample_class = samples::SampleClass::kPhoto;
  spec.size = samples::PixelSize{1600, 1250};
  auto sample = samples::DrawSample(spec);
  if (!sample) return tl::unexpected(sample.error());
  const auto image = Open(sample->bytes);
  if (!image) return tl::unexpected(image.error());
  std::vector<double> seconds;
  for (int i = 0; i < 51; ++i) {
    const double begin = ThreadCpuSeconds();
    const ContentVerdict verdict =
        classifier.Judge(ContentFeaturesOf(image->raster));
    seconds.push_back(ThreadCpuSeconds() - begin);
    if (verdict.photo < 0) return Fail(ErrorCode::kInternal, "not possible");
  }
  std::sort(seconds.begin(), seconds.end());
  const double median = seconds[seconds.size() / 2];
  fmt::print(
      "2 megapixels in colour ({} bits): {:.2f} ms CPU; goal {:.0f} ms: "
      "{}\n",
      image->raster.depth(), 1e3 * median, 1e3 * kSecondsGoal,
      median < kSecondsGoal ? "met" : "MISSED");
  met = median < kSecondsGoal && met;
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  std::string path =
      RESCAN_SOURCE_DIR "/data/classifier/content-classifier.json";
  std::string real = RESCAN_SOURCE_DIR "/../shared/data";
  int per_class = 1000;
  std::uint64_t seed = 990'001;
  CLI::App app("Measures the content classifier; exits 1 if a goal is missed.");
  app.add_option("--classifier", path)->capture_default_str();
  app.add_option("--real", real, "folder of real images")
      ->capture_default_str();
  app.add_option("--per-class", per_class, "generated images of each class")
      ->check(CLI::Range(0, 100'000))
      ->capture_default_str();
  app.add_option("--seed", seed, "not one of training's")
      ->capture_default_str();
  if (const auto code = ParseArguments(app, argc, argv)) return *code;
  samples::UseOneThread();
  const auto classifier = ContentClassifier::Parse(ReadFile(path), path);
  if (!classifier) {
    fmt::print(stderr, "{}\n", classifier.error().message);
    return 2;
  }
  fmt::print("classifier {}\n", classifier->id());
  bool met = true;
  for (const Status& status :
       {MeasureCost(*classifier, met), MeasureReal(*classifier, real, met),
        MeasureGenerated(*classifier, per_class, seed, met)}) {
    if (!status) {
      fmt::print(stderr, "{}\n", status.error().message);
      return 2;
    }
  }
  return met ? 0 : 1;
}
