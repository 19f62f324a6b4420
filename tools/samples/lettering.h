// Words as outlines, and how their ink falls on the pixels. Private to
// tools/samples.
#ifndef RESCAN_TOOLS_SAMPLES_LETTERING_H_
#define RESCAN_TOOLS_SAMPLES_LETTERING_H_

#include <memory>
#include <string_view>

#include "kernels/base/result.h"
#include "tools/samples/font.h"
#include "tools/samples/geometry.h"
#include "tools/samples/raster.h"

typedef struct _cairo cairo_t;  // NOLINT(bugprone-reserved-identifier)

namespace rescan::samples {

// The least box of whole pixels that holds the two corners.
[[nodiscard]] PixelBox OuterBox(double x1, double y1, double x2, double y2);

// Sets text in one font at a time. Lengths are pixels. Movable; not
// thread-safe.
class Lettering {
 public:
  // `scale`: pixels per unit of a font's size. Errors: kMissingData when a font
  // family is not installed.
  [[nodiscard]] static Result<Lettering> Create(double scale);

  Lettering(Lettering&&) noexcept;
  Lettering& operator=(Lettering&&) noexcept;
  ~Lettering();

  void SetFont(const Font& font);

  // Advance width, with the font last set; here and below.
  [[nodiscard]] double Advance(std::string_view text) const;

  // Makes the outline of `word` the current path of `cairo` and returns its
  // box in the coordinates of `cairo`. `reach`: how far the ink spreads to the
  // left and right of the outline.
  [[nodiscard]] PixelBox Outline(cairo_t* cairo, std::string_view word,
                                 double x, double baseline, double reach) const;

 private:
  struct Impl;
  explicit Lettering(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

// How far FillStripes spreads ink to the left and right of an outline, pixels.
inline constexpr double kStripeReach = 2.0 / 3;

// Fills the current path of `cairo`, which `box` holds with its reach, as on a
// colour screen whose pixels are red, green and blue stripes side by side.
// REQUIRES: the identity matrix; the target is a picture of 32-bit words
// (RGB24) of `width` x `height` pixels.
void FillStripes(cairo_t* cairo, const PixelBox& box, Color color, int width,
                 int height);

}  // namespace rescan::samples

#endif  // RESCAN_TOOLS_SAMPLES_LETTERING_H_
