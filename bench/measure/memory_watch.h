#ifndef RESCAN_BENCH_MEASURE_MEMORY_WATCH_H_
#define RESCAN_BENCH_MEASURE_MEMORY_WATCH_H_

#include <cstdint>
#include <map>
#include <string>

#include "bench/measure/command.h"

namespace rescan::bench {

// A run of a command and the peak resident memory of each of its descendants
// (bytes by process id), asked of /proc every 20 ms: what a process does in
// its last 20 ms is missed. Pages that processes share count for each. The
// asking takes time, so such a run's Timing is not to be compared.
struct WatchedRun {
  Timing timing;
  std::map<int, std::uint64_t> peaks;

  // Sum of the `count` largest peaks.
  [[nodiscard]] std::uint64_t LargestTogether(int count) const;
};
[[nodiscard]] WatchedRun RunWatched(const Command& command);

}  // namespace rescan::bench

#endif  // RESCAN_BENCH_MEASURE_MEMORY_WATCH_H_
