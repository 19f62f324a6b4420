#include "engine/documents/timesheet/bank_holidays.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "engine/documents/timesheet/dates.h"
#include "tests/engine/documents/timesheet/sheet_builder.h"

namespace rescan::timesheet {
namespace {

namespace chr = std::chrono;

BankHolidays Shipped() {
  std::ifstream file(std::string(RESCAN_SOURCE_DIR) +
                     "/data/bank-holidays/uk.json");
  std::stringstream text;
  text << file.rdbuf();
  auto holidays = ParseBankHolidays(text.str(), "uk.json");
  EXPECT_TRUE(holidays.has_value()) << holidays.error().message;
  return holidays.value_or(BankHolidays{});
}

// Western Easter by the Anonymous Gregorian computus (Meeus, Jones, Butcher).
Day Easter(int year) {
  const int a = year % 19, b = year / 100, c = year % 100;
  const int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
  const int h = (19 * a + b - d - g + 15) % 30;
  const int i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
  const int m = (a + 11 * h + 22 * l) / 451;
  const int sum = h + l - 7 * m + 114;
  return D(year, static_cast<unsigned>(sum / 31),
           static_cast<unsigned>(sum % 31 + 1));
}

bool IsWeekend(Day day) {
  return chr::weekday(day) == chr::Saturday || chr::weekday(day) == chr::Sunday;
}

Day FirstMonday(int year, unsigned month) {
  return Day(chr::year(year) / chr::month(month) / chr::Monday[1]);
}

Day LastMonday(int year, unsigned month) {
  return Day(chr::year(year) / chr::month(month) / chr::Monday[chr::last]);
}

// The next weekday that is none of `taken`, for a day on a weekend.
Day Substitute(Day day, const std::set<Day>& taken) {
  if (!IsWeekend(day)) return day;
  while (IsWeekend(day) || taken.contains(day)) day += chr::days(1);
  return day;
}

// England and Wales by rule, with the days that were moved or added by
// proclamation.
std::set<Day> ByRule(int year) {
  std::set<Day> days = {Easter(year) - chr::days(2),
                        Easter(year) + chr::days(1), FirstMonday(year, 5),
                        LastMonday(year, 5), LastMonday(year, 8)};
  days.insert(Substitute(D(year, 1, 1), {}));
  const Day christmas = D(year, 12, 25), boxing = D(year, 12, 26);
  // Boxing Day keeps its place where Christmas Day alone is substituted.
  std::set<Day> taken;
  for (const Day day : {christmas, boxing}) {
    if (!IsWeekend(day)) taken.insert(day);
  }
  for (const Day day : {christmas, boxing}) {
    const Day kept = Substitute(day, taken);
    taken.insert(kept);
    days.insert(kept);
  }
  if (year == 2020) {  // VE Day, 75 years
    days.erase(D(2020, 5, 4));
    days.insert(D(2020, 5, 8));
  }
  if (year == 2022) {  // Platinum Jubilee; State Funeral
    days.erase(D(2022, 5, 30));
    days.insert({D(2022, 6, 2), D(2022, 6, 3), D(2022, 9, 19)});
  }
  if (year == 2023) days.insert(D(2023, 5, 8));  // Coronation
  return days;
}

TEST(BankHolidays, ShippedOnesFollowTheRules) {
  const BankHolidays holidays = Shipped();
  ASSERT_EQ(holidays.years.size(), 9U);
  for (int year = 2019; year <= 2027; ++year) {
    ASSERT_TRUE(holidays.years.contains(year)) << year;
    std::set<Day> given;
    for (const auto& [day, name] : holidays.days) {
      if (YearOf(day) == year) given.insert(day);
    }
    const std::set<Day> expected = ByRule(year);
    for (const Day day : expected) {
      EXPECT_TRUE(given.contains(day)) << "missing " << FormatDay(day);
    }
    for (const Day day : given) {
      EXPECT_TRUE(expected.contains(day)) << "not by rule " << FormatDay(day);
      EXPECT_FALSE(IsWeekend(day)) << FormatDay(day);
    }
  }
}

TEST(BankHolidays, OfTheSpecifiedYear) {
  const BankHolidays holidays = Shipped();
  for (const char* date :
       {"2025-01-01", "2025-04-18", "2025-04-21", "2025-05-05", "2025-05-26",
        "2025-08-25", "2025-12-25", "2025-12-26"}) {
    EXPECT_TRUE(holidays.Contains(*ParseDay(date))) << date;
  }
  EXPECT_FALSE(holidays.Contains(D(2025, 8, 26)));
  EXPECT_TRUE(holidays.Knows(D(2025, 8, 26)));
  EXPECT_FALSE(holidays.Knows(D(2018, 8, 27)));
}

TEST(BankHolidays, EasterIsRight) {
  EXPECT_EQ(Easter(2000), D(2000, 4, 23));
  EXPECT_EQ(Easter(2019), D(2019, 4, 21));
  EXPECT_EQ(Easter(2024), D(2024, 3, 31));
  EXPECT_EQ(Easter(2025), D(2025, 4, 20));
  EXPECT_EQ(Easter(2038), D(2038, 4, 25));
}

TEST(BankHolidays, OfAnotherFormAreRefused) {
  for (const char* text :
       {"", "[]", "{", "{\"region\": \"X\"}", "{\"years\": {}}",
        R"({"region": "X", "years": []})",
        R"({"region": "X", "years": {"abc": []}})",
        R"({"region": "X", "years": {"2025": {}}})",
        R"({"region": "X", "years": {"2025": [1]}})",
        R"({"region": "X", "years": {"2025": [{"date": "2025-01-01"}]}})",
        R"({"region": "X", "years": {"2025":
            [{"date": "2024-01-01", "name": "N"}]}})",
        R"({"region": "X", "years": {"2025":
            [{"date": "2025-02-30", "name": "N"}]}})",
        R"({"region": "X", "years": {"2025":
            [{"date": "2025-01-01", "name": "N"},
             {"date": "2025-01-01", "name": "N"}]}})"}) {
    const auto holidays = ParseBankHolidays(text, "mine.json");
    ASSERT_FALSE(holidays.has_value()) << text;
    EXPECT_EQ(holidays.error().code, ErrorCode::kCorruption);
    EXPECT_TRUE(holidays.error().message.starts_with("mine.json: "));
  }
}

}  // namespace
}  // namespace rescan::timesheet
