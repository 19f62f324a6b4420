#ifndef RESCAN_ENGINE_RUN_SESSION_H_
#define RESCAN_ENGINE_RUN_SESSION_H_

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/records/run_lock.h"
#include "engine/records/store.h"
#include "engine/run/bounded_queue.h"
#include "engine/run/dispatcher.h"
#include "engine/run/inputs.h"
#include "engine/run/lane_pool.h"
#include "engine/run/monitor.h"
#include "engine/run/plan.h"
#include "engine/run/recorder.h"
#include "engine/run/run.h"
#include "engine/run/run_options.h"
#include "engine/run/signals.h"
#include "engine/run/supervisor.h"
#include "engine/run/vector_step.h"
#include "kernels/base/result.h"

namespace rescan {

// One call of RunImages that is no dry run, step by step: Open, Prepare, Begin,
// Work, End. Used by supervisor.cc alone; single-threaded but for its pool.
class Session {
 public:
  Session(const RunEnvironment& environment, const RunOptions& options,
          RunObserver& observer, const InputRoots& roots);

  [[nodiscard]] Result<RunSummary> Go();

 private:
  // Locks the workspace and opens its store.
  Status Open();
  // Lists the inputs and decides. True: there is a plan; false: told to stop.
  Result<bool> Prepare();
  // Makes the first worker, so that what is missing shows before anything is
  // recorded.
  Status StartWorkers();
  // Puts the run and its plan into the records.
  Status Begin();
  Status AbandonUnfinished();
  // Splits what is to be done now into links and jobs.
  void Divide(std::vector<RunItem> pending);
  // Brings the images to an end, or stops.
  void Work();
  void LinkAll();
  void Handle(const Completed& done);
  // Writes the vectors that are still missing, unless the records cannot be
  // written.
  void FinishVectors();
  // Ends the run in the records and fills the summary.
  void End();
  [[nodiscard]] RunSummary Stopped(StopReason reason) const;
  [[nodiscard]] std::optional<StopReason> AskToStop() const;
  void FailStore(Error error);

  const RunEnvironment& environment_;
  const RunOptions& options_;
  RunObserver& observer_;
  const InputRoots& roots_;
  const double cpu_start_;
  const std::chrono::steady_clock::time_point start_;
  SignalWatch signals_;
  RunSummary summary_;

  std::optional<RunLock> lock_;
  std::unique_ptr<RecordStore> store_;
  RunKey key_;
  std::optional<RunInfo> unfinished_;
  Plan plan_;
  std::vector<RunItem> links_;
  std::vector<Job> jobs_;
  std::int64_t total_ = 0;  // inputs to end in this session

  WorkerSettings worker_settings_;
  Dispatcher dispatcher_;
  BoundedQueue<Completed> results_;
  std::optional<Recorder> recorder_;
  std::optional<VectorStep> vectors_;
  std::optional<Monitor> monitor_;
  std::optional<LanePool> pool_;  // last: its threads use what is above
};

// Adds what was passed over to the summary and warns of what could not be
// read. Shared with the dry run.
[[nodiscard]] InputList CollectInputs(const RunOptions& options,
                                      const InputRoots& roots,
                                      RunObserver& observer,
                                      const StopCheck& stop,
                                      RunSummary& summary);
[[nodiscard]] RunKey KeyOf(const RunOptions& options, const InputRoots& roots,
                           VersionId version);

}  // namespace rescan

#endif  // RESCAN_ENGINE_RUN_SESSION_H_
