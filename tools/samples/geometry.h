// Where things are in an image.
#ifndef RESCAN_TOOLS_SAMPLES_GEOMETRY_H_
#define RESCAN_TOOLS_SAMPLES_GEOMETRY_H_

#include <array>

namespace rescan::samples {

// A point in pixels; (0, 0) is the upper left corner of the upper left pixel,
// y grows downwards. The centre of that pixel is (0.5, 0.5).
struct Point {
  double x = 0;
  double y = 0;
  friend bool operator==(const Point&, const Point&) = default;
};

// Corners of a word: upper left, upper right, lower right, lower left as a
// reader of the word sees them. Rounded to 1/100 pixel.
using Quad = std::array<Point, 4>;

// Whole pixels: columns left .. left + width - 1, rows top .. top + height - 1.
struct PixelBox {
  int left = 0;
  int top = 0;
  int width = 0;
  int height = 0;
  friend bool operator==(const PixelBox&, const PixelBox&) = default;
};

}  // namespace rescan::samples

#endif  // RESCAN_TOOLS_SAMPLES_GEOMETRY_H_
