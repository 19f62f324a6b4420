#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_SUMMARY_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_SUMMARY_H_

#include <cstddef>
#include <vector>

#include "engine/documents/timesheet/reports/people.h"
#include "engine/documents/timesheet/reports/weeks.h"
#include "engine/documents/timesheet/stored.h"

namespace rescan::timesheet::reports {

struct PersonHours {
  Person person;
  Hundredths hours = 0;
  std::size_t unreadable = 0;  // rows that are not in the sum
  std::size_t zero_weeks = 0;  // weeks without hours that touch the span
};

struct Summary {
  std::vector<PersonHours> people;  // by name
  Hundredths hours = 0;
  std::size_t unreadable = 0;
};

// The hours of everybody who has a row of a day of `span` or a zero-hour week
// that touches it. REQUIRES: one user's rows.
[[nodiscard]] Summary Summarise(const Timesheets& stored, const DaySpan& span);

}  // namespace rescan::timesheet::reports

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_SUMMARY_H_
