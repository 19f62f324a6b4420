#include "kernels/text/unit_blend.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

#include "hwy/tests/hwy_gtest.h"
#include "tests/support/random.h"
#include "tests/support/reference_text.h"

namespace rescan::kernels {
namespace {

constexpr std::size_t kMaxLength = 5 * 16 + 1;
constexpr std::uint32_t kLimit = 1u << 23;

std::vector<std::int32_t> RandomSums(std::mt19937& rng, std::size_t size,
                                     std::uint32_t below) {
  std::vector<std::int32_t> sums(size);
  for (auto& sum : sums) {
    sum = static_cast<std::int32_t>(support::Below(rng, 2 * below - 1)) -
          static_cast<std::int32_t>(below - 1);
  }
  return sums;
}

std::vector<std::uint32_t> Bits(std::span<const float> values) {
  std::vector<std::uint32_t> bits;
  for (const float value : values) {
    bits.push_back(std::bit_cast<std::uint32_t>(value));
  }
  return bits;
}

// The blend, empty if there is none; the memory around `out` stays.
std::vector<float> Blend(const std::vector<std::int32_t>& main,
                         const std::vector<std::int32_t>& side, double share) {
  constexpr float kGuard = 77;
  std::vector<float> memory(main.size() + 2, kGuard);
  const auto out = std::span(memory).subspan(1, main.size());
  const bool done = UnitBlend(main, side, share, out);
  EXPECT_EQ(memory.front(), kGuard);
  EXPECT_EQ(memory.back(), kGuard);
  if (!done) {
    for (const float value : out) EXPECT_EQ(value, kGuard);
    return {};
  }
  return {out.begin(), out.end()};
}

class UnitBlendTest : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(UnitBlendTest);

TEST_P(UnitBlendTest, SumsOfSquaresAreExact) {
  std::mt19937 rng(support::Seed(41));
  for (std::size_t n = 0; n <= kMaxLength; ++n) {
    for (const std::uint32_t below : {2u, 1000u, kLimit}) {
      const auto values = RandomSums(rng, n, below);
      std::uint64_t expected = 0;
      for (const std::int64_t value : values) {
        expected += static_cast<std::uint64_t>(value * value);
      }
      ASSERT_EQ(SumOfSquares(values), expected) << n << " below " << below;
    }
  }
}

TEST_P(UnitBlendTest, ExtremeSquares) {
  const std::vector<std::int32_t> values(65536, -(1 << 23) + 1);
  EXPECT_EQ(SumOfSquares(values), 65536ull * 8388607 * 8388607);
}

TEST_P(UnitBlendTest, TheReferenceToTheLastBit) {
  std::mt19937 rng(support::Seed(42));
  for (std::size_t n = 1; n <= kMaxLength; ++n) {
    for (const std::uint32_t below : {2u, 50u, kLimit}) {
      for (const double share : {0.0, 0.1, 0.3, 0.4999}) {
        const auto main = RandomSums(rng, n, below);
        const auto side = RandomSums(rng, n, below);
        ASSERT_EQ(Bits(Blend(main, side, share)),
                  Bits(reference::UnitBlend(main, side, share)))
            << n << " below " << below << " share " << share;
        ASSERT_EQ(Bits(Blend(main, {}, share)),
                  Bits(reference::UnitBlend(main, {}, share)))
            << n << " below " << below << " alone";
      }
    }
  }
}

TEST_P(UnitBlendTest, LargeVectors) {
  std::mt19937 rng(support::Seed(43));
  for (const std::size_t n : {512, 1024, 1025, 4096, 65536}) {
    const auto main = RandomSums(rng, n, 30);
    const auto side = RandomSums(rng, n, 90);
    const auto unit = Blend(main, side, 0.3);
    ASSERT_EQ(Bits(unit), Bits(reference::UnitBlend(main, side, 0.3))) << n;
    double squares = 0;
    for (const double value : unit) squares += value * value;
    EXPECT_NEAR(squares, 1, 1e-6) << n;
  }
}

TEST_P(UnitBlendTest, SharesOfTheParts) {
  std::vector<std::int32_t> main(32, 0), side(32, 0);
  main[3] = -5;
  side[20] = 7;
  const auto unit = Blend(main, side, 0.36);
  EXPECT_NEAR(unit[3], -0.8, 1e-6);
  EXPECT_NEAR(unit[20], 0.6, 1e-6);
  // A side without anything in it is no side.
  const auto alone = Blend(main, std::vector<std::int32_t>(32, 0), 0.36);
  EXPECT_EQ(alone[3], -1);
}

TEST_P(UnitBlendTest, NothingGivesNoVector) {
  for (const std::size_t n : {0, 1, 15, 16, 17, 512}) {
    const std::vector<std::int32_t> none(n, 0);
    EXPECT_TRUE(Blend(none, std::vector<std::int32_t>(n, 4), 0.3).empty());
    std::vector<float> out(n);
    EXPECT_FALSE(UnitBlend(none, {}, 0.3, out));
  }
}

}  // namespace
}  // namespace rescan::kernels
