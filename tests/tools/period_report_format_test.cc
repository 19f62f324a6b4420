#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/engine/documents/timesheet/reports/stored_builder.h"
#include "tests/engine/documents/timesheet/sheet_builder.h"
#include "tests/support/strict_csv.h"
#include "tools/coverage_report_format.h"
#include "tools/hours_report_format.h"

namespace rescan::cli {
namespace {

namespace reports = timesheet::reports;
using reports::StoredBuilder;
using timesheet::D;
using timesheet::Day;
using timesheet::SheetState;

using Row = std::vector<std::string>;

// Three people in four weeks, the second of which begins with a bank holiday:
// Émile: 5 x 7.50, off on Monday, no hours, nothing
// Noa:   5.63 + 1.37, pending, draft, 20.00 of which one row is unreadable
const std::vector<Day> kWeeks = {D(2025, 8, 18), D(2025, 8, 25), D(2025, 9, 1),
                                 D(2025, 9, 8)};

timesheet::Timesheets Stored() {
  StoredBuilder rows;
  rows.Week("Émile Roux", kWeeks[0], "PJ023275", {750, 750, 750, 750, 750})
      .Week("Émile Roux", kWeeks[1], "PJ023275", {0, 750, 750, 750, 750})
      .ZeroWeek("Émile Roux", kWeeks[2], "ANNUAL_LEAVE")
      .Week("Noa Lind", kWeeks[0], "sps1995", {563, 137})
      .Sheet("Noa Lind", kWeeks[1], SheetState::kPending)
      .Rejection("Noa Lind", kWeeks[2])
      .Week("Noa Lind", kWeeks[3], "PJ024483", {1000, 1000})
      .Entry("Noa Lind", D(2025, 9, 10), "PJ024483", std::nullopt);
  return rows.rows();
}

std::vector<reports::Person> Team() {
  return {{"Ada_Quill", "Ada Quill"},
          {"Noa_Lind", "Noa Lind"},
          {"Émile_Roux", "Émile Roux"}};
}

reports::Coverage Covered() {
  return reports::CoverageOf(reports::WeekIndex(Stored()), Team(), kWeeks);
}

Calendars NoasCalendar() {
  return {reports::CalendarOf(reports::WeekIndex(Stored()), Team()[1], {},
                              D(2025, 9, 17))};
}

std::vector<nlohmann::json> Lines(const std::string& text) {
  std::vector<nlohmann::json> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(nlohmann::json::parse(line));
  }
  return lines;
}

TEST(SummaryFormat, IsATableWithATotal) {
  const auto summary = reports::Summarise(Stored(), {});
  EXPECT_EQ(SummaryText(summary),
            "NAME         HOURS    DAYS\n"
            "Noa Lind    27.00?   3.60?\n"
            "Émile Roux   67.50    9.00\n"
            "TOTAL       94.50?  12.60?\n");
}

TEST(SummaryFormat, CsvHasTheDocumentedColumns) {
  const auto summary = reports::Summarise(Stored(), {{}, D(2025, 8, 24)});
  EXPECT_EQ(SummaryCsv(summary),
            "Resource Name,Total Hours,Total Days\r\n"
            "Noa Lind,7.00,0.93\r\n"
            "Émile Roux,37.50,5.00\r\n"
            "\r\n"
            "TOTAL,44.50,5.93\r\n");
}

TEST(SummaryFormat, JsonHasALinePerPersonAndTheTotal) {
  const auto lines = Lines(SummaryJson(reports::Summarise(Stored(), {})));
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0]["person"], "Noa Lind");
  EXPECT_EQ(lines[0]["hours"], 27.0);
  EXPECT_EQ(lines[0]["unreadable_rows"], 1);
  EXPECT_EQ(lines[1]["person_key"], "Émile_Roux");
  EXPECT_EQ(lines[1]["zero_hour_weeks"], 1);
  EXPECT_EQ(lines[2]["event"], "total");
  EXPECT_EQ(lines[2]["days"], 12.6);
}

TEST(MainProjectsFormat, HasTheDocumentedColumns) {
  const auto projects = reports::MainProjects(Stored(), {});
  EXPECT_EQ(testing::ParseStrictCsv(MainProjectsCsv(projects)),
            (std::vector<Row>{
                {"Person Name", "Main Project Code", "Main Project Name",
                 "Hours on Main Project"},
                {"Noa Lind", "PJ024483", "Project (PJ024483)", "20.00?"},
                {"Émile Roux", "PJ023275", "Project (PJ023275)", "67.50"}}));
  EXPECT_EQ(MainProjectsText(projects),
            "NAME        CODE       HOURS  PROJECT\n"
            "Noa Lind    PJ024483  20.00?  Project (PJ024483)\n"
            "Émile Roux  PJ023275   67.50  Project (PJ023275)\n");
  EXPECT_EQ(Lines(MainProjectsJson(projects)).at(1)["hours"], 67.5);
}

TEST(LabourFormat, CellsAreHoursZeroOrADash) {
  const auto labour =
      reports::LabourOf(reports::WeekIndex(Stored()), Team(), {}, kWeeks);
  EXPECT_EQ(testing::ParseStrictCsv(LabourCsv(labour)),
            (std::vector<Row>{
                {"Name", "18 Aug", "25 Aug", "01 Sep", "08 Sep",
                 "Month Total (Hours)", "Month Total (Days)"},
                {"Ada Quill", "-", "-", "-", "-", "0.0", "0.0"},
                {"Noa Lind", "7.0", "-", "-", "20.0?", "27.0?", "3.6?"},
                {"Émile Roux", "37.5", "30.0", "0.0", "-", "67.5", "9.0"}}));
  EXPECT_EQ(LabourText(labour),
            "NAME        18 Aug  25 Aug  01 Sep  08 Sep  HOURS  DAYS\n"
            "Ada Quill        -       -       -       -    0.0   0.0\n"
            "Noa Lind       7.0       -       -   20.0?  27.0?  3.6?\n"
            "Émile Roux    37.5    30.0     0.0       -   67.5   9.0\n"
            "\n"
            "3 people, 4 weeks, 12 sheets expected, 94.5? hours, 31.5? hours "
            "per person on average\n");
}

TEST(LabourFormat, JsonTellsNoSheetFromNoHours) {
  const auto lines = Lines(LabourJson(
      reports::LabourOf(reports::WeekIndex(Stored()), Team(), {}, kWeeks)));
  ASSERT_EQ(lines.size(), 4U);
  const auto& weeks = lines[2]["weeks"];
  EXPECT_EQ(weeks[2]["hours"], 0.0);
  EXPECT_EQ(weeks[2]["zero_hour"], true);
  EXPECT_TRUE(weeks[3]["hours"].is_null());
  EXPECT_EQ(lines[3]["expected_sheets"], 12);
  EXPECT_EQ(lines[3]["average_hours"], 31.5);
}

TEST(LabourFormat, MoreThanAYearOfWeeksHasItsYears) {
  std::vector<Day> weeks;
  for (int i = 0; i < 53; ++i) {
    weeks.push_back(D(2025, 1, 6) + std::chrono::days(7 * i));
  }
  const auto labour =
      reports::LabourOf(reports::WeekIndex(Stored()), Team(), {}, weeks);
  const Row header = testing::ParseStrictCsv(LabourCsv(labour))[0];
  EXPECT_EQ(header[1], "6 Jan 2025");
  EXPECT_EQ(header[53], "5 Jan 2026");
}

TEST(LabourFormat, ManyWeeksStandBelowEachOther) {
  std::vector<Day> weeks;
  for (int i = 0; i < 11; ++i) {
    weeks.push_back(D(2025, 6, 30) + std::chrono::days(7 * i));
  }
  const auto labour =
      reports::LabourOf(reports::WeekIndex(Stored()), {Team()[2]}, {}, weeks);
  EXPECT_EQ(LabourText(labour),
            "NAME        30 Jun  07 Jul  14 Jul  21 Jul  28 Jul\n"
            "Émile Roux       -       -       -       -       -\n"
            "\n"
            "NAME        04 Aug  11 Aug  18 Aug  25 Aug  01 Sep  08 Sep  HOURS"
            "  DAYS\n"
            "Émile Roux       -       -    37.5    30.0     0.0       -   67.5"
            "   9.0\n"
            "\n"
            "1 person, 11 weeks, 11 sheets expected, 67.5 hours, 67.5 hours "
            "per person on average\n");
}

TEST(CoverageFormat, CsvSaysYesOrNoForEachWeek) {
  EXPECT_EQ(
      testing::ParseStrictCsv(CoverageCsv(Covered())),
      (std::vector<Row>{
          {"Name", "Submitted", "Missing", "Total", "Percentage", "18 Aug 2025",
           "25 Aug 2025", "1 Sep 2025", "8 Sep 2025"},
          {"Ada Quill", "0", "4", "4", "0.0%", "No", "No", "No", "No"},
          {"Noa Lind", "2", "2", "4", "50.0%", "Yes", "No", "No", "Yes"},
          {"Émile Roux", "3", "1", "4", "75.0%", "Yes", "Yes", "Yes", "No"}}));
}

TEST(CoverageFormat, TableShowsTicksCrossesAndDashes) {
  EXPECT_EQ(
      CoverageText(Covered()),
      "NAME        18 Aug  25 Aug  01 Sep  08 Sep  SUBMITTED     %  STATUS\n"
      "Ada Quill        -       -       -       -        0/4   0.0  All "
      "missing (4)\n"
      "Noa Lind         ✓       ✗       ✗       ✓        2/4  50.0  Missing "
      "2\n"
      "Émile Roux       ✓       ✓       ✓       -        3/4  75.0  Missing "
      "1\n"
      "\n"
      "✓ submitted, ✗ there is a sheet but it is not stored, - missing\n"
      "3 people, 4 weeks, 12 sheets expected: 5 submitted, 2 not stored, 5 "
      "missing; 3 people lack some; 41.7 % complete\n");
}

TEST(CoverageFormat, JsonSaysWhyAWeekFailed) {
  const auto lines = Lines(CoverageJson(Covered()));
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_EQ(lines[1]["weeks"][1]["cell"], "FAILED");
  EXPECT_EQ(lines[1]["weeks"][1]["state"], "pending");
  EXPECT_EQ(lines[2]["weeks"][2]["cell"], "COMPLETE");
  EXPECT_EQ(lines[2]["weeks"][2]["zero_hour"], true);
  EXPECT_EQ(lines[3]["completion_percentage"], 41.7);
}

TEST(MissingFormat, ListsWeeksPersonByPerson) {
  EXPECT_EQ(
      MissingText(Covered()),
      "Ada Quill: submitted 0/4\n"
      "  Mon 2025-08-18  Sun 2025-08-24  no sheet\n"
      "  Mon 2025-08-25  Sun 2025-08-31  no sheet\n"
      "  Mon 2025-09-01  Sun 2025-09-07  no sheet\n"
      "  Mon 2025-09-08  Sun 2025-09-14  no sheet\n"
      "Noa Lind: submitted 2/4\n"
      "  Mon 2025-08-25  Sun 2025-08-31  its sheet waits for a person\n"
      "  Mon 2025-09-01  Sun 2025-09-07  its sheet is not posted\n"
      "Émile Roux: submitted 3/4\n"
      "  Mon 2025-09-08  Sun 2025-09-14  no sheet\n"
      "\n"
      "3 people, 4 weeks, 12 sheets expected: 5 submitted, 2 not stored, 5 "
      "missing; 3 people lack some; 41.7 % complete\n");
  const auto rows = testing::ParseStrictCsv(MissingCsv(Covered()));
  ASSERT_EQ(rows.size(), 8U);
  EXPECT_EQ(rows[0], (Row{"Name", "Week Start", "Week End", "Status"}));
  EXPECT_EQ(rows[5], (Row{"Noa Lind", "2025-08-25", "2025-08-31", "pending"}));
  EXPECT_EQ(Lines(MissingJson(Covered())).size(), 8U);
}

TEST(CalendarFormat, ShowsTheNewestMonthFirst) {
  EXPECT_EQ(
      CalendarText(NoasCalendar()),
      "Noa Lind: 5 weeks, 2 present, 3 missing, 0 without hours, 40.0 % "
      "complete\n"
      "  MONTH     WEEK      MONDAY      STATUS                                "
      "  HOURS  PROJECTS\n"
      "  Sep 2025  2025-W36  2025-09-01  missing: its sheet is not posted\n"
      "            2025-W37  2025-09-08  present                               "
      " 20.00?  PJ024483\n"
      "            2025-W38  2025-09-15  missing\n"
      "  Aug 2025  2025-W34  2025-08-18  present                               "
      "   7.00  sps1995\n"
      "            2025-W35  2025-08-25  missing: its sheet waits for a "
      "person\n");
}

TEST(CalendarFormat, MonthsWithoutASheetShareALine) {
  // A month of its own, one between those with sheets, stays.
  StoredBuilder rows;
  rows.Week("Noa Lind", D(2025, 1, 27), "PJ023275", {750})
      .Week("Noa Lind", D(2025, 5, 26), "PJ023275", {750})
      .Week("Noa Lind", D(2025, 7, 28), "PJ023275", {750});
  const std::string text = CalendarText({reports::CalendarOf(
      reports::WeekIndex(rows.rows()), Team()[1], {}, D(2025, 9, 17))});
  EXPECT_EQ(text.substr(text.find('\n') + 1),
            "  MONTH                 WEEK      MONDAY      STATUS              "
            "   HOURS  PROJECTS\n"
            "  Aug 2025 to Sep 2025                        missing: all 7 "
            "weeks\n"
            "  Jul 2025              2025-W28  2025-07-07  missing\n"
            "                        2025-W29  2025-07-14  missing\n"
            "                        2025-W30  2025-07-21  missing\n"
            "                        2025-W31  2025-07-28  present             "
            "    7.50  PJ023275\n"
            "  Jun 2025              2025-W23  2025-06-02  missing\n"
            "                        2025-W24  2025-06-09  missing\n"
            "                        2025-W25  2025-06-16  missing\n"
            "                        2025-W26  2025-06-23  missing\n"
            "                        2025-W27  2025-06-30  missing\n"
            "  May 2025              2025-W19  2025-05-05  missing\n"
            "                        2025-W20  2025-05-12  missing\n"
            "                        2025-W21  2025-05-19  missing\n"
            "                        2025-W22  2025-05-26  present             "
            "    7.50  PJ023275\n"
            "  Feb 2025 to Apr 2025                        missing: all 13 "
            "weeks\n"
            "  Jan 2025              2025-W05  2025-01-27  present             "
            "    7.50  PJ023275\n");
}

TEST(CalendarFormat, CsvAndJsonHaveARowPerWeek) {
  const auto rows = testing::ParseStrictCsv(CalendarCsv(NoasCalendar()));
  ASSERT_EQ(rows.size(), 6U);
  EXPECT_EQ(rows[1], (Row{"Noa Lind", "2025-08-18", "2025-08-24", "2025-W34",
                          "present", "false", "", "7.00", "1", "sps1995"}));
  EXPECT_EQ(rows[2], (Row{"Noa Lind", "2025-08-25", "2025-08-31", "2025-W35",
                          "missing", "false", "", "", "0", ""}));
  const auto lines = Lines(CalendarJson(NoasCalendar()));
  ASSERT_EQ(lines.size(), 6U);
  EXPECT_EQ(lines[1]["state"], "pending");
  EXPECT_TRUE(lines[1]["hours"].is_null());
  EXPECT_EQ(lines[5]["completion_percentage"], 40.0);
}

TEST(CalendarFormat, AWeekWithoutHoursIsPresentAndSaysWhy) {
  const Calendars calendars = {reports::CalendarOf(
      reports::WeekIndex(Stored()), Team()[2], {kWeeks[2], kWeeks[2]}, {})};
  EXPECT_NE(CalendarText(calendars).find("present, no hours (ANNUAL_LEAVE)"),
            std::string::npos);
  EXPECT_EQ(testing::ParseStrictCsv(CalendarCsv(calendars)).at(1)[7], "0.00");
}

}  // namespace
}  // namespace rescan::cli
