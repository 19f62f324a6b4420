// A lane owns one worker and hands it one image at a time.
#ifndef RESCAN_ENGINE_RUN_LANE_H_
#define RESCAN_ENGINE_RUN_LANE_H_

#include <functional>
#include <memory>
#include <string>

#include "engine/run/worker.h"
#include "kernels/base/result.h"

namespace rescan {

enum class Isolation {
  kProcess,  // a child process of the same binary: `rescan worker`
  kThread,   // the calling thread itself
};

// Not thread-safe, but for Cancel(): one thread creates a lane, calls Process
// and destroys it. That thread must live as long as the lane: the system kills
// a worker process when the thread that started it ends, so that none outlives
// a supervisor that was killed itself.
class Lane {
 public:
  virtual ~Lane() = default;

  // Opens `path` (regular files only, symbolic links not followed) and has it
  // processed. With process isolation a worker that passes the time limit is
  // killed (a second later: it may notice by itself), one that dies is replaced
  // before the next image; the outcome then is kTimeout, kCrash (naming the
  // signal) or kLimit with killed_worker set. What a dying worker wrote to
  // standard error, its last 4 kB, is in the failure's stack_trace.
  // Error (not an outcome): no worker can be started at all, or Tesseract's
  // extra threads appear in a worker process; the run must stop.
  [[nodiscard]] virtual Result<WorkerReply> Process(
      const std::string& path) = 0;

  // From any thread, while the lane lives: the image being processed is given
  // up at once; its Process call returns the error kCancelled, as all later
  // ones do.
  virtual void Cancel() = 0;
};

// Creates the lane and its worker, so that missing models show at once (with
// the error that Reader::Create gave, across the process boundary). Process
// isolation needs a program whose sub-command `worker --fd N` calls
// ServeLane(N), and stops ignoring SIGCHLD should that be ignored. Destroying
// a lane ends its worker and waits for it, a second at most.
[[nodiscard]] Result<std::unique_ptr<Lane>> MakeLane(
    Isolation isolation, const WorkerSettings& settings);

// MakeLane, or what a test puts in its place.
using LaneFactory = std::function<Result<std::unique_ptr<Lane>>(
    Isolation, const WorkerSettings&)>;

// Called in the worker before each image with its path; for fault injection by
// test programs. Set once, before any lane or worker exists.
using BeforeImageHook = std::function<void(const std::string& path)>;
void SetBeforeImageHook(BeforeImageHook hook);

// The child's side: serves the lane at the other end of the socket `fd` until
// it closes. Returns the process's exit code.
[[nodiscard]] int ServeLane(int fd);

}  // namespace rescan

#endif  // RESCAN_ENGINE_RUN_LANE_H_
