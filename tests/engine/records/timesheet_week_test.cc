// Which sheet stands in a person's week.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/engine/records/sheet_samples.h"

namespace rescan {
namespace {

using testing::BrokenSheet;
using ::testing::Contains;
using testing::Contradictions;
using testing::DraftSheet;
using ::testing::ElementsAre;
using testing::FileAt;
using testing::FileOf;
using testing::GoodSheet;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Must;
using testing::SheetFile;
using testing::Sheets;
using ::testing::SizeIs;
using testing::ZeroHourSheet;
using timesheet::D;
using timesheet::SheetState;
using timesheet::TrueSheet;

class TimesheetWeek : public ::testing::Test {
 protected:
  ~TimesheetWeek() override {
    EXPECT_THAT(Contradictions(sheets_.database()), IsEmpty());
  }

  Sheets sheets_;
};

TEST_F(TimesheetWeek, AProvedSheetIsStoredAtOnce) {
  const SheetFile file = FileOf(1, GoodSheet());
  sheets_.Read(file);
  EXPECT_EQ(sheets_.StateOf(file), SheetState::kStored);
  EXPECT_THAT(
      sheets_.Rows(),
      ElementsAre("2025-09-22 PJ100001 7.50", "2025-09-23 PJ100001 7.50",
                  "2025-09-24 PJ100001 7.50", "2025-09-25 PJ100001 7.50",
                  "2025-09-26 PJ100001 7.50"));
}

TEST_F(TimesheetWeek, WhatIsNotProvedWaits) {
  const SheetFile file = FileOf(1, BrokenSheet());
  sheets_.Read(file);
  const auto sheet = sheets_.Of(file);
  EXPECT_EQ(sheet.state, SheetState::kPending);
  EXPECT_EQ(sheet.entry_count, 5);
  EXPECT_THAT(sheet.reasons, Contains(HasSubstr("V1")));
  EXPECT_THAT(sheets_.Rows(), IsEmpty());
  EXPECT_THAT(Must(sheets_->SheetJson(sheet.id)), HasSubstr("1.23"));

  Must(sheets_->Approve(sheet.id));
  EXPECT_EQ(sheets_.StateOf(file), SheetState::kStored);
  EXPECT_TRUE(sheets_.Of(file).approved_by_hand);
  EXPECT_THAT(sheets_.Rows(), Contains("2025-09-22 PJ100001 1.23"));
}

TEST_F(TimesheetWeek, TheSameSheetAgainChangesNothing) {
  const SheetFile file = FileOf(1, GoodSheet());
  sheets_.Read(file);
  const auto before = sheets_.Rows();
  sheets_.Read(file);
  sheets_.Read(file, "u", 2);
  EXPECT_EQ(sheets_.Rows(), before);
  EXPECT_THAT(sheets_.Load().sheets, SizeIs(1));
}

TEST_F(TimesheetWeek, ACopyIsTheSameSheet) {
  const SheetFile file = FileOf(1, GoodSheet());
  sheets_.Read(file);
  SheetFile copy = file;
  copy.path = "/in/0-copy.png";
  EXPECT_EQ(sheets_.RunMissing({file, copy}).linked, 1);
  ASSERT_THAT(sheets_.Load().sheets, SizeIs(1));
  EXPECT_EQ(sheets_.Load().sheets[0].image, "/in/0-copy.png");
  EXPECT_THAT(sheets_.Rows(), SizeIs(5));
}

TEST_F(TimesheetWeek, ABetterScanReplacesAWorseOne) {
  const SheetFile worse = FileOf(1, BrokenSheet());
  sheets_.Read(worse);
  Must(sheets_->Approve(sheets_.Of(worse).id));
  const SheetFile better = FileOf(2, GoodSheet());
  sheets_.Read(better);
  EXPECT_EQ(sheets_.StateOf(worse), SheetState::kReplaced);
  EXPECT_EQ(sheets_.StateOf(better), SheetState::kStored);
  EXPECT_THAT(sheets_.Rows(), SizeIs(5));
  EXPECT_THAT(sheets_.Rows(), Contains("2025-09-22 PJ100001 7.50"));
}

TEST_F(TimesheetWeek, AWorseScanReplacesNothing) {
  const SheetFile better = FileOf(1, GoodSheet());
  const SheetFile worse = FileOf(2, BrokenSheet());
  sheets_.Read(better);
  const auto before = sheets_.Rows();
  sheets_.Read(worse);
  EXPECT_EQ(sheets_.Rows(), before);
  EXPECT_EQ(sheets_.StateOf(better), SheetState::kStored);
  EXPECT_EQ(sheets_.StateOf(worse), SheetState::kPending);
  // Unless a person says so.
  Must(sheets_->Approve(sheets_.Of(worse).id));
  EXPECT_EQ(sheets_.StateOf(better), SheetState::kReplaced);
  EXPECT_THAT(sheets_.Rows(), Contains("2025-09-22 PJ100001 1.23"));
}

TEST_F(TimesheetWeek, TheLaterCaptureStandsInWhateverOrderTheyAreRead) {
  const SheetFile early =
      FileAt("/in/2025-09-29_09h00_00.png", 1, GoodSheet(700));
  const SheetFile late =
      FileAt("/in/2025-09-29_09h00_01.png", 2, GoodSheet(800));
  for (const bool late_first : {false, true}) {
    Sheets sheets;
    sheets.Read(late_first ? late : early);
    sheets.Read(late_first ? early : late);
    EXPECT_EQ(sheets.StateOf(late), SheetState::kStored) << late_first;
    EXPECT_EQ(sheets.StateOf(early), SheetState::kReplaced) << late_first;
    EXPECT_THAT(sheets.Rows(), Contains("2025-09-22 PJ100001 8.00"));
    EXPECT_THAT(sheets.Of(early).reasons[0], HasSubstr("in its place"));
    EXPECT_THAT(Contradictions(sheets.database()), IsEmpty());
  }
}

TEST_F(TimesheetWeek, WithoutTimesOfCaptureTheLaterReadStands) {
  const SheetFile first = FileOf(1, GoodSheet(700));
  sheets_.Read(first);
  sheets_.Read(FileOf(3, GoodSheet(800)));
  EXPECT_EQ(sheets_.StateOf(first), SheetState::kReplaced);
  // Reading the loser again makes it no winner.
  sheets_.Read(first, "u", 1);
  EXPECT_EQ(sheets_.StateOf(first), SheetState::kReplaced);
  EXPECT_THAT(sheets_.Rows(), Contains("2025-09-22 PJ100001 8.00"));
}

TEST_F(TimesheetWeek, AMovedHourLeavesNoRowBehind) {
  sheets_.Read(FileOf(1, timesheet::OneProject({750, 0, 0, 0, 0, 0, 0})));
  sheets_.Read(FileOf(2, timesheet::OneProject({0, 750, 0, 0, 0, 0, 0})));
  EXPECT_THAT(sheets_.Rows(), ElementsAre("2025-09-23 PJ100001 7.50"));
}

TEST_F(TimesheetWeek, OthersAreNotTouched) {
  sheets_.Read({FileOf(1, GoodSheet()),
                FileOf(2, testing::SheetOf("Nell Halloway", D(2025, 9, 22))),
                FileOf(3, testing::SheetOf("Avery Brooks", D(2025, 9, 29)))});
  EXPECT_THAT(sheets_.Rows(), SizeIs(15));
  sheets_.Read(FileOf(4, GoodSheet(800)));
  EXPECT_THAT(sheets_.Rows(), SizeIs(15));
}

TEST_F(TimesheetWeek, ASecondUserHasSheetsOfHisOwn) {
  const SheetFile file = FileOf(1, GoodSheet());
  sheets_.Read(file, "u");
  // Linked, not read: he has the same bytes.
  EXPECT_EQ(sheets_.RunMissing({file}, "w").linked, 1);
  EXPECT_THAT(sheets_.Load().sheets, SizeIs(2));
  EXPECT_THAT(sheets_.Load({"u", {}, {}}).entries, SizeIs(5));
  EXPECT_THAT(sheets_.Load({"w", {}, {}}).entries, SizeIs(5));

  Must(sheets_->Discard(sheets_.Of(file, "w").id));
  EXPECT_THAT(sheets_.Load({"w", {}, {}}).entries, IsEmpty());
  EXPECT_THAT(sheets_.Load({"u", {}, {}}).entries, SizeIs(5));
  EXPECT_EQ(sheets_.RunMissing({file}, "u").unchanged, 1);

  // Another sheet of the one's week is none of the other's.
  sheets_.Read(FileOf(2, GoodSheet(800)), "w");
  EXPECT_EQ(sheets_.Load({"u", {}, {}}).entries[0].hours, 750);
  EXPECT_EQ(sheets_.Load({"w", {}, {}}).entries[0].hours, 800);
}

TEST_F(TimesheetWeek, ARejectionStandsUntilAPostedSheetComes) {
  const SheetFile draft = FileOf(1, DraftSheet());
  sheets_.Read(draft);
  EXPECT_EQ(sheets_.StateOf(draft), SheetState::kRejected);
  const auto rejections = sheets_.Load().rejections;
  ASSERT_THAT(rejections, SizeIs(1));
  EXPECT_EQ(rejections[0].status, "Draft");
  EXPECT_THAT(rejections[0].reason, HasSubstr("Draft"));
  EXPECT_EQ(rejections[0].person, "Avery Brooks");
  EXPECT_EQ(rejections[0].week, D(2025, 9, 22));
  EXPECT_THAT(sheets_.Rows(), IsEmpty());

  const SheetFile posted = FileOf(2, GoodSheet());
  sheets_.Read(posted);
  EXPECT_THAT(sheets_.Load().rejections, IsEmpty());
  EXPECT_EQ(sheets_.StateOf(draft), SheetState::kReplaced);
  // In the other order too.
  const SheetFile another = FileOf(3, DraftSheet());
  sheets_.Read(another);
  EXPECT_EQ(sheets_.StateOf(another), SheetState::kReplaced);
  EXPECT_THAT(sheets_.Load().rejections, IsEmpty());
  EXPECT_THAT(sheets_.Rows(), SizeIs(5));
}

TEST_F(TimesheetWeek, WhoIsDiscardedGivesItsPlaceBack) {
  const SheetFile first = FileOf(1, GoodSheet(700));
  const SheetFile second = FileOf(2, GoodSheet(800));
  sheets_.Read({first, second});
  const std::int64_t first_id = sheets_.Of(first).id;
  const DiscardEffect gone = Must(sheets_->Discard(sheets_.Of(second).id));
  EXPECT_EQ(gone.rows_removed, 5);
  EXPECT_EQ(gone.rows_by_hand, 0);
  EXPECT_EQ(gone.stands_again, first_id);
  EXPECT_EQ(gone.rows_again, 5);
  EXPECT_EQ(sheets_.StateOf(first), SheetState::kStored);
  EXPECT_THAT(sheets_.Rows(), Contains("2025-09-22 PJ100001 7.00"));
  // It comes back as a question, and the answer counts.
  EXPECT_EQ(sheets_.RunMissing({first, second}).linked, 1);
  EXPECT_EQ(sheets_.StateOf(second), SheetState::kPending);
  EXPECT_THAT(sheets_.Of(second).reasons[0], HasSubstr("rejected it before"));
  const ApproveEffect taken = Must(sheets_->Approve(sheets_.Of(second).id));
  EXPECT_THAT(taken.replaced, ElementsAre(first_id));
  EXPECT_EQ(taken.rows_removed, 5);
  EXPECT_EQ(taken.rows_by_hand, 0);
  EXPECT_EQ(sheets_.StateOf(first), SheetState::kReplaced);
  EXPECT_THAT(sheets_.Rows(), Contains("2025-09-22 PJ100001 8.00"));
  // One that never stood gives nothing back.
  const SheetFile third = FileOf(3, BrokenSheet());
  sheets_.Read(third);
  const DiscardEffect waited = Must(sheets_->Discard(sheets_.Of(third).id));
  EXPECT_EQ(waited.rows_removed, 0);
  EXPECT_FALSE(waited.stands_again.has_value());
}

TEST_F(TimesheetWeek, WhatCannotBeApprovedSaysWhy) {
  timesheet::RawSheet nobody = Draw(GoodSheet());
  nobody.name = timesheet::Unreadable();
  timesheet::RawSheet no_week = Draw(GoodSheet());
  no_week.date_range = timesheet::Unreadable();
  timesheet::RawSheet no_table = Draw(ZeroHourSheet());
  no_table.percent = timesheet::Text("80%");
  no_table.percent_by_marker = 80;
  const std::vector<std::pair<SheetFile, std::string>> cases = {
      {FileOf(1, nobody), "person"},
      {FileOf(2, no_week), "week"},
      {FileOf(3, no_table), "no hours"}};
  for (const auto& [file, why] : cases) {
    sheets_.Read(file);
    EXPECT_EQ(sheets_.StateOf(file), SheetState::kPending) << why;
    const auto approved = sheets_->Approve(sheets_.Of(file).id);
    ASSERT_FALSE(approved.has_value()) << why;
    EXPECT_EQ(approved.error().code, ErrorCode::kInvalidArgument);
    EXPECT_THAT(approved.error().message, HasSubstr(why));
    EXPECT_EQ(sheets_.StateOf(file), SheetState::kPending) << why;
  }
  EXPECT_EQ(sheets_->Approve(99).error().code, ErrorCode::kNotFound);
  const SheetFile stored = FileOf(4, GoodSheet());
  sheets_.Read(stored);
  EXPECT_FALSE(sheets_->Approve(sheets_.Of(stored).id).has_value());
  Must(sheets_->Discard(sheets_.Of(stored).id));
  EXPECT_FALSE(sheets_->Discard(sheets_.Of(stored).id).has_value());
}

}  // namespace
}  // namespace rescan
