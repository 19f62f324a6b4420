#include "tools/sheet_details.h"

#include <gtest/gtest.h>

#include "engine/documents/timesheet/interpretation_json.h"
#include "tests/engine/documents/timesheet/sheet_builder.h"

namespace rescan::cli {
namespace {

Json JsonOf(const timesheet::RawSheet& raw) {
  Json json;
  json["sheet"] =
      Json::parse(timesheet::WriteSheet(timesheet::Interpret(raw, {}).sheet));
  return json;
}

std::vector<std::string> Lines(const Json& json) {
  std::vector<std::string> lines;
  for (const ShownCheck& check : ChecksOf(json)) {
    lines.push_back(check.type + " " + check.item + " " + check.calculated +
                    " " + check.printed + " " +
                    (!check.agrees   ? "?"
                     : *check.agrees ? "yes"
                                     : "no"));
  }
  return lines;
}

using LineList = std::vector<std::string>;

TEST(SheetDetailsTest, ChecksWeekDaysAndProjectsInThatOrder) {
  EXPECT_EQ(Lines(JsonOf(Draw(timesheet::SampleA()))),
            (LineList{"week total 52.50 52.50 yes", "day Mon 7.50 7.50 yes",
                      "day Tue 22.50 22.50 yes", "day Wed 7.50 7.50 yes",
                      "day Thu 7.50 7.50 yes", "day Fri 7.50 7.50 yes",
                      "day Sat 0.00 0.00 yes", "day Sun 0.00 0.00 yes",
                      "project PJ023275 52.50 52.50 yes"}));
}

TEST(SheetDetailsTest, AHundredthIsADifference) {
  timesheet::RawSheet raw =
      Draw(timesheet::OneProject({750, 0, 0, 0, 0, 0, 0}));
  raw.days[0].total.text = "7.51";
  const LineList lines = Lines(JsonOf(raw));
  EXPECT_EQ(lines[1], "day Mon 7.50 7.51 no");
}

TEST(SheetDetailsTest, WhatIsUnreadableIsNotCompared) {
  timesheet::RawSheet raw = Draw(timesheet::Projects(
      {{750, 750, 0, 0, 0, 0, 0}, {100, 100, 0, 0, 0, 0, 0}}));
  raw.rows[1].cells[0] = timesheet::Unreadable();
  raw.weekly_total.reset();
  const LineList lines = Lines(JsonOf(raw));
  ASSERT_EQ(lines.size(), 10u);
  EXPECT_EQ(lines[0], "week total - - ?");
  EXPECT_EQ(lines[1], "day Mon - 8.50 ?");
  EXPECT_EQ(lines[2], "day Tue 8.50 8.50 yes");
  EXPECT_EQ(lines[8], "project PJ100001 - 15.00 ?");
  EXPECT_EQ(lines[9], "project PJ100002 2.00 2.00 yes");
}

TEST(SheetDetailsTest, ASheetWithoutProjectsHasNoChecks) {
  EXPECT_TRUE(ChecksOf(JsonOf(Draw(timesheet::SampleB()))).empty());
}

TEST(SheetDetailsTest, ShowsTheRowsThatStandWhereThereAreSome) {
  const Json json = JsonOf(Draw(timesheet::SampleA()));
  timesheet::SheetRecord sheet;
  sheet.id = 7;
  sheet.week = timesheet::D(2025, 9, 22);
  std::string text = SheetDetails(sheet, json, {});
  EXPECT_NE(text.find("2025-09-23  PJ023275  22.50"), std::string::npos)
      << text;
  timesheet::EntryRecord entry;
  entry.date = timesheet::D(2025, 9, 23);
  entry.code = "PJ023275";
  entry.hours = 2200;
  entry.raw = "22.50";
  entry.state = timesheet::ValueState::kCorrected;
  entry.by_hand = true;
  entry.corrections = {{"by_hand", "22.50", "22.00"}};
  text = SheetDetails(sheet, json, std::vector{entry});
  EXPECT_NE(text.find("22.00  corrected, by hand; read '22.50'; by_hand: 22.50 "
                      "-> 22.00"),
            std::string::npos)
      << text;
  EXPECT_EQ(text.find("2025-09-22  PJ"), std::string::npos) << text;
}

TEST(SheetDetailsTest, NamesValuesToLookAt) {
  timesheet::RawSheet raw =
      Draw(timesheet::OneProject({750, 0, 0, 0, 0, 0, 0}));
  raw.name = timesheet::Unreadable();
  raw.days[0].total.text = "7,5";
  raw.rows[0].name.text = "Core (PJ902327)";
  const std::string text = SheetDetails({}, JsonOf(raw), {});
  const std::size_t at = text.find("Values to look at:");
  ASSERT_NE(at, std::string::npos) << text;
  for (const char* part :
       {"person", "unreadable", "total of Mon", "read '7,5'",
        "hours.comma: 7,5 -> 7.5", "PJ902327", "needs_review"}) {
    EXPECT_NE(text.find(part, at), std::string::npos) << part << "\n" << text;
  }
  EXPECT_EQ(SheetDetails({}, JsonOf(Draw(timesheet::SampleA())), {})
                .find("Values to look at"),
            std::string::npos);
}

TEST(SheetDetailsTest, WhatIsNotOnThePageIsNothingToLookAt) {
  timesheet::TrueSheet no_column = timesheet::SampleA();
  no_column.total_column = false;
  timesheet::RawSheet raw = Draw(no_column);
  EXPECT_EQ(SheetDetails({}, JsonOf(raw), {}).find("Values to look at"),
            std::string::npos);
  EXPECT_EQ(SheetDetails({}, JsonOf(Draw(timesheet::SampleB())), {})
                .find("Values to look at"),
            std::string::npos);
  // Ink that could not be read is there.
  raw.days[0].total = timesheet::Unreadable();
  raw.days[0].total.box = {1, 2, 3, 4};
  EXPECT_NE(SheetDetails({}, JsonOf(raw), {}).find("total of Mon  -  unread"),
            std::string::npos);
}

// Damaged JSON shows less, and nothing else happens.
TEST(SheetDetailsTest, LivesThroughAnyJson) {
  const std::string whole = JsonOf(Draw(timesheet::SampleA())).dump();
  for (const char* text :
       {"null", "[]", "{}", "7", "{\"sheet\":[]}",
        "{\"sheet\":{\"projects\":7}}",
        "{\"sheet\":{\"projects\":[7,null,{\"hours\":3,\"tasks\":\"x\"}]}}",
        "{\"sheet\":{\"projects\":[{\"hours\":[{\"value\":\"x\"}],"
        "\"tasks\":[{\"total\":7}],\"code\":{\"value\":9}}],"
        "\"daily_totals\":{}}}"}) {
    EXPECT_FALSE(SheetDetails({}, Json::parse(text), {}).empty()) << text;
  }
  for (const char* name :
       {"\"projects\"", "\"hours\"", "\"tasks\"", "\"daily_totals\"",
        "\"value\"", "\"corrections\""}) {
    std::string text = whole;
    for (std::size_t at; (at = text.find(name)) != std::string::npos;) {
      text.replace(at, 2, "\"_");
    }
    EXPECT_FALSE(SheetDetails({}, Json::parse(text), {}).empty()) << name;
  }
}

}  // namespace
}  // namespace rescan::cli
