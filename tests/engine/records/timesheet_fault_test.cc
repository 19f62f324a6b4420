// The disk is full in the middle of a week's replacement.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "tests/engine/records/sheet_samples.h"

namespace rescan {
namespace {

using testing::BrokenSheet;
using testing::Contradictions;
using testing::FileOf;
using ::testing::IsEmpty;
using testing::MakeDigest;
using testing::Must;
using testing::SheetFile;
using testing::Sheets;
using testing::Sql;
using testing::SqlNumber;
using testing::SqlRow;
using timesheet::SheetState;

// Many projects, so that its rows need pages of their own.
timesheet::TrueSheet LargeSheet(timesheet::Hundredths hours) {
  return timesheet::Projects(std::vector<timesheet::DayHours>(
      8, {hours, hours, hours, hours, hours, hours, 0}));
}

std::vector<SqlRow> Everything(const std::string& database) {
  std::vector<SqlRow> rows;
  for (const char* table :
       {"sheets", "entries", "zero_hour_weeks", "rejections", "corrections",
        "processed", "images", "run_items", "readings", "raw_sheets"}) {
    for (SqlRow& row : Sql(database, std::string("SELECT * FROM ") + table)) {
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

// Takes all pages that are free, so that what follows needs new ones.
void FillFreePages(const std::string& database) {
  Sql(database, "CREATE TABLE ballast (x BLOB)");
  while (SqlNumber(database, "PRAGMA freelist_count") > 0) {
    Sql(database, "INSERT INTO ballast VALUES (zeroblob(3000))");
  }
}

// Lets `write` fail for want of 0, 1, 2, ... pages until it succeeds; after
// each failure all is as it was. Returns how often it failed.
int FailUntilItFits(Sheets& sheets,
                    const std::function<Status(const StoreOptions&)>& write) {
  const std::string database = sheets.database();
  FillFreePages(database);
  const std::vector<SqlRow> before = Everything(database);
  const std::int64_t pages = SqlNumber(database, "PRAGMA page_count");
  for (int more = 0; more < 300; ++more) {
    StoreOptions options;
    options.max_pages = pages + more;
    const Status written = write(options);
    EXPECT_THAT(Contradictions(database), IsEmpty());
    if (written) return more;
    EXPECT_EQ(written.error().code, ErrorCode::kStorageFull)
        << written.error().message;
    EXPECT_TRUE(Everything(database) == before) << more;
  }
  ADD_FAILURE() << "it never fits";
  return -1;
}

TEST(StoreFaultPitfall, P20AFailureLeavesTheOldWeekWhole) {
  Sheets sheets;
  sheets.Read(FileOf(1, LargeSheet(100)));
  const SheetFile better = FileOf(2, LargeSheet(110));
  testing::Records& records = sheets.records();
  const RunId run = records.Begin(RunMode::kAll);
  const auto items =
      records.Plan(run, {{better.path, MakeDigest(better.number), 1000}});
  records.Close();
  const int failures =
      FailUntilItFits(sheets, [&](const StoreOptions& options) {
        const auto store = Must(RecordStore::Open(
            records.workspace(), StoreMode::kReadWrite, options));
        return store->RecordOutcome(run, items[0], {},
                                    testing::OutcomeOf(better));
      });
  EXPECT_GT(failures, 3);
  EXPECT_EQ(sheets.Load().entries.size(), 48u);
  for (const auto& entry : sheets.Load().entries) EXPECT_EQ(entry.hours, 110);
  EXPECT_EQ(sheets.StateOf(better), SheetState::kStored);
}

TEST(StoreFaultPitfall, P20AnApprovalIsWholeOrAbsent) {
  Sheets sheets;
  sheets.Read(FileOf(1, testing::ZeroHourSheet()));
  timesheet::RawSheet broken = BrokenSheet(LargeSheet(100));
  const SheetFile waiting = FileOf(2, broken);
  sheets.Read(waiting);
  const std::int64_t id = sheets.Of(waiting).id;
  sheets.records().Close();
  const int failures =
      FailUntilItFits(sheets, [&](const StoreOptions& options) {
        const auto timesheets = Must(TimesheetRecords::Open(
            sheets.records().workspace(), StoreMode::kReadWrite, options));
        const auto effect = timesheets->Approve(id);
        return effect ? Status() : tl::unexpected(effect.error());
      });
  EXPECT_GT(failures, 1);
  EXPECT_EQ(sheets.Load().entries.size(), 48u);
  EXPECT_THAT(sheets.Load().zero_hours, IsEmpty());
}

}  // namespace
}  // namespace rescan
