// Judged sheets, counted by group, theme and end.
#include "bench/timesheet/figures.h"

#include <gtest/gtest.h>

namespace rescan::bench {
namespace {

using samples::Expectation;

JudgedSheet Sheet(int width, int quality, const std::string& theme,
                  bool exact) {
  JudgedSheet sheet;
  sheet.truth.theme = theme;
  sheet.truth.timesheet.emplace();
  sheet.truth.timesheet->dimensions.width = width;
  sheet.truth.timesheet->dimensions.jpeg_quality = quality;
  sheet.stored.end = exact ? SheetEnd::kStored : SheetEnd::kPending;
  sheet.judgement.exact = exact;
  sheet.judgement.read_exactly = true;
  sheet.judgement.right_end = exact;
  sheet.judgement.code_characters = 8;
  sheet.judgement.code_errors = exact ? 0 : 1;
  return sheet;
}

TEST(CountSheets, ByGroupAndTheme) {
  const SheetFigures figures =
      CountSheets({Sheet(2560, 0, "dark", true), Sheet(1920, 0, "light", false),
                   Sheet(1920, 0, "dark", true), Sheet(1366, 0, "dark", true),
                   Sheet(2560, 60, "light", false)});
  const auto& wide = figures.exact.at(SheetGroup::kWidePng);
  EXPECT_EQ(wide.at("").sheets, 3);
  EXPECT_EQ(wide.at("").exact, 2);
  EXPECT_EQ(wide.at("").read_exactly, 3);
  EXPECT_EQ(wide.at("dark").exact, 2);
  EXPECT_EQ(wide.at("light").exact, 0);
  EXPECT_DOUBLE_EQ(wide.at("").Share(), 2.0 / 3);
  EXPECT_EQ(figures.exact.at(SheetGroup::kNarrowPng).at("").sheets, 1);
  EXPECT_EQ(figures.exact.at(SheetGroup::kJpeg).at("").exact, 0);
  EXPECT_EQ(figures.code_characters, 40U);
  EXPECT_EQ(figures.code_errors, 2U);
  EXPECT_EQ(figures.ends.at("store").at(SheetEnd::kPending), 2);
}

TEST(CountSheets, SheetsThatMayWaitAreNotCountedAsInexact) {
  JudgedSheet sheet = Sheet(1920, 0, "dark", false);
  sheet.truth.timesheet->expectation = Expectation::kIncomplete;
  sheet.judgement.wrong_hours = {"one", "two"};
  const SheetFigures figures = CountSheets({sheet});
  EXPECT_TRUE(figures.exact.empty());
  EXPECT_EQ(figures.sheets, 1);
  EXPECT_EQ(figures.wrong_hours, 2) << "but a wrong hour is one";
}

TEST(CountSheets, ToldApartIsAboutWhatTheSheetIs) {
  const JudgedSheet posted =
      Sheet(1920, 0, "dark", false);  // waits: not mistaken
  JudgedSheet mistaken = posted;
  mistaken.stored.end = SheetEnd::kZeroHour;
  mistaken.stored.zero_hour = true;
  JudgedSheet mistaken_and_waits = posted;
  mistaken_and_waits.stored.zero_hour = true;
  JudgedSheet other_days = posted;
  other_days.stored.rules = {"V0"};
  JudgedSheet not_seen = posted;
  not_seen.stored.end = SheetEnd::kNoSheet;
  JudgedSheet no_hours = posted;
  no_hours.truth.timesheet->expectation = Expectation::kZeroHour;
  JudgedSheet no_hours_waits = no_hours;
  no_hours_waits.stored.zero_hour = true;
  JudgedSheet no_hours_stored = no_hours_waits;
  no_hours_stored.stored.end = SheetEnd::kZeroHour;
  JudgedSheet no_hours_rejected = no_hours_waits;
  no_hours_rejected.stored.end = SheetEnd::kRejected;
  const auto apart =
      CountSheets({posted, mistaken, mistaken_and_waits, other_days, not_seen,
                   no_hours, no_hours_waits, no_hours_stored,
                   no_hours_rejected})
          .told_apart;
  EXPECT_EQ(apart.at("store").sheets, 5);
  EXPECT_EQ(apart.at("store").exact, 1) << "only the first";
  EXPECT_EQ(apart.at("zero_hour").sheets, 4);
  EXPECT_EQ(apart.at("zero_hour").exact, 2) << "waiting or stored";
}

TEST(CountSheets, ReasonsAreCountedOnceASheet) {
  JudgedSheet first = Sheet(1920, 0, "dark", false);
  first.stored.reasons = {"row 3 has 7.50", "row 4 has 1.00"};
  JudgedSheet second = Sheet(1920, 0, "dark", false);
  second.stored.reasons = {"row 1 has 2.25", "the name 'X 1' is odd"};
  const auto reasons = CountSheets({first, second}).reasons;
  EXPECT_EQ(reasons.at("row # has #.#"), 2);
  EXPECT_EQ(reasons.at("the name '' is odd"), 1);
}

TEST(ReasonKind, KeepsWordsWithApostrophes) {
  EXPECT_EQ(ReasonKind("the day's sum \"7.5\" isn't 12"),
            "the day's sum \"\" isn't #");
}

}  // namespace
}  // namespace rescan::bench
