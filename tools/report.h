// The summary of a run, for people and for programs.
#ifndef RESCAN_TOOLS_REPORT_H_
#define RESCAN_TOOLS_REPORT_H_

#include <string>
#include <vector>

#include "engine/run/run.h"
#include "tools/json_line.h"

namespace rescan::cli {

// "done", "breaker", "stall", "stop_file", "interrupted", "terminated",
// "store_failed", "workers_failed" (an interface).
[[nodiscard]] const char* RunEndName(RunEnd end);

// "inputs 62 = 60 done + 2 failed + 0 unchanged + 0 pending" without the first
// word.
[[nodiscard]] std::string CountsEquation(const RunCounts& counts);

// The members of RunCounts under their names.
[[nodiscard]] Json CountsJson(const RunCounts& counts);

// Several lines. Says how the run ended, what to do next, and all numbers: none
// where it was stopped before there was a run.
[[nodiscard]] std::string SummaryText(const RunSummary& summary,
                                      const std::string& workspace);

// {"event": "summary", ...}: fields in engine/doc/formats.md.
[[nodiscard]] Json SummaryJson(const RunSummary& summary,
                               const std::string& workspace);

// Where the CPU time of a session went: kCpuStages in their order, "rest" (the
// workers' start and what they do between the stages, and the supervisor) and
// "all", the sum of the others.
struct StageShare {
  std::string name;
  double cpu_seconds = 0;
  double per_image = 0;  // seconds for one of RunSummary::read_now
  double share = 0;      // of all, 0..1
};
[[nodiscard]] std::vector<StageShare> StageProfile(const RunSummary& summary);

// A table of it, and {"stage", "cpu_seconds", "cpu_seconds_per_image",
// "share"} for each.
[[nodiscard]] std::string StageProfileText(const RunSummary& summary);
[[nodiscard]] Json StageProfileJson(const RunSummary& summary);

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_REPORT_H_
