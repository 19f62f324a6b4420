#include "kernels/image/resize.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "hwy/tests/hwy_gtest.h"
#include "tests/support/guarded_grey.h"
#include "tests/support/random.h"
#include "tests/support/reference_geometry.h"

namespace rescan::kernels {
namespace {

using reference::Picture;
using support::GuardedGrey;

using Resize = void (*)(GreyView, MutableGreyView);

// Black and white dots at random: the hardest case for rounded weights.
Picture Dots(std::mt19937& rng, int width, int height) {
  Picture picture{width, height, {}};
  for (int i = 0; i < width * height; ++i) {
    picture.samples.push_back(support::Below(rng, 2) == 0 ? 0 : 255);
  }
  return picture;
}

Picture Grey(std::mt19937& rng, int width, int height) {
  Picture picture{width, height, {}};
  for (int i = 0; i < width * height; ++i) {
    picture.samples.push_back(
        static_cast<std::uint8_t>(support::Below(rng, 256)));
  }
  return picture;
}

Picture Flat(int level, int width, int height) {
  return {width, height,
          std::vector<std::uint8_t>(static_cast<std::size_t>(width) *
                                        static_cast<std::size_t>(height),
                                    static_cast<std::uint8_t>(level))};
}

struct Difference {
  int greatest = 0;
  double mean = 0;  // signed
};

Difference Compare(const Picture& wanted, const Picture& got) {
  Difference difference;
  for (std::size_t i = 0; i < wanted.samples.size(); ++i) {
    const int d = got.samples[i] - wanted.samples[i];
    difference.greatest = std::max(difference.greatest, std::abs(d));
    difference.mean += d;
  }
  difference.mean /= static_cast<double>(wanted.samples.size());
  return difference;
}

std::string Sizes(const Picture& from, const Picture& to) {
  return std::to_string(from.width) + "x" + std::to_string(from.height) +
         " -> " + std::to_string(to.width) + "x" + std::to_string(to.height);
}

// The kernel's answer, which must have touched nothing around it.
Picture Resized(Resize resize, const Picture& from, int width, int height,
                int gap = 5, int offset = 3) {
  GuardedGrey in(from, gap, offset);
  GuardedGrey out(width, height, gap + 2, offset + 1);
  resize(in.view(), out.view());
  EXPECT_TRUE(in.GuardsStand() && out.GuardsStand());
  return out.Picture();
}

void ExpectNear(const Picture& from, const Picture& wanted, const Picture& got,
                int tolerance) {
  const Difference difference = Compare(wanted, got);
  EXPECT_LE(difference.greatest, tolerance) << Sizes(from, wanted);
}

// Each test runs once per SIMD target of this machine; its name says which.
class ResizeTest : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(ResizeTest);

TEST_P(ResizeTest, AreaOfEverySmallSize) {
  std::mt19937 rng(support::Seed(31));
  for (int from = 1; from <= 12; ++from) {
    for (int to = 1; to <= from; ++to) {
      const Picture tall = Dots(rng, 3, from);
      ExpectNear(tall, reference::ResizeArea(tall, 2, to),
                 Resized(ResizeArea, tall, 2, to), kResizeTolerance);
      const Picture broad = Dots(rng, from, 3);
      ExpectNear(broad, reference::ResizeArea(broad, to, 2),
                 Resized(ResizeArea, broad, to, 2), kResizeTolerance);
    }
  }
}

TEST_P(ResizeTest, AreaOfRandomSizes) {
  std::mt19937 rng(support::Seed(32));
  const auto below = [&](int bound) {
    return static_cast<int>(support::Below(rng, static_cast<unsigned>(bound)));
  };
  for (int round = 0; round < 80; ++round) {
    // Wide enough for several tiles, high enough for several bands.
    const int width = 1 + below(round % 2 == 0 ? 1500 : 200);
    const int height = 1 + below(round % 2 == 0 ? 60 : 200);
    const int to_width = 1 + below(width);
    const int to_height = 1 + below(height);
    const Picture from =
        round % 3 == 0 ? Grey(rng, width, height) : Dots(rng, width, height);
    ExpectNear(
        from, reference::ResizeArea(from, to_width, to_height),
        Resized(ResizeArea, from, to_width, to_height, below(40), below(17)),
        kResizeTolerance);
  }
}

TEST_P(ResizeTest, AreaOfUsualRatiosIsRightOnAverageToo) {
  std::mt19937 rng(support::Seed(33));
  for (const double ratio : {0.2, 0.23, 0.31, 0.5, 0.61, 0.77, 0.89, 0.95}) {
    const Picture from = Grey(rng, 701, 203);
    const int width = static_cast<int>(from.width * ratio);
    const int height = static_cast<int>(from.height * ratio);
    const Picture wanted = reference::ResizeArea(from, width, height);
    const Difference difference =
        Compare(wanted, Resized(ResizeArea, from, width, height));
    EXPECT_LE(difference.greatest, kResizeTolerance) << ratio;
    EXPECT_NEAR(0, difference.mean, 0.02) << ratio;
  }
}

TEST_P(ResizeTest, AreaByWholeNumbersIsExact) {
  std::mt19937 rng(support::Seed(34));
  for (const int by : {1, 2, 3, 4}) {
    for (int width = 1; width <= 2 * 64 + 1; width += width < 70 ? 1 : 13) {
      for (const int height : {1, 3}) {
        const Picture from = Grey(rng, by * width, by * height);
        const Picture wanted = reference::ResizeArea(from, width, height);
        ASSERT_EQ(wanted.samples,
                  Resized(ResizeArea, from, width, height, width % 7).samples)
            << Sizes(from, wanted);
      }
    }
  }
}

TEST_P(ResizeTest, WholeNumbersRoundHalvesUpForEverySum) {
  for (const int by : {2, 3, 4}) {
    const int area = by * by;
    // Output pixel i has the sum i; as many as needed for all sums.
    Picture from{by * 256, by * area, {}};
    from.samples.resize(static_cast<std::size_t>(from.width * from.height));
    for (int sum = 0; sum < 256 * area; ++sum) {
      int left = std::min(sum, 255 * area);
      for (int k = 0; k < area; ++k) {
        const int part = std::min(left, 255);
        left -= part;
        const int x = sum % 256 * by + k % by;
        const int y = sum / 256 * by + k / by;
        from.samples[static_cast<std::size_t>(y * from.width + x)] =
            static_cast<std::uint8_t>(part);
      }
    }
    const Picture got = Resized(ResizeArea, from, 256, area);
    for (int sum = 0; sum < 256 * area; ++sum) {
      const int wanted = (std::min(sum, 255 * area) + area / 2) / area;
      ASSERT_EQ(wanted, got.At(sum % 256, sum / 256)) << by << " " << sum;
    }
  }
}

TEST_P(ResizeTest, FlatPicturesKeepTheirLevel) {
  for (const int level : {0, 1, 127, 128, 254, 255}) {
    const Picture from = Flat(level, 90, 70);
    for (const int side : {1, 2, 7, 23, 45, 61, 69, 70}) {
      const Picture wanted = Flat(level, side, side);
      ASSERT_EQ(wanted.samples, Resized(ResizeArea, from, side, side).samples)
          << level << " " << side;
      ASSERT_EQ(wanted.samples, Resized(ResizeCubic, from, side, side).samples)
          << level << " " << side;
    }
    EXPECT_EQ(Flat(level, 301, 99).samples,
              Resized(ResizeCubic, from, 301, 99).samples);
  }
}

TEST_P(ResizeTest, ThumbnailsOfHugePictures) {
  std::mt19937 rng(support::Seed(35));
  struct Case {
    int from_width, from_height, width, height;
  };
  constexpr Case kCases[] = {
      {65536, 3, 5, 2}, {3, 65536, 3, 7}, {3000, 200, 1, 1}, {990, 990, 30, 3}};
  for (const Case& c : kCases) {
    const Picture from = Dots(rng, c.from_width, c.from_height);
    ExpectNear(from, reference::ResizeArea(from, c.width, c.height),
               Resized(ResizeArea, from, c.width, c.height), kResizeTolerance);
  }
}

TEST_P(ResizeTest, CubicOfEverySmallSize) {
  std::mt19937 rng(support::Seed(36));
  for (int from = 1; from <= 7; ++from) {
    for (int to = 1; to <= 20; ++to) {
      const Picture tall = Dots(rng, 3, from);
      ExpectNear(tall, reference::ResizeCubic(tall, 4, to),
                 Resized(ResizeCubic, tall, 4, to), kResizeTolerance);
      const Picture broad = Dots(rng, from, 3);
      ExpectNear(broad, reference::ResizeCubic(broad, to, 4),
                 Resized(ResizeCubic, broad, to, 4), kResizeTolerance);
    }
  }
}

TEST_P(ResizeTest, CubicOfRandomSizes) {
  std::mt19937 rng(support::Seed(37));
  const auto below = [&](int bound) {
    return static_cast<int>(support::Below(rng, static_cast<unsigned>(bound)));
  };
  for (int round = 0; round < 24; ++round) {
    const int width = 1 + below(round % 2 == 0 ? 700 : 90);
    const int height = 1 + below(round % 2 == 0 ? 40 : 150);
    // From a quarter to four times, several tiles wide.
    const int to_width = width / 4 + 1 + below(4 * width);
    const int to_height = height / 4 + 1 + below(3 * height);
    const Picture from =
        round % 3 == 0 ? Grey(rng, width, height) : Dots(rng, width, height);
    ExpectNear(
        from, reference::ResizeCubic(from, to_width, to_height),
        Resized(ResizeCubic, from, to_width, to_height, below(40), below(17)),
        kResizeTolerance);
  }
}

TEST_P(ResizeTest, CubicExtremes) {
  std::mt19937 rng(support::Seed(38));
  struct Case {
    int from_width, from_height, width, height;
  };
  constexpr Case kCases[] = {{1, 1, 600, 40},  {1, 1, 3, 65536},
                             {2, 2, 65536, 3}, {30000, 2, 7, 5},
                             {2, 30000, 5, 7}, {1200, 3, 1200, 3}};
  for (const Case& c : kCases) {
    const Picture from = Grey(rng, c.from_width, c.from_height);
    ExpectNear(from, reference::ResizeCubic(from, c.width, c.height),
               Resized(ResizeCubic, from, c.width, c.height), kResizeTolerance);
  }
}

// On the weakest target and on the one that the test runs on.
TEST_P(ResizeTest, SameOnEveryTarget) {
  std::mt19937 rng(support::Seed(39));
  const Picture from = Grey(rng, 611, 97);
  const Picture area = Resized(ResizeArea, from, 401, 64);
  const Picture cubic = Resized(ResizeCubic, from, 803, 131);
  hwy::SetSupportedTargetsForTest(HWY_STATIC_TARGET);
  EXPECT_EQ(Resized(ResizeArea, from, 401, 64).samples, area.samples);
  EXPECT_EQ(Resized(ResizeCubic, from, 803, 131).samples, cubic.samples);
  hwy::SetSupportedTargetsForTest(HWY_BASELINE_SCALAR);
  EXPECT_EQ(Resized(ResizeArea, from, 401, 64).samples, area.samples);
  EXPECT_EQ(Resized(ResizeCubic, from, 803, 131).samples, cubic.samples);
}

}  // namespace
}  // namespace rescan::kernels
