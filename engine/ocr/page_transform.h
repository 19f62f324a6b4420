#ifndef RESCAN_ENGINE_OCR_PAGE_TRANSFORM_H_
#define RESCAN_ENGINE_OCR_PAGE_TRANSFORM_H_

#include "engine/ocr/page.h"

namespace rescan {

struct PixelPoint {
  double x = 0, y = 0;
};

// Where a place of a prepared picture lies in the picture it was made from:
//
//   x' = a x + b y + c        y' = d x + e y + f
//
// Coordinates are of pixel EDGES, origin top left, y down: pixel i covers
// [i, i + 1), so that a picture of half the size maps by the factor 2 and
// nothing else. The default is the identity.
//
// A preparation starts with the identity and says what it did, step by step;
// the After... functions give the map from the picture behind that step to
// the original:
//
//   PageTransform().AfterCrop(40, 60).AfterScale(0.5, 0.5)
//
// A value; thread-compatible.
struct PageTransform {
  double a = 1, b = 0, c = 0;
  double d = 0, e = 1, f = 0;

  // From a picture that was decoded at 1/`reduction` (OpenedImage): its last
  // stored pixels reach over the edge of the original, which `orientation`
  // (EXIF, 1-8) may have turned to the left or to the top. `width` and
  // `height` are the upright original's.
  [[nodiscard]] static PageTransform OfReduction(int reduction, int orientation,
                                                 int width, int height);
  // The picture was cut; its new top left corner was at (left, top). Negative
  // where a border was added.
  [[nodiscard]] PageTransform AfterCrop(double left, double top) const;
  // The picture became x times as wide and y times as high. Both > 0: new
  // width / old width, exactly, not the factor that was asked for.
  [[nodiscard]] PageTransform AfterScale(double x, double y) const;
  // The picture was turned counter-clockwise (as seen) about `centre`, which
  // stayed where it was.
  [[nodiscard]] PageTransform AfterTurn(double degrees,
                                        PixelPoint centre) const;
  // The picture, then `width` x `height` pixels, was turned clockwise by
  // `quarters` times 90 degrees (any number) and is whole.
  [[nodiscard]] PageTransform AfterQuarters(int quarters, double width,
                                            double height) const;
  // This map after `inner`: inner's source becomes the source.
  [[nodiscard]] PageTransform Compose(const PageTransform& inner) const;
  // From the original to the prepared picture. REQUIRES: a e != b d, which
  // the functions above keep.
  [[nodiscard]] PageTransform Inverse() const;

  [[nodiscard]] bool IsIdentity() const;
  [[nodiscard]] PixelPoint Map(PixelPoint point) const;
  // The direction of a line that runs at `degrees` (counter-clockwise, as
  // Line::angle_degrees), after mapping; (-180, 180].
  [[nodiscard]] double MapAngle(double degrees) const;
  // Original pixels for one of the prepared picture, along its columns.
  [[nodiscard]] double VerticalScale() const;

  friend bool operator==(const PageTransform&, const PageTransform&) = default;
};

// The box around the four mapped corners, on the nearest pixel edges, inside
// 0, 0, `width`, `height` (the original's size, > 0). A box with an area
// keeps at least one pixel, even if it lies outside the original; one without
// stays without. The identity leaves a box within the picture as it is.
[[nodiscard]] PixelBox MapBox(const PageTransform& transform,
                              const PixelBox& box, int width, int height);

// Maps the boxes of lines, words and letters and the lines' angles, and makes
// the page `width` x `height`, the original's size. The identity leaves
// everything but the size untouched.
void MapPage(const PageTransform& transform, int width, int height, Page& page);

}  // namespace rescan

#endif  // RESCAN_ENGINE_OCR_PAGE_TRANSFORM_H_
