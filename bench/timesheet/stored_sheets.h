// The only place of this benchmark that knows the records.
#ifndef RESCAN_BENCH_TIMESHEET_STORED_SHEETS_H_
#define RESCAN_BENCH_TIMESHEET_STORED_SHEETS_H_

#include <map>
#include <string>

#include "bench/timesheet/stored_sheet.h"
#include "kernels/base/result.h"

namespace rescan::bench {

// What the records of `workspace` say of each image that was taken for a
// timesheet, by the name of its file. Errors as TimesheetRecords'; kCorruption
// when a sheet's JSON is not what engine/doc/formats.md says.
[[nodiscard]] Result<std::map<std::string, StoredSheet>> LoadStoredSheets(
    const std::string& workspace);

}  // namespace rescan::bench

#endif  // RESCAN_BENCH_TIMESHEET_STORED_SHEETS_H_
