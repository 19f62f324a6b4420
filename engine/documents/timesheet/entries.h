#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_ENTRIES_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_ENTRIES_H_

#include <string>
#include <vector>

#include "engine/documents/timesheet/sheet.h"

namespace rescan::timesheet {

// One row to store: a project's hours on one day.
struct Entry {
  Day date;
  std::string key;   // of the code; empty when that could not be read
  std::string code;  // as it shall be shown
  std::string name;  // of the project
  HoursValue hours;  // without a value when a cell could not be read
};

// The rows of a sheet: one for each project and day with hours, one of 0 hours
// for each project on a bank holiday, and one for each project and day that
// could not be read; none for other days without hours. In the order of the
// screen, then by date. Empty for a zero-hour sheet and for one whose week is
// unknown. No two have the same date and key, unless the key is empty.
[[nodiscard]] std::vector<Entry> EntriesOf(const Sheet& sheet);

}  // namespace rescan::timesheet

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_ENTRIES_H_
