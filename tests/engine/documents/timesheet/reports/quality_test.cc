#include "engine/documents/timesheet/reports/quality.h"

#include <gtest/gtest.h>

namespace rescan::timesheet::reports {
namespace {

EntryRecord Row(const std::string& code, const std::string& name,
                const std::string& person = "Avery Brooks") {
  EntryRecord entry;
  entry.person = person;
  entry.key = entry.code = code;
  entry.name = name;
  entry.hours = 750;
  return entry;
}

std::vector<std::string> IssuesOf(const EntryRecord& entry) {
  Timesheets sheets;
  sheets.entries = {entry};
  std::vector<std::string> names;
  for (const QualityFinding& finding : CheckQuality(sheets).findings) {
    EXPECT_FALSE(finding.description.empty());
    names.emplace_back(QualityIssueName(finding.issue));
  }
  return names;
}

TEST(QualityTest, NamesWhatIsWrong) {
  struct Case {
    std::string code, name;
    std::vector<std::string> issues;
  };
  const std::vector<Case> cases = {
      {"PJ023275", "IN Renewal - HPE (PJ023275)", {}},
      {"PJ023275", "(NDA) Core (Parent) (PJ023275)", {}},
      {"sps1995", "Store Refit (sps1995)", {}},
      {"PJ023275", "Core (pjo23275)", {}},  // as codes are compared
      {"PJ023275", "Core", {"MISSING_CODE"}},
      {"PJ023275", "Core (Parent)", {"MISSING_CODE"}},
      {"PJ023275", "", {"MISSING_CODE"}},
      {"PJ023275", "Core (PJ023276)", {"WRONG_CODE"}},
      {"PJ023275", "Core (DESIGN)", {"CATEGORY_LABEL"}},
      {"PJ924483", "Core (PJ924483)", {"SUSPECTED_CODE"}},
      {"PJ02327", "Core (PJ02327)", {"SUSPECTED_CODE"}},
      {"DATA0114", "Core (DATA0114)", {"UNUSUAL_CODE"}},
      {"PJ924483", "Core", {"MISSING_CODE", "SUSPECTED_CODE"}},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(IssuesOf(Row(c.code, c.name)), c.issues) << c.code << c.name;
  }
}

TEST(QualityTest, NamesWhatIsUnreadable) {
  EntryRecord entry = Row("PJ023275", "Core (PJ023275)");
  entry.hours.reset();
  entry.raw = "7.S0";
  Timesheets sheets;
  sheets.entries = {entry};
  const QualityReport report = CheckQuality(sheets);
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(report.findings[0].issue, QualityIssue::kUnreadableHours);
  EXPECT_NE(report.findings[0].description.find("7.S0"), std::string::npos);
  entry = Row("", "Core");
  entry.key = "?1";
  EXPECT_EQ(IssuesOf(entry), std::vector<std::string>{"UNREADABLE_CODE"});
}

TEST(QualityTest, CountsRowsAndPeople) {
  Timesheets sheets;
  sheets.entries = {Row("PJ023275", "Core (PJ023275)", "Jo Ash"),
                    Row("PJ923275", "Core", "Jo Ash"),
                    Row("PJ023275", "Core", "Avery Brooks"),
                    Row("PJ923275", "Core (PJ923275)", "Avery Brooks"),
                    Row("PJ023275", "Core", "Zoe Quill")};
  const QualityReport report = CheckQuality(sheets);
  EXPECT_EQ(report.rows, 5u);
  EXPECT_EQ(report.violations, 3u);
  EXPECT_EQ(report.suspected, 2u);
  EXPECT_EQ(report.faulty, 4u);
  EXPECT_EQ(report.findings.size(), 5u);
  EXPECT_EQ(report.issues.at(QualityIssue::kMissingCode), 3u);
  EXPECT_EQ(report.people,
            (std::vector<std::pair<std::string, std::size_t>>{
                {"Avery Brooks", 2}, {"Jo Ash", 1}, {"Zoe Quill", 1}}));
}

TEST(QualityTest, NoRowsAreNoFault) {
  const QualityReport report = CheckQuality({});
  EXPECT_EQ(report.rows, 0u);
  EXPECT_EQ(report.faulty, 0u);
  EXPECT_TRUE(report.findings.empty());
}

}  // namespace
}  // namespace rescan::timesheet::reports
