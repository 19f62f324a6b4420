// The committed sample sheets, by the texts of their truth: what a page reader
// without a mistake would hand over.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "engine/documents/timesheet/dates.h"
#include "engine/documents/timesheet/interpret.h"
#include "engine/documents/timesheet/validate.h"
#include "tests/engine/documents/timesheet/sheet_builder.h"

namespace rescan::timesheet {
namespace {

using nlohmann::json;

// The row of a subtask; its parent's row stands before the first.
RawRow& RowOf(const json& field, const json& projects, RawSheet* raw) {
  std::size_t row = 0;
  const auto project = field.at("project").get<std::size_t>();
  for (std::size_t i = 0; i < project; ++i) {
    row += 1 + projects.at(i).at("subtasks").size();
  }
  if (field.contains("subtask")) {
    row += 1 + field.at("subtask").get<std::size_t>();
  }
  return raw->rows.at(row);
}

void TakeField(const json& field, const json& projects, RawSheet* raw) {
  const std::string kind = field.at("field").get<std::string>();
  const ReadField text = Text(field.at("text").get<std::string>());
  const std::size_t day = field.value("day", std::size_t{0});
  if (kind == "resource_name") raw->name = text;
  if (kind == "job_title") raw->job_title = text;
  if (kind == "date_range") raw->date_range = text;
  if (kind == "status") raw->status = text;
  if (kind == "project_time") raw->percent = text;
  if (kind == "header_day") raw->days.at(day).label = text;
  if (kind == "daily_total") raw->days.at(day).total = text;
  if (kind == "weekly_total") raw->weekly_total = text;
  if (!field.contains("project")) return;
  RawRow& row = RowOf(field, projects, raw);
  if (kind == "project_name" || kind == "subtask_name") row.name = text;
  if (kind == "cell") row.cells.at(day) = text;
  if (kind == "row_total") row.total = text;
  if (kind == "posted_actuals") row.posted_actuals = text;
}

RawSheet FromTruth(const json& truth) {
  RawSheet raw;
  const json projects = truth.value("projects", json::array());
  raw.header_found = raw.grid_found = !projects.empty();
  raw.percent_by_marker = truth.at("project_time").get<double>();
  for (const json& project : projects) {
    RawRow parent;
    parent.bold = parent.chevron = true;
    raw.rows.push_back(parent);
    RawRow child;
    child.bold = child.chevron = false;
    raw.rows.insert(raw.rows.end(), project.at("subtasks").size(), child);
  }
  for (const json& field : truth.at("fields")) {
    TakeField(field, projects, &raw);
  }
  return raw;
}

Verdict ExpectedVerdict(const std::string& expectation) {
  if (expectation == "wrong_day") return Verdict::kInvalid;
  for (const Verdict verdict :
       {Verdict::kStore, Verdict::kZeroHour, Verdict::kRejectedStatus}) {
    if (expectation == VerdictName(verdict)) return verdict;
  }
  ADD_FAILURE() << "unknown expectation " << expectation;
  return Verdict::kNotReadable;
}

void CheckSample(const json& truth) {
  const Interpretation result = Interpret(FromTruth(truth), {});
  const auto expectation = truth.at("expectation").get<std::string>();
  EXPECT_EQ(result.verdict, ExpectedVerdict(expectation)) << Describe(result);
  EXPECT_EQ(HasRule(result.findings, "V0"), expectation == "wrong_day");
  EXPECT_EQ(result.sheet.person.value,
            truth.at("resource_name").get<std::string>());
  ASSERT_TRUE(result.sheet.week.value.has_value());
  EXPECT_EQ(FormatDay(*result.sheet.week.value),
            truth.at("week_start").get<std::string>());
  if (result.verdict != Verdict::kStore) return;
  const json& projects = truth.at("projects");
  ASSERT_EQ(result.sheet.projects.size(), projects.size());
  for (std::size_t i = 0; i < projects.size(); ++i) {
    EXPECT_EQ(result.sheet.projects[i].code.value,
              projects[i].at("code").get<std::string>());
    EXPECT_EQ(HoursOf(result, i),
              projects[i].at("hours_by_day").get<DayHours>());
  }
}

TEST(Samples, AreInterpretedAsTheirTruthExpects) {
  const std::filesystem::path folder =
      std::string(RESCAN_SOURCE_DIR) + "/data/samples";
  int sheets = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with("timesheet-") || !name.ends_with(".truth.json")) {
      continue;
    }
    SCOPED_TRACE(name);
    std::ifstream file(entry.path());
    CheckSample(json::parse(file).at("timesheet"));
    ++sheets;
  }
  EXPECT_GE(sheets, 12);
}

}  // namespace
}  // namespace rescan::timesheet
