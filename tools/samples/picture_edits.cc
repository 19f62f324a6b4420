#include "tools/samples/picture_edits.h"

#include <algorithm>
#include <array>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "tools/samples/effects.h"
#include "tools/samples/raster_mat.h"
#include "tools/samples/scene.h"

namespace rescan::samples {

// By area where it shrinks, else as a viewer's smooth zoom does.
void Resize(Raster& raster, double scale) {
  const int width = std::max(16, static_cast<int>(raster.width * scale));
  const int height = std::max(16, static_cast<int>(raster.height * scale));
  cv::Mat out;
  cv::resize(View(raster), out, {width, height}, 0, 0,
             scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
  raster = FromMat(out);
}

void Crop(Raster& raster, double left, double top, double width,
          double height) {
  const int x = static_cast<int>(left * raster.width);
  const int y = static_cast<int>(top * raster.height);
  const int w = std::max(16, static_cast<int>(width * raster.width));
  const int h = std::max(16, static_cast<int>(height * raster.height));
  const cv::Rect whole(0, 0, raster.width, raster.height);
  raster = FromMat(View(raster)(cv::Rect(x, y, w, h) & whole));
}

void MakeGrey(Raster& raster) {
  cv::Mat view = View(raster), grey;
  cv::cvtColor(view, grey, cv::COLOR_BGR2GRAY);
  cv::cvtColor(grey, view, cv::COLOR_GRAY2BGR);
}

void Sharpen(Raster& raster, double amount, double sigma) {
  cv::Mat view = View(raster), soft;
  cv::GaussianBlur(view, soft, {}, sigma);
  cv::addWeighted(view, 1 + amount, soft, -amount, 0, view);
}

// What a camera or scanner gave, through a codec, and as pixels again.
Status Recompress(Raster& raster, int quality) {
  const auto bytes = Encode(raster, ImageFormat::kJpeg, quality);
  if (!bytes) return tl::unexpected(bytes.error());
  auto decoded = Decode(*bytes);
  if (!decoded) return tl::unexpected(decoded.error());
  raster = *std::move(decoded);
  return {};
}

void PastePhoto(Raster& raster, Rng& rng) {
  const int width = static_cast<int>(raster.width * rng.Uniform(0.1, 0.5));
  const int height = static_cast<int>(raster.height * rng.Uniform(0.1, 0.35));
  if (width < 16 || height < 16) return;
  Raster scene = DrawScene(width, height, rng);
  AddNoise(scene, rng, rng.Uniform(0.5, 4), 1);
  const int x = rng.Between(0, raster.width - width);
  const int y = rng.Between(0, raster.height - height);
  View(scene).copyTo(View(raster)(cv::Rect(x, y, width, height)));
}

// Lines of a pen, of one colour, roughly written.
void PenMarks(Raster& raster, double unit, Rng& rng) {
  constexpr std::array<std::array<int, 3>, 4> kInks = {
      {{40, 40, 40}, {160, 60, 30}, {40, 40, 190}, {90, 220, 240}}};
  const auto& ink = rng.Pick(kInks);
  const int marks = rng.Between(1, 4);
  for (int i = 0; i < marks; ++i) {
    cv::Point at(rng.Between(0, raster.width), rng.Between(0, raster.height));
    std::vector<cv::Point> stroke;
    for (int k = rng.Between(4, 25); k > 0; --k) {
      stroke.push_back(at);
      at.x += static_cast<int>(rng.Uniform(-8, 16) * unit);
      at.y += static_cast<int>(rng.Uniform(-14, 14) * unit);
    }
    cv::polylines(View(raster), stroke, false,
                  cv::Scalar(ink[0], ink[1], ink[2]),
                  std::max(1, static_cast<int>(2.2 * unit)), cv::LINE_AA);
  }
}

void Stamp(Raster& raster, double unit, Rng& rng) {
  const cv::Point at(rng.Between(0, raster.width),
                     rng.Between(0, raster.height));
  const int radius = static_cast<int>(rng.Uniform(30, 70) * unit) + 2;
  const cv::Scalar ink(120, 90, 200);
  const int line = std::max(1, static_cast<int>(3 * unit));
  cv::circle(View(raster), at, radius, ink, line, cv::LINE_AA);
  cv::circle(View(raster), at, radius * 3 / 4, ink, line, cv::LINE_AA);
}

// Levels beyond white and black are cut off, as scanners do with paper.
void Bleach(Raster& raster, double gain, double offset) {
  View(raster).convertTo(View(raster), -1, gain, offset);
}

void Binarise(Raster& raster, Rng& rng) {
  cv::Mat view = View(raster), grey;
  cv::cvtColor(view, grey, cv::COLOR_BGR2GRAY);
  // Somewhere around the level that parts ink from paper best.
  const double best =
      cv::threshold(grey, grey, 0, 255, cv::THRESH_TOZERO | cv::THRESH_OTSU);
  const double level = best * rng.Uniform(0.85, 1.1);
  cv::threshold(grey, grey, level, 255, cv::THRESH_BINARY);
  cv::cvtColor(grey, view, cv::COLOR_GRAY2BGR);
}

}  // namespace rescan::samples
