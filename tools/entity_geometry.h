#ifndef RESCAN_TOOLS_ENTITY_GEOMETRY_H_
#define RESCAN_TOOLS_ENTITY_GEOMETRY_H_

#include "engine/ocr/page.h"

namespace rescan::cli {

// A box in shares of the image's width and height, origin bottom left, y up;
// x and y are the lower-left corner.
struct NormBox {
  double x = 0, y = 0, width = 0, height = 0;
};

// Where an entity lies, as exports write it.
struct Geometry {
  NormBox bounding_box;
  Corners corners;
  float angle_degrees = 0;
  double angle_radians = 0;
};

// Coordinates are rounded to 9 decimals, far below a pixel's share of any
// image, so that the last bits of a division do not fill the export.
[[nodiscard]] Geometry GeometryOf(const PixelBox& box, float angle_degrees,
                                  int page_width, int page_height);

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_ENTITY_GEOMETRY_H_
