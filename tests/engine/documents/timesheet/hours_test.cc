#include "engine/documents/timesheet/hours.h"

#include <gtest/gtest.h>

#include "tests/engine/documents/timesheet/sheet_builder.h"

namespace rescan::timesheet {
namespace {

struct HoursCase {
  const char* text;
  Hundredths value;
  const char* rule;  // of the last correction; "" = none
};

TEST(Hours, OfCells) {
  const HoursCase cases[] = {
      {"", 0, ""},
      {"  ", 0, ""},
      {"-", 0, ""},
      {"\xE2\x80\x93", 0, ""},
      {"\xE2\x80\x94", 0, ""},
      {"0", 0, ""},
      {"0.00", 0, ""},
      {"7.50", 750, ""},
      {" 7.50 ", 750, ""},
      {"7.5", 750, ""},
      {"7", 700, ""},
      {"5.63", 563, ""},
      {"1.37", 137, ""},
      {"3.75", 375, ""},
      {"22.5", 2250, ""},
      {"24", 2400, ""},
      {"24.00", 2400, ""},
      {"15", 1500, ""},
      {"15.00", 1500, ""},
      {"16", 1600, ""},
      {"7,5", 750, "hours.comma"},
      {"7.O", 700, "hours.letter_o"},
      {"7.5o", 750, "hours.letter_o"},
      {"7.499999", 750, "hours.rounded"},
      {"7.504", 750, "hours.rounded"},
      {"7.505", 751, "hours.rounded"},
      {"70", 700, "hours.tenfold"},
      {"75", 750, "hours.tenfold"},
      {"75.0", 750, "hours.tenfold"},
      {"80", 800, "hours.tenfold"},
      {"85", 850, "hours.tenfold"},
      {"750", 750, "hours.missing_point"},
      {"2250", 2250, "hours.missing_point"},
      {"75O", 750, "hours.missing_point"},
      {"075", 75, "hours.missing_point"},
  };
  for (const HoursCase& test : cases) {
    const ParsedHours parsed = ParseHours(test.text, HoursKind::kCell);
    ASSERT_TRUE(parsed.value.has_value()) << test.text;
    EXPECT_EQ(*parsed.value, test.value) << test.text;
    EXPECT_EQ(parsed.corrections.empty() ? "" : parsed.corrections.back().rule,
              test.rule)
        << test.text;
  }
}

TEST(Hours, ThatAreNoneAreNeverZero) {
  struct {
    const char* text;
    HoursFault fault;
  } const cases[] = {
      {"24.01", HoursFault::kExcessive},
      {"30", HoursFault::kExcessive},
      {"77.5", HoursFault::kExcessive},
      {"82", HoursFault::kExcessive},
      {"9999", HoursFault::kExcessive},
      // Two repairs on end would be a guess.
      {"7500", HoursFault::kExcessive},
      {"-7.50", HoursFault::kNegative},
      {"|", HoursFault::kUnparsable},
      {"--", HoursFault::kUnparsable},
      {"7.5.0", HoursFault::kUnparsable},
      {"7 50", HoursFault::kUnparsable},
      {"7.", HoursFault::kUnparsable},
      {".50", HoursFault::kUnparsable},
      {"+7.5", HoursFault::kUnparsable},
      {"1e1", HoursFault::kUnparsable},
      {"nan", HoursFault::kUnparsable},
      {"l.50", HoursFault::kUnparsable},
      {"29938", HoursFault::kUnparsable},
      {"99999999999999999999", HoursFault::kUnparsable},
      {"7.\xFF", HoursFault::kUnparsable},
  };
  for (const auto& test : cases) {
    const ParsedHours parsed = ParseHours(test.text, HoursKind::kCell);
    EXPECT_EQ(parsed.value, std::nullopt) << test.text;
    EXPECT_EQ(parsed.fault, test.fault) << test.text;
  }
}

TEST(Hours, OfTheHeaderAreNotDividedByTen) {
  EXPECT_EQ(ParseHours("75.0", HoursKind::kDayTotal).fault,
            HoursFault::kExcessive);
  EXPECT_EQ(ParseHours("75.00", HoursKind::kWeekTotal).value, 7500);
  EXPECT_EQ(ParseHours("5250", HoursKind::kWeekTotal).value, 5250);
  EXPECT_EQ(ParseHours("168.00", HoursKind::kWeekTotal).value, 16800);
  EXPECT_EQ(ParseHours("299.38", HoursKind::kWeekTotal).fault,
            HoursFault::kExcessive);
}

TEST(Hours, CarryEveryStepOfTheirCorrection) {
  const ParsedHours parsed = ParseHours("7,5O", HoursKind::kCell);
  ASSERT_EQ(parsed.corrections.size(), 2U);
  EXPECT_EQ(parsed.corrections[0], (Correction{"hours.comma", "7,5O", "7.5O"}));
  EXPECT_EQ(parsed.corrections[1],
            (Correction{"hours.letter_o", "7.5O", "7.50"}));
}

TEST(Hours, EveryHundredthOfADayIsReadBack) {
  for (Hundredths hours = 0; hours <= 2400; ++hours) {
    const ParsedHours parsed = ParseHours(FormatHours(hours), HoursKind::kCell);
    ASSERT_EQ(parsed.value, hours);
    ASSERT_TRUE(parsed.corrections.empty()) << hours;
  }
}

TEST(ReadHours, KeepsWhatWasRead) {
  Findings findings;
  ReadField field = Text("750");
  const HoursValue hours =
      ReadHours(field, HoursKind::kCell, "Monday", &findings);
  EXPECT_EQ(hours.value, 750);
  EXPECT_EQ(hours.raw, "750");
  EXPECT_EQ(hours.box, field.box);
  EXPECT_FLOAT_EQ(hours.confidence, 0.9F);
  EXPECT_EQ(hours.state, ValueState::kCorrected);
  EXPECT_TRUE(findings.empty());
}

TEST(ReadHours, UnreadableInkHasNoValue) {
  Findings findings;
  const HoursValue hours =
      ReadHours(Unreadable(), HoursKind::kCell, "Monday", &findings);
  EXPECT_EQ(hours.value, std::nullopt);
  EXPECT_EQ(hours.state, ValueState::kUnreadable);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule, "hours.unreadable");
  const HoursValue bar =
      ReadHours(Text("|"), HoursKind::kCell, "Tuesday", &findings);
  EXPECT_EQ(bar.state, ValueState::kUnreadable);
  EXPECT_EQ(bar.raw, "|");
  EXPECT_NE(findings[1].message.find("PARSE_ERROR"), std::string::npos);
}

TEST(FormatHours, HasTwoDecimals) {
  EXPECT_EQ(FormatHours(0), "0.00");
  EXPECT_EQ(FormatHours(5), "0.05");
  EXPECT_EQ(FormatHours(750), "7.50");
  EXPECT_EQ(FormatHours(29938), "299.38");
  EXPECT_EQ(FormatHours(-705), "-7.05");
}

}  // namespace
}  // namespace rescan::timesheet
