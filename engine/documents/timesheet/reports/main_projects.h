#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_MAIN_PROJECTS_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_MAIN_PROJECTS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "engine/documents/timesheet/reports/people.h"
#include "engine/documents/timesheet/reports/weeks.h"
#include "engine/documents/timesheet/stored.h"

namespace rescan::timesheet::reports {

struct MainProject {
  Person person;
  std::string code, name;  // as on the last day that has the project
  Hundredths hours = 0;    // on it
  // Rows of the person whose hours are unreadable: the project is the main one
  // as far as hours are known.
  std::size_t unreadable = 0;
};

// For each person the project with most hours on the days of `span`; of several
// with as many, the first by code. Whoever has no hours there is left out.
// By name. REQUIRES: one user's rows.
[[nodiscard]] std::vector<MainProject> MainProjects(const Timesheets& stored,
                                                    const DaySpan& span);

}  // namespace rescan::timesheet::reports

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_MAIN_PROJECTS_H_
