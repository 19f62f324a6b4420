#include "engine/documents/timesheet/project_master.h"

#include <gtest/gtest.h>

namespace rescan::timesheet {
namespace {

constexpr const char* kFile = R"json({
  "projects": [
    {"code": "sps1995", "name": "Store Refit"},
    {"code": "PJ023275", "name": "IN Renewal - HPE (PJ023275)",
                     "aliases"
    : {"codes" : ["PJ02327S"], "names" : ["In Renewal"]},
                     "usage_count" : 12
}
  ],
  "normalization_rules": {
    "code_patterns"
        : {"remove_spaces" : true, "uppercase" : true, "zero_vs_o" : false},
          "name_patterns" : {
      "trim_whitespace" : true, "normalize_spaces" : true, "title_case" : false
    }
  }
  })json";

TEST(ProjectMaster, IsReadInTheDocumentedForm) {
  const auto master = ParseProjectMaster(kFile, "project_master.json");
  ASSERT_TRUE(master.has_value()) << master.error().message;
  ASSERT_EQ(master->projects.size(), 2U);
  // By code.
  EXPECT_EQ(master->projects[0].code, "PJ023275");
  EXPECT_EQ(master->projects[0].code_aliases,
            (std::vector<std::string>{"PJ02327S"}));
  EXPECT_EQ(master->projects[0].name_aliases,
            (std::vector<std::string>{"In Renewal"}));
  EXPECT_EQ(master->projects[0].usage_count, 12);
  EXPECT_EQ(master->projects[1].usage_count, std::nullopt);
  EXPECT_FALSE(master->rules.zero_vs_o);
  EXPECT_FALSE(master->rules.title_case);
  EXPECT_TRUE(master->rules.uppercase);
}

TEST(ProjectMaster, IsWrittenAndReadBack) {
  const auto master = ParseProjectMaster(kFile, "a");
  ASSERT_TRUE(master.has_value());
  const std::string text = WriteProjectMaster(*master);
  EXPECT_EQ(text.back(), '\n');
  const auto again = ParseProjectMaster(text, "b");
  ASSERT_TRUE(again.has_value()) << again.error().message;
  EXPECT_EQ(*again, *master);
  EXPECT_EQ(WriteProjectMaster(*again), text);
}

TEST(ProjectMaster, EmptyOneHasAllRulesTrue) {
  const std::string text = WriteProjectMaster({});
  EXPECT_NE(text.find("\"projects\": []"), std::string::npos);
  EXPECT_EQ(text.find("false"), std::string::npos);
  EXPECT_EQ(ParseProjectMaster(text, "a"), ProjectMaster{});
}

TEST(ProjectMaster, OfAnotherFormIsRefused) {
  for (const char* text :
       {"", "[]", "{}", R"({"projects": {}})", R"({"projects": [1]})",
        R"({"projects": [{"code": "PJ023275"}]})",
        R"({"projects": [{"code": 1, "name": "X"}]})",
        R"({"projects": [{"code": "DESIGN", "name": "X"}]})",
        R"({"projects": [{"code": "PJ023275", "name": "X", "aliases": []}]})",
        R"({"projects": [{"code": "PJ023275", "name": "X",
            "aliases": {"codes": [1]}}]})",
        R"({"projects": [{"code": "PJ023275", "name": "X",
            "usage_count": "9"}]})",
        R"({"projects": [{"code": "PJ023275", "name": "X"},
                         {"code": "pj023275", "name": "Y"}]})",
        R"({"projects": [], "normalization_rules": []})",
        R"({"projects": [], "normalization_rules":
            {"code_patterns": {"uppercase": 1}}})"}) {
    const auto master = ParseProjectMaster(text, "mine.json");
    ASSERT_FALSE(master.has_value()) << text;
    EXPECT_EQ(master.error().code, ErrorCode::kCorruption);
    EXPECT_TRUE(master.error().message.starts_with("mine.json: "));
  }
}

TEST(ProjectMaster, FindsCodesInAnyCase) {
  const auto master = ParseProjectMaster(kFile, "a");
  ASSERT_NE(master->Find("SPS1995"), nullptr);
  EXPECT_EQ(master->Find("SPS1995")->code, "sps1995");
  EXPECT_EQ(master->Find("pjO23275")->code, "PJ023275");
  EXPECT_EQ(master->Find("PJ02327S"), nullptr);  // an alias
  EXPECT_EQ(ProjectMaster{}.Find("PJ023275"), nullptr);
}

TEST(AddProject, KeepsTheOrderAndRefusesWhatIsThere) {
  ProjectMaster master;
  ASSERT_TRUE(
      AddProject(&master, {"PJ2000", " B  b ", {}, {}, {}}).has_value());
  ASSERT_TRUE(
      AddProject(&master, {"PJ1000", "A", {"PJ1001"}, {}, {}}).has_value());
  EXPECT_EQ(master.projects[0].code, "PJ1000");
  EXPECT_EQ(master.projects[1].name, "B b");
  for (const char* code : {"PJ1000", "pj2000", "PJ1001", "DESIGN", ""}) {
    const ProjectMaster before = master;
    const Status added = AddProject(&master, {code, "X", {}, {}, {}});
    ASSERT_FALSE(added.has_value()) << code;
    EXPECT_EQ(added.error().code, ErrorCode::kInvalidArgument);
    EXPECT_EQ(master, before);
  }
  EXPECT_FALSE(AddProject(&master, {"PJ3000", " ", {}, {}, {}}).has_value());
}

TEST(ImportProjects, AddsWhatIsAbsentOnly) {
  ProjectMaster master;
  ASSERT_TRUE(AddProject(&master, {"PJ023275", "Old", {"PJ999999"}, {}, {}})
                  .has_value());
  const NamedCode rows[] = {{"PJ023275", "New"},   {"PJ024483", "Till"},
                            {"pj024483", "Other"}, {"", "No code"},
                            {"PJ024484", ""},      {"PJ999999", "Alias"},
                            {"DESIGN", "Label"},   {"A1000", "First"}};
  const ImportReport report = ImportProjects(&master, rows);
  EXPECT_EQ(report.added, 2U);
  EXPECT_EQ(report.skipped, 2U);
  EXPECT_EQ(report.refused, 1U);
  EXPECT_EQ(report.total, 3U);
  EXPECT_EQ(master.projects[0].code, "A1000");
  EXPECT_EQ(master.Find("PJ023275")->name, "Old");
  EXPECT_EQ(master.Find("PJ024483")->name, "Till");
  // Again: nothing new.
  const ProjectMaster before = master;
  EXPECT_EQ(ImportProjects(&master, rows).added, 0U);
  EXPECT_EQ(master, before);
}

TEST(AddProject, RefusesTheAliasOfAnother) {
  ProjectMaster master;
  ASSERT_TRUE(
      AddProject(&master, {"PJ1000", "A", {"PJ1001"}, {}, {}}).has_value());
  for (const char* alias : {"PJ1000", "pj1001"}) {
    const Status added =
        AddProject(&master, {"PJ2000", "B", {"PJ2001", alias}, {}, {}});
    ASSERT_FALSE(added.has_value()) << alias;
    EXPECT_EQ(added.error().message,
              "the alias '" + std::string(alias) +
                  "' of project PJ2000 belongs to PJ1000");
  }
  EXPECT_EQ(master.projects.size(), 1U);
}

TEST(ImportProjects, TakesAFilesProjectsWithTheirAliases) {
  ProjectMaster master;
  ASSERT_TRUE(AddProject(&master, {"PJ1000", "Mine", {}, {}, 3}).has_value());
  const std::vector<MasterProject> file = {
      {"PJ1000", "Theirs", {"PJ1001"}, {}, 9},
      {"PJ2000", "B", {"PJ2001"}, {"Bee"}, 4},
      {"PJ3000", "C", {"PJ1000"}, {}, {}}};
  const MasterImport report = ImportProjects(&master, file);
  EXPECT_EQ(report.added, 1U);
  EXPECT_EQ(report.skipped, 1U);
  EXPECT_EQ(report.refused,
            std::vector<std::string>{
                "the alias 'PJ1000' of project PJ3000 belongs to PJ1000"});
  EXPECT_EQ(report.total, 2U);
  EXPECT_EQ(master.projects[0], (MasterProject{"PJ1000", "Mine", {}, {}, 3}));
  EXPECT_EQ(master.projects[1], file[1]);
}

TEST(MergeProjects, LeavesAliasesBehind) {
  ProjectMaster master;
  ASSERT_TRUE(
      AddProject(&master, {"PJ1000", "Till (PJ1000)", {"PJ1009"}, {"T"}, 3})
          .has_value());
  ASSERT_TRUE(
      AddProject(&master, {"PJ2000", "Till Refresh", {}, {}, 4}).has_value());
  ASSERT_TRUE(MergeProjects(&master, "pj1000", "PJ2000").has_value());
  ASSERT_EQ(master.projects.size(), 1U);
  EXPECT_EQ(master.projects[0], (MasterProject{"PJ2000",
                                               "Till Refresh",
                                               {"PJ1000", "PJ1009"},
                                               {"Till (PJ1000)", "T"},
                                               7}));
}

TEST(MergeProjects, RefusesTheUnknownAndItself) {
  ProjectMaster master;
  ASSERT_TRUE(AddProject(&master, {"PJ1000", "A", {}, {}, {}}).has_value());
  EXPECT_EQ(MergeProjects(&master, "PJ2000", "PJ1000").error().code,
            ErrorCode::kNotFound);
  EXPECT_EQ(MergeProjects(&master, "PJ1000", "PJ2000").error().code,
            ErrorCode::kNotFound);
  EXPECT_EQ(MergeProjects(&master, "PJ1000", "pj1000").error().code,
            ErrorCode::kInvalidArgument);
  EXPECT_EQ(master.projects.size(), 1U);
}

TEST(BaseName, IsWithoutTheCode) {
  EXPECT_EQ(BaseName("Till (PJ1000)"), "Till");
  EXPECT_EQ(BaseName("Till (sps1995)"), "Till");
  EXPECT_EQ(BaseName("Till (DESIGN)"), "Till");
  EXPECT_EQ(BaseName("Till (Phase two)"), "Till (Phase two)");
  EXPECT_EQ(BaseName(" Till  Refresh "), "Till Refresh");
}

}  // namespace
}  // namespace rescan::timesheet
