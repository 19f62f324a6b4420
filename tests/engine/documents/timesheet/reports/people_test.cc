#include "engine/documents/timesheet/reports/people.h"

#include <gtest/gtest.h>

#include "tests/engine/documents/timesheet/reports/stored_builder.h"
#include "tests/engine/documents/timesheet/sheet_builder.h"

namespace rescan::timesheet::reports {
namespace {

const Day kWeek = D(2025, 9, 22);

std::vector<std::string> Names(const std::vector<Person>& people) {
  std::vector<std::string> names;
  for (const Person& person : people) names.push_back(person.name);
  return names;
}

using Texts = std::vector<std::string>;

TEST(People, AreThoseWithStoredSheetsByName) {
  StoredBuilder rows;
  rows.Week("noa Lind", kWeek, "PJ000001", {750})
      .ZeroWeek("Émile Roux", kWeek)
      .Sheet("Avery Brooks", kWeek, SheetState::kStored)
      .Entry("Mira Holt", kWeek, "PJ000001", 750)
      .Sheet("Misread Name", kWeek, SheetState::kPending)
      .Sheet("Old Name", kWeek, SheetState::kReplaced)
      .Rejection("Draft Only", kWeek);
  EXPECT_EQ(Names(StoredPeople(rows.rows())),
            (Texts{"Avery Brooks", "Mira Holt", "noa Lind", "Émile Roux"}));
}

TEST(People, OfTheRosterAreExpectedAndNobodyElse) {
  StoredBuilder rows;
  rows.Week("Avery Brooks", kWeek, "PJ000001", {750})
      .Week("Somebody Else", kWeek, "PJ000001", {750});
  const People people =
      ExpectedPeople(rows.rows(), {{"Noa Lind", "Avery Brooks"}, {}});
  EXPECT_TRUE(people.from_roster);
  EXPECT_EQ(Names(people.people), (Texts{"Avery Brooks", "Noa Lind"}));
  EXPECT_EQ(Names(people.others), Texts{"Somebody Else"});
}

TEST(People, AreTheStoredOnesWhereTheRosterIsEmpty) {
  StoredBuilder rows;
  rows.Week("Avery Brooks", kWeek, "PJ000001", {750});
  const People people = ExpectedPeople(rows.rows(), {});
  EXPECT_FALSE(people.from_roster);
  EXPECT_EQ(Names(people.people), Texts{"Avery Brooks"});
  EXPECT_TRUE(people.others.empty());
}

TEST(People, AreFoundByNameKeyAliasAndInAnyCase) {
  const std::vector<Person> people = {{"Avery_Brooks", "Avery Brooks"},
                                      {"Noa_Lind", "Noa Lind"}};
  const Roster roster{{"Avery Brooks"}, {{"very Brooks", "Avery Brooks"}}};
  for (const char* name : {"Avery Brooks", "Avery_Brooks", " avery  BROOKS ",
                           "very Brooks", "AVERY_BROOKS"}) {
    const auto found = FindPerson(name, people, roster);
    ASSERT_TRUE(found.has_value()) << name;
    EXPECT_EQ(found->name, "Avery Brooks");
  }
  const auto unknown = FindPerson("Avery", people, roster);
  ASSERT_FALSE(unknown.has_value());
  EXPECT_EQ(unknown.error().code, ErrorCode::kNotFound);
  EXPECT_EQ(unknown.error().message,
            "there are no timesheets of 'Avery'; there are Avery Brooks, Noa "
            "Lind");
}

TEST(People, ThatDifferInCaseAloneAreNotGuessed) {
  const std::vector<Person> people = {{"Noa_Lind", "Noa Lind"},
                                      {"noa_lind", "noa lind"}};
  EXPECT_EQ(FindPerson("noa lind", people, {})->key, "noa_lind");
  EXPECT_FALSE(FindPerson("NOA LIND", people, {}).has_value());
}

TEST(Users, AreNeverSummedTogether) {
  StoredBuilder rows;
  rows.Week("Avery Brooks", kWeek, "PJ000001", {750})
      .User("b")
      .Week("Avery Brooks", kWeek, "PJ000001", {750});
  const auto nobody = OfUser(rows.rows(), "");
  ASSERT_TRUE(nobody.has_value());
  ASSERT_EQ(nobody->stored.entries.size(), 1U);
  EXPECT_EQ(nobody->stored.entries[0].user, "");
  EXPECT_EQ(nobody->left_out, Texts{"b"});
  const auto b = OfUser(rows.rows(), "b");
  ASSERT_TRUE(b.has_value());
  ASSERT_EQ(b->stored.entries.size(), 1U);
  EXPECT_EQ(b->stored.entries[0].user, "b");
  EXPECT_EQ(b->stored.sheets.size(), 1U);
}

TEST(Users, AnOnlyOneNeedsNotBeNamed) {
  StoredBuilder rows;
  rows.User("b").ZeroWeek("Avery Brooks", kWeek);
  const auto only = OfUser(rows.rows(), "");
  ASSERT_TRUE(only.has_value());
  EXPECT_EQ(only->stored.zero_hours.size(), 1U);
  EXPECT_TRUE(only->left_out.empty());
  EXPECT_TRUE(OfUser({}, "")->left_out.empty());
}

TEST(Users, SeveralCallForAChoice) {
  StoredBuilder rows;
  rows.User("b").ZeroWeek("Avery Brooks", kWeek);
  rows.User("a").Sheet("Avery Brooks", kWeek, SheetState::kPending);
  const auto several = OfUser(rows.rows(), "");
  ASSERT_FALSE(several.has_value());
  EXPECT_EQ(several.error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(several.error().message,
            "there are timesheets of several users ('a', 'b'); choose one with "
            "--user");
}

TEST(People, AreFoundByNameOrElseByAPartOfIt) {
  const std::vector<Person> people = {{"Jon_Marsh", "Jon Marsh"},
                                      {"Jon_Marshall", "Jon Marshall"},
                                      {"Noa_Lind", "Noa Lind"}};
  const auto names = [&](std::string_view part) {
    std::string found;
    const auto some = FindPeople(part, people, {{}, {{"Mars", "Noa Lind"}}});
    if (!some) return some.error().message.substr(0, 26);
    for (const Person& person : *some) found += person.name + ";";
    return found;
  };
  EXPECT_EQ(names("jon marsh"), "Jon Marsh;");
  EXPECT_EQ(names("MARSH"), "Jon Marsh;Jon Marshall;");
  EXPECT_EQ(names("n_mars"), "Jon Marsh;Jon Marshall;");
  EXPECT_EQ(names("Mars"), "Noa Lind;");  // an alias
  EXPECT_EQ(names("Ada"), "there are no timesheets of");
  EXPECT_EQ(names(""), "there are no timesheets of");
}

}  // namespace
}  // namespace rescan::timesheet::reports
