#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <set>

#include "tools/samples/rng.h"

namespace rescan::samples {
namespace {

// The published reference values of SplitMix64 for this seed.
TEST(SamplesRng, IsSplitMix64) {
  Rng rng(1234567);
  EXPECT_EQ(rng.Next(), 6457827717110365317U);
  EXPECT_EQ(rng.Next(), 3203168211198807973U);
  EXPECT_EQ(rng.Next(), 9817491932198370423U);
  EXPECT_EQ(rng.Next(), 4593380528125082431U);
  EXPECT_EQ(rng.Next(), 16408922859458223821U);
}

TEST(SamplesRng, BetweenReachesBothEndsAndNothingElse) {
  Rng rng(1);
  std::set<int> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(rng.Between(-2, 3));
  EXPECT_EQ(seen, (std::set<int>{-2, -1, 0, 1, 2, 3}));
  EXPECT_EQ(rng.Between(7, 7), 7);
}

TEST(SamplesRng, BetweenTakesTheWholeRangeOfInt) {
  constexpr int kLow = std::numeric_limits<int>::min();
  constexpr int kHigh = std::numeric_limits<int>::max();
  Rng rng(2);
  bool negative = false;
  bool positive = false;
  for (int i = 0; i < 100; ++i) {
    const int value = rng.Between(kLow, kHigh);
    negative = negative || value < kLow / 2;
    positive = positive || value > kHigh / 2;
  }
  EXPECT_TRUE(negative);
  EXPECT_TRUE(positive);
}

TEST(SamplesRng, UniformIsInItsRangeAndFlat) {
  Rng rng(3);
  std::array<int, 10> bins{};
  constexpr int kDraws = 100000;
  for (int i = 0; i < kDraws; ++i) {
    const double value = rng.Uniform(-1, 4);
    ASSERT_GE(value, -1);
    ASSERT_LT(value, 4);
    ++bins[static_cast<std::size_t>((value + 1) * 2)];
  }
  // Ten bins of 10,000; the deviation of each is below 100.
  for (const int count : bins) EXPECT_NEAR(count, kDraws / 10.0, 500);
}

TEST(SamplesRng, GaussianHasMeanZeroAndDeviationOne) {
  Rng rng(4);
  double sum = 0;
  double squares = 0;
  constexpr int kDraws = 100000;
  for (int i = 0; i < kDraws; ++i) {
    const double value = rng.Gaussian();
    ASSERT_LT(std::abs(value), 5);
    sum += value;
    squares += value * value;
  }
  EXPECT_NEAR(sum / kDraws, 0, 0.02);
  EXPECT_NEAR(squares / kDraws, 1, 0.02);
}

TEST(SamplesRng, SeriesSeedsDiffer) {
  std::set<std::uint64_t> seeds;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    for (std::uint64_t i = 0; i < 50; ++i) seeds.insert(SeriesSeed(seed, i));
  }
  EXPECT_EQ(seeds.size(), 2500U);
}

}  // namespace
}  // namespace rescan::samples
