// Pitfalls of the real life of timesheets, by their number, as far as they are
// the store's. The others: ../documents/README.md.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/engine/records/sheet_samples.h"

namespace rescan {
namespace {

using testing::BrokenSheet;
using testing::Contradictions;
using testing::DraftSheet;
using ::testing::ElementsAre;
using testing::FileOf;
using testing::GoodSheet;
using ::testing::IsEmpty;
using testing::Must;
using testing::RunResult;
using testing::SheetFile;
using testing::Sheets;
using ::testing::SizeIs;
using testing::Sql;
using testing::SqlNumber;
using testing::ZeroHourSheet;
using timesheet::D;
using timesheet::DayHours;
using timesheet::SheetState;
using timesheet::TrueSheet;

class StorePitfall : public ::testing::Test {
 protected:
  ~StorePitfall() override {
    EXPECT_THAT(Contradictions(sheets_.database()), IsEmpty());
  }
  // Files of the user that have no mark: what the next run works on.
  std::int64_t Unmarked() {
    return SqlNumber(sheets_.database(),
                     "SELECT count(*) FROM images WHERE id NOT IN"
                     " (SELECT image_id FROM processed)");
  }

  Sheets sheets_;
};

TEST_F(StorePitfall, P03RowsAreTheCellsWithHours) {
  sheets_.Read(FileOf(1, timesheet::Projects({{750, 0, 0, 0, 0, 0, 0},
                                              {0, 0, 750, 0, 0, 0, 0},
                                              {0, 0, 0, 0, 750, 0, 0}})));
  EXPECT_THAT(sheets_.Rows(), SizeIs(3));
  EXPECT_EQ(SqlNumber(sheets_.database(), "SELECT entry_count FROM processed"),
            3);
}

TEST_F(StorePitfall, P03BankHolidaysHaveARowWithoutHours) {
  timesheet::BankHolidays holidays;
  holidays.days[D(2025, 9, 22)] = "A holiday";
  holidays.years = {2025};
  sheets_.records()->UseBankHolidays(holidays);
  sheets_.Read(FileOf(1, timesheet::OneProject({0, 750, 0, 0, 0, 0, 0})));
  EXPECT_THAT(sheets_.Rows(), ElementsAre("2025-09-22 PJ100001 0.00",
                                          "2025-09-23 PJ100001 7.50"));
  EXPECT_THAT(sheets_.records()->TakeWarnings(), IsEmpty());
}

TEST_F(StorePitfall, P04AZeroHourSheetIsARow) {
  const SheetFile file = FileOf(1, ZeroHourSheet());
  sheets_.Read(file);
  EXPECT_EQ(sheets_.StateOf(file), SheetState::kStored);
  EXPECT_THAT(sheets_.Rows(), ElementsAre("2025-09-22 ABSENCE"));
  EXPECT_EQ(SqlNumber(sheets_.database(), "SELECT entry_count FROM processed"),
            1);
}

TEST_F(StorePitfall, P21ExactlyOneKindRemains) {
  const auto kinds = [&] {
    const auto all = sheets_.Load();
    return std::pair(all.entries.size(), all.zero_hours.size());
  };
  sheets_.Read(FileOf(1, ZeroHourSheet()));
  EXPECT_EQ(kinds(), std::pair(std::size_t{0}, std::size_t{1}));
  sheets_.Read(FileOf(2, GoodSheet()));
  EXPECT_EQ(kinds(), std::pair(std::size_t{5}, std::size_t{0}));
  sheets_.Read(FileOf(3, ZeroHourSheet()));
  EXPECT_EQ(kinds(), std::pair(std::size_t{0}, std::size_t{1}));
}

TEST_F(StorePitfall, P22TheQueueCountsWhatWaits) {
  std::vector<SheetFile> files;
  for (int i = 0; i < 7; ++i) {
    files.push_back(FileOf(
        i, BrokenSheet(testing::SheetOf(
               "Avery Brooks", D(2025, 9, 1) + std::chrono::days(7 * i)))));
  }
  EXPECT_EQ(sheets_.RunMissing(files), (RunResult{7, 0, 0}));
  EXPECT_THAT(sheets_.Pending(), SizeIs(7));
  // Asking again, or running again, makes no more of them.
  EXPECT_THAT(sheets_.Pending(), SizeIs(7));
  EXPECT_EQ(sheets_.RunMissing(files), (RunResult{0, 0, 7}));
  EXPECT_THAT(sheets_.Pending(), SizeIs(7));

  for (const std::int64_t id : sheets_.Pending()) Must(sheets_->Approve(id));
  EXPECT_THAT(sheets_.Pending(), IsEmpty());
  EXPECT_EQ(Unmarked(), 0);
  EXPECT_EQ(sheets_.RunMissing(files), (RunResult{0, 0, 7}));
  EXPECT_THAT(sheets_.Pending(), IsEmpty());

  Must(sheets_->Discard(sheets_.Of(files[3]).id));
  EXPECT_EQ(Unmarked(), 1);
  EXPECT_EQ(sheets_.RunMissing(files), (RunResult{0, 1, 6}));
  EXPECT_THAT(sheets_.Pending(), ElementsAre(sheets_.Of(files[3]).id));
  EXPECT_EQ(sheets_.RunMissing(files), (RunResult{0, 0, 7}));
}

TEST_F(StorePitfall, P23ApprovingAllMarksTheImages) {
  std::vector<SheetFile> files;
  for (int i = 0; i < 3; ++i) {
    files.push_back(FileOf(
        i, BrokenSheet(testing::SheetOf(
               "Avery Brooks", D(2025, 9, 1) + std::chrono::days(7 * i)))));
  }
  sheets_.Read(files);
  EXPECT_THAT(
      Sql(sheets_.database(), "SELECT status, entry_count FROM processed"),
      ::testing::Each(ElementsAre("SUCCESS", "0")));
  for (const std::int64_t id : sheets_.Pending()) Must(sheets_->Approve(id));
  EXPECT_THAT(
      Sql(sheets_.database(), "SELECT status, entry_count FROM processed"),
      ::testing::Each(ElementsAre("SUCCESS", "5")));
}

TEST_F(StorePitfall, P23DiscardingRemovesTheRows) {
  const SheetFile stored = FileOf(1, GoodSheet());
  sheets_.Read(stored);
  ASSERT_THAT(sheets_.Rows(), SizeIs(5));
  Must(sheets_->Discard(sheets_.Of(stored).id));
  EXPECT_THAT(sheets_.Rows(), IsEmpty());
  EXPECT_EQ(sheets_.StateOf(stored), SheetState::kDiscarded);
  EXPECT_EQ(Unmarked(), 1);

  const SheetFile zero = FileOf(2, ZeroHourSheet());
  sheets_.Read(zero);
  Must(sheets_->Discard(sheets_.Of(zero).id));
  EXPECT_THAT(sheets_.Rows(), IsEmpty());

  const SheetFile draft = FileOf(3, DraftSheet());
  sheets_.Read(draft);
  Must(sheets_->Discard(sheets_.Of(draft).id));
  EXPECT_THAT(sheets_.Load().rejections, IsEmpty());
  EXPECT_EQ(SqlNumber(sheets_.database(), "SELECT count(*) FROM corrections"),
            0);
}

TEST_F(StorePitfall, P24RejectedAndZeroHourSheetsAreRemembered) {
  TrueSheet holiday = testing::SheetOf("Nell Halloway", D(2025, 9, 22));
  holiday.projects.clear();
  timesheet::RawSheet nobody = Draw(GoodSheet());
  nobody.name = timesheet::Unreadable();
  const std::vector<SheetFile> files = {FileOf(1, DraftSheet()),
                                        FileOf(2, holiday), FileOf(3, nobody),
                                        FileOf(4, BrokenSheet())};
  EXPECT_EQ(sheets_.RunMissing(files), (RunResult{4, 0, 0}));
  for (int again = 0; again < 3; ++again) {
    EXPECT_EQ(sheets_.RunMissing(files), (RunResult{0, 0, 4})) << again;
  }
  EXPECT_THAT(sheets_.Load().sheets, SizeIs(4));
  EXPECT_THAT(sheets_.Load().rejections, SizeIs(1));
}

TEST_F(StorePitfall, P27RowsCarryTheVersion) {
  TrueSheet zero = testing::SheetOf("Nell Halloway", D(2025, 9, 22));
  zero.projects.clear();
  TrueSheet draft = testing::SheetOf("Jon Marsh", D(2025, 9, 22));
  draft.status = "Draft";
  const std::vector<SheetFile> files = {FileOf(1, GoodSheet()), FileOf(2, zero),
                                        FileOf(3, draft)};
  for (const int version : {3, 4}) {
    sheets_.Read(files, "u", version);
    const std::string full = testing::MakeVersion(version).full_version;
    const auto all = sheets_.Load();
    ASSERT_THAT(all.entries, SizeIs(5));
    for (const auto& entry : all.entries) EXPECT_EQ(entry.full_version, full);
    ASSERT_THAT(all.zero_hours, SizeIs(1));
    EXPECT_EQ(all.zero_hours[0].full_version, full);
    ASSERT_THAT(all.rejections, SizeIs(1));
    EXPECT_EQ(all.rejections[0].full_version, full);
    for (const auto& sheet : all.sheets) EXPECT_EQ(sheet.full_version, full);
  }
}

}  // namespace
}  // namespace rescan
