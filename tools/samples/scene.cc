#include "tools/samples/scene.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "tools/samples/raster_mat.h"

namespace rescan::samples {
namespace {

// Pictures are built in floating point, 0..255 and beyond, blue green red.
using Ink = cv::Vec3f;

Ink RandomInk(Rng& rng, double saturation, double low, double high) {
  const double value = rng.Uniform(low, high);
  Ink ink;
  for (int c = 0; c < 3; ++c) {
    ink[c] = static_cast<float>(value * (1 - saturation * rng.Uniform(0, 1)));
  }
  return ink;
}

// Random values, -1..1, that change over `cell` pixels.
cv::Mat Smooth(int width, int height, double cell, Rng& rng) {
  cv::Mat grid(static_cast<int>(height / cell) + 2,
               static_cast<int>(width / cell) + 2, CV_32F);
  for (int y = 0; y < grid.rows; ++y) {
    for (int x = 0; x < grid.cols; ++x) {
      grid.at<float>(y, x) = static_cast<float>(rng.Uniform(-1, 1));
    }
  }
  cv::Mat smooth;
  cv::resize(grid, smooth, {width, height}, 0, 0, cv::INTER_CUBIC);
  return smooth;
}

// Several sizes of it, the larger the stronger: like cloth, leaves, plaster.
cv::Mat Fractal(int width, int height, double largest, double roughness,
                Rng& rng) {
  cv::Mat sum = cv::Mat::zeros(height, width, CV_32F);
  double weight = 1;
  for (double cell = largest; cell >= 1.5 && weight > 0.02; cell /= 2.3) {
    sum += weight * Smooth(width, height, cell, rng);
    weight *= roughness;
  }
  return sum;
}

void Multiply(cv::Mat& picture, const cv::Mat& gain) {
  for (int y = 0; y < picture.rows; ++y) {
    for (int x = 0; x < picture.cols; ++x) {
      picture.at<Ink>(y, x) *= gain.at<float>(y, x);
    }
  }
}

void Texturise(cv::Mat& picture, double largest, double roughness, double depth,
               Rng& rng) {
  const cv::Mat noise =
      Fractal(picture.cols, picture.rows, largest, roughness, rng);
  Multiply(picture, cv::Mat(1 + depth * noise));
}

void Shade(cv::Mat& picture, double depth, Rng& rng) {
  const double angle = rng.Uniform(0, 2 * std::numbers::pi);
  const double dx = std::cos(angle) * depth / picture.cols;
  const double dy = std::sin(angle) * depth / picture.rows;
  for (int y = 0; y < picture.rows; ++y) {
    for (int x = 0; x < picture.cols; ++x) {
      picture.at<Ink>(y, x) *= static_cast<float>(
          1 + dx * (x - picture.cols / 2.0) + dy * (y - picture.rows / 2.0));
    }
  }
}

void SoftLights(cv::Mat& picture, Rng& rng) {
  const int side = std::max(picture.cols, picture.rows);
  const int count = rng.Between(10, 60);
  for (int i = 0; i < count; ++i) {
    const cv::Point at(rng.Between(0, picture.cols),
                       rng.Between(0, picture.rows));
    const int radius = rng.Between(side / 80 + 2, side / 10 + 3);
    const Ink ink = RandomInk(rng, 0.8, 30, 255);
    cv::circle(picture, at, radius, cv::Scalar(ink[0], ink[1], ink[2]), -1);
  }
  cv::GaussianBlur(picture, picture, {}, side * rng.Uniform(0.005, 0.03));
}

void Sky(cv::Mat& picture, Rng& rng) {
  const Ink top = RandomInk(rng, 0.5, 90, 250);
  const Ink bottom = RandomInk(rng, 0.4, 120, 255);
  for (int y = 0; y < picture.rows; ++y) {
    const float t = static_cast<float>(y) / static_cast<float>(picture.rows);
    for (int x = 0; x < picture.cols; ++x) {
      picture.at<Ink>(y, x) = top * (1 - t) + bottom * t;
    }
  }
  Texturise(picture, picture.cols / 3.0, 0.55, rng.Uniform(0.01, 0.15), rng);
}

void Ground(cv::Mat& picture, Rng& rng) {
  const double side = std::max(picture.cols, picture.rows);
  const int kind = rng.Between(-1, 5);
  if (kind <= 0) {
    // Studio paper lit until it is white, or nearly.
    const double level = rng.Uniform(225, 290);
    picture = cv::Scalar(level, level, level);
    if (rng.Chance(0.5)) Shade(picture, rng.Uniform(0, 0.15), rng);
  } else if (kind == 1) {
    Sky(picture, rng);
  } else if (kind == 2) {
    const Ink ink = RandomInk(rng, 0.7, 40, 240);
    picture = cv::Scalar(ink[0], ink[1], ink[2]);
    Shade(picture, rng.Uniform(0.1, 0.9), rng);
  } else if (kind == 3) {
    const Ink ink = RandomInk(rng, 0.7, 60, 220);
    picture = cv::Scalar(ink[0], ink[1], ink[2]);
    const double roughness = rng.Uniform(0.4, 0.9);
    const double depth = rng.Uniform(0.1, 0.5);
    Texturise(picture, side * rng.Uniform(0.02, 0.4), roughness, depth, rng);
    Shade(picture, rng.Uniform(0, 0.6), rng);
  } else if (kind == 4) {
    const Ink ink = RandomInk(rng, 0.6, 10, 120);
    picture = cv::Scalar(ink[0], ink[1], ink[2]);
    SoftLights(picture, rng);
  } else {
    Sky(picture, rng);
    // Land up to a wavy horizon.
    const cv::Mat wave = Smooth(picture.cols, 2, picture.cols / 5.0, rng);
    const double horizon = rng.Uniform(0.3, 0.8) * picture.rows;
    cv::Mat land(picture.size(), CV_32FC3);
    const Ink ink = RandomInk(rng, 0.7, 50, 200);
    land = cv::Scalar(ink[0], ink[1], ink[2]);
    Texturise(land, side * 0.1, 0.8, rng.Uniform(0.2, 0.6), rng);
    for (int x = 0; x < picture.cols; ++x) {
      const double from =
          horizon +
          0.08 * picture.rows * static_cast<double>(wave.at<float>(0, x));
      for (int y = std::max(0, static_cast<int>(from)); y < picture.rows; ++y) {
        picture.at<Ink>(y, x) = land.at<Ink>(y, x);
      }
    }
  }
}

// Lays `over` on `picture` where `cover` (0..1) is.
void Lay(cv::Mat& picture, const cv::Mat& over, const cv::Mat& cover) {
  for (int y = 0; y < picture.rows; ++y) {
    for (int x = 0; x < picture.cols; ++x) {
      const float c = cover.at<float>(y, x);
      picture.at<Ink>(y, x) =
          picture.at<Ink>(y, x) * (1 - c) + over.at<Ink>(y, x) * c;
    }
  }
}

cv::Mat Material(cv::Size size, const Ink& ink, Rng& rng) {
  cv::Mat material(size, CV_32FC3, cv::Scalar(ink[0], ink[1], ink[2]));
  const double side = std::max(size.width, size.height);
  const double depth = rng.Uniform(0.02, 0.35);
  const double roughness = rng.Uniform(0.4, 0.95);
  Texturise(material, side * rng.Uniform(0.01, 0.2), roughness, depth, rng);
  Shade(material, rng.Uniform(0.2, 1.0), rng);
  return material;
}

// An ellipse or polygon, rounded by light, its edge as sharp as `blur` lets it.
void Object(cv::Mat& picture, double blur, Rng& rng) {
  const int side = std::max(picture.cols, picture.rows);
  cv::Mat cover = cv::Mat::zeros(picture.size(), CV_32F);
  const cv::Point at(rng.Between(0, picture.cols),
                     rng.Between(0, picture.rows));
  const int radius = rng.Between(side / 30 + 2, side / 4 + 3);
  if (rng.Chance(0.5)) {
    const int other =
        std::max(2, static_cast<int>(radius * rng.Uniform(0.3, 1)));
    cv::ellipse(cover, at, {radius, other}, rng.Uniform(0, 180), 0, 360, 1.0,
                -1, cv::LINE_AA);
  } else {
    std::vector<cv::Point> corners;
    const int count = rng.Between(3, 7);
    for (int i = 0; i < count; ++i) {
      const double angle = 2 * std::numbers::pi * i / count;
      const double reach = radius * rng.Uniform(0.5, 1);
      corners.emplace_back(at.x + static_cast<int>(reach * std::cos(angle)),
                           at.y + static_cast<int>(reach * std::sin(angle)));
    }
    cv::fillPoly(cover, std::vector<std::vector<cv::Point>>{corners}, 1.0,
                 cv::LINE_AA);
  }
  if (blur > 0.3) cv::GaussianBlur(cover, cover, {}, blur);
  const Ink ink = RandomInk(rng, 0.8, 20, 250);
  Lay(picture, Material(picture.size(), ink, rng), cover);
}

void Ellipse(cv::Mat& cover, double x, double y, double rx, double ry) {
  cv::ellipse(cover,
              cv::RotatedRect(
                  {static_cast<float>(x), static_cast<float>(y)},
                  {static_cast<float>(2 * rx), static_cast<float>(2 * ry)}, 0),
              1.0, -1, cv::LINE_AA);
}

// Shoulders, hair, face, eyes and mouth: their sizes and tones, no likeness.
void Bust(cv::Mat& picture, Rng& rng) {
  constexpr std::array<std::array<float, 3>, 4> kSkins = {
      {{140, 170, 225}, {100, 135, 195}, {70, 95, 150}, {170, 195, 240}}};
  const double unit =
      std::min(picture.cols, picture.rows) * rng.Uniform(0.14, 0.3);
  const double x = picture.cols * rng.Uniform(0.35, 0.65);
  const double y = picture.rows * rng.Uniform(0.3, 0.5);
  const auto lay = [&](const cv::Mat& shape, const Ink& ink) {
    cv::Mat cover;
    cv::GaussianBlur(shape, cover, {}, 0.6 + unit * 0.005);
    Lay(picture, Material(picture.size(), ink, rng), cover);
  };
  cv::Mat shape = cv::Mat::zeros(picture.size(), CV_32F);
  Ellipse(shape, x, y + 3.3 * unit, 2.3 * unit, 1.9 * unit);
  lay(shape, RandomInk(rng, 0.8, 15, 250));
  shape = 0;
  const double hair = rng.Uniform(1.05, 1.5);
  Ellipse(shape, x, y - 0.1 * unit, hair * unit, 1.35 * hair * unit);
  lay(shape, RandomInk(rng, 0.6, 10, 160));
  const auto& tone = rng.Pick(kSkins);
  const Ink skin = Ink(tone[0], tone[1], tone[2]) *
                   static_cast<float>(rng.Uniform(0.8, 1.1));
  shape = 0;
  Ellipse(shape, x, y + 1.3 * unit, 0.5 * unit, 0.8 * unit);
  Ellipse(shape, x, y + 0.1 * unit, 0.9 * unit, 1.2 * unit);
  lay(shape, skin);
  shape = 0;
  Ellipse(shape, x - 0.38 * unit, y, 0.16 * unit, 0.08 * unit);
  Ellipse(shape, x + 0.38 * unit, y, 0.16 * unit, 0.08 * unit);
  lay(shape, {30, 35, 45});
  shape = 0;
  Ellipse(shape, x, y + 0.65 * unit, 0.33 * unit, 0.1 * unit);
  lay(shape, {80, 80, 190});
}

// Large letters on a wall or banner.
void Lettering(cv::Mat& picture, Rng& rng) {
  cv::Mat cover = cv::Mat::zeros(picture.size(), CV_32F);
  const int lines = rng.Between(1, 4);
  for (int i = 0; i < lines; ++i) {
    std::string text;
    for (int k = rng.Between(3, 10); k > 0; --k) {
      text.push_back(static_cast<char>('A' + rng.Between(0, 25)));
    }
    const double scale = picture.cols / 400.0 * rng.Uniform(0.6, 3);
    cv::putText(cover, text,
                {rng.Between(-picture.cols / 5, picture.cols / 2),
                 rng.Between(picture.rows / 8, picture.rows)},
                cv::FONT_HERSHEY_DUPLEX, scale, 1.0,
                std::max(1, static_cast<int>(scale * 3)), cv::LINE_AA);
  }
  cv::GaussianBlur(cover, cover, {},
                   picture.cols * rng.Uniform(0.0008, 0.006) + 0.3);
  const Ink ink = RandomInk(rng, 0.6, 20, 255);
  Lay(picture, Material(picture.size(), ink, rng), cover);
}

}  // namespace

Raster DrawScene(int width, int height, Rng& rng) {
  cv::Mat picture(height, width, CV_32FC3);
  Ground(picture, rng);
  if (rng.Chance(0.25)) Lettering(picture, rng);
  const int side = std::max(width, height);
  const int far = rng.Between(0, 6);
  for (int i = 0; i < far; ++i) {
    Object(picture, side * rng.Uniform(0.002, 0.02), rng);
  }
  if (rng.Chance(0.5)) {
    Bust(picture, rng);
  } else {
    const int near = rng.Between(1, 5);
    for (int i = 0; i < near; ++i) Object(picture, 0.7, rng);
  }
  Raster raster(width, height);
  cv::Mat out = View(raster);
  picture.convertTo(out, CV_8UC3);
  return raster;
}

}  // namespace rescan::samples
