#include "engine/documents/timesheet/rows.h"

#include <gtest/gtest.h>

#include "engine/documents/timesheet/doubted.h"
#include "engine/documents/timesheet/interpret.h"
#include "engine/documents/timesheet/validate.h"
#include "tests/engine/documents/timesheet/sheet_builder.h"

namespace rescan::timesheet {
namespace {

enum class Hint { kNone, kParent, kChild };

RawRow Row(const std::string& name, Hint hint, bool hours) {
  RawRow row;
  row.name = Text(name);
  if (hint != Hint::kNone) {
    row.bold = row.chevron = hint == Hint::kParent;
    row.indented = hint == Hint::kChild;
  }
  if (hours) row.cells[0] = Text("7.50");
  return row;
}

TEST(RowKind, ByAllSigns) {
  struct {
    const char* name;
    Hint hint;
    bool hours;
    RowKind kind;
  } const cases[] = {
      {"IN Renewal - HPE (PJ023275)", Hint::kParent, false, RowKind::kParent},
      {"IN Renewal - HPE (PJ023275)", Hint::kNone, false, RowKind::kParent},
      {"IN Renewal - HPE (PJ023275)", Hint::kNone, true, RowKind::kParent},
      {"IN Renewal - HPE (PJ023275)", Hint::kChild, false, RowKind::kParent},
      {"IN Renewal (PJ023275)", Hint::kChild, true, RowKind::kDoubtfulParent},
      {"Store Refit (sps1995)", Hint::kNone, false, RowKind::kParent},
      {"Design (DESIGN)", Hint::kChild, true, RowKind::kChild},
      {"Design (DESIGN)", Hint::kChild, false, RowKind::kChild},
      {"Design (DESIGN)", Hint::kNone, true, RowKind::kChild},
      {"X (DESIGN)", Hint::kParent, false, RowKind::kDoubtfulParent},
      {"Till (SCR1476)", Hint::kParent, false, RowKind::kParent},
      {"Till (SCR1476)", Hint::kNone, false, RowKind::kParent},
      {"Till (SCR1476)", Hint::kNone, true, RowKind::kDoubtfulParent},
      {"Till (SCR1476)", Hint::kChild, false, RowKind::kDoubtfulParent},
      {"Till (SCR1476)", Hint::kChild, true, RowKind::kDoubtfulChild},
      {"Store Refit", Hint::kParent, false, RowKind::kParent},
      {"Store Refit", Hint::kNone, false, RowKind::kDoubtfulParent},
      {"Analysis (ANALYSIS)", Hint::kChild, true, RowKind::kChild},
      {"Analysis (ANALYSIS)", Hint::kChild, false, RowKind::kChild},
      {"Analysis", Hint::kNone, true, RowKind::kDoubtfulChild},
      {"Analysis", Hint::kChild, true, RowKind::kChild},
      {"vw", Hint::kChild, false, RowKind::kDoubtfulChild},
      {"", Hint::kNone, false, RowKind::kIgnored},
      {"Project Time", Hint::kNone, true, RowKind::kIgnored},
  };
  for (const auto& test : cases) {
    EXPECT_EQ(ClassifyRow(Row(test.name, test.hint, test.hours)), test.kind)
        << test.name << " hint " << static_cast<int>(test.hint) << " hours "
        << test.hours;
  }
}

TEST(Projects, HaveTheirSubtasks) {
  Findings findings;
  const std::vector<Project> projects =
      AssembleProjects(Draw(SampleA()).rows, &findings);
  ASSERT_EQ(projects.size(), 1U);
  EXPECT_EQ(projects[0].code.value, "PJ023275");
  EXPECT_EQ(projects[0].code.raw, "PJ023275");
  EXPECT_EQ(projects[0].key, "PJ023275");
  EXPECT_EQ(projects[0].name.value, "IN Renewal - HPE (PJ023275)");
  ASSERT_EQ(projects[0].tasks.size(), 1U);
  EXPECT_EQ(projects[0].tasks[0].cells[1].value, 2250);
  EXPECT_EQ(projects[0].tasks[0].total->value, 5250);
  EXPECT_TRUE(findings.empty());
}

TEST(Projects, WithHoursInTheParentsOwnRow) {
  Findings findings;
  const RawRow rows[] = {Row("A (PJ100001)", Hint::kParent, true)};
  const std::vector<Project> projects = AssembleProjects(rows, &findings);
  ASSERT_EQ(projects.size(), 1U);
  ASSERT_EQ(projects[0].tasks.size(), 1U);
  EXPECT_TRUE(projects[0].tasks[0].parent_row);
}

TEST(Projects, WithoutACodeAreRaised) {
  Findings findings;
  const RawRow rows[] = {Row("A (PJ100001)", Hint::kParent, false),
                         Row("Design (DESIGN)", Hint::kChild, true),
                         Row("Store Refit", Hint::kParent, false),
                         Row("Design (DESIGN)", Hint::kChild, true)};
  const std::vector<Project> projects = AssembleProjects(rows, &findings);
  ASSERT_EQ(projects.size(), 2U);
  EXPECT_EQ(projects[1].code.state, ValueState::kUnreadable);
  EXPECT_EQ(projects[1].key, "");
  EXPECT_EQ(projects[1].tasks.size(), 1U);
  EXPECT_TRUE(HasRule(findings, "V6"));
}

TEST(Projects, WithUnreadableNamesAreNotJoined) {
  Findings findings;
  RawRow parent = Row("", Hint::kParent, false);
  parent.name = Unreadable();
  const RawRow rows[] = {parent, Row("Design (DESIGN)", Hint::kChild, true),
                         parent, Row("Design (DESIGN)", Hint::kChild, true)};
  EXPECT_EQ(AssembleProjects(rows, &findings).size(), 2U);
}

TEST(Projects, OfHoursBeforeTheFirstParent) {
  Findings findings;
  const RawRow rows[] = {Row("Design (DESIGN)", Hint::kChild, true),
                         Row("A (PJ100001)", Hint::kParent, false)};
  const std::vector<Project> projects = AssembleProjects(rows, &findings);
  ASSERT_EQ(projects.size(), 2U);
  EXPECT_EQ(projects[0].code.state, ValueState::kUnreadable);
  EXPECT_TRUE(HasRule(findings, "V6"));
}

TEST(Projects, WithAChevronReadAsALetter) {
  for (const char* mark : {"v ", "v_ ", "> "}) {
    Findings findings;
    const RawRow rows[] = {
        Row(std::string(mark) + "Store Refit (sps1995)", Hint::kParent, false)};
    const std::vector<Project> projects = AssembleProjects(rows, &findings);
    ASSERT_EQ(projects.size(), 1U);
    EXPECT_EQ(projects[0].name.value, "Store Refit (sps1995)") << mark;
    EXPECT_EQ(projects[0].name.state, ValueState::kCorrected);
  }
}

TEST(Projects, CodesAsPrinted) {
  struct {
    const char* name;
    const char* code;
    const char* key;
    ValueState state;
  } const cases[] = {
      {"X (sps1995)", "sps1995", "SPS1995", ValueState::kOk},
      {"X (PJO2I931)", "PJ021931", "PJ021931", ValueState::kCorrected},
      {"X (PJ 023275)", "PJ023275", "PJ023275", ValueState::kCorrected},
      {"X [PJ023275)", "PJ023275", "PJ023275", ValueState::kCorrected},
      {"X (S(CR1476)", "CR1476", "CR1476", ValueState::kNeedsReview},
      {"X ( CR1476)", "CR1476", "CR1476", ValueState::kNeedsReview},
      {"X ( PJ023275 )", "PJ023275", "PJ023275", ValueState::kOk},
      {"X (PJ023275) b", "PJ023275", "PJ023275", ValueState::kNeedsReview},
      {"X (PJ023275", "PJ023275", "PJ023275", ValueState::kNeedsReview},
      {"(NDA) X (Parent) (REAG042910)", "REAG042910", "REAG042910",
       ValueState::kOk},
  };
  for (const auto& test : cases) {
    Findings findings;
    const RawRow rows[] = {Row(test.name, Hint::kParent, false)};
    const std::vector<Project> projects = AssembleProjects(rows, &findings);
    ASSERT_EQ(projects.size(), 1U);
    EXPECT_EQ(projects[0].code.value, test.code) << test.name;
    EXPECT_EQ(projects[0].key, test.key) << test.name;
    EXPECT_EQ(projects[0].code.state, test.state) << test.name;
  }
}

TEST(Projects, WordsInParenthesesAreNoCode) {
  for (const char* name : {"Till (Phase 2)", "Till (2025)", "Till (HPE)",
                           "Till (Q1)", "Till ()", "Till (PJ)"}) {
    Findings findings;
    const RawRow rows[] = {Row(name, Hint::kParent, false)};
    const std::vector<Project> projects = AssembleProjects(rows, &findings);
    ASSERT_EQ(projects.size(), 1U);
    EXPECT_EQ(projects[0].code.state, ValueState::kUnreadable) << name;
  }
}

TEST(ProjectHours, KeepWhereTheyStood) {
  TrueSheet sheet = OneProject({750, 0, 0, 0, 0, 0, 0});
  sheet.projects[0].tasks.push_back({"Design (DESIGN)", {375, 0, 0, 0, 0}});
  Findings findings;
  std::vector<Project> projects = AssembleProjects(Draw(sheet).rows, &findings);
  SumProjectHours(&projects, &findings);
  const HoursValue& monday = projects[0].hours[0];
  EXPECT_EQ(monday.value, 1125);
  EXPECT_EQ(monday.raw, "7.50 + 3.75");
  EXPECT_EQ(monday.box, (PixelBox{600, 599, 60, 58}));
  EXPECT_EQ(projects[0].hours[1].raw, "");
  EXPECT_EQ(projects[0].hours[1].value, 0);
}

TEST(ProjectHours, WithAnUnreadableCellHaveNoValue) {
  TrueSheet sheet = OneProject({750, 0, 0, 0, 0, 0, 0});
  sheet.projects[0].tasks.push_back({"Design (DESIGN)", {375, 0, 0, 0, 0}});
  RawSheet raw = Draw(sheet);
  raw.rows[1].cells[0] = Unreadable();
  Findings findings;
  std::vector<Project> projects = AssembleProjects(raw.rows, &findings);
  SumProjectHours(&projects, &findings);
  EXPECT_EQ(projects[0].hours[0].value, std::nullopt);
  EXPECT_EQ(projects[0].hours[0].state, ValueState::kUnreadable);
}

TEST(ProjectHours, AboveADayNeedReview) {
  TrueSheet sheet = OneProject({2000, 0, 0, 0, 0, 0, 0});
  sheet.projects[0].tasks.push_back({"Design (DESIGN)", {2000, 0, 0, 0, 0}});
  Findings findings;
  std::vector<Project> projects = AssembleProjects(Draw(sheet).rows, &findings);
  SumProjectHours(&projects, &findings);
  EXPECT_EQ(projects[0].hours[0].state, ValueState::kNeedsReview);
  EXPECT_TRUE(HasRule(findings, "hours.excessive"));
}

TEST(ProjectCode, ThatTheInkDoesNotBearOutNeedsReview) {
  RawSheet raw = Draw(OneProject({750, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(Interpret(raw, {}).verdict, Verdict::kStore);
  raw.rows[0].name.confidence = kDoubted;
  const Interpretation result = Interpret(raw, {});
  EXPECT_EQ(result.verdict, Verdict::kNeedsReview) << Describe(result);
  Findings findings;
  const auto projects = AssembleProjects(raw.rows, &findings);
  EXPECT_EQ(projects[0].code.state, ValueState::kNeedsReview);
  EXPECT_TRUE(projects[0].code.value.has_value());
  EXPECT_TRUE(HasRule(findings, "code.doubtful"));
}

}  // namespace
}  // namespace rescan::timesheet
