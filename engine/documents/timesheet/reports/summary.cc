#include "engine/documents/timesheet/reports/summary.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace rescan::timesheet::reports {

Summary Summarise(const Timesheets& stored, const DaySpan& span) {
  std::map<std::string, PersonHours> people;
  const auto at = [&](const auto& row) -> PersonHours& {
    PersonHours& person = people[row.person_key];
    if (person.person.key.empty()) {
      person.person = {row.person_key, row.person};
    }
    return person;
  };
  Summary summary;
  for (const EntryRecord& entry : stored.entries) {
    if (!span.Contains(entry.date)) continue;
    PersonHours& person = at(entry);
    person.hours += entry.hours.value_or(0);
    summary.hours += entry.hours.value_or(0);
    if (entry.hours) continue;
    ++person.unreadable;
    ++summary.unreadable;
  }
  for (const ZeroHourRecord& week : stored.zero_hours) {
    if (span.Touches(week.week)) ++at(week).zero_weeks;
  }
  for (auto& [key, person] : people) {
    summary.people.push_back(std::move(person));
  }
  std::sort(summary.people.begin(), summary.people.end(),
            [](const PersonHours& a, const PersonHours& b) {
              return ByName(a.person, b.person);
            });
  return summary;
}

}  // namespace rescan::timesheet::reports
