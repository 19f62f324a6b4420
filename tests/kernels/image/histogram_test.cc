#include "kernels/image/histogram.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>

#include "hwy/tests/hwy_gtest.h"
#include "tests/support/guarded_picture.h"
#include "tests/support/random.h"
#include "tests/support/reference_pixels.h"

namespace rescan::kernels {
namespace {

using support::GuardedPicture;

// Five of the widest vectors of bytes, and one.
constexpr int kMaxLength = 5 * 64 + 1;

// Each test runs once per SIMD target of this machine; its name says which.
class HistogramTest : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(HistogramTest);

TEST_P(HistogramTest, EveryLengthAndAlignment) {
  std::mt19937 rng(support::Seed(51));
  for (int width = 0; width <= kMaxLength; ++width) {
    for (const int offset : {0, 1, 31}) {
      GuardedPicture<std::uint8_t> in(width, 3, width % 4, offset);
      in.FillAtRandom(rng);
      ASSERT_EQ(reference::HistogramOf({width, 3, in.Samples()}),
                HistogramOf(in.view()))
          << "width " << width << " +" << offset;
    }
  }
}

TEST_P(HistogramTest, FlatRunsWithOneOtherPixelAnywhere) {
  for (const int width : {1, 8, 15, 16, 17, 32, 63, 64, 65, 128, 200}) {
    for (int at = 0; at < width; ++at) {
      GuardedPicture<std::uint8_t> in(width, 1);
      for (std::uint8_t& level : in.view().RowSpan(0)) level = 250;
      in.view().Row(0)[at] = 3;
      ASSERT_EQ(reference::HistogramOf({width, 1, in.Samples()}),
                HistogramOf(in.view()))
          << "width " << width << " at " << at;
    }
  }
}

TEST_P(HistogramTest, PicturesOfEveryManner) {
  // Below and above the size from which pixels are counted in pairs.
  for (const auto& [width, height] :
       {std::pair(511, 512), std::pair(513, 512), std::pair(1021, 601)}) {
    std::mt19937 rng(support::Seed(55));
    GuardedPicture<std::uint8_t> in(width, height, 3, 1);
    in.FillAtRandom(rng);
    for (int y = 0; y < height; ++y) {
      // A third is noise, a third nearly flat, the rest in runs.
      std::uint8_t* row = in.view().Row(y);
      for (int x = width / 3; x < width; ++x) {
        row[x] = static_cast<std::uint8_t>(x < 2 * width / 3 ? 200 + row[x] % 3
                                                             : x / 70);
      }
    }
    EXPECT_EQ(reference::HistogramOf({width, height, in.Samples()}),
              HistogramOf(in.view()))
        << width << " x " << height;
  }
}

TEST_P(HistogramTest, OneLevelManyTimes) {
  GuardedPicture<std::uint8_t> in(1000, 700);
  for (const int level : {0, 255}) {
    for (int y = 0; y < 700; ++y) {
      for (std::uint8_t& sample : in.view().RowSpan(y)) {
        sample = static_cast<std::uint8_t>(level);
      }
    }
    Histogram wanted{};
    wanted[static_cast<std::size_t>(level)] = 700'000;
    EXPECT_EQ(wanted, HistogramOf(in.view()));
  }
}

TEST_P(HistogramTest, BandsAddUp) {
  std::mt19937 rng(support::Seed(52));
  GuardedPicture<std::uint8_t> in(177, 40, 3);
  in.FillAtRandom(rng);
  Histogram sum{};
  AddToHistogram(in.view().Part(0, 0, 177, 13), sum);
  AddToHistogram(in.view().Part(0, 13, 100, 27), sum);
  AddToHistogram(in.view().Part(100, 13, 77, 27), sum);
  EXPECT_EQ(HistogramOf(in.view()), sum);
}

TEST_P(HistogramTest, EmptyPictures) {
  EXPECT_EQ(Histogram{},
            HistogramOf(GuardedPicture<std::uint8_t>(0, 9).view()));
  EXPECT_EQ(Histogram{},
            HistogramOf(GuardedPicture<std::uint8_t>(9, 0).view()));
}

Histogram RandomHistogram(std::mt19937& rng) {
  Histogram histogram{};
  const std::uint32_t levels = 1 + support::Below(rng, 256);
  for (std::uint32_t i = 0; i < levels; ++i) {
    histogram[support::Below(rng, 256)] = support::Below(rng, 1000);
  }
  return histogram;
}

TEST(HistogramFiguresTest, PercentilesMatchReference) {
  std::mt19937 rng(support::Seed(53));
  for (int round = 0; round < 200; ++round) {
    const Histogram histogram = RandomHistogram(rng);
    for (const double share : {0., .002, .1, .25, .5, .75, .9, .998, 1.}) {
      ASSERT_EQ(reference::PercentileLevel(histogram, share),
                PercentileLevel(histogram, share))
          << "round " << round << " share " << share;
    }
  }
}

TEST(HistogramFiguresTest, PercentileAtItsEdges) {
  Histogram histogram{};
  histogram[10] = 1;
  histogram[20] = 2;
  histogram[200] = 1;
  EXPECT_EQ(10, PercentileLevel(histogram, 0));
  EXPECT_EQ(10, PercentileLevel(histogram, .25));
  EXPECT_EQ(20, PercentileLevel(histogram, .2501));
  EXPECT_EQ(20, MedianLevel(histogram));
  EXPECT_EQ(20, PercentileLevel(histogram, .75));
  EXPECT_EQ(200, PercentileLevel(histogram, .7501));
  EXPECT_EQ(200, PercentileLevel(histogram, 1));
}

TEST(HistogramFiguresTest, OtsuMatchesReference) {
  std::mt19937 rng(support::Seed(54));
  for (int round = 0; round < 500; ++round) {
    const Histogram histogram = RandomHistogram(rng);
    ASSERT_EQ(reference::OtsuThreshold(histogram), OtsuThreshold(histogram))
        << "round " << round;
  }
}

TEST(HistogramFiguresTest, OtsuSplitsTwoLevelsAtTheDarkerOne) {
  for (const auto& [dark, light] :
       {std::pair(0, 255), std::pair(0, 1), std::pair(100, 101)}) {
    Histogram histogram{};
    histogram[static_cast<std::size_t>(dark)] = 5;
    histogram[static_cast<std::size_t>(light)] = 1000;
    EXPECT_EQ(dark, OtsuThreshold(histogram));
  }
}

TEST(HistogramFiguresTest, OneLevelAndNone) {
  Histogram histogram{};
  EXPECT_EQ(0, OtsuThreshold(histogram));
  EXPECT_EQ(0, MedianLevel(histogram));
  EXPECT_EQ(0, MeanLevel(histogram));
  EXPECT_EQ(0u, PixelCount(histogram));
  histogram[77] = 4'000'000'000u;
  EXPECT_EQ(77, OtsuThreshold(histogram));
  EXPECT_EQ(77, MedianLevel(histogram));
  EXPECT_EQ(77, MeanLevel(histogram));
  EXPECT_EQ(4'000'000'000u, PixelCount(histogram));
}

TEST(HistogramFiguresTest, MeanAndCountBeyond32Bits) {
  Histogram histogram{};
  histogram.fill(4'000'000'000u);
  EXPECT_EQ(1'024'000'000'000u, PixelCount(histogram));
  EXPECT_DOUBLE_EQ(127.5, MeanLevel(histogram));
}

}  // namespace
}  // namespace rescan::kernels
