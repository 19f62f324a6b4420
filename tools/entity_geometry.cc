#include "tools/entity_geometry.h"

#include <cmath>
#include <numbers>

namespace rescan::cli {
namespace {

double Rounded(double value) {
  const double rounded = std::round(value * 1e9) / 1e9;
  return rounded == 0 ? 0 : rounded;  // never "-0.0"
}

NormPoint Rounded(const NormPoint& point) {
  return {Rounded(point.x), Rounded(point.y)};
}

}  // namespace

Geometry GeometryOf(const PixelBox& box, float angle_degrees, int page_width,
                    int page_height) {
  const double w = page_width;
  const double h = page_height;
  Geometry result;
  result.bounding_box = {Rounded(box.left / w),
                         Rounded(1 - (box.top + box.height) / h),
                         Rounded(box.width / w), Rounded(box.height / h)};
  const Corners corners =
      CornersOf(box, angle_degrees, page_width, page_height);
  result.corners = {Rounded(corners.top_left), Rounded(corners.top_right),
                    Rounded(corners.bottom_left),
                    Rounded(corners.bottom_right)};
  result.angle_degrees = angle_degrees;
  result.angle_radians = Rounded(angle_degrees * std::numbers::pi / 180);
  return result;
}

}  // namespace rescan::cli
