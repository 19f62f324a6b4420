#include "engine/documents/timesheet/page/anchors.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace rescan::timesheet::page {
namespace {

std::vector<ReadField> Labels(const std::vector<std::string>& texts) {
  std::vector<ReadField> labels;
  for (const std::string& text : texts) {
    ReadField label;
    label.text = text;
    label.confidence = 0.9F;
    labels.push_back(label);
  }
  return labels;
}

// A page of lines, words 8 pixels a letter with a blank between them.
class Words {
 public:
  Words& Line(int left, int top, const std::string& text) {
    rescan::Line line;
    line.text = text;
    std::size_t begin = 0;
    while (begin <= text.size()) {
      const std::size_t end = std::min(text.find(' ', begin), text.size());
      Word word;
      word.text = text.substr(begin, end - begin);
      word.box = {left + static_cast<int>(8 * begin), top,
                  static_cast<int>(8 * (end - begin)), 10};
      line.words.push_back(word);
      begin = end + 1;
    }
    page_.lines.push_back(line);
    return *this;
  }
  // Of the last word.
  Words& Width(int width) {
    page_.lines.back().words.back().box.width = width;
    return *this;
  }
  [[nodiscard]] PageSigns Signs() {
    page_.width = 1366;
    page_.height = 700;
    return SignsOf(page_);
  }

 private:
  Page page_;
};

Words ZeroHourPage() {
  Words words;
  words.Line(70, 190, "Timesheets")
      .Line(100, 347, "iod Status")
      .Line(830, 361, "PROJECT TIME")
      .Line(118, 378, "Sep 15 2025 - Sep 21 2025 Posted");
  return words;
}

TEST(ColumnRoles, OfAWholeWeek) {
  const ColumnRoles roles =
      RolesOf(Labels({"Mon. 22", "Tue. 23", "Wed. 24", "Thu. 25", "Fri. 26",
                      "Sat. 27", "Sun. 28", "Total", "Posted Actuals"}));
  EXPECT_EQ(roles.legible_days, 7);
  EXPECT_EQ(roles.total, 7U);
  EXPECT_EQ(roles.posted_actuals, 8U);
  EXPECT_TRUE(IsWeek(roles));
}

TEST(ColumnRoles, WithoutTotal) {
  const ColumnRoles roles =
      RolesOf(Labels({"Mon. 22", "Tue. 23", "Wed. 24", "Thu. 25", "Fri. 26",
                      "Sat. 27", "Sun. 28", "Posted Actuals"}));
  EXPECT_FALSE(roles.total.has_value());
  EXPECT_EQ(roles.posted_actuals, 7U);
}

TEST(ColumnRoles, DaysThatAreAllOffByOneAreAWeekStill) {
  EXPECT_TRUE(IsWeek(RolesOf(
      Labels({"Tue. 23", "Wed. 24", "?", "Fri. 26", "Sat. 27", "Sun. 28"}))));
}

TEST(ColumnRoles, OtherTablesAreNoWeek) {
  EXPECT_FALSE(IsWeek(RolesOf(
      Labels({"Mon. 22", "Tue. 23", "Wed. 24", "", "", "", "", "Total"}))));
  // Days, but they do not follow each other.
  EXPECT_FALSE(IsWeek(RolesOf(Labels({"Mon. 1", "Mon. 8", "Mon. 15", "Mon. 22",
                                      "Mon. 29", "Mon. 6", "Mon. 13"}))));
  EXPECT_FALSE(IsWeek(RolesOf(Labels({"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Total", "Posted Actuals"}))));
  EXPECT_FALSE(IsWeek(RolesOf({})));
}

TEST(ColumnRoles, WhatIsNotReadableSaysNothing) {
  auto labels = Labels({"Mon. 22", "Tue. 23", "Wed. 24", "Thu. 25"});
  EXPECT_TRUE(IsWeek(RolesOf(labels)));
  labels[0].readable = false;
  EXPECT_FALSE(IsWeek(RolesOf(labels)));
}

TEST(PageSigns, OfASheetWithoutTable) {
  const PageSigns signs = ZeroHourPage().Signs();
  EXPECT_TRUE(IsSheet(signs, false));
  EXPECT_TRUE(signs.dates && signs.status && signs.timesheet);
  EXPECT_FALSE(signs.table);
  EXPECT_EQ(signs.capital, 14);
  // From the band of the name to below the dates.
  EXPECT_LE(signs.region.top, 294);
  EXPECT_GE(signs.region.top + signs.region.height, 391);
}

TEST(PageSigns, WordsOfOneLabelMayBeInTwoLines) {
  const PageSigns signs = Words()
                              .Line(70, 190, "Timesheets")
                              .Line(300, 347, "Status")
                              .Line(830, 361, "PROJECT")
                              .Line(894, 362, "TIME")
                              .Signs();
  EXPECT_TRUE(IsSheet(signs, false));
}

TEST(PageSigns, TheBarIsAsGoodAsItsLabel) {
  const PageSigns signs = Words()
                              .Line(70, 190, "Timesheets")
                              .Line(300, 347, "Status")
                              .Line(118, 378, "Sep 15 2025 - Sep 21 2025")
                              .Signs();
  EXPECT_FALSE(IsSheet(signs, false));
  EXPECT_TRUE(IsSheet(signs, true));
  EXPECT_LE(signs.region.top, 294);
}

// As the page of a week without hours is read where the labels are too faint.
TEST(PageSigns, TheDatesAreEnoughToFindTheBar) {
  const PageSigns signs = Words()
                              .Line(70, 190, "Timesheets")
                              .Line(118, 378, "Sep 15 2025 - Sep 21 2025")
                              .Line(700, 500, "May 2025 - nothing")
                              .Signs();
  EXPECT_FALSE(IsSheet(signs, false));
  EXPECT_TRUE(IsSheet(signs, true));
  EXPECT_EQ(signs.capital, 10);
  EXPECT_LE(signs.region.top, 283);
  EXPECT_GE(signs.region.top + signs.region.height, 400);
  EXPECT_FALSE(IsSheet(Words()
                           .Line(70, 190, "Timesheets")
                           .Line(118, 378, "Sep 15 and Sep 21")
                           .Signs(),
                       true));
}

// As the page of a week without hours is read where a frame hides the dates.
TEST(PageSigns, LabelAndBarAreEnoughWithTheTitle) {
  const PageSigns signs = Words()
                              .Line(70, 190, "Timesheets")
                              .Line(830, 361, "PROJECT TIME")
                              .Signs();
  EXPECT_FALSE(IsSheet(signs, false));
  EXPECT_TRUE(IsSheet(signs, true));
  EXPECT_FALSE(IsSheet(Words().Line(830, 361, "PROJECT TIME").Signs(), true));
}

// Of "Status" a part has its box.
TEST(PageSigns, TheDatesTellTheHeightWhereALabelIsCut) {
  const auto capital_with = [](int width_of_label) {
    return Words()
        .Line(118, 378, "Sep 15 2025 - Sep 21 2025")
        .Line(300, 347, "Stat")
        .Width(width_of_label)
        .Signs()
        .capital;
  };
  EXPECT_EQ(capital_with(17), 10);
  EXPECT_EQ(capital_with(42), 14);
}

// The small grey labels are often read in part.
TEST(PageSigns, ALetterOfALabelMayBeMissing) {
  const PageSigns signs = Words()
                              .Line(70, 190, "Timesheets")
                              .Line(300, 347, "Statu")
                              .Line(830, 361, "PROJECT TIM")
                              .Signs();
  EXPECT_TRUE(signs.status);
  EXPECT_TRUE(IsSheet(signs, false));
  EXPECT_FALSE(Words().Line(300, 347, "State").Signs().status);
}

// Of the box of TIME only the end was found.
TEST(PageSigns, ALabelsWordsMayStandApart) {
  EXPECT_TRUE(Words()
                  .Line(830, 361, "PROJECT")
                  .Line(830 + 7 * 8 + 25, 361, "TIME")
                  .Signs()
                  .project_time);
  EXPECT_FALSE(Words()
                   .Line(830, 361, "PROJECT")
                   .Line(830 + 7 * 8 + 40, 361, "TIME")
                   .Signs()
                   .project_time);
}

TEST(PageSigns, ATableIsSeenInTheWordsToo) {
  EXPECT_TRUE(
      ZeroHourPage().Line(600, 486, "Mon. 22 Tue. 23 Wed. 24").Signs().table);
  EXPECT_TRUE(ZeroHourPage().Line(90, 430, "Collapse all").Signs().table);
  EXPECT_TRUE(ZeroHourPage().Line(1600, 480, "Posted Actuals").Signs().table);
  EXPECT_FALSE(ZeroHourPage().Line(90, 430, "Monday is free").Signs().table);
}

TEST(PageSigns, OtherPagesAreNoSheets) {
  EXPECT_FALSE(IsSheet(Words().Signs(), true));
  EXPECT_FALSE(IsSheet(Words()
                           .Line(10, 10, "Timesheet for Sep 15 2025 - Sep 21")
                           .Line(10, 40, "Status Posted")
                           .Signs(),
                       false));
  EXPECT_FALSE(IsSheet(
      Words().Line(10, 10, "Our project time is short").Signs(), false));
  EXPECT_FALSE(IsSheet(Words().Line(10, 10, "PROJECT TIME").Signs(), false));
}

}  // namespace
}  // namespace rescan::timesheet::page
