// What the reports on timesheets begin with.
#ifndef RESCAN_TOOLS_REPORT_DATA_H_
#define RESCAN_TOOLS_REPORT_DATA_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/documents/timesheet/reports/people.h"
#include "engine/documents/timesheet/reports/weeks.h"
#include "engine/documents/timesheet/roster.h"
#include "engine/documents/timesheet/stored.h"
#include "tools/options.h"
#include "tools/period_options.h"

namespace rescan::cli {

struct ReportRequest {
  CommonOptions common;
  PeriodOptions period;
  std::string user, person;
  // Where to; empty = a file by its default name.
  std::optional<std::string> csv;
  bool all = false;  // every week where no period was asked for
};

// All rows of one user, or of some people of theirs.
struct ReportData {
  Period period;
  timesheet::reports::DaySpan span;  // of the period
  timesheet::Timesheets stored;
  // Of everybody of the user: which weeks there are to hand in does not depend
  // on whom a report is about.
  timesheet::reports::WeekIndex weeks;
  timesheet::reports::People people;     // whom sheets are expected of
  std::vector<std::string> other_users;  // whose sheets are left out
};

// Reads it. An error has been said under `name`; the exit code is returned.
[[nodiscard]] tl::expected<ReportData, int> LoadReportData(
    const std::string& name, const ReportRequest& request);

// Says on standard error what the figures leave out: other users' sheets, those
// that wait for a person and touch the span.
void NoteLeftOut(const ReportData& data);
// Whose weeks these are if there is no roster, and who has sheets without being
// on it.
void NoteWhosePeople(const ReportData& data);
// That sums with a "?" lack rows.
void NoteUnreadable(std::size_t rows);

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_REPORT_DATA_H_
