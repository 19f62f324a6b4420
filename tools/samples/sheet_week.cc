// The week of a timesheet: which, and how its days are printed.
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "tools/samples/sheet_content.h"

namespace rescan::samples {
namespace {

using std::chrono::day;
using std::chrono::days;
using std::chrono::month;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;

constexpr std::array<std::string_view, 12> kMonths = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun",
    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> kDays = {"Mon", "Tue", "Wed", "Thu",
                                                   "Fri", "Sat", "Sun"};

struct MonthDay {
  unsigned month;
  unsigned day;
};
// England and Wales, 2025.
constexpr std::array<MonthDay, 8> kBankHolidays = {
    {{1, 1}, {4, 18}, {4, 21}, {5, 5}, {5, 26}, {8, 25}, {12, 25}, {12, 26}}};

// All weeks with a day of 2025.
constexpr sys_days kFirstMonday = year{2024} / month{12} / day{30};
constexpr int kWeeks = 53;

struct DateParts {
  int year;
  unsigned month;
  unsigned day;
};

DateParts PartsOf(sys_days date) {
  const year_month_day parts(date);
  return {static_cast<int>(parts.year()), static_cast<unsigned>(parts.month()),
          static_cast<unsigned>(parts.day())};
}

std::string_view KindOf(sys_days monday) {
  const DateParts first = PartsOf(monday);
  const DateParts last = PartsOf(monday + days{6});
  if (first.year != last.year) return "year_boundary";
  if (first.month != last.month) return "month_boundary";
  const auto holidays = HolidaysOf(monday);
  return std::count(holidays.begin(), holidays.end(), true) > 0 ? "bank_holiday"
                                                                : "plain";
}

std::string DateText(sys_days date, std::string_view dates, bool with_year) {
  const DateParts d = PartsOf(date);
  const std::string_view name = kMonths[d.month - 1];
  if (dates == "slashes") {
    return fmt::format("{:02}/{:02}/{}", d.month, d.day, d.year);
  }
  if (dates == "dots") {
    return fmt::format("{:02}.{:02}.{}", d.month, d.day, d.year);
  }
  const std::string text = dates == "day_first"
                               ? fmt::format("{} {}", d.day, name)
                               : fmt::format("{} {}", name, d.day);
  if (!with_year) return text;
  return fmt::format("{}{} {}", text, dates == "comma" ? "," : "", d.year);
}

std::string HeaderDay(std::size_t column, sys_days date) {
  return fmt::format("{}. {}", kDays[column % 7], PartsOf(date).day);
}

}  // namespace

sys_days PickWeek(std::string_view kind, Rng& rng) {
  const std::string_view wanted = kind == "weekend" ? "plain" : kind;
  std::vector<sys_days> weeks;
  for (int i = 0; i < kWeeks; ++i) {
    const sys_days monday = kFirstMonday + days{7 * i};
    if (KindOf(monday) == wanted) weeks.push_back(monday);
  }
  return rng.Pick(weeks);
}

std::array<bool, 7> HolidaysOf(sys_days monday) {
  std::array<bool, 7> holidays{};
  for (std::size_t i = 0; i < holidays.size(); ++i) {
    const DateParts d = PartsOf(monday + days{i});
    holidays[i] =
        d.year == 2025 &&
        std::any_of(kBankHolidays.begin(), kBankHolidays.end(),
                    [&](const MonthDay& holiday) {
                      return holiday.month == d.month && holiday.day == d.day;
                    });
  }
  return holidays;
}

std::string IsoDate(sys_days date) {
  const DateParts d = PartsOf(date);
  return fmt::format("{}-{:02}-{:02}", d.year, d.month, d.day);
}

std::string PeriodText(sys_days monday, std::string_view dates) {
  return fmt::format("{} - {}", DateText(monday, dates, dates != "no_year"),
                     DateText(monday + days{6}, dates, true));
}

std::array<std::string, 7> HeaderDays(sys_days monday) {
  std::array<std::string, 7> labels;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    labels[i] = HeaderDay(i, monday + days{i});
  }
  return labels;
}

std::array<std::string, 7> WrongHeaderDays(sys_days monday, Rng& rng) {
  auto labels = HeaderDays(monday);
  const int fault = rng.Between(0, 3);
  const auto one = static_cast<std::size_t>(rng.Between(0, 6));
  const int weeks = rng.Chance(0.5) ? 7 : -7;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const sys_days date = monday + days{i};
    switch (fault) {
      case 0:  // one day later, under the right names
        labels[i] = HeaderDay(i, date + days{1});
        break;
      case 1:  // one day later, names too: "Tue. 23" under Monday
        labels[i] = HeaderDay(i + 1, date + days{1});
        break;
      case 2:  // the week before or after
        labels[i] = HeaderDay(i, date + days{weeks});
        break;
      default:  // one of the seven
        if (i == one) labels[i] = HeaderDay(i, date + days{1});
    }
  }
  return labels;
}

}  // namespace rescan::samples
