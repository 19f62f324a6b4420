#include "engine/documents/timesheet/page/progress_bar.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <optional>

#include "kernels/image/grey_image.h"
#include "tests/engine/documents/timesheet/page/table_match.h"
#include "tools/samples/timesheet.h"

namespace rescan::timesheet::page {
namespace {

constexpr PixelBox kBar = {400, 60, 500, 10};
constexpr PixelBox kAll = {0, 0, 1200, 150};

struct Band {
  kernels::GreyImage picture{1200, 150};

  explicit Band(std::uint8_t ground) { Fill({0, 0, 1200, 150}, ground); }

  void Fill(const PixelBox& box, std::uint8_t level) {
    for (int y = box.top; y < box.top + box.height; ++y) {
      std::fill_n(picture.mutable_view().Row(y) + box.left, box.width, level);
    }
  }
  void Bar(int filled, std::uint8_t level) {
    Fill(kBar, 228);
    Fill({kBar.left, kBar.top, filled, kBar.height}, level);
  }
  void Marker(int x) { Fill({x, kBar.top - 5, 1, 20}, 80); }
};

TEST(ProgressBarTest, TheMarkerTells) {
  for (const int percent : {0, 1, 20, 50, 99, 100}) {
    SCOPED_TRACE(percent);
    Band band(255);
    band.Bar(5 * percent, 115);
    band.Marker(kBar.left + 5 * percent);
    const auto bar = FindProgressBar(band.picture.view(), kAll);
    ASSERT_TRUE(bar.has_value());
    EXPECT_TRUE(bar->by_marker);
    EXPECT_NEAR(bar->percent, percent, 0.3);
    EXPECT_EQ(bar->box.top, kBar.top);
    EXPECT_EQ(bar->box.height, kBar.height);
  }
}

TEST(ProgressBarTest, WithoutMarkerTwoPartsTell) {
  Band band(255);
  band.Bar(150, 115);
  const auto bar = FindProgressBar(band.picture.view(), kAll);
  ASSERT_TRUE(bar.has_value());
  EXPECT_FALSE(bar->by_marker);
  EXPECT_NEAR(bar->percent, 30, 0.3);
}

// The empty part may be hardly seen; in a JPEG as much is noise.
TEST(ProgressBarTest, AFaintEmptyBarIsFoundInACleanPicture) {
  Band band(40);
  band.Fill(kBar, 45);
  band.Marker(kBar.left);
  const auto bar = FindProgressBar(band.picture.view(), kAll);
  ASSERT_TRUE(bar.has_value());
  EXPECT_TRUE(bar->by_marker);
  EXPECT_NEAR(bar->percent, 0, 0.3);
  EXPECT_EQ(bar->box.width, kBar.width);
  for (int y = 0; y < band.picture.view().height; ++y) {
    std::uint8_t* row = band.picture.mutable_view().Row(y);
    for (int x = 0; x < 1200; x += 2) ++row[x];
  }
  EXPECT_FALSE(FindProgressBar(band.picture.view(), kAll).has_value());
}

// All of one colour may be 0 or 100.
TEST(ProgressBarTest, WithoutMarkerOnePartTellsNothing) {
  Band band(255);
  band.Bar(0, 115);
  EXPECT_FALSE(FindProgressBar(band.picture.view(), kAll).has_value());
}

TEST(ProgressBarTest, AMarkerAwayFromTheFilledPartIsNotBelieved) {
  Band band(255);
  band.Bar(150, 115);
  band.Marker(kBar.left + 300);
  EXPECT_FALSE(FindProgressBar(band.picture.view(), kAll).has_value());
}

TEST(ProgressBarTest, OnlyInsideWhatIsAskedFor) {
  Band band(255);
  band.Bar(150, 115);
  EXPECT_FALSE(
      FindProgressBar(band.picture.view(), {0, 80, 1200, 70}).has_value());
  EXPECT_FALSE(FindProgressBar(band.picture.view(), {0, 0, 0, 0}).has_value());
}

// What the picture's edge cuts has no length to measure by.
TEST(ProgressBarTest, ACutBarTellsNothing) {
  Band band(255);
  band.Bar(150, 115);
  band.Marker(kBar.left + 150);
  const kernels::GreyView part = band.picture.view().Part(0, 0, 700, 150);
  EXPECT_FALSE(FindProgressBar(part, {0, 0, 700, 150}).has_value());
}

// A button with text, a rule, a wide bar: none of them is taken for one.
TEST(ProgressBarTest, OtherThingsAreNone) {
  Band band(255);
  band.Fill({100, 30, 400, 40}, 60);
  for (int letter = 0; letter < 30; ++letter) {
    band.Fill({120 + 10 * letter, 42, 4, 12}, 240);
  }
  band.Fill({0, 100, 1200, 1}, 200);
  band.Fill({600, 110, 300, 1}, 90);
  EXPECT_FALSE(FindProgressBar(band.picture.view(), kAll).has_value());
}

class SheetBarTest : public testing::TestWithParam<int> {};

TEST_P(SheetBarTest, DrawnSheetsSayTheirProjectTime) {
  samples::SheetSpec spec;
  spec.seed = static_cast<std::uint64_t>(GetParam());
  spec.format = GetParam() % 2 == 0 ? samples::ImageFormat::kPng
                                    : samples::ImageFormat::kJpeg;
  const auto sample = samples::DrawTimesheet(spec);
  ASSERT_TRUE(sample.has_value());
  const auto raster = samples::Decode(sample->bytes);
  ASSERT_TRUE(raster.has_value());
  const samples::SheetTruth& truth = *sample->truth.timesheet;
  const auto bar = FindProgressBar(GreyOf(*raster).view(),
                                   {0, 0, raster->width, raster->height});
  // The edge may cut the bar.
  if (!bar && truth.dimensions.edge != "whole") return;
  ASSERT_TRUE(bar.has_value());
  EXPECT_NEAR(bar->percent, truth.project_time, 0.7);
}

INSTANTIATE_TEST_SUITE_P(Seeds, SheetBarTest, testing::Range(501, 517));

}  // namespace
}  // namespace rescan::timesheet::page
