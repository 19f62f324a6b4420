#ifndef RESCAN_ENGINE_RUN_VECTOR_STEP_H_
#define RESCAN_ENGINE_RUN_VECTOR_STEP_H_

#include <cstdint>
#include <functional>
#include <memory>

#include "engine/records/outcome.h"
#include "engine/records/run_lock.h"
#include "engine/run/delta_builder.h"
#include "engine/run/index_summary.h"
#include "engine/run/run.h"
#include "engine/run/run_options.h"

namespace rescan {

// The vectors of a run: deltas while it goes on and at its end, and the
// compaction when enough of them wait. A failure here loses no image: it is
// told as a warning, noted in the summary, and what is missing is built by the
// next run. Used on the writer's thread, under the run lock.
class VectorStep {
 public:
  using StopCheck = std::function<bool()>;

  // Both references must outlive the step.
  VectorStep(const RunOptions& options, RunObserver& observer);

  // Before the first image.
  void Begin(RunId run);
  // An image was recorded: writes deltas when a batch has come together.
  void Recorded(const Outcome& outcome);
  // At the end: all that is missing, then the compaction. After a stop one
  // batch at most, and no compaction.
  void Finish(bool stopped, const StopCheck& stop);

  [[nodiscard]] const IndexSummary& summary() const { return summary_; }

 private:
  // False: nothing is left, or it failed.
  bool BuildBatch();
  void Compact(const StopCheck& stop);
  [[nodiscard]] Result<bool> EnoughToCompact();
  void Fail(const Error& error);

  const RunOptions& options_;
  RunObserver& observer_;
  std::unique_ptr<DeltaBuilder> builder_;
  std::int64_t entities_ = 0;  // recorded since the last batch
  IndexSummary summary_;
};

}  // namespace rescan

#endif  // RESCAN_ENGINE_RUN_VECTOR_STEP_H_
