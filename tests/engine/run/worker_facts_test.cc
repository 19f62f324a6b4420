#include "engine/run/worker_facts.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace rescan {
namespace {

// A page of 1000 x 1000 with one line of 400 x 40 pixels in its middle, turned.
Page TurnedLine(float angle_degrees) {
  const double angle = std::abs(angle_degrees) * std::numbers::pi / 180;
  const int width =
      static_cast<int>(400 * std::cos(angle) + 40 * std::sin(angle));
  const int height =
      static_cast<int>(400 * std::sin(angle) + 40 * std::cos(angle));
  Line line;
  line.box = {500 - width / 2, 500 - height / 2, width, height};
  line.angle_degrees = angle_degrees;
  return {.width = 1000, .height = 1000, .lines = {line}};
}

TEST(ExtentsOfTest, ALevelLineReachesAsFarAsItsBox) {
  const Margins margins = MarginsOf(ExtentsOf(TurnedLine(0)));
  EXPECT_NEAR(margins.left, 0.3, 1e-9);
  EXPECT_NEAR(margins.right, 0.3, 1e-9);
  EXPECT_NEAR(margins.top, 0.48, 1e-9);
  EXPECT_NEAR(margins.bottom, 0.48, 1e-9);
}

// The box would give 0.300, 0.300, 0.446, 0.446 for either.
TEST(ExtentsOfTest, ATurnedLineReachesToItsNamedCorners) {
  constexpr double kPixel = 0.0015;
  const double along_x = 0.2 * std::cos(10 * std::numbers::pi / 180);
  const double along_y = 0.2 * std::sin(10 * std::numbers::pi / 180);
  const double up_x = 0.02 * std::sin(10 * std::numbers::pi / 180);
  const double up_y = 0.02 * std::cos(10 * std::numbers::pi / 180);
  const Margins rising = MarginsOf(ExtentsOf(TurnedLine(10)));
  EXPECT_NEAR(rising.left, 0.5 - along_x - up_x, kPixel);
  EXPECT_NEAR(rising.right, 0.5 - along_x + up_x, kPixel);
  EXPECT_NEAR(rising.top, 0.5 + along_y - up_y, kPixel);
  EXPECT_NEAR(rising.bottom, 0.5 - along_y - up_y, kPixel);
  const Margins falling = MarginsOf(ExtentsOf(TurnedLine(-10)));
  EXPECT_NEAR(falling.left, 0.5 - along_x + up_x, kPixel);
  EXPECT_NEAR(falling.right, 0.5 - along_x - up_x, kPixel);
  EXPECT_NEAR(falling.top, 0.5 - along_y - up_y, kPixel);
  EXPECT_NEAR(falling.bottom, 0.5 + along_y - up_y, kPixel);
}

TEST(ExtentsOfTest, APageWithoutLinesReachesNowhere) {
  EXPECT_TRUE(ExtentsOf({.width = 10, .height = 10, .lines = {}}).empty());
}

}  // namespace
}  // namespace rescan
