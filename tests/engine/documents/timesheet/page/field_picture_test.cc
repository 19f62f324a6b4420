#include "engine/documents/timesheet/page/field_picture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "kernels/image/histogram.h"
#include "tests/engine/documents/timesheet/page/drawn_field.h"

namespace rescan::timesheet::page {
namespace {

int Characters(const FieldPicture& field) {
  return static_cast<int>(std::count_if(
      field.ink.marks.begin(), field.ink.marks.end(),
      [](const InkMark& m) { return m.kind == MarkKind::kCharacter; }));
}

TEST(FieldPictureTest, BothPolaritiesBecomeDarkOnLight) {
  for (const Colors& colors : {kLight, kDark}) {
    DrawnPage page(200, 60, colors);
    const PixelBox box = page.Draw(40, 35, "22.50", 14);
    const FieldPicture field = CutField(page.Grey().view(), box, Around(box));
    EXPECT_EQ(Characters(field), 4);
    EXPECT_EQ(field.ink.marks.size(), 5U);
    EXPECT_FALSE(field.touches_edge);
    EXPECT_GT(kernels::MedianLevel(kernels::HistogramOf(field.grey.view())),
              200);
  }
}

// Where the ink is more than half of what is looked at, the levels alone would
// say the opposite.
TEST(FieldPictureTest, ThePaperIsWhatStandsAround) {
  kernels::GreyImage page(60, 60);
  for (int y = 0; y < 60; ++y) {
    for (int x = 0; x < 60; ++x) {
      const bool ink = x >= 20 && x < 40 && y >= 20 && y < 40;
      page.mutable_view().Row(y)[x] = ink ? 230 : 30;
    }
  }
  const FieldPicture field =
      CutField(page.view(), {20, 20, 20, 20}, {16, 16, 28, 28});
  ASSERT_EQ(field.ink.marks.size(), 1U);
  EXPECT_EQ(
      field.grey.view().Row(field.ink_box.top + 5)[field.ink_box.left + 5], 25);
}

TEST(FieldPictureTest, NothingOutsideTheFieldIsLookedAt) {
  DrawnPage page(200, 60, kLight);
  const PixelBox box = page.Draw(40, 35, "7.50", 14);
  page.canvas().Fill({0, 0, 38, 60}, {0, 0, 0});
  PixelBox within = Around(box);
  within.width -= box.left - 39 >= 0 ? 0 : 39 - box.left;
  within.left = 39;
  const FieldPicture field = CutField(page.Grey().view(), box, within);
  EXPECT_EQ(Characters(field), 3);
  EXPECT_FALSE(field.touches_edge);
}

TEST(FieldPictureTest, InkAtTheFieldsEdgeIsSaid) {
  for (const bool dark : {false, true}) {
    kernels::GreyImage page(60, 40);
    for (int y = 0; y < 40; ++y) {
      for (int x = 0; x < 60; ++x) {
        const bool ink = x >= 20 && x < 40 && y >= 15 && y < 25 && x % 4 < 2;
        page.mutable_view().Row(y)[x] = ink != dark ? 30 : 220;
      }
    }
    const PixelBox ink = {20, 15, 18, 10};
    const auto touches = [&](const PixelBox& within) {
      return CutField(page.view(), ink, within).touches_edge;
    };
    EXPECT_FALSE(touches({15, 10, 30, 20}));
    EXPECT_FALSE(touches({19, 14, 20, 12}));
    EXPECT_TRUE(touches({20, 10, 30, 20}));
    EXPECT_TRUE(touches({15, 15, 30, 15}));
    EXPECT_TRUE(touches({15, 10, 23, 20}));
    EXPECT_TRUE(touches({15, 10, 30, 15}));
  }
}

TEST(FieldPictureTest, BoxesBeyondThePageOrTheFieldAreNoError) {
  DrawnPage page(50, 30, kLight);
  const kernels::GreyImage grey = page.Grey();
  for (const PixelBox& box :
       {PixelBox{-20, -20, 10, 10}, PixelBox{60, 5, 10, 10},
        PixelBox{5, 5, 0, 10}, PixelBox{-5, -5, 100, 100},
        PixelBox{5, 5, -3, 4}}) {
    for (const PixelBox& within :
         {PixelBox{0, 0, 50, 30}, PixelBox{-9, -9, 300, 300},
          PixelBox{10, 10, 0, 0}, PixelBox{40, 20, -5, -5}}) {
      EXPECT_TRUE(CutField(grey.view(), box, within).ink.marks.empty());
    }
  }
}

}  // namespace
}  // namespace rescan::timesheet::page
