#ifndef RESCAN_ENGINE_RUN_STALL_GUARD_H_
#define RESCAN_ENGINE_RUN_STALL_GUARD_H_

#include <algorithm>
#include <chrono>

namespace rescan {

// Watches that new rows keep coming: warns once after half of `limit` without
// any, stops the run at `limit`. Time passes by at most kMaxGap from one look
// to the next, so that a program that was suspended finds no stall when it goes
// on. The caller gives the time, so that tests need not wait. Not thread-safe.
class StallGuard {
 public:
  using Clock = std::chrono::steady_clock;
  enum class Verdict { kFine, kWarn, kStop };
  static constexpr std::chrono::seconds kMaxGap{10};

  StallGuard(Clock::duration limit, Clock::time_point start)
      : limit_(limit), seen_(start) {}

  void NewRows(Clock::time_point now) {
    quiet_ = {};
    seen_ = now;
    warned_ = false;
  }

  // kWarn once per quiet spell.
  [[nodiscard]] Verdict Check(Clock::time_point now) {
    quiet_ = Quiet(now);
    seen_ = now;
    if (quiet_ >= limit_) return Verdict::kStop;
    if (warned_ || quiet_ < limit_ / 2) return Verdict::kFine;
    warned_ = true;
    return Verdict::kWarn;
  }

  // Time since the last new rows, or since the start.
  [[nodiscard]] Clock::duration Quiet(Clock::time_point now) const {
    return quiet_ + std::min<Clock::duration>(now - seen_, kMaxGap);
  }
  [[nodiscard]] Clock::duration limit() const { return limit_; }

 private:
  const Clock::duration limit_;
  Clock::duration quiet_{};  // without new rows, as of seen_
  Clock::time_point seen_;
  bool warned_ = false;
};

}  // namespace rescan

#endif  // RESCAN_ENGINE_RUN_STALL_GUARD_H_
