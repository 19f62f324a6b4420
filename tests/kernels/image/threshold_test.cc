#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>

#include "hwy/tests/hwy_gtest.h"
#include "kernels/image/adaptive_threshold.h"
#include "kernels/image/sauvola.h"
#include "tests/kernels/image/filter_pictures.h"
#include "tests/support/random.h"
#include "tests/support/reference_filters.h"

namespace rescan::kernels {
namespace {

class ThresholdTest : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(ThresholdTest);

void CheckAdaptive(const reference::Picture& in,
                   const AdaptiveThresholdOptions& options, int offset,
                   int gap) {
  FramedPicture framed(in, offset, gap);
  FramedPicture out(in.width, in.height, 3 * offset, 2 * gap);
  AdaptiveThreshold(framed.view(), options, out.view());
  EXPECT_TRUE(out.Is(
      reference::AdaptiveThreshold(in, options.window, options.below_mean)))
      << "window " << options.window << ", " << options.below_mean
      << " below the mean, +" << offset;
}

void CheckSauvola(const reference::Picture& in, const SauvolaOptions& options,
                  int offset, int gap) {
  FramedPicture framed(in, offset, gap);
  FramedPicture out(in.width, in.height, 3 * offset, 2 * gap);
  SauvolaBinarize(framed.view(), options, out.view());
  EXPECT_TRUE(out.Is(
      reference::SauvolaBinarize(in, options.window, options.k, options.range)))
      << "window " << options.window << ", k " << options.k << ", range "
      << options.range << ", +" << offset;
}

TEST_P(ThresholdTest, AdaptiveEveryWidthStrideAndAlignment) {
  std::mt19937 rng(support::Seed(45));
  for (const Size size : SmallSizes()) {
    const auto in = MakePicture(Content::kNoise, size.width, size.height, rng);
    CheckAdaptive(in, {.window = 2 * (size.width % 4) + 1, .below_mean = 7},
                  size.width % 5, size.height % 3);
  }
}

TEST_P(ThresholdTest, AdaptiveEveryContentAndOption) {
  std::mt19937 rng(support::Seed(46));
  for (const Content content : kContents) {
    const auto in = MakePicture(content, 71, 13, rng);
    for (const int window : {1, 3, 31, 101, kMaxThresholdWindow}) {
      for (const int below : {-255, -3, 0, 1, 15, 255}) {
        CheckAdaptive(in, {.window = window, .below_mean = below}, 1, 5);
      }
    }
  }
}

TEST_P(ThresholdTest, SauvolaEveryWidthStrideAndAlignment) {
  std::mt19937 rng(support::Seed(47));
  for (const Size size : SmallSizes()) {
    const auto in = MakePicture(Content::kPage, size.width, size.height, rng);
    CheckSauvola(in, {.window = 2 * (size.width % 4) + 3, .k = 0.2F},
                 size.width % 5, size.height % 3);
  }
}

TEST_P(ThresholdTest, SauvolaEveryContentAndOption) {
  std::mt19937 rng(support::Seed(48));
  for (const Content content : kContents) {
    const auto in = MakePicture(content, 71, 13, rng);
    for (const int window : {3, 25, 61, kMaxSauvolaWindow}) {
      for (const float k : {0.0F, 0.2F, 0.34F, 1.0F}) {
        CheckSauvola(in, {.window = window, .k = k}, 1, 5);
        CheckSauvola(in, {.window = window, .k = k, .range = 64}, 1, 5);
      }
    }
  }
}

// The formula is that of the paper: a float threshold may err by less than a
// tenth of a level.
TEST_P(ThresholdTest, SauvolaIsNearTheFormula) {
  std::mt19937 rng(support::Seed(49));
  const auto in = MakePicture(Content::kPage, 201, 47, rng);
  FramedPicture framed(in, 0, 0);
  FramedPicture out(in.width, in.height, 0, 0);
  SauvolaBinarize(framed.view(), {}, out.view());
  const auto thresholds = reference::SauvolaThresholds(in, 25, 0.34, 128);
  for (int y = 0; y < in.height; ++y) {
    for (int x = 0; x < in.width; ++x) {
      const double threshold =
          thresholds[static_cast<std::size_t>(y * in.width + x)];
      if (std::abs(in.At(x, y) - threshold) < 0.1) continue;
      ASSERT_EQ(in.At(x, y) < threshold ? 0 : 255, out.view().Row(y)[x])
          << "(" << x << ", " << y << "), threshold " << threshold;
    }
  }
}

// No target is chosen for nothing.
TEST(ThresholdEdgeTest, EmptyPicture) {
  AdaptiveThreshold(GreyView{}, {}, MutableGreyView{});
  SauvolaBinarize(GreyView{}, {}, MutableGreyView{});
}

}  // namespace
}  // namespace rescan::kernels
