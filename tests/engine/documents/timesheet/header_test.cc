#include "engine/documents/timesheet/header.h"

#include <gtest/gtest.h>

#include "engine/documents/timesheet/validate.h"
#include "tests/engine/documents/timesheet/sheet_builder.h"

namespace rescan::timesheet {
namespace {

TEST(DayLabel, Forms) {
  struct {
    const char* text;
    std::optional<std::size_t> weekday;
    std::optional<int> day;
  } const cases[] = {
      {"Mon. 22", 0, 22},
      {"Mon 22", 0, 22},
      {"Mon.22", 0, 22},
      {"Mon . 6", 0, 6},
      {"mon. 06", 0, 6},
      {"Monday 22", 0, 22},
      {"Tues. 23", 1, 23},
      {"Sun. 28", 6, 28},
      {"Thu. 1", 3, 1},
      {"Mon.", 0, std::nullopt},
      {"Mon. 2Z", 0, std::nullopt},
      {"Fri. S", 4, 5},
      {"Mon. &", 0, 8},
      {"Sat. lO", 5, 10},
      {"Mon. SS", 0, std::nullopt},
      {"Mon. 32", 0, std::nullopt},
      {"Mon. 0", 0, std::nullopt},
      {"Mon. 222", 0, std::nullopt},
      {"M0n. 22", std::nullopt, 22},
      {"22", std::nullopt, std::nullopt},
      {"", std::nullopt, std::nullopt},
      {"Mo. 22", std::nullopt, 22},
      {"Mondays 22", std::nullopt, 22},
      {"\xFF\xFE", std::nullopt, std::nullopt},
  };
  for (const auto& test : cases) {
    const DayLabel label = ParseDayLabel(test.text);
    EXPECT_EQ(label.weekday, test.weekday) << test.text;
    EXPECT_EQ(label.day_of_month, test.day) << test.text;
  }
}

TEST(HeaderCell, NeedsThreeTokensForATotal) {
  EXPECT_EQ(SplitDayCell("Mon. 6 7.50").total, "7.50");
  EXPECT_EQ(SplitDayCell("Mon. 6 7.50").label, "Mon. 6");
  EXPECT_EQ(SplitDayCell("Mon. 6\n7.50").label, "Mon. 6");
  EXPECT_EQ(SplitDayCell("Mon. 6").total, "");
  EXPECT_EQ(SplitDayCell("Mon. 6").label, "Mon. 6");
  EXPECT_EQ(SplitDayCell("").label, "");
}

TEST(HeaderCell, OfTheTotal) {
  EXPECT_EQ(SplitTotalCell("Total 52.50"), "52.50");
  EXPECT_EQ(SplitTotalCell("Total\n 52.50"), "52.50");
  EXPECT_EQ(SplitTotalCell("Total"), std::nullopt);
  EXPECT_EQ(SplitTotalCell("Posted Total 299.38"), std::nullopt);
  EXPECT_EQ(SplitTotalCell("Posted Actuals"), std::nullopt);
}

TEST(HeaderRow, IsFoundByMonday) {
  EXPECT_TRUE(NamesMonday("Mon. 22"));
  EXPECT_TRUE(NamesMonday("Mon 22 7.50"));
  EXPECT_TRUE(NamesMonday("Monday"));
  EXPECT_FALSE(NamesMonday("Tue. 23"));
  EXPECT_FALSE(NamesMonday("Month"));
}

TEST(HeaderDays, OfTheWeekAreFine) {
  Findings findings;
  EXPECT_EQ(CheckHeaderDays(Draw(SampleA()), D(2025, 9, 22), &findings), 7);
  EXPECT_TRUE(findings.empty());
}

TEST(HeaderDays, OverAMonthsEnd) {
  TrueSheet sheet = OneProject({750, 0, 0, 0, 0, 0, 0});
  sheet.monday = D(2025, 12, 29);
  Findings findings;
  EXPECT_EQ(CheckHeaderDays(Draw(sheet), sheet.monday, &findings), 7);
  EXPECT_TRUE(findings.empty());
}

TEST(HeaderDays, OfAnotherWeekAreErrors) {
  Findings findings;
  CheckHeaderDays(Draw(SampleA()), D(2025, 9, 15), &findings);
  ASSERT_EQ(findings.size(), 7U);
  for (const Finding& finding : findings) {
    EXPECT_EQ(finding.rule, "V0");
    EXPECT_EQ(finding.severity, Severity::kError);
  }
}

TEST(HeaderDays, ThatCannotBeReadAreWarnings) {
  RawSheet raw = Draw(SampleA());
  raw.days[2].label = Text("Wed. ?");
  raw.days[4].label = Unreadable();
  Findings findings;
  EXPECT_EQ(CheckHeaderDays(raw, D(2025, 9, 22), &findings), 5);
  EXPECT_EQ(findings.size(), 2U);
  EXPECT_FALSE(HasErrors(findings));
}

}  // namespace
}  // namespace rescan::timesheet
