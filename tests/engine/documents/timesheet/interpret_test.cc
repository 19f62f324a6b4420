#include "engine/documents/timesheet/interpret.h"

#include <gtest/gtest.h>

#include "engine/documents/timesheet/entries.h"
#include "engine/documents/timesheet/validate.h"
#include "tests/engine/documents/timesheet/sheet_builder.h"

namespace rescan::timesheet {
namespace {

TEST(Interpret, SampleA) {
  const Interpretation result = Interpret(Draw(SampleA()), {});
  EXPECT_EQ(result.verdict, Verdict::kStore) << Describe(result);
  EXPECT_TRUE(result.valid);
  // 52.50 hours of one project.
  EXPECT_EQ(result.summary, "Validation passed with 1 warning");
  EXPECT_TRUE(HasRule(result.findings, "V5"));
  const Sheet& sheet = result.sheet;
  EXPECT_EQ(sheet.person.value, "Avery Brooks");
  EXPECT_EQ(sheet.job_title.value, "Solution Designer");
  EXPECT_EQ(sheet.week.value, D(2025, 9, 22));
  EXPECT_EQ(sheet.status.value, "Posted");
  EXPECT_FALSE(sheet.zero_hour);
  EXPECT_EQ(sheet.weekly_total.value, 5250);
  ASSERT_EQ(sheet.projects.size(), 1U);
  EXPECT_EQ(HoursOf(result, 0), (DayHours{750, 2250, 750, 750, 750, 0, 0}));
  const std::vector<Entry> entries = EntriesOf(sheet);
  ASSERT_EQ(entries.size(), 5U);
  EXPECT_EQ(entries[1].date, D(2025, 9, 23));
  EXPECT_EQ(entries[1].key, "PJ023275");
  EXPECT_EQ(entries[1].name, "IN Renewal - HPE (PJ023275)");
  EXPECT_EQ(entries[1].hours.value, 2250);
  EXPECT_EQ(entries[1].hours.state, ValueState::kOk);
  EXPECT_EQ(entries[1].hours.raw, "22.50");
  EXPECT_GT(entries[1].hours.box.left, entries[0].hours.box.left);
}

TEST(Interpret, SampleB) {
  const Interpretation result = Interpret(Draw(SampleB()), {});
  EXPECT_EQ(result.verdict, Verdict::kZeroHour) << Describe(result);
  EXPECT_TRUE(result.valid);
  EXPECT_EQ(result.summary, "Validation passed");
  EXPECT_TRUE(result.sheet.zero_hour);
  EXPECT_EQ(result.sheet.zero_hour_reason, "ABSENCE");
  EXPECT_EQ(result.sheet.week.value, D(2025, 9, 15));
  EXPECT_TRUE(result.sheet.projects.empty());
  EXPECT_TRUE(EntriesOf(result.sheet).empty());
}

TEST(Interpret, DraftIsRejectedUnderItsStatus) {
  TrueSheet truth = SampleA();
  truth.status = "Submitted";
  const Interpretation result = Interpret(Draw(truth), {});
  EXPECT_EQ(result.verdict, Verdict::kRejectedStatus);
  ASSERT_EQ(result.reasons.size(), 1U);
  EXPECT_NE(result.reasons[0].find("'Submitted'"), std::string::npos);
  // What a rejection is stored under.
  EXPECT_EQ(result.sheet.person.value, "Avery Brooks");
  EXPECT_EQ(result.sheet.week.value, D(2025, 9, 22));
  EXPECT_EQ(result.sheet.date_range.value, "Sep 22 2025 - Sep 28 2025");
  EXPECT_TRUE(EntriesOf(result.sheet).empty());
}

TEST(Interpret, DraftOfAZeroHourWeekIsRejectedToo) {
  TrueSheet truth = SampleB();
  truth.status = "Draft";
  EXPECT_EQ(Interpret(Draw(truth), {}).verdict, Verdict::kRejectedStatus);
}

TEST(Interpret, UnreadableStatusIsAsked) {
  RawSheet raw = Draw(SampleA());
  raw.status = Unreadable();
  const Interpretation result = Interpret(raw, {});
  EXPECT_EQ(result.verdict, Verdict::kNeedsReview);
  EXPECT_TRUE(HasRule(result.findings, "status.doubtful"));
}

TEST(Interpret, WithoutPersonWeekOrTableItIsNotReadable) {
  RawSheet raw = Draw(SampleA());
  raw.name = Unreadable();
  EXPECT_EQ(Interpret(raw, {}).verdict, Verdict::kNotReadable);
  raw = Draw(SampleA());
  raw.date_range = Text("Sep 22 2025 - Sep 27 2025");
  EXPECT_EQ(Interpret(raw, {}).verdict, Verdict::kNotReadable);
  raw = Draw(SampleA());
  raw.rows.clear();
  raw.header_found = raw.grid_found = false;
  EXPECT_EQ(Interpret(raw, {}).verdict, Verdict::kNotReadable);
  const Interpretation nothing = Interpret({}, {});
  EXPECT_NE(nothing.verdict, Verdict::kStore);
  EXPECT_FALSE(nothing.reasons.empty());
}

// What else is missing follows from it.
TEST(Interpret, ADefectOfThePictureIsTheReason) {
  RawSheet raw;
  raw.name = raw.date_range = raw.status = raw.percent = Unreadable();
  raw.defect = "the picture is upside down";
  const Interpretation read = Interpret(raw, {});
  EXPECT_EQ(read.verdict, Verdict::kNotReadable);
  ASSERT_EQ(read.reasons.size(), 1U);
  EXPECT_EQ(read.reasons[0], raw.defect);
  // Nothing is stored of one that could be read either.
  RawSheet whole = Draw(SampleA());
  whole.defect = raw.defect;
  EXPECT_EQ(Interpret(whole, {}).verdict, Verdict::kNotReadable);
}

TEST(Interpret, LostDecimalPointsAreProvedByTheSums) {
  RawSheet raw = Draw(SampleA());
  for (ReadField& cell : raw.rows[1].cells) {
    std::erase(cell.text, '.');
  }
  const Interpretation result = Interpret(raw, {});
  EXPECT_EQ(result.verdict, Verdict::kStore) << Describe(result);
  EXPECT_EQ(HoursOf(result, 0), (DayHours{750, 2250, 750, 750, 750, 0, 0}));
  const HoursValue& tuesday = result.sheet.projects[0].hours[1];
  EXPECT_EQ(tuesday.state, ValueState::kCorrected);
  EXPECT_EQ(
      tuesday.corrections,
      (std::vector<Correction>{{"hours.missing_point", "2250", "22.50"}}));
}

TEST(Interpret, CorrectionsWithoutProofNeedReview) {
  RawSheet raw = Draw(SampleA());
  raw.rows[1].cells[1].text = "2260";
  const Interpretation result = Interpret(raw, {});
  EXPECT_EQ(result.verdict, Verdict::kInvalid);
  EXPECT_EQ(result.sheet.projects[0].hours[1].state, ValueState::kNeedsReview);
  EXPECT_TRUE(result.sheet.projects[0].hours[1].corrected());
}

TEST(Interpret, UnreadableCellIsNeitherZeroNorDerived) {
  RawSheet raw = Draw(SampleA());
  raw.rows[1].cells[3] = Unreadable();
  const Interpretation result = Interpret(raw, {});
  EXPECT_EQ(result.verdict, Verdict::kNeedsReview) << Describe(result);
  EXPECT_EQ(result.sheet.projects[0].hours[3].value, std::nullopt);
  const std::vector<Entry> entries = EntriesOf(result.sheet);
  ASSERT_EQ(entries.size(), 5U);
  EXPECT_EQ(entries[3].hours.state, ValueState::kUnreadable);
}

TEST(Interpret, PageWithoutATotalColumnIsStored) {
  TrueSheet truth = SampleA();
  truth.total_column = false;
  const Interpretation result = Interpret(Draw(truth), {});
  EXPECT_EQ(result.verdict, Verdict::kStore) << Describe(result);
  EXPECT_TRUE(HasRule(result.findings, "header.without_total"));
  RawSheet raw = Draw(truth);
  raw.rows[1].cells[0] = Text("7.51");
  EXPECT_EQ(Interpret(raw, {}).verdict, Verdict::kNeedsReview);
}

TEST(Interpret, PageThatEndsBeforeTheTotalIsAsked) {
  TrueSheet truth = SampleA();
  truth.total_column = truth.posted_column = false;
  const Interpretation result = Interpret(Draw(truth), {});
  EXPECT_EQ(result.verdict, Verdict::kNeedsReview) << Describe(result);
  EXPECT_EQ(HoursOf(result, 0), (DayHours{750, 2250, 750, 750, 750, 0, 0}));
}

TEST(Interpret, OffByOneHundredthPassesTheRulesButNotUnseen) {
  RawSheet raw = Draw(SampleA());
  raw.rows[1].cells[0].text = "7.51";
  const Interpretation result = Interpret(raw, {});
  EXPECT_TRUE(result.valid) << Describe(result);
  EXPECT_EQ(result.verdict, Verdict::kNeedsReview);
}

TEST(Interpret, CellsExchangedBetweenRowsAreNotProved) {
  RawSheet raw = Draw(Projects({{750}, {300}}));
  std::swap(raw.rows[1].cells[0], raw.rows[3].cells[0]);
  // Every day and the week agree; the rows' Totals do not.
  const Interpretation result = Interpret(raw, {});
  EXPECT_EQ(result.verdict, Verdict::kInvalid);
  for (const Project& project : result.sheet.projects) {
    EXPECT_EQ(project.hours[0].state, ValueState::kNeedsReview);
  }
}

TEST(Interpret, HoursUnderADoubtfulRowAreNotProved) {
  RawSheet raw = Draw(Projects({{750}, {300}}));
  raw.rows[3].name = Text("Till (SCR1476)");
  const Interpretation result = Interpret(raw, {});
  EXPECT_EQ(result.verdict, Verdict::kNeedsReview);
  EXPECT_EQ(result.sheet.projects[0].hours[0].state, ValueState::kOk);
  EXPECT_EQ(result.sheet.projects[1].hours[0].state, ValueState::kNeedsReview);
}

TEST(Interpret, SixDayColumnsAreAsked) {
  RawSheet raw = Draw(SampleA());
  raw.day_columns = 6;
  raw.days[6] = {Unreadable(), Unreadable()};
  raw.rows[1].cells[6] = Unreadable();
  const Interpretation result = Interpret(raw, {});
  EXPECT_EQ(result.verdict, Verdict::kNeedsReview) << Describe(result);
  EXPECT_TRUE(HasRule(result.findings, "V6"));
}

TEST(Interpret, HeaderThatWasNotFoundIsNoHeaderOfZeros) {
  RawSheet raw = Draw(SampleA());
  raw.header_found = false;
  for (RawDay& day : raw.days) day = {};
  raw.weekly_total = std::nullopt;
  const Interpretation result = Interpret(raw, {});
  EXPECT_EQ(result.verdict, Verdict::kNeedsReview) << Describe(result);
  // Nothing was dropped because of it.
  EXPECT_EQ(HoursOf(result, 0), (DayHours{750, 2250, 750, 750, 750, 0, 0}));
}

TEST(Interpret, SixtyHoursAreAskedMoreAreInvalid) {
  const DayHours ten = {1000, 1000, 1000, 1000, 1000, 0, 0};
  DayHours two = {200, 200, 200, 200, 200, 0, 0};
  const Interpretation sixty = Interpret(Draw(Projects({ten, two})), {});
  EXPECT_TRUE(sixty.valid);
  EXPECT_EQ(sixty.verdict, Verdict::kNeedsReview) << Describe(sixty);
  two[0] = 201;
  const Interpretation more = Interpret(Draw(Projects({ten, two})), {});
  EXPECT_EQ(more.verdict, Verdict::kInvalid);
  EXPECT_TRUE(HasRule(more.findings, "V4"));
}

TEST(Interpret, UnknownBankHolidayYearIsAWarning) {
  Dictionaries dictionaries;
  dictionaries.holidays.years = {2024};
  const Interpretation result = Interpret(Draw(SampleA()), dictionaries);
  EXPECT_TRUE(HasRule(result.findings, "bank_holidays.year_missing"));
  EXPECT_EQ(result.verdict, Verdict::kStore) << Describe(result);
  // A week over the turn of the year needs both.
  dictionaries.holidays.years = {2025};
  TrueSheet truth = SampleA();
  truth.monday = D(2025, 12, 29);
  EXPECT_TRUE(HasRule(Interpret(Draw(truth), dictionaries).findings,
                      "bank_holidays.year_missing"));
}

TEST(Interpret, CodeOfTheListIsRepairedAndNamed) {
  Dictionaries dictionaries;
  ASSERT_TRUE(AddProject(&dictionaries.projects,
                         {"PJ023275", "IN Renewal - HPE", {}, {}, {}})
                  .has_value());
  RawSheet raw = Draw(SampleA());
  raw.rows[0].name.text = "IN Renewal - HPE (PJ028275)";
  const Interpretation result = Interpret(raw, dictionaries);
  EXPECT_EQ(result.verdict, Verdict::kStore) << Describe(result);
  const Project& project = result.sheet.projects[0];
  EXPECT_EQ(project.code.value, "PJ023275");
  EXPECT_EQ(project.code.state, ValueState::kCorrected);
  EXPECT_EQ(project.code.raw, "PJ028275");
  EXPECT_EQ(project.name.value, "IN Renewal - HPE (PJ023275)");
}

TEST(Interpret, ProjectsThatARepairMakesTheSameAreJoined) {
  Dictionaries dictionaries;
  ASSERT_TRUE(AddProject(&dictionaries.projects,
                         {"PJ100001", "Project A", {"XX100002"}, {}, {}})
                  .has_value());
  TrueSheet truth =
      Projects({{750, 0, 0, 0, 0, 0, 0}, {100, 0, 0, 0, 0, 0, 0}});
  truth.projects[1].name = "Project A (XX100002)";
  const Interpretation result = Interpret(Draw(truth), dictionaries);
  ASSERT_EQ(result.sheet.projects.size(), 1U);
  EXPECT_EQ(HoursOf(result, 0), (DayHours{850}));
}

TEST(Interpret, SaysHowAVerdictIsNamed) {
  EXPECT_EQ(VerdictName(Verdict::kStore), "store");
  EXPECT_EQ(VerdictName(Verdict::kZeroHour), "zero_hour");
  EXPECT_EQ(VerdictName(Verdict::kRejectedStatus), "rejected_status");
  EXPECT_EQ(VerdictName(Verdict::kInvalid), "invalid");
  EXPECT_EQ(VerdictName(Verdict::kNeedsReview), "needs_review");
  EXPECT_EQ(VerdictName(Verdict::kNotReadable), "not_readable");
}

TEST(Interpret, KeepsNothingBetweenSheets) {
  const RawSheet a = Draw(SampleA()), b = Draw(SampleB());
  const std::string first = Describe(Interpret(a, {}));
  EXPECT_EQ(Interpret(b, {}).verdict, Verdict::kZeroHour);
  EXPECT_EQ(Describe(Interpret(a, {})), first);
}

}  // namespace
}  // namespace rescan::timesheet
