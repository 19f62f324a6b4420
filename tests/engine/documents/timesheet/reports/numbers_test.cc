#include "engine/documents/timesheet/reports/numbers.h"

#include <gtest/gtest.h>

#include <limits>

namespace rescan::timesheet::reports {
namespace {

TEST(ReportNumbers, AreRoundedHalfAwayFromZero) {
  // Against a definition without division: the nearest, of two the larger.
  for (std::int64_t denominator = 1; denominator <= 12; ++denominator) {
    for (std::int64_t numerator = -60; numerator <= 60; ++numerator) {
      const std::int64_t size = numerator < 0 ? -numerator : numerator;
      std::int64_t nearest = 0;
      while (2 * size >= (2 * nearest + 1) * denominator) ++nearest;
      EXPECT_EQ(DivideRounded(numerator, denominator),
                numerator < 0 ? -nearest : nearest)
          << numerator << "/" << denominator;
    }
  }
  constexpr auto kMax = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(DivideRounded(kMax, kMax), 1);
  EXPECT_EQ(DivideRounded(kMax - 1, kMax), 1);
  EXPECT_EQ(DivideRounded(-(kMax - 1), kMax), -1);
}

TEST(ReportNumbers, DaysAreHoursBySevenAndAHalf) {
  EXPECT_EQ(DaysInHundredths(0), 0);
  EXPECT_EQ(DaysInHundredths(750), 100);
  EXPECT_EQ(DaysInHundredths(5250), 700);
  EXPECT_EQ(DaysInHundredths(3), 0);     // .004
  EXPECT_EQ(DaysInHundredths(4), 1);     // .00533
  EXPECT_EQ(DaysInHundredths(563), 75);  // .75066
  EXPECT_EQ(DaysInHundredths(2000), 267);
  EXPECT_EQ(DaysToOneDecimal(3750), "5.0");
  EXPECT_EQ(DaysToOneDecimal(2000), "2.7");
  EXPECT_EQ(DaysToOneDecimal(37), "0.0");  // .0493
  EXPECT_EQ(DaysToOneDecimal(38), "0.1");  // .0506
}

TEST(ReportNumbers, HoursHaveOneDecimal) {
  EXPECT_EQ(HoursToOneDecimal(0), "0.0");
  EXPECT_EQ(HoursToOneDecimal(220120), "2201.2");
  EXPECT_EQ(HoursToOneDecimal(4), "0.0");
  EXPECT_EQ(HoursToOneDecimal(5), "0.1");
  EXPECT_EQ(HoursToOneDecimal(3745), "37.5");
  EXPECT_EQ(FormatTenths(-3), "-0.3");
}

TEST(ReportNumbers, PercentagesOfNothingAreZero) {
  EXPECT_EQ(PercentText(0, 0), "0.0");
  EXPECT_EQ(PercentText(2, 3), "66.7");
  EXPECT_EQ(PercentText(1, 3), "33.3");
  EXPECT_EQ(PercentText(1, 8), "12.5");
  EXPECT_EQ(PercentText(7, 7), "100.0");
}

}  // namespace
}  // namespace rescan::timesheet::reports
