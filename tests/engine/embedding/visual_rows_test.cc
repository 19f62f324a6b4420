#include "engine/embedding/visual_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include "tests/support/random.h"

namespace rescan {
namespace {

using ::testing::ElementsAre;

Line LineAt(int id, std::string text, PixelBox box, float angle = 0) {
  Line line;
  line.id = id;
  line.text = std::move(text);
  line.box = box;
  line.angle_degrees = angle;
  line.confidence = 0.9F;
  return line;
}

std::vector<std::string> RowTexts(const Page& page) {
  std::vector<std::string> texts;
  for (const VisualRow& row : VisualRowsOf(page)) {
    texts.push_back(RowText(page, row));
  }
  return texts;
}

TEST(VisualRowsTest, ItemAndPriceAreOneRow) {
  // As columns are read: all items, then all prices.
  const Page page = {400,
                     300,
                     {LineAt(1, "Tea", {10, 100, 60, 20}),
                      LineAt(2, "Bread", {10, 130, 80, 20}),
                      LineAt(3, "1.20", {300, 102, 50, 18}),
                      LineAt(4, "2.50", {300, 133, 50, 16}),
                      LineAt(5, "SHOP", {100, 10, 200, 40})}};
  EXPECT_THAT(RowTexts(page), ElementsAre("SHOP", "Tea 1.20", "Bread 2.50"));
}

TEST(VisualRowsTest, NothingOnAnEmptyPage) {
  EXPECT_TRUE(VisualRowsOf({}).empty());
  Page page = {10, 10, {LineAt(1, "-", {0, 0, 5, 5})}};
  page.lines[0].is_noise = true;
  EXPECT_TRUE(VisualRowsOf(page).empty());
}

TEST(VisualRowsTest, TallLinesAboveEachOtherStayApart) {
  // Boxes that touch or overlap in height, one below the other.
  const Page page = {400,
                     300,
                     {LineAt(1, "one", {10, 100, 200, 40}),
                      LineAt(2, "two", {10, 118, 200, 40})}};
  EXPECT_THAT(RowTexts(page), ElementsAre("one", "two"));
}

TEST(VisualRowsTest, HalfTheLowerHeightIsEnough) {
  const auto rows = [](int top) {
    const Page page = {400,
                       300,
                       {LineAt(1, "a", {10, 100, 50, 20}),
                        LineAt(2, "b", {200, top, 50, 20})}};
    return RowTexts(page).size();
  };
  EXPECT_EQ(rows(110), 1u);
  EXPECT_EQ(rows(111), 2u);
}

// A page of two columns turned about its middle, boxes as recognition gives
// them: upright around the turned rectangles.
Page TurnedPage(double degrees) {
  const double c = std::cos(degrees * std::numbers::pi / 180);
  const double s = std::sin(degrees * std::numbers::pi / 180);
  Page page = {2000, 2000, {}};
  int id = 0;
  for (const double left : {-500.0, 200.0}) {
    for (int row = 0; row < 12; ++row) {
      const double width = 300, height = 24;
      const double x = left + width / 2, y = -300 + row * 40;
      // A positive angle rises to the right, y grows downwards.
      const double middle_x = 1000 + x * c + y * s;
      const double middle_y = 1000 - x * s + y * c;
      const double w = width * std::abs(c) + height * std::abs(s);
      const double h = width * std::abs(s) + height * std::abs(c);
      page.lines.push_back(
          LineAt(++id, (left < 0 ? "item" : "price") + std::to_string(row),
                 {static_cast<int>(middle_x - w / 2),
                  static_cast<int>(middle_y - h / 2), static_cast<int>(w),
                  static_cast<int>(h)},
                 static_cast<float>(degrees)));
    }
  }
  return page;
}

TEST(VisualRowsTest, TurnedPagesHaveTheSameRows) {
  const auto expected = RowTexts(TurnedPage(0));
  ASSERT_EQ(expected.size(), 12u);
  ASSERT_EQ(expected[3], "item3 price3");
  for (const double degrees :
       {-0.5, 1.0, 3.0, -8.0, 15.0, 90.0, -90.0, 93.0, 179.9, 180.0, -177.0}) {
    EXPECT_EQ(RowTexts(TurnedPage(degrees)), expected) << degrees;
  }
}

TEST(VisualRowsTest, LinesTurnedOtherwiseStandAlone) {
  Page page = TurnedPage(0);
  // Along the margin, over all rows.
  page.lines.push_back(LineAt(99, "margin", {1300, 700, 24, 480}, 90));
  const auto texts = RowTexts(page);
  ASSERT_EQ(texts.size(), 13u);
  EXPECT_THAT(texts, ::testing::Contains("margin"));
}

TEST(VisualRowsTest, EveryLineIsInOneRow) {
  std::mt19937 rng(support::Seed(71));
  for (int round = 0; round < 300; ++round) {
    Page page = {1000, 1000, {}};
    std::vector<int> expected;
    for (std::uint32_t n = support::Below(rng, 60); n > 0; --n) {
      const auto number = [&rng](std::uint32_t below) {
        return static_cast<int>(support::Below(rng, below));
      };
      Line line =
          LineAt(0, "x", {number(1000), number(1000), number(300), number(40)},
                 static_cast<float>(number(361)) - 180);
      line.is_noise = number(5) == 0;
      expected.push_back(line.is_noise ? 0 : 1);
      page.lines.push_back(std::move(line));
    }
    std::vector<int> seen(page.lines.size(), 0);
    for (const VisualRow& row : VisualRowsOf(page)) {
      ASSERT_FALSE(row.empty());
      for (const std::size_t index : row) ++seen.at(index);
    }
    ASSERT_EQ(seen, expected) << round;
  }
}

}  // namespace
}  // namespace rescan
