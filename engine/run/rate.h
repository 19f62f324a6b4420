#ifndef RESCAN_ENGINE_RUN_RATE_H_
#define RESCAN_ENGINE_RUN_RATE_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>

namespace rescan {

// Images per minute of late, and when the rest will be done. Looks at the last
// minute, or further back until 10 moments at which images ended are in view.
// Not thread-safe.
class RateMeter {
 public:
  using Clock = std::chrono::steady_clock;
  explicit RateMeter(Clock::time_point start) : begin_(start) {}

  void Add(Clock::time_point now, std::int64_t images);
  // 0 before the first image.
  [[nodiscard]] double PerMinute(Clock::time_point now) const;
  // Negative = unknown.
  [[nodiscard]] double EtaSeconds(Clock::time_point now,
                                  std::int64_t remaining) const;

 private:
  static constexpr std::size_t kMinEntries = 10;
  static constexpr std::chrono::seconds kWindow{60};

  struct Entry {
    Clock::time_point time;
    std::int64_t images = 0;
  };
  Clock::time_point begin_;    // the entries cover the time from here on
  std::deque<Entry> entries_;  // at most one a second, so bounded
  std::int64_t images_ = 0;    // sum over entries_
};

}  // namespace rescan

#endif  // RESCAN_ENGINE_RUN_RATE_H_
