// Pixels of a sample, how they are encoded, and mappings of the plane.
#ifndef RESCAN_TOOLS_SAMPLES_RASTER_H_
#define RESCAN_TOOLS_SAMPLES_RASTER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "kernels/base/result.h"
#include "tools/samples/truth.h"

namespace rescan::samples {

struct Color {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;
  friend bool operator==(const Color&, const Color&) = default;
};

// 0xRRGGBB
[[nodiscard]] constexpr Color Rgb(std::uint32_t hex) {
  return {static_cast<std::uint8_t>(hex >> 16),
          static_cast<std::uint8_t>(hex >> 8), static_cast<std::uint8_t>(hex)};
}

// Three bytes a pixel in the order blue, green, red; rows from the top, without
// padding.
struct Raster {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> bgr;

  Raster() = default;
  Raster(int w, int h)
      : width(w),
        height(h),
        bgr(static_cast<std::size_t>(w) * static_cast<std::size_t>(h) * 3) {}

  // The first of a pixel's three bytes. REQUIRES: inside.
  [[nodiscard]] std::uint8_t* At(int x, int y) {
    return bgr.data() + Offset(x, y);
  }
  [[nodiscard]] const std::uint8_t* At(int x, int y) const {
    return bgr.data() + Offset(x, y);
  }

 private:
  [[nodiscard]] std::size_t Offset(int x, int y) const {
    return (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
            static_cast<std::size_t>(x)) *
           3;
  }
};

// A projective mapping of the plane: 3 x 3, row by row, acting on (x, y, 1).
struct Mapping {
  std::array<double, 9> m = {1, 0, 0, 0, 1, 0, 0, 0, 1};

  [[nodiscard]] Point Apply(Point p) const;

  // Turns by `degrees` (clockwise on the screen) about `from`, then moves
  // `from` to `to`.
  [[nodiscard]] static Mapping Turn(double degrees, Point from, Point to);

  // Takes the corners of a rectangle of `width` x `height` at the origin to
  // `corners`. REQUIRES: they are a convex quadrilateral, clockwise.
  [[nodiscard]] static Mapping ToQuad(double width, double height,
                                      const Quad& corners);
};

// Moves all words, and rounds their new corners.
void MapWords(const Mapping& mapping, std::vector<TruthLine>& lines);

// `page` under `mapping`, laid on `ground`, with bicubic (shrinking or turning)
// interpolation. Outside the page the ground stays. `shadow` darkens the ground
// beside the page, 0 none .. 1 black, thrown `shadow_pixels` down and right.
[[nodiscard]] Raster LayOn(const Raster& ground, const Raster& page,
                           const Mapping& mapping, double shadow = 0,
                           double shadow_pixels = 0);

enum class ImageFormat { kPng, kJpeg };

// "png" or "jpg".
[[nodiscard]] std::string_view Extension(ImageFormat format);

// The bytes of an image file. `quality` 1..100 is for JPEG alone. Errors:
// kInternal when the codec refuses.
[[nodiscard]] Result<std::string> Encode(const Raster& raster,
                                         ImageFormat format, int quality);

// The pixels of an image file, without EXIF rotation. Errors: kCorruption.
[[nodiscard]] Result<Raster> Decode(std::string_view bytes);

// OpenCV's own threads would fight with those of a caller which already keeps
// every core busy. Acts on the whole process; results do not depend on it.
void UseOneThread();

}  // namespace rescan::samples

#endif  // RESCAN_TOOLS_SAMPLES_RASTER_H_
