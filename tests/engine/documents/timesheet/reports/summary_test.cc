#include "engine/documents/timesheet/reports/summary.h"

#include <gtest/gtest.h>

#include "engine/documents/timesheet/reports/main_projects.h"
#include "tests/engine/documents/timesheet/reports/stored_builder.h"
#include "tests/engine/documents/timesheet/sheet_builder.h"

namespace rescan::timesheet::reports {
namespace {

const Day kMonday = D(2025, 9, 22);

TEST(Summary, SumsEachPersonsHoursByName) {
  StoredBuilder rows;
  rows.Week("Noa Lind", kMonday, "PJ000002", {563, 137, 375})
      .Week("avery brooks", kMonday, "PJ000001", {750, 2250, 750, 750, 750})
      .Week("Noa Lind", D(2025, 9, 29), "PJ000001", {750});
  const Summary summary = Summarise(rows.rows(), {});
  ASSERT_EQ(summary.people.size(), 2U);
  EXPECT_EQ(summary.people[0].person.name, "avery brooks");
  EXPECT_EQ(summary.people[0].hours, 5250);
  EXPECT_EQ(summary.people[1].person.name, "Noa Lind");
  EXPECT_EQ(summary.people[1].hours, 563 + 137 + 375 + 750);
  EXPECT_EQ(summary.hours, 5250 + 1825);
}

TEST(Summary, BothEndsOfTheSpanBelongToIt) {
  StoredBuilder rows;
  rows.Week("Noa Lind", kMonday, "PJ000001", {1, 20, 300, 4000});
  EXPECT_EQ(Summarise(rows.rows(), {D(2025, 9, 23), D(2025, 9, 24)}).hours,
            320);
  EXPECT_EQ(Summarise(rows.rows(), {D(2025, 9, 23), {}}).hours, 4320);
  EXPECT_EQ(Summarise(rows.rows(), {{}, D(2025, 9, 22)}).hours, 1);
  EXPECT_TRUE(
      Summarise(rows.rows(), {D(2025, 9, 26), D(2025, 10, 26)}).people.empty());
}

TEST(Summary, Pitfall4AZeroHourWeekIsThereWithNoHours) {
  StoredBuilder rows;
  rows.ZeroWeek("Noa Lind", kMonday);
  const Summary summary = Summarise(rows.rows(), {D(2025, 9, 24), {}});
  ASSERT_EQ(summary.people.size(), 1U);
  EXPECT_EQ(summary.people[0].hours, 0);
  EXPECT_EQ(summary.people[0].zero_weeks, 1U);
  EXPECT_TRUE(Summarise(rows.rows(), {D(2025, 9, 29), {}}).people.empty());
  EXPECT_TRUE(Summarise(rows.rows(), {{}, D(2025, 9, 21)}).people.empty());
}

TEST(Summary, UnreadableRowsAreCountedAndNotTakenForZero) {
  StoredBuilder rows;
  rows.Entry("Noa Lind", kMonday, "PJ000001", 750)
      .Entry("Noa Lind", kMonday, "PJ000002", std::nullopt)
      .Entry("Mira Holt", kMonday, "PJ000002", 0);
  const Summary summary = Summarise(rows.rows(), {});
  ASSERT_EQ(summary.people.size(), 2U);
  EXPECT_EQ(summary.people[0].unreadable, 0U);
  EXPECT_EQ(summary.people[1].hours, 750);
  EXPECT_EQ(summary.people[1].unreadable, 1U);
  EXPECT_EQ(summary.unreadable, 1U);
}

TEST(Summary, WhatIsNotStoredHasNoHours) {
  StoredBuilder rows;
  rows.Sheet("Noa Lind", kMonday, SheetState::kPending)
      .Rejection("Mira Holt", kMonday);
  EXPECT_TRUE(Summarise(rows.rows(), {}).people.empty());
}

TEST(MainProject, IsTheOneWithMostHours) {
  StoredBuilder rows;
  rows.Week("Noa Lind", kMonday, "PJ000001", {750, 750})
      .Week("Noa Lind", kMonday, "PJ000002", {0, 0, 500, 501})
      .Week("Noa Lind", D(2025, 9, 29), "PJ000002", {500})
      .Week("Avery Brooks", kMonday, "sps1995", {1});
  const auto main = MainProjects(rows.rows(), {});
  ASSERT_EQ(main.size(), 2U);
  EXPECT_EQ(main[0].person.name, "Avery Brooks");
  EXPECT_EQ(main[0].code, "sps1995");
  EXPECT_EQ(main[0].name, "Project (sps1995)");
  EXPECT_EQ(main[0].hours, 1);
  EXPECT_EQ(main[1].person.name, "Noa Lind");
  EXPECT_EQ(main[1].code, "PJ000002");
  EXPECT_EQ(main[1].hours, 1501);
  const auto first_week = MainProjects(rows.rows(), {{}, D(2025, 9, 28)});
  ASSERT_EQ(first_week.size(), 2U);
  EXPECT_EQ(first_week[1].code, "PJ000001");
}

TEST(MainProject, OfTwoWithAsManyHoursIsTheFirstByCode) {
  StoredBuilder rows;
  rows.Entry("Noa Lind", kMonday, "PJ000009", 750)
      .Entry("Noa Lind", D(2025, 9, 23), "PJ000003", 750);
  EXPECT_EQ(MainProjects(rows.rows(), {}).at(0).code, "PJ000003");
}

TEST(MainProject, WeeksWithoutHoursHaveNone) {
  StoredBuilder rows;
  rows.ZeroWeek("Noa Lind", kMonday)
      .Entry("Mira Holt", kMonday, "PJ000001", 0)
      .Entry("Avery Brooks", kMonday, "PJ000001", std::nullopt);
  EXPECT_TRUE(MainProjects(rows.rows(), {}).empty());
}

TEST(MainProject, SaysThatHoursAreUnreadable) {
  StoredBuilder rows;
  rows.Entry("Noa Lind", kMonday, "PJ000001", 100)
      .Entry("Noa Lind", kMonday, "PJ000002", std::nullopt);
  const auto main = MainProjects(rows.rows(), {});
  ASSERT_EQ(main.size(), 1U);
  EXPECT_EQ(main[0].code, "PJ000001");
  EXPECT_EQ(main[0].unreadable, 1U);
}

}  // namespace
}  // namespace rescan::timesheet::reports
