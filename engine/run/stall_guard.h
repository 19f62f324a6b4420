#ifndef RESCAN_ENGINE_RUN_STALL_GUARD_H_
#define RESCAN_ENGINE_RUN_STALL_GUARD_H_

#include <chrono>

namespace rescan {

// Watches that new rows keep coming: warns once after half of `limit` without
// any, stops the run at `limit`. The caller gives the time, so that tests need
// not wait. Not thread-safe.
class StallGuard {
 public:
  using Clock = std::chrono::steady_clock;
  enum class Verdict { kFine, kWarn, kStop };

  StallGuard(Clock::duration limit, Clock::time_point start)
      : limit_(limit), last_(start) {}

  void NewRows(Clock::time_point now) {
    last_ = now;
    warned_ = false;
  }

  // kWarn once per quiet spell.
  [[nodiscard]] Verdict Check(Clock::time_point now) {
    if (Quiet(now) >= limit_) return Verdict::kStop;
    if (warned_ || Quiet(now) < limit_ / 2) return Verdict::kFine;
    warned_ = true;
    return Verdict::kWarn;
  }

  // Time since the last new rows, or since the start.
  [[nodiscard]] Clock::duration Quiet(Clock::time_point now) const {
    return now - last_;
  }
  [[nodiscard]] Clock::duration limit() const { return limit_; }

 private:
  const Clock::duration limit_;
  Clock::time_point last_;
  bool warned_ = false;
};

}  // namespace rescan

#endif  // RESCAN_ENGINE_RUN_STALL_GUARD_H_
