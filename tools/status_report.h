#ifndef RESCAN_TOOLS_STATUS_REPORT_H_
#define RESCAN_TOOLS_STATUS_REPORT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/records/store.h"
#include "engine/run/progress_file.h"
#include "kernels/base/result.h"
#include "tools/json_line.h"
#include "tools/progress_bar.h"

namespace rescan::cli {

// What is known of a workspace's latest run.
struct StatusReport {
  std::string workspace;
  std::optional<RunInfo> run;  // absent: nothing was run yet
  RunCounts counts;
  int owner = 0;  // process id of the run under way, 0 = none
  // The run's own account, present while it runs.
  std::optional<Progress> progress;
  double progress_age_seconds = 0;  // since it was written
  double running_seconds = 0;       // since its present session began
  std::vector<std::pair<std::string, std::int64_t>> failures;  // by type

  [[nodiscard]] bool running() const { return owner != 0; }
  // Running, but still without a first account of itself: `run` is the run
  // before, or what is to be resumed.
  [[nodiscard]] bool planning() const { return running() && !progress; }
};

// Reads the store and the progress file; changes nothing. Errors as
// RecordStore::Open; a missing progress file is none.
[[nodiscard]] Result<StatusReport> GatherStatus(const std::string& workspace);

// Of a run under way: under 10 images/min (after its first minute), over 10 %
// failures, no new rows for 5 minutes.
[[nodiscard]] std::vector<std::string> StatusWarnings(
    const StatusReport& report);

// Progress within what the run had to do: without unchanged images and those
// that failed earlier.
[[nodiscard]] BarState BarOf(const StatusReport& report);

[[nodiscard]] std::string StatusText(const StatusReport& report);
[[nodiscard]] Json StatusJson(const StatusReport& report);

// Seconds from `utc` ("2026-11-21T10:00:00Z", with or without a fraction) to
// now; negative if it cannot be parsed.
[[nodiscard]] double SecondsSinceUtc(const std::string& utc);

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_STATUS_REPORT_H_
