#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PROJECT_CODES_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PROJECT_CODES_H_

#include <vector>

#include "engine/documents/timesheet/project_master.h"
#include "engine/documents/timesheet/sheet.h"

namespace rescan::timesheet {

// Holds the codes of `projects` against the master (MatchCode): known ones get
// its spelling, misread ones are repaired, ambiguous ones need review and carry
// suggestions. What the master does not know and whose form is doubtful
// (CodeDoubt) needs review; an unusual kind of code is pointed out. Names then
// end with their codes, and projects that turned out to be the same are joined.
void SettleCodes(const ProjectMaster& master, std::vector<Project>* projects,
                 Findings* findings);

}  // namespace rescan::timesheet

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PROJECT_CODES_H_
