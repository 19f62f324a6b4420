#include "kernels/image/skew.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "kernels/image/rotate.h"
#include "tests/support/guarded_grey.h"
#include "tests/support/random.h"
#include "tests/support/text_page.h"

namespace rescan::kernels {
namespace {

using reference::Picture;
using support::GuardedGrey;
using support::TextPage;

Picture Turn(const Picture& picture, double degrees) {
  const Rotation rotation =
      PlanRotation(picture.width, picture.height, degrees);
  GuardedGrey from(picture);
  GuardedGrey to(rotation.width, rotation.height);
  Rotate(from.view(), rotation, 255, to.view());
  return to.Picture();
}

struct Mask {
  std::vector<InkComponent> components;
  int width = 0;
  int height = 0;
};

Mask MaskOf(const Picture& picture) {
  GuardedGrey mask(support::InkOf(picture));
  return {FindInkComponents(mask.view()).components, picture.width,
          picture.height};
}

// The page, turned clockwise.
Mask Turned(const TextPage& page, double degrees, std::uint32_t seed) {
  std::mt19937 rng(support::Seed(seed));
  const Picture straight = support::DrawText(rng, page);
  return MaskOf(Turn(straight, degrees));
}

SkewEstimate Estimate(const Mask& mask, const SkewOptions& options = {}) {
  return EstimateSkew(mask.components, mask.width, mask.height, options);
}

void ExpectNone(const SkewEstimate& estimate) {
  EXPECT_EQ(0, estimate.degrees);
  EXPECT_EQ(0, estimate.confidence);
}

TEST(SkewTest, FindsTheAngleOfAPage) {
  for (const double degrees : {-10.0, -9.3, -5.1, -2.0, -0.7, -0.3, -0.1, 0.0,
                               0.1, 0.25, 0.5, 1.3, 3.7, 6.6, 9.9}) {
    const SkewEstimate estimate = Estimate(Turned({}, degrees, 121));
    EXPECT_NEAR(degrees, estimate.degrees, 0.1);
    EXPECT_GT(estimate.confidence, 0.4) << degrees;
  }
}

TEST(SkewTest, AnySizeOfPageAndPrint) {
  for (const int x_height : {6, 9, 20, 40}) {
    TextPage page;
    page.width = 500 + 20 * x_height;
    page.right = page.width - 60;
    page.x_height = x_height;
    page.pitch = x_height * 2;
    page.lines = 500 / page.pitch;
    const SkewEstimate estimate = Estimate(Turned(page, -1.7, 122));
    EXPECT_NEAR(-1.7, estimate.degrees, 0.1) << x_height;
    EXPECT_GT(estimate.confidence, 0.3) << x_height;
  }
}

TEST(SkewTest, NarrowText) {
  TextPage page;
  page.left = 300;
  page.right = 500;
  const SkewEstimate estimate = Estimate(Turned(page, 2.4, 123));
  EXPECT_NEAR(2.4, estimate.degrees, 0.3);
}

TEST(SkewTest, FewLines) {
  TextPage page;
  page.lines = 2;
  EXPECT_NEAR(4.4, Estimate(Turned(page, 4.4, 124)).degrees, 0.1);
}

TEST(SkewTest, StrayMarksAndABorderDoNotMatter) {
  Mask mask = Turned({}, 1.5, 125);
  std::mt19937 rng(support::Seed(126));
  for (int i = 0; i < 300; ++i) {
    const int x = static_cast<int>(support::Below(rng, 800)) + 20;
    const int y = static_cast<int>(support::Below(rng, 600)) + 20;
    mask.components.push_back({{x, y, x + 5, y + 6}, 20, 6});
  }
  // Specks along the straight edge of a scan, and the edge.
  for (int x = 10; x < 800; x += 6) {
    mask.components.push_back({{x, 0, x + 5, 6}, 20, 6});
  }
  mask.components.push_back({{0, 0, mask.width, 30},
                             static_cast<std::uint32_t>(20 * mask.width),
                             30});
  EXPECT_NEAR(1.5, Estimate(mask).degrees, 0.1);
}

TEST(SkewTest, NoTextHasNoAngle) {
  ExpectNone(Estimate({{}, 900, 700}));
  ExpectNone(Estimate({{}, 0, 0}));
  ExpectNone(Estimate({{{{10, 10, 20, 20}, 50, 10}}, 900, 700}));
}

TEST(SkewTest, FewerComponentsThanAskedForHaveNoAngle) {
  TextPage page;
  page.lines = 1;
  Mask mask = Turned(page, 1, 127);
  ASSERT_GE(mask.components.size(), 40u);
  SkewOptions options;
  options.min_components = mask.components.size() + 1;
  ExpectNone(Estimate(mask, options));
  mask.components.resize(25);
  ExpectNone(Estimate(mask));
}

TEST(SkewTest, MarksThatLieAnyhowHaveNoAngle) {
  std::mt19937 rng(support::Seed(128));
  for (const int count : {30, 60, 200, 1000, 5000, 20000}) {
    for (int round = 0; round < 5; ++round) {
      Mask mask{{}, 1000, 1400};
      for (int i = 0; i < count; ++i) {
        const int x = static_cast<int>(support::Below(rng, 960)) + 10;
        const int y = static_cast<int>(support::Below(rng, 1360)) + 10;
        mask.components.push_back({{x, y, x + 8, y + 12}, 60, 12});
      }
      const SkewEstimate estimate = Estimate(mask);
      EXPECT_LT(estimate.confidence, 0.1) << count;
    }
  }
}

TEST(SkewTest, AllInOneColumnHasNoAngle) {
  Mask mask{{}, 1000, 1400};
  for (int y = 10; y < 1300; y += 20) {
    mask.components.push_back({{496, y, 504, y + 12}, 60, 12});
  }
  ExpectNone(Estimate(mask));
}

TEST(SkewTest, KeepsToTheRangeAskedFor) {
  SkewOptions options;
  options.max_degrees = 2;
  const SkewEstimate estimate = Estimate(Turned({}, 6, 129), options);
  EXPECT_LE(std::abs(estimate.degrees), 2);
  options.max_degrees = 0;
  EXPECT_EQ(0, Estimate(Turned({}, 1, 130), options).degrees);
  options.max_degrees = 15;
  EXPECT_NEAR(13, Estimate(Turned({}, 13, 131), options).degrees, 0.1);
}

TEST(SkewTest, TurningBackLeavesNone) {
  std::mt19937 rng(support::Seed(132));
  const Picture askew = Turn(support::DrawText(rng, {}), 3.3);
  const SkewEstimate estimate = Estimate(MaskOf(askew));
  const Picture straight = Turn(askew, -estimate.degrees);
  EXPECT_NEAR(0, Estimate(MaskOf(straight)).degrees, 0.1);
}

}  // namespace
}  // namespace rescan::kernels
