// Timesheets in a run: they reach the tables, whoever read them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "engine/records/timesheet_records.h"
#include "tests/engine/run/run_fixture.h"

namespace rescan::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

timesheet::Timesheets SheetsIn(const std::string& workspace) {
  const auto records = TimesheetRecords::Open(workspace, StoreMode::kReadOnly);
  EXPECT_TRUE(records.has_value());
  const auto all = (*records)->Load({});
  EXPECT_TRUE(all.has_value()) << all.error().message;
  return *all;
}

TEST_F(RunTest, TimesheetsReachTheirTablesOnce) {
  Put("a.png", "week Sep 22 2025 - Sep 28 2025");
  Put("copy-of-a.png", "week Sep 22 2025 - Sep 28 2025");
  Put("b.png", "week Sep 29 2025 - Oct 05 2025");
  Put("c.png", "ok no timesheet");
  EXPECT_EQ(Run().counts.done, 4);
  const auto all = SheetsIn(Workspace());
  EXPECT_THAT(all.sheets, SizeIs(2));
  ASSERT_THAT(all.zero_hours, SizeIs(2));
  EXPECT_EQ(all.zero_hours[0].image, In("a.png"));
  const RunSummary second = Run();
  EXPECT_EQ(second.counts.unchanged, 4);
  EXPECT_THAT(SheetsIn(Workspace()).sheets, SizeIs(2));
}

TEST_F(RunTest, ARejectedTimesheetIsQueuedByTheNextRunWithoutReadingIt) {
  Put("a.png", "week Sep 22 2025 - Sep 28 2025");
  Run();
  {
    auto records = TimesheetRecords::Open(Workspace(), StoreMode::kReadWrite);
    ASSERT_TRUE(records.has_value());
    ASSERT_TRUE(
        (*records)->Discard(SheetsIn(Workspace()).sheets.at(0).id).has_value());
  }
  EXPECT_THAT(SheetsIn(Workspace()).zero_hours, IsEmpty());
  const RunSummary second = Run();
  EXPECT_EQ(second.counts.duplicates, 1);
  EXPECT_EQ(world_.LanesMade(), 1);
  EXPECT_EQ(SheetsIn(Workspace()).sheets.at(0).state,
            timesheet::SheetState::kPending);
  EXPECT_EQ(Run().counts.unchanged, 1);
}

TEST_F(RunTest, AYearWithoutBankHolidaysIsToldOnce) {
  options_.bank_holidays.years = {2025};
  Put("a.png", "week Sep 22 2025 - Sep 28 2025");
  Put("b.png", "week Mar 01 2027 - Mar 07 2027");
  Put("c.png", "week Mar 08 2027 - Mar 14 2027");
  Run();
  EXPECT_THAT(watcher_.warnings, ElementsAre(HasSubstr("2027")));
}

}  // namespace
}  // namespace rescan::testing
