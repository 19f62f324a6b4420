#include "tools/numbers.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace rescan::cli {
namespace {

TEST(ParseIntegerTest, TakesWholeNumbersInRange) {
  EXPECT_EQ(ParseInteger("1", 1, 64), 1);
  EXPECT_EQ(ParseInteger("64", 1, 64), 64);
  EXPECT_EQ(ParseInteger("010", 1, 64), 10);  // decimal, not octal
  EXPECT_EQ(ParseInteger("-3", -5, 5), -3);
}

struct BadNumber {
  const char* name;
  const char* text;
  const char* reason;
};

class BadIntegerTest : public ::testing::TestWithParam<BadNumber> {};

TEST_P(BadIntegerTest, IsRefusedWithTheReason) {
  const auto result = ParseInteger(GetParam().text, 1, 64);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(result.error().message, GetParam().reason);
}

INSTANTIATE_TEST_SUITE_P(
    All, BadIntegerTest,
    ::testing::Values(
        BadNumber{"Zero", "0", "0 is not between 1 and 64"},
        BadNumber{"Negative", "-1", "-1 is not between 1 and 64"},
        BadNumber{"TooLarge", "65", "65 is not between 1 and 64"},
        BadNumber{"Overflow", "99999999999999999999",
                  "99999999999999999999 is not between 1 and 64"},
        BadNumber{"Empty", "", "'' is not a whole number"},
        BadNumber{"Word", "abc", "'abc' is not a whole number"},
        BadNumber{"Trailing", "4x", "'4x' is not a whole number"},
        BadNumber{"TrailingBlank", "4 ", "'4 ' is not a whole number"},
        BadNumber{"LeadingBlank", " 4", "' 4' is not a whole number"},
        BadNumber{"Plus", "+4", "'+4' is not a whole number"},
        BadNumber{"Fraction", "1.5", "'1.5' is not a whole number"},
        BadNumber{"Exponent", "1e1", "'1e1' is not a whole number"},
        BadNumber{"Hexadecimal", "0x4", "'0x4' is not a whole number"},
        BadNumber{"Control", "\x1b[2J", "'\\x1b[2J' is not a whole number"}),
    [](const auto& row) { return std::string(row.param.name); });

class BadDecimalTest : public ::testing::TestWithParam<BadNumber> {};

TEST_P(BadDecimalTest, IsRefusedWithTheReason) {
  const auto result = ParseDecimal(GetParam().text, 0.5, 10);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(result.error().message, GetParam().reason);
}

INSTANTIATE_TEST_SUITE_P(
    All, BadDecimalTest,
    ::testing::Values(
        BadNumber{"Zero", "0", "0 is not between 0.5 and 10"},
        BadNumber{"Negative", "-1", "-1 is not between 0.5 and 10"},
        BadNumber{"TooLarge", "10.01", "10.01 is not between 0.5 and 10"},
        BadNumber{"Infinite", "inf", "inf is not between 0.5 and 10"},
        BadNumber{"Overflow", "1e999", "1e999 is not between 0.5 and 10"},
        BadNumber{"NotANumber", "nan", "'nan' is not a number"},
        BadNumber{"Empty", "", "'' is not a number"},
        BadNumber{"Word", "abc", "'abc' is not a number"},
        BadNumber{"Trailing", "1s", "'1s' is not a number"},
        BadNumber{"Comma", "1,5", "'1,5' is not a number"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(ParseDecimalTest, TakesDecimalsInRange) {
  EXPECT_EQ(ParseDecimal("0.5", 0.5, 10), 0.5);
  EXPECT_EQ(ParseDecimal("1e1", 0.5, 10), 10.0);
  EXPECT_EQ(ParseDecimal("0", 0, 10), 0.0);
}

TEST(ShortestTextTest, ReadsBackAsTheSameValue) {
  EXPECT_EQ(ShortestText(0.1), "0.1");
  EXPECT_EQ(ShortestText(0.957f), "0.957");
  EXPECT_EQ(ShortestText(1.0), "1");
  EXPECT_EQ(ShortestText(-2.5), "-2.5");
  EXPECT_EQ(ShortestText(1.0 / 3), "0.3333333333333333");
  EXPECT_EQ(ShortestText(std::numeric_limits<double>::quiet_NaN()), "");
  EXPECT_EQ(ShortestText(std::numeric_limits<float>::infinity()), "");
}

TEST(ShortestDoubleTest, IsTheDecimalOfTheFloat) {
  EXPECT_EQ(ShortestDouble(0.957f), 0.957);
  EXPECT_NE(static_cast<double>(0.957f), 0.957);
}

TEST(ClockTextTest, CountsMinutesAndHours) {
  EXPECT_EQ(ClockText(0), "0:00");
  EXPECT_EQ(ClockText(7.4), "0:07");
  EXPECT_EQ(ClockText(170), "2:50");
  EXPECT_EQ(ClockText(3599.6), "1:00:00");
  EXPECT_EQ(ClockText(3723), "1:02:03");
  EXPECT_EQ(ClockText(-1), "--:--");
  EXPECT_EQ(ClockText(std::numeric_limits<double>::quiet_NaN()), "--:--");
}

TEST(BytesTextTest, PicksTheUnit) {
  EXPECT_EQ(BytesText(0), "0 B");
  EXPECT_EQ(BytesText(1023), "1023 B");
  EXPECT_EQ(BytesText(1536), "1.5 KiB");
  EXPECT_EQ(BytesText(std::uint64_t{2} << 20), "2.0 MiB");
  EXPECT_EQ(BytesText((std::uint64_t{1} << 30) - 1), "1.0 GiB");
}

TEST(CountedTest, OneIsSingular) {
  EXPECT_EQ(Counted(0, "row"), "0 rows");
  EXPECT_EQ(Counted(1, "row"), "1 row");
  EXPECT_EQ(Counted(2, "row"), "2 rows");
  EXPECT_EQ(Counted(0, kPeople), "0 people");
  EXPECT_EQ(Counted(1, kPeople), "1 person");
  EXPECT_EQ(Counted(17, kPeople), "17 people");
}

}  // namespace
}  // namespace rescan::cli
