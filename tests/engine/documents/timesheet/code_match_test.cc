#include "engine/documents/timesheet/code_match.h"

#include <gtest/gtest.h>

namespace rescan::timesheet {
namespace {

ProjectMaster Master(const std::vector<NamedCode>& projects) {
  ProjectMaster master;
  const ImportReport report = ImportProjects(&master, projects);
  EXPECT_EQ(report.added, projects.size());
  return master;
}

// The specification's list, with invented names.
ProjectMaster Known() {
  return Master({{"PJ023275", "IN Renewal - HPE"},
                 {"PJ024483", "Till Refresh"},
                 {"NTCS158600", "Harbour Lights"},
                 {"sps1995", "Store Refit"}});
}

TEST(CodeMatch, WithoutAMasterChangesNothing) {
  const CodeMatch match = MatchCode("PJ924483", "Till Refresh", {});
  EXPECT_EQ(match.kind, CodeMatchKind::kNoMaster);
  EXPECT_EQ(match.code, "PJ924483");
}

TEST(CodeMatch, KnownCodesInTheMastersSpelling) {
  for (const char* read : {"sps1995", "SPS1995", "Sps1995"}) {
    const CodeMatch match = MatchCode(read, "Store Refit", Known());
    EXPECT_EQ(match.kind, CodeMatchKind::kKnown) << read;
    EXPECT_EQ(match.code, "sps1995") << read;
  }
}

TEST(CodeMatch, OneConfusionIsRepairedWhereTheNamesAgree) {
  struct {
    const char *read, *name, *code;
  } const cases[] = {
      {"PJ924483", "Till Refresh", "PJ024483"},
      {"PJ028275", "IN Renewal - HPE", "PJ023275"},
      {"PJ0Z3275", "IN Renewal - HPE", "PJ023275"},
      {"NTC5158600", "Harbour Lights", "NTCS158600"},
      {"spsl995", "Store Refit", "sps1995"},
      {"PJ02327S", "IN Renewal - HPE", "PJ023275"},
      // A misread letter in the name does not matter.
      {"PJ924483", "Ti1l Refresh", "PJ024483"},
      {"PJ924483", "TILL REFRESH (PJ924483)", "PJ024483"},
  };
  for (const auto& test : cases) {
    const CodeMatch match = MatchCode(test.read, test.name, Known());
    EXPECT_EQ(match.kind, CodeMatchKind::kRepaired) << test.read;
    EXPECT_EQ(match.code, test.code) << test.read;
    EXPECT_EQ(match.rule, "code.confusion");
  }
  const CodeMatch whole =
      MatchCode("PO01", "Pilot", Master({{"P001", "Pilot"}}));
  EXPECT_EQ(whole.kind, CodeMatchKind::kRepaired);
  EXPECT_EQ(whole.code, "P001");
}

TEST(CodeMatch, WithoutTheNameItIsASuggestion) {
  for (const char* read : {"PJ924483", "PJ028275", "PJ0Z3275", "NTC5158600",
                           "spsl995", "PJ023276", "PJ02448", "PJ024438"}) {
    const CodeMatch match = MatchCode(read, "Something else", Known());
    EXPECT_EQ(match.kind, CodeMatchKind::kAmbiguous) << read;
    EXPECT_EQ(match.code, read);
    EXPECT_EQ(match.suggestions.size(), 1U) << read;
  }
}

TEST(CodeMatch, OnlyConfusionsAreRepaired) {
  // Another digit, a lost one, two exchanged: asked, even with the same name.
  for (const char* read : {"PJ024484", "PJ02448", "PJ024438"}) {
    const CodeMatch match = MatchCode(read, "Till Refresh", Known());
    EXPECT_EQ(match.kind, CodeMatchKind::kAmbiguous) << read;
    EXPECT_EQ(match.suggestions, (std::vector<std::string>{"PJ024483"}));
  }
}

TEST(CodeMatch, FarCodesAreUnknown) {
  const CodeMatch match = MatchCode("PJ123456", "Garden Walls", Known());
  EXPECT_EQ(match.kind, CodeMatchKind::kUnknown);
  EXPECT_EQ(match.code, "PJ123456");
  EXPECT_TRUE(match.suggestions.empty());
}

TEST(CodeMatch, FarCodeUnderAKnownNameIsAsked) {
  const CodeMatch match = MatchCode("PJ123456", "Till Refresh", Known());
  EXPECT_EQ(match.kind, CodeMatchKind::kAmbiguous);
  EXPECT_EQ(match.code, "PJ123456");
  EXPECT_EQ(match.suggestions, (std::vector<std::string>{"PJ024483"}));
}

TEST(CodeMatch, NeverChoosesBetweenTwo) {
  const ProjectMaster master =
      Master({{"PJ023205", "Till"}, {"PJ023295", "Till"}});
  // The last 8 but one may be 0 or 9.
  const CodeMatch match = MatchCode("PJ023285", "Till", master);
  EXPECT_EQ(match.kind, CodeMatchKind::kAmbiguous);
  EXPECT_EQ(match.suggestions.size(), 2U);
}

TEST(CodeMatch, AliasesAreTheUsersWord) {
  ProjectMaster master = Known();
  master.projects[0].code_aliases = {"XY12345"};
  const CodeMatch match = MatchCode("xy12345", "Anything", master);
  EXPECT_EQ(match.kind, CodeMatchKind::kRepaired);
  EXPECT_EQ(match.rule, "code.alias");
  EXPECT_EQ(match.code, master.projects[0].code);
  master.projects[1].code_aliases = {"XY12345"};
  EXPECT_EQ(MatchCode("XY12345", "Anything", master).kind,
            CodeMatchKind::kAmbiguous);
}

TEST(CodeMatch, KnownCodeUnderAnotherKnownName) {
  const ProjectMaster master =
      Master({{"PJ023275", "IN Renewal"}, {"PJ023276", "Harbour Lights"}});
  const CodeMatch match = MatchCode("PJ023275", "Harbour Lights", master);
  EXPECT_EQ(match.kind, CodeMatchKind::kAmbiguous);
  EXPECT_EQ(match.code, "PJ023275");
  EXPECT_EQ(match.suggestions, (std::vector<std::string>{"PJ023276"}));
  // A new name for a known code is nothing to ask about.
  EXPECT_EQ(MatchCode("PJ023275", "Renamed", master).kind,
            CodeMatchKind::kKnown);
}

TEST(CodeMatch, NameAliasesCount) {
  ProjectMaster master = Known();
  master.projects[1].name_aliases = {"The old name"};
  ASSERT_EQ(master.projects[1].code, "PJ023275");
  EXPECT_EQ(MatchCode("PJ028275", "The Old Name", master).kind,
            CodeMatchKind::kRepaired);
}

}  // namespace
}  // namespace rescan::timesheet
