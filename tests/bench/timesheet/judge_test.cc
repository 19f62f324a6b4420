// The judge of read timesheets: a perfect reading is exact, and every planted
// fault is found.
#include "bench/timesheet/judge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <ostream>
#include <string>
#include <vector>

namespace rescan::bench {
namespace {

using samples::Expectation;
using samples::SheetTruth;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Two projects over the end of a month: 7.50 on Monday and 7.50 on Tuesday, and
// 5.63 on Tuesday.
SheetTruth Week() {
  SheetTruth truth;
  truth.expectation = Expectation::kStore;
  truth.resource_name = "Avery Brooks";
  truth.week_start = "2025-09-29";
  truth.status = "Posted";
  truth.projects = {
      {"Renewal (PJ023275)", "PJ023275", {750, 750, 0, 0, 0, 0, 0}, {}},
      {"Support (sps1995)", "sps1995", {0, 563, 0, 0, 0, 0, 0}, {}}};
  truth.weekly_total = 2063;
  return truth;
}

StoredSheet Stored() {
  StoredSheet stored;
  stored.end = SheetEnd::kStored;
  stored.person = "Avery Brooks";
  stored.week = "2025-09-29";
  stored.status = "Posted";
  stored.projects = {
      {"PJ023275", "PJ023275", "Renewal (PJ023275)", {750, 750, 0, 0, 0, 0, 0}},
      {"sps1995", "sps1995", "Support (sps1995)", {0, 563, 0, 0, 0, 0, 0}}};
  stored.entries = {
      {"Avery Brooks", "2025-09-29", "PJ023275", 750, false, "Renewal"},
      {"Avery Brooks", "2025-09-30", "PJ023275", 750, false, "Renewal"},
      {"Avery Brooks", "2025-09-30", "SPS1995", 563, false, "Support"}};
  return stored;
}

TEST(JudgeSheet, APerfectSheetIsExact) {
  const SheetJudgement judgement = JudgeSheet(Week(), Stored());
  EXPECT_THAT(judgement.wrong_hours, IsEmpty());
  EXPECT_TRUE(judgement.read_exactly) << judgement.first_error;
  EXPECT_TRUE(judgement.names_too);
  EXPECT_TRUE(judgement.right_end);
  EXPECT_TRUE(judgement.exact);
  EXPECT_EQ(judgement.code_characters, 15U);
  EXPECT_EQ(judgement.code_errors, 0U);
}

TEST(JudgeSheet, BankHolidaysWithoutHoursAreNoError) {
  StoredSheet stored = Stored();
  stored.entries.push_back(
      {"Avery Brooks", "2025-10-01", "PJ023275", 0, false, "Renewal"});
  EXPECT_TRUE(JudgeSheet(Week(), stored).exact);
}

// A fault in the tables; `wrong` is part of what is said of it, or empty where
// its mark excuses it.
struct Fault {
  const char* name;
  std::function<void(StoredSheet&)> plant;
  const char* wrong;
};

void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.name; }

class JudgeSheetFault : public ::testing::TestWithParam<Fault> {};

TEST_P(JudgeSheetFault, IsFound) {
  StoredSheet stored = Stored();
  GetParam().plant(stored);
  const SheetJudgement judgement = JudgeSheet(Week(), stored);
  if (*GetParam().wrong == '\0') {
    EXPECT_THAT(judgement.wrong_hours, IsEmpty());
  } else {
    EXPECT_THAT(judgement.wrong_hours,
                ElementsAre(HasSubstr(GetParam().wrong)));
    EXPECT_FALSE(judgement.exact);
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, JudgeSheetFault,
    ::testing::Values(
        Fault{"Value", [](auto& s) { s.entries[0].hours = 75; },
              "2025-09-29 PJ023275: stored 0.75, is 7.50"},
        Fault{"MarkedValue",
              [](auto& s) {
                s.entries[0].hours = 75;
                s.entries[0].marked = true;
              },
              ""},
        Fault{"Unreadable",
              [](auto& s) {
                s.entries[0].hours = {};
                s.entries[0].marked = true;
              },
              ""},
        Fault{"EmptyWithoutMark", [](auto& s) { s.entries[0].hours = {}; },
              "stored unreadable"},
        Fault{"Missing", [](auto& s) { s.entries.pop_back(); },
              "2025-09-30 SPS1995: not stored, is 5.63"},
        Fault{"Extra",
              [](auto& s) {
                s.entries.push_back(
                    {"Avery Brooks", "2025-10-01", "SPS1995", 100, false, ""});
              },
              "2025-10-01 SPS1995: stored 1.00, is 0.00"},
        Fault{"MarkedExtra",
              [](auto& s) {
                s.entries.push_back(
                    {"Avery Brooks", "2025-10-01", "SPS1995", 100, true, ""});
              },
              ""},
        Fault{"Person", [](auto& s) { s.entries[1].person = "Avery Brook"; },
              "stored for 'Avery Brook'"},
        Fault{"MarkedCode",
              [](auto& s) {
                s.entries[2].key = "SPS1996";
                s.entries[2].marked = true;
              },
              ""},
        Fault{"ZeroHour",
              [](auto& s) {
                s.entries.clear();
                s.end = SheetEnd::kZeroHour;
                s.zero_hour_person = "Avery Brooks";
                s.zero_hour_week = "2025-09-29";
              },
              "a week without hours"}),
    [](const auto& test) { return test.param.name; });

TEST(JudgeSheet, AWrongDayIsBothAnExtraRowAndAMissingOne) {
  StoredSheet stored = Stored();
  stored.entries[0].date = "2025-10-02";
  EXPECT_THAT(JudgeSheet(Week(), stored).wrong_hours,
              ElementsAre(HasSubstr("2025-10-02 PJ023275: stored 7.50"),
                          HasSubstr("2025-09-29 PJ023275: not stored")));
}

TEST(JudgeSheet, AMarkedStrangerExcusesOneRowOfItsDayOnly) {
  StoredSheet stored = Stored();
  stored.entries.pop_back();
  stored.entries[1].key = "PJ023276";
  stored.entries[1].marked = true;
  EXPECT_EQ(JudgeSheet(Week(), stored).wrong_hours.size(), 1U);
}

TEST(JudgeSheet, ASheetThatWaitsHasNoWrongHours) {
  StoredSheet stored = Stored();
  stored.entries.clear();
  stored.end = SheetEnd::kPending;
  stored.projects[0].hours[0] = 75;
  const SheetJudgement judgement = JudgeSheet(Week(), stored);
  EXPECT_THAT(judgement.wrong_hours, IsEmpty());
  EXPECT_FALSE(judgement.right_end);
  EXPECT_FALSE(judgement.read_exactly);
  EXPECT_THAT(judgement.first_error,
              HasSubstr("hours of PJ023275 on day 1 read as '0.75'"));
}

TEST(JudgeSheet, HoursOfASheetWithWrongDaysMustNotBeStored) {
  SheetTruth truth = Week();
  truth.expectation = Expectation::kWrongDay;
  StoredSheet stored = Stored();
  EXPECT_EQ(JudgeSheet(truth, stored).wrong_hours.size(), 3U);
  stored.entries.clear();
  stored.end = SheetEnd::kPending;
  EXPECT_FALSE(JudgeSheet(truth, stored).right_end) << "another reason";
  stored.rules = {"V1", "V0"};
  EXPECT_TRUE(JudgeSheet(truth, stored).exact);
}

// What was read, a field at a time.
TEST(JudgeSheet, EveryFieldIsCompared) {
  const std::vector<std::pair<const char*, std::function<void(StoredSheet&)>>>
      faults = {{"person", [](auto& s) { s.person = "A very Brooks"; }},
                {"week", [](auto& s) { s.week = "2025-09-22"; }},
                {"status", [](auto& s) { s.status = "Poted"; }},
                {"number of projects", [](auto& s) { s.projects.pop_back(); }},
                {"code", [](auto& s) { s.projects[1].code = "sps1996"; }},
                {"hours", [](auto& s) { s.projects[1].hours[1] = {}; }},
                {"not taken", [](auto& s) { s.end = SheetEnd::kNoSheet; }}};
  for (const auto& [what, plant] : faults) {
    StoredSheet stored = Stored();
    plant(stored);
    const SheetJudgement judgement = JudgeSheet(Week(), stored);
    EXPECT_THAT(judgement.first_error, HasSubstr(what));
    EXPECT_FALSE(judgement.exact) << what;
  }
  StoredSheet stored = Stored();
  stored.projects[0].name = "Renewai (PJ023275)";
  EXPECT_TRUE(JudgeSheet(Week(), stored).exact);
  EXPECT_FALSE(JudgeSheet(Week(), stored).names_too);
}

// A page that is cut off behind `days` labels, read without its table.
SheetJudgement OfCutWeek(int days, Expectation expectation) {
  SheetTruth truth = Week();
  truth.expectation = expectation;
  for (int day = 0; day < days; ++day) {
    truth.fields.push_back({"header_day", -1, -1, day, "", {}});
    truth.fields.push_back({"daily_total", -1, -1, day, "", {}});
  }
  StoredSheet stored = Stored();
  stored.end = SheetEnd::kPending;
  stored.projects.clear();
  return JudgeSheet(truth, stored);
}

TEST(JudgeSheet, CodesOfAPageThatShowsNoWeekAreNotAskedFor) {
  EXPECT_EQ(OfCutWeek(3, Expectation::kIncomplete).code_characters, 0U);
  EXPECT_EQ(OfCutWeek(3, Expectation::kIncomplete).code_errors, 0U);
  // A table that should have been found is wrong as a whole.
  EXPECT_EQ(OfCutWeek(4, Expectation::kIncomplete).code_characters, 15U);
  EXPECT_EQ(OfCutWeek(4, Expectation::kIncomplete).code_errors, 15U);
  EXPECT_EQ(OfCutWeek(3, Expectation::kStore).code_errors, 15U);
}

TEST(JudgeSheet, CodesAreComparedAsReadProjectByProject) {
  StoredSheet stored = Stored();
  stored.projects[0].raw_code = "PJO2327";  // one replaced, one lost
  EXPECT_EQ(JudgeSheet(Week(), stored).code_errors, 2U);
  EXPECT_TRUE(JudgeSheet(Week(), stored).exact) << "a rule mended it";
  stored.projects.erase(stored.projects.begin());
  EXPECT_EQ(JudgeSheet(Week(), stored).code_errors, 8U);
  stored = Stored();
  stored.projects.insert(stored.projects.begin(), ReadProject{});
  EXPECT_EQ(JudgeSheet(Week(), stored).code_errors, 0U);
  stored.end = SheetEnd::kNoSheet;
  EXPECT_EQ(JudgeSheet(Week(), stored).code_characters, 0U);
}

TEST(JudgeSheet, OfACodeThatWasNotFoundAllCharactersAreWrongAndNoMore) {
  StoredSheet stored = Stored();
  stored.projects[0].raw_code = "Renewal - Phase 2 of the year (P}023275)";
  EXPECT_EQ(JudgeSheet(Week(), stored).code_errors,
            Week().projects[0].code.size());
}

TEST(JudgeSheet, AZeroHourWeekIsOfItsPersonAndWeek) {
  SheetTruth truth = Week();
  truth.expectation = Expectation::kZeroHour;
  truth.is_zero_hour = true;
  truth.projects.clear();
  StoredSheet stored;
  stored.end = SheetEnd::kZeroHour;
  stored.person = stored.zero_hour_person = "Avery Brooks";
  stored.week = stored.zero_hour_week = "2025-09-29";
  stored.status = "Posted";
  EXPECT_TRUE(JudgeSheet(truth, stored).exact);
  stored.zero_hour_week = "2025-09-22";
  EXPECT_EQ(JudgeSheet(truth, stored).wrong_hours.size(), 1U);
}

// What the rules ask a person about may wait, if it was read exactly.
TEST(JudgeSheet, DoubtfulCodesAndSixtyHoursMayWait) {
  StoredSheet stored = Stored();
  stored.entries.clear();
  stored.end = SheetEnd::kPending;
  EXPECT_FALSE(JudgeSheet(Week(), stored).exact);
  SheetTruth doubtful = Week();
  doubtful.projects[0].code = "PJ923275";
  stored.projects[0].code = "PJ923275";
  EXPECT_TRUE(JudgeSheet(doubtful, stored).exact);
  stored.projects[0].code = "PJ023275";
  EXPECT_FALSE(JudgeSheet(doubtful, stored).exact) << "read otherwise";
  SheetTruth sixty = Week();
  sixty.projects[0].hours_by_day[2] = 6000 - 2063;
  EXPECT_TRUE(AsksAPerson(sixty));
  sixty.projects[0].hours_by_day[2] += 1;
  EXPECT_FALSE(AsksAPerson(sixty));
}

struct EndCase {
  Expectation expectation;
  std::vector<SheetEnd> allowed;
};

TEST(JudgeSheet, EveryExpectationAllowsItsEndsOnly) {
  using enum SheetEnd;
  for (const EndCase& c : std::vector<EndCase>{
           {Expectation::kStore, {kStored}},
           {Expectation::kZeroHour, {kZeroHour}},
           {Expectation::kRejectedStatus, {kRejected}},
           {Expectation::kWrongDay, {kPending}},
           {Expectation::kOverLimit, {kPending}},
           {Expectation::kIncomplete, {kNoSheet, kRejected, kPending}},
           {Expectation::kReview, {kNoSheet, kRejected, kPending}},
           {Expectation::kExactOrReview,
            {kNoSheet, kStored, kRejected, kPending}},
           {Expectation::kNotTimesheet, {kNoSheet}}}) {
    SheetTruth truth = Week();
    truth.expectation = c.expectation;
    for (int i = 0; i < kSheetEnds; ++i) {
      StoredSheet stored = Stored();
      stored.end = static_cast<SheetEnd>(i);
      stored.rules = {"V0", "V4"};
      EXPECT_EQ(MayEnd(truth, stored),
                ::testing::Matches(::testing::Contains(stored.end))(c.allowed))
          << samples::ExpectationName(c.expectation) << ", "
          << EndName(stored.end);
    }
  }
}

}  // namespace
}  // namespace rescan::bench
