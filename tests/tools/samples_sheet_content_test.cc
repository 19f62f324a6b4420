// What timesheets say: their sums, names, codes, weeks, and their JSON.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>
#include <string>

#include "tools/samples/sheet_content.h"
#include "tools/samples/timesheet.h"

namespace rescan::samples {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_days;

int Sum(const WeekHours& hours) {
  return std::accumulate(hours.begin(), hours.end(), 0);
}

SheetDimensions DimensionsAt(std::uint64_t seed) {
  SheetSpec spec;
  spec.seed = seed;
  return DimensionsOf(spec).value();
}

SheetContent ContentAt(const SheetDimensions& dimensions, std::uint64_t seed) {
  TextSource source{Rng(seed)};
  return InventSheet(dimensions, 90, source);
}

void ExpectSums(const SheetTruth& truth) {
  WeekHours days{};
  for (const SheetProject& project : truth.projects) {
    WeekHours of_project{};
    for (const SheetSubtask& task : project.subtasks) {
      EXPECT_EQ(task.total, Sum(task.hours_by_day));
      for (std::size_t i = 0; i < days.size(); ++i) {
        EXPECT_GE(task.hours_by_day[i], 0);
        of_project[i] += task.hours_by_day[i];
        days[i] += task.hours_by_day[i];
      }
      if (task.posted_actuals) {
        EXPECT_GE(*task.posted_actuals, task.total);
      }
    }
    EXPECT_EQ(project.hours_by_day, of_project) << project.name;
  }
  EXPECT_EQ(truth.daily_totals, days);
  EXPECT_EQ(truth.weekly_total, Sum(days));
}

TEST(SheetContent, EverythingAddsUp) {
  for (std::uint64_t seed = 1; seed <= 600; ++seed) {
    SCOPED_TRACE(seed);
    const SheetDimensions d = DimensionsAt(seed);
    const SheetTruth truth = ContentAt(d, seed).truth;
    ExpectSums(truth);
    EXPECT_LE(truth.weekly_total, 6000);
    for (const int hours : truth.daily_totals) EXPECT_LE(hours, 2400);
    const bool zero = d.variant == SheetVariant::kZeroHour;
    EXPECT_EQ(truth.is_zero_hour, zero);
    EXPECT_EQ(truth.weekly_total == 0, zero);
    EXPECT_EQ(truth.project_time == 0, zero);
    EXPECT_EQ(truth.status == "Posted", d.variant != SheetVariant::kStatus);
  }
}

TEST(SheetContent, ProjectsAreAsTheDimensionsSay) {
  std::set<std::string> names;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(seed);
    const SheetDimensions d = DimensionsAt(seed);
    const SheetTruth truth = ContentAt(d, seed).truth;
    names.insert(truth.resource_name);
    ASSERT_EQ(truth.projects.size(), static_cast<std::size_t>(d.projects));
    std::set<std::string> codes;
    for (std::size_t i = 0; i < truth.projects.size(); ++i) {
      const SheetProject& project = truth.projects[i];
      EXPECT_TRUE(codes.insert(project.code).second);
      EXPECT_TRUE(project.code.starts_with(d.prefixes[i])) << project.code;
      EXPECT_TRUE(project.name.ends_with(" (" + project.code + ")"));
      EXPECT_GE(project.subtasks.size(), 1U);
      EXPECT_LE(project.subtasks.size(), static_cast<std::size_t>(d.subtasks));
      std::set<std::string> labels;
      for (const auto& task : project.subtasks) labels.insert(task.label);
      EXPECT_EQ(labels.size(), project.subtasks.size());
    }
    if (truth.projects.empty()) continue;
    const SheetProject& first = truth.projects[0];
    EXPECT_EQ(first.subtasks.size(), static_cast<std::size_t>(d.subtasks));
    const auto brackets = std::ranges::count(first.name, '(');
    if (d.names == "parentheses") {
      EXPECT_GE(brackets, 2) << first.name;
    }
    if (d.names == "wrapped") {
      EXPECT_GE(first.name.size(), 90U);
    }
    if (d.names == "plain") {
      EXPECT_EQ(brackets, 1) << first.name;
    }
  }
  EXPECT_GE(names.size(), 250U);
}

TEST(SheetContent, FaultsAreWhatTheVariantSays) {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    SCOPED_TRACE(seed);
    SheetSpec spec;
    spec.seed = seed;
    spec.variant = SheetVariant::kOverLimit;
    EXPECT_GT(ContentAt(*DimensionsOf(spec), seed).truth.weekly_total, 6000);

    spec.variant = SheetVariant::kHeaderError;
    const SheetTruth wrong = ContentAt(*DimensionsOf(spec), seed).truth;
    EXPECT_NE(Sum(wrong.daily_totals), wrong.weekly_total);
    int days = 0;
    for (std::size_t i = 0; i < 7; ++i) {
      int hours = 0;
      for (const auto& project : wrong.projects) {
        hours += project.hours_by_day[i];
      }
      if (hours == wrong.daily_totals[i]) continue;
      ++days;
      EXPECT_EQ(wrong.daily_totals[i], 10 * hours);
    }
    EXPECT_EQ(days, 1);
  }
}

TEST(SheetWeek, TextsOfAWeek) {
  const sys_days monday = 2024y / 12 / 30;
  EXPECT_EQ(IsoDate(monday), "2024-12-30");
  EXPECT_EQ(PeriodText(monday, "plain"), "Dec 30 2024 - Jan 5 2025");
  EXPECT_EQ(PeriodText(monday, "comma"), "Dec 30, 2024 - Jan 5, 2025");
  EXPECT_EQ(PeriodText(monday, "day_first"), "30 Dec 2024 - 5 Jan 2025");
  EXPECT_EQ(PeriodText(monday, "no_year"), "Dec 30 - Jan 5 2025");
  EXPECT_EQ(PeriodText(monday, "slashes"), "12/30/2024 - 01/05/2025");
  EXPECT_EQ(PeriodText(monday, "dots"), "12.30.2024 - 01.05.2025");
  EXPECT_EQ(HeaderDays(monday)[0], "Mon. 30");
  EXPECT_EQ(HeaderDays(monday)[6], "Sun. 5");
  EXPECT_EQ(HolidaysOf(monday), (std::array<bool, 7>{false, false, true}));
}

TEST(SheetWeek, KindsAreAsTheyAreCalled) {
  Rng rng(5);
  std::set<std::string> weeks;
  for (int i = 0; i < 200; ++i) {
    const sys_days boundary = PickWeek("month_boundary", rng);
    const std::string first = IsoDate(boundary);
    const std::string last = IsoDate(boundary + std::chrono::days{6});
    EXPECT_EQ(first.substr(0, 4), last.substr(0, 4));
    EXPECT_NE(first.substr(5, 2), last.substr(5, 2));
    const sys_days year = PickWeek("year_boundary", rng);
    EXPECT_NE(IsoDate(year).substr(0, 4),
              IsoDate(year + std::chrono::days{6}).substr(0, 4));
    const auto holidays = HolidaysOf(PickWeek("bank_holiday", rng));
    EXPECT_GE(std::count(holidays.begin(), holidays.end(), true), 1);
    const sys_days plain = PickWeek("weekend", rng);
    weeks.insert(IsoDate(plain));
    EXPECT_EQ(std::chrono::weekday(plain), std::chrono::Monday);
    EXPECT_EQ(HolidaysOf(plain), (std::array<bool, 7>{}));
  }
  EXPECT_GE(weeks.size(), 25U);
}

TEST(SheetWeek, WrongHeadersDifferInEveryWay) {
  const sys_days monday = 2025y / 9 / 22;
  Rng rng(1);
  std::set<std::array<std::string, 7>> seen;
  for (int i = 0; i < 200; ++i) {
    const auto labels = WrongHeaderDays(monday, rng);
    EXPECT_NE(labels, HeaderDays(monday));
    seen.insert(labels);
  }
  // One later with and without its name, two other weeks, seven single days.
  EXPECT_EQ(seen.size(), 11U);
}

TEST(SheetJson, ComesBackAsItWas) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SheetTruth truth = ContentAt(DimensionsAt(seed), seed).truth;
    truth.expectation = static_cast<Expectation>(seed % kExpectations);
    truth.fields = {{"cell", 0, 1, 6, "7.50", {1, 2, 3, 4}},
                    {"status", -1, -1, -1, "Posted", {5, 6, 7, 8}}};
    const auto again = SheetFromJson(SheetToJson(truth));
    ASSERT_TRUE(again.has_value()) << again.error().message;
    EXPECT_EQ(*again, truth);
  }
}

TEST(SheetJson, BrokenOnesAreRefused) {
  SheetTruth truth = ContentAt(DimensionsAt(2), 2).truth;
  truth.fields = {{"status", -1, -1, -1, "Posted", {5, 6, 7, 8}}};
  const std::string json = SheetToJson(truth);
  for (std::size_t length = 0; length < json.size(); length += 7) {
    EXPECT_FALSE(SheetFromJson(json.substr(0, length)).has_value()) << length;
  }
  for (const auto& [from, to] :
       {std::pair<std::string, std::string>{"\"expectation\":\"store\"",
                                            "\"expectation\":\"guess\""},
        {"\"variant\":\"", "\"variant\":\"x"},
        {"\"box\":[5,6,7,8]", "\"box\":[5,6,7]"},
        {"\"weekly_total\":", "\"weekly_total\":\"\",\"x\":"},
        {"\"status\":\"", "\"stand\":\""}}) {
    std::string broken = json;
    const std::size_t at = broken.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    broken.replace(at, from.size(), to);
    EXPECT_FALSE(SheetFromJson(broken).has_value()) << to;
  }
}

TEST(SheetNames, GoBothWays) {
  for (int i = 0; i < kSheetVariants; ++i) {
    const auto variant = static_cast<SheetVariant>(i);
    EXPECT_EQ(VariantNamed(VariantName(variant)), variant);
  }
  for (int i = 0; i < kExpectations; ++i) {
    const auto expectation = static_cast<Expectation>(i);
    EXPECT_EQ(ExpectationNamed(ExpectationName(expectation)), expectation);
  }
  EXPECT_FALSE(VariantNamed("").has_value());
  EXPECT_FALSE(ExpectationNamed("Store").has_value());
  EXPECT_EQ(HoursText(0), "0.00");
  EXPECT_EQ(HoursText(705), "7.05");
  EXPECT_EQ(HoursText(29938), "299.38");
}

}  // namespace
}  // namespace rescan::samples
