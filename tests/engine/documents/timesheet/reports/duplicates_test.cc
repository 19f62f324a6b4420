#include "engine/documents/timesheet/reports/duplicates.h"

#include <gtest/gtest.h>

#include "engine/documents/timesheet/roster.h"
#include "tests/engine/documents/timesheet/sheet_builder.h"

namespace rescan::timesheet::reports {
namespace {

SheetRecord SheetOf(std::int64_t id, const std::string& person, Day week,
                    SheetState state) {
  SheetRecord sheet;
  sheet.id = id;
  sheet.person = person;
  sheet.person_key = PersonKey(person);
  sheet.week = week;
  sheet.state = state;
  return sheet;
}

void AddRows(const std::string& person, int rows, Timesheets* sheets,
             const std::string& user = "") {
  for (int i = 0; i < rows; ++i) {
    EntryRecord entry;
    entry.user = user;
    entry.person = person;
    entry.person_key = PersonKey(person);
    entry.date = D(2025, 9, 22) + std::chrono::days(i);
    sheets->entries.push_back(entry);
  }
}

TEST(DuplicatesTest, FindsWeeksOfSeveralSheets) {
  const Day week = D(2025, 9, 22);
  Timesheets sheets;
  sheets.sheets = {
      SheetOf(1, "Avery Brooks", week, SheetState::kStored),
      SheetOf(2, "Avery Brooks", week + std::chrono::days(7),
              SheetState::kStored),
      SheetOf(3, "Jo Ash", week, SheetState::kStored),
      SheetOf(4, "Avery Brooks", week, SheetState::kPending),
      SheetOf(5, "Jo Ash", week, SheetState::kDiscarded),
      SheetOf(6, "", week, SheetState::kPending),
      SheetOf(7, "", week, SheetState::kPending),
  };
  SheetRecord other_user = SheetOf(8, "Jo Ash", week, SheetState::kStored);
  other_user.user = "u2";
  sheets.sheets.push_back(other_user);
  SheetRecord no_week = sheets.sheets[0];
  no_week.week.reset();
  sheets.sheets.push_back(no_week);

  const auto weeks = WeeksOfSeveralSheets(sheets);
  ASSERT_EQ(weeks.size(), 1u);
  EXPECT_EQ(weeks[0].person_key, "Avery_Brooks");
  EXPECT_EQ(weeks[0].week, week);
  EXPECT_EQ(weeks[0].sheets, (std::vector<std::size_t>{0, 3}));
}

TEST(DuplicatesTest, UnderscoreAndBlankAreOneSpelling) {
  Timesheets sheets;
  AddRows("Avery_Brooks", 2, &sheets);
  AddRows("Avery Brooks", 3, &sheets);
  EXPECT_TRUE(SpellingsOfPeople(sheets).empty());
}

TEST(DuplicatesTest, FindsTheSameLettersUnderSeveralKeys) {
  Timesheets sheets;
  AddRows("Avery Brooks", 3, &sheets);
  AddRows("AVERY  BROOKS", 1, &sheets);
  AddRows("Avery-Brooks", 2, &sheets);
  AddRows("Zoe Quill", 2, &sheets);
  ZeroHourRecord week;
  week.person = "Avery Brooks";
  week.person_key = "Avery_Brooks";
  sheets.zero_hours.push_back(week);

  const auto found = SpellingsOfPeople(sheets);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].likeness, 1);
  std::vector<std::string> shown;
  for (const Spelling& spelling : found[0].spellings) {
    shown.push_back(spelling.person + " " + std::to_string(spelling.rows));
  }
  EXPECT_EQ(shown, (std::vector<std::string>{
                       "AVERY  BROOKS 1", "Avery-Brooks 2", "Avery Brooks 4"}));
}

TEST(DuplicatesTest, FindsNamesThatAreAlikeTheMostAlikeFirst) {
  Timesheets sheets;
  AddRows("Nell Halloway", 2, &sheets);  // 0.923 like Neil
  AddRows("Neil Halloway", 2, &sheets);
  AddRows("Avery Brooks", 5, &sheets);
  AddRows("very Brooks", 1, &sheets);  // 0.957
  AddRows("Jon Marsh", 1, &sheets);    // 0.783 like Jonathan
  AddRows("Jonathan Marsh", 1, &sheets);
  const auto found = SpellingsOfPeople(sheets);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_NEAR(found[0].likeness, 0.9565, 1e-4);
  EXPECT_EQ(found[0].spellings[0].person, "Avery Brooks");
  EXPECT_NEAR(found[1].likeness, 0.9231, 1e-4);
}

TEST(DuplicatesTest, KeepsUsersApartAndCountsPendingSheets) {
  Timesheets sheets;
  AddRows("Avery Brooks", 1, &sheets, "u1");
  AddRows("avery brooks", 1, &sheets, "u2");
  EXPECT_TRUE(SpellingsOfPeople(sheets).empty());
  SheetRecord pending =
      SheetOf(1, "avery brooks", D(2025, 9, 22), SheetState::kPending);
  pending.user = "u1";
  sheets.sheets.push_back(pending);
  const auto found = SpellingsOfPeople(sheets);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].user, "u1");
  EXPECT_EQ(found[0].spellings[1].rows, 0u);
}

}  // namespace
}  // namespace rescan::timesheet::reports
