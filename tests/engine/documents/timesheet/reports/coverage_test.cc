#include "engine/documents/timesheet/reports/coverage.h"

#include <gtest/gtest.h>

#include "tests/engine/documents/timesheet/reports/stored_builder.h"
#include "tests/engine/documents/timesheet/sheet_builder.h"

namespace rescan::timesheet::reports {
namespace {

// Aug 25 is a bank holiday, and a Monday.
const Day kFirst = D(2025, 8, 18), kHoliday = D(2025, 8, 25),
          kThird = D(2025, 9, 1), kLast = D(2025, 9, 8);
const std::vector<Day> kWeeks = {kFirst, kHoliday, kThird, kLast};
const Person kNoa{"Noa_Lind", "Noa Lind"};

Coverage Cover(const StoredBuilder& rows, const std::vector<Person>& people,
               std::vector<Day> weeks = kWeeks) {
  return CoverageOf(WeekIndex(rows.rows()), people, std::move(weeks));
}

std::string Cells(const PersonCoverage& row) {
  std::string cells;
  for (const CoverageWeek& week : row.weeks) {
    cells += CoverageCellName(week.cell)[0];
  }
  return cells;
}

TEST(Coverage, Pitfall32AWeekCountsThoughItsMondayHasNoRows) {
  StoredBuilder rows;
  // Off on the bank holiday; and rows alone, without their sheet's record.
  rows.Week("Noa Lind", kHoliday, "PJ000001", {0, 750, 750, 750, 750})
      .Entry("Noa Lind", D(2025, 9, 7), "PJ000001", 100);
  const Coverage coverage = Cover(rows, {kNoa});
  EXPECT_EQ(Cells(coverage.people.at(0)), "MCCM");
  EXPECT_EQ(coverage.complete, 2U);
}

TEST(Coverage, Pitfall4AZeroHourWeekIsSubmitted) {
  StoredBuilder rows;
  rows.ZeroWeek("Noa Lind", kFirst).ZeroWeek("Noa Lind", kLast);
  const Coverage coverage = Cover(rows, {kNoa});
  EXPECT_EQ(Cells(coverage.people.at(0)), "CMMC");
  EXPECT_TRUE(coverage.people[0].weeks[0].zero_hour);
  EXPECT_FALSE(coverage.people[0].weeks[1].zero_hour);
}

TEST(Coverage, AStoredSheetWithoutRowsIsSubmitted) {
  StoredBuilder rows;
  rows.Sheet("Noa Lind", kThird, SheetState::kStored);
  EXPECT_EQ(Cells(Cover(rows, {kNoa}).people.at(0)), "MMCM");
}

TEST(Coverage, ASheetThatIsNotStoredHasFailed) {
  StoredBuilder rows;
  rows.Sheet("Noa Lind", kFirst, SheetState::kPending)
      .Rejection("Noa Lind", kHoliday)
      .Sheet("Noa Lind", kThird, SheetState::kDiscarded)
      .Sheet("Noa Lind", kLast, SheetState::kReplaced);
  const Coverage coverage = Cover(rows, {kNoa});
  const PersonCoverage& row = coverage.people.at(0);
  EXPECT_EQ(Cells(row), "FFFM");
  EXPECT_EQ(row.weeks[0].state, WeekState::kPending);
  EXPECT_EQ(row.weeks[1].state, WeekState::kRejected);
  EXPECT_EQ(row.weeks[2].state, WeekState::kDiscarded);
  EXPECT_EQ(row.failed, 3U);
  EXPECT_EQ(row.missing(), 4U);
  EXPECT_EQ(coverage.failed, 3U);
  EXPECT_EQ(coverage.missing, 1U);
}

TEST(Coverage, AStoredWeekStaysCompleteWhateverElseIsThere) {
  StoredBuilder rows;
  rows.Week("Noa Lind", kFirst, "PJ000001", {750})
      .Sheet("Noa Lind", kFirst, SheetState::kPending)
      .Sheet("Noa Lind", kFirst, SheetState::kDiscarded)
      .Rejection("Noa Lind", kFirst);
  EXPECT_EQ(Cells(Cover(rows, {kNoa}).people.at(0)), "CMMM");
}

TEST(Coverage, CountsAndSays) {
  StoredBuilder rows;
  rows.Week("Avery Brooks", kFirst, "PJ000001", {750})
      .Week("Avery Brooks", kHoliday, "PJ000001", {0, 750})
      .ZeroWeek("Avery Brooks", kThird)
      .Week("Avery Brooks", kLast, "PJ000001", {750})
      .Week("Noa Lind", kFirst, "PJ000001", {750})
      .Week("Noa Lind", kLast, "PJ000001", {750})
      .Week("Not Asked For", kLast, "PJ000001", {750});
  const Coverage coverage = Cover(
      rows,
      {{"Avery_Brooks", "Avery Brooks"}, {"Mira_Holt", "Mira Holt"}, kNoa});
  EXPECT_EQ(coverage.expected(), 12U);
  EXPECT_EQ(coverage.complete, 6U);
  EXPECT_EQ(coverage.missing, 6U);
  EXPECT_EQ(coverage.people_with_missing(), 2U);
  ASSERT_EQ(coverage.people.size(), 3U);
  EXPECT_EQ(coverage.people[0].StatusText(), "Complete");
  EXPECT_EQ(coverage.people[1].StatusText(), "All missing (4)");
  EXPECT_EQ(coverage.people[2].StatusText(), "Missing 2");
  EXPECT_EQ(WeekName(kFirst), "18 Aug 2025");
  EXPECT_EQ(WeekName(kThird), "1 Sep 2025");
}

TEST(Coverage, OfNobodyOrOfNoWeeksIsEmpty) {
  StoredBuilder rows;
  EXPECT_EQ(Cover(rows, {}).expected(), 0U);
  const Coverage none = Cover(rows, {kNoa}, {});
  EXPECT_EQ(none.expected(), 0U);
  EXPECT_EQ(none.people_with_missing(), 0U);
}

TEST(Weeks, AreTheMondaysInsideTheSpan) {
  const WeekIndex none{Timesheets{}};
  EXPECT_EQ(WeeksIn({kFirst, kLast}, none), kWeeks);
  EXPECT_EQ(WeeksIn({D(2025, 8, 12), D(2025, 9, 14)}, none), kWeeks);
  EXPECT_EQ(WeeksIn({D(2025, 8, 19), D(2025, 9, 7)}, none),
            (std::vector<Day>{kHoliday, kThird}));
  EXPECT_TRUE(WeeksIn({D(2025, 8, 19), D(2025, 8, 24)}, none).empty());
  EXPECT_TRUE(WeeksIn({kLast, kFirst}, none).empty());
}

TEST(Weeks, OfAnOpenSpanEndWithWhatIsKnown) {
  StoredBuilder rows;
  rows.Sheet("Noa Lind", kFirst, SheetState::kPending)
      .ZeroWeek("Mira Holt", kLast);
  const WeekIndex index(rows.rows());
  EXPECT_EQ(WeeksIn({}, index), kWeeks);
  EXPECT_EQ(WeeksIn({kThird, {}}, index), (std::vector<Day>{kThird, kLast}));
  EXPECT_EQ(WeeksIn({{}, kHoliday}, index),
            (std::vector<Day>{kFirst, kHoliday}));
  EXPECT_TRUE(WeeksIn({}, WeekIndex(Timesheets{})).empty());
  EXPECT_TRUE(WeeksIn({kFirst, {}}, WeekIndex(Timesheets{})).empty());
}

TEST(Spans, TouchWeeksThatShareADay) {
  const DaySpan span{D(2025, 8, 24), D(2025, 9, 1)};
  EXPECT_TRUE(span.Touches(kFirst));  // by its Sunday
  EXPECT_TRUE(span.Touches(kHoliday));
  EXPECT_TRUE(span.Touches(kThird));  // by its Monday
  EXPECT_FALSE(span.Touches(kLast));
  EXPECT_FALSE(span.Touches(D(2025, 8, 11)));
  EXPECT_TRUE(DaySpan{}.Touches(kFirst));
}

std::optional<DaySpan> Last(const StoredBuilder& rows, std::size_t count) {
  return LastWeeks(WeekIndex(rows.rows()), count);
}

TEST(LastWeeks, EndWithTheLastSubmittedWeekOfAnybody) {
  StoredBuilder rows;
  rows.Week("Noa Lind", kFirst, "PJ000001", {750})
      .ZeroWeek("Mira Holt", kThird)
      // Nothing proves the year of a sheet that waits.
      .Sheet("Noa Lind", D(2052, 9, 2), SheetState::kPending);
  const auto span = Last(rows, 2);
  ASSERT_TRUE(span.has_value());
  EXPECT_EQ(span->first, kHoliday);
  EXPECT_EQ(span->last, D(2025, 9, 7));  // Sunday
}

TEST(LastWeeks, NeverBeginBeforeTheFirstWeek) {
  StoredBuilder rows;
  rows.Week("Noa Lind", kHoliday, "PJ000001", {750})
      .Sheet("Noa Lind", D(2025, 12, 1), SheetState::kPending);
  const auto span = Last(rows, 8);
  ASSERT_TRUE(span.has_value());
  EXPECT_EQ(span->first, kHoliday);
  EXPECT_EQ(span->last, D(2025, 8, 31));
}

TEST(LastWeeks, AreAllWhereThereAreNoMore) {
  EXPECT_FALSE(Last(StoredBuilder(), 2).has_value());
  StoredBuilder rows;
  rows.Week("Noa Lind", kFirst, "PJ000001", {750})
      .Week("Noa Lind", kThird, "PJ000001", {750});
  EXPECT_FALSE(Last(rows, 3).has_value());
  EXPECT_TRUE(Last(rows, 2).has_value());
}

TEST(LastWeeks, OfSheetsThatAllWaitAreTheLastOnes) {
  StoredBuilder rows;
  rows.Sheet("Noa Lind", kFirst, SheetState::kPending)
      .Sheet("Noa Lind", kLast, SheetState::kPending);
  const auto span = Last(rows, 1);
  ASSERT_TRUE(span.has_value());
  EXPECT_EQ(span->first, kLast);
}

}  // namespace
}  // namespace rescan::timesheet::reports
