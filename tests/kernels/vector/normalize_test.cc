#include "kernels/vector/normalize.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <random>
#include <span>
#include <vector>

#include "hwy/tests/hwy_gtest.h"
#include "tests/support/random.h"
#include "tests/support/reference_vectors.h"

namespace rescan::kernels {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kLeast = std::numeric_limits<float>::denorm_min();
constexpr float kGreatest = std::numeric_limits<float>::max();
// Five vectors of the widest target and one element.
constexpr std::size_t kMaxLength = 5 * 16 + 1;

class NormalizeTest : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(NormalizeTest);

TEST_P(NormalizeTest, OneElementAnywhereDecidesTheKind) {
  for (std::size_t n = 1; n <= kMaxLength; ++n) {
    for (std::size_t at = 0; at < n; ++at) {
      std::vector<float> v(n, 0);
      ASSERT_EQ(VectorKind::kZero, KindOf(v));
      v[at] = -0.0f;
      ASSERT_EQ(VectorKind::kZero, KindOf(v));
      for (const float x : {kLeast, -kLeast, 1.0f, -kGreatest}) {
        v[at] = x;
        ASSERT_EQ(VectorKind::kNormal, KindOf(v)) << n << " " << at << " " << x;
      }
      for (const float x : {kNan, -kNan, kInfinity, -kInfinity}) {
        v[at] = x;
        ASSERT_EQ(VectorKind::kNotFinite, KindOf(v)) << n << " " << at;
      }
    }
  }
}

TEST_P(NormalizeTest, NothingIsZero) {
  EXPECT_EQ(VectorKind::kZero, KindOf({}));
  EXPECT_EQ(VectorKind::kZero, Normalize({}));
  EXPECT_FALSE(IsUnit({}));
}

TEST_P(NormalizeTest, WhatHasNoDirectionStaysAsItIs) {
  std::vector<float> zero(7, 0);
  EXPECT_EQ(VectorKind::kZero, Normalize(zero));
  EXPECT_EQ(std::vector<float>(7, 0), zero);
  std::vector<float> infinite = {1, 2, kInfinity};
  EXPECT_EQ(VectorKind::kNotFinite, Normalize(infinite));
  EXPECT_EQ((std::vector<float>{1, 2, kInfinity}), infinite);
}

TEST_P(NormalizeTest, MatchesDoubleForEveryLengthAndScale) {
  std::mt19937 rng(support::Seed(311));
  for (std::size_t n = 1; n <= kMaxLength; ++n) {
    for (const float scale : {1.0f, 1e-30f, 1e-38f, 1e37f}) {
      const std::size_t offset = n % 4;
      std::vector<float> memory = support::RandomFloats(rng, offset + n);
      const auto v = std::span(memory).subspan(offset);
      for (float& x : v) x *= scale;
      const std::vector<float> before(v.begin(), v.end());
      const double length = reference::Length(before);
      ASSERT_EQ(VectorKind::kNormal, Normalize(v));
      for (std::size_t i = 0; i < n; ++i) {
        const double wanted = static_cast<double>(before[i]) / length;
        // One rounding to float, and what double loses.
        ASSERT_NEAR(wanted, v[i], std::abs(wanted) * 0x1.0001p-24 + 1e-45)
            << n << " " << i << " scale " << scale;
      }
      ASSERT_TRUE(IsUnit(v));
    }
  }
}

TEST_P(NormalizeTest, ExtremeLengths) {
  for (const float x : {kLeast, kGreatest}) {
    std::vector<float> v(100, x);
    ASSERT_EQ(VectorKind::kNormal, Normalize(v));
    EXPECT_EQ(std::vector<float>(100, 0.1f), v) << x;
  }
}

TEST_P(NormalizeTest, TwiceChangesNothing) {
  std::mt19937 rng(support::Seed(312));
  for (int round = 0; round < 3000; ++round) {
    std::vector<float> v =
        support::RandomFloats(rng, 1 + support::Below(rng, 40));
    (void)Normalize(v);
    const std::vector<float> once = v;
    (void)Normalize(v);
    ASSERT_EQ(once, v) << "round " << round;
  }
}

TEST_P(NormalizeTest, AUnitIsOneWithinTheTolerance) {
  const auto unit = [](double squared) {
    return IsUnit(std::vector<float>{static_cast<float>(std::sqrt(squared))});
  };
  EXPECT_TRUE(unit(1));
  EXPECT_TRUE(unit(1 + 0.4 * kUnitTolerance));
  EXPECT_FALSE(unit(1 + 2 * kUnitTolerance));
  EXPECT_FALSE(unit(1 - 2 * kUnitTolerance));
  EXPECT_FALSE(IsUnit(std::vector<float>{kNan}));
  EXPECT_FALSE(IsUnit(std::vector<float>{kInfinity}));
}

}  // namespace
}  // namespace rescan::kernels
