// Hours of each person in each week.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_LABOUR_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_LABOUR_H_

#include <cstddef>
#include <string>
#include <vector>

#include "engine/documents/timesheet/reports/people.h"
#include "engine/documents/timesheet/reports/weeks.h"

namespace rescan::timesheet::reports {

struct LabourCell {
  bool submitted = false;
  bool zero_hour = false;      // by its marker
  Hundredths hours = 0;        // of the whole week
  std::size_t unreadable = 0;  // rows that are not in the sum

  // "37.5"; "0.0" for a submitted week without hours; "-" where nothing is
  // stored. A sum that lacks unreadable rows ends with "?".
  [[nodiscard]] std::string Text() const;
};

struct PersonLabour {
  Person person;
  std::vector<LabourCell> weeks;  // as Labour::weeks
  Hundredths hours = 0;
  std::size_t unreadable = 0;
};

struct Labour {
  std::vector<Day> weeks;            // Mondays
  std::vector<PersonLabour> people;  // by name
  Hundredths hours = 0;
  std::size_t unreadable = 0;

  [[nodiscard]] std::size_t expected() const {
    return weeks.size() * people.size();
  }
  // Hours per person in tenths; 0 of nobody.
  [[nodiscard]] std::int64_t AverageInTenths() const;
};

// `expected`, and those of `others` who have a stored week among `weeks`: hours
// are never left out because a name is not on the roster.
[[nodiscard]] Labour LabourOf(const WeekIndex& index,
                              const std::vector<Person>& expected,
                              const std::vector<Person>& others,
                              std::vector<Day> weeks);

// "20 Oct".
[[nodiscard]] std::string ShortWeekName(Day monday);

}  // namespace rescan::timesheet::reports

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_LABOUR_H_
