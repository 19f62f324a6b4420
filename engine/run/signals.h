#ifndef RESCAN_ENGINE_RUN_SIGNALS_H_
#define RESCAN_ENGINE_RUN_SIGNALS_H_

#include <csignal>

namespace rescan {

// While it lives, SIGINT, SIGTERM and SIGUSR1 are counted instead of ending
// the process; afterwards they do what they did before. At most one lives at a
// time. The questions may be asked from any thread.
class SignalWatch {
 public:
  SignalWatch();
  ~SignalWatch();
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;

  // SIGINT and SIGTERM so far.
  [[nodiscard]] int StopRequests() const;
  // The first of them, or 0.
  [[nodiscard]] int FirstStopSignal() const;
  // True once after one or more SIGUSR1.
  [[nodiscard]] bool TakeReportRequest();

 private:
  struct sigaction old_int_ {};
  struct sigaction old_term_ {};
  struct sigaction old_usr1_ {};
};

// Blocks the same signals in the calling thread while it lives. Threads made
// meanwhile inherit that, so that the signals wake the main thread only.
class SignalBlock {
 public:
  SignalBlock();
  ~SignalBlock();
  SignalBlock(const SignalBlock&) = delete;
  SignalBlock& operator=(const SignalBlock&) = delete;

 private:
  sigset_t old_{};
};

}  // namespace rescan

#endif  // RESCAN_ENGINE_RUN_SIGNALS_H_
