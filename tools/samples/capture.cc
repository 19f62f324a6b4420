#include "tools/samples/capture.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "tools/samples/effects.h"

namespace rescan::samples {
namespace {

constexpr std::array kPapers = {Rgb(0xffffff), Rgb(0xf7f7f5), Rgb(0xf1f0ec),
                                Rgb(0xe6e6e4), Rgb(0xf4f1e6)};

// Ageing of the sheet itself, before it is scanned or photographed.
void AgePaper(Raster& page, Rng& rng) {
  const auto ink = static_cast<std::uint8_t>(rng.Between(10, 60));
  Tint(page, {ink, ink, ink}, rng.Pick(kPapers));
  const int folds = rng.Between(0, 2);
  for (int i = 0; i < folds; ++i) {
    const bool across = rng.Chance(0.7);
    const double position = rng.Uniform(0.25, 0.75);
    Fold(page, across, position, rng.Uniform(0.06, 0.16));
  }
}

// Corners of the page in a photo: a turned rectangle that fills most of the
// picture, each corner pushed inwards by up to `push` of the picture's side.
Quad PageCorners(const Raster& page, int width, int height, Rng& rng) {
  const double fill = rng.Uniform(0.82, 0.92);
  const double scale =
      fill * std::min(static_cast<double>(width) / page.width,
                      static_cast<double>(height) / page.height);
  const double half_w = scale * page.width / 2;
  const double half_h = scale * page.height / 2;
  const Mapping turn = Mapping::Turn(rng.Uniform(-2.5, 2.5), {0, 0},
                                     {width / 2.0, height / 2.0});
  const double push = rng.Uniform(0.01, 0.05);
  Quad corners = {{{-half_w, -half_h},
                   {half_w, -half_h},
                   {half_w, half_h},
                   {-half_w, half_h}}};
  for (Point& corner : corners) {
    corner.x *= 1 - rng.Uniform(0, push);
    corner.y *= 1 - rng.Uniform(0, push);
    corner = turn.Apply(corner);
    corner.x = std::clamp(corner.x, 2.0, width - 2.0);
    corner.y = std::clamp(corner.y, 2.0, height - 2.0);
  }
  return corners;
}

// Everything about a photo but what is photographed.
Picture Shoot(Picture page, int width, int height, Rng rng) {
  constexpr std::array kTextures = {Texture::kWood, Texture::kCloth,
                                    Texture::kStone, Texture::kDesk};
  const Texture texture = rng.Pick(kTextures);
  const Raster table = Background(width, height, texture, rng);
  const Quad corners = PageCorners(page.raster, width, height, rng);
  const Mapping view =
      Mapping::ToQuad(page.raster.width, page.raster.height, corners);
  const double unit = std::max(width, height) / 1600.0;
  Picture photo;
  photo.raster = LayOn(table, page.raster, view, 0.55, 9 * unit);
  photo.lines = std::move(page.lines);
  MapWords(view, photo.lines);
  const double direction = rng.Uniform(0, 360);
  const double depth = rng.Uniform(0.12, 0.38);
  Light(photo.raster, direction, depth, rng.Uniform(0.05, 0.2));
  if (rng.Chance(0.5)) {
    const double from = rng.Uniform(0, 360);
    const double offset = rng.Uniform(-0.1, 0.6);
    CastShadow(photo.raster, from, offset, rng.Uniform(0.1, 0.25));
  }
  Blur(photo.raster, rng.Uniform(0.3, 1.0) * unit);
  const double grey = rng.Uniform(1.5, 4);
  AddNoise(photo.raster, rng, grey, rng.Uniform(0.5, 2));
  return photo;
}

}  // namespace

Picture Scan(Picture page, double dpi, int bed, Rng rng) {
  AgePaper(page.raster, rng);
  const int width = page.raster.width + 2 * bed;
  const int height = page.raster.height + 2 * bed;
  const Raster glass = ScannerBed(width, height, rng.Between(215, 255), rng);
  const Mapping skew =
      Mapping::Turn(rng.Uniform(-1.5, 1.5),
                    {page.raster.width / 2.0, page.raster.height / 2.0},
                    {width / 2.0, height / 2.0});
  Picture scan;
  scan.raster = LayOn(glass, page.raster, skew, 0.25, dpi / 100);
  scan.lines = std::move(page.lines);
  MapWords(skew, scan.lines);
  Blur(scan.raster, rng.Uniform(0.25, 0.55) * dpi / 150);
  AddNoise(scan.raster, rng, rng.Uniform(1, 4), 0);
  return scan;
}

Picture Photograph(Picture page, int width, int height, Rng rng) {
  AgePaper(page.raster, rng);
  return Shoot(std::move(page), width, height, rng);
}

Picture PhotographScreen(Picture page, int width, int height, Rng rng) {
  return Shoot(std::move(page), width, height, rng);
}

}  // namespace rescan::samples
