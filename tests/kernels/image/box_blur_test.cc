#include "kernels/image/box_blur.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>

#include "hwy/tests/hwy_gtest.h"
#include "tests/kernels/image/filter_pictures.h"
#include "tests/support/random.h"
#include "tests/support/reference_filters.h"

namespace rescan::kernels {
namespace {

class BoxBlurTest : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(BoxBlurTest);

void Check(const reference::Picture& in, int radius, int offset, int gap) {
  FramedPicture framed(in, offset, gap);
  FramedPicture out(in.width, in.height, 3 * offset, 2 * gap);
  BoxBlur(framed.view(), radius, out.view());
  EXPECT_TRUE(out.Is(reference::BoxBlur(in, radius)))
      << "radius " << radius << " +" << offset;
}

TEST_P(BoxBlurTest, EveryWidthStrideAndAlignment) {
  std::mt19937 rng(support::Seed(31));
  for (const Size size : SmallSizes()) {
    const auto in = MakePicture(Content::kNoise, size.width, size.height, rng);
    Check(in, size.width % 4, size.width % 5, size.height % 3);
  }
}

TEST_P(BoxBlurTest, EveryContentAndRadius) {
  std::mt19937 rng(support::Seed(32));
  for (const Content content : kContents) {
    const auto in = MakePicture(content, 71, 13, rng);
    for (const int radius : {0, 1, 2, 7, 15, 40, kMaxBoxRadius}) {
      Check(in, radius, 1, 5);
    }
  }
}

// The mean of n samples with one level of difference comes as near to a tie
// as a mean can.
TEST_P(BoxBlurTest, NearestLevelNextToATie) {
  for (const int radius : {1, 20, kMaxBoxRadius}) {
    const int side = 2 * radius + 1;
    for (const int brighter : {side * side / 2, side * side / 2 + 1}) {
      reference::Picture in{side, side, {}};
      for (int i = 0; i < side * side; ++i) {
        in.samples.push_back(i < brighter ? 255 : 254);
      }
      FramedPicture framed(in, 0, 0);
      FramedPicture out(side, side, 0, 0);
      BoxBlur(framed.view(), radius, out.view());
      EXPECT_EQ(brighter > side * side / 2 ? 255 : 254,
                out.view().Row(radius)[radius])
          << "radius " << radius;
    }
  }
}

// No target is chosen for nothing.
TEST(BoxBlurEdgeTest, EmptyPicture) {
  BoxBlur(GreyView{}, 3, MutableGreyView{});
  std::uint8_t none = 0;
  BoxBlur(GreyView{&none, 0, 4, 1}, 3, MutableGreyView{&none, 0, 4, 1});
}

}  // namespace
}  // namespace rescan::kernels
