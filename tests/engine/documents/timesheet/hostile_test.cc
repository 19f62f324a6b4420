// Any bytes, of any number.
#include <gtest/gtest.h>

#include <string>

#include "engine/documents/timesheet/bank_holidays.h"
#include "engine/documents/timesheet/entries.h"
#include "engine/documents/timesheet/interpret.h"
#include "kernels/base/text.h"
#include "tests/engine/documents/timesheet/sheet_builder.h"
#include "tests/support/random.h"

namespace rescan::timesheet {
namespace {

Dictionaries Known() {
  Dictionaries dictionaries;
  dictionaries.roster.members = {"Avery Brooks", "Neil Halloway"};
  EXPECT_TRUE(AddProject(&dictionaries.projects,
                         {"PJ023275", "IN Renewal - HPE", {}, {}, {}})
                  .has_value());
  return dictionaries;
}

std::vector<ReadField*> AllFields(RawSheet* raw) {
  std::vector<ReadField*> fields = {&raw->name, &raw->job_title,
                                    &raw->date_range, &raw->status,
                                    &raw->percent};
  for (RawDay& day : raw->days) {
    fields.push_back(&day.label);
    fields.push_back(&day.total);
  }
  if (raw->weekly_total) fields.push_back(&*raw->weekly_total);
  for (RawRow& row : raw->rows) {
    fields.push_back(&row.name);
    for (ReadField& cell : row.cells) fields.push_back(&cell);
    if (row.total) fields.push_back(&*row.total);
  }
  return fields;
}

void ExpectSafe(const Interpretation& result) {
  const auto expect_text = [](const std::string& text) {
    EXPECT_TRUE(IsValidUtf8(text));
    EXPECT_LT(text.size(), 100'000U);
  };
  const Sheet& sheet = result.sheet;
  for (const TextValue* value :
       {&sheet.person, &sheet.job_title, &sheet.date_range, &sheet.status}) {
    expect_text(value->raw);
    expect_text(value->value.value_or(""));
  }
  for (const Finding& finding : result.findings) expect_text(finding.message);
  for (const std::string& reason : result.reasons) expect_text(reason);
  EXPECT_LE(result.findings.size(), 201U);
  EXPECT_FALSE(result.reasons.empty());
  for (const Project& project : sheet.projects) {
    expect_text(project.code.raw);
    expect_text(project.code.value.value_or(""));
    expect_text(project.name.value.value_or(""));
    for (const HoursValue& hours : project.hours) expect_text(hours.raw);
    for (const Task& task : project.tasks) expect_text(task.name);
  }
}

TEST(Hostile, RandomBytesInEveryField) {
  std::mt19937 rng(support::Seed(6001));
  const Dictionaries dictionaries = Known();
  for (int round = 0; round < 500; ++round) {
    RawSheet raw = Draw(SampleA());
    for (ReadField* field : AllFields(&raw)) {
      field->text = support::RandomBytes(rng, support::Below(rng, 40));
    }
    const Interpretation result = Interpret(raw, dictionaries);
    ExpectSafe(result);
    EXPECT_NE(result.verdict, Verdict::kStore);
  }
}

TEST(Hostile, RandomBytesInOneField) {
  std::mt19937 rng(support::Seed(6002));
  for (int round = 0; round < 2000; ++round) {
    RawSheet raw = Draw(SampleA());
    const std::vector<ReadField*> fields = AllFields(&raw);
    fields[support::Below(rng, static_cast<std::uint32_t>(fields.size()))]
        ->text = support::RandomBytes(rng, 1 + support::Below(rng, 12));
    ExpectSafe(Interpret(raw, Known()));
  }
}

TEST(Hostile, HugeTextsInEveryField) {
  const Dictionaries dictionaries = Known();
  for (const char* part : {"9", "(", ")", "PJ0", "A ", "-", ".", "\xC3\xA9",
                           "\xFF", "Mon. 1 ", "(PJ023275) "}) {
    std::string huge;
    while (huge.size() < 100'000) huge += part;
    RawSheet raw = Draw(SampleA());
    for (ReadField* field : AllFields(&raw)) field->text = huge;
    const Interpretation result = Interpret(raw, dictionaries);
    ExpectSafe(result);
    EXPECT_NE(result.verdict, Verdict::kStore) << part;
  }
}

TEST(Hostile, TenThousandRows) {
  for (const bool same : {true, false}) {
    RawSheet raw = Draw(SampleA());
    const RawRow child = raw.rows[1];
    for (int i = 0; i < 5000; ++i) {
      RawRow parent = raw.rows[0];
      if (!same) {
        parent.name.text = "Project (PJ" + std::to_string(200000 + i) + ")";
      }
      raw.rows.push_back(std::move(parent));
      raw.rows.push_back(child);
    }
    const Interpretation result = Interpret(raw, Known());
    ExpectSafe(result);
    EXPECT_EQ(result.verdict, Verdict::kInvalid);
    EXPECT_EQ(result.sheet.projects.size(), same ? 1U : 5001U);
    EXPECT_EQ(result.findings.back().rule == "more", !same);
  }
}

TEST(Hostile, DeepJson) {
  const std::string deep(100'000, '[');
  EXPECT_FALSE(ParseProjectMaster(deep, "a").has_value());
  EXPECT_FALSE(ParseRoster(deep, "a").has_value());
  EXPECT_FALSE(ParseBankHolidays(deep, "a").has_value());
  EXPECT_FALSE(ParseRoster("{\"team_members\": [\"\xFF\"]}", "a").has_value());
}

}  // namespace
}  // namespace rescan::timesheet
