#include "engine/documents/timesheet/page/text_runs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

#include "tests/engine/documents/timesheet/page/drawn_field.h"
#include "tests/support/random.h"

namespace rescan::timesheet::page {
namespace {

constexpr int kCapital = 10;
constexpr double kSize = 14;  // whose capitals are so high

PixelBox Whole(const kernels::GreyImage& page) {
  return {0, 0, page.width(), page.height()};
}

std::vector<PixelBox> RunsOf(const DrawnPage& page) {
  const kernels::GreyImage grey = page.Grey();
  return FindTextRuns(grey.view(), Whole(grey), kCapital);
}

// Flat tops and bottoms of letters have no upright edge.
void ExpectNear(const PixelBox& run, const PixelBox& ink) {
  EXPECT_NEAR(run.left, ink.left, 2);
  EXPECT_NEAR(run.top, ink.top, 2);
  EXPECT_NEAR(run.left + run.width, ink.left + ink.width, 2);
  EXPECT_NEAR(run.top + run.height, ink.top + ink.height, 2);
}

TEST(TextRuns, LinesOfEitherPolarityInReadingOrder) {
  for (const Colors& colors : {kLight, kDark}) {
    DrawnPage page(400, 120, colors);
    const PixelBox name = page.Draw(20, 40, "Avery Brooks", kSize, true);
    const PixelBox title = page.Draw(20, 58, "Solution Designer", 12);
    const PixelBox far = page.Draw(250, 58, "Sep 22 2025 - Sep 28 2025", 11);
    const std::vector<PixelBox> runs = RunsOf(page);
    ASSERT_EQ(runs.size(), 3U);
    ExpectNear(runs[0], name);
    const bool title_first = runs[1].left < runs[2].left;
    ExpectNear(runs[title_first ? 1 : 2], title);
    ExpectNear(runs[title_first ? 2 : 1], far);
  }
}

TEST(TextRuns, BadgesFramesRulesAndBarsAreNotPartOfThem) {
  for (const Colors& colors : {kLight, kDark}) {
    DrawnPage page(500, 100, colors);
    page.canvas().FillRound({20, 20, 70, 24}, 3, {20, 80, 50});
    const PixelBox badge =
        page.Draw(30, 37, "Posted", kSize, false, {154, 233, 185});
    page.canvas().Fill({0, 60, 500, 1}, colors.text);
    page.canvas().Fill({200, 70, 250, 10}, {40, 90, 160});
    page.canvas().Frame({150, 18, 200, 30}, 1, colors.text);
    const PixelBox framed = page.Draw(162, 37, "Sep 22 2025", kSize);
    const std::vector<PixelBox> runs = RunsOf(page);
    ASSERT_EQ(runs.size(), 2U);
    const bool badge_first = runs[0].left < runs[1].left;
    ExpectNear(runs[badge_first ? 0 : 1], badge);
    ExpectNear(runs[badge_first ? 1 : 0], framed);
  }
}

TEST(TextRuns, InitialsOnADiscAreLeftOut) {
  DrawnPage page(300, 80, kDark);
  page.canvas().Disc(40, 40, 16, {120, 120, 170});
  page.Draw(31, 45, "AB", 13, false, {255, 255, 255});
  const PixelBox name = page.Draw(66, 38, "Avery Brooks", kSize, true);
  const std::vector<PixelBox> runs = RunsOf(page);
  ASSERT_EQ(runs.size(), 1U);
  ExpectNear(runs[0], name);
}

TEST(TextRuns, OnlyTheRegionIsLookedAt) {
  DrawnPage page(300, 100, kLight);
  page.Draw(20, 30, "above", kSize);
  const PixelBox inside = page.Draw(20, 70, "inside", kSize);
  const kernels::GreyImage grey = page.Grey();
  const auto runs = FindTextRuns(grey.view(), {10, 45, 200, 50}, kCapital);
  ASSERT_EQ(runs.size(), 1U);
  ExpectNear(runs[0], inside);
}

TEST(TextRuns, NothingOnBlankTinyAndNoisyPictures) {
  kernels::GreyImage blank(200, 100);
  std::fill_n(blank.mutable_view().Row(0), 200 * 100, std::uint8_t{24});
  EXPECT_TRUE(FindTextRuns(blank.view(), Whole(blank), kCapital).empty());
  for (const PixelBox& region :
       {PixelBox{0, 0, 0, 0}, PixelBox{5, 5, 1, 1}, PixelBox{5, 5, 2, 90},
        PixelBox{5, 5, 90, 0}, PixelBox{5, 5, 3, 1}}) {
    EXPECT_TRUE(FindTextRuns(blank.view(), region, kCapital).empty());
  }
  std::mt19937 rng(support::Seed(6201));
  kernels::GreyImage noise(900, 400);
  for (int i = 0; i < 900 * 400; ++i) {
    noise.mutable_view().Row(0)[i] =
        static_cast<std::uint8_t>(support::Below(rng, 256));
  }
  (void)FindTextRuns(noise.view(), Whole(noise), kCapital);
}

}  // namespace
}  // namespace rescan::timesheet::page
