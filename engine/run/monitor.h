#ifndef RESCAN_ENGINE_RUN_MONITOR_H_
#define RESCAN_ENGINE_RUN_MONITOR_H_

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "engine/records/store.h"
#include "engine/run/dispatcher.h"
#include "engine/run/lane_pool.h"
#include "engine/run/recorder.h"
#include "engine/run/run.h"
#include "engine/run/run_options.h"
#include "engine/run/signals.h"
#include "engine/run/stall_guard.h"

namespace rescan {

// Looks after a run that is under way, from the writer's thread: passes on
// signals, watches for a stall, and tells the observer and other processes
// (progress.json) how far it is.
class Monitor {
 public:
  using Clock = std::chrono::steady_clock;

  // All references must outlive the monitor. `total`: inputs to end in
  // this session. `stall_clock`: what the stall guard goes by.
  Monitor(const RunOptions& options, RunObserver& observer,
          Dispatcher& dispatcher, const Recorder& recorder,
          SignalWatch& signals, RunInfo run, std::int64_t total,
          std::function<Clock::time_point()> stall_clock);

  // To be called often; does nothing most times. `pool` may be null.
  void Tick(LanePool* pool);
  // Tells the observer how far the run is.
  void Report();
  // Writes progress.json now. A failure is a warning, told once.
  void WriteNow(RunState state, const std::string& stop_reason);

 private:
  [[nodiscard]] double Eta(Clock::time_point now) const;
  void PassOnSignals(LanePool* pool);
  void WatchStall(LanePool* pool);
  void Refresh(Clock::time_point now);

  const RunOptions& options_;
  RunObserver& observer_;
  Dispatcher& dispatcher_;
  const Recorder& recorder_;
  SignalWatch& signals_;
  const RunInfo run_;
  const std::int64_t total_;
  const std::string session_started_at_;
  const std::function<Clock::time_point()> stall_clock_;
  StallGuard stall_;
  std::int64_t writes_seen_ = 0;
  std::int64_t processed_written_ = 0;
  Clock::time_point next_refresh_;
  bool told_write_failure_ = false;
  bool cancelled_ = false;
};

// How a signal ends a run; none while there was none.
[[nodiscard]] std::optional<StopReason> ReasonOfSignal(
    const SignalWatch& signals);

}  // namespace rescan

#endif  // RESCAN_ENGINE_RUN_MONITOR_H_
