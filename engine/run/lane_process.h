#ifndef RESCAN_ENGINE_RUN_LANE_PROCESS_H_
#define RESCAN_ENGINE_RUN_LANE_PROCESS_H_

#include <memory>

#include "engine/run/lane.h"
#include "engine/run/worker.h"
#include "kernels/base/result.h"

namespace rescan {

// The lane behind Isolation::kProcess; see lane.h.
[[nodiscard]] Result<std::unique_ptr<Lane>> MakeProcessLane(
    const WorkerSettings& settings);

// What a lane answers for a file that cannot be opened: IO_ERROR, without any
// worker having seen it.
[[nodiscard]] WorkerReply UnopenedReply(const Error& error);

[[nodiscard]] Error CancelledError();

}  // namespace rescan

#endif  // RESCAN_ENGINE_RUN_LANE_PROCESS_H_
