#include "engine/documents/timesheet/gates.h"

#include <gtest/gtest.h>

#include "tests/engine/documents/timesheet/sheet_builder.h"

namespace rescan::timesheet {
namespace {

TEST(Status, OnlyPostedPasses) {
  for (const char* text :
       {"Posted", "posted", " POSTED ", "Posted.", "|Posted"}) {
    EXPECT_EQ(JudgeStatus(Text(text)), StatusGate::kPosted) << text;
  }
  for (const char* text : {"Submitted", "Draft", "Open", "Approved", "Returned",
                           "Adjusted", "Rejected", "Not Submitted", "Frozen"}) {
    EXPECT_EQ(JudgeStatus(Text(text)), StatusGate::kOther) << text;
  }
}

TEST(Status, NearlyPostedIsAsked) {
  for (const char* text : {"P0sted", "Poste", "Post ed", "Fosted", ""}) {
    EXPECT_EQ(JudgeStatus(Text(text)), StatusGate::kDoubtful) << text;
  }
  EXPECT_EQ(JudgeStatus(Unreadable()), StatusGate::kDoubtful);
}

TEST(Percent, AndWhatAZeroIsReadAs) {
  for (const char* text : {"0%", "0 %", "0", "O%", "Ow", "Ox", "Or", "0w"}) {
    EXPECT_EQ(ParsePercent(text), 0) << text;
  }
  EXPECT_EQ(ParsePercent("100%"), 100);
  EXPECT_EQ(ParsePercent("97"), 97);
  for (const char* text :
       {"", "%", "abc", "1O0%", "100w", "1234%", "Open", "\xFF"}) {
    EXPECT_EQ(ParsePercent(text), std::nullopt) << text;
  }
}

struct Signs {
  const char* name;
  std::optional<double> marker;
  const char* text;
  bool header, grid, hours;
  ZeroHours result;
};

class ZeroHoursTest : public testing::TestWithParam<Signs> {};

TEST_P(ZeroHoursTest, IsJudged) {
  const Signs& signs = GetParam();
  RawSheet raw;
  raw.percent_by_marker = signs.marker;
  raw.percent = *signs.text == '\0' ? Unreadable() : Text(signs.text);
  raw.header_found = signs.header;
  raw.grid_found = signs.grid;
  if (signs.hours) {
    raw.rows.emplace_back();
    raw.rows.back().cells[0] = Text("0.50");
  }
  EXPECT_EQ(JudgeZeroHours(raw), signs.result);
}

INSTANTIATE_TEST_SUITE_P(
    Signs, ZeroHoursTest,
    testing::Values(
        Signs{"All", 0.0, "0%", false, false, false, ZeroHours::kYes},
        Signs{"MarkerAndNoTable", 0.0, "", false, false, false,
              ZeroHours::kYes},
        Signs{"TextAndNoTable", std::nullopt, "Ow", false, false, false,
              ZeroHours::kYes},
        Signs{"MarkerAndNoHeader", 0.1, "", false, true, false,
              ZeroHours::kYes},
        Signs{"BothPercentagesAnEmptyTable", 0.0, "0%", true, true, false,
              ZeroHours::kYes},
        // A page whose table was not found shows neither header nor grid.
        Signs{"NoTableAlone", std::nullopt, "", false, false, false,
              ZeroHours::kDoubtful},
        Signs{"NoTableBut100", 100.0, "100%", false, false, false,
              ZeroHours::kDoubtful},
        Signs{"TextAgainstMarker", 100.0, "0%", false, false, false,
              ZeroHours::kDoubtful},
        Signs{"MarkerAgainstText", 0.0, "40%", false, false, false,
              ZeroHours::kDoubtful},
        Signs{"OneSignOnly", 0.0, "", true, true, false, ZeroHours::kDoubtful},
        Signs{"LowButNotZero", 0.0, "0%", true, true, true, ZeroHours::kNo},
        Signs{"Normal", 100.0, "100%", true, true, true, ZeroHours::kNo}),
    [](const auto& param) { return std::string(param.param.name); });

}  // namespace
}  // namespace rescan::timesheet
