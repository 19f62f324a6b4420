// The one place where errors and ends of runs become exit codes.
#ifndef RESCAN_TOOLS_EXIT_CODE_H_
#define RESCAN_TOOLS_EXIT_CODE_H_

#include "engine/run/run.h"
#include "kernels/base/result.h"

namespace rescan::cli {

// Documented in tools/README.md; the numbers are an interface.
enum ExitCode : int {
  kExitDone = 0,           // every input processed or already up to date
  kExitInternal = 1,       // internal error
  kExitUsage = 2,          // usage or bad configuration
  kExitSomeFailed = 3,     // finished, but images failed or were not seen
  kExitBroken = 4,         // breaker, stall guard or full disk; resumable
  kExitStopped = 5,        // stop file; resumable
  kExitMissing = 6,        // traineddata or a model is not installed
  kExitNoStore = 10,       // the workspace has no store
  kExitLocked = 11,        // another run owns the workspace
  kExitUnverified = 12,    // the store is damaged, newer or cannot be written
  kExitInterrupted = 130,  // SIGINT, after a clean stop
  kExitTerminated = 143,   // SIGTERM, after a clean stop
};

// What the failed call was about.
enum class ErrorSource {
  kRequest,  // options, inputs, profiles
  kRun,      // a run that could not begin: an input, or its store
  kStore,    // opening or asking the workspace's database
  kWorkers,  // starting workers
  kOutput,   // writing what was asked for
};

[[nodiscard]] ExitCode ExitCodeOf(const Error& error, ErrorSource source);
[[nodiscard]] ExitCode ExitCodeOf(const RunSummary& summary);

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_EXIT_CODE_H_
