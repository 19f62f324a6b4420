// The program rescan-samples: files it writes, values it refuses.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "tests/support/subprocess.h"
#include "tools/samples/truth.h"

namespace rescan {
namespace {

using testing::ProcessResult;
using testing::TemporaryFolder;

ProcessResult RunSamples(std::vector<std::string> args) {
  testing::SubprocessOptions options;
  options.program = RESCAN_SAMPLES_PROGRAM;
  options.args = std::move(args);
  return testing::RunProcess(options);
}

// Name to content of all files of a folder.
std::map<std::string, std::string> Files(const std::string& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    files[entry.path().filename()] =
        testing::ReadFileBytes(entry.path().string());
  }
  return files;
}

TEST(SamplesCli, DrawsAllClassesInTurn) {
  const TemporaryFolder folder;
  const std::string out = folder / "new/deep";
  const ProcessResult result = RunSamples(
      {"--out", out, "--count", "4", "--seed", "3", "--size", "small"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, "");
  const auto files = Files(out);
  std::vector<std::string> names;
  names.reserve(files.size());
  for (const auto& [name, bytes] : files) names.push_back(name);
  EXPECT_EQ(names, (std::vector<std::string>{
                       "native-000001.png", "native-000001.truth.json",
                       "native-000004.png", "native-000004.truth.json",
                       "photo-000003.jpg", "photo-000003.truth.json",
                       "scan-000002.jpg", "scan-000002.truth.json"}));
  const auto truth = samples::TruthFromJson(files.at("scan-000002.truth.json"));
  ASSERT_TRUE(truth.has_value()) << truth.error().message;
  EXPECT_EQ(truth->image, "scan-000002.jpg");
  EXPECT_EQ(truth->sample_class, samples::SampleClass::kScan);
}

TEST(SamplesCli, TheSameSeedGivesTheSameFilesAndALongerSeriesBeginsAlike) {
  const TemporaryFolder folder;
  const auto draw = [&](const std::string& name, const std::string& count,
                        const std::string& seed) {
    const ProcessResult result =
        RunSamples({"--out", folder / name, "--count", count, "--seed", seed,
                    "--size", "small"});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return Files(folder / name);
  };
  const auto first = draw("a", "3", "8");
  EXPECT_EQ(draw("b", "3", "8"), first);
  auto longer = draw("c", "6", "8");
  EXPECT_EQ(longer.size(), 12U);
  for (const auto& [name, bytes] : first) EXPECT_EQ(longer.at(name), bytes);
  EXPECT_NE(draw("d", "3", "9"), first);
}

TEST(SamplesCli, ClassAndFormatAreObeyed) {
  const TemporaryFolder folder;
  for (const std::string name : {"native", "scan", "photo"}) {
    for (const std::string format : {"png", "jpg"}) {
      const std::string out = folder / (name + format);
      const ProcessResult result =
          RunSamples({"--out", out, "--count", "1", "--class", name, "--format",
                      format, "--size", "small"});
      ASSERT_EQ(result.exit_code, 0) << result.err;
      const auto files = Files(out);
      std::string image = name + "-000001.";
      image += format;
      ASSERT_EQ(files.count(image), 1U) << image;
      EXPECT_EQ(files.at(image).substr(0, 2),
                format == "png" ? "\x89P" : "\xff\xd8");
    }
  }
}

TEST(SamplesCli, PageAndThemeAreObeyed) {
  const TemporaryFolder folder;
  const ProcessResult result =
      RunSamples({"--out", folder.path(), "--count", "2", "--class", "native",
                  "--page", "numbers", "--theme", "dark"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  for (const char* name : {"native-000001", "native-000002"}) {
    const auto truth = samples::TruthFromJson(
        Files(folder.path()).at(std::string(name) + ".truth.json"));
    ASSERT_TRUE(truth.has_value()) << truth.error().message;
    EXPECT_EQ(truth->page, "numbers");
    EXPECT_EQ(truth->theme, "dark");
    // Whole rows, and far more numbers than words.
    EXPECT_GE(truth->lines.size(), 15U);
    const std::string text = samples::PlainText(*truth);
    EXPECT_GE(std::count(text.begin(), text.end(), '.'), 60) << text;
  }
}

TEST(SamplesCli, TimesheetsAreDrawnAsAsked) {
  const TemporaryFolder folder;
  const ProcessResult result = RunSamples(
      {"--out",     folder.path(), "--count",    "2",       "--class",
       "timesheet", "--theme",     "light",      "--width", "1366",
       "--zoom",    "90",          "--projects", "2",       "--variant",
       "wrong-day", "--format",    "png",        "--seed",  "9"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  for (const char* name : {"timesheet-000001", "timesheet-000002"}) {
    const auto files = Files(folder.path());
    EXPECT_EQ(files.count(std::string(name) + ".png"), 1U);
    const auto truth =
        samples::TruthFromJson(files.at(std::string(name) + ".truth.json"));
    ASSERT_TRUE(truth.has_value()) << truth.error().message;
    EXPECT_EQ(truth->page, "timesheet");
    EXPECT_EQ(truth->theme, "light");
    EXPECT_EQ(truth->width, 1366);
    ASSERT_TRUE(truth->timesheet.has_value());
    EXPECT_EQ(truth->timesheet->dimensions.zoom, 90);
    EXPECT_EQ(truth->timesheet->projects.size(), 2U);
    EXPECT_EQ(truth->timesheet->expectation, samples::Expectation::kWrongDay);
  }
}

TEST(SamplesCli, BadTimesheetsComeInTurn) {
  const TemporaryFolder folder;
  const ProcessResult result =
      RunSamples({"--out", folder.path(), "--count", "8", "--class",
                  "timesheet", "--variant", "bad", "--projects", "1"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  std::set<samples::SheetVariant> variants;
  for (const auto& [name, bytes] : Files(folder.path())) {
    if (!name.ends_with(".truth.json")) continue;
    const auto truth = samples::TruthFromJson(bytes);
    ASSERT_TRUE(truth.has_value()) << truth.error().message;
    variants.insert(truth->timesheet->dimensions.variant);
    EXPECT_TRUE(samples::IsBadInput(truth->timesheet->dimensions.variant));
  }
  EXPECT_EQ(variants.size(), 8U);
}

TEST(SamplesCli, HelpHasAnExample) {
  const ProcessResult result = RunSamples({"--help"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_NE(result.out.find("Example"), std::string::npos);
  EXPECT_NE(result.out.find("rescan-samples --out"), std::string::npos);
}

struct UsageCase {
  const char* name;
  std::vector<std::string> args;
};

void PrintTo(const UsageCase& c, std::ostream* out) { *out << c.name; }

class SamplesCliUsage : public ::testing::TestWithParam<UsageCase> {};

TEST_P(SamplesCliUsage, IsRefusedWithExitTwoAndWritesNothing) {
  const TemporaryFolder folder;
  std::vector<std::string> args = GetParam().args;
  std::replace(args.begin(), args.end(), std::string("OUT"), folder / "out");
  const ProcessResult result = RunSamples(args);
  EXPECT_EQ(result.exit_code, 2) << result.out << result.err;
  EXPECT_NE(result.err, "");
  EXPECT_TRUE(Files(folder.path()).empty());
}

INSTANTIATE_TEST_SUITE_P(
    Values, SamplesCliUsage,
    ::testing::Values(
        UsageCase{"NoOut", {"--count", "1"}},
        UsageCase{"NoCount", {"--out", "OUT"}},
        UsageCase{"CountZero", {"--out", "OUT", "--count", "0"}},
        UsageCase{"CountNegative", {"--out", "OUT", "--count", "-1"}},
        UsageCase{"CountWord", {"--out", "OUT", "--count", "many"}},
        UsageCase{"CountFraction", {"--out", "OUT", "--count", "1.5"}},
        UsageCase{"CountHex", {"--out", "OUT", "--count", "0x10"}},
        UsageCase{"CountEmpty", {"--out", "OUT", "--count", ""}},
        UsageCase{"CountHuge",
                  {"--out", "OUT", "--count", "99999999999999999999999"}},
        UsageCase{"SeedNegative",
                  {"--out", "OUT", "--count", "1", "--seed", "-1"}},
        UsageCase{
            "SeedTooLarge",
            {"--out", "OUT", "--count", "1", "--seed", "18446744073709551616"}},
        UsageCase{"Class", {"--out", "OUT", "--count", "1", "--class", "fax"}},
        UsageCase{"Format",
                  {"--out", "OUT", "--count", "1", "--format", "gif"}},
        UsageCase{"Size", {"--out", "OUT", "--count", "1", "--size", "big"}},
        UsageCase{"Page",
                  {"--out", "OUT", "--count", "1", "--page", "leaflet"}},
        UsageCase{"PageNote",
                  {"--out", "OUT", "--count", "1", "--class", "native",
                   "--page", "note"}},
        UsageCase{"PageOfAnyClass",
                  {"--out", "OUT", "--count", "1", "--page", "table"}},
        UsageCase{"PageOfAnotherClass",
                  {"--out", "OUT", "--count", "1", "--class", "scan", "--page",
                   "table"}},
        UsageCase{"PageSmall",
                  {"--out", "OUT", "--count", "1", "--class", "native",
                   "--page", "table", "--size", "small"}},
        UsageCase{"ThemeOfPaper",
                  {"--out", "OUT", "--count", "1", "--class", "scan", "--theme",
                   "dark"}},
        UsageCase{"Theme",
                  {"--out", "OUT", "--count", "1", "--class", "native",
                   "--theme", "blue"}},
        UsageCase{"LettersOfPaper",
                  {"--out", "OUT", "--count", "1", "--class", "photo",
                   "--letters", "grey"}},
        UsageCase{"Letters",
                  {"--out", "OUT", "--count", "1", "--class", "timesheet",
                   "--letters", "bold"}},
        UsageCase{"LettersOfSpecimen",
                  {"--out", "OUT", "--count", "1", "--class", "timesheet",
                   "--page", "sample-a", "--letters", "subpixel"}},
        UsageCase{"SheetWidth",
                  {"--out", "OUT", "--count", "1", "--class", "timesheet",
                   "--width", "1367"}},
        UsageCase{"SheetZoom",
                  {"--out", "OUT", "--count", "1", "--class", "timesheet",
                   "--zoom", "-90"}},
        UsageCase{"SheetNoProjects",
                  {"--out", "OUT", "--count", "1", "--class", "timesheet",
                   "--projects", "0"}},
        UsageCase{"SheetProjects",
                  {"--out", "OUT", "--count", "1", "--class", "timesheet",
                   "--projects", "9"}},
        UsageCase{"SheetVariant",
                  {"--out", "OUT", "--count", "1", "--class", "timesheet",
                   "--variant", "half"}},
        UsageCase{"SheetZoomTwice",
                  {"--out", "OUT", "--count", "1", "--class", "timesheet",
                   "--variant", "half-zoom", "--zoom", "90"}},
        UsageCase{"SheetSmall",
                  {"--out", "OUT", "--count", "1", "--class", "timesheet",
                   "--size", "small"}},
        UsageCase{"SheetVaried",
                  {"--out", "OUT", "--count", "1", "--class", "timesheet",
                   "--varied"}},
        UsageCase{"NearBorderOfWhat",
                  {"--out", "OUT", "--count", "1", "--near-border"}},
        UsageCase{"AppWindowsOfWhat",
                  {"--out", "OUT", "--count", "1", "--app-windows"}},
        UsageCase{"SheetPageOfAnotherClass",
                  {"--out", "OUT", "--count", "1", "--class", "timesheet",
                   "--page", "table"}},
        UsageCase{"SpecimenOfAnotherClass",
                  {"--out", "OUT", "--count", "1", "--class", "native",
                   "--page", "sample-a"}},
        UsageCase{"SpecimenWithTheme",
                  {"--out", "OUT", "--count", "1", "--class", "timesheet",
                   "--page", "sample-a", "--theme", "dark"}},
        UsageCase{"SpecimenWithVariant",
                  {"--out", "OUT", "--count", "1", "--class", "timesheet",
                   "--page", "sample-b", "--variant", "regular"}},
        UsageCase{"WidthOfAnotherClass",
                  {"--out", "OUT", "--count", "1", "--class", "native",
                   "--width", "1366"}},
        UsageCase{"VariantOfAnyClass",
                  {"--out", "OUT", "--count", "1", "--variant", "regular"}},
        UsageCase{"CommittedWithVariant",
                  {"--out", "OUT", "--committed", "--variant", "regular"}},
        UsageCase{"CommittedWithPage",
                  {"--out", "OUT", "--committed", "--page", "table"}},
        UsageCase{"CommittedWithSeed",
                  {"--out", "OUT", "--committed", "--seed", "1"}},
        UsageCase{"CommittedWithCount",
                  {"--out", "OUT", "--committed", "--count", "1"}},
        UsageCase{"Unknown", {"--out", "OUT", "--count", "1", "--fast"}},
        UsageCase{"Extra", {"--out", "OUT", "--count", "1", "more"}}),
    [](const auto& test) { return test.param.name; });

TEST(SamplesCli, LeadingZerosAreDecimal) {
  const TemporaryFolder folder;
  const ProcessResult result =
      RunSamples({"--out", folder / "out", "--count", "010", "--class",
                  "native", "--size", "small"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(Files(folder / "out").size(), 20U);
}

TEST(SamplesCli, AnOutputThatIsAFileIsAnError) {
  const TemporaryFolder folder;
  testing::WriteFileBytes(folder / "file", "mine");
  const ProcessResult result =
      RunSamples({"--out", folder / "file", "--count", "1", "--size", "small"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.err.find("file"), std::string::npos);
  EXPECT_EQ(testing::ReadFileBytes(folder / "file"), "mine");
}

// Another font would be taken silently, and the truth would be another one.
TEST(SamplesCli, MissingFontsAreExitSix) {
  const TemporaryFolder folder;
  testing::WriteFileBytes(folder / "fonts.conf",
                          "<fontconfig><dir>/nowhere</dir></fontconfig>");
  testing::SubprocessOptions options;
  options.program = RESCAN_SAMPLES_PROGRAM;
  options.args = {"--out", folder / "out", "--count", "1", "--size", "small"};
  options.env["FONTCONFIG_FILE"] = folder / "fonts.conf";
  const ProcessResult result = testing::RunProcess(options);
  EXPECT_EQ(result.exit_code, 6) << result.err;
  EXPECT_NE(result.err.find("fonts-open-sans"), std::string::npos);
  EXPECT_TRUE(Files(folder / "out").empty());
}

}  // namespace
}  // namespace rescan
