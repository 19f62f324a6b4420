// The figures of a session: rate, time to the end, percentiles.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <random>
#include <vector>

#include "engine/run/duration_stats.h"
#include "engine/run/rate.h"

namespace rescan {
namespace {

using std::chrono::seconds;
constexpr RateMeter::Clock::time_point kStart{};

TEST(RateMeterTest, KnowsNothingBeforeTheFirstImage) {
  const RateMeter meter(kStart);
  EXPECT_EQ(meter.PerMinute(kStart + seconds(30)), 0);
  EXPECT_LT(meter.EtaSeconds(kStart + seconds(30), 100), 0);
}

TEST(RateMeterTest, DividesImagesByTime) {
  RateMeter meter(kStart);
  for (int i = 1; i <= 20; ++i) meter.Add(kStart + seconds(i), 1);
  EXPECT_DOUBLE_EQ(meter.PerMinute(kStart + seconds(20)), 60);
  EXPECT_DOUBLE_EQ(meter.EtaSeconds(kStart + seconds(20), 90), 90);
  // Time in which nothing ends counts too.
  EXPECT_DOUBLE_EQ(meter.PerMinute(kStart + seconds(40)), 30);
}

TEST(RateMeterTest, ForgetsWhatIsOverAMinuteAgo) {
  RateMeter meter(kStart);
  int second = 0;
  for (; second < 300; ++second) meter.Add(kStart + seconds(second), 10);
  for (; second < 500; ++second) meter.Add(kStart + seconds(second), 1);
  EXPECT_NEAR(meter.PerMinute(kStart + seconds(500)), 60, 2);
}

TEST(RateMeterTest, LooksFurtherBackWhenImagesAreSlow) {
  RateMeter meter(kStart);
  for (int i = 1; i <= 40; ++i) meter.Add(kStart + seconds(100 * i), 1);
  EXPECT_NEAR(meter.PerMinute(kStart + seconds(4000)), 0.6, 1e-9);
}

double NearestRank(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  const auto rank = static_cast<std::size_t>(
      std::ceil(share * static_cast<double>(values.size())));
  return values[std::max<std::size_t>(rank, 1) - 1];
}

TEST(DurationStatsTest, IsZeroWithoutDurations) {
  const DurationStats stats;
  EXPECT_EQ(stats.Percentile(0.5), 0);
  EXPECT_EQ(stats.count(), 0);
}

TEST(DurationStatsTest, OneDurationIsEveryPercentile) {
  DurationStats stats;
  stats.Add(1.2345);
  EXPECT_EQ(stats.Percentile(0.01), 1.2345);
  EXPECT_EQ(stats.Summary().p50, 1.2345);
  EXPECT_EQ(stats.Summary().p95, 1.2345);
}

TEST(DurationStatsTest, AgreesWithNearestRankToHalfAPercent) {
  std::mt19937 random(7);
  std::lognormal_distribution<double> seconds_of(0.0, 2.0);
  DurationStats stats;
  std::vector<double> all;
  for (int i = 0; i < 5000; ++i) {
    all.push_back(seconds_of(random));
    stats.Add(all.back());
    if (i % 500 != 0 && i > 50) continue;
    for (const double share : {0.01, 0.5, 0.95, 1.0}) {
      const double expected = NearestRank(all, share);
      ASSERT_NEAR(stats.Percentile(share), expected, expected * 0.0051)
          << all.size() << " durations, share " << share;
    }
  }
}

TEST(DurationStatsTest, HoldsExtremes) {
  DurationStats stats;
  stats.Add(-1);
  stats.Add(0);
  stats.Add(1e9);
  EXPECT_EQ(stats.Percentile(0.5), 0);
  EXPECT_LE(stats.Percentile(1.0), 1e9);
  EXPECT_GT(stats.Percentile(1.0), 1e6 * 0.9);
}

}  // namespace
}  // namespace rescan
