#include "engine/documents/timesheet/reports/calendar.h"

#include <gtest/gtest.h>

#include "tests/engine/documents/timesheet/reports/stored_builder.h"
#include "tests/engine/documents/timesheet/sheet_builder.h"

namespace rescan::timesheet::reports {
namespace {

const Person kNoa{"Noa_Lind", "Noa Lind"};

TEST(Calendar, GoesFromTheFirstSheetToToday) {
  StoredBuilder rows;
  rows.Week("Noa Lind", D(2025, 9, 1), "PJ000001", {750, 750})
      .Week("Noa Lind", D(2025, 9, 1), "PJ000002", {100})
      .ZeroWeek("Noa Lind", D(2025, 9, 15), "ANNUAL_LEAVE")
      .Sheet("Noa Lind", D(2025, 9, 22), SheetState::kPending)
      .Week("Mira Holt", D(2025, 6, 2), "PJ000001", {750});
  const Calendar calendar =
      CalendarOf(WeekIndex(rows.rows()), kNoa, {}, D(2025, 10, 1));
  ASSERT_EQ(calendar.weeks.size(), 5U);
  EXPECT_EQ(calendar.weeks[0].monday, D(2025, 9, 1));
  EXPECT_TRUE(calendar.weeks[0].present());
  EXPECT_EQ(calendar.weeks[0].facts.hours, 1600);
  EXPECT_EQ(calendar.weeks[0].CodesText(), "PJ000001, PJ000002");
  EXPECT_FALSE(calendar.weeks[1].present());
  EXPECT_TRUE(calendar.weeks[2].present());  // pitfall 4
  EXPECT_EQ(calendar.weeks[2].facts.zero_hour_reason, "ANNUAL_LEAVE");
  EXPECT_FALSE(calendar.weeks[3].present());
  EXPECT_EQ(calendar.weeks[3].facts.state, WeekState::kPending);
  EXPECT_EQ(calendar.weeks[4].monday, D(2025, 9, 29));  // today's week
  EXPECT_EQ(calendar.present, 2U);
  EXPECT_EQ(calendar.zero_hour, 1U);
  EXPECT_EQ(calendar.missing(), 3U);
}

TEST(Calendar, SpanIsAlignedToMondays) {
  const WeekIndex none{Timesheets{}};
  const Calendar calendar =
      CalendarOf(none, kNoa, {D(2025, 9, 3), D(2025, 9, 9)}, D(2025, 10, 1));
  ASSERT_EQ(calendar.weeks.size(), 2U);
  EXPECT_EQ(calendar.weeks[0].monday, D(2025, 9, 1));
  EXPECT_EQ(calendar.weeks[1].monday, D(2025, 9, 8));
  EXPECT_EQ(calendar.missing(), 2U);
}

TEST(Calendar, OfSomebodyWithoutSheetsNeedsABeginning) {
  const WeekIndex none{Timesheets{}};
  EXPECT_TRUE(CalendarOf(none, kNoa, {}, D(2025, 10, 1)).weeks.empty());
  // Begins after it ends.
  EXPECT_TRUE(CalendarOf(none, kNoa, {D(2025, 10, 6), {}}, D(2025, 10, 1))
                  .weeks.empty());
}

TEST(Calendar, ShowsThreeCodesAndCountsTheRest) {
  StoredBuilder rows;
  for (const char* code : {"PJ000005", "PJ000004", "PJ000003", "PJ000002"}) {
    rows.Entry("Noa Lind", D(2025, 9, 2), code, 100);
  }
  rows.Entry("Noa Lind", D(2025, 9, 2), "PJ000001", 0)
      .Entry("Noa Lind", D(2025, 9, 3), "PJ000009", std::nullopt);
  const Calendar calendar =
      CalendarOf(WeekIndex(rows.rows()), kNoa, {}, D(2025, 9, 2));
  ASSERT_EQ(calendar.weeks.size(), 1U);
  EXPECT_EQ(calendar.weeks[0].facts.projects.size(), 5U);
  EXPECT_EQ(calendar.weeks[0].CodesText(),
            "PJ000002, PJ000003, PJ000004 +2 more");
  EXPECT_EQ(calendar.weeks[0].facts.unreadable, 1U);
}

TEST(Calendar, WeeksAreNumberedAsIsoHasIt) {
  EXPECT_EQ(IsoWeekOf(D(2024, 12, 30)), (IsoWeek{2025, 1}));
  EXPECT_EQ(IsoWeekOf(D(2025, 12, 22)), (IsoWeek{2025, 52}));
  EXPECT_EQ(IsoWeekOf(D(2025, 12, 29)), (IsoWeek{2026, 1}));
  EXPECT_EQ(IsoWeekOf(D(2020, 12, 28)), (IsoWeek{2020, 53}));
  EXPECT_EQ(IsoWeekOf(D(2021, 1, 4)), (IsoWeek{2021, 1}));
  EXPECT_EQ(IsoWeekOf(D(2025, 9, 22)), (IsoWeek{2025, 39}));
}

}  // namespace
}  // namespace rescan::timesheet::reports
