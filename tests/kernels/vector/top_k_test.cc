#include "kernels/vector/top_k.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

#include "tests/support/random.h"

namespace rescan::kernels {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

std::vector<ScoredRow> Sorted(std::vector<ScoredRow> rows) {
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return a.score != b.score ? a.score > b.score : a.row < b.row;
  });
  return rows;
}

TEST(TopKTest, KeepsTheBestInAnyOrderOfOffers) {
  std::mt19937 rng(support::Seed(321));
  for (int round = 0; round < 500; ++round) {
    const std::uint32_t count = support::Below(rng, 60);
    std::vector<ScoredRow> offers;
    for (std::uint32_t row = 0; row < count; ++row) {
      // Few values, so that many are equal.
      offers.push_back({static_cast<float>(support::Below(rng, 8)), row});
    }
    std::shuffle(offers.begin(), offers.end(), rng);
    const std::size_t limit = support::Below(rng, 70);
    const auto floor = static_cast<float>(support::Below(rng, 8));
    TopK<> best(limit, floor);
    float threshold = best.threshold();
    for (const ScoredRow& offer : offers) {
      best.Offer(offer.score, offer.row);
      ASSERT_LE(threshold, best.threshold());
      threshold = best.threshold();
    }
    std::vector<ScoredRow> wanted = Sorted(offers);
    std::erase_if(wanted, [&](const auto& row) { return row.score < floor; });
    if (wanted.size() > limit) wanted.resize(limit);
    ASSERT_EQ(wanted, best.Take()) << "round " << round;
    ASSERT_TRUE(best.Take().empty());
  }
}

TEST(TopKTest, ThresholdIsTheFloorUntilFullThenTheWorst) {
  TopK<> best(2, -5);
  EXPECT_EQ(-5, best.threshold());
  best.Offer(1, 0);
  EXPECT_EQ(-5, best.threshold());
  best.Offer(3, 1);
  EXPECT_EQ(1, best.threshold());
  best.Offer(2, 2);
  EXPECT_EQ(2, best.threshold());
}

TEST(TopKTest, NothingGetsIntoNone) {
  TopK<> best(0);
  best.Offer(kInfinity, 1);
  EXPECT_EQ(kInfinity, best.threshold());
  EXPECT_TRUE(best.Take().empty());
}

TEST(TopKTest, NotANumberNeverGetsIn) {
  TopK<> best(3);
  best.Offer(std::nanf(""), 1);
  best.Offer(-kInfinity, 2);
  EXPECT_EQ((std::vector<ScoredRow>{{-kInfinity, 2}}), best.Take());
}

TEST(TopKTest, AnotherOrderOfEqualScores) {
  const auto higher = [](std::uint32_t a, std::uint32_t b) { return a > b; };
  TopK<decltype(higher)> best(2, 0, higher);
  for (const std::uint32_t row : {1u, 4u, 2u, 3u}) best.Offer(7, row);
  EXPECT_EQ((std::vector<ScoredRow>{{7, 4}, {7, 3}}), best.Take());
}

}  // namespace
}  // namespace rescan::kernels
