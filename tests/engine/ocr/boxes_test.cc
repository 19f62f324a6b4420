#include "engine/ocr/boxes.h"

#include <gtest/gtest.h>

#include <vector>

namespace rescan {
namespace {

using kernels::InkBox;

TEST(BoxesTest, EdgesAreBehindTheLastPixel) {
  EXPECT_EQ(13, Right({3, -2, 10, 5}));
  EXPECT_EQ(3, Bottom({3, -2, 10, 5}));
}

TEST(BoxesTest, UnionHoldsBothWhicheverIsWhere) {
  const PixelBox left_low = {1, 20, 4, 6}, right_high = {9, 2, 3, 5};
  const PixelBox all = {1, 2, 11, 24};
  EXPECT_EQ(all, Union(left_low, right_high));
  EXPECT_EQ(all, Union(right_high, left_low));
  EXPECT_EQ(all, Union(all, left_low));
}

TEST(BoxesTest, UnionOfInkBoxesIsByEdges) {
  EXPECT_EQ((InkBox{1, 2, 12, 26}),
            Union(InkBox{1, 20, 5, 26}, InkBox{9, 2, 12, 7}));
}

TEST(BoxesTest, UnionOfManyAndOfNone) {
  const std::vector<PixelBox> boxes = {
      {5, 5, 2, 2}, {1, 6, 3, 3}, {6, 0, 4, 1}};
  EXPECT_EQ((PixelBox{1, 0, 9, 9}), Union(boxes));
  EXPECT_EQ(boxes.front(), Union({boxes.data(), 1}));
  EXPECT_EQ(PixelBox(), Union({}));
}

}  // namespace
}  // namespace rescan
