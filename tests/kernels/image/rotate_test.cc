#include "kernels/image/rotate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <random>

#include "hwy/tests/hwy_gtest.h"
#include "tests/support/guarded_grey.h"
#include "tests/support/random.h"
#include "tests/support/reference_geometry.h"

namespace rescan::kernels {
namespace {

using reference::Picture;
using support::GuardedGrey;

Picture Grey(std::mt19937& rng, int width, int height) {
  Picture picture{width, height, {}};
  for (int i = 0; i < width * height; ++i) {
    picture.samples.push_back(
        static_cast<std::uint8_t>(support::Below(rng, 256)));
  }
  return picture;
}

Picture Turned(const Picture& from, double degrees, std::uint8_t background,
               int gap = 5, int offset = 3) {
  const Rotation rotation = PlanRotation(from.width, from.height, degrees);
  GuardedGrey in(from, gap, offset);
  GuardedGrey out(rotation.width, rotation.height, gap + 3, offset + 2);
  Rotate(in.view(), rotation, background, out.view());
  EXPECT_TRUE(in.GuardsStand() && out.GuardsStand());
  return out.Picture();
}

int GreatestDifference(const Picture& a, const Picture& b) {
  int greatest = 0;
  for (std::size_t i = 0; i < a.samples.size(); ++i) {
    greatest = std::max(greatest, std::abs(a.samples[i] - b.samples[i]));
  }
  return greatest;
}

void ExpectNearReference(const Picture& from, double degrees, int gap = 5,
                         int offset = 3) {
  constexpr int kBackground = 201;
  const Picture got = Turned(from, degrees, kBackground, gap, offset);
  const Picture wanted =
      reference::Rotate(from, degrees, got.width, got.height, kBackground);
  EXPECT_LE(GreatestDifference(wanted, got), kRotateTolerance)
      << from.width << "x" << from.height << " by " << degrees;
}

// Each test runs once per SIMD target of this machine; its name says which.
class RotateTest : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(RotateTest);

TEST_P(RotateTest, EveryAngle) {
  std::mt19937 rng(support::Seed(51));
  const Picture from = Grey(rng, 203, 131);
  for (int tenths = -150; tenths <= 150; tenths += 7) {
    ExpectNearReference(from, tenths / 10.0);
  }
  for (const double degrees : {-15.0, -0.01, 0.001, 0.03, 15.0}) {
    ExpectNearReference(from, degrees);
  }
}

TEST_P(RotateTest, EverySmallSize) {
  std::mt19937 rng(support::Seed(52));
  for (int width = 1; width <= 70; width += width < 36 ? 1 : 7) {
    for (const int height : {1, 2, 5, 33}) {
      const Picture from = Grey(rng, width, height);
      ExpectNearReference(from, 3.7, width % 5, width % 9);
      ExpectNearReference(from, -14.2, width % 3, width % 7);
    }
  }
}

TEST_P(RotateTest, LargePictureStaysExactFarFromTheCentre) {
  std::mt19937 rng(support::Seed(53));
  ExpectNearReference(Grey(rng, 5000, 9), 1.3);
  ExpectNearReference(Grey(rng, 9, 3000), -2.1);
}

TEST_P(RotateTest, NoTurnIsACopy) {
  std::mt19937 rng(support::Seed(54));
  for (const int width : {1, 31, 32, 33, 200}) {
    const Picture from = Grey(rng, width, 17);
    EXPECT_EQ(from.samples, Turned(from, 0, 7).samples);
  }
}

TEST_P(RotateTest, FlatPictureOnItsOwnLevelStaysFlat) {
  for (const int level : {0, 1, 128, 254, 255}) {
    Picture from{100, 80, {}};
    from.samples.assign(8000, static_cast<std::uint8_t>(level));
    for (const double degrees : {-9.9, -1.0, 0.2, 5.0}) {
      const Picture got =
          Turned(from, degrees, static_cast<std::uint8_t>(level));
      for (const std::uint8_t sample : got.samples) ASSERT_EQ(level, sample);
    }
  }
}

TEST_P(RotateTest, SameOnEveryTarget) {
  std::mt19937 rng(support::Seed(55));
  const Picture from = Grey(rng, 311, 97);
  const Picture got = Turned(from, -6.3, 255);
  hwy::SetSupportedTargetsForTest(HWY_BASELINE_SCALAR);
  EXPECT_EQ(Turned(from, -6.3, 255).samples, got.samples);
}

TEST(PlanRotationTest, HoldsEveryCornerTightly) {
  for (const double degrees : {-15.0, -3.3, -0.4, 0.0, 0.1, 2.0, 15.0}) {
    const Rotation rotation = PlanRotation(640, 480, degrees);
    double left = 1e9, top = 1e9, right = -1e9, bottom = -1e9;
    for (const double x : {0.0, 640.0}) {
      for (const double y : {0.0, 480.0}) {
        const AffineMap& m = rotation.to_turned;
        const double u = m.xx * x + m.xy * y + m.dx;
        const double v = m.yx * x + m.yy * y + m.dy;
        left = std::min(left, u);
        right = std::max(right, u);
        top = std::min(top, v);
        bottom = std::max(bottom, v);
        const AffineMap& back = rotation.to_original;
        EXPECT_NEAR(x, back.xx * u + back.xy * v + back.dx, 1e-9);
        EXPECT_NEAR(y, back.yx * u + back.yy * v + back.dy, 1e-9);
      }
    }
    EXPECT_GE(left, -1e-3);
    EXPECT_GE(top, -1e-3);
    EXPECT_LT(left, 0.5);
    EXPECT_LT(top, 0.5);
    EXPECT_NEAR(rotation.width, left + right, 1e-9);
    EXPECT_NEAR(rotation.height, top + bottom, 1e-9);
  }
}

TEST(PlanRotationTest, PositiveIsClockwise) {
  const Rotation rotation = PlanRotation(1000, 500, 5);
  // What was on the right of the centre is now below it.
  const AffineMap& m = rotation.to_turned;
  EXPECT_GT(m.yx * 1000 + m.yy * 250 + m.dy, rotation.height / 2.0 + 40);
}

TEST(PlanRotationTest, NoTurnChangesNothing) {
  const Rotation rotation = PlanRotation(31, 77, 0);
  EXPECT_EQ(31, rotation.width);
  EXPECT_EQ(77, rotation.height);
  EXPECT_EQ(1, rotation.to_original.xx);
  EXPECT_EQ(0, rotation.to_original.dx);
  EXPECT_EQ(0, rotation.to_original.dy);
}

}  // namespace
}  // namespace rescan::kernels
