#include "engine/documents/timesheet/reports/labour.h"

#include <algorithm>
#include <utility>

#include "engine/documents/timesheet/dates.h"
#include "engine/documents/timesheet/reports/numbers.h"

namespace rescan::timesheet::reports {
namespace {

PersonLabour LabourOfPerson(const WeekIndex& index, const Person& person,
                            const std::vector<Day>& weeks) {
  PersonLabour row;
  row.person = person;
  for (const Day monday : weeks) {
    const WeekFacts& facts = index.Find(person.key, monday);
    row.weeks.push_back({facts.state == WeekState::kSubmitted, facts.zero_hour,
                         facts.hours, facts.unreadable});
    row.hours += facts.hours;
    row.unreadable += facts.unreadable;
  }
  return row;
}

bool HasWeeks(const PersonLabour& row) {
  return std::any_of(row.weeks.begin(), row.weeks.end(),
                     [](const LabourCell& cell) { return cell.submitted; });
}

}  // namespace

std::string LabourCell::Text() const {
  if (!submitted) return "-";
  return HoursToOneDecimal(hours) + (unreadable > 0 ? "?" : "");
}

std::int64_t Labour::AverageInTenths() const {
  if (people.empty()) return 0;
  return DivideRounded(hours, 10 * static_cast<std::int64_t>(people.size()));
}

Labour LabourOf(const WeekIndex& index, const std::vector<Person>& expected,
                const std::vector<Person>& others, std::vector<Day> weeks) {
  Labour labour;
  labour.weeks = std::move(weeks);
  for (const Person& person : expected) {
    labour.people.push_back(LabourOfPerson(index, person, labour.weeks));
  }
  for (const Person& person : others) {
    PersonLabour row = LabourOfPerson(index, person, labour.weeks);
    if (HasWeeks(row)) labour.people.push_back(std::move(row));
  }
  std::sort(labour.people.begin(), labour.people.end(),
            [](const PersonLabour& a, const PersonLabour& b) {
              return ByName(a.person, b.person);
            });
  for (const PersonLabour& row : labour.people) {
    labour.hours += row.hours;
    labour.unreadable += row.unreadable;
  }
  return labour;
}

std::string ShortWeekName(Day monday) {
  const std::string day = std::to_string(100 + DayOfMonth(monday)).substr(1);
  return day + " " + std::string(ShortMonthName(MonthOfYear(monday)));
}

}  // namespace rescan::timesheet::reports
