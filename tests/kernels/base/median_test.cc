#include "kernels/base/median.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <random>
#include <vector>

namespace rescan {
namespace {

// Few different values, so that many are equal.
std::vector<int> SomeValues(std::mt19937& rng, std::size_t count) {
  std::uniform_int_distribution<int> any(-5, 5);
  std::vector<int> values;
  for (std::size_t i = 0; i < count; ++i) values.push_back(any(rng));
  return values;
}

TEST(MedianTest, OfAnEvenNumberItIsTheLargerOfTheMiddleTwo) {
  EXPECT_EQ(7, Median(std::vector<int>{7}));
  EXPECT_EQ(9, Median(std::vector<int>{9, 7}));
  EXPECT_EQ(3, Median(std::vector<int>{4, 1, 3, 2}));
  EXPECT_EQ(0.5, Median(std::vector<double>{2.5, -1, 0.5}));
}

TEST(MedianTest, IsTheMiddleOfTheSortedValues) {
  std::mt19937 rng(1);  // fixed seed: failures reproduce
  for (std::size_t count = 1; count <= 70; ++count) {
    const std::vector<int> values = SomeValues(rng, count);
    std::vector<int> sorted = values;
    std::sort(sorted.begin(), sorted.end());
    EXPECT_EQ(sorted[count / 2], Median(values)) << "count=" << count;
  }
}

TEST(PercentileTest, IsAtItsPlaceOfTheSortedValues) {
  std::mt19937 rng(2);
  for (std::size_t count = 1; count <= 70; ++count) {
    const std::vector<int> values = SomeValues(rng, count);
    std::vector<int> sorted = values;
    std::sort(sorted.begin(), sorted.end());
    EXPECT_EQ(sorted.front(), Percentile(values, 0)) << "count=" << count;
    EXPECT_EQ(sorted[count / 4], Percentile(values, 25)) << "count=" << count;
    EXPECT_EQ(sorted[count * 35 / 100], Percentile(values, 35))
        << "count=" << count;
    EXPECT_EQ(sorted[count * 3 / 4], Percentile(values, 75))
        << "count=" << count;
    EXPECT_EQ(sorted[count * 99 / 100], Percentile(values, 99))
        << "count=" << count;
  }
}

}  // namespace
}  // namespace rescan
