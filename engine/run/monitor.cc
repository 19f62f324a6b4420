#include "engine/run/monitor.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <utility>

#include "engine/records/timestamp.h"
#include "engine/run/progress_file.h"

namespace rescan {
namespace {

constexpr std::chrono::milliseconds kRefreshInterval{1000};
// What an image may take beyond its time limit: its worker's start, its end.
constexpr std::chrono::seconds kImageGrace{60};

double Seconds(std::chrono::steady_clock::duration duration) {
  return std::chrono::duration<double>(duration).count();
}

double Minutes(std::chrono::steady_clock::duration duration) {
  return Seconds(duration) / 60;
}

// One image that takes all the time it may is no stall.
std::chrono::milliseconds StallLimit(const RunOptions& options) {
  return std::max<std::chrono::milliseconds>(options.stall_limit,
                                             options.time_limit + kImageGrace);
}

}  // namespace

std::optional<StopReason> ReasonOfSignal(const SignalWatch& signals) {
  switch (signals.FirstStopSignal()) {
    case 0:
      return std::nullopt;
    case SIGTERM:
      return StopReason{RunEnd::kTerminated, "terminated (SIGTERM)", {}};
    default:
      return StopReason{RunEnd::kInterrupted, "interrupted (SIGINT)", {}};
  }
}

Monitor::Monitor(const RunOptions& options, RunObserver& observer,
                 Dispatcher& dispatcher, const Recorder& recorder,
                 SignalWatch& signals, RunInfo run, std::int64_t total,
                 std::function<Clock::time_point()> stall_clock)
    : options_(options),
      observer_(observer),
      dispatcher_(dispatcher),
      recorder_(recorder),
      signals_(signals),
      run_(std::move(run)),
      total_(total),
      session_started_at_(TimestampOf(std::chrono::system_clock::now())),
      stall_clock_(std::move(stall_clock)),
      stall_(StallLimit(options), stall_clock_()),
      next_refresh_(Clock::now()) {}

void Monitor::Tick(LanePool* pool) {
  PassOnSignals(pool);
  WatchStall(pool);
  const Clock::time_point now = Clock::now();
  const bool batch_ended =
      recorder_.processed() - processed_written_ >= options_.batch_size;
  if (now >= next_refresh_ || batch_ended) Refresh(now);
}

void Monitor::PassOnSignals(LanePool* pool) {
  if (std::optional<StopReason> reason = ReasonOfSignal(signals_)) {
    dispatcher_.Stop(*std::move(reason));
  }
  if (signals_.StopRequests() >= 2 && !cancelled_ && pool != nullptr) {
    cancelled_ = true;
    pool->Cancel();
  }
  if (signals_.TakeReportRequest()) observer_.OnRunning(dispatcher_.Running());
}

void Monitor::WatchStall(LanePool* pool) {
  const Clock::time_point now = stall_clock_();
  const bool pausing = dispatcher_.CheckPause();
  if (recorder_.writes() != writes_seen_ || pausing) {
    writes_seen_ = recorder_.writes();
    stall_.NewRows(now);
    return;
  }
  if (dispatcher_.reason()) return;
  switch (stall_.Check(now)) {
    case StallGuard::Verdict::kFine:
      return;
    case StallGuard::Verdict::kWarn:
      observer_.OnWarning(
          fmt::format("no new rows for {:.0f} minutes; the run stops at {:.0f}",
                      Minutes(stall_.Quiet(now)), Minutes(stall_.limit())));
      return;
    case StallGuard::Verdict::kStop:
      dispatcher_.Stop(
          {RunEnd::kStall,
           fmt::format("stopped by the stall guard: no new rows "
                       "for {:.0f} minutes (limit {:.0f})",
                       Minutes(stall_.Quiet(now)), Minutes(stall_.limit())),
           {}});
      // What runs has had its time; waiting for it could take for ever.
      if (pool != nullptr) pool->Cancel();
      return;
  }
}

void Monitor::Refresh(Clock::time_point now) {
  next_refresh_ = now + kRefreshInterval;
  Report();
  const std::optional<StopReason> reason = dispatcher_.reason();
  WriteNow(RunState::kRunning, reason ? reason->message : "");
}

double Monitor::Eta(Clock::time_point now) const {
  return recorder_.rate().EtaSeconds(now, total_ - recorder_.processed());
}

void Monitor::Report() {
  const Clock::time_point now = Clock::now();
  observer_.OnProgress(recorder_.counts(), recorder_.rate().PerMinute(now),
                       Eta(now));
}

void Monitor::WriteNow(RunState state, const std::string& stop_reason) {
  processed_written_ = recorder_.processed();
  const Clock::time_point now = Clock::now();
  Progress progress;
  progress.run = run_.id;
  progress.process_id = getpid();
  progress.state = RunStateName(state);
  progress.started_at = run_.started_at;
  progress.session_started_at = session_started_at_;
  progress.updated_at = TimestampOf(std::chrono::system_clock::now());
  progress.counts = recorder_.counts();
  progress.session_processed = recorder_.processed();
  progress.images_per_minute = recorder_.rate().PerMinute(now);
  progress.eta_seconds = Eta(now);
  progress.seconds_since_new_rows = Seconds(stall_.Quiet(stall_clock_()));
  progress.stop_reason = stop_reason;
  for (auto& [path, age] : dispatcher_.Running()) {
    progress.running.push_back({std::move(path), age});
  }
  const Status written = WriteProgress(options_.workspace, progress);
  if (written || told_write_failure_) return;
  told_write_failure_ = true;
  observer_.OnWarning("the progress file is not up to date: " +
                      written.error().message);
}

}  // namespace rescan
