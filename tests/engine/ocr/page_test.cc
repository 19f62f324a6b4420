#include "engine/ocr/page.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace rescan {
namespace {

constexpr int kWidth = 1000;
constexpr int kHeight = 400;

struct Point {
  double x, y;  // pixels, y down
};
Point ToPixels(const NormPoint& point) {
  return {point.x * kWidth, (1 - point.y) * kHeight};
}
double Distance(const Point& a, const Point& b) {
  return std::hypot(a.x - b.x, a.y - b.y);
}

TEST(CornersTest, LevelTextHasTheBoxsCorners) {
  const Corners corners = CornersOf({100, 40, 300, 20}, 0, kWidth, kHeight);
  EXPECT_DOUBLE_EQ(0.1, corners.top_left.x);
  EXPECT_DOUBLE_EQ(0.9, corners.top_left.y);
  EXPECT_DOUBLE_EQ(0.4, corners.top_right.x);
  EXPECT_DOUBLE_EQ(0.9, corners.top_right.y);
  EXPECT_DOUBLE_EQ(0.1, corners.bottom_left.x);
  EXPECT_DOUBLE_EQ(0.85, corners.bottom_left.y);
  EXPECT_DOUBLE_EQ(0.4, corners.bottom_right.x);
  EXPECT_DOUBLE_EQ(0.85, corners.bottom_right.y);
}

// A positive angle rises to the right: the end of the text is the higher one.
TEST(CornersTest, RisingTextEndsHigher) {
  const Corners rising = CornersOf({100, 40, 300, 60}, 5, kWidth, kHeight);
  EXPECT_GT(rising.top_right.y, rising.top_left.y);
  EXPECT_GT(rising.bottom_right.y, rising.bottom_left.y);
  const Corners falling = CornersOf({100, 40, 300, 60}, -5, kWidth, kHeight);
  EXPECT_LT(falling.top_right.y, falling.top_left.y);
}

void ExpectFillsBox(const Corners& corners, const PixelBox& box,
                    const std::string& what) {
  const Point points[] = {
      ToPixels(corners.top_left), ToPixels(corners.top_right),
      ToPixels(corners.bottom_left), ToPixels(corners.bottom_right)};
  const auto by_x = [](const Point& a, const Point& b) { return a.x < b.x; };
  const auto by_y = [](const Point& a, const Point& b) { return a.y < b.y; };
  const auto [left, right] =
      std::minmax_element(std::begin(points), std::end(points), by_x);
  const auto [top, bottom] =
      std::minmax_element(std::begin(points), std::end(points), by_y);
  EXPECT_NEAR(box.left, left->x, 1e-6) << what;
  EXPECT_NEAR(box.left + box.width, right->x, 1e-6) << what;
  EXPECT_NEAR(box.top, top->y, 1e-6) << what;
  EXPECT_NEAR(box.top + box.height, bottom->y, 1e-6) << what;
}

// Whatever the angle, the four points are a rectangle that fills the box, and
// turn the same way round as they are named.
TEST(CornersTest, AlwaysARectangleThatFillsItsBox) {
  for (const PixelBox& box :
       {PixelBox{100, 40, 300, 20}, PixelBox{100, 40, 20, 300},
        PixelBox{5, 7, 80, 80}, PixelBox{0, 0, 1, 1}, PixelBox{3, 9, 400, 1}}) {
    for (int angle = -180; angle <= 180; ++angle) {
      const std::string what = std::to_string(box.width) + "x" +
                               std::to_string(box.height) + " at " +
                               std::to_string(angle);
      const Corners corners = CornersOf(box, angle, kWidth, kHeight);
      ExpectFillsBox(corners, box, what);
      const Point top_left = ToPixels(corners.top_left);
      const Point top_right = ToPixels(corners.top_right);
      const Point bottom_left = ToPixels(corners.bottom_left);
      const Point bottom_right = ToPixels(corners.bottom_right);
      EXPECT_NEAR(Distance(top_left, top_right),
                  Distance(bottom_left, bottom_right), 1e-6)
          << what;
      EXPECT_NEAR(Distance(top_left, bottom_right),
                  Distance(top_right, bottom_left), 1e-6)
          << what;
      // y grows downwards: reading direction x downwards is positive.
      const double turn =
          (top_right.x - top_left.x) * (bottom_left.y - top_left.y) -
          (top_right.y - top_left.y) * (bottom_left.x - top_left.x);
      EXPECT_GT(turn, 0) << what;
    }
  }
}

// Boxes that a turned rectangle really has give that rectangle back.
TEST(CornersTest, RecoversTheRectangle) {
  for (int angle = -170; angle <= 180; angle += 10) {
    const double radians = angle * std::numbers::pi / 180;
    const double c = std::cos(radians);
    const double s = std::sin(radians);
    constexpr double kAlong = 400;
    constexpr double kAcross = 30;
    const PixelBox box = {100, 50,
                          static_cast<int>(std::lround(kAlong * std::abs(c) +
                                                       kAcross * std::abs(s))),
                          static_cast<int>(std::lround(kAlong * std::abs(s) +
                                                       kAcross * std::abs(c)))};
    const Corners corners = CornersOf(box, angle, kWidth, kHeight);
    const Point from = ToPixels(corners.top_left);
    const Point to = ToPixels(corners.top_right);
    const Point below = ToPixels(corners.bottom_left);
    EXPECT_NEAR(kAlong, Distance(from, to), 6) << angle;
    EXPECT_NEAR(kAcross, Distance(from, below), 6) << angle;
    const double read =
        std::atan2(from.y - to.y, to.x - from.x) * 180 / std::numbers::pi;
    EXPECT_NEAR(0, std::remainder(read - angle, 360), 1e-6);
  }
}

// Where no turned rectangle fits, the box itself, turned by quarters.
TEST(CornersTest, FlatBoxesKeepTheirOwnCorners) {
  const PixelBox flat = {100, 40, 300, 4};
  const Corners level = CornersOf(flat, 20, kWidth, kHeight);
  EXPECT_NEAR(100, ToPixels(level.top_left).x, 1e-9);
  EXPECT_NEAR(40, ToPixels(level.top_left).y, 1e-9);
  EXPECT_NEAR(400, ToPixels(level.bottom_right).x, 1e-9);
  // Upwards: the text's top left is the box's bottom left.
  const Corners up = CornersOf(flat, 70, kWidth, kHeight);
  EXPECT_NEAR(100, ToPixels(up.top_left).x, 1e-9);
  EXPECT_NEAR(44, ToPixels(up.top_left).y, 1e-9);
  EXPECT_NEAR(40, ToPixels(up.top_right).y, 1e-9);
  // Upside down.
  const Corners down = CornersOf(flat, 160, kWidth, kHeight);
  EXPECT_NEAR(400, ToPixels(down.top_left).x, 1e-9);
  EXPECT_NEAR(44, ToPixels(down.top_left).y, 1e-9);
}

}  // namespace
}  // namespace rescan
