// The pitfalls of real life that are logic, each under its number; README.md of
// tests/engine/documents says where the others are tested.
#include <gtest/gtest.h>

#include "engine/documents/timesheet/code_match.h"
#include "engine/documents/timesheet/codes.h"
#include "engine/documents/timesheet/dates.h"
#include "engine/documents/timesheet/entries.h"
#include "engine/documents/timesheet/header.h"
#include "engine/documents/timesheet/hours.h"
#include "engine/documents/timesheet/interpret.h"
#include "engine/documents/timesheet/validate.h"
#include "tests/engine/documents/timesheet/sheet_builder.h"

namespace rescan::timesheet {
namespace {

Dictionaries WithProjects(const std::vector<NamedCode>& projects) {
  Dictionaries dictionaries;
  EXPECT_EQ(ImportProjects(&dictionaries.projects, projects).added,
            projects.size());
  return dictionaries;
}

Dictionaries WithHoliday(Day day) {
  Dictionaries dictionaries;
  dictionaries.holidays.years.insert(YearOf(day));
  dictionaries.holidays.days[day] = "Summer bank holiday";
  return dictionaries;
}

// The week of the bank holiday of 25 August 2025.
TrueSheet AugustWeek(const DayHours& hours) {
  TrueSheet sheet = OneProject(hours);
  sheet.monday = D(2025, 8, 25);
  return sheet;
}

void Damage(RawSheet* raw, std::size_t row, std::size_t day,
            const std::string& text) {
  raw->rows[row].cells[day] = Text(text);
}

TEST(Pitfalls, Pitfall01HoursByColumn) {
  const std::vector<DayHours> hours = {{750, 0, 0, 0, 0, 0, 0},
                                       {0, 0, 0, 750, 0, 0, 0},
                                       {0, 0, 0, 0, 750, 0, 0}};
  const Interpretation result = Interpret(Draw(Projects(hours)), {});
  EXPECT_EQ(result.verdict, Verdict::kStore) << Describe(result);
  for (std::size_t i = 0; i < hours.size(); ++i) {
    EXPECT_EQ(HoursOf(result, i), hours[i]);
  }
  const std::vector<Entry> entries = EntriesOf(result.sheet);
  ASSERT_EQ(entries.size(), 3U);
  EXPECT_EQ(entries[1].date, D(2025, 9, 25));
}

TEST(Pitfalls, Pitfall02HeaderDaysOneOff) {
  RawSheet raw = Draw(SampleA());
  raw.days[0].label = Text("Tue. 23");
  const Interpretation result = Interpret(raw, {});
  EXPECT_EQ(result.verdict, Verdict::kInvalid);
  EXPECT_TRUE(HasRule(result.findings, "V0"));
  EXPECT_EQ(result.repair, "");
  for (const HoursValue& hours : result.sheet.projects[0].hours) {
    EXPECT_EQ(hours.state, ValueState::kNeedsReview);
  }
}

TEST(Pitfalls, Pitfall02TheOneWrongDayIsReadAsALetter) {
  RawSheet raw = Draw(SampleA());
  raw.days[4].label = Text("Fri. 2S");
  EXPECT_EQ(Interpret(raw, {}).verdict, Verdict::kInvalid);
  raw.days[4].label = Text("Fri. 2b");
  EXPECT_EQ(Interpret(raw, {}).verdict, Verdict::kNeedsReview);
  raw.days[4].label = Unreadable();
  EXPECT_EQ(Interpret(raw, {}).verdict, Verdict::kNeedsReview);
}

TEST(Pitfalls, Pitfall02NeverRepairedEvenWhereAMoveWouldFit) {
  RawSheet raw = Draw(OneProject({0, 0, 0, 750, 0, 0, 0}));
  std::swap(raw.rows[1].cells[2], raw.rows[1].cells[3]);
  ASSERT_NE(Interpret(raw, {}).repair, "");
  raw.days[6].label = Text("Sun. 29");
  const Interpretation result = Interpret(raw, {});
  EXPECT_EQ(result.repair, "");
  EXPECT_EQ(HoursOf(result, 0), (DayHours{0, 0, 750, 0, 0, 0, 0}));
}

TEST(Pitfalls, Pitfall03ZeroHourBloat) {
  const Interpretation three =
      Interpret(Draw(Projects({{750, 0, 0}, {0, 750, 0}, {0, 0, 750}})), {});
  EXPECT_EQ(EntriesOf(three.sheet).size(), 3U);
  const Interpretation one = Interpret(Draw(OneProject({750})), {});
  EXPECT_EQ(EntriesOf(one.sheet).size(), 1U);
}

TEST(Pitfalls, Pitfall03BankHolidayZeroRowIsKept) {
  const Interpretation result =
      Interpret(Draw(AugustWeek({0, 750, 750, 750, 750, 0, 0})),
                WithHoliday(D(2025, 8, 25)));
  EXPECT_EQ(result.verdict, Verdict::kStore) << Describe(result);
  const std::vector<Entry> entries = EntriesOf(result.sheet);
  ASSERT_EQ(entries.size(), 5U);
  EXPECT_EQ(entries[0].date, D(2025, 8, 25));
  EXPECT_EQ(entries[0].hours.value, 0);
}

TEST(Pitfalls, Pitfall04ZeroHourSheetIsAResult) {
  const Interpretation result = Interpret(Draw(SampleB()), {});
  EXPECT_EQ(result.verdict, Verdict::kZeroHour);
  EXPECT_TRUE(result.valid);
  EXPECT_TRUE(result.findings.empty()) << Describe(result);
}

TEST(Pitfalls, Pitfall05WorkOnABankHolidayIsKept) {
  const Interpretation result = Interpret(
      Draw(AugustWeek({750, 750, 0, 0, 0, 0, 0})), WithHoliday(D(2025, 8, 25)));
  EXPECT_EQ(result.verdict, Verdict::kStore) << Describe(result);
  EXPECT_EQ(HoursOf(result, 0), (DayHours{750, 750}));
  EXPECT_EQ(result.sheet.projects[0].hours[0].state, ValueState::kOk);
}

TEST(Pitfalls, Pitfall05HoursUnderABlankHeaderAreDropped) {
  RawSheet raw = Draw(AugustWeek({0, 750, 0, 0, 0, 0, 0}));
  Damage(&raw, 1, 0, "7.50");
  const Interpretation result = Interpret(raw, WithHoliday(D(2025, 8, 25)));
  EXPECT_EQ(HoursOf(result, 0), (DayHours{0, 750}));
  const HoursValue& monday = result.sheet.projects[0].hours[0];
  EXPECT_EQ(monday.corrections,
            (std::vector<Correction>{{"header.bank_holiday", "7.50", "0.00"}}));
  EXPECT_EQ(monday.raw, "7.50");
  // The header itself stays what was read.
  EXPECT_EQ(result.sheet.daily_totals[0].value, 0);
  EXPECT_EQ(result.sheet.weekly_total.value, 750);
}

TEST(Pitfalls, Pitfall05HoursThatTheRowProvesAreNotDropped) {
  RawSheet raw = Draw(AugustWeek({750, 750, 0, 0, 0, 0, 0}));
  raw.days[0].total = Text("");
  raw.weekly_total = Text("7.50");
  const Interpretation result = Interpret(raw, {});
  EXPECT_EQ(result.verdict, Verdict::kInvalid);
  EXPECT_EQ(HoursOf(result, 0), (DayHours{750, 750}));
}

TEST(Pitfalls, Pitfall06NoRoundingToQuarterHours) {
  const DayHours hours = {563, 375, 137, 1, 2399, 0, 0};
  const Interpretation result = Interpret(Draw(OneProject(hours)), {});
  EXPECT_EQ(result.verdict, Verdict::kStore) << Describe(result);
  EXPECT_EQ(HoursOf(result, 0), hours);
}

TEST(Pitfalls, Pitfall07PointsCommasAndLetters) {
  RawSheet raw = Draw(OneProject({750, 800, 850, 750, 700, 0, 0}));
  const char* texts[] = {"75", "80", "85", "7,5", "7.O"};
  for (std::size_t day = 0; day < 5; ++day) Damage(&raw, 1, day, texts[day]);
  const Interpretation result = Interpret(raw, {});
  EXPECT_EQ(result.verdict, Verdict::kStore) << Describe(result);
  EXPECT_EQ(HoursOf(result, 0), (DayHours{750, 800, 850, 750, 700, 0, 0}));
  for (std::size_t day = 0; day < 5; ++day) {
    EXPECT_EQ(result.sheet.projects[0].hours[day].state,
              ValueState::kCorrected);
    EXPECT_EQ(result.sheet.projects[0].hours[day].raw, texts[day]);
  }
}

TEST(Pitfalls, Pitfall08FifteenHoursStay) {
  EXPECT_EQ(HoursOf(Interpret(Draw(OneProject({1500})), {}), 0),
            (DayHours{1500}));
  TrueSheet truth = OneProject({750});
  truth.projects[0].tasks.push_back({"Design (DESIGN)", {750}});
  const Interpretation sum = Interpret(Draw(truth), {});
  EXPECT_EQ(sum.verdict, Verdict::kStore) << Describe(sum);
  EXPECT_EQ(HoursOf(sum, 0), (DayHours{1500}));
}

TEST(Pitfalls, Pitfall08FifteenIsHalvedOnlyWhereTheHeaderProvesIt) {
  RawSheet raw = Draw(OneProject({750, 750, 0, 0, 0, 0, 0}));
  Damage(&raw, 1, 0, "15.00");
  const Interpretation proved = Interpret(raw, {});
  EXPECT_EQ(HoursOf(proved, 0), (DayHours{750, 750}));
  EXPECT_EQ(proved.sheet.projects[0].hours[0].state, ValueState::kCorrected);
  // The row's Total says 22.50: nothing is proved.
  raw.rows[1].total = Text("22.50");
  const Interpretation against = Interpret(raw, {});
  EXPECT_EQ(HoursOf(against, 0), (DayHours{1500, 750}));
  EXPECT_EQ(against.verdict, Verdict::kInvalid);
}

TEST(Pitfalls, Pitfall08OfTwoFifteensNoneIsChosen) {
  // The third row's Total keeps the days from being scaled.
  RawSheet raw = Draw(Projects({{1500}, {750}, {0, 100}}));
  Damage(&raw, 3, 0, "15.00");
  raw.rows[1].total = raw.rows[3].total = std::nullopt;
  const Interpretation result = Interpret(raw, {});
  EXPECT_EQ(HoursOf(result, 0), (DayHours{1500}));
  EXPECT_EQ(HoursOf(result, 1), (DayHours{1500}));
  EXPECT_NE(result.verdict, Verdict::kStore);
}

TEST(Pitfalls, Pitfall09PostedActualsForTheTotal) {
  RawSheet raw = Draw(SampleA());
  raw.weekly_total = Text("99.38");
  const Interpretation result = Interpret(raw, {});
  EXPECT_EQ(result.verdict, Verdict::kInvalid);
  EXPECT_TRUE(HasRule(result.findings, "V4"));
  EXPECT_EQ(Interpret(Draw(SampleA()), {}).verdict, Verdict::kStore);
}

TEST(Pitfalls, Pitfall10SubtasksAndRepeatedParentsSum) {
  TrueSheet truth = Projects({{750, 100, 0}, {0, 100, 0}, {50, 0, 0}});
  truth.projects[0].tasks.push_back({"Design (DESIGN)", {50, 0, 25}});
  truth.projects[2].name = truth.projects[0].name;
  const Interpretation result = Interpret(Draw(truth), {});
  EXPECT_EQ(result.verdict, Verdict::kStore) << Describe(result);
  ASSERT_EQ(result.sheet.projects.size(), 2U);
  EXPECT_EQ(HoursOf(result, 0), (DayHours{850, 100, 25}));
  EXPECT_EQ(HoursOf(result, 1), (DayHours{0, 100, 0}));
}

TEST(Pitfalls, Pitfall11EveryParentStartsAProject) {
  for (const char* code : {"NTCS158600", "NTC5124690", "sps1995", "SCR1476",
                           "INFRA0858", "DATA0114"}) {
    TrueSheet truth = Projects({{750}, {0, 300}});
    truth.projects[1].name = "Harbour Lights (" + std::string(code) + ")";
    const Interpretation result = Interpret(Draw(truth), {});
    ASSERT_EQ(result.sheet.projects.size(), 2U) << code;
    EXPECT_EQ(result.verdict, Verdict::kStore) << Describe(result);
    EXPECT_EQ(result.sheet.projects[1].code.value, code);
    EXPECT_EQ(HoursOf(result, 0), (DayHours{750})) << code;
    EXPECT_EQ(HoursOf(result, 1), (DayHours{0, 300})) << code;
  }
}

TEST(Pitfalls, Pitfall11AParentWithoutACodeIsRaised) {
  for (const char* name : {"Harbour Lights", "Harbour Lights (?)",
                           "Harbour Lights (Phase 2)", ""}) {
    TrueSheet truth = Projects({{750}, {0, 300}});
    truth.projects[1].name = name;
    RawSheet raw = Draw(truth);
    if (*name == '\0') raw.rows[2].name = Unreadable();
    const Interpretation result = Interpret(raw, {});
    ASSERT_EQ(result.sheet.projects.size(), 2U) << name;
    EXPECT_EQ(HoursOf(result, 0), (DayHours{750})) << name;
    EXPECT_EQ(result.verdict, Verdict::kNeedsReview) << Describe(result);
    EXPECT_TRUE(HasRule(result.findings, "V6"));
  }
}

TEST(Pitfalls, Pitfall11ACoveredParentIsRaised) {
  RawSheet raw = Draw(Projects({{750}, {0, 300}}));
  raw.rows[2].bold = raw.rows[2].indented = std::nullopt;
  raw.rows[2].chevron = false;
  for (const char* left_of_it : {"", "vw"}) {
    raw.rows[2].name = Text(left_of_it);
    const Interpretation result = Interpret(raw, {});
    EXPECT_EQ(result.verdict, Verdict::kNeedsReview) << Describe(result);
    EXPECT_TRUE(HasRule(result.findings, "rows.doubtful"));
  }
}

TEST(Pitfalls, Pitfall11AnEmptyRowAboveAParentOrTheEndIsNothing) {
  RawSheet raw = Draw(Projects({{750}, {0, 300}}));
  raw.rows.insert(raw.rows.begin() + 2, RawRow());
  raw.rows.emplace_back();
  EXPECT_EQ(Interpret(raw, {}).verdict, Verdict::kStore);
}

TEST(Pitfalls, Pitfall11AnUnmarkedParentIsNotASubtaskInSilence) {
  TrueSheet truth = Projects({{750}, {0, 300}});
  truth.projects[1].name = "Harbour Lights (SCR1476)";
  RawSheet raw = Draw(truth);
  // The reader saw neither chevron nor bold, and the hours in the parent's row.
  raw.rows[2].bold = raw.rows[2].chevron = false;
  raw.rows[2].cells = raw.rows[3].cells;
  raw.rows[2].total = raw.rows[3].total;
  raw.rows.pop_back();
  const Interpretation result = Interpret(raw, {});
  EXPECT_EQ(result.verdict, Verdict::kNeedsReview) << Describe(result);
}

TEST(Pitfalls, Pitfall12LabelsAreNoCodes) {
  EXPECT_EQ(NameWithCode("X (DESIGN)", "PJ032403"), "X (PJ032403)");
  EXPECT_EQ(NameWithCode("X", "PJ032403"), "X (PJ032403)");
  TrueSheet truth = OneProject({750});
  truth.projects[0].name = "X (DESIGN)";
  const Interpretation result = Interpret(Draw(truth), {});
  EXPECT_EQ(result.sheet.projects[0].code.value, std::nullopt);
  EXPECT_EQ(result.verdict, Verdict::kNeedsReview);
}

TEST(Pitfalls, Pitfall13LeadingZeroReadAsNine) {
  TrueSheet truth = OneProject({750});
  truth.projects[0].name = "Till Refresh (PJ924483)";
  const Interpretation flagged = Interpret(Draw(truth), {});
  EXPECT_EQ(flagged.verdict, Verdict::kNeedsReview);
  EXPECT_EQ(flagged.sheet.projects[0].code.value, "PJ924483");
  const Interpretation repaired =
      Interpret(Draw(truth), WithProjects({{"PJ024483", "Till Refresh"}}));
  EXPECT_EQ(repaired.verdict, Verdict::kStore) << Describe(repaired);
  EXPECT_EQ(repaired.sheet.projects[0].code.value, "PJ024483");
  EXPECT_EQ(repaired.sheet.projects[0].code.state, ValueState::kCorrected);
  // A real PJ9 code that the list knows is fine.
  EXPECT_EQ(Interpret(Draw(truth), WithProjects({{"PJ924483", "Till Refresh"}}))
                .verdict,
            Verdict::kStore);
}

TEST(Pitfalls, Pitfall14SequentialCodesStayApart) {
  const Dictionaries dictionaries = WithProjects(
      {{"PJ023275", "IN Renewal"}, {"PJ023276", "Harbour Lights"}});
  TrueSheet truth = Projects({{750}, {0, 300}, {0, 0, 100}});
  truth.projects[0].name = "IN Renewal (PJ023275)";
  truth.projects[1].name = "Harbour Lights (PJ023276)";
  truth.projects[2].name = "Store Refit (PJ023277)";
  const Interpretation result = Interpret(Draw(truth), dictionaries);
  ASSERT_EQ(result.sheet.projects.size(), 3U);
  EXPECT_EQ(result.sheet.projects[0].code.value, "PJ023275");
  EXPECT_EQ(result.sheet.projects[0].code.state, ValueState::kOk);
  EXPECT_EQ(result.sheet.projects[1].code.value, "PJ023276");
  EXPECT_EQ(result.sheet.projects[1].code.state, ValueState::kOk);
  EXPECT_EQ(result.sheet.projects[2].code.value, "PJ023277");
  EXPECT_EQ(result.sheet.projects[2].code.state, ValueState::kNeedsReview);
  EXPECT_EQ(result.sheet.projects[2].suggestions.size(), 2U);
  EXPECT_EQ(result.verdict, Verdict::kNeedsReview);
}

TEST(Pitfalls, Pitfall15PrefixesAreNotRewritten) {
  for (const char* code : {"NTCS158600", "NTC5158600"}) {
    TrueSheet truth = OneProject({750});
    truth.projects[0].name = "Harbour Lights (" + std::string(code) + ")";
    const Interpretation result = Interpret(Draw(truth), {});
    EXPECT_EQ(result.sheet.projects[0].code.value, code);
    EXPECT_EQ(result.sheet.projects[0].key, code);
    EXPECT_EQ(result.verdict, Verdict::kStore) << Describe(result);
  }
  const Dictionaries both = WithProjects(
      {{"NTCS158600", "Harbour Lights"}, {"NTC5158600", "Till Refresh"}});
  EXPECT_EQ(MatchCode("NTC5158600", "Till Refresh", both.projects).code,
            "NTC5158600");
}

TEST(Pitfalls, Pitfall16SmallLettersMatchAndAreNotDoubled) {
  TrueSheet truth = OneProject({750});
  truth.projects[0].name = "Store Refit (sps1995)";
  const Interpretation result = Interpret(
      Draw(truth), WithProjects({{"sps1995", "Store Refit (sps1995)"}}));
  EXPECT_EQ(result.verdict, Verdict::kStore) << Describe(result);
  const Project& project = result.sheet.projects[0];
  EXPECT_EQ(project.code.value, "sps1995");
  EXPECT_EQ(project.key, "SPS1995");
  EXPECT_EQ(project.name.value, "Store Refit (sps1995)");
  EXPECT_FALSE(HasRule(result.findings, "code.unknown"));
}

TEST(Pitfalls, Pitfall17OnePersonOneKey) {
  Dictionaries dictionaries;
  dictionaries.roster.members = {"Avery Brooks", "Jonathan Marsh"};
  dictionaries.roster.aliases["J Marsh"] = "Jonathan Marsh";
  for (const char* name :
       {"Avery Brooks", "very Brooks", "Avery Brocks", "AB Avery Brooks"}) {
    RawSheet raw = Draw(SampleA());
    raw.name = Text(name);
    const Interpretation result = Interpret(raw, dictionaries);
    ASSERT_TRUE(result.sheet.person.value.has_value());
    EXPECT_EQ(PersonKey(*result.sheet.person.value), "Avery_Brooks") << name;
  }
  RawSheet raw = Draw(SampleA());
  raw.name = Text("J Marsh");
  EXPECT_EQ(Interpret(raw, dictionaries).sheet.person.value, "Jonathan Marsh");
}

TEST(Pitfalls, Pitfall17JobTitleIsNoName) {
  RawSheet raw = Draw(SampleA());
  raw.name = raw.job_title;
  EXPECT_EQ(Interpret(raw, {}).verdict, Verdict::kNeedsReview);
  raw.name = Unreadable();
  EXPECT_EQ(Interpret(raw, {}).verdict, Verdict::kNotReadable);
}

TEST(Pitfalls, Pitfall18CommaDotsAndOtherFirstDays) {
  for (const char* range :
       {"Sep 22, 2025 - Sep 28, 2025", "09.22.2025 - 09.28.2025",
        "Sep 24 2025 - Sep 30 2025", "Sep 28 2025 - Oct 4 2025"}) {
    RawSheet raw = Draw(SampleA());
    raw.date_range = Text(range);
    const Interpretation result = Interpret(raw, {});
    EXPECT_EQ(result.verdict, Verdict::kStore) << Describe(result);
    EXPECT_EQ(result.sheet.week.value, D(2025, 9, 22)) << range;
  }
}

TEST(Pitfalls, Pitfall18WrongYearIsDoubted) {
  RawSheet raw = Draw(SampleA());
  raw.file_name = "shots/2025-10-01_09h15_33.png";
  EXPECT_EQ(Interpret(raw, {}).verdict, Verdict::kStore);
  // 22 September 2014 was a Monday too: only the capture date tells.
  raw.date_range = Text("Sep 22 2014 - Sep 28 2014");
  const Interpretation old = Interpret(raw, {});
  EXPECT_EQ(old.verdict, Verdict::kNeedsReview) << Describe(old);
  EXPECT_TRUE(HasRule(old.findings, "week.doubtful"));
  raw.date_range = Text("Sep 22 2031 - Sep 28 2031");
  EXPECT_TRUE(HasRule(Interpret(raw, {}).findings, "week.doubtful"));
}

TEST(Pitfalls, Pitfall19OneParserForEveryForm) {
  const auto comma = ParseDateRange("Aug 25, 2025 - Aug 31, 2025");
  const auto plain = ParseDateRange("Aug 25 2025 - Aug 31 2025");
  ASSERT_TRUE(comma.has_value() && plain.has_value());
  EXPECT_EQ(comma->first, plain->first);
  EXPECT_EQ(comma->last, plain->last);
}

TEST(Pitfalls, Pitfall25NothingOfOneSheetReachesTheNext) {
  const Interpretation alone = Interpret(Draw(Projects({{750}})), {});
  (void)Interpret(Draw(SampleA()), WithProjects({{"PJ023275", "IN Renewal"}}));
  const Interpretation after = Interpret(Draw(Projects({{750}})), {});
  EXPECT_EQ(Describe(after), Describe(alone));
  ASSERT_EQ(after.sheet.projects.size(), 1U);
  EXPECT_EQ(after.sheet.projects[0].code.value, "PJ100001");
}

TEST(Pitfalls, Pitfall29DayNumbersAreNoHours) {
  EXPECT_EQ(SplitDayCell("Mon. 6").total, "");
  EXPECT_EQ(SplitDayCell("Mon. 6 7.50").total, "7.50");
  EXPECT_TRUE(NamesMonday("Mon 6"));
  EXPECT_EQ(ParseDayLabel("Mon 6").day_of_month, 6);
  RawSheet raw = Draw(SampleA());
  for (RawDay& day : raw.days) std::erase(day.label.text, '.');
  EXPECT_EQ(Interpret(raw, {}).verdict, Verdict::kStore);
}

TEST(Pitfalls, Pitfall30HeaderMisreadIsNotRepairedIntoTheCells) {
  for (const char* misread : {"75.0", "75.00", "75", "17.50", "1.50"}) {
    RawSheet raw = Draw(SampleA());
    raw.days[0].total = Text(misread);
    const Interpretation result = Interpret(raw, {});
    EXPECT_EQ(result.verdict, Verdict::kNeedsReview)
        << misread << " " << Describe(result);
    EXPECT_EQ(HoursOf(result, 0), (DayHours{750, 2250, 750, 750, 750, 0, 0}));
    EXPECT_EQ(result.sheet.projects[0].hours[0].state,
              ValueState::kNeedsReview);
  }
}

TEST(Pitfalls, Pitfall30RightTotalsOfWrongProjectsNeedReview) {
  // A works on Monday and B on Tuesday; both were read one column right.
  RawSheet raw = Draw(Projects({{750}, {0, 750}}));
  std::swap(raw.rows[1].cells[0], raw.rows[1].cells[1]);
  std::swap(raw.rows[3].cells[1], raw.rows[3].cells[2]);
  const Interpretation result = Interpret(raw, {});
  EXPECT_NE(result.repair.find("simple move"), std::string::npos);
  EXPECT_EQ(result.verdict, Verdict::kNeedsReview) << Describe(result);
  for (const Entry& entry : EntriesOf(result.sheet)) {
    EXPECT_EQ(entry.hours.state, ValueState::kNeedsReview);
  }
}

TEST(Pitfalls, Pitfall31LostPointsOfADarkScreen) {
  RawSheet raw = Draw(SampleA());
  raw.date_range = Text("Sep 22 2025-Sep 282025");
  for (ReadField& cell : raw.rows[1].cells) std::erase(cell.text, '.');
  for (RawDay& day : raw.days) std::erase(day.total.text, '.');
  std::erase(raw.weekly_total->text, '.');
  std::erase(raw.rows[1].total->text, '.');
  const Interpretation result = Interpret(raw, {});
  EXPECT_EQ(result.verdict, Verdict::kStore) << Describe(result);
  EXPECT_EQ(result.sheet.week.value, D(2025, 9, 22));
  EXPECT_EQ(HoursOf(result, 0), (DayHours{750, 2250, 750, 750, 750, 0, 0}));
  RawSheet zero = Draw(SampleB());
  zero.percent = Text("Ow");
  EXPECT_EQ(Interpret(zero, {}).verdict, Verdict::kZeroHour);
}

}  // namespace
}  // namespace rescan::timesheet
