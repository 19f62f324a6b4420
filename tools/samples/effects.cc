#include "tools/samples/effects.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "tools/samples/raster_mat.h"

namespace rescan::samples {
namespace {

std::uint8_t Clamp(double value) {
  return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0, 255.0)));
}

void Scale(std::uint8_t* pixel, double gain) {
  for (int c = 0; c < 3; ++c) pixel[c] = Clamp(pixel[c] * gain);
}

Point Direction(double degrees) {
  const double angle = degrees * std::numbers::pi / 180;
  return {std::cos(angle), std::sin(angle)};
}

// Position of (x, y) along `direction`, about -1 .. 1 from edge to edge.
double Along(const Raster& raster, int x, int y, Point direction) {
  const double u = 2.0 * x / raster.width - 1;
  const double v = 2.0 * y / raster.height - 1;
  return u * direction.x + v * direction.y;
}

// Smooth random values: a grid of random numbers, enlarged. `cell_x` and
// `cell_y` are the sizes of a cell in pixels; values about -1 .. 1.
cv::Mat SmoothNoise(int width, int height, double cell_x, double cell_y,
                    Rng& rng) {
  const int columns = static_cast<int>(width / cell_x) + 2;
  const int rows = static_cast<int>(height / cell_y) + 2;
  cv::Mat grid(rows, columns, CV_32F);
  for (int y = 0; y < rows; ++y) {
    for (int x = 0; x < columns; ++x) {
      grid.at<float>(y, x) = static_cast<float>(rng.Uniform(-1, 1));
    }
  }
  cv::Mat smooth;
  cv::resize(grid, smooth, {width, height}, 0, 0, cv::INTER_CUBIC);
  return smooth;
}

struct Grain {
  double cell_x;
  double cell_y;
  double depth;  // share of the colour's brightness
};

void AddGrain(Raster& raster, const Grain& grain, Rng& rng) {
  const cv::Mat noise =
      SmoothNoise(raster.width, raster.height, grain.cell_x, grain.cell_y, rng);
  for (int y = 0; y < raster.height; ++y) {
    for (int x = 0; x < raster.width; ++x) {
      const auto value = static_cast<double>(noise.at<float>(y, x));
      Scale(raster.At(x, y), 1 + grain.depth * value);
    }
  }
}

Raster Plain(int width, int height, Color color) {
  Raster raster(width, height);
  for (std::size_t i = 0; i < raster.bgr.size(); i += 3) {
    raster.bgr[i] = color.blue;
    raster.bgr[i + 1] = color.green;
    raster.bgr[i + 2] = color.red;
  }
  return raster;
}

// Threads of a weave: two crossing waves.
void AddWeave(Raster& raster, double period, double depth) {
  const double step = 2 * std::numbers::pi / period;
  for (int y = 0; y < raster.height; ++y) {
    for (int x = 0; x < raster.width; ++x) {
      const double wave = std::sin(x * step) * std::sin(y * step);
      Scale(raster.At(x, y), 1 + depth * wave);
    }
  }
}

// Joints between boards.
void AddBoards(Raster& raster, int board_height) {
  for (int y = board_height / 2; y < raster.height; y += board_height) {
    for (int i = 0; i < 3 && y + i < raster.height; ++i) {
      for (int x = 0; x < raster.width; ++x) Scale(raster.At(x, y + i), 0.6);
    }
  }
}

constexpr std::array kWoodColors = {Rgb(0x9c6b3f), Rgb(0x7a4b2a), Rgb(0xb98a56),
                                    Rgb(0x5c3a22)};
constexpr std::array kClothColors = {Rgb(0x35507a), Rgb(0x7a3540),
                                     Rgb(0x3f6b4f), Rgb(0x8a7a4a)};
constexpr std::array kStoneColors = {Rgb(0x6f6a60), Rgb(0x50565e),
                                     Rgb(0x8a8075)};
constexpr std::array kDeskColors = {Rgb(0x2b2f36), Rgb(0x3a2f28),
                                    Rgb(0x24443f)};

}  // namespace

void Blur(Raster& raster, double sigma) {
  if (sigma < 0.05) return;
  cv::Mat view = View(raster);
  cv::GaussianBlur(view, view, {}, sigma);
}

void AddNoise(Raster& raster, Rng& rng, double grey, double chroma) {
  for (std::size_t i = 0; i < raster.bgr.size(); i += 3) {
    const double common = grey * rng.Gaussian();
    for (std::size_t c = i; c < i + 3; ++c) {
      const double own = chroma > 0 ? chroma * rng.Gaussian() : 0;
      raster.bgr[c] = Clamp(raster.bgr[c] + common + own);
    }
  }
}

void Tint(Raster& raster, Color ink, Color paper) {
  const std::array<std::uint8_t, 3> low = {ink.blue, ink.green, ink.red};
  const std::array<std::uint8_t, 3> high = {paper.blue, paper.green, paper.red};
  for (std::size_t i = 0; i < raster.bgr.size(); ++i) {
    const std::size_t c = i % 3;
    raster.bgr[i] = static_cast<std::uint8_t>(low[c] + (high[c] - low[c]) *
                                                           raster.bgr[i] / 255);
  }
}

void Fold(Raster& raster, bool across, double position, double depth) {
  const int length = across ? raster.height : raster.width;
  // The crease is about a third of a millimetre on a page of 300 mm, the
  // waviness beside it some millimetres.
  const double crease = length / 900.0;
  const double wave = length / 60.0;
  std::vector<double> gain(static_cast<std::size_t>(length));
  for (int i = 0; i < length; ++i) {
    const double d = i - position * length;
    const double dark = std::exp(-0.5 * d * d / (crease * crease));
    const double side = (d > 0 ? 1 : -1) * std::exp(-std::abs(d) / wave);
    gain[static_cast<std::size_t>(i)] = 1 - depth * dark - depth * 0.3 * side;
  }
  for (int y = 0; y < raster.height; ++y) {
    for (int x = 0; x < raster.width; ++x) {
      Scale(raster.At(x, y), gain[static_cast<std::size_t>(across ? y : x)]);
    }
  }
}

void Light(Raster& raster, double degrees, double depth, double vignette) {
  const Point direction = Direction(degrees);
  for (int y = 0; y < raster.height; ++y) {
    const double v = 2.0 * y / raster.height - 1;
    for (int x = 0; x < raster.width; ++x) {
      const double u = 2.0 * x / raster.width - 1;
      const double side = (1 + Along(raster, x, y, direction) / 1.42) / 2;
      const double from_middle = (u * u + v * v) / 2;
      Scale(raster.At(x, y), (1 - depth * side) * (1 - vignette * from_middle));
    }
  }
}

void CastShadow(Raster& raster, double degrees, double offset, double depth) {
  const Point direction = Direction(degrees);
  for (int y = 0; y < raster.height; ++y) {
    for (int x = 0; x < raster.width; ++x) {
      const double d = Along(raster, x, y, direction) - offset;
      const double shade = 1 / (1 + std::exp(-d * 14));
      Scale(raster.At(x, y), 1 - depth * shade);
    }
  }
}

Raster Background(int width, int height, Texture texture, Rng& rng) {
  // Texture sizes follow the picture, so that it looks alike at any resolution.
  const double unit = std::max(width, height) / 1600.0;
  switch (texture) {
    case Texture::kWood: {
      Raster raster = Plain(width, height, rng.Pick(kWoodColors));
      AddGrain(raster, {400 * unit, 9 * unit, 0.18}, rng);
      AddGrain(raster, {90 * unit, 3 * unit, 0.10}, rng);
      AddBoards(raster, static_cast<int>(330 * unit) + 4);
      return raster;
    }
    case Texture::kCloth: {
      Raster raster = Plain(width, height, rng.Pick(kClothColors));
      AddWeave(raster, std::max(3.0, 7 * unit), 0.16);
      AddGrain(raster, {160 * unit, 160 * unit, 0.12}, rng);
      return raster;
    }
    case Texture::kStone: {
      Raster raster = Plain(width, height, rng.Pick(kStoneColors));
      AddGrain(raster, {60 * unit, 60 * unit, 0.22}, rng);
      AddGrain(raster, {2 * unit, 2 * unit, 0.25}, rng);
      return raster;
    }
    case Texture::kDesk: {
      Raster raster = Plain(width, height, rng.Pick(kDeskColors));
      AddGrain(raster, {500 * unit, 300 * unit, 0.15}, rng);
      return raster;
    }
  }
  return {};
}

Raster ScannerBed(int width, int height, int level, Rng& rng) {
  const auto grey = static_cast<std::uint8_t>(level);
  Raster raster = Plain(width, height, {grey, grey, grey});
  const double direction = rng.Between(0, 3) * 90.0;
  Light(raster, direction, 0.04, 0);
  return raster;
}

}  // namespace rescan::samples
