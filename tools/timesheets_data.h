// What the commands below `rescan timesheets` share that work on single rows
// and sheets.
#ifndef RESCAN_TOOLS_TIMESHEETS_DATA_H_
#define RESCAN_TOOLS_TIMESHEETS_DATA_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/documents/timesheet/stored.h"
#include "engine/records/store.h"
#include "engine/records/timesheet_records.h"
#include "kernels/base/result.h"
#include "tools/json_line.h"
#include "tools/numbers.h"
#include "tools/options.h"
#include "tools/period_options.h"

namespace rescan::cli {

// Below, an error has been said under `name` where an exit code is returned.

[[nodiscard]] tl::expected<std::unique_ptr<TimesheetRecords>, int>
OpenTimesheets(const std::string& name, const CommonOptions& common,
               StoreMode mode, const StoreOptions& store = {});

// What touches `period` of one user (reports::OfUser); says whose sheets are
// left out.
[[nodiscard]] tl::expected<timesheet::Timesheets, int> LoadOfUser(
    const std::string& name, TimesheetRecords& records, const std::string& user,
    const Period& period = {});

// The user's sheet that `which` names (TimesheetRecords::FindSheet). Without
// `user` it may be anybody's, as long as it is of one alone.
[[nodiscard]] Result<timesheet::SheetRecord> FindSheetOf(
    TimesheetRecords& records, const std::string& user,
    const std::string& which);
// A usage error, while parsing, where `which` is empty.
void CheckNamesSheet(const std::string& which);
// What the error of FindSheetOf, or of a decision on a sheet, is about.
[[nodiscard]] int FailAboutSheet(const std::string& name, const Error& error);

struct ReportFile {
  std::string path;  // empty = `default_name`, "-" = standard output
  std::string default_name;
  Noun what;             // rows are
  std::size_t rows = 0;  // without the header
};

// Adds --csv, whose FILE may be left away: `csv` is empty then, and nothing
// where there is no --csv. `what` it is for; `default_name` as the help has it.
CLI::Option* AddCsv(CLI::App& command, std::optional<std::string>& csv,
                    const std::string& what, const std::string& default_name);
// Adds --person, for reports::FindPeople.
void AddPerson(CLI::App& command, std::string& person);
// Adds --raw, for CsvWriter.
CLI::Option* AddRaw(CLI::App& command, bool& raw);

// "timesheet_summary_2025-10-20_to_2025-11-16_20261122_084500.csv".
[[nodiscard]] std::string ReportFileName(const std::string& report,
                                         const Period& period);

// Writes `bytes` where it was asked for, never over the workspace's files or
// inputs, and says so; no file appears without rows. Returns the exit code.
[[nodiscard]] int WriteReportFile(const std::string& name,
                                  const CommonOptions& common,
                                  const ReportFile& file,
                                  std::string_view bytes);

// "20261122_084500", local time of now: in names of files.
[[nodiscard]] std::string FileTimestamp();

// Hours as a JSON number with at most two decimals; null for none.
[[nodiscard]] Json HoursJson(std::optional<timesheet::Hundredths> hours);
// "52.50"; "" for none.
[[nodiscard]] std::string HoursText(std::optional<timesheet::Hundredths> hours);

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_TIMESHEETS_DATA_H_
