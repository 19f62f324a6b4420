#include "kernels/image/clahe.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>

#include "hwy/tests/hwy_gtest.h"
#include "tests/kernels/image/filter_pictures.h"
#include "tests/support/random.h"
#include "tests/support/reference_filters.h"

namespace rescan::kernels {
namespace {

class ClaheTest : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(ClaheTest);

void Check(const reference::Picture& in, const ClaheOptions& options,
           int offset, int gap) {
  FramedPicture framed(in, offset, gap);
  FramedPicture out(in.width, in.height, 3 * offset, 2 * gap);
  Clahe(framed.view(), options, out.view());
  const auto wanted = reference::Clahe(in, options.clip_limit, options.tiles_x,
                                       options.tiles_y);
  EXPECT_TRUE(out.Is(wanted))
      << "clip " << options.clip_limit << ", " << options.tiles_x << " x "
      << options.tiles_y << " tiles, +" << offset;
  Clahe(framed.view(), options, framed.view());
  EXPECT_TRUE(framed.Is(wanted)) << "in place, +" << offset;
}

TEST_P(ClaheTest, EveryWidthStrideAndAlignment) {
  std::mt19937 rng(support::Seed(40));
  for (const Size size : SmallSizes()) {
    const auto in = MakePicture(Content::kNoise, size.width, size.height, rng);
    Check(in, {}, size.width % 5, size.height % 3);
    Check(in, {.clip_limit = 3, .tiles_x = 3, .tiles_y = 2}, size.width % 5,
          size.height % 3);
  }
}

TEST_P(ClaheTest, EveryContentAndOption) {
  std::mt19937 rng(support::Seed(41));
  for (const Content content : kContents) {
    const auto in = MakePicture(content, 141, 47, rng);
    for (const double clip : {0.0, 0.001, 1.0, 2.0, 40.0, 1e9}) {
      Check(in, {.clip_limit = clip, .tiles_x = 8, .tiles_y = 8}, 1, 5);
      Check(in, {.clip_limit = clip, .tiles_x = 1, .tiles_y = 1}, 1, 5);
      Check(in, {.clip_limit = clip, .tiles_x = 4, .tiles_y = 13}, 1, 5);
    }
    Check(in, {.tiles_x = kMaxClaheTiles, .tiles_y = kMaxClaheTiles}, 0, 1);
  }
}

// A size that the tiles divide gets no margin, one that they divide along one
// axis gets one on both.
TEST_P(ClaheTest, MarginsAsOpenCvHasThem) {
  std::mt19937 rng(support::Seed(42));
  for (const Size size : {Size{160, 80}, Size{160, 81}, Size{161, 80}}) {
    Check(MakePicture(Content::kPage, size.width, size.height, rng), {}, 0, 0);
  }
}

// More samples of one level than a 16-bit counter holds: in a row of one
// tile, and in the rows of a tile.
TEST_P(ClaheTest, ManySamplesOfOneLevel) {
  std::mt19937 rng(support::Seed(43));
  const ClaheOptions one_tile{.clip_limit = 0, .tiles_x = 1, .tiles_y = 1};
  Check(MakePicture(Content::kExtremes, 300'000, 2, rng), one_tile, 0, 0);
  Check(MakePicture(Content::kWhite, 300'000, 2, rng), one_tile, 0, 0);
  Check(MakePicture(Content::kExtremes, 700, 900, rng), one_tile, 0, 0);
}

TEST_P(ClaheTest, OneLevelFromInterpolationInFloats) {
  std::mt19937 rng(support::Seed(44));
  for (const Content content : {Content::kNoise, Content::kPage}) {
    const auto in = MakePicture(content, 331, 203, rng);
    FramedPicture framed(in, 0, 0);
    Clahe(framed.view(), {}, framed.view());
    const auto wanted = reference::ClaheInFloats(in, 2.0, 8, 8);
    for (int y = 0; y < in.height; ++y) {
      for (int x = 0; x < in.width; ++x) {
        ASSERT_NEAR(wanted.At(x, y), framed.view().Row(y)[x], 1)
            << "(" << x << ", " << y << ")";
      }
    }
  }
}

// No target is chosen for nothing.
TEST(ClaheEdgeTest, EmptyPicture) {
  Clahe(GreyView{}, {}, MutableGreyView{});
  std::uint8_t none = 0;
  Clahe(GreyView{&none, 0, 4, 1}, {}, MutableGreyView{&none, 0, 4, 1});
}

}  // namespace
}  // namespace rescan::kernels
