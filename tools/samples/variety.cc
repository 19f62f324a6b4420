#include "tools/samples/variety.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "tools/samples/app_windows.h"
#include "tools/samples/capture.h"
#include "tools/samples/effects.h"
#include "tools/samples/near_border.h"
#include "tools/samples/picture_edits.h"
#include "tools/samples/raster_mat.h"
#include "tools/samples/rng.h"
#include "tools/samples/scene.h"

namespace rescan::samples {
namespace {

// ---- screens

Result<Raster> DrawScreen(Rng& rng) {
  constexpr std::array<PixelSize, 12> kSizes = {{{1366, 768},
                                                 {1920, 1080},
                                                 {1280, 800},
                                                 {1440, 900},
                                                 {1170, 2532},
                                                 {1080, 2340},
                                                 {828, 1792},
                                                 {1290, 2796},
                                                 {750, 1334},
                                                 {1600, 1200},
                                                 {1024, 768},
                                                 {2560, 1440}}};
  SampleSpec spec;
  spec.seed = rng.Next();
  spec.small = rng.Chance(0.06);
  if (!spec.small) spec.size = rng.Pick(kSizes);
  auto page = DrawPageAlone(spec);
  if (!page) return tl::unexpected(page.error());
  return std::move(page->raster);
}

// A window with room around it, as tools for pictures of windows save it.
void AddMat(Raster& raster, Rng& rng) {
  constexpr std::array kColors = {Rgb(0xffffff), Rgb(0x000000), Rgb(0xf0f0f0),
                                  Rgb(0x4a6da7), Rgb(0x1e1e2e)};
  const Color color = rng.Pick(kColors);
  const int side = rng.Between(10, 120);
  cv::Mat out;
  cv::copyMakeBorder(View(raster), out, side, side, side, side,
                     cv::BORDER_CONSTANT,
                     cv::Scalar(color.blue, color.green, color.red));
  raster = FromMat(out);
}

Result<Raster> Native(Rng& rng) {
  auto raster = DrawScreen(rng);
  if (!raster) return raster;
  if (rng.Chance(0.2)) PastePhoto(*raster, rng);
  if (rng.Chance(0.25)) {
    const double left = rng.Uniform(0, 0.4);
    const double top = rng.Uniform(0, 0.4);
    const double width = rng.Uniform(0.4, 1 - left);
    const double height = rng.Uniform(0.4, 1 - top);
    Crop(*raster, left, top, width, height);
  }
  if (rng.Chance(0.15)) AddMat(*raster, rng);
  if (rng.Chance(0.4)) Resize(*raster, rng.Uniform(0.4, 2));
  return raster;
}

// ---- scans

// What the scanner sees where no paper lies: torn corners and holes.
void BlackParts(Raster& raster, const cv::Scalar& lid, double unit, Rng& rng) {
  const int width = raster.width, height = raster.height;
  const int corners = rng.Between(1, 4);
  for (int i = 0; i < corners; ++i) {
    const int x = rng.Chance(0.5) ? 0 : width;
    const int y = rng.Chance(0.5) ? 0 : height;
    const int dx = static_cast<int>(rng.Uniform(0.01, 0.25) * width);
    const int dy = static_cast<int>(rng.Uniform(0.01, 0.25) * height);
    const std::vector<cv::Point> corner = {
        {x, y}, {x == 0 ? dx : width - dx, y}, {x, y == 0 ? dy : height - dy}};
    cv::fillConvexPoly(View(raster), corner, lid, cv::LINE_AA);
  }
  if (rng.Chance(0.4)) {
    const int x = static_cast<int>(rng.Uniform(0.02, 0.2) * width);
    for (int i = rng.Between(1, 3); i > 0; --i) {
      cv::circle(View(raster), {x, rng.Between(0, height)},
                 static_cast<int>(14 * unit) + 1, lid, -1, cv::LINE_AA);
    }
  }
}

// Red and blue beside the edges: the rows of a scanner's sensor see the page
// one after the other. `shift` in pixels.
void Fringe(Raster& page, double shift) {
  std::vector<cv::Mat> planes;
  cv::split(View(page), planes);
  for (const int channel : {0, 2}) {
    const double by = channel == 0 ? shift : -shift;
    const cv::Matx23d move(1, 0, 0, 0, 1, by);
    cv::Mat& plane = planes[static_cast<std::size_t>(channel)];
    cv::warpAffine(plane, plane, move, plane.size(), cv::INTER_LINEAR,
                   cv::BORDER_REPLICATE);
  }
  cv::merge(planes, View(page));
}

void TintPaper(Raster& page, Rng& rng) {
  const int kind = rng.Between(0, 9);
  const auto level = [&](int low, int high) {
    return static_cast<std::uint8_t>(rng.Between(low, high));
  };
  Color ink = Rgb(0x202020);
  Color paper = Rgb(0xffffff);
  if (kind <= 3) {
    const std::uint8_t dark = level(10, 110);
    ink = {dark, dark, dark};
    const std::uint8_t light = level(225, 255);
    paper = {light, light, light};
  } else if (kind <= 6) {
    const std::uint8_t dark = level(10, 90);
    ink = {dark, dark, dark};
    const std::uint8_t light = level(130, 225);
    paper = {light, light, light};
  } else if (kind <= 8) {
    // Thermal and carbon papers: violet or blue print, any pale paper.
    const std::uint8_t red = level(60, 170);
    const std::uint8_t green = level(60, 150);
    ink = {red, green, level(110, 220)};
    const std::uint8_t light = level(210, 250);
    const std::uint8_t less = level(190, light);
    paper =
        rng.Chance(0.5) ? Color{light, less, less} : Color{less, less, light};
  } else {
    const std::uint8_t light = level(200, 250);
    paper = {light, static_cast<std::uint8_t>(light - level(0, 15)),
             static_cast<std::uint8_t>(light - level(10, 50))};
  }
  Tint(page, ink, paper);
}

// A sheet on the glass, with some of the lid around it.
Raster OnGlass(Raster page, double dpi, const cv::Scalar& lid, Rng& rng) {
  // Round a small slip much of the lid shows, if it is white.
  const bool large = lid[0] > 128 && rng.Chance(0.3);
  const double room = large ? rng.Uniform(0.2, 1.6) : rng.Uniform(0, 0.06);
  const int width = static_cast<int>(page.width * (1 + room));
  const int height = static_cast<int>(page.height * (1 + room * 0.5));
  Raster glass(width, height);
  View(glass) = lid;
  // Software of scanners turns many sheets straight.
  const double turn = rng.Chance(0.3) ? 0 : rng.Uniform(-2.5, 2.5);
  const double x = width * (large ? rng.Uniform(0.4, 0.6) : 0.5);
  const Mapping skew = Mapping::Turn(
      turn, {page.width / 2.0, page.height / 2.0}, {x, height / 2.0});
  return LayOn(glass, page, skew, rng.Chance(0.5) ? 0.25 : 0, dpi / 100);
}

Result<Raster> Scanned(Rng& rng) {
  constexpr std::array kDpis = {75,  100, 100, 150, 150, 200,
                                200, 200, 300, 300, 400, 600};
  SampleSpec spec;
  spec.sample_class = SampleClass::kScan;
  spec.seed = rng.Next();
  spec.small = rng.Chance(0.03);
  const int dpi = rng.Pick(kDpis);
  if (!spec.small) spec.dpi = dpi;
  if (!spec.small && (rng.Chance(0.5) || dpi >= 400)) {
    spec.page = Page::kReceipt;
  }
  auto drawn = DrawPageAlone(spec);
  if (!drawn) return tl::unexpected(drawn.error());
  Raster page = std::move(drawn->raster);
  const double unit = dpi / 150.0;
  TintPaper(page, rng);
  if (rng.Chance(0.02)) PastePhoto(page, rng);
  if (rng.Chance(0.35)) PenMarks(page, unit, rng);
  if (rng.Chance(0.2)) Stamp(page, unit, rng);
  for (int folds = rng.Between(0, 3); folds > 0; --folds) {
    const bool across = rng.Chance(0.7);
    const double position = rng.Uniform(0.1, 0.9);
    Fold(page, across, position, rng.Uniform(0.03, 0.2));
  }
  const bool black_lid = rng.Chance(0.25);
  const double level = black_lid ? rng.Uniform(0, 45) : rng.Uniform(215, 255);
  const cv::Scalar lid(level, level, level);
  if (rng.Chance(0.3)) BlackParts(page, lid, unit, rng);
  // Straight copies are the rarer kind.
  if (rng.Chance(0.9)) page = OnGlass(std::move(page), dpi, lid, rng);
  if (rng.Chance(0.35)) {
    // Sheets that do not lie flat, and those scanned by a hand-held device.
    const double direction = rng.Uniform(0, 360);
    const double depth = rng.Uniform(0.03, 0.35);
    Light(page, direction, depth, rng.Uniform(0, 0.2));
  }
  if (rng.Chance(0.25)) Fringe(page, rng.Uniform(0.1, 0.6) * unit);
  Blur(page, rng.Uniform(0.2, 0.7) * unit);
  if (rng.Chance(0.55)) AddNoise(page, rng, rng.Uniform(0.5, 6), 0);
  if (rng.Chance(0.3)) AddNoise(page, rng, 0, rng.Uniform(0.3, 3));
  if (rng.Chance(0.4)) {
    const double amount = rng.Uniform(0.3, 2);
    Sharpen(page, amount, rng.Uniform(0.6, 1.6) * std::max(0.6, unit));
  }
  if (rng.Chance(0.6)) {
    const double gain = rng.Uniform(1.05, 1.5);
    Bleach(page, gain, rng.Uniform(-40, 10));
  }
  if (rng.Chance(0.3)) {
    const double side = rng.Uniform(0, 0.2);
    const double top = rng.Uniform(0, 0.2);
    const double width = 1 - side - rng.Uniform(0, 0.2);
    Crop(page, side, top, width, 1 - top - rng.Uniform(0, 0.2));
  }
  if (rng.Chance(0.12)) {
    Binarise(page, rng);
  } else if (rng.Chance(0.45)) {
    MakeGrey(page);
  }
  if (rng.Chance(0.35)) {
    RESCAN_TRY(Recompress(page, rng.Between(40, 95)));
    Resize(page, rng.Uniform(0.35, 1.3));
  }
  return page;
}

// ---- photos

PixelSize PhotoSize(double least, double most, Rng& rng) {
  constexpr std::array kRatios = {0.75, 0.75, 0.667, 0.8, 1.0, 0.56, 0.9};
  // Uniform in the logarithm: small ones are as usual as large ones.
  const double pixels =
      1e6 * std::exp(rng.Uniform(std::log(least), std::log(most)));
  const double ratio = rng.Pick(kRatios);
  int width = static_cast<int>(std::sqrt(pixels * ratio));
  int height = static_cast<int>(std::sqrt(pixels / ratio));
  if (rng.Chance(0.4)) std::swap(width, height);
  return {width, height};
}

Result<Raster> PhotoOfPage(Rng& rng) {
  SampleSpec spec;
  spec.seed = rng.Next();
  const bool screen = rng.Chance(0.12);
  spec.sample_class = screen ? SampleClass::kNative : SampleClass::kPhoto;
  const PixelSize size = PhotoSize(0.4, rng.Chance(0.15) ? 8 : 3, rng);
  if (!screen) {
    spec.size =
        PixelSize{std::max(480, size.width), std::max(480, size.height)};
  }
  auto page = DrawPageAlone(spec);
  if (!page) return tl::unexpected(page.error());
  if (!screen) TintPaper(page->raster, rng);
  Picture photo =
      Photograph(std::move(*page), size.width, size.height, rng.Fork());
  // Near, but never so near that a scanner might have taken it.
  if (rng.Chance(0.4)) {
    const double side = rng.Uniform(0, 0.04);
    const double top = rng.Uniform(0, 0.04);
    const double width = 1 - side - rng.Uniform(0, 0.04);
    Crop(photo.raster, side, top, width, 1 - top - rng.Uniform(0, 0.04));
  }
  if (rng.Chance(0.03)) MakeGrey(photo.raster);
  return std::move(photo.raster);
}

Raster PhotoOfScene(Rng& rng) {
  const PixelSize size = PhotoSize(0.12, rng.Chance(0.1) ? 4 : 1.6, rng);
  Raster photo = DrawScene(size.width, size.height, rng);
  const double unit = std::max(size.width, size.height) / 1600.0;
  if (rng.Chance(0.5)) {
    const double direction = rng.Uniform(0, 360);
    const double depth = rng.Uniform(0, 0.3);
    Light(photo, direction, depth, rng.Uniform(0, 0.3));
  }
  Blur(photo, rng.Uniform(0.2, 1.3) * unit);
  const double grey = rng.Uniform(0.3, 5);
  AddNoise(photo, rng, grey, rng.Uniform(0, 3));
  if (rng.Chance(0.3)) Sharpen(photo, rng.Uniform(0.2, 1.2), 1);
  if (rng.Chance(0.3)) {
    const double side = rng.Uniform(0, 0.35);
    const double top = rng.Uniform(0, 0.35);
    const double width = 1 - side - rng.Uniform(0, 0.3);
    Crop(photo, side, top, width, 1 - top - rng.Uniform(0, 0.3));
  }
  if (rng.Chance(0.1)) MakeGrey(photo);
  return photo;
}

Result<Raster> Photographed(Rng& rng) {
  Result<Raster> photo =
      rng.Chance(0.5) ? PhotoOfPage(rng) : Result<Raster>(PhotoOfScene(rng));
  if (!photo) return photo;
  if (rng.Chance(0.35)) {
    RESCAN_TRY(Recompress(*photo, rng.Between(50, 95)));
    Resize(*photo, rng.Uniform(0.4, 1.4));
  }
  return photo;
}

}  // namespace

Result<Sample> DrawVaried(SampleClass sample_class, std::uint64_t seed,
                          Variety variety) {
  if (variety == Variety::kAppWindows && sample_class != SampleClass::kNative) {
    return Fail(ErrorCode::kInvalidArgument,
                "application windows are of class native only");
  }
  Rng rng(seed);
  Result<Raster> raster =
      variety == Variety::kAppWindows        ? DrawAppWindow(rng)
      : variety == Variety::kNearBorder      ? DrawNearBorder(sample_class, rng)
      : sample_class == SampleClass::kNative ? Native(rng)
      : sample_class == SampleClass::kScan   ? Scanned(rng)
                                             : Photographed(rng);
  if (!raster) return tl::unexpected(raster.error());
  const bool native = sample_class == SampleClass::kNative;
  const double jpeg = native                               ? 0.45
                      : sample_class == SampleClass::kScan ? 0.8
                                                           : 0.97;
  Sample sample;
  sample.format = rng.Chance(jpeg) ? ImageFormat::kJpeg : ImageFormat::kPng;
  const int least = native ? 60 : sample_class == SampleClass::kScan ? 30 : 40;
  auto bytes = Encode(*raster, sample.format, rng.Between(least, 95));
  if (!bytes) return tl::unexpected(bytes.error());
  sample.bytes = *std::move(bytes);
  sample.truth.sample_class = sample_class;
  sample.truth.width = raster->width;
  sample.truth.height = raster->height;
  sample.truth.seed = seed;
  sample.truth.theme = native ? "light" : "paper";
  sample.truth.page = "varied";
  return sample;
}

}  // namespace rescan::samples
