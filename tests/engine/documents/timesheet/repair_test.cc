#include "engine/documents/timesheet/repair.h"

#include <gtest/gtest.h>

#include "engine/documents/timesheet/checks.h"
#include "tests/engine/documents/timesheet/sheet_builder.h"

namespace rescan::timesheet {
namespace {

HoursValue Hours(Hundredths hours) {
  HoursValue value;
  value.Set(hours);
  return value;
}

// Rows as read under a header; the week's total is the header's sum. Row totals
// are those of `totals`, none where that is empty.
Sheet Read(const DayHours& header, const std::vector<DayHours>& rows,
           const std::vector<Hundredths>& totals = {}) {
  Sheet sheet;
  Hundredths week = 0;
  for (std::size_t day = 0; day < kDaysOfWeek; ++day) {
    sheet.daily_totals[day] = Hours(header[day]);
    week += header[day];
  }
  sheet.weekly_total = Hours(week);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Project project;
    Task task;
    for (std::size_t day = 0; day < kDaysOfWeek; ++day) {
      task.cells[day] = Hours(rows[i][day]);
    }
    if (!totals.empty()) task.total = Hours(totals[i]);
    project.tasks.push_back(std::move(task));
    sheet.projects.push_back(std::move(project));
  }
  return sheet;
}

DayHours Row(const Sheet& sheet, std::size_t row) {
  DayHours hours{};
  for (std::size_t day = 0; day < kDaysOfWeek; ++day) {
    hours[day] = *sheet.projects[row].tasks[0].cells[day].value;
  }
  return hours;
}

TEST(Repair, MovesAWholeValueWithinARow) {
  Sheet sheet = Read({0, 0, 0, 750}, {{0, 0, 750, 0}});
  const RepairResult result = RepairDays(&sheet);
  EXPECT_EQ(result.strategy, RepairStrategy::kSimpleMove);
  EXPECT_NE(result.message.find("simple move"), std::string::npos);
  EXPECT_EQ(Row(sheet, 0), (DayHours{0, 0, 0, 750}));
  const Task& task = sheet.projects[0].tasks[0];
  EXPECT_EQ(task.cells[2].corrections,
            (std::vector<Correction>{{"repair.move", "7.50", "0.00"}}));
  EXPECT_EQ(task.cells[3].corrections,
            (std::vector<Correction>{{"repair.move", "0.00", "7.50"}}));
}

TEST(Repair, LeavesEveryHourInReview) {
  Sheet sheet = Read({750, 0, 0, 750}, {{750, 0, 0, 0}, {0, 0, 750, 0}});
  ASSERT_EQ(RepairDays(&sheet).strategy, RepairStrategy::kSimpleMove);
  for (const Project& project : sheet.projects) {
    for (const HoursValue& cell : project.tasks[0].cells) {
      EXPECT_EQ(cell.state, ValueState::kNeedsReview);
    }
  }
}

TEST(Repair, SwapsBetweenProjects) {
  // P has hours on the under day already, so it cannot move within itself.
  Sheet sheet = Read({750, 750}, {{750, 375, 0}, {375, 0, 0}});
  const RepairResult result = RepairDays(&sheet);
  EXPECT_EQ(result.strategy, RepairStrategy::kSimpleMove);
  EXPECT_EQ(Row(sheet, 1), (DayHours{0, 375}));

  sheet = Read({400, 600}, {{200, 200}, {0, 200}, {400, 0}, {0, 0}});
  // 200 too many on Monday, 200 too few on Tuesday: only the first row has 200
  // there, and hours on Tuesday already.
  const RepairResult swap = RepairDays(&sheet);
  // Two rows are empty on Tuesday: which one is not known.
  EXPECT_EQ(swap.strategy, RepairStrategy::kNone);
  EXPECT_NE(swap.message.find("more than one"), std::string::npos);

  sheet = Read({400, 600}, {{200, 200}, {0, 200}, {400, 0}});
  EXPECT_EQ(RepairDays(&sheet).strategy, RepairStrategy::kProjectSwap);
  EXPECT_EQ(Row(sheet, 0), (DayHours{0, 200}));
  EXPECT_EQ(Row(sheet, 2), (DayHours{400, 200}));
}

TEST(Repair, ScalesByTheHeader) {
  Sheet sheet = Read({1500, 1500, 750}, {{750, 750, 375}});
  EXPECT_EQ(RepairDays(&sheet).strategy, RepairStrategy::kScaling);
  EXPECT_EQ(Row(sheet, 0), (DayHours{1500, 1500, 750}));
  sheet = Read({750}, {{1500}});
  EXPECT_EQ(RepairDays(&sheet).strategy, RepairStrategy::kScaling);
  EXPECT_EQ(Row(sheet, 0), (DayHours{750}));
}

TEST(Repair, ScalesOnlyByOneRatio) {
  Sheet sheet = Read({1500, 750}, {{750, 500}});
  EXPECT_EQ(RepairDays(&sheet).strategy, RepairStrategy::kNone);
}

TEST(Repair, MovesAndAddsWhereTheHeaderAsksForIt) {
  // Monday's 3.00 belongs on Tuesday, and Q's 3.00 on Wednesday was not read.
  Sheet sheet = Read({100, 300, 300}, {{300, 0, 0}, {100, 0, 0}});
  const RepairResult result = RepairDays(&sheet);
  // It may as well be the other way round.
  EXPECT_EQ(result.strategy, RepairStrategy::kNone);
  sheet = Read({100, 300, 400}, {{300, 0, 100}, {100, 50, 0}});
  sheet.daily_totals[1] = Hours(350);
  sheet.weekly_total = Hours(850);
  EXPECT_EQ(RepairDays(&sheet).strategy, RepairStrategy::kComplex);
  EXPECT_EQ(Row(sheet, 0), (DayHours{0, 300, 100}));
  EXPECT_EQ(Row(sheet, 1), (DayHours{100, 50, 300}));
}

TEST(Repair, MissingHoursAreNotInvented) {
  Sheet sheet = Read({750, 750}, {{750, 0}});
  const RepairResult result = RepairDays(&sheet);
  EXPECT_EQ(result.strategy, RepairStrategy::kNone);
  EXPECT_EQ(result.message, "could not auto-correct: over none, under Tue");
  EXPECT_EQ(Row(sheet, 0), (DayHours{750, 0}));
}

TEST(Repair, NeedsAHeaderThatProvesItself) {
  Sheet sheet = Read({0, 0, 0, 750}, {{0, 0, 750, 0}});
  sheet.weekly_total = Hours(800);
  EXPECT_EQ(RepairDays(&sheet).strategy, RepairStrategy::kNone);
  sheet.weekly_total = HoursValue{};
  EXPECT_EQ(RepairDays(&sheet).strategy, RepairStrategy::kNone);
  EXPECT_EQ(Row(sheet, 0), (DayHours{0, 0, 750, 0}));
}

TEST(Repair, NeedsEveryCell) {
  Sheet sheet = Read({0, 0, 0, 750}, {{0, 0, 750, 0}});
  sheet.projects[0].tasks[0].cells[6] = HoursValue{};
  EXPECT_EQ(RepairDays(&sheet).strategy, RepairStrategy::kNone);
}

TEST(Repair, RowTotalsForbidScalingAndAdding) {
  Sheet sheet = Read({750}, {{1500}}, {1500});
  EXPECT_EQ(RepairDays(&sheet).strategy, RepairStrategy::kNone);
  sheet = Read({750}, {{1500}}, {750});
  EXPECT_EQ(RepairDays(&sheet).strategy, RepairStrategy::kNone);
  // A move within a row keeps its sum.
  sheet = Read({0, 0, 0, 750}, {{0, 0, 750, 0}}, {750});
  EXPECT_EQ(RepairDays(&sheet).strategy, RepairStrategy::kSimpleMove);
}

TEST(Repair, RowTotalsMustHoldAfterASwap) {
  const DayHours header = {400, 600};
  const std::vector<DayHours> rows = {{200, 200}, {0, 200}, {400, 0}};
  Sheet sheet = Read(header, rows, {400, 200, 400});
  EXPECT_EQ(RepairDays(&sheet).strategy, RepairStrategy::kNone);
  sheet = Read(header, rows, {200, 200, 600});
  EXPECT_EQ(RepairDays(&sheet).strategy, RepairStrategy::kProjectSwap);
}

TEST(Repair, ValidSheetIsLeftAlone) {
  Sheet sheet = Read({750, 750}, {{750, 750}});
  EXPECT_EQ(RepairDays(&sheet).strategy, RepairStrategy::kNone);
  EXPECT_EQ(sheet.projects[0].tasks[0].cells[0].state, ValueState::kOk);
}

}  // namespace
}  // namespace rescan::timesheet
