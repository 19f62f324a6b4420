#include "engine/ocr/page_transform.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/image/orient.h"

namespace rescan {
namespace {

constexpr double kRadians = std::numbers::pi / 180;

// Edges of a box along one axis, from the mapped ends.
struct Extent {
  int begin, size;
};

Extent ExtentOf(double low, double high, int limit, bool empty) {
  // Far outside, a double need not fit an int.
  const auto edge = [limit](double value) {
    return static_cast<int>(std::lround(std::clamp(value, 0.0, 1.0 * limit)));
  };
  const int begin = edge(low);
  const int end = edge(high);
  if (empty || end > begin) return {begin, end - begin};
  // Thinner than a pixel, or outside: the pixel it lies in or next to.
  const double middle = std::floor((low + high) / 2);
  return {static_cast<int>(std::clamp(middle, 0.0, limit - 1.0)), 1};
}

}  // namespace

PageTransform PageTransform::Compose(const PageTransform& inner) const {
  return {.a = a * inner.a + b * inner.d,
          .b = a * inner.b + b * inner.e,
          .c = a * inner.c + b * inner.f + c,
          .d = d * inner.a + e * inner.d,
          .e = d * inner.b + e * inner.e,
          .f = d * inner.c + e * inner.f + f};
}

PageTransform PageTransform::OfReduction(int reduction, int orientation,
                                         int width, int height) {
  const auto excess = [reduction](int size) {
    return (reduction - size % reduction) % reduction;
  };
  // Where the stored last column and last row stand, see Upright.
  const bool right_is_left = orientation == 2 || orientation == 3;
  const bool bottom_is_top = orientation == 3 || orientation == 4;
  const bool bottom_is_left = orientation == 6 || orientation == 7;
  const bool right_is_top = orientation == 7 || orientation == 8;
  PageTransform transform;
  transform.a = transform.e = reduction;
  if (right_is_left || bottom_is_left) transform.c = -excess(width);
  if (bottom_is_top || right_is_top) transform.f = -excess(height);
  return transform;
}

PageTransform PageTransform::AfterCrop(double left, double top) const {
  return Compose({.c = left, .f = top});
}

PageTransform PageTransform::AfterScale(double x, double y) const {
  return Compose({.a = 1 / x, .e = 1 / y});
}

PageTransform PageTransform::AfterTurn(double degrees,
                                       PixelPoint centre) const {
  // Back is clockwise as seen, which with y down is
  //   x' = cos x - sin y,  y' = sin x + cos y.
  const double cosine = std::cos(degrees * kRadians);
  const double sine = std::sin(degrees * kRadians);
  return Compose({.a = cosine,
                  .b = -sine,
                  .c = centre.x - cosine * centre.x + sine * centre.y,
                  .d = sine,
                  .e = cosine,
                  .f = centre.y - sine * centre.x - cosine * centre.y});
}

PageTransform PageTransform::AfterQuarters(int quarters, double width,
                                           double height) const {
  switch (((quarters % 4) + 4) % 4) {
    case 1:  // the first column became the first row, read upwards
      return Compose({.a = 0, .b = 1, .c = 0, .d = -1, .e = 0, .f = height});
    case 2:
      return Compose({.a = -1, .c = width, .e = -1, .f = height});
    case 3:
      return Compose({.a = 0, .b = -1, .c = width, .d = 1, .e = 0, .f = 0});
    default:
      return *this;
  }
}

PageTransform PageTransform::Inverse() const {
  const double determinant = a * e - b * d;
  return {.a = e / determinant,
          .b = -b / determinant,
          .c = (b * f - c * e) / determinant,
          .d = -d / determinant,
          .e = a / determinant,
          .f = (c * d - a * f) / determinant};
}

bool PageTransform::IsIdentity() const { return *this == PageTransform(); }

PixelPoint PageTransform::Map(PixelPoint point) const {
  return {a * point.x + b * point.y + c, d * point.x + e * point.y + f};
}

double PageTransform::MapAngle(double degrees) const {
  // y grows downwards, so a rising line runs towards smaller y.
  const double x = std::cos(degrees * kRadians);
  const double y = -std::sin(degrees * kRadians);
  const double angle = std::atan2(-(d * x + e * y), a * x + b * y) / kRadians;
  if (angle == 0) return 0;  // not -0
  return angle <= -180 ? angle + 360 : angle;
}

double PageTransform::VerticalScale() const { return std::hypot(b, e); }

PixelBox MapBox(const PageTransform& transform, const PixelBox& box, int width,
                int height) {
  const double left = box.left;
  const double top = box.top;
  const double right = left + box.width;
  const double bottom = top + box.height;
  const PixelPoint corners[] = {
      transform.Map({left, top}), transform.Map({right, top}),
      transform.Map({left, bottom}), transform.Map({right, bottom})};
  const auto [min_x, max_x] =
      std::minmax({corners[0].x, corners[1].x, corners[2].x, corners[3].x});
  const auto [min_y, max_y] =
      std::minmax({corners[0].y, corners[1].y, corners[2].y, corners[3].y});
  const bool empty = box.width <= 0 || box.height <= 0;
  const Extent x = ExtentOf(min_x, max_x, width, empty);
  const Extent y = ExtentOf(min_y, max_y, height, empty);
  // A box without an area may be a line; it stays without, whatever the turn.
  if (empty) return {x.begin, y.begin, 0, 0};
  return {x.begin, y.begin, x.size, y.size};
}

void MapPage(const PageTransform& transform, int width, int height,
             Page& page) {
  page.width = width;
  page.height = height;
  if (transform.IsIdentity()) return;
  for (Line& line : page.lines) {
    line.box = MapBox(transform, line.box, width, height);
    line.angle_degrees =
        static_cast<float>(transform.MapAngle(line.angle_degrees));
    for (Word& word : line.words) {
      word.box = MapBox(transform, word.box, width, height);
      for (Letter& letter : word.letters) {
        letter.box = MapBox(transform, letter.box, width, height);
      }
    }
  }
}

}  // namespace rescan
