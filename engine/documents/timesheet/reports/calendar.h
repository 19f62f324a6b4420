// One person's weeks, one after the other.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_CALENDAR_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_CALENDAR_H_

#include <cstddef>
#include <string>
#include <vector>

#include "engine/documents/timesheet/reports/people.h"
#include "engine/documents/timesheet/reports/weeks.h"

namespace rescan::timesheet::reports {

struct IsoWeek {
  int year = 0;  // of its Thursday
  int week = 0;  // 1 to 53

  friend bool operator==(const IsoWeek&, const IsoWeek&) = default;
};

[[nodiscard]] IsoWeek IsoWeekOf(Day monday);

struct CalendarWeek {
  Day monday;
  WeekFacts facts;

  [[nodiscard]] bool present() const {
    return facts.state == WeekState::kSubmitted;
  }
  // The first three, then "+2 more".
  [[nodiscard]] std::string CodesText() const;
};

struct Calendar {
  Person person;
  std::vector<CalendarWeek> weeks;  // oldest first, none left out
  std::size_t present = 0, zero_hour = 0;

  [[nodiscard]] std::size_t missing() const { return weeks.size() - present; }
};

// From the week of span.first (else the first that has a sheet of the person)
// to the week of span.last (else that of `today`). Without either beginning
// there are no weeks.
[[nodiscard]] Calendar CalendarOf(const WeekIndex& index, const Person& person,
                                  const DaySpan& span, Day today);

}  // namespace rescan::timesheet::reports

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_CALENDAR_H_
