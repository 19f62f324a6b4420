// Failure rows as the program shows and exports them.
#ifndef RESCAN_TOOLS_FAILURES_FORMAT_H_
#define RESCAN_TOOLS_FAILURES_FORMAT_H_

#include <ctime>
#include <string>
#include <vector>

#include "engine/records/store.h"
#include "tools/csv_writer.h"
#include "tools/json_line.h"

namespace rescan::cli {

// The documented 19 columns and their rows.
void FailureCsvHeader(CsvWriter& csv);
void FailureCsvRow(const FailureRow& row, CsvWriter& csv);

// Every field under its documented name.
[[nodiscard]] Json FailureJson(const FailureRow& row);

// A table for people; long paths and messages are shortened.
[[nodiscard]] std::string FailureTable(const std::vector<FailureRow>& rows);

[[nodiscard]] std::string FailureStatsText(const FailureStatistics& stats);
[[nodiscard]] Json FailureStatsJson(const FailureStatistics& stats);

// "failed_images_20261121_103005.csv" for a local time.
[[nodiscard]] std::string FailureFileName(const std::tm& local);

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_FAILURES_FORMAT_H_
