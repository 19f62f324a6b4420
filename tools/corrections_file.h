// From a file of corrections to changed rows.
#ifndef RESCAN_TOOLS_CORRECTIONS_FILE_H_
#define RESCAN_TOOLS_CORRECTIONS_FILE_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/documents/timesheet/reports/corrections.h"
#include "engine/documents/timesheet/stored.h"
#include "engine/records/timesheet_records.h"
#include "kernels/base/result.h"

namespace rescan::cli {

// Rows of a CSV file with the 14 columns of the export, in any order. Error
// kInvalidArgument names the file and what is wrong: no CSV (ReadCsv), a column
// that is missing, unknown or there twice, dates that are all in the form of
// some country. Others: ReadTextFile.
[[nodiscard]] Result<std::vector<timesheet::reports::CorrectionRow>>
ReadCorrectionsFile(const std::string& path);
// The same of text; `source` begins the errors.
[[nodiscard]] Result<std::vector<timesheet::reports::CorrectionRow>>
ParseCorrections(std::string_view text, const std::string& source);

struct ImportOutcome {
  timesheet::reports::CorrectionPlan plan;
  // Rows that were changed, or would be.
  std::size_t updated = 0;
};

[[nodiscard]] ImportOutcome PlannedImport(
    const timesheet::Timesheets& sheets,
    const std::vector<timesheet::reports::CorrectionRow>& rows);

// Makes the changes of the plan; what the records refuse joins its faults.
[[nodiscard]] Status MakeCorrections(TimesheetRecords& records,
                                     const timesheet::Timesheets& sheets,
                                     ImportOutcome* outcome);

// Counts, and the first 10 faults in the order of the file.
[[nodiscard]] std::string ImportText(const ImportOutcome& outcome,
                                     bool dry_run);
[[nodiscard]] std::string ImportJson(const ImportOutcome& outcome,
                                     bool dry_run);

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_CORRECTIONS_FILE_H_
