#include "engine/documents/timesheet/roster.h"

#include <gtest/gtest.h>

#include <utility>

#include "engine/documents/timesheet/doubted.h"
#include "engine/documents/timesheet/validate.h"
#include "tests/engine/documents/timesheet/sheet_builder.h"

namespace rescan::timesheet {
namespace {

Roster Team(std::vector<std::string> members) {
  return {std::move(members), {}};
}

TEST(PersonMatch, OfTheKnownPairs) {
  struct {
    const char *read, *member;
    double score;
    PersonMatchKind kind;
  } const cases[] = {
      {"Nell Halloway", "Neil Halloway", 0.9231, PersonMatchKind::kSimilar},
      {"very Brooks", "Avery Brooks", 0.9565, PersonMatchKind::kSimilar},
      {"Jon Marsh", "Jonathan Marsh", 0.7826, PersonMatchKind::kUnknown},
      {"Avery Brooks", "Avery Brooks", 1, PersonMatchKind::kMember},
      {"avery brooks", "Avery Brooks", 1, PersonMatchKind::kSimilar},
  };
  for (const auto& test : cases) {
    const PersonMatch match = MatchPerson(test.read, Team({test.member}));
    EXPECT_EQ(match.kind, test.kind) << test.read;
    EXPECT_NEAR(match.score, test.score, 0.00005) << test.read;
    EXPECT_EQ(match.name,
              test.kind == PersonMatchKind::kUnknown ? test.read : test.member);
  }
}

TEST(PersonMatch, ALetterInPlaceOfAnotherIsSomebodyElse) {
  for (const auto& [read, member] :
       {std::pair("Tom Hill", "Tom Hall"), std::pair("Sam Jones", "Pam Jones"),
        // However long the rest is.
        std::pair("Sam Butterfield-Hawkins", "Pam Butterfield-Hawkins"),
        // Below 0.90 letters are not lost either.
        std::pair("Bo Hill", "Bob Hills")}) {
    const PersonMatch match = MatchPerson(read, Team({member}));
    EXPECT_EQ(match.kind, PersonMatchKind::kOther) << read;
    EXPECT_EQ(match.name, read);
  }
  // Those that are read for each other are the same person's, also below 0.90.
  EXPECT_EQ(MatchPerson("Neil Hi1l", Team({"Neil Hill"})).kind,
            PersonMatchKind::kSimilar);
}

TEST(PersonMatch, GarethIsNotGary) {
  const PersonMatch match = MatchPerson("Gareth Bell", Team({"Gary Bell"}));
  EXPECT_EQ(match.kind, PersonMatchKind::kUnknown);
}

TEST(PersonMatch, AliasesHelpAcrossTheLimit) {
  Roster roster = Team({"Jonathan Marsh"});
  roster.aliases["Jon Marsh"] = "Jonathan Marsh";
  const PersonMatch match = MatchPerson(" Jon  Marsh ", roster);
  EXPECT_EQ(match.kind, PersonMatchKind::kAlias);
  EXPECT_EQ(match.name, "Jonathan Marsh");
  // Aliases are compared exactly.
  EXPECT_EQ(MatchPerson("JON MARSH", roster).kind, PersonMatchKind::kUnknown);
}

TEST(PersonMatch, TwoAlikeMembersAreAsked) {
  // Tom Hall and Tom Hill, both members: an exact name is itself.
  const Roster halls = Team({"Tom Hall", "Tom Hill"});
  EXPECT_EQ(MatchPerson("Tom Hall", halls).kind, PersonMatchKind::kMember);
  const PersonMatch match = MatchPerson("Tom Hull", halls);
  EXPECT_EQ(match.kind, PersonMatchKind::kAmbiguous);
  EXPECT_EQ(match.name, "Tom Hull");
  EXPECT_EQ(match.candidates.size(), 2U);
  EXPECT_EQ(MatchPerson("Ram Jones", Team({"Sam Jones", "Pam Jones"})).kind,
            PersonMatchKind::kAmbiguous);
}

TEST(PersonMatch, WithoutARosterKeepsTheName) {
  const PersonMatch match = MatchPerson("Avery  Brooks", {});
  EXPECT_EQ(match.kind, PersonMatchKind::kNoRoster);
  EXPECT_EQ(match.name, "Avery Brooks");
}

TEST(Roster, IsReadAndWritten) {
  const auto roster = ParseRoster(
      R"({"team_members": ["Avery Brooks", "Jonathan Marsh", "Avery Brooks"],
          "name_aliases": {"Jon Marsh": "Jonathan Marsh"}})",
      "team.json");
  ASSERT_TRUE(roster.has_value()) << roster.error().message;
  EXPECT_EQ(roster->members.size(), 2U);
  EXPECT_EQ(roster->aliases.at("Jon Marsh"), "Jonathan Marsh");
  EXPECT_EQ(ParseRoster(WriteRoster(*roster), "again"), *roster);
  EXPECT_EQ(ParseRoster(WriteRoster({}), "empty"), Roster{});
  for (const char* text :
       {"", "[]", "{}", R"({"team_members": [1]})",
        R"({"team_members": [" "]})",
        R"({"team_members": ["A B"], "name_aliases": []})",
        R"({"team_members": ["A B"], "name_aliases": {"x": "C D"}})"}) {
    const auto bad = ParseRoster(text, "team.json");
    ASSERT_FALSE(bad.has_value()) << text;
    EXPECT_EQ(bad.error().code, ErrorCode::kCorruption);
  }
}

TEST(Person, IsReadAsItStands) {
  for (const char* name :
       {"Avery Brooks", "Zo\xC3\xAB de la Cruz", "Sean O'Neil-Hart",
        "J. R. Small", "Ilka MacLean", "Ilse DeVries", "Ana Li",
        "Bell-McIlroy Ng", "Robin B.", "Daniel Ill", "Kiran M. Ill"}) {
    Findings findings;
    const TextValue person =
        ReadPerson(Text(name), Text("Solution Designer"), {}, &findings);
    EXPECT_EQ(person.value, name);
    EXPECT_EQ(person.state, ValueState::kOk) << name;
    EXPECT_TRUE(findings.empty()) << name;
  }
}

TEST(Person, WithTheAvatarsInitialsInFront) {
  Findings findings;
  const TextValue person =
      ReadPerson(Text("AB Avery Brooks"), Text(""), {}, &findings);
  EXPECT_EQ(person.value, "Avery Brooks");
  EXPECT_EQ(person.state, ValueState::kCorrected);
  EXPECT_EQ(person.raw, "AB Avery Brooks");
  // Not the initials of what follows: they stay.
  EXPECT_EQ(*ReadPerson(Text("JD Avery Brooks"), Text(""), {}, &findings).value,
            "JD Avery Brooks");
}

TEST(Person, WithAnIReadAsASmallL) {
  Findings findings;
  const TextValue person =
      ReadPerson(Text("lvor Marsh-lng"), Text(""), {}, &findings);
  EXPECT_EQ(person.value, "Ivor Marsh-Ing");
  EXPECT_EQ(person.state, ValueState::kCorrected);
  EXPECT_EQ(person.corrections,
            (std::vector<Correction>{
                {"person.capital_i", "lvor Marsh-lng", "Ivor Marsh-Ing"}}));
  EXPECT_EQ(person.raw, "lvor Marsh-lng");
  // The roster is asked for what it must be, and knows better what is not.
  EXPECT_EQ(
      ReadPerson(Text("lan Field"), Text(""), Team({"Ian Field"}), &findings)
          .state,
      ValueState::kCorrected);
  EXPECT_EQ(
      *ReadPerson(Text("lan Field"), Text(""), Team({"lan Field"}), &findings)
           .value,
      "lan Field");
  EXPECT_EQ(*ReadPerson(Text("Ana la Cour"), Text(""), {}, &findings).value,
            "Ana la Cour");
}

TEST(Person, ThatLooksLikeNoneNeedsReview) {
  for (const char* name :
       {"Solution Designer", "AB", "Avery", "A very Brooks", "Av3ry Brooks",
        "Lead Engineer", "Halvar WexGmere Ostr", "Tom Miiller", "Jo Bell-Ill",
        "Tom Small Ill", "Daniel III", "Ill Small", "Rory Mclain", "van Berg",
        "Wilmot Q", "Ana Sm"}) {
    Findings findings;
    const TextValue person =
        ReadPerson(Text(name), Text("Solution Designer"), {}, &findings);
    EXPECT_EQ(person.state, ValueState::kNeedsReview) << name;
    EXPECT_TRUE(HasRule(findings, "person.doubtful")) << name;
  }
}

// An I within a word can but be an l.
TEST(Person, WithStrokesInTheWrongPlaceIsMended) {
  Findings findings;
  const TextValue person =
      ReadPerson(Text("Halvar WexImere"), Text(""), {}, &findings);
  EXPECT_EQ(person.value, "Halvar Wexlmere");
  EXPECT_EQ(person.state, ValueState::kCorrected);
}

ReadField Doubted(const std::string& name) {
  ReadField field = Text(name);
  field.confidence = kDoubted;
  return field;
}

TEST(Person, NotBorneOutByTheInkNeedsReview) {
  Findings findings;
  EXPECT_EQ(ReadPerson(Doubted("Robin Field"), Text(""), {}, &findings).state,
            ValueState::kNeedsReview);
  EXPECT_TRUE(HasRule(findings, "person.doubtful"));
  // Also when there is such a member: it may be Inga Müller's.
  EXPECT_EQ(ReadPerson(Doubted("Inga Miller"), Text(""), Team({"Inga Miller"}),
                       &findings)
                .state,
            ValueState::kNeedsReview);
}

TEST(Person, NotBorneOutButKnownIsTaken) {
  Findings findings;
  Roster roster = Team({"S\u00f8ren Hall", "Zo\u00eb Hill", "Nia Brook"});
  roster.aliases["Nia Broek"] = "Nia Brook";
  for (const auto& [read, member] :
       {std::pair("Soren Hall", "S\u00f8ren Hall"),
        std::pair("Zo\u00eb Hill", "Zo\u00eb Hill"),
        std::pair("Nia Broek", "Nia Brook")}) {
    const TextValue person =
        ReadPerson(Doubted(read), Text(""), roster, &findings);
    EXPECT_EQ(person.value, member) << read;
    EXPECT_NE(person.state, ValueState::kNeedsReview) << read;
  }
}

TEST(Person, AlikeButSomebodyElseNeedsReview) {
  Findings findings;
  const TextValue person =
      ReadPerson(Text("Tom Hill"), Text(""), Team({"Tom Hall"}), &findings);
  EXPECT_EQ(person.value, "Tom Hill");
  EXPECT_EQ(person.state, ValueState::kNeedsReview);
  EXPECT_TRUE(HasRule(findings, "person.other"));
}

TEST(Person, ThatCannotBeReadHasNoValue) {
  Findings findings;
  EXPECT_EQ(ReadPerson(Unreadable(), Text("Designer"), {}, &findings).state,
            ValueState::kUnreadable);
  EXPECT_EQ(ReadPerson(Text(" "), Text("Designer"), {}, &findings).value,
            std::nullopt);
  EXPECT_TRUE(HasRule(findings, "V6"));
}

TEST(Person, UnknownToTheRosterNeedsReview) {
  Findings findings;
  const TextValue person = ReadPerson(Text("Robin Field"), Text(""),
                                      Team({"Avery Brooks"}), &findings);
  EXPECT_EQ(person.value, "Robin Field");
  EXPECT_EQ(person.state, ValueState::kNeedsReview);
  EXPECT_TRUE(HasRule(findings, "person.unknown"));
}

TEST(PersonKey, HasNoBlanks) {
  EXPECT_EQ(PersonKey(" Avery  Brooks "), "Avery_Brooks");
}

}  // namespace
}  // namespace rescan::timesheet
