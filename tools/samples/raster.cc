#include "tools/samples/raster.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

namespace rescan::samples {
namespace {

// A view; OpenCV has no const Mat, so sources must only be read.
cv::Mat View(const Raster& raster) {
  return {raster.height, raster.width, CV_8UC3,
          const_cast<std::uint8_t*>(raster.bgr.data())};
}

// OpenCV puts the centre of the first pixel at (0, 0), we at (0.5, 0.5).
cv::Matx33d ForPixelCentres(const Mapping& mapping) {
  const cv::Matx33d to_ours(1, 0, 0.5, 0, 1, 0.5, 0, 0, 1);
  const cv::Matx33d to_cv(1, 0, -0.5, 0, 1, -0.5, 0, 0, 1);
  return to_cv * cv::Matx33d(mapping.m.data()) * to_ours;
}

double Hundredths(double value) { return std::round(value * 100) / 100; }

PixelBox BoxAround(const Quad& quad) {
  const auto [left, right] = std::ranges::minmax(quad, {}, &Point::x);
  const auto [top, bottom] = std::ranges::minmax(quad, {}, &Point::y);
  const int x = static_cast<int>(std::floor(left.x));
  const int y = static_cast<int>(std::floor(top.y));
  return {x, y, static_cast<int>(std::ceil(right.x)) - x,
          static_cast<int>(std::ceil(bottom.y)) - y};
}

// ground * (1 - strength * cover) in place.
void Darken(cv::Mat& ground, const cv::Mat& cover, double strength) {
  for (int y = 0; y < ground.rows; ++y) {
    std::uint8_t* out = ground.ptr(y);
    const std::uint8_t* in = cover.ptr(y);
    for (int x = 0; x < ground.cols; ++x) {
      const double keep = 1 - strength * in[x] / 255.0;
      for (int c = 0; c < 3; ++c, ++out) {
        *out = static_cast<std::uint8_t>(std::lround(*out * keep));
      }
    }
  }
}

// Where the page covers the ground: 0 .. 255.
void Blend(cv::Mat& ground, const cv::Mat& page, const cv::Mat& cover) {
  for (int y = 0; y < ground.rows; ++y) {
    std::uint8_t* out = ground.ptr(y);
    const std::uint8_t* over = page.ptr(y);
    const std::uint8_t* in = cover.ptr(y);
    for (int x = 0; x < ground.cols; ++x, out += 3, over += 3) {
      for (int c = 0; c < 3; ++c) {
        out[c] = static_cast<std::uint8_t>(
            (over[c] * in[x] + out[c] * (255 - in[x]) + 127) / 255);
      }
    }
  }
}

}  // namespace

Point Mapping::Apply(Point p) const {
  const double w = m[6] * p.x + m[7] * p.y + m[8];
  return {(m[0] * p.x + m[1] * p.y + m[2]) / w,
          (m[3] * p.x + m[4] * p.y + m[5]) / w};
}

Mapping Mapping::Turn(double degrees, Point from, Point to) {
  const double angle = degrees * std::numbers::pi / 180;
  const double c = std::cos(angle);
  const double s = std::sin(angle);
  return {{c, -s, to.x - c * from.x + s * from.y,  //
           s, c, to.y - s * from.x - c * from.y,   //
           0, 0, 1}};
}

Mapping Mapping::ToQuad(double width, double height, const Quad& corners) {
  const auto w = static_cast<float>(width);
  const auto h = static_cast<float>(height);
  const cv::Point2f from[4] = {{0, 0}, {w, 0}, {w, h}, {0, h}};
  cv::Point2f to[4];
  for (std::size_t i = 0; i < 4; ++i) {
    to[i] = {static_cast<float>(corners[i].x),
             static_cast<float>(corners[i].y)};
  }
  const cv::Mat solved = cv::getPerspectiveTransform(from, to);
  Mapping mapping;
  std::copy_n(solved.ptr<double>(), 9, mapping.m.begin());
  return mapping;
}

void MapWords(const Mapping& mapping, std::vector<TruthLine>& lines) {
  for (TruthLine& line : lines) {
    for (TruthWord& word : line.words) {
      for (Point& corner : word.quad) {
        const Point moved = mapping.Apply(corner);
        corner = {Hundredths(moved.x), Hundredths(moved.y)};
      }
      word.box = BoxAround(word.quad);
    }
  }
}

Raster LayOn(const Raster& ground, const Raster& page, const Mapping& mapping,
             double shadow, double shadow_pixels) {
  Raster scene = ground;
  cv::Mat out = View(scene);
  const cv::Matx33d matrix = ForPixelCentres(mapping);
  cv::Mat moved;
  cv::warpPerspective(View(page), moved, matrix, out.size(), cv::INTER_CUBIC,
                      cv::BORDER_REPLICATE);
  const cv::Mat full(page.height, page.width, CV_8UC1, cv::Scalar(255));
  cv::Mat cover;
  cv::warpPerspective(full, cover, matrix, out.size(), cv::INTER_LINEAR);
  if (shadow > 0) {
    cv::Mat thrown;
    const cv::Matx23d shift(1, 0, shadow_pixels, 0, 1, shadow_pixels);
    cv::warpAffine(cover, thrown, shift, out.size());
    cv::GaussianBlur(thrown, thrown, {}, std::max(1.0, shadow_pixels));
    Darken(out, thrown, shadow);
  }
  Blend(out, moved, cover);
  return scene;
}

std::string_view Extension(ImageFormat format) {
  return format == ImageFormat::kPng ? "png" : "jpg";
}

Result<std::string> Encode(const Raster& raster, ImageFormat format,
                           int quality) {
  const bool png = format == ImageFormat::kPng;
  const std::vector<int> options =
      png ? std::vector<int>{cv::IMWRITE_PNG_COMPRESSION, 6}
          : std::vector<int>{cv::IMWRITE_JPEG_QUALITY, quality};
  try {
    std::vector<std::uint8_t> bytes;
    if (!cv::imencode(png ? ".png" : ".jpg", View(raster), bytes, options)) {
      return Fail(ErrorCode::kInternal, "the image codec refused a sample");
    }
    return std::string(bytes.begin(), bytes.end());
  } catch (const cv::Exception& e) {
    return Fail(ErrorCode::kInternal, fmt::format("encoding: {}", e.what()));
  }
}

Result<Raster> Decode(std::string_view bytes) {
  try {
    const std::vector<std::uint8_t> data(bytes.begin(), bytes.end());
    const cv::Mat decoded =
        cv::imdecode(data, cv::IMREAD_COLOR | cv::IMREAD_IGNORE_ORIENTATION);
    if (decoded.empty()) {
      return Fail(ErrorCode::kCorruption, "not an image");
    }
    Raster raster(decoded.cols, decoded.rows);
    cv::Mat view = View(raster);
    decoded.copyTo(view);
    return raster;
  } catch (const cv::Exception& e) {
    return Fail(ErrorCode::kCorruption, fmt::format("decoding: {}", e.what()));
  }
}

void UseOneThread() { cv::setNumThreads(1); }

}  // namespace rescan::samples
