#ifndef RESCAN_TOOLS_SAFETY_OPTIONS_H_
#define RESCAN_TOOLS_SAFETY_OPTIONS_H_

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/run/run_options.h"

namespace rescan::cli {

// What paces and stops a run. The initial values are the defaults that --help
// shows.
struct SafetyOptions {
  int batch_size = 10;
  double delay_seconds = 0;
  int max_consecutive_failures = 10;
  int failure_window = 20;
  double failure_rate = 0.5;
  std::int64_t stall_minutes = 10;
  std::vector<std::string> stop_files;

  // `run.workspace` must be set: a default stop file lies there.
  void ApplyTo(RunOptions& run) const;
};
void AddSafetyOptions(CLI::App& command, SafetyOptions& options);

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_SAFETY_OPTIONS_H_
