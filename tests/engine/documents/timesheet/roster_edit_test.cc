#include "engine/documents/timesheet/roster_edit.h"

#include <gtest/gtest.h>

namespace rescan::timesheet {
namespace {

Roster Team() {
  return {{"Avery Brooks", "Noa Lind"}, {{"very Brooks", "Avery Brooks"}}};
}

std::string MessageOf(const Status& status) {
  return status.has_value() ? "done" : status.error().message;
}

TEST(RosterEdit, AddsAMemberOnce) {
  Roster roster;
  EXPECT_TRUE(AddMember(&roster, "  Noa   Lind ").has_value());
  EXPECT_EQ(roster.members, std::vector<std::string>{"Noa Lind"});
  EXPECT_EQ(MessageOf(AddMember(&roster, "Noa Lind")),
            "'Noa Lind' is on the roster already");
  // Their rows could not be told apart.
  EXPECT_EQ(MessageOf(AddMember(&roster, "Noa_Lind")),
            "'Noa_Lind' is on the roster already, as 'Noa Lind'");
  EXPECT_EQ(MessageOf(AddMember(&roster, " ")), "a team member needs a name");
  EXPECT_EQ(roster.members.size(), 1U);
}

TEST(RosterEdit, AnAliasIsNoMember) {
  Roster roster = Team();
  EXPECT_EQ(MessageOf(AddMember(&roster, "very Brooks")),
            "'very Brooks' is an alias of 'Avery Brooks'");
  EXPECT_EQ(roster, Team());
}

TEST(RosterEdit, RemovesAMemberWithTheirAliases) {
  Roster roster = Team();
  roster.aliases["noa lind"] = "Noa Lind";
  const auto removed = RemoveFromRoster(&roster, "Avery Brooks");
  ASSERT_TRUE(removed.has_value());
  EXPECT_EQ(removed->member, "Avery Brooks");
  EXPECT_EQ(removed->aliases, 1U);
  EXPECT_EQ(roster, (Roster{{"Noa Lind"}, {{"noa lind", "Noa Lind"}}}));
}

TEST(RosterEdit, RemovesAnAliasAlone) {
  Roster roster = Team();
  const auto removed = RemoveFromRoster(&roster, "very Brooks");
  ASSERT_TRUE(removed.has_value());
  EXPECT_EQ(removed->member, "");
  EXPECT_EQ(roster, (Roster{{"Avery Brooks", "Noa Lind"}, {}}));
  const auto again = RemoveFromRoster(&roster, "very Brooks");
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error().code, ErrorCode::kNotFound);
}

TEST(RosterEdit, AnAliasStandsForOneMember) {
  Roster roster = Team();
  EXPECT_TRUE(AddAlias(&roster, "N0a Lind", "Noa Lind").has_value());
  EXPECT_EQ(roster.aliases.at("N0a Lind"), "Noa Lind");
  EXPECT_TRUE(AddAlias(&roster, "very  Brooks", "Avery Brooks").has_value());
  EXPECT_EQ(MessageOf(AddAlias(&roster, "very Brooks", "Noa Lind")),
            "'very Brooks' stands for 'Avery Brooks' already");
  EXPECT_EQ(MessageOf(AddAlias(&roster, "Noa Lind", "Avery Brooks")),
            "'Noa Lind' is a team member's own name");
  EXPECT_EQ(MessageOf(AddAlias(&roster, "", "Noa Lind")),
            "an alias needs a text");
  const Status unknown = AddAlias(&roster, "X", "Nobody Here");
  ASSERT_FALSE(unknown.has_value());
  EXPECT_EQ(unknown.error().code, ErrorCode::kNotFound);
  EXPECT_EQ(roster.aliases.size(), 2U);
}

TEST(RosterEdit, ImportAddsWhatIsAbsent) {
  Roster roster = Team();
  const RosterImport report =
      ImportRoster(&roster, {{"Noa Lind", "Mira Holt", "very Brooks"},
                             {{"very Brooks", "Noa Lind"},
                              {"M. Holt", "Mira Holt"},
                              {"N. Lind", "Noa Lind"}}});
  EXPECT_EQ(report.members_added, 1U);
  EXPECT_EQ(report.members_skipped, 1U);
  EXPECT_EQ(report.aliases_added, 2U);
  EXPECT_EQ(report.aliases_skipped, 0U);
  EXPECT_EQ(report.refused,
            (std::vector<std::string>{
                "'very Brooks' is an alias of 'Avery Brooks'",
                "'very Brooks' stands for 'Avery Brooks' already"}));
  const Roster before = roster;
  const RosterImport again = ImportRoster(&roster, before);
  EXPECT_EQ(roster, before);
  EXPECT_EQ(again.members_skipped, 3U);
  EXPECT_EQ(again.aliases_skipped, 3U);
  EXPECT_TRUE(again.refused.empty());
}

TEST(RosterEdit, WhatIsMadeCanBeWrittenAndRead) {
  Roster roster;
  (void)ImportRoster(&roster, Team());
  const auto read = ParseRoster(WriteRoster(roster), "x");
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(*read, Team());
}

}  // namespace
}  // namespace rescan::timesheet
