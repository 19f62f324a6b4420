#include "engine/documents/timesheet/validate.h"

#include <gtest/gtest.h>

#include "engine/documents/timesheet/hours.h"
#include "tests/engine/documents/timesheet/sheet_builder.h"

namespace rescan::timesheet {
namespace {

HoursValue Hours(Hundredths hours) {
  HoursValue value;
  value.Set(hours);
  return value;
}

// A valid sheet: one project, two rows, 7.50 and 3.00 on Monday.
Sheet ValidSheet() {
  Sheet sheet;
  sheet.projects.emplace_back();
  for (const Hundredths hours : {750, 300}) {
    Task task;
    for (HoursValue& cell : task.cells) cell = Hours(0);
    task.cells[0] = Hours(hours);
    task.total = Hours(hours);
    sheet.projects[0].tasks.push_back(std::move(task));
  }
  for (HoursValue& total : sheet.daily_totals) total = Hours(0);
  sheet.daily_totals[0] = Hours(1050);
  sheet.weekly_total = Hours(1050);
  return sheet;
}

Findings Judge(const Sheet& sheet) {
  Findings findings;
  Validate(sheet, CheckSums(sheet), &findings);
  return findings;
}

std::vector<std::string> Errors(const Sheet& sheet) {
  std::vector<std::string> rules;
  for (const Finding& finding : Judge(sheet)) {
    if (finding.severity == Severity::kError) rules.push_back(finding.rule);
  }
  return rules;
}

using Rules = std::vector<std::string>;

TEST(Validate, ValidSheetHasNoFindings) {
  EXPECT_TRUE(Judge(ValidSheet()).empty());
}

TEST(Validate, V1ComparesEveryDayWithItsHeader) {
  Sheet sheet = ValidSheet();
  sheet.daily_totals[0] = Hours(1030);
  sheet.daily_totals[3] = Hours(20);
  EXPECT_EQ(Errors(sheet), (Rules{"V1", "V1"}));
}

TEST(Validate, V2ComparesAllHoursWithTheWeek) {
  Sheet sheet = ValidSheet();
  sheet.weekly_total = Hours(1000);
  EXPECT_EQ(Errors(sheet), (Rules{"V2", "V3"}));
}

TEST(Validate, V3ComparesTheHeaderWithItself) {
  Sheet sheet = ValidSheet();
  sheet.daily_totals[1] = Hours(100);
  EXPECT_EQ(Errors(sheet), (Rules{"V1", "V3"}));
}

TEST(Validate, ToleranceIsOneHundredth) {
  for (const Hundredths off : {1, -1}) {
    Sheet sheet = ValidSheet();
    sheet.weekly_total = Hours(1050 + off);
    EXPECT_EQ(Errors(sheet), Rules{}) << off;
    EXPECT_TRUE(HasRule(Judge(sheet), "SUM"));
  }
  for (const Hundredths off : {2, -2}) {
    Sheet sheet = ValidSheet();
    sheet.weekly_total = Hours(1050 + off);
    EXPECT_EQ(Errors(sheet), (Rules{"V2", "V3"})) << off;
  }
}

TEST(Validate, V4IsAboveSixtyHours) {
  const auto judge = [](Hundredths hours) {
    Sheet sheet = ValidSheet();
    sheet.weekly_total = Hours(hours);
    return Judge(sheet);
  };
  EXPECT_FALSE(HasRule(judge(59'99), "V4"));
  EXPECT_FALSE(HasRule(judge(60'00), "V4"));
  EXPECT_TRUE(HasRule(judge(60'00), "60H"));
  EXPECT_TRUE(HasRule(judge(60'01), "V4"));
  EXPECT_FALSE(HasRule(judge(60'01), "60H"));
}

TEST(Validate, V5WarnsOfAProjectAboveFiftyHours) {
  const auto judge = [](Hundredths monday) {
    Sheet sheet = ValidSheet();
    for (std::size_t day = 0; day < 5; ++day) {
      sheet.projects[0].tasks[0].cells[day] = Hours(day == 0 ? monday : 1000);
    }
    sheet.projects[0].tasks[1].cells[0] = Hours(0);
    return HasRule(Judge(sheet), "V5");
  };
  EXPECT_FALSE(judge(1000));
  EXPECT_TRUE(judge(1001));
}

TEST(Validate, V6WarnsOfASheetWithoutProjects) {
  Sheet sheet = ValidSheet();
  sheet.projects.clear();
  EXPECT_TRUE(HasRule(Judge(sheet), "V6"));
}

TEST(Validate, RowsAreHeldAgainstTheirTotals) {
  Sheet sheet = ValidSheet();
  std::swap(sheet.projects[0].tasks[0].cells[0],
            sheet.projects[0].tasks[1].cells[0]);
  // No other sum notices.
  EXPECT_EQ(Errors(sheet), (Rules{"ROW", "ROW"}));
}

TEST(Validate, WhatCannotBeCheckedIsAWarning) {
  Sheet sheet = ValidSheet();
  sheet.projects[0].tasks[0].cells[0] = HoursValue{};
  EXPECT_EQ(Errors(sheet), Rules{});
  EXPECT_TRUE(HasRule(Judge(sheet), "SUM"));
  sheet = ValidSheet();
  sheet.weekly_total = HoursValue{};
  EXPECT_EQ(Errors(sheet), Rules{});
  EXPECT_TRUE(HasRule(Judge(sheet), "SUM"));
}

TEST(Validate, ZeroHourSheetsSkipAll) {
  Sheet sheet;
  sheet.zero_hour = true;
  EXPECT_TRUE(Judge(sheet).empty());
}

TEST(Summary, CountsErrorsAndWarnings) {
  EXPECT_EQ(SummaryOf({}), "Validation passed");
  EXPECT_EQ(SummaryOf({{Severity::kWarning, "V5", ""}}),
            "Validation passed with 1 warning");
  EXPECT_EQ(SummaryOf({{Severity::kWarning, "V5", ""},
                       {Severity::kError, "V1", ""},
                       {Severity::kError, "V2", ""}}),
            "Validation failed (2 errors, 1 warning)");
}

}  // namespace
}  // namespace rescan::timesheet
