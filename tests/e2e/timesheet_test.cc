// Timesheets through the program: what stands in the records after a run, over
// good sheets, bad ones, repeated and better ones, and over faults.
#include "tools/samples/timesheet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "bench/timesheet/drawn_sheets.h"
#include "bench/timesheet/judge.h"
#include "bench/timesheet/stored_sheets.h"
#include "engine/documents/timesheet/dates.h"
#include "engine/documents/timesheet/stored.h"
#include "engine/records/timesheet_records.h"
#include "tests/e2e/run_calls.h"

namespace rescan::testing {
namespace {

namespace fs = std::filesystem;
using bench::DrawSheets;
using bench::JudgeSheet;
using bench::LoadStoredSheets;
using bench::NamedSheet;
using bench::ReadTruths;
using bench::SheetEnd;
using bench::SheetJudgement;
using bench::StoredSheet;
using samples::SheetSpec;
using samples::SheetVariant;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// Small windows, quickly read. The same seed gives the same person, week and
// hours, whatever the variant and the format.
SheetSpec SpecOf(std::uint64_t seed, SheetVariant variant,
                 samples::ImageFormat format) {
  SheetSpec spec;
  spec.seed = seed;
  spec.variant = variant;
  spec.format = format;
  spec.width = 1366;
  spec.zoom = 100;
  spec.projects = 2;
  spec.dark = true;
  return spec;
}

class TimesheetRunTest : public ::testing::Test {
 protected:
  TimesheetRunTest() : in_(folder_ / "in"), workspace_(folder_ / "workspace") {
    fs::create_directory(in_);
  }

  // Draws one sheet into the input folder.
  samples::SheetTruth Draw(const std::string& name, const SheetSpec& spec) {
    auto sample = samples::DrawTimesheet(spec);
    EXPECT_TRUE(sample.has_value()) << sample.error().message;
    EXPECT_TRUE(samples::WriteSample(*sample, in_, name).has_value());
    return *sample->truth.timesheet;
  }

  void Run(const Call& extra = {}, int exit_code = 0) {
    const ProcessResult result = RunRescan(workspace_, {in_}, extra);
    EXPECT_EQ(result.exit_code, exit_code) << result.err;
  }

  [[nodiscard]] std::map<std::string, StoredSheet> Sheets() const {
    auto sheets = LoadStoredSheets(workspace_);
    EXPECT_TRUE(sheets.has_value()) << sheets.error().message;
    return sheets ? std::move(*sheets) : std::map<std::string, StoredSheet>();
  }

  TemporaryFolder folder_;
  std::string in_;
  std::string workspace_;
};

// All rows of the workspace, without what no two runs have alike: ids and
// times.
std::vector<std::string> RowsOf(const std::string& workspace) {
  auto records = TimesheetRecords::Open(workspace, StoreMode::kReadOnly);
  EXPECT_TRUE(records.has_value()) << records.error().message;
  if (!records) return {};
  const auto all = (*records)->Load({});
  EXPECT_TRUE(all.has_value()) << all.error().message;
  if (!all) return {};
  std::vector<std::string> rows;
  for (const auto& e : all->entries) {
    rows.push_back("entry " + e.person_key + " " +
                   timesheet::FormatDay(e.date) + " " + e.key + " " + e.code +
                   " " + (e.hours ? std::to_string(*e.hours) : "none") + " " +
                   std::string(timesheet::ValueStateName(e.state)) + " " +
                   e.name + " " + e.image);
  }
  for (const auto& z : all->zero_hours) {
    rows.push_back("zero " + z.person_key + " " + timesheet::FormatDay(z.week) +
                   " " + z.image);
  }
  for (const auto& r : all->rejections) {
    rows.push_back("rejected " + r.person_key + " " + r.status + " " +
                   r.reason + " " + r.image);
  }
  for (const auto& s : all->sheets) {
    rows.push_back("sheet " + s.image + " " +
                   std::string(timesheet::SheetStateName(s.state)) + " " +
                   s.person + " " + std::to_string(s.entry_count));
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

// ---- the samples

TEST_F(TimesheetRunTest, TheSamplesAreStoredAsTheirTruthsSay) {
  const std::string samples = RESCAN_SOURCE_DIR "/data/samples";
  const ProcessResult result = RunRescan(workspace_, {samples});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  const auto stored = Sheets();
  int sheets = 0;
  for (const auto& entry : fs::directory_iterator(samples)) {
    const std::string path = entry.path();
    if (!path.ends_with(".truth.json")) continue;
    const auto truth = samples::TruthFromJson(ReadFileBytes(path));
    ASSERT_TRUE(truth.has_value()) << truth.error().message;
    const auto found = stored.find(truth->image);
    SCOPED_TRACE(truth->image);
    if (!truth->timesheet) {
      EXPECT_EQ(found, stored.end()) << "is no timesheet";
      continue;
    }
    ++sheets;
    const StoredSheet sheet =
        found == stored.end() ? StoredSheet() : found->second;
    const SheetJudgement judgement = JudgeSheet(*truth->timesheet, sheet);
    EXPECT_THAT(judgement.wrong_hours, IsEmpty());
    // Print that was compressed this much may wait for a person instead.
    const bool waits = truth->timesheet->dimensions.jpeg_quality > 0 &&
                       sheet.end == SheetEnd::kPending;
    EXPECT_TRUE(judgement.exact || waits)
        << judgement.first_error << "; "
        << ::testing::PrintToString(sheet.reasons);
  }
  EXPECT_GE(sheets, 12);
}

// ---- bad input

TEST_F(TimesheetRunTest, BadInputEndsInAClearStateWithoutAnyWrongRow) {
  std::vector<NamedSheet> bad = bench::BadSheets(1, 51);
  for (NamedSheet& sheet : bad) {
    sheet.spec.width = 1366;
    sheet.spec.projects = 2;
  }
  const Status drawn = DrawSheets(bad, in_, 2);
  ASSERT_TRUE(drawn.has_value()) << drawn.error().message;
  const ProcessResult result = RunRescan(workspace_, {in_});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(CountsOf(result), (Counts{.inputs = 16, .done = 16}));
  auto stored = Sheets();
  const auto truths = ReadTruths(in_);
  ASSERT_TRUE(truths.has_value()) << truths.error().message;
  for (const auto& [image, truth] : *truths) {
    SCOPED_TRACE(image);
    const StoredSheet& sheet = stored[image];
    const SheetJudgement judgement = JudgeSheet(*truth.timesheet, sheet);
    EXPECT_THAT(judgement.wrong_hours, IsEmpty());
    EXPECT_TRUE(judgement.right_end) << EndName(sheet.end);
    if (image.starts_with("upside-down")) {
      EXPECT_THAT(sheet.reasons, Contains(HasSubstr("upside down")));
    } else if (image.starts_with("monitor-photo")) {
      EXPECT_THAT(sheet.reasons, Contains(HasSubstr("photograph")));
    } else if (image.starts_with("two-sheets")) {
      EXPECT_THAT(sheet.reasons, Contains(HasSubstr("more than one table")));
    }
    EXPECT_EQ(sheet.end == SheetEnd::kNoSheet, image.starts_with("other-page"));
    if (sheet.end == SheetEnd::kPending || sheet.end == SheetEnd::kRejected) {
      EXPECT_THAT(sheet.reasons, Not(IsEmpty()));
      EXPECT_THAT(sheet.reasons, Not(Contains(IsEmpty())));
      EXPECT_THAT(sheet.entries, IsEmpty());
    }
  }
}

// ---- the same sheet, and a better one

TEST_F(TimesheetRunTest, TheSameSheetAgainChangesNothing) {
  Draw("a", SpecOf(3, SheetVariant::kNoTotal, samples::ImageFormat::kPng));
  Draw("b", SpecOf(4, SheetVariant::kZeroHour, samples::ImageFormat::kPng));
  Draw("c", SpecOf(6, SheetVariant::kStatus, samples::ImageFormat::kPng));
  Run();
  const std::vector<std::string> rows = RowsOf(workspace_);
  EXPECT_THAT(rows, Contains(HasSubstr("entry ")));
  EXPECT_THAT(rows, Contains(HasSubstr("zero ")));
  EXPECT_THAT(rows, Contains(HasSubstr("rejected ")));
  Run();
  EXPECT_EQ(RowsOf(workspace_), rows) << "nothing is read again";
  Run({.args = {"--mode", "all"}});
  EXPECT_EQ(RowsOf(workspace_), rows) << "all is read again";
  // The same bytes under another name.
  fs::copy_file(in_ + "/a.png", in_ + "/z.png");
  Run();
  EXPECT_EQ(RowsOf(workspace_), rows);
}

TEST_F(TimesheetRunTest, ABetterScanOfTheWeekReplacesIt) {
  using samples::ImageFormat;
  constexpr auto kVariant = SheetVariant::kRegular;
  const auto truth = Draw("jpeg", SpecOf(5, kVariant, ImageFormat::kJpeg));
  Run();
  ASSERT_EQ(Sheets()["jpeg.jpg"].end, SheetEnd::kStored);
  EXPECT_EQ(Draw("png", SpecOf(5, kVariant, ImageFormat::kPng)).resource_name,
            truth.resource_name);
  Run();
  auto sheets = Sheets();
  EXPECT_EQ(sheets["jpeg.jpg"].end, SheetEnd::kOther);
  EXPECT_THAT(sheets["jpeg.jpg"].entries, IsEmpty());
  EXPECT_TRUE(JudgeSheet(truth, sheets["png.png"]).exact)
      << JudgeSheet(truth, sheets["png.png"]).first_error;
}

TEST_F(TimesheetRunTest, AWorseScanOfTheWeekDoesNot) {
  using samples::ImageFormat;
  const auto truth =
      Draw("good", SpecOf(5, SheetVariant::kRegular, ImageFormat::kPng));
  Run();
  Draw("wrong", SpecOf(5, SheetVariant::kWrongDay, ImageFormat::kPng));
  Run();
  auto sheets = Sheets();
  EXPECT_TRUE(JudgeSheet(truth, sheets["good.png"]).exact)
      << JudgeSheet(truth, sheets["good.png"]).first_error;
  EXPECT_EQ(sheets["wrong.png"].end, SheetEnd::kPending);
  EXPECT_THAT(sheets["wrong.png"].reasons, Not(IsEmpty()));
}

// ---- faults

TEST_F(TimesheetRunTest, KilledAtRandomMomentsAndResumedEqualsUndisturbed) {
  std::vector<NamedSheet> sheets = bench::MatrixSheets(8, 61);
  for (NamedSheet& sheet : sheets) {
    sheet.spec.width = 1366;
    sheet.spec.projects = 1;
  }
  ASSERT_TRUE(DrawSheets(sheets, in_, 2).has_value());
  const std::string undisturbed = folder_ / "undisturbed";
  const auto start = std::chrono::steady_clock::now();
  ASSERT_EQ(RunRescan(undisturbed, {in_}).exit_code, 0);
  const auto whole = std::chrono::steady_clock::now() - start;
  constexpr std::uint32_t kSeed = 3;
  std::mt19937 random(kSeed);
  // However fast the machine is, the first kill meets a living run.
  std::uniform_real_distribution<double> moment(0, 0.4);
  int killed = 0;
  for (int i = 0; i < 8; ++i) {
    Subprocess run = Subprocess::Start(
        OptionsFor({.args = {"run", in_, "--workspace", workspace_}}));
    std::this_thread::sleep_for(whole * moment(random));
    run.Signal(SIGKILL);
    killed += run.Wait().signal == SIGKILL ? 1 : 0;
  }
  EXPECT_GT(killed, 0);
  Run();
  EXPECT_EQ(RowsOf(workspace_), RowsOf(undisturbed)) << "seed " << kSeed;
}

// The week that stands is replaced in one piece or not at all.
TEST_F(TimesheetRunTest, AFullDiskLeavesTheOldWeekWhole) {
  using samples::ImageFormat;
  constexpr auto kVariant = SheetVariant::kRegular;
  const auto truth = Draw("jpeg", SpecOf(5, kVariant, ImageFormat::kJpeg));
  Run();
  const std::vector<std::string> rows = RowsOf(workspace_);
  ASSERT_THAT(rows, Contains(HasSubstr("entry ")));
  Draw("png", SpecOf(5, kVariant, ImageFormat::kPng));
  // A little more room each time, until the run succeeds.
  const auto pages = fs::file_size(workspace_ + "/rescan.db") / 4096;
  int failed = 0;
  for (int more = 0; more < 200; more += 2) {
    const ProcessResult result = RunRescan(
        workspace_, {in_},
        {.args = {},
         .env = {{"RESCAN_TEST_MAX_PAGES", std::to_string(pages + more)}},
         .faulty = true});
    if (result.exit_code == 0) break;
    ++failed;
    EXPECT_EQ(result.exit_code, 4) << result.err;
    ASSERT_EQ(RowsOf(workspace_), rows) << more << " pages more";
  }
  EXPECT_GT(failed, 0);
  EXPECT_TRUE(JudgeSheet(truth, Sheets()["png.png"]).exact);
}

}  // namespace
}  // namespace rescan::testing
