// The worker process of a lane: its start, its chatter and its end.
#ifndef RESCAN_ENGINE_RUN_LANE_CHILD_H_
#define RESCAN_ENGINE_RUN_LANE_CHILD_H_

#include <sys/types.h>

#include <chrono>
#include <memory>
#include <string>

#include "engine/image/input_file.h"
#include "engine/run/worker.h"
#include "kernels/base/result.h"

namespace rescan {

// The descriptor on which a worker process finds its lane.
inline constexpr int kWorkerSocket = 3;

// Exit code of a worker that ran out of memory where it could not answer.
inline constexpr int kOutOfMemoryExit = 86;

// How a worker process ended. Both absent: the system did not tell.
struct ChildEnd {
  int exit_code = -1;  // >= 0 if it left by itself
  int signal = 0;      // > 0 if a signal ended it
};

// Not thread-safe. The process dies when the thread that started it does
// (that is how Linux defines the parent-death signal), so one thread starts
// it, uses it and ends it.
class WorkerProcess {
 public:
  // Starts /proc/self/exe with `worker --fd 3` in a process group of its own,
  // with nothing of ours open but the socket and a pipe as its standard
  // output and error, no signal ignored or blocked, and the environment set
  // so that each library keeps to one thread and to the limits of `settings`.
  // Posix_spawn, so that no code of ours runs between fork and exec, where
  // only async-signal-safe calls are allowed in a program with threads; what
  // else a worker needs, ServeLane sets up itself. About 1 ms (models are
  // loaded by the child, later). Error kIo.
  [[nodiscard]] static Result<std::unique_ptr<WorkerProcess>> Start(
      const WorkerSettings& settings);
  // Hangs up, waits up to a second for the child to leave, then kills it.
  ~WorkerProcess();
  WorkerProcess(const WorkerProcess&) = delete;
  WorkerProcess& operator=(const WorkerProcess&) = delete;

  [[nodiscard]] int socket() const { return socket_.get(); }
  // Where the child's standard output and error arrive; -1 once closed.
  [[nodiscard]] int chatter() const { return chatter_.get(); }

  // Takes what is there now of the chatter, 64 kB at most, without waiting.
  void ReadChatter();
  // The last 4 kB since ForgetChatter, as valid UTF-8.
  [[nodiscard]] std::string ChatterTail() const;
  void ForgetChatter() { tail_.clear(); }

  // SIGKILL to the child and all it may have started, and waits for it.
  void Kill();
  // Waits up to `grace` for the child to end by itself, then kills it.
  ChildEnd Await(std::chrono::milliseconds grace);

 private:
  WorkerProcess(pid_t pid, FileDescriptor socket, FileDescriptor chatter);
  bool Reap(int options, ChildEnd* end);

  pid_t pid_;  // 0 once reaped
  FileDescriptor socket_;
  FileDescriptor chatter_;
  std::string tail_;
};

// "SIGSEGV", or "signal 64" for one without a name.
[[nodiscard]] std::string SignalName(int signal);

}  // namespace rescan

#endif  // RESCAN_ENGINE_RUN_LANE_CHILD_H_
