// Start here: RunImages turns inputs into records. plan -> lanes -> writer.
#ifndef RESCAN_ENGINE_RUN_RUN_H_
#define RESCAN_ENGINE_RUN_RUN_H_

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/records/store.h"
#include "engine/run/index_summary.h"
#include "engine/run/run_options.h"
#include "kernels/base/result.h"

namespace rescan {

// How a run ended.
enum class RunEnd {
  kDone,           // nothing left to do, or --limit reached
  kBreaker,        // too many failures
  kStall,          // no new rows for --stall-minutes
  kStopFile,       // a stop file appeared
  kInterrupted,    // SIGINT
  kTerminated,     // SIGTERM
  kStoreFailed,    // the database could not be written
  kWorkersFailed,  // no worker could be started
};

// Distribution of a set of durations, seconds.
struct Percentiles {
  double p50 = 0, p95 = 0;
};

struct RunSummary {
  RunEnd end = RunEnd::kDone;
  std::string stop_message;  // names the rule, the count, the likeliest cause
  Error error;               // for kStoreFailed and kWorkersFailed
  // 0: none was begun (a dry run, or stopped while planning, with no unfinished
  // run to resume); the counts are 0 then unless it is a dry run.
  RunId run = 0;
  bool resumed = false;
  bool dry_run = false;
  RunCounts counts;
  // What follows is about this session, not the sessions it resumed.
  std::int64_t processed_now = 0;  // inputs that ended: done or failed
  std::int64_t read_now = 0;       // of those, without the duplicates
  // Files in the input folders that are no images, and entries that are
  // neither files nor folders (symbolic links, fifos, sockets, devices).
  std::int64_t ignored_files = 0;
  std::map<std::string, std::int64_t> skipped_entries;
  // Of those, the folders and files that could not be read: there may be
  // images among them that nothing was recorded of.
  std::int64_t unreadable_entries = 0;
  std::int64_t extra_frames = 0;   // pages of multi-page files not read yet
  std::int64_t with_warnings = 0;  // images read around some damage
  std::map<std::string, std::int64_t> classes;   // NATIVE, PHOTO, SCAN
  std::map<std::string, std::int64_t> failures;  // images by type
  IndexSummary index;
  double elapsed_seconds = 0;
  double images_per_minute = 0;
  Percentiles per_image;  // wall
  // CPU by stage, the names of kCpuStages.
  std::map<std::string, Percentiles> per_stage;
  std::map<std::string, double> stage_cpu_seconds;  // sum over this session
  // User and system time of this process and of its workers, all of it.
  double cpu_seconds = 0;
  std::uint64_t supervisor_peak_rss_bytes = 0;
  std::uint64_t worker_peak_rss_bytes = 0;  // largest of them
};

// Receives what happens, on one thread at a time. All may be ignored.
class RunObserver {
 public:
  virtual ~RunObserver() = default;
  // The plan is made: `total` inputs are to be brought to an end now, each of
  // which shows in one final OnImage or one OnDuplicate.
  virtual void OnPlanned(const RunCounts& counts, std::int64_t total,
                         bool resumed);
  // For --dry-run: the n-th image (1-based) that would be processed.
  virtual void OnWouldProcess(std::int64_t n, const std::string& path);
  // One image was read or failed. `final` is false when it will be tried once
  // more.
  virtual void OnImage(const std::string& path, const Outcome& outcome,
                       bool final);
  // One image was linked to a reading of equal bytes instead of being read.
  virtual void OnDuplicate(const std::string& path);
  virtual void OnProgress(const RunCounts& counts, double images_per_minute,
                          double eta_seconds);
  virtual void OnWarning(const std::string& message);
  // SIGUSR1: paths being read now, with seconds since they began.
  virtual void OnRunning(
      const std::vector<std::pair<std::string, double>>& running);
};

// Runs to an end. Handles SIGINT, SIGTERM and SIGUSR1 meanwhile (once for a
// drain, twice to give up what is running). An error means that nothing was
// begun: kLocked, kNotFound (an input), kCorruption (the store), kMissingData,
// kInvalidArgument (workspace inside an input and so on), kInternal (no worker
// can be started).
[[nodiscard]] Result<RunSummary> RunImages(const RunOptions& options,
                                           RunObserver& observer);

}  // namespace rescan

#endif  // RESCAN_ENGINE_RUN_RUN_H_
