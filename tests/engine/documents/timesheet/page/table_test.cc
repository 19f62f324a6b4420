// FindTable on drawn sheets of the whole matrix, held against their truth.
#include "engine/documents/timesheet/page/table.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/engine/documents/timesheet/page/table_match.h"
#include "tools/samples/timesheet.h"

namespace rescan::timesheet::page {
namespace {

using samples::SheetSpec;
using samples::SheetVariant;

struct Drawn {
  kernels::GreyImage grey;
  samples::SheetTruth truth;
};

Drawn Draw(const SheetSpec& spec) {
  const auto sample = samples::DrawTimesheet(spec);
  EXPECT_TRUE(sample.has_value()) << sample.error().message;
  const auto raster = samples::Decode(sample->bytes);
  EXPECT_TRUE(raster.has_value()) << raster.error().message;
  return {GreyOf(*raster), *sample->truth.timesheet};
}

class SheetTest : public testing::TestWithParam<int> {};

TEST_P(SheetTest, EveryTextHasItsBoxAndEveryEmptyCellIsEmpty) {
  SheetSpec spec;
  spec.seed = static_cast<std::uint64_t>(GetParam());
  const Drawn sheet = Draw(spec);
  const auto table = FindTable(sheet.grey.view());
  ASSERT_EQ(table.has_value(), !sheet.truth.is_zero_hour);
  if (!table) return;
  int checked = 0;
  EXPECT_EQ(Differences(*table, sheet.truth, 2, &checked),
            std::vector<std::string>());
  EXPECT_GT(checked, 30);
  EXPECT_FALSE(table->another_table);
}

INSTANTIATE_TEST_SUITE_P(Seeds, SheetTest, testing::Range(301, 325));

// Of bad input: no table, or it is told.
TEST(BadSheetsTest, NothingPlausibleIsMadeOfThem) {
  for (std::uint64_t seed = 600; seed < 606; ++seed) {
    SheetSpec spec;
    spec.seed = seed;
    spec.width = 1366;
    for (const SheetVariant variant :
         {SheetVariant::kUpsideDown, SheetVariant::kOtherPage,
          SheetVariant::kMonitorPhoto}) {
      spec.variant = variant;
      SCOPED_TRACE(testing::Message() << seed << VariantName(variant));
      EXPECT_FALSE(FindTable(Draw(spec).grey.view()).has_value());
    }
    spec.variant = SheetVariant::kTwoSheets;
    const auto two = FindTable(Draw(spec).grey.view());
    ASSERT_TRUE(two.has_value()) << seed;
    EXPECT_TRUE(two->another_table) << seed;
    spec.variant = SheetVariant::kCut;
    const auto cut = FindTable(Draw(spec).grey.view());
    EXPECT_TRUE(!cut || cut->cut_right || cut->cut_bottom || cut->cut_top)
        << seed;
  }
}

// Windows and zooms beyond those of the matrix.
TEST(TableSizesTest, EveryZoomInWindowsOfManyWidths) {
  std::uint64_t seed = 400;
  for (const auto& [width, zoom] :
       {std::pair(1024, 67), std::pair(1100, 100), std::pair(1500, 150),
        std::pair(1920, 80), std::pair(2600, 175), std::pair(3840, 67),
        std::pair(3840, 200)}) {
    SheetSpec spec;
    spec.seed = ++seed;
    spec.variant = SheetVariant::kRegular;
    spec.width = width;
    spec.zoom = zoom;
    spec.format = samples::ImageFormat::kPng;
    SCOPED_TRACE(testing::Message() << width << " at " << zoom << " %");
    const Drawn sheet = Draw(spec);
    const auto table = FindTable(sheet.grey.view());
    ASSERT_TRUE(table.has_value());
    int checked = 0;
    EXPECT_EQ(Differences(*table, sheet.truth, 2, &checked),
              std::vector<std::string>());
    EXPECT_GT(checked, 30);
  }
}

// At this zoom what hangs from one line of a wrapped name nearly touches the
// next.
TEST(WrappedNamesTest, EveryLineHasABoxOfItsOwn) {
  int wrapped = 0;
  for (std::uint64_t seed = 440; seed < 452; ++seed) {
    SheetSpec spec;
    spec.seed = seed;
    spec.variant = SheetVariant::kRegular;
    spec.dark = seed % 2 == 0;
    spec.width = 1366;
    spec.zoom = 125;
    SCOPED_TRACE(seed);
    const Drawn sheet = Draw(spec);
    const auto table = FindTable(sheet.grey.view());
    ASSERT_TRUE(table.has_value());
    int checked = 0;
    EXPECT_EQ(Differences(*table, sheet.truth, 2, &checked),
              std::vector<std::string>());
    for (const TableRow& row : table->rows) {
      wrapped += row.name.lines.size() > 1 ? 1 : 0;
    }
  }
  EXPECT_GT(wrapped, 30);
}

}  // namespace
}  // namespace rescan::timesheet::page
