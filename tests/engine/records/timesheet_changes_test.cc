// Changes by hand: what is updated, refused, and kept of what was.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/engine/records/sheet_samples.h"

namespace rescan {
namespace {

using ::testing::Contains;
using testing::Contradictions;
using ::testing::ElementsAre;
using testing::FileOf;
using testing::GoodSheet;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Must;
using ::testing::Not;
using testing::Sheets;
using testing::Sql;
using timesheet::Correction;
using timesheet::D;
using timesheet::EntryRecord;
using timesheet::ValueState;

class TimesheetChanges : public ::testing::Test {
 protected:
  TimesheetChanges() { sheets_.Read(FileOf(1, GoodSheet())); }
  ~TimesheetChanges() override {
    EXPECT_THAT(Contradictions(sheets_.database()), IsEmpty());
  }

  static EntryChange Row(unsigned day, const std::string& key = "PJ100001") {
    EntryChange change;
    change.row = {"u", "Avery_Brooks", D(2025, 9, day), key};
    return change;
  }
  ChangeResult Change(const EntryChange& change) {
    return Must(sheets_->ApplyChanges(std::vector{change})).at(0);
  }
  void ExpectRefused(const EntryChange& change, const std::string& why) {
    const auto before = sheets_.Rows();
    const ChangeResult result = Change(change);
    EXPECT_EQ(result.outcome, ChangeOutcome::kRefused) << why;
    EXPECT_THAT(result.message, HasSubstr(why));
    EXPECT_EQ(sheets_.Rows(), before);
  }

  Sheets sheets_;
};

TEST_F(TimesheetChanges, HoursAreChangedAndWhatTheyWereIsKept) {
  EntryChange change = Row(22);
  change.hours = 563;
  EXPECT_EQ(Change(change).outcome, ChangeOutcome::kUpdated);
  const EntryRecord entry = sheets_.Load().entries.at(0);
  EXPECT_EQ(entry.hours, 563);
  EXPECT_TRUE(entry.by_hand);
  EXPECT_EQ(entry.state, ValueState::kCorrected);
  EXPECT_EQ(entry.raw, "7.50");
  EXPECT_THAT(entry.corrections,
              ElementsAre(Correction{"by_hand", "7.50", "5.63"}));
  EXPECT_FALSE(sheets_.Load().entries.at(1).by_hand);
  // Once more changes nothing.
  EXPECT_EQ(Change(change).outcome, ChangeOutcome::kUnchanged);
  EXPECT_THAT(Sql(sheets_.database(),
                  "SELECT field, before, after, by_hand FROM corrections"),
              ElementsAre(ElementsAre("hours", "7.50", "5.63", "1")));
}

TEST_F(TimesheetChanges, TheKeyFollowsItsParts) {
  EntryChange change = Row(22);
  change.person = "  Nell   Halloway ";
  change.code = "sps1995";
  change.date = D(2025, 10, 1);
  EXPECT_EQ(Change(change).outcome, ChangeOutcome::kUpdated);
  const auto all = sheets_.Load({"u", D(2025, 10, 1), D(2025, 10, 1)});
  ASSERT_EQ(all.entries.size(), 1u);
  const EntryRecord& entry = all.entries[0];
  EXPECT_EQ(entry.person, "Nell Halloway");
  EXPECT_EQ(entry.person_key, "Nell_Halloway");
  EXPECT_EQ(entry.key, "SPS1995");
  EXPECT_EQ(entry.code, "sps1995");
  EXPECT_EQ(entry.name, "Project A (sps1995)");
  EXPECT_EQ(entry.week, D(2025, 9, 29));
  EXPECT_EQ(Change(change).outcome, ChangeOutcome::kNotFound);
}

TEST_F(TimesheetChanges, WhatIsNoRowIsSaid) {
  EntryChange nobody = Row(22);
  nobody.row.person_key = "Nobody";
  EXPECT_EQ(Change(nobody).outcome, ChangeOutcome::kNotFound);
  EXPECT_THAT(Change(nobody).message, HasSubstr("Nobody 2025-09-22#PJ100001"));
  EntryChange other_user = Row(22);
  other_user.row.user = "w";
  other_user.hours = 100;
  EXPECT_EQ(Change(other_user).outcome, ChangeOutcome::kNotFound);
  EXPECT_THAT(sheets_.Rows(), Not(Contains(HasSubstr("1.00"))));
}

TEST_F(TimesheetChanges, ImpossibleValuesAreRefused) {
  EntryChange change = Row(22);
  change.hours = 2401;
  ExpectRefused(change, "24.01");
  change.hours = -1;
  ExpectRefused(change, "no hours");
  change = Row(22);
  change.person = "  ";
  ExpectRefused(change, "person");
  change = Row(22);
  change.code = "DESIGN";
  ExpectRefused(change, "DESIGN");
  change = Row(22);
  change.name = "";
  ExpectRefused(change, "name");
  change = Row(22);
  change.date = D(2025, 9, 23);
  ExpectRefused(change, "already");
}

TEST_F(TimesheetChanges, NoHoursGetIntoAWeekWithoutHours) {
  timesheet::TrueSheet zero = testing::SheetOf("Nell Halloway", D(2025, 9, 22));
  zero.projects.clear();
  sheets_.Read(FileOf(2, zero));
  EntryChange change = Row(22);
  change.person = "Nell Halloway";
  ExpectRefused(change, "without hours");

  ZeroHourChange back{"u", "Nell_Halloway", D(2025, 9, 22), "Avery Brooks", {}};
  const auto result =
      Must(sheets_->ApplyChanges({}, std::vector{back})).zero_hours.at(0);
  EXPECT_EQ(result.outcome, ChangeOutcome::kRefused);
  EXPECT_THAT(result.message, HasSubstr("has hours"));
}

// Of entries and weeks without hours both or none: they come from one file.
TEST_F(TimesheetChanges, AnErrorInTheMiddleChangesNothing) {
  timesheet::TrueSheet zero = testing::SheetOf("Nell Halloway", D(2025, 9, 22));
  zero.projects.clear();
  sheets_.Read(FileOf(2, zero));
  Sql(sheets_.database(),
      "CREATE TRIGGER broken BEFORE UPDATE ON zero_hour_weeks BEGIN"
      " SELECT RAISE(ABORT, 'broken'); END");
  EntryChange hours = Row(22);
  hours.hours = 563;
  const ZeroHourChange leave{
      "u", "Nell_Halloway", D(2025, 9, 22), {}, "ANNUAL_LEAVE"};
  const auto before = sheets_.Rows();
  EXPECT_FALSE(sheets_->ApplyChanges(std::vector{hours}, std::vector{leave})
                   .has_value());
  EXPECT_EQ(sheets_.Rows(), before);
  Sql(sheets_.database(), "DROP TRIGGER broken");
  const auto made =
      Must(sheets_->ApplyChanges(std::vector{hours}, std::vector{leave}));
  EXPECT_EQ(made.entries.at(0).outcome, ChangeOutcome::kUpdated);
  EXPECT_EQ(made.zero_hours.at(0).outcome, ChangeOutcome::kUpdated);
}

TEST_F(TimesheetChanges, TheReasonOfAWeekWithoutHours) {
  timesheet::TrueSheet zero = testing::SheetOf("Nell Halloway", D(2025, 9, 22));
  zero.projects.clear();
  sheets_.Read(FileOf(2, zero));
  const auto change = [&](const std::string& reason) {
    const ZeroHourChange leave{
        "u", "Nell_Halloway", D(2025, 9, 22), {}, reason};
    return Must(sheets_->ApplyChanges({}, std::vector{leave}))
        .zero_hours.at(0)
        .outcome;
  };
  EXPECT_EQ(change("ABSENCE"), ChangeOutcome::kUnchanged);
  EXPECT_EQ(change("SOMETHING"), ChangeOutcome::kRefused);
  EXPECT_EQ(change("ANNUAL_LEAVE"), ChangeOutcome::kUpdated);
  const auto weeks = sheets_.Load().zero_hours;
  ASSERT_EQ(weeks.size(), 1u);
  EXPECT_EQ(weeks[0].reason, "ANNUAL_LEAVE");
  EXPECT_TRUE(weeks[0].by_hand);
  // It is one more change by hand that no sheet replaces in silence.
  sheets_.Read(FileOf(3, testing::SheetOf("Nell Halloway", D(2025, 9, 22))));
  EXPECT_EQ(sheets_.Pending().size(), 1u);
  EXPECT_EQ(sheets_.Load().zero_hours.size(), 1u);
}

TEST_F(TimesheetChanges, EachStandsOnItsOwn) {
  EntryChange good = Row(22);
  good.hours = 100;
  EntryChange bad = Row(23);
  bad.hours = 9999;
  EntryChange missing = Row(28);
  const auto results =
      Must(sheets_->ApplyChanges(std::vector{good, bad, missing}));
  ASSERT_EQ(results.size(), 3u);
  EXPECT_EQ(results[0].outcome, ChangeOutcome::kUpdated);
  EXPECT_EQ(results[1].outcome, ChangeOutcome::kRefused);
  EXPECT_EQ(results[2].outcome, ChangeOutcome::kNotFound);
  EXPECT_THAT(sheets_.Rows(), Contains("2025-09-22 PJ100001 1.00"));
}

TEST_F(TimesheetChanges, TwoRowsChangePlaces) {
  EntryChange monday = Row(22), tuesday = Row(23), again = Row(22);
  monday.date = D(2025, 9, 23);
  monday.hours = 100;
  tuesday.date = D(2025, 9, 22);
  again.hours = 300;
  const auto results =
      Must(sheets_->ApplyChanges(std::vector{monday, tuesday, again}));
  EXPECT_EQ(results[0].outcome, ChangeOutcome::kUpdated);
  EXPECT_EQ(results[1].outcome, ChangeOutcome::kUpdated);
  EXPECT_EQ(results[2].outcome, ChangeOutcome::kRefused);
  EXPECT_THAT(results[2].message, HasSubstr("twice"));
  EXPECT_THAT(sheets_.Rows(), Contains("2025-09-22 PJ100001 7.50"));
  EXPECT_THAT(sheets_.Rows(), Contains("2025-09-23 PJ100001 1.00"));
  EXPECT_EQ(sheets_.Rows().size(), 5u);
}

TEST_F(TimesheetChanges, WhoCannotLeaveKeepsItsPlace) {
  EntryChange monday = Row(22), tuesday = Row(23);
  monday.date = D(2025, 9, 23);
  tuesday.date = D(2025, 9, 24);  // which stays
  const auto before = sheets_.Rows();
  const auto results =
      Must(sheets_->ApplyChanges(std::vector{monday, tuesday}));
  EXPECT_EQ(results[0].outcome, ChangeOutcome::kRefused);
  EXPECT_EQ(results[1].outcome, ChangeOutcome::kRefused);
  EXPECT_EQ(sheets_.Rows(), before);
}

TEST_F(TimesheetChanges, RejectingTheSheetKeepsTheAudit) {
  EntryChange change = Row(22);
  change.hours = 100;
  Change(change);
  const auto sheet = sheets_.Load().sheets.at(0);
  EXPECT_EQ(sheet.rows_by_hand, 1);
  EXPECT_EQ(sheet.stored_hours, 4 * 750 + 100);
  EXPECT_EQ(sheet.weekly_total, 5 * 750);
  const DiscardEffect gone = Must(sheets_->Discard(sheet.id));
  EXPECT_EQ(gone.rows_removed, 5);
  EXPECT_EQ(gone.rows_by_hand, 1);
  EXPECT_THAT(sheets_.Rows(), IsEmpty());
  EXPECT_FALSE(sheets_.Load().sheets.at(0).stored_hours.has_value());
  EXPECT_THAT(Sql(sheets_.database(),
                  "SELECT date, key, before, after, entry_id"
                  " FROM corrections"),
              ElementsAre(ElementsAre("2025-09-22", "PJ100001", "7.50", "1.00",
                                      "NULL")));
}

TEST_F(TimesheetChanges, ApprovingSaysWhatItTakesAway) {
  EntryChange change = Row(22);
  change.hours = 100;
  Change(change);
  const std::int64_t first = sheets_.Load().sheets.at(0).id;
  sheets_.Read(FileOf(2, GoodSheet(800)));
  ASSERT_EQ(sheets_.Pending().size(), 1u);
  const ApproveEffect effect = Must(sheets_->Approve(sheets_.Pending()[0]));
  EXPECT_THAT(effect.replaced, ElementsAre(first));
  EXPECT_EQ(effect.rows_removed, 5);
  EXPECT_EQ(effect.rows_by_hand, 1);
}

// A row that a person gave to somebody else stays with them when its sheet's
// own week is taken by another.
TEST_F(TimesheetChanges, AMovedRowStaysWhereItWasPut) {
  std::vector<EntryChange> changes;
  for (unsigned day = 22; day <= 26; ++day) {
    changes.push_back(Row(day));
    changes.back().person = "Nell Halloway";
  }
  Must(sheets_->ApplyChanges(changes));
  sheets_.Read(FileOf(2, GoodSheet(800)));
  ASSERT_EQ(sheets_.Pending().size(), 1u);
  const ApproveEffect effect = Must(sheets_->Approve(sheets_.Pending()[0]));
  EXPECT_EQ(effect.rows_removed, 0);
  EXPECT_THAT(effect.replaced, IsEmpty());
  EXPECT_EQ(sheets_.Rows().size(), 10u);
  EXPECT_THAT(sheets_.Rows(),
              Contains("u Nell Halloway 2025-09-22 PJ100001 7.50"));
  EXPECT_THAT(sheets_.Rows(),
              Contains("u Avery Brooks 2025-09-22 PJ100001 8.00"));
}

}  // namespace
}  // namespace rescan
