#include "tools/samples/near_border.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <utility>

#include "tools/samples/effects.h"
#include "tools/samples/picture_edits.h"
#include "tools/samples/raster_mat.h"
#include "tools/samples/sample.h"
#include "tools/samples/scene.h"

namespace rescan::samples {
namespace {

Result<Raster> DrawPaper(int dpi, Rng& rng) {
  SampleSpec spec;
  spec.sample_class = SampleClass::kScan;
  spec.seed = rng.Next();
  spec.dpi = std::clamp(dpi, 72, 600);
  if (rng.Chance(0.75)) spec.page = Page::kReceipt;
  auto page = DrawPageAlone(spec);
  if (!page) return tl::unexpected(page.error());
  return std::move(page->raster);
}

void Turn(Raster& page, double degrees) {
  const cv::Point2f middle(static_cast<float>(page.width) / 2,
                           static_cast<float>(page.height) / 2);
  const cv::Mat turn = cv::getRotationMatrix2D(middle, degrees, 1);
  cv::Mat out;
  cv::warpAffine(View(page), out, turn, {page.width, page.height},
                 cv::INTER_CUBIC, cv::BORDER_CONSTANT,
                 cv::Scalar(255, 255, 255));
  page = FromMat(out);
}

// A sheet of A4 that shows the page somewhere in its upper middle.
void OnSheet(Raster& page, double dpi, Rng& rng) {
  const int width = std::max(page.width, static_cast<int>(8.27 * dpi));
  const int height = std::max(page.height, static_cast<int>(11.69 * dpi));
  cv::Mat sheet(height, width, CV_8UC3, cv::Scalar(255, 255, 255));
  const auto place = [&](int room, double most) {
    return static_cast<int>(rng.Uniform(0, most) * room);
  };
  const int x = place(width - page.width, 1);
  const int y = place(height - page.height, 0.7);
  View(page).copyTo(sheet(cv::Rect(x, y, page.width, page.height)));
  page = FromMat(sheet);
}

void Dust(Raster& page, double unit, Rng& rng) {
  for (int i = rng.Between(0, 120); i > 0; --i) {
    const double level = rng.Uniform(0, 120);
    cv::circle(View(page),
               {rng.Between(0, page.width), rng.Between(0, page.height)},
               static_cast<int>(rng.Uniform(0, 1.6) * unit),
               cv::Scalar(level, level, level), -1);
  }
}

// As the scanners of offices save pages: two levels, at times made smaller.
Result<Raster> TwoLevelSheet(Rng& rng) {
  constexpr std::array kDpis = {150, 200, 200, 300, 300, 300, 300, 600};
  const int dpi = rng.Pick(kDpis);
  auto page = DrawPaper(dpi, rng);
  if (!page) return page;
  const double unit = dpi / 150.0;
  if (rng.Chance(0.6)) PenMarks(*page, unit, rng);
  if (rng.Chance(0.5)) Turn(*page, rng.Uniform(-2, 2));
  if (rng.Chance(0.75)) OnSheet(*page, dpi, rng);
  Blur(*page, rng.Uniform(0.2, 0.7) * unit);
  AddNoise(*page, rng, rng.Uniform(0, 40), 0);
  Binarise(*page, rng);
  if (rng.Chance(0.7)) Dust(*page, unit, rng);
  if (rng.Chance(0.3)) Resize(*page, rng.Uniform(0.25, 0.9));
  return page;
}

// Every dot of a thermal or needle printer is either black or not there; worn
// heads lack columns, old paper fades in places.
void PrintDots(Raster& page, Rng& rng) {
  Binarise(page, rng);
  cv::Mat view = View(page);
  if (rng.Chance(0.3)) {
    for (int i = rng.Between(1, 6); i > 0; --i) {
      const int x = rng.Between(0, page.width - 1);
      view.col(x) = cv::Scalar(255, 255, 255);
    }
  }
  if (rng.Chance(0.35)) {
    const double low = rng.Uniform(0, 0.6);
    cv::Mat grid(rng.Between(2, 9), rng.Between(2, 5), CV_32F), fade;
    for (int y = 0; y < grid.rows; ++y) {
      for (int x = 0; x < grid.cols; ++x) {
        grid.at<float>(y, x) = static_cast<float>(rng.Uniform(low, 1));
      }
    }
    cv::resize(grid, fade, view.size(), 0, 0, cv::INTER_LINEAR);
    for (int y = 0; y < view.rows; ++y) {
      for (int x = 0; x < view.cols; ++x) {
        auto& pixel = view.at<cv::Vec3b>(y, x);
        const double ink = (255 - pixel[0]) * fade.at<float>(y, x);
        const auto level = static_cast<std::uint8_t>(255 - ink);
        pixel = {level, level, level};
      }
    }
  }
}

void ColourInk(Raster& page, double unit, Rng& rng) {
  constexpr std::array<std::array<int, 3>, 4> kInks = {
      {{90, 50, 220}, {170, 70, 40}, {120, 40, 150}, {60, 60, 60}}};
  const auto& ink = rng.Pick(kInks);
  const cv::Scalar color(ink[0], ink[1], ink[2]);
  const cv::Point at(rng.Between(0, page.width), rng.Between(0, page.height));
  const int width = std::max(1, static_cast<int>(rng.Uniform(1, 4) * unit));
  const double turn = rng.Uniform(-40, 40);
  const cv::Size half(static_cast<int>(rng.Uniform(40, 150) * unit),
                      static_cast<int>(rng.Uniform(20, 60) * unit));
  cv::ellipse(View(page), at, half, turn, 0, 360, color, width, cv::LINE_AA);
  cv::putText(View(page), "PAID", at, cv::FONT_HERSHEY_SIMPLEX,
              rng.Uniform(1, 3.5) * unit, color, width, cv::LINE_AA);
}

// Print of a dot grid on paper that is pure white in the end.
Result<Raster> BleachedSlip(Rng& rng) {
  constexpr double kHead = 203;  // dots per inch
  const double dpi = rng.Uniform(95, 300);
  // Slips in large print differ from small ones by this.
  const double print = rng.Uniform(0.8, 2);
  auto page = DrawPaper(static_cast<int>(kHead * print), rng);
  if (!page) return page;
  if (rng.Chance(0.75)) PrintDots(*page, rng);
  const double unit = dpi / 150;
  Blur(*page, rng.Uniform(0.3, 0.9));
  Resize(*page, dpi / kHead);
  if (rng.Chance(0.4)) Turn(*page, rng.Uniform(-1.5, 1.5));
  if (rng.Chance(0.5)) ColourInk(*page, unit, rng);
  if (rng.Chance(0.35)) PenMarks(*page, unit, rng);
  if (rng.Chance(0.4)) {
    const auto dark = static_cast<std::uint8_t>(rng.Between(0, 90));
    const auto paper = static_cast<std::uint8_t>(rng.Between(215, 255));
    Tint(*page, {dark, dark, dark}, {paper, paper, paper});
  }
  Blur(*page, rng.Uniform(0.2, 0.8) * unit);
  AddNoise(*page, rng, rng.Uniform(0, 7), rng.Uniform(0, 2));
  const double amount = rng.Uniform(0.3, 3);
  Sharpen(*page, amount, rng.Uniform(0.6, 1.6));
  const double gain = rng.Uniform(1.05, 1.6);
  Bleach(*page, gain, rng.Uniform(-30, 25));
  if (rng.Chance(0.35)) {
    const double side = rng.Uniform(0, 0.2);
    Crop(*page, side, rng.Uniform(0, 0.3), 1 - side - rng.Uniform(0, 0.2),
         rng.Uniform(0.4, 1));
  }
  if (rng.Chance(0.25)) MakeGrey(*page);
  if (rng.Chance(0.35)) {
    RESCAN_TRY(Recompress(*page, rng.Between(50, 95)));
    Resize(*page, rng.Uniform(0.4, 1.3));
  }
  return page;
}

// A page of a document as a viewer shows it, its tools above and room around.
Result<Raster> Viewer(Rng& rng) {
  auto page = DrawPaper(rng.Between(72, 150), rng);
  if (!page) return page;
  const int room = rng.Between(8, 300);
  const double around =
      rng.Chance(0.5) ? rng.Between(60, 110) : rng.Between(215, 250);
  const int bar = rng.Between(30, 90);
  cv::Mat out;
  cv::copyMakeBorder(View(*page), out, bar + 10, 0, room, room,
                     cv::BORDER_CONSTANT, cv::Scalar(around, around, around));
  const double tools =
      rng.Chance(0.5) ? rng.Between(30, 70) : rng.Between(235, 250);
  out.rowRange(0, bar) = cv::Scalar(tools, tools, tools);
  for (int x = 10; x + bar < out.cols; x += rng.Between(bar, 5 * bar)) {
    const double level = rng.Between(90, 180);
    cv::rectangle(out, {x, bar / 3}, {x + bar / 3, 2 * bar / 3},
                  cv::Scalar(level, level, level), rng.Chance(0.5) ? -1 : 1);
  }
  const int height = std::min(out.rows, out.cols * rng.Between(45, 130) / 100);
  return FromMat(out.rowRange(0, height));
}

Result<Raster> LightScreen(Rng& rng) {
  constexpr std::array<PixelSize, 7> kSizes = {{{1366, 768},
                                                {1920, 1080},
                                                {1280, 1024},
                                                {1080, 2340},
                                                {750, 1334},
                                                {800, 600},
                                                {640, 480}}};
  SampleSpec spec;
  spec.seed = rng.Next();
  spec.size = rng.Pick(kSizes);
  spec.dark = rng.Chance(0.15);
  spec.subpixel = rng.Chance(0.3);
  auto page = DrawPageAlone(spec);
  if (!page) return tl::unexpected(page.error());
  return std::move(page->raster);
}

// As palettes of few colours do.
void FewLevels(Raster& raster, int step) {
  cv::Mat table(1, 256, CV_8U);
  for (int i = 0; i < 256; ++i) {
    table.at<std::uint8_t>(0, i) =
        static_cast<std::uint8_t>(std::min(255, (i + step / 2) / step * step));
  }
  cv::LUT(View(raster), table, View(raster));
}

Result<Raster> PlainScreen(Rng& rng) {
  auto screen = rng.Chance(0.35) ? Viewer(rng) : LightScreen(rng);
  if (!screen) return screen;
  if (rng.Chance(0.15)) PastePhoto(*screen, rng);
  if (rng.Chance(0.4)) {
    const double left = rng.Uniform(0, 0.5);
    const double top = rng.Uniform(0, 0.5);
    Crop(*screen, left, top, rng.Uniform(0.25, 1 - left),
         rng.Uniform(0.25, 1 - top));
  }
  if (rng.Chance(0.5)) Resize(*screen, rng.Uniform(0.35, 1.8));
  if (rng.Chance(0.25)) Sharpen(*screen, rng.Uniform(0.2, 1), 0.8);
  if (rng.Chance(0.2)) MakeGrey(*screen);
  if (rng.Chance(0.15)) FewLevels(*screen, rng.Between(8, 51));
  if (rng.Chance(0.2)) {
    RESCAN_TRY(Recompress(*screen, rng.Between(55, 92)));
    Resize(*screen, rng.Uniform(0.5, 1.5));
  }
  return screen;
}

Raster EvenPhoto(Rng& rng) {
  constexpr std::array kTextures = {Texture::kWood, Texture::kCloth,
                                    Texture::kStone, Texture::kDesk};
  const int width = rng.Between(350, 1600);
  const int height = static_cast<int>(width * rng.Uniform(0.6, 1.5));
  const bool material = rng.Chance(0.5);
  Raster photo = material ? Background(width, height, rng.Pick(kTextures), rng)
                          : DrawScene(width, height, rng);
  if (material) Bleach(photo, rng.Uniform(0.6, 2), rng.Uniform(-20, 60));
  Light(photo, rng.Uniform(0, 360), rng.Uniform(0.02, 0.5), 0.1);
  Blur(photo, rng.Uniform(0.3, 1.2));
  AddNoise(photo, rng, rng.Uniform(0.3, 5), 0.5);
  if (rng.Chance(0.4)) Sharpen(photo, rng.Uniform(0.2, 1.5), 1);
  if (rng.Chance(0.5)) MakeGrey(photo);
  return photo;
}

}  // namespace

Result<Raster> DrawNearBorder(SampleClass sample_class, Rng& rng) {
  switch (sample_class) {
    case SampleClass::kNative:
      return PlainScreen(rng);
    case SampleClass::kScan:
      return rng.Chance(0.4) ? TwoLevelSheet(rng) : BleachedSlip(rng);
    case SampleClass::kPhoto:
      break;
  }
  return EvenPhoto(rng);
}

}  // namespace rescan::samples
