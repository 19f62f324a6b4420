#include "engine/documents/timesheet/page/sheet_words.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace rescan::timesheet::page {
namespace {

Page PageOf(const std::vector<std::string>& lines) {
  Page page{1366, 700, {}};
  for (const std::string& text : lines) {
    Line line;
    line.text = text;
    std::size_t begin = 0;
    while (begin < text.size()) {
      const std::size_t end = std::min(text.find(' ', begin), text.size());
      line.words.emplace_back().text = text.substr(begin, end - begin);
      begin = end + 1;
    }
    page.lines.push_back(line);
  }
  return page;
}

// What is left of a sheet in photographs of screens, and where half of it is
// cut off.
TEST(SheetWordsTest, PartsOfASheet) {
  EXPECT_TRUE(HasWordsOfSheet(
      PageOf({"Clarity", "Timesheets row}", "Corin Mirndale-Dreicroft",
              "Central Payroll Upgrade for Print Services (NTCS764428)"})));
  EXPECT_TRUE(HasWordsOfSheet(
      PageOf({"My Timesheet", "Tine Period < 06.16.2025-06.22.2025 ~ >",
              "« Collapse all"})));
  EXPECT_TRUE(
      HasWordsOfSheet(PageOf({"Mon. 16 Tue. 17 Wed. 18 hu. 19", "Fr )",
                              "Total Posted Actuals", "7.50 4.50 5.63"})));
  EXPECT_TRUE(HasWordsOfSheet(
      PageOf({"eee 4 (BLDDPLYTEST)", "Requirements and Analysis (REQS)",
              "22.50 3.75 0.25", "Print Services - Wave 2 (DATA1201)",
              "Build (BUILD) 0.50 3.25 7.50 36.75"})));
  EXPECT_TRUE(HasWordsOfSheet(PageOf(
      {"Identity Platform - Site 14 (PJ087948)", "Project Management (PM)",
       "Handover to Support (SUPPORT)", "0.75 5.00 0.50 3.50 2.00 0.21"})));
}

// What is left of a page at half its size.
TEST(SheetWordsTest, TheAddressOfASheetAndItsHours) {
  const std::string title = "Timesheets - Clarity x";
  const std::string hours = "5.63 8.00 6.00 28.88 2.05";
  EXPECT_TRUE(
      HasWordsOfSheet(PageOf({title,
                              "@ www.ruvkdova.example/pm/#/timesheets/timesheet"
                              "?timesheetid=8530905&resourceld=3659696",
                              hours})));
  EXPECT_FALSE(HasWordsOfSheet(
      PageOf({title, "www.ruvkdova.example/pm/#/tasks?taskid=85", hours})));
  EXPECT_FALSE(HasWordsOfSheet(
      PageOf({title, "www.ruvkdova.example/pm/?timesheetid=8530905"})));
}

// A week across the end of a month goes on with 1.
TEST(SheetWordsTest, DaysInARowWithTheirNumbers) {
  const std::string rest = "Timesheet 7.50 7.50 7.50 7.50 7.50";
  EXPECT_TRUE(HasWordsOfSheet(PageOf({"Mon. 30 Tue. 31 Wed. 1 Thu. 2", rest})));
  EXPECT_FALSE(HasWordsOfSheet(PageOf({"Mon. 30 Mon. 6 Mon. 13", rest})));
  EXPECT_FALSE(HasWordsOfSheet(PageOf({"Mon. 30 Tue. 31", rest})));
}

TEST(SheetWordsTest, OtherPagesAreNone) {
  EXPECT_FALSE(HasWordsOfSheet({}));
  // A receipt: amounts, dates, words in parentheses.
  EXPECT_FALSE(HasWordsOfSheet(
      PageOf({"KEDAI MAKAN SDN (BHD)", "TAX INVOICE (GST)", "(SR) 12.50",
              "7.50 8.00 3.25 4.10 99.00", "01/06/2018 - 02/06/2018"})));
  // Opening hours, a calendar, a plan of a week.
  EXPECT_FALSE(HasWordsOfSheet(
      PageOf({"Opening hours of our branches", "Mon 8:00-17:30 8:00-17:30",
              "Tue 10:00-18:30 9:00-18:30", "Wed 8:00-16:30"})));
  EXPECT_FALSE(HasWordsOfSheet(
      PageOf({"Mon 15 Tue 16 Wed 17 Thu 18 Fri 19", "Total 7.50 8.00 1.25",
              "Sep 15 2025 - Sep 21 2025", "9.00 10.00 11.00"})));
  // A letter about timesheets, and a browser that has one behind this page.
  EXPECT_FALSE(HasWordsOfSheet(
      PageOf({"Timesheets - Clarity x", "Your timesheet of Sep 15 2025",
              "has the status Draft. Please post it. 7.50 7.50 7.50 7.50 7.50",
              "(URGENT) (PLEASE)"})));
  EXPECT_FALSE(HasWordsOfSheet(
      PageOf({"Invoice for Core Migration (PJ023275)", "Net 1250.00 7.50",
              "Sep 15 2025 - Sep 21 2025"})));
}

TEST(SheetWordsTest, AnyTextIsAllowed) {
  EXPECT_FALSE(HasWordsOfSheet(
      PageOf({"(", ")", "()", "(((", "Mon", "Mon.", "20", "\xFF\xFE", "- 20 20",
              std::string(100000, '('), std::string(5000, '\xE2')})));
}

}  // namespace
}  // namespace rescan::timesheet::page
