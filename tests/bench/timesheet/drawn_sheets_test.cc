// The sheets that a measurement draws.
#include "bench/timesheet/drawn_sheets.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <string>
#include <utility>

#include "tests/support/subprocess.h"

namespace rescan::bench {
namespace {

TEST(DrawnSheets, TheMatrixIsThatOfTheSeed) {
  const auto sheets = MatrixSheets(3, 31);
  ASSERT_EQ(sheets.size(), 3U);
  EXPECT_EQ(sheets[2].name, "timesheet-000003");
  EXPECT_EQ(MatrixSheets(5, 31)[2].spec.seed, sheets[2].spec.seed);
  EXPECT_NE(MatrixSheets(3, 32)[2].spec.seed, sheets[2].spec.seed);
}

TEST(DrawnSheets, BadInputIsOfEveryKindInBothThemes) {
  std::set<std::pair<samples::SheetVariant, bool>> kinds;
  std::set<std::string> names;
  for (const NamedSheet& sheet : BadSheets(2, 31)) {
    EXPECT_TRUE(samples::IsBadInput(sheet.spec.variant.value()));
    kinds.insert({*sheet.spec.variant, sheet.spec.dark.value()});
    names.insert(sheet.name);
  }
  EXPECT_EQ(kinds.size(), 16U);
  EXPECT_EQ(names.size(), 32U);
}

// The same sheet three times: two of them are drawn again.
TEST(DrawnSheets, NoTwoHaveThePersonAndWeek) {
  samples::SheetSpec spec;
  spec.seed = 5;
  spec.variant = samples::SheetVariant::kZeroHour;
  spec.width = 1366;
  const testing::TemporaryFolder folder;
  const std::string out = folder / "sheets";
  const Status drawn =
      DrawSheets({{"a", spec}, {"b", spec}, {"c", spec}}, out, 2);
  ASSERT_TRUE(drawn.has_value()) << drawn.error().message;
  const auto truths = ReadTruths(out);
  ASSERT_TRUE(truths.has_value()) << truths.error().message;
  ASSERT_EQ(truths->size(), 3U);
  std::set<std::pair<std::string, std::string>> seen;
  for (const auto& [image, truth] : *truths) {
    EXPECT_EQ(truth.image, image);
    seen.insert({truth.timesheet->resource_name, truth.timesheet->week_start});
  }
  EXPECT_EQ(seen.size(), 3U);
  // Nothing is left of those that were drawn first.
  const auto files = std::filesystem::directory_iterator(out);
  EXPECT_EQ(std::distance(begin(files), end(files)), 6);
}

TEST(DrawnSheets, OtherTruthsAreRefused) {
  const testing::TemporaryFolder folder;
  EXPECT_EQ(ReadTruths(folder / "none").error().code, ErrorCode::kIo);
  samples::SampleSpec spec;
  spec.small = true;
  auto sample = samples::DrawSample(spec);
  ASSERT_TRUE(sample.has_value());
  ASSERT_TRUE(samples::WriteSample(*sample, folder.path(), "note").has_value());
  EXPECT_EQ(ReadTruths(folder.path()).error().code, ErrorCode::kCorruption);
}

}  // namespace
}  // namespace rescan::bench
