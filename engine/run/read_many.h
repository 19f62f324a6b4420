// Images read on several lanes, results handed over in order: for commands
// that keep no records.
#ifndef RESCAN_ENGINE_RUN_READ_MANY_H_
#define RESCAN_ENGINE_RUN_READ_MANY_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/run/lane.h"
#include "engine/run/worker.h"
#include "kernels/base/result.h"

namespace rescan {

struct ReadManyOptions {
  // Makes a lane on the thread that will use it. Called on several threads.
  std::function<Result<std::unique_ptr<Lane>>()> make_lane;
  int jobs = 1;  // lanes, >= 1; never more than there are images
  // Lanes wait while this many results stand before one that is not ready, so
  // that one slow image does not let all others pile up in memory.
  std::size_t max_waiting = 256;
  // Asked every 50 ms on the calling thread; true = give up. May be empty.
  std::function<bool()> stop;
};

// Processes `paths` and calls `emit` with each one's position and reply, in
// the order of `paths`, on the calling thread. Lanes take the next path from
// one shared queue. Returns the first error of a lane or of `emit`, kCancelled
// after a stop; images being read are then given up. An image that fails is no
// error: its reply says so.
[[nodiscard]] Status ReadMany(
    const std::vector<std::string>& paths, const ReadManyOptions& options,
    const std::function<Status(std::size_t, const WorkerReply&)>& emit);

}  // namespace rescan

#endif  // RESCAN_ENGINE_RUN_READ_MANY_H_
