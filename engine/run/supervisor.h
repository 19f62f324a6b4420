#ifndef RESCAN_ENGINE_RUN_SUPERVISOR_H_
#define RESCAN_ENGINE_RUN_SUPERVISOR_H_

#include <chrono>
#include <functional>

#include "engine/run/lane_pool.h"
#include "engine/run/run.h"
#include "engine/run/run_options.h"
#include "kernels/base/result.h"

namespace rescan {

// What a run takes from outside; tests put their own in.
struct RunEnvironment {
  LaneFactory make_lane;
  // What the stall guard goes by.
  std::function<std::chrono::steady_clock::time_point()> stall_clock = [] {
    return std::chrono::steady_clock::now();
  };
};

// RunImages (run.h) in a given environment.
[[nodiscard]] Result<RunSummary> RunImagesIn(const RunEnvironment& environment,
                                             const RunOptions& options,
                                             RunObserver& observer);

}  // namespace rescan

#endif  // RESCAN_ENGINE_RUN_SUPERVISOR_H_
