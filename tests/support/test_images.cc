#include "tests/support/test_images.h"

#include <algorithm>
#include <cstdio>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

#include "tests/support/crc32.h"

namespace rescan::testing {
namespace {

std::string Encode(const cv::Mat& image, const std::string& extension) {
  std::vector<std::uint8_t> bytes;
  if (!cv::imencode(extension, image, bytes)) {
    throw std::runtime_error("cannot encode " + extension);
  }
  return {bytes.begin(), bytes.end()};
}

cv::Mat Draw(const std::string& text) {
  cv::Mat image(120, 440, CV_8UC3, cv::Scalar::all(255));
  cv::putText(image, text, {20, 75}, cv::FONT_HERSHEY_SIMPLEX, 1.2,
              cv::Scalar::all(0), 2, cv::LINE_AA);
  return image;
}

void PutBigEndian(std::string& out, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>(value >> shift));
  }
}

void PutChunk(std::string& png, const std::string& type,
              const std::string& data) {
  PutBigEndian(png, static_cast<std::uint32_t>(data.size()));
  png += type + data;
  PutBigEndian(png, Crc32(type + data));
}

}  // namespace

std::string TextPage(const std::string& text, const std::string& extension) {
  return Encode(Draw(text), extension);
}

std::string BlankPage(int width, int height, const std::string& extension) {
  return Encode(cv::Mat(height, width, CV_8UC3, cv::Scalar::all(255)),
                extension);
}

std::string MultiPageTiff(int frames) {
  std::vector<cv::Mat> pages;
  for (int i = 1; i <= frames; ++i) {
    pages.push_back(Draw("PAGE " + std::to_string(i)));
  }
  // Through a file: OpenCV 4.6 encodes only one page in memory.
  const std::string path = cv::tempfile(".tif");
  if (!cv::imwritemulti(path, pages)) {
    throw std::runtime_error("cannot write " + path);
  }
  std::string bytes;
  if (FILE* file = std::fopen(path.c_str(), "rb")) {
    for (int c = std::fgetc(file); c != EOF; c = std::fgetc(file)) {
      bytes.push_back(static_cast<char>(c));
    }
    std::fclose(file);
  }
  std::remove(path.c_str());
  return bytes;
}

std::string PngHeaderOnly(std::uint32_t width, std::uint32_t height) {
  std::string png = "\x89PNG\r\n\x1a\n";
  std::string header;
  PutBigEndian(header, width);
  PutBigEndian(header, height);
  header += std::string("\x08\x02\x00\x00\x00", 5);  // 8-bit RGB
  PutChunk(png, "IHDR", header);
  PutChunk(png, "IDAT", std::string(4000, '\0'));
  PutChunk(png, "IEND", "");
  return png;
}

const std::vector<std::string>& ImageExtensions() {
  static const std::vector<std::string> extensions = {".png",  ".jpg", ".tif",
                                                      ".webp", ".bmp", ".ppm"};
  return extensions;
}

std::string Mutate(const std::string& bytes, std::mt19937& random) {
  auto below = [&](std::size_t n) {
    return static_cast<std::size_t>(random() % std::max<std::size_t>(n, 1));
  };
  std::string out = bytes;
  const std::size_t at = below(out.size());
  const std::size_t length =
      1 + below(std::min<std::size_t>(64, out.size() - at));
  switch (random() % 6) {
    case 0:
      out.resize(at);
      break;
    case 1:
      for (std::size_t i = 0; i <= random() % 8; ++i) {
        char& byte = out[below(out.size())];
        byte = static_cast<char>(byte ^ (1 << random() % 8));
      }
      break;
    case 2:
      for (std::size_t i = 0; i < length; ++i) {
        out[at + i] = static_cast<char>(random());
      }
      break;
    case 3:
      std::fill_n(out.begin() + static_cast<std::ptrdiff_t>(at), length, '\0');
      break;
    case 4:
      out.erase(at, length);
      break;
    default:
      out.insert(at, out.substr(at, length));
      break;
  }
  return out;
}

}  // namespace rescan::testing
