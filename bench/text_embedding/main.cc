// How fast texts are embedded, and how well the nearest line is the right one.
// See bench/README.md.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <exception>
#include <filesystem>
#include <string>
#include <vector>

#include "bench/measure/arguments.h"
#include "bench/measure/command.h"
#include "bench/measure/measure.h"
#include "bench/measure/ocr_commands.h"
#include "bench/text_embedding/quality.h"

namespace rescan::bench {
namespace {

namespace fs = std::filesystem;

// Of every generated page.
constexpr const char* kSeed = "41";

struct Options {
  fs::path rescan, samples;
  fs::path receipts = RESCAN_SOURCE_DIR "/../shared/data/receipts";
  // Readings are kept here from call to call.
  fs::path cache = fs::temp_directory_path() / "rescan-text-embedding";
  int pages = 150;
  int jobs = 2;
  bool list = false;
  std::string only;
};

// Reads the images once; a started folder that was not finished has another
// name.
void ReadOnce(const Options& options, const fs::path& images,
              const fs::path& readings) {
  if (fs::exists(readings)) return;
  fs::path started = readings;
  started += ".started";
  fs::remove_all(started);
  fs::create_directories(started);
  RunOrDie(OcrCommand(options.rescan, "tesseract-fast",
                      {images, started, "jsonl", options.jobs}),
           {0, 3});
  fs::rename(started, readings);
}

void DrawOnce(const Options& options, const fs::path& images) {
  if (fs::exists(images)) return;
  fs::path started = images;
  started += ".started";
  fs::remove_all(started);
  RunOrDie({.arguments = {options.samples, "--out", started, "--count",
                          std::to_string(options.pages), "--seed", kSeed}});
  fs::rename(started, images);
}

NamedPages Load(const std::string& name, const fs::path& truth,
                const fs::path& readings) {
  auto pairs = LoadPairs(truth, readings);
  if (!pairs) throw std::runtime_error(pairs.error().message);
  return {fmt::format("{} {}", pairs->size(), name), std::move(*pairs)};
}

std::vector<NamedPages> LoadSets(const Options& options) {
  std::vector<NamedPages> sets;
  if (fs::exists(options.receipts / "img")) {
    const fs::path readings = options.cache / "receipts-read";
    ReadOnce(options, options.receipts / "img", readings);
    sets.push_back(Load("receipts", options.receipts / "box", readings));
  } else {
    fmt::print("{}: not there; generated pages alone\n",
               options.receipts.string());
  }
  const fs::path pages = options.cache / fmt::format("pages-{}", options.pages);
  const fs::path readings =
      options.cache / fmt::format("pages-{}-read", options.pages);
  DrawOnce(options, pages);
  ReadOnce(options, pages, readings);
  sets.push_back(Load("generated pages", pages, readings));
  return sets;
}

int Main(int argc, char** argv) {
  const fs::path bin = fs::canonical("/proc/self/exe").parent_path();
  Options options;
  options.rescan = bin / "rescan";
  options.samples = bin / "rescan-samples";
  CLI::App app("Measures the text embedding.");
  app.add_option("what", options.only, "one of the measurements alone")
      ->check(
          CLI::IsMember({"speed", "lines", "words", "choices", "calibration"}));
  app.add_option("--receipts", options.receipts, "folder with img/ and box/")
      ->capture_default_str();
  app.add_option("--pages", options.pages, "generated pages")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  app.add_option("--cache", options.cache,
                 "where readings are kept; remove it to read again")
      ->capture_default_str();
  app.add_option("--jobs", options.jobs, "workers")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  app.add_flag("--list", options.list, "print each line that is not right");
  if (const auto code = ParseArguments(app, argc, argv)) return *code;
  const auto wanted = [&options](const char* what) {
    return options.only.empty() || options.only == what;
  };
  PrintMachine();
  bool met = true;
  if (wanted("speed")) met &= PrintSpeed();
  if (options.only == "speed") return met ? 0 : 1;
  const std::vector<NamedPages> sets = LoadSets(options);
  if (wanted("lines")) met &= PrintLines(sets, options.list);
  if (wanted("words")) PrintWords(sets);
  if (wanted("choices")) PrintChoices(sets);
  if (wanted("calibration")) met &= PrintCalibration(sets);
  return met ? 0 : 1;
}

}  // namespace
}  // namespace rescan::bench

int main(int argc, char** argv) {
  try {
    return rescan::bench::Main(argc, argv);
  } catch (const std::exception& e) {
    fmt::print(stderr, "text_embedding_bench: {}\n", e.what());
    return 2;
  }
}
