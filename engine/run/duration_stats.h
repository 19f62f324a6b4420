#ifndef RESCAN_ENGINE_RUN_DURATION_STATS_H_
#define RESCAN_ENGINE_RUN_DURATION_STATS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/run/run.h"

namespace rescan {

// Percentiles of any number of durations in fixed memory (22 kB): counts on a
// logarithmic scale with steps of 1 %, from 1 microsecond to 11 days.
// Not thread-safe.
class DurationStats {
 public:
  DurationStats();

  // Negative values count as zero.
  void Add(double seconds);
  [[nodiscard]] std::int64_t count() const { return count_; }
  // The smallest recorded duration that at least `share` (0..1] of all do not
  // exceed, to within 0.5 %; 0 without any.
  [[nodiscard]] double Percentile(double share) const;
  [[nodiscard]] Percentiles Summary() const {
    return {Percentile(0.50), Percentile(0.95)};
  }

 private:
  std::vector<std::uint32_t> buckets_;
  std::int64_t count_ = 0;
  double min_ = 0, max_ = 0;
};

}  // namespace rescan

#endif  // RESCAN_ENGINE_RUN_DURATION_STATS_H_
