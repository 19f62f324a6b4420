#include "bench/image_kernels/pictures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <random>

#include "tests/support/random.h"

namespace rescan::bench {
namespace {

using support::Below;

void FillRectangle(kernels::MutableGreyView picture, int left, int top,
                   int width, int height, std::uint8_t level) {
  const int right = std::min(left + width, picture.width);
  const int bottom = std::min(top + height, picture.height);
  for (int y = std::max(top, 0); y < bottom; ++y) {
    for (int x = std::max(left, 0); x < right; ++x) picture.Row(y)[x] = level;
  }
}

// One to three strokes in a box of 11 x 20.
void DrawLetter(std::mt19937& rng, kernels::MutableGreyView picture, int left,
                int top) {
  const auto level = static_cast<std::uint8_t>(20 + Below(rng, 50));
  const int strokes = 1 + static_cast<int>(Below(rng, 3));
  for (int stroke = 0; stroke < strokes; ++stroke) {
    if (Below(rng, 2) == 0) {
      const int x = left + static_cast<int>(Below(rng, 9));
      FillRectangle(picture, x, top, 3, 20, level);
    } else {
      const int y = top + static_cast<int>(Below(rng, 18));
      FillRectangle(picture, left, y, 11, 3, level);
    }
  }
}

}  // namespace

kernels::GreyImage PagePicture(int width, int height) {
  std::mt19937 rng(7);
  kernels::GreyImage page(width, height);
  const kernels::MutableGreyView view = page.mutable_view();
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const int paper = 245 - 40 * x / width - 20 * y / height;
      view.Row(y)[x] = static_cast<std::uint8_t>(paper + Below(rng, 5));
    }
  }
  const int margin = std::min(60, width / 8);
  for (int top = margin; top + 20 < height - margin; top += 34) {
    for (int left = margin; left + 11 < width - margin; left += 14) {
      if (Below(rng, 6) != 0) DrawLetter(rng, view, left, top);
    }
  }
  return page;
}

kernels::GreyImage NoisePicture(int width, int height) {
  std::mt19937 rng(8);
  kernels::GreyImage noise(width, height);
  for (int y = 0; y < height; ++y) {
    for (std::uint8_t& level : noise.mutable_view().RowSpan(y)) {
      level = static_cast<std::uint8_t>(Below(rng, 256));
    }
  }
  return noise;
}

std::string Difference(const std::string& whose, kernels::GreyView got,
                       kernels::GreyView wanted, int tolerance) {
  if (!kernels::SameSize(got, wanted)) {
    return fmt::format("{}: {} x {}, wanted {} x {}", whose, got.width,
                       got.height, wanted.width, wanted.height);
  }
  std::size_t count = 0;
  std::string first;
  for (int y = 0; y < got.height; ++y) {
    for (int x = 0; x < got.width; ++x) {
      const int a = got.Row(y)[x];
      const int b = wanted.Row(y)[x];
      if (std::abs(a - b) <= tolerance) continue;
      if (count == 0) {
        first = fmt::format("({}, {}): {}, wanted {}", x, y, a, b);
      }
      ++count;
    }
  }
  if (count == 0) return {};
  return fmt::format("{}: {} samples differ by more than {}, first at {}",
                     whose, count, tolerance, first);
}

}  // namespace rescan::bench
