#include "engine/documents/timesheet/page/number_ink.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "engine/documents/timesheet/page/digit_shape.h"
#include "tests/engine/documents/timesheet/page/drawn_field.h"

namespace rescan::timesheet::page {
namespace {

FieldPicture Drawn(std::string_view text, double size = 13,
                   Colors colors = kLight) {
  DrawnPage page(300, 60, colors);
  const PixelBox box = page.Draw(40.3, 35, text, size);
  return CutField(page.Grey().view(), box, Around(box));
}

// As the ink bears it out; "no" if it speaks against it.
std::string Judged(const FieldPicture& field, std::string_view text) {
  const auto judgement = NumberInk(field).Judge(text);
  return judgement.has_value() ? judgement->text : "no";
}

TEST(NumberInkTest, WhatIsThereIsBorneOut) {
  for (const double size : {11.0, 13.0, 16.5, 22.0}) {
    for (const Colors& colors : {kLight, kDark}) {
      for (const char* text : {"7.50", "1.11", "11.17", "4.41", "299.38",
                               "22.50", "0.25", "1", "7", "17", "71", "11"}) {
        EXPECT_EQ(Judged(Drawn(text, size, colors), text), text) << size;
      }
    }
  }
}

TEST(NumberInkTest, OtherCountsAndPlacesOfThePointAreNot) {
  const FieldPicture field = Drawn("22.50");
  for (const char* text :
       {"2.250", "225.0", "22.5", "2.50", "22.500", "22.50.", "2250.", "225"}) {
    EXPECT_EQ(Judged(field, text), "no") << text;
  }
}

TEST(NumberInkTest, APointOfTheInkIsPutInWhereNoneWasRead) {
  const FieldPicture field = Drawn("22.50");
  const auto judgement = NumberInk(field).Judge("2250");
  ASSERT_TRUE(judgement.has_value());
  EXPECT_EQ(judgement->text, "22.50");
  EXPECT_TRUE(judgement->point_of_ink);
  EXPECT_FALSE(NumberInk(field).Judge("22.50")->point_of_ink);
  EXPECT_EQ(Judged(Drawn("2250"), "2250"), "2250");
}

// No digit may become a 1 or a 7, and the other way round.
TEST(NumberInkTest, OnesAndSevensAreToldByTheirShape) {
  for (const double size : {11.0, 13.0, 16.5, 22.0}) {
    for (char digit = '0'; digit <= '9'; ++digit) {
      const std::string with = std::string(1, digit) + "2.50";
      const FieldPicture field = Drawn(with, size);
      EXPECT_EQ(Judged(field, with), with) << size;
      if (digit != '1') {
        EXPECT_EQ(Judged(field, "12.50"), "no") << with << ' ' << size;
      } else {
        for (const char* other : {"22.50", "42.50", "72.50", "92.50"}) {
          EXPECT_EQ(Judged(field, other), "no") << size;
        }
      }
    }
    EXPECT_EQ(Judged(Drawn("7", size), "1"), "no") << size;
    EXPECT_EQ(Judged(Drawn("1", size), "7"), "no") << size;
    EXPECT_EQ(Judged(Drawn("21", size), "27"), "no") << size;
    EXPECT_EQ(Judged(Drawn("27", size), "21"), "no") << size;
  }
}

// Some fonts draw a 1 with a foot.
TEST(NumberInkTest, OnesWithAFootAreToldByTheirShape) {
  for (const double size : {12.0, 13.0, 16.5, 24.0}) {
    const auto drawn = [&](std::string_view text) {
      DrawnPage page(300, 60, kLight);
      const PixelBox box = page.Draw(
          40.3, 35, text, {samples::Family::kDejaVuSans, size, false, false},
          kLight.text);
      return CutField(page.Grey().view(), box, Around(box));
    };
    for (char digit = '0'; digit <= '9'; ++digit) {
      const std::string with = std::string(1, digit) + "2.50";
      const FieldPicture field = drawn(with);
      SCOPED_TRACE(testing::Message() << with << ' ' << size);
      EXPECT_EQ(Judged(field, with), with);
      if (digit != '1') {
        EXPECT_EQ(Judged(field, "12.50"), "no");
        continue;
      }
      for (const char* other : {"22.50", "42.50", "72.50", "32.50"}) {
        EXPECT_EQ(Judged(field, other), "no") << other;
      }
    }
  }
}

// A point that a faint bridge joins to the digit before it is seen with less
// of the ink.
TEST(NumberInkTest, APointThatNoiseJoinsToADigitIsFound) {
  DrawnPage page(300, 60, kLight);
  const PixelBox box = page.Draw(40, 35, "2.54", 16);
  kernels::GreyImage grey = page.Grey();
  const FieldPicture clean = CutField(grey.view(), box, Around(box));
  ASSERT_EQ(clean.ink.marks.size(), 4U);
  const kernels::InkBox& two = clean.ink.marks[0].box;
  const kernels::InkBox& point = clean.ink.marks[1].box;
  for (int x = two.right - 1; x <= point.left; ++x) {
    const int y = point.bottom - 1;
    std::uint8_t& level =
        grey.mutable_view().Row(y + clean.top)[x + clean.left];
    level = std::min<std::uint8_t>(level, 140);
  }
  const FieldPicture joined = CutField(grey.view(), box, Around(box));
  ASSERT_EQ(joined.ink.marks.size(), 3U);
  EXPECT_EQ(Judged(joined, "2.54"), "2.54");
  EXPECT_EQ(Judged(joined, "25.4"), "no");
}

TEST(NumberInkTest, OnesAlone) {
  for (const double size : {11.0, 13.0, 22.0}) {
    EXPECT_EQ(NumberInk(Drawn("1", size)).Ones(), "1") << size;
    EXPECT_EQ(NumberInk(Drawn("11", size)).Ones(), "11") << size;
    for (const char* other : {"7", "4", "17", "10", "21", ".", "1.", "-"}) {
      EXPECT_EQ(NumberInk(Drawn(other, size)).Ones(), "") << other << size;
    }
  }
}

TEST(DigitShapeTest, AnExtentFollowsTheBlurOfTheEdges) {
  FieldPicture field;
  field.paper = 200;
  field.grey = kernels::GreyImage(20, 10);
  for (int y = 0; y < 10; ++y) {
    for (int x = 0; x < 20; ++x) field.grey.mutable_view().Row(y)[x] = 200;
    // Dark from 5.5 to 9.
    for (int x = 6; x < 9; ++x) field.grey.mutable_view().Row(y)[x] = 0;
    field.grey.mutable_view().Row(y)[5] = 100;
  }
  const kernels::InkBox box = {5, 0, 9, 10};
  const InkExtent extent = ExtentOf(field, {}, box);
  EXPECT_NEAR(extent.left, 5.5, 0.1);
  EXPECT_NEAR(extent.right, 9, 0.1);
  EXPECT_NEAR(extent.width(), 3.5, 0.1);
  EXPECT_NEAR(FootPlace(field, box, extent), 0.5, 0.1);
}

TEST(DigitShapeTest, NoInkHasNoFoot) {
  FieldPicture field;
  field.paper = 255;
  field.grey = kernels::GreyImage(8, 8);
  for (int y = 0; y < 8; ++y) {
    for (int x = 0; x < 8; ++x) field.grey.mutable_view().Row(y)[x] = 255;
  }
  const kernels::InkBox box = {0, 0, 8, 8};
  const InkExtent extent = ExtentOf(field, {}, box);
  EXPECT_EQ(extent.left, 0);
  EXPECT_EQ(extent.right, 8);
  EXPECT_EQ(FootPlace(field, box, extent), 0.5);
}

}  // namespace
}  // namespace rescan::timesheet::page
