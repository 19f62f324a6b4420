#include "engine/documents/timesheet/dates.h"

#include <gtest/gtest.h>

#include "tests/engine/documents/timesheet/sheet_builder.h"

namespace rescan::timesheet {
namespace {

struct RangeCase {
  const char* name;
  const char* text;
  Day first, last;
};

class DateRangeTest : public testing::TestWithParam<RangeCase> {};

TEST_P(DateRangeTest, IsRead) {
  const auto range = ParseDateRange(GetParam().text);
  ASSERT_TRUE(range.has_value()) << range.error().message;
  EXPECT_EQ(FormatDay(range->first), FormatDay(GetParam().first));
  EXPECT_EQ(FormatDay(range->last), FormatDay(GetParam().last));
}

INSTANTIATE_TEST_SUITE_P(
    Grammar, DateRangeTest,
    testing::Values(
        RangeCase{"MonthDayYear", "Sep 22 2025 - Sep 28 2025", D(2025, 9, 22),
                  D(2025, 9, 28)},
        RangeCase{"Comma", "Aug 25, 2025 - Aug 31, 2025", D(2025, 8, 25),
                  D(2025, 8, 31)},
        RangeCase{"OneCommaLost", "Aug 25, 2025 - Aug 31 2025", D(2025, 8, 25),
                  D(2025, 8, 31)},
        RangeCase{"DayFirst", "22 Sep 2025 - 28 Sep 2025", D(2025, 9, 22),
                  D(2025, 9, 28)},
        RangeCase{"DayFirstComma", "22 Sep, 2025 - 28 Sep, 2025",
                  D(2025, 9, 22), D(2025, 9, 28)},
        RangeCase{"Dotted", "09.22.2025 - 09.28.2025", D(2025, 9, 22),
                  D(2025, 9, 28)},
        RangeCase{"Slashed", "9/22/2025-9/28/2025", D(2025, 9, 22),
                  D(2025, 9, 28)},
        RangeCase{"AnyCase", "SEP 22 2025 - sep 28 2025", D(2025, 9, 22),
                  D(2025, 9, 28)},
        RangeCase{"ManyBlanks", "  Sep   22  2025   -  Sep 28   2025 ",
                  D(2025, 9, 22), D(2025, 9, 28)},
        RangeCase{"NoBlanksAtDash", "Sep 22 2025-Sep 28 2025", D(2025, 9, 22),
                  D(2025, 9, 28)},
        RangeCase{"StartWithoutYear", "Sep 22 - Sep 28 2025", D(2025, 9, 22),
                  D(2025, 9, 28)},
        RangeCase{"YearTurns", "Dec 30 - Jan 5 2025", D(2024, 12, 30),
                  D(2025, 1, 5)},
        RangeCase{"DayFirstYearTurns", "30 Dec - 5 Jan 2025", D(2024, 12, 30),
                  D(2025, 1, 5)},
        RangeCase{"LeapDay", "Feb 29 - Mar 6 2024", D(2024, 2, 29),
                  D(2024, 3, 6)},
        RangeCase{"EnDash", "Sep 22 2025 \xE2\x80\x93 Sep 28 2025",
                  D(2025, 9, 22), D(2025, 9, 28)},
        RangeCase{"EmDash", "Sep 22 2025\xE2\x80\x94Sep 28 2025",
                  D(2025, 9, 22), D(2025, 9, 28)},
        RangeCase{"FullName", "September 22 2025 - September 28 2025",
                  D(2025, 9, 22), D(2025, 9, 28)},
        RangeCase{"Sept", "Sept 22 2025 - Sept 28 2025", D(2025, 9, 22),
                  D(2025, 9, 28)},
        RangeCase{"GluedDayYear", "Sep 22 2025 - Sep 282025", D(2025, 9, 22),
                  D(2025, 9, 28)},
        RangeCase{"GluedBoth", "Sep 152025-Sep 212025", D(2025, 9, 15),
                  D(2025, 9, 21)},
        RangeCase{"GluedOneDigitDay", "Sep 12025 - Sep 72025", D(2025, 9, 1),
                  D(2025, 9, 7)},
        RangeCase{"GluedMonthDay", "Sep22 2025 - Sep28 2025", D(2025, 9, 22),
                  D(2025, 9, 28)},
        RangeCase{"MarksAtTheEnds", "< Sep 22 2025 - Sep 28 2025. >",
                  D(2025, 9, 22), D(2025, 9, 28)}),
    [](const auto& param) { return std::string(param.param.name); });

struct BadRange {
  const char* name;
  const char* text;
};

class BadDateRangeTest : public testing::TestWithParam<BadRange> {};

TEST_P(BadDateRangeTest, IsAnErrorThatNamesTheText) {
  const auto range = ParseDateRange(GetParam().text);
  ASSERT_FALSE(range.has_value());
  EXPECT_EQ(range.error().code, ErrorCode::kInvalidArgument);
  EXPECT_NE(range.error().message.find("date range '"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(
    Grammar, BadDateRangeTest,
    testing::Values(BadRange{"Empty", ""}, BadRange{"OneDate", "Sep 22 2025"},
                    BadRange{"NoDash", "Sep 22 2025 Sep 28 2025"},
                    BadRange{"ThreeParts",
                             "Sep 22 2025 - Sep 28 2025 - Oct 5 2025"},
                    BadRange{"IsoDates", "2025-09-22 - 2025-09-28"},
                    BadRange{"MixedForms", "Sep 22 2025 - 28 Sep 2025"},
                    BadRange{"MixedMarks", "09.22.2025 - 09/28/2025"},
                    BadRange{"NoYear", "Sep 22 - Sep 28"},
                    BadRange{"YearOnlyFirst", "Sep 22 2025 - Sep 28"},
                    BadRange{"ShortYear", "Sep 22 25 - Sep 28 25"},
                    BadRange{"NoSuchDay", "Sep 22 2025 - Sep 31 2025"},
                    BadRange{"NoLeapYear", "Feb 29 - Mar 6 2025"},
                    BadRange{"NoSuchMonth", "13/22/2025 - 13/28/2025"},
                    BadRange{"NotAMonth", "5ep 22 2025 - Sep 28 2025"},
                    BadRange{"LongMonth", "Septe 22 2025 - Sep 28 2025"},
                    BadRange{"LetterInYear", "Sep 22 2O25 - Sep 28 2025"},
                    BadRange{"GluedTooLong", "Sep 2212025 - Sep 28 2025"},
                    BadRange{"YearTooFar", "Sep 22 9025 - Sep 28 9025"}),
    [](const auto& param) { return std::string(param.param.name); });

TEST(DateRange, SaysThatItPartedADayFromItsYear) {
  EXPECT_TRUE(ParseDateRange("Sep 22 2025 - Sep 282025")->parted);
  EXPECT_FALSE(ParseDateRange("Sep 22 2025 - Sep 28 2025")->parted);
}

TEST(DateRange, ALetterReadForADigitIsProvedByTheOtherDate) {
  for (const std::string text :
       {"Sep 29 2025 - Oct S 2025", "Sep 29, 2025 - Oct S, 2025",
        "29 Sep 2025 - S Oct 2025", "09/29/2025 - 10/S/2025"}) {
    const auto range = ParseDateRange(text);
    ASSERT_TRUE(range.has_value()) << text;
    EXPECT_EQ(range->first, D(2025, 9, 29)) << text;
    EXPECT_EQ(range->last, D(2025, 10, 5)) << text;
    EXPECT_TRUE(range->misread) << text;
  }
  EXPECT_FALSE(ParseDateRange("Sep 29 2025 - Oct 5 2025")->misread);
  // No week from Monday to Sunday, or no such letter.
  for (const std::string text :
       {"Sep 28 2025 - Oct S 2025", "Sep S 2025 - Sep 12 2025",
        "Sep 29 2025 - Oct G 2025", "S 29 2025 - Oct 5 2025",
        "Sep 29 2025 - Oct 5 202S"}) {
    EXPECT_FALSE(ParseDateRange(text).has_value()) << text;
  }
}

TEST(Week, BeginsOnMonday) {
  const auto week = WeekOf({D(2025, 9, 22), D(2025, 9, 28)});
  ASSERT_TRUE(week.has_value());
  EXPECT_EQ(week->monday, D(2025, 9, 22));
  EXPECT_FALSE(week->shifted);
}

TEST(Week, OfAnotherFirstDayIsTheOneThatHoldsIt) {
  for (int offset = 1; offset < 7; ++offset) {
    const Day first = D(2025, 9, 22) + std::chrono::days(offset);
    const auto week = WeekOf({first, first + std::chrono::days(6)});
    ASSERT_TRUE(week.has_value());
    EXPECT_EQ(week->monday, D(2025, 9, 22)) << offset;
    EXPECT_TRUE(week->shifted);
  }
}

TEST(Week, HasExactlySevenDays) {
  const auto six = WeekOf({D(2025, 9, 22), D(2025, 9, 27)});
  ASSERT_FALSE(six.has_value());
  EXPECT_NE(six.error().message.find("6 days"), std::string::npos);
  const auto reversed = WeekOf({D(2025, 9, 28), D(2025, 9, 22)});
  ASSERT_FALSE(reversed.has_value());
  EXPECT_NE(reversed.error().message.find("has 0 days"), std::string::npos);
  EXPECT_FALSE(WeekOf({D(2025, 9, 22), D(2025, 9, 29)}).has_value());
}

TEST(CaptureDate, IsTakenFromTheName) {
  EXPECT_EQ(CaptureDate("2025-10-01_09h15_33.png"), D(2025, 10, 1));
  EXPECT_EQ(CaptureDate("a/b/2025-10-01_09h15_33 (2).PNG"), D(2025, 10, 1));
  EXPECT_EQ(CaptureDate("2025-10-01_09h15.png"), std::nullopt);
  EXPECT_EQ(CaptureDate("2025-13-01_09h15_33.png"), std::nullopt);
  EXPECT_EQ(CaptureDate("screenshot.png"), std::nullopt);
  EXPECT_EQ(CaptureDate(""), std::nullopt);
}

TEST(WeekDoubt, OfTheFutureAndOfMoreThan400DaysAgo) {
  const Day captured = D(2025, 10, 1);
  EXPECT_EQ(WeekDoubt(D(2025, 9, 22), captured), "");
  EXPECT_EQ(WeekDoubt(captured, captured), "");
  EXPECT_NE(WeekDoubt(D(2025, 10, 2), captured), "");
  EXPECT_EQ(WeekDoubt(captured - std::chrono::days(400), captured), "");
  EXPECT_NE(WeekDoubt(captured - std::chrono::days(401), captured), "");
}

TEST(Days, AreWrittenAndReadBack) {
  for (Day day = D(2023, 12, 25); day < D(2025, 3, 5);
       day += std::chrono::days(1)) {
    EXPECT_EQ(ParseDay(FormatDay(day)), day);
  }
  EXPECT_EQ(ParseDay("2025-02-29"), std::nullopt);
  EXPECT_EQ(ParseDay("2025-2-28"), std::nullopt);
}

TEST(Days, KnowTheirMonthAndMonday) {
  EXPECT_EQ(MonthOfYear(D(2025, 12, 31)), 12);
  EXPECT_EQ(MonthOfYear(D(2026, 1, 1)), 1);
  for (int offset = 0; offset < 7; ++offset) {
    EXPECT_EQ(MondayOf(D(2025, 12, 29) + std::chrono::days(offset)),
              D(2025, 12, 29));
  }
  EXPECT_EQ(MondayOf(D(1969, 12, 31)), D(1969, 12, 29));  // before the epoch
  for (int month = 1; month <= 12; ++month) {
    EXPECT_EQ(MonthFromName(ShortMonthName(month)), month);
  }
  EXPECT_EQ(MonthFromName("SEPT"), 9);
  EXPECT_EQ(MonthFromName("november"), 11);
  EXPECT_EQ(MonthFromName("Novem"), std::nullopt);
  EXPECT_EQ(MonthFromName(""), std::nullopt);
}

}  // namespace
}  // namespace rescan::timesheet
