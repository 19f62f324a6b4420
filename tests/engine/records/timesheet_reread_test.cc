// The same bytes again: by another OCR version, with other dictionaries, under
// another path or under none.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/engine/records/sheet_samples.h"

namespace rescan {
namespace {

using testing::BrokenSheet;
using ::testing::Contains;
using testing::Contradictions;
using testing::DraftSheet;
using ::testing::ElementsAre;
using testing::FileOf;
using testing::GoodSheet;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::MakeVersion;
using testing::Must;
using testing::SheetFile;
using testing::SheetOf;
using testing::Sheets;
using ::testing::SizeIs;
using testing::ZeroHourSheet;
using timesheet::D;
using timesheet::SheetState;

class TimesheetReread : public ::testing::Test {
 protected:
  ~TimesheetReread() override {
    EXPECT_THAT(Contradictions(sheets_.database()), IsEmpty());
  }
  // The bytes of file 1, read as this by version `version`.
  void Again(const timesheet::RawSheet& sheet, int version) {
    sheets_.Read(FileOf(1, sheet), "u", version);
  }
  std::string Version() { return sheets_.Of(file_).full_version; }

  Sheets sheets_;
  const SheetFile file_ = FileOf(1, GoodSheet());
};

TEST_F(TimesheetReread, ABetterVersionProvesWhatWaited) {
  Again(BrokenSheet(), 0);
  ASSERT_EQ(sheets_.StateOf(file_), SheetState::kPending);
  Again(Draw(GoodSheet()), 1);
  EXPECT_EQ(sheets_.StateOf(file_), SheetState::kStored);
  EXPECT_THAT(sheets_.Rows(), SizeIs(5));
  EXPECT_EQ(Version(), MakeVersion(1).full_version);
}

TEST_F(TimesheetReread, AWorseVersionTakesNothingAway) {
  sheets_.Read(file_);
  const auto before = sheets_.Rows();
  Again(BrokenSheet(), 1);
  EXPECT_EQ(sheets_.StateOf(file_), SheetState::kStored);
  EXPECT_EQ(sheets_.Rows(), before);
  // The rows say who read them, the sheet that another reads otherwise.
  EXPECT_EQ(Version(), MakeVersion(0).full_version);
  EXPECT_THAT(sheets_.Of(file_).reasons[0],
              HasSubstr(MakeVersion(1).full_version));
  Again(Draw(GoodSheet()), 2);
  EXPECT_EQ(sheets_.Rows(), before);
  EXPECT_EQ(Version(), MakeVersion(2).full_version);
}

TEST_F(TimesheetReread, WhatWasApprovedStaysUntilItIsProvedOtherwise) {
  Again(BrokenSheet(), 0);
  Must(sheets_->Approve(sheets_.Of(file_).id));
  const auto before = sheets_.Rows();
  Again(BrokenSheet(), 1);
  EXPECT_TRUE(sheets_.Of(file_).approved_by_hand);
  EXPECT_EQ(sheets_.Rows(), before);
  Again(BrokenSheet(GoodSheet(800)), 2);
  EXPECT_EQ(sheets_.Rows(), before);
  Again(Draw(GoodSheet(800)), 3);
  EXPECT_FALSE(sheets_.Of(file_).approved_by_hand);
  EXPECT_THAT(sheets_.Rows(), Contains("2025-09-22 PJ100001 8.00"));
}

TEST_F(TimesheetReread, AMisreadPersonGivesTheWeekBack) {
  const SheetFile hall = FileOf(2, SheetOf("Tom Hall", D(2025, 9, 22), 700));
  sheets_.Read(hall);
  Again(Draw(SheetOf("Tom Hall", D(2025, 9, 22))), 0);
  ASSERT_EQ(sheets_.StateOf(hall), SheetState::kReplaced);
  Again(Draw(SheetOf("Tom Hill", D(2025, 9, 22))), 1);
  EXPECT_EQ(sheets_.StateOf(hall), SheetState::kStored);
  EXPECT_THAT(sheets_.Rows(), Contains("u Tom Hall 2025-09-22 PJ100001 7.00"));
  EXPECT_THAT(sheets_.Rows(), Contains("u Tom Hill 2025-09-22 PJ100001 7.50"));
}

TEST_F(TimesheetReread, AVersionThatSeesNoTimesheetChangesNothing) {
  sheets_.Read(file_);
  const auto before = sheets_.Rows();
  auto& records = sheets_.records();
  const RunId run = records.Begin(RunMode::kAll, 1);
  const auto items = records.Plan(
      run, {{file_.path, testing::MakeDigest(file_.number), 1000}});
  Must(records->RecordOutcome(run, items[0], {}, testing::MakeSuccess(1)));
  EXPECT_EQ(sheets_.Rows(), before);
  EXPECT_EQ(sheets_.StateOf(file_), SheetState::kStored);
  EXPECT_EQ(Version(), MakeVersion(0).full_version);
}

TEST_F(TimesheetReread, EveryUserWithTheBytesGetsTheNewReading) {
  Again(BrokenSheet(), 0);
  sheets_.RunMissing({file_}, "w");
  EXPECT_EQ(sheets_.StateOf(file_, "w"), SheetState::kPending);
  Again(Draw(GoodSheet()), 1);
  EXPECT_EQ(sheets_.StateOf(file_, "u"), SheetState::kStored);
  EXPECT_EQ(sheets_.StateOf(file_, "w"), SheetState::kStored);
  EXPECT_THAT(sheets_.Rows(), SizeIs(10));
}

TEST_F(TimesheetReread, BytesWithoutAFileDoNotWait) {
  const SheetFile broken = FileOf(1, BrokenSheet());
  sheets_.Read(broken);
  // The file has other bytes by now: another person's.
  SheetFile other = FileOf(2, SheetOf("Nell Halloway", D(2025, 9, 22)));
  other.path = broken.path;
  sheets_.Read(other);
  EXPECT_THAT(sheets_.Pending(), IsEmpty());
  EXPECT_EQ(sheets_.StateOf(broken), SheetState::kReplaced);
  EXPECT_THAT(sheets_.Of(broken).reasons[0], HasSubstr("no file"));
  EXPECT_EQ(sheets_.Of(broken).image, broken.path);
  // And they come back.
  EXPECT_EQ(sheets_.RunMissing({broken}).linked, 1);
  EXPECT_THAT(sheets_.Pending(), ElementsAre(sheets_.Of(broken).id));
  // Hours are not given up for a file that went.
  EXPECT_EQ(sheets_.StateOf(other), SheetState::kStored);
  EXPECT_THAT(sheets_.Rows(), SizeIs(5));
}

TEST_F(TimesheetReread, ARejectedFileThatChangesIsReadAsANewOne) {
  sheets_.Read(file_);
  Must(sheets_->Discard(sheets_.Of(file_).id));
  SheetFile other = FileOf(2, GoodSheet(800));
  other.path = file_.path;
  EXPECT_EQ(sheets_.RunMissing({other}).read, 1);
  EXPECT_EQ(sheets_.StateOf(other), SheetState::kStored);
  EXPECT_EQ(sheets_.StateOf(file_), SheetState::kDiscarded);
  EXPECT_EQ(sheets_.Of(file_).image, file_.path);
}

TEST_F(TimesheetReread, ChangesByHandOutliveAReading) {
  sheets_.Read(file_);
  EntryChange change;
  change.row = {"u", "Avery_Brooks", D(2025, 9, 22), "PJ100001"};
  change.hours = 600;
  EXPECT_EQ(Must(sheets_->ApplyChanges(std::vector{change}))[0].outcome,
            ChangeOutcome::kUpdated);
  const auto changed = sheets_.Rows();
  // The same reading again: only the version is another.
  Again(Draw(GoodSheet()), 1);
  EXPECT_EQ(sheets_.Rows(), changed);
  EXPECT_EQ(Version(), MakeVersion(1).full_version);
  // Another one is told of, not taken.
  Again(Draw(GoodSheet(800)), 2);
  EXPECT_EQ(sheets_.Rows(), changed);
  EXPECT_EQ(Version(), MakeVersion(1).full_version);
  EXPECT_THAT(sheets_.Of(file_).reasons[0], HasSubstr("changed by hand"));
  // Nor does another sheet of the week, unless it says what stands there.
  const SheetFile second = FileOf(2, GoodSheet(800));
  sheets_.Read(second);
  EXPECT_EQ(sheets_.StateOf(second), SheetState::kPending);
  EXPECT_THAT(sheets_.Of(second).reasons[0], HasSubstr("changes by hand"));
  const SheetFile same =
      FileOf(3, timesheet::OneProject({600, 750, 750, 750, 750, 0, 0}));
  sheets_.Read(same);
  EXPECT_EQ(sheets_.StateOf(same), SheetState::kReplaced);
  EXPECT_EQ(sheets_.Rows(), changed);
  // A person may take it.
  Must(sheets_->Approve(sheets_.Of(second).id));
  EXPECT_THAT(sheets_.Rows(), Contains("2025-09-22 PJ100001 8.00"));
  EXPECT_EQ(sheets_.StateOf(file_), SheetState::kReplaced);
}

// The store of the run keeps the dictionaries; others change them meanwhile.
TEST_F(TimesheetReread, NewDictionariesAreSeenAtOnce) {
  timesheet::Roster roster;
  roster.members = {"Tom Hall", "Tom Hill"};
  sheets_.Read(file_);
  Must(sheets_->SavePeople(roster));
  const SheetFile unclear = FileOf(2, SheetOf("Tom Hxll", D(2025, 9, 22)));
  sheets_.Read(unclear);
  EXPECT_EQ(sheets_.StateOf(unclear), SheetState::kPending);
  EXPECT_EQ(Must(sheets_->InterpretAgain()), 0u);

  roster.aliases["Tom Hxll"] = "Tom Hill";
  Must(sheets_->SavePeople(roster));
  EXPECT_EQ(Must(sheets_->InterpretAgain()), 1u);
  EXPECT_EQ(sheets_.StateOf(unclear), SheetState::kStored);
  EXPECT_EQ(sheets_.Of(unclear).person, "Tom Hill");
  EXPECT_THAT(sheets_.Rows(), Contains("u Tom Hill 2025-09-22 PJ100001 7.50"));
  const SheetFile next = FileOf(3, SheetOf("Tom Hxll", D(2025, 9, 29)));
  sheets_.Read(next);
  EXPECT_EQ(sheets_.Of(next).person, "Tom Hill");
}

TEST_F(TimesheetReread, ARejectedOneWaitsWhateverTheDictionariesSay) {
  sheets_.Read(file_);
  Must(sheets_->Discard(sheets_.Of(file_).id));
  sheets_.RunMissing({file_});
  EXPECT_EQ(Must(sheets_->InterpretAgain()), 0u);
  EXPECT_EQ(sheets_.StateOf(file_), SheetState::kPending);
}

TEST_F(TimesheetReread, AnUnknownYearIsToldOnce) {
  timesheet::BankHolidays holidays;
  holidays.years = {2025};
  holidays.days[D(2025, 12, 25)] = "Christmas Day";
  auto& records = sheets_.records();
  records->UseBankHolidays(holidays);
  sheets_.Read(file_);
  EXPECT_THAT(records->TakeWarnings(), IsEmpty());
  sheets_.Read({FileOf(2, SheetOf("Avery Brooks", D(2027, 3, 1))),
                FileOf(3, SheetOf("Avery Brooks", D(2027, 3, 8)))});
  EXPECT_THAT(records->TakeWarnings(), ElementsAre(HasSubstr("2027")));
  // A week of two years asks for both.
  sheets_.Read(FileOf(4, SheetOf("Avery Brooks", D(2025, 12, 29))));
  EXPECT_THAT(records->TakeWarnings(), ElementsAre(HasSubstr("2026")));
}

}  // namespace
}  // namespace rescan
