#include "engine/documents/timesheet/entries.h"

namespace rescan::timesheet {

std::vector<Entry> EntriesOf(const Sheet& sheet) {
  std::vector<Entry> entries;
  if (sheet.zero_hour || !sheet.week.value) return entries;
  for (const Project& project : sheet.projects) {
    for (std::size_t day = 0; day < kDaysOfWeek; ++day) {
      const HoursValue& hours = project.hours[day];
      if (hours.value && *hours.value == 0 && !sheet.bank_holidays[day]) {
        continue;
      }
      entries.push_back(
          {*sheet.week.value + std::chrono::days(static_cast<int>(day)),
           project.key, project.code.value.value_or(""),
           project.name.value.value_or(""), hours});
    }
  }
  return entries;
}

}  // namespace rescan::timesheet
