#include "kernels/image/integral.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <vector>

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
class IntegralTest : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(IntegralTest);

TEST_P(IntegralTest, EveryLengthAndAlignment) {
  std::mt19937 rng(support::Seed(61));
  for (int width = 0; width <= kMaxLength; ++width) {
    for (const int offset : {0, 1, 7}) {
      GuardedPicture<std::uint8_t> in(width, 4, width % 5, offset);
      in.FillAtRandom(rng);
      const reference::Picture picture{width, 4, in.Samples()};
      GuardedPicture<std::uint32_t> sums(width + 1, 5, width % 3, offset);
      Integral(in.view(), sums.view());
      ASSERT_EQ(reference::Integral(picture), sums.Samples())
          << "width " << width << " +" << offset;
      ASSERT_TRUE(sums.GuardsStand()) << "width " << width << " +" << offset;
    }
  }
}

TEST_P(IntegralTest, EveryHeight) {
  std::mt19937 rng(support::Seed(63));
  for (int height = 0; height <= 13; ++height) {
    for (const int width : {1, 63, 64, 65, 127, 128, 191, 200}) {
      GuardedPicture<std::uint8_t> in(width, height, height % 5, height % 3);
      in.FillAtRandom(rng);
      const reference::Picture picture{width, height, in.Samples()};
      GuardedPicture<std::uint32_t> sums(width + 1, height + 1, height % 4);
      Integral(in.view(), sums.view());
      ASSERT_EQ(reference::Integral(picture), sums.Samples())
          << width << " x " << height;
      ASSERT_TRUE(sums.GuardsStand()) << width << " x " << height;
    }
  }
}

TEST_P(IntegralTest, IntoRoomForThem) {
  std::mt19937 rng(support::Seed(64));
  for (const int width : {0, 1, 15, 16, 17, 64, 100, 209}) {
    for (const int height : {0, 1, 4, 9}) {
      GuardedPicture<std::uint8_t> in(width, height);
      in.FillAtRandom(rng);
      const reference::Picture picture{width, height, in.Samples()};
      SumImage sums(width, height);
      Integral(in.view(), sums.mutable_view());
      std::vector<std::uint32_t> samples;
      for (int y = 0; y <= height; ++y) {
        const auto row = sums.view().RowSpan(y);
        ASSERT_EQ(0u, reinterpret_cast<std::uintptr_t>(row.data() + 1) % 64)
            << width << " x " << height << ", row " << y;
        samples.insert(samples.end(), row.begin(), row.end());
      }
      ASSERT_EQ(reference::Integral(picture), samples)
          << width << " x " << height;
    }
  }
}

TEST_P(IntegralTest, WithSquaresOfEveryLength) {
  std::mt19937 rng(support::Seed(62));
  for (int width = 0; width <= kMaxLength; ++width) {
    GuardedPicture<std::uint8_t> in(width, 4, width % 5, width % 3);
    in.FillAtRandom(rng);
    const reference::Picture picture{width, 4, in.Samples()};
    GuardedPicture<std::uint32_t> sums(width + 1, 5, width % 3);
    GuardedPicture<std::uint64_t> squares(width + 1, 5, width % 4);
    IntegralWithSquares(in.view(), sums.view(), squares.view());
    ASSERT_EQ(reference::Integral(picture), sums.Samples()) << width;
    ASSERT_EQ(reference::IntegralOfSquares(picture), squares.Samples())
        << width;
    ASSERT_TRUE(sums.GuardsStand() && squares.GuardsStand()) << width;
  }
}

TEST_P(IntegralTest, AllWhite) {
  GuardedPicture<std::uint8_t> in(333, 50);
  for (int y = 0; y < 50; ++y) {
    for (std::uint8_t& level : in.view().RowSpan(y)) level = 255;
  }
  GuardedPicture<std::uint32_t> sums(334, 51);
  GuardedPicture<std::uint64_t> squares(334, 51);
  IntegralWithSquares(in.view(), sums.view(), squares.view());
  for (int y = 0; y <= 50; ++y) {
    for (int x = 0; x <= 333; ++x) {
      ASSERT_EQ(255u * x * y, sums.view().Row(y)[x]);
      ASSERT_EQ(65025u * x * y, squares.view().Row(y)[x]);
    }
  }
}

TEST_P(IntegralTest, BoxSumsHoldWhereTheSumsHaveWrapped) {
  // 30,000 x 600 white pixels: 4.6 * 10^9.
  GuardedPicture<std::uint8_t> in(30'000, 600);
  for (int y = 0; y < 600; ++y) {
    for (std::uint8_t& level : in.view().RowSpan(y)) level = 255;
  }
  GuardedPicture<std::uint32_t> sums(30'001, 601);
  Integral(in.view(), sums.view());
  EXPECT_EQ(30'000ull * 600 * 255 - (1ull << 32), sums.view().Row(600)[30'000]);
  EXPECT_EQ(255u * 100 * 50, BoxSum(sums.view(), 29'900, 550, 30'000, 600));
  EXPECT_EQ(255u * 1000 * 600, BoxSum(sums.view(), 29'000, 0, 30'000, 600));
}

TEST_P(IntegralTest, BoxSumsAreSumsOfTheirPixels) {
  std::mt19937 rng(support::Seed(63));
  GuardedPicture<std::uint8_t> in(90, 40, 3);
  in.FillAtRandom(rng);
  GuardedPicture<std::uint32_t> sums(91, 41);
  Integral(in.view(), sums.view());
  for (int round = 0; round < 500; ++round) {
    const int left = static_cast<int>(support::Below(rng, 91));
    const int top = static_cast<int>(support::Below(rng, 41));
    const int right = left + static_cast<int>(support::Below(
                                 rng, static_cast<std::uint32_t>(91 - left)));
    const int bottom = top + static_cast<int>(support::Below(
                                 rng, static_cast<std::uint32_t>(41 - top)));
    std::uint32_t wanted = 0;
    for (int y = top; y < bottom; ++y) {
      for (int x = left; x < right; ++x) wanted += in.view().Row(y)[x];
    }
    ASSERT_EQ(wanted, BoxSum(sums.view(), left, top, right, bottom));
  }
}

}  // namespace
}  // namespace rescan::kernels
