#include "engine/documents/timesheet/reports/calendar.h"

#include <optional>

#include "engine/documents/timesheet/dates.h"

namespace rescan::timesheet::reports {
namespace {

constexpr std::size_t kCodesShown = 3;

}  // namespace

IsoWeek IsoWeekOf(Day monday) {
  const Day thursday = monday + std::chrono::days(3);
  const int year = YearOf(thursday);
  const Day new_year = std::chrono::year(year) / std::chrono::January / 1;
  return {year, static_cast<int>((thursday - new_year).count() / 7) + 1};
}

std::string CalendarWeek::CodesText() const {
  std::string text;
  std::size_t shown = 0;
  for (const auto& [key, code] : facts.projects) {
    if (shown == kCodesShown) break;
    text += (shown > 0 ? ", " : "") + code;
    ++shown;
  }
  const std::size_t rest = facts.projects.size() - shown;
  return rest > 0 ? text + " +" + std::to_string(rest) + " more" : text;
}

Calendar CalendarOf(const WeekIndex& index, const Person& person,
                    const DaySpan& span, Day today) {
  Calendar calendar;
  calendar.person = person;
  std::optional<Day> first = span.first;
  const auto& known = index.WeeksOf(person.key);
  if (!first && !known.empty()) first = known.begin()->first;
  if (!first) return calendar;
  const Day last = MondayOf(span.last.value_or(today));
  for (Day monday = MondayOf(*first); monday <= last;
       monday += std::chrono::days(kDaysOfWeek)) {
    CalendarWeek week{monday, index.Find(person.key, monday)};
    calendar.present += week.present() ? 1 : 0;
    calendar.zero_hour += week.facts.zero_hour ? 1 : 0;
    calendar.weeks.push_back(std::move(week));
  }
  return calendar;
}

}  // namespace rescan::timesheet::reports
