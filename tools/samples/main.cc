// rescan-samples: draws images with exact truth.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <limits>
#include <string>

#include "tools/samples/committed_set.h"
#include "tools/samples/rng.h"
#include "tools/samples/sample.h"
#include "tools/samples/timesheet.h"
#include "tools/samples/variety.h"

namespace {

namespace samples = rescan::samples;
using rescan::Status;

constexpr int kUsage = 2;
constexpr std::uint64_t kMostSamples = 1'000'000;

constexpr const char* kExample = R"(
Example: 500 small scans and photos for a load test, then what was drawn
  rescan-samples --out pages --count 500 --seed 7 --class all --size small
  head -c 400 pages/scan-000002.truth.json

The same seed draws the same files. Files of the same name are replaced.)";

struct Options {
  std::string out;
  std::uint64_t count = 0;
  std::uint64_t seed = 1;
  std::string sample_class = "all";
  std::string format = "mixed";
  std::string size = "normal";
  std::string page;   // empty: as the seed chooses
  std::string theme;  // likewise
  std::string letters;
  std::string variant;
  int width = 0;     // 0: as the seed chooses
  int zoom = 0;      // likewise
  int projects = 0;  // likewise
  bool varied = false;
  bool near_border = false;
  bool app_windows = false;
  bool committed = false;
};

// Decimal digits only: "-1", "1e3" and "0x10" are mistakes, not numbers.
CLI::Validator WholeNumber(std::uint64_t low, std::uint64_t high) {
  return {
      [low, high](std::string& text) -> std::string {
        std::uint64_t value = 0;
        const char* end = text.data() + text.size();
        const auto [at, error] = std::from_chars(text.data(), end, value);
        if (error != std::errc() || at != end || value < low || value > high) {
          return fmt::format("'{}' is not a whole number from {} to {}", text,
                             low, high);
        }
        // Without leading zeros, which would mean octal further on.
        text = std::to_string(value);
        return {};
      },
      ""};
}

std::optional<samples::SheetSpecimen> SpecimenNamed(std::string_view name) {
  if (name == "sample-a") return samples::SheetSpecimen::kSampleA;
  if (name == "sample-b") return samples::SheetSpecimen::kSampleB;
  return {};
}

constexpr std::string_view kAnyBadInput = "bad";

CLI::Validator KnownVariant() {
  return {[](std::string& name) -> std::string {
            if (name == kAnyBadInput || samples::VariantNamed(name)) return {};
            return fmt::format("'{}' is no variant", name);
          },
          ""};
}

CLI::Validator KnownPage() {
  return {[](std::string& name) -> std::string {
            if (SpecimenNamed(name)) return {};
            const auto page = samples::PageNamed(name);
            // A note is what --size small draws.
            if (page && *page != samples::Page::kNote) return {};
            return fmt::format("'{}' is no page", name);
          },
          ""};
}

// The same of choices about timesheets.
std::string SheetContradiction(const Options& options) {
  const bool chosen = options.width != 0 || options.zoom != 0 ||
                      options.projects != 0 || !options.variant.empty();
  const bool specimen = SpecimenNamed(options.page).has_value();
  if (options.sample_class != "timesheet") {
    if (specimen) return "--page sample-a and sample-b need --class timesheet";
    if (chosen) {
      return "--width, --zoom, --projects and --variant need "
             "--class timesheet";
    }
    return {};
  }
  if (options.size == "small") return "--class timesheet has no --size small";
  if (options.varied) return "--class timesheet excludes --varied";
  if (!options.page.empty() && !specimen) {
    return "the pages of --class timesheet are sample-a and sample-b";
  }
  if (specimen &&
      (chosen || !options.theme.empty() || !options.letters.empty())) {
    return "sample-a and sample-b leave nothing open but --format";
  }
  const bool half = options.variant == "half-zoom";
  return half && options.zoom != 0 ? "--variant half-zoom has its own zoom"
                                   : "";
}

// Choices that do not go together; empty if they do.
std::string Contradiction(const Options& options) {
  const std::string sheet = SheetContradiction(options);
  if (!sheet.empty() || options.sample_class == "timesheet") return sheet;
  const auto page = samples::PageNamed(options.page);
  if (page && options.size == "small") return "--page excludes --size small";
  const bool native = options.sample_class == "native";
  const bool paper =
      options.sample_class == "scan" || options.sample_class == "photo";
  if (page && !(native && samples::IsScreen(*page)) &&
      !(paper && samples::IsPaper(*page))) {
    return "--page needs the --class it belongs to";
  }
  if (!options.theme.empty() && !native) {
    return "--theme needs --class native or timesheet";
  }
  if (!options.letters.empty() && !native) {
    return "--letters needs --class native or timesheet";
  }
  return {};
}

void AddSheetOptions(CLI::App& app, Options& options) {
  app.add_option("--width", options.width, "Of a timesheet's window, pixels")
      ->check(CLI::IsMember({1366, 1920, 2560}));
  app.add_option("--zoom", options.zoom, "Of a timesheet's browser, percent")
      ->check(CLI::IsMember({90, 100, 110, 125}));
  app.add_option("--projects", options.projects, "Of a timesheet")
      ->transform(WholeNumber(1, 8));
  app.add_option("--variant", options.variant,
                 "Of a timesheet: regular, zero-hour, status, wrong-day, "
                 "no-total; bad input: cut, upside-down, half-zoom, "
                 "two-sheets, other-page, over-limit, header-75, "
                 "monitor-photo; bad: all bad input in turn")
      ->check(KnownVariant());
}

void AddOptions(CLI::App& app, Options& options) {
  app.set_version_flag("--version", RESCAN_VERSION);
  app.footer(kExample);
  app.add_option("--out", options.out, "Folder to write to; made if missing")
      ->required();
  app.add_option("--count", options.count, "Number of images")
      ->transform(WholeNumber(1, kMostSamples));
  app.add_option("--seed", options.seed, "Any whole number")
      ->transform(WholeNumber(0, std::numeric_limits<std::uint64_t>::max()))
      ->capture_default_str();
  app.add_option("--class", options.sample_class,
                 "What to draw; all: native, scan and photo in turn")
      ->check(CLI::IsMember({"native", "scan", "photo", "timesheet", "all"}))
      ->capture_default_str();
  app.add_option("--format", options.format,
                 "mixed: PNG for screens, JPEG for scans and photos")
      ->check(CLI::IsMember({"png", "jpg", "mixed"}))
      ->capture_default_str();
  app.add_option("--size", options.size,
                 "small: a few lines on at most 480 x 300 pixels")
      ->check(CLI::IsMember({"small", "normal"}))
      ->capture_default_str();
  app.add_option("--page", options.page,
                 "Always this page, of --class: table, list, invoice, ...; "
                 "numbers: hours and amounts in small digits; of timesheets: "
                 "sample-a, sample-b")
      ->check(KnownPage());
  app.add_option("--theme", options.theme,
                 "Of screens (--class native, timesheet)")
      ->check(CLI::IsMember({"light", "dark"}));
  app.add_option("--letters", options.letters,
                 "Of screens: grey, or subpixel with coloured edges as on\n"
                 "flat panels; open: grey, of timesheets as the seed chooses")
      ->check(CLI::IsMember({"grey", "subpixel"}));
  AddSheetOptions(app, options);
  app.add_flag("--varied", options.varied,
               "Many kinds of each class, without the words' truth: for\n"
               "training and testing classifiers");
  app.add_flag("--near-border", options.near_border,
               "Of those the kinds that look most like another class")
      ->needs("--varied");
  app.add_flag("--app-windows", options.app_windows,
               "Of --class native: applications that show documents, dialogs")
      ->needs("--varied")
      ->excludes("--near-border");
  auto* committed = app.add_flag(
      "--committed", options.committed,
      "Draw exactly the set that is kept in data/samples, with its MANIFEST");
  for (const char* other :
       {"--count", "--seed", "--class", "--format", "--size", "--page",
        "--theme", "--letters", "--varied", "--width", "--zoom", "--projects",
        "--variant"}) {
    committed->excludes(other);
  }
  for (const char* other :
       {"--format", "--size", "--page", "--theme", "--letters"}) {
    app.get_option("--varied")->excludes(other);
  }
}

samples::SampleSpec SpecAt(const Options& options, std::uint64_t index) {
  constexpr std::array kClasses = {samples::SampleClass::kNative,
                                   samples::SampleClass::kScan,
                                   samples::SampleClass::kPhoto};
  constexpr std::array<std::string_view, 3> kNames = {"native", "scan",
                                                      "photo"};
  samples::SampleSpec spec;
  spec.sample_class = kClasses[index % kClasses.size()];
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (options.sample_class == kNames[i]) spec.sample_class = kClasses[i];
  }
  spec.seed = samples::SeriesSeed(options.seed, index);
  spec.small = options.size == "small";
  spec.page = samples::PageNamed(options.page);
  if (!options.theme.empty()) spec.dark = options.theme == "dark";
  spec.subpixel = options.letters == "subpixel";
  if (options.format == "png") spec.format = samples::ImageFormat::kPng;
  if (options.format == "jpg") spec.format = samples::ImageFormat::kJpeg;
  return spec;
}

samples::SheetSpec SheetSpecAt(const Options& options, std::uint64_t index) {
  samples::SheetSpec spec;
  spec.seed = samples::SeriesSeed(options.seed, index);
  if (!options.theme.empty()) spec.dark = options.theme == "dark";
  if (!options.letters.empty()) spec.subpixel = options.letters == "subpixel";
  if (options.width != 0) spec.width = options.width;
  if (options.zoom != 0) spec.zoom = options.zoom;
  if (options.projects != 0) spec.projects = options.projects;
  if (options.format == "png") spec.format = samples::ImageFormat::kPng;
  if (options.format == "jpg") spec.format = samples::ImageFormat::kJpeg;
  spec.specimen = SpecimenNamed(options.page);
  if (options.variant == kAnyBadInput) {
    constexpr int kFirst = static_cast<int>(samples::SheetVariant::kCut);
    constexpr int kBad = samples::kSheetVariants - kFirst;
    spec.variant = static_cast<samples::SheetVariant>(
        kFirst + static_cast<int>(index % kBad));
  } else {
    spec.variant = samples::VariantNamed(options.variant);
  }
  return spec;
}

Status DrawSheets(const Options& options) {
  for (std::uint64_t i = 0; i < options.count; ++i) {
    auto sample = samples::DrawTimesheet(SheetSpecAt(options, i));
    if (!sample) return tl::unexpected(sample.error());
    RESCAN_TRY(samples::WriteSample(*sample, options.out,
                                    fmt::format("timesheet-{:06}", i + 1)));
  }
  return {};
}

samples::Variety VarietyOf(const Options& options) {
  if (options.near_border) return samples::Variety::kNearBorder;
  return options.app_windows ? samples::Variety::kAppWindows
                             : samples::Variety::kWide;
}

Status DrawSeries(const Options& options) {
  if (options.sample_class == "timesheet") return DrawSheets(options);
  constexpr std::array<std::string_view, 3> kNames = {"native", "scan",
                                                      "photo"};
  for (std::uint64_t i = 0; i < options.count; ++i) {
    const samples::SampleSpec spec = SpecAt(options, i);
    auto sample = options.varied
                      ? samples::DrawVaried(spec.sample_class, spec.seed,
                                            VarietyOf(options))
                      : samples::DrawSample(spec);
    if (!sample) return tl::unexpected(sample.error());
    const std::string name = fmt::format(
        "{}-{:06}", kNames[static_cast<std::size_t>(spec.sample_class)], i + 1);
    RESCAN_TRY(samples::WriteSample(*sample, options.out, name));
  }
  return {};
}

Status Run(const Options& options) {
  std::error_code error;
  std::filesystem::create_directories(options.out, error);
  if (error) {
    return rescan::Fail(rescan::ErrorCode::kIo,
                        fmt::format("cannot make folder '{}': {}", options.out,
                                    error.message()));
  }
  return options.committed ? samples::WriteCommittedSet(options.out)
                           : DrawSeries(options);
}

int ExitCode(const rescan::Error& error) {
  constexpr int kFailed = 1;
  constexpr int kMissing = 6;
  return error.code == rescan::ErrorCode::kMissingData ? kMissing : kFailed;
}

int Main(int argc, char** argv) {
  CLI::App app(
      "Draws screens, scans and photos of invented documents, each "
      "with its exact text and word boxes.",
      "rescan-samples");
  Options options;
  AddOptions(app, options);
  try {
    app.parse(argc, argv);
    if (!options.committed && options.count == 0) {
      throw CLI::RequiredError("--count (or --committed)");
    }
    const std::string contradiction = Contradiction(options);
    if (!contradiction.empty()) throw CLI::ValidationError(contradiction);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : kUsage;
  }
  samples::UseOneThread();
  const Status status = Run(options);
  if (status) return 0;
  fmt::print(stderr, "rescan-samples: {}\n", status.error().message);
  return ExitCode(status.error());
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return Main(argc, argv);
  } catch (const std::exception& e) {  // no memory, or nowhere to print
    std::fprintf(stderr, "rescan-samples: %s\n", e.what());
    return 1;
  }
}
