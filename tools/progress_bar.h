#ifndef RESCAN_TOOLS_PROGRESS_BAR_H_
#define RESCAN_TOOLS_PROGRESS_BAR_H_

#include <cstdint>
#include <string>

namespace rescan::cli {

struct BarState {
  std::int64_t processed = 0;  // succeeded + failed
  std::int64_t total = 0;
  std::int64_t succeeded = 0;
  std::int64_t failed = 0;
  double images_per_minute = 0;
  double eta_seconds = -1;  // negative = unknown
};

// round(100 * processed / total), 100 for a total of 0, never outside 0..100.
[[nodiscard]] int Percent(std::int64_t processed, std::int64_t total);

// "[████…░░] 56% | 112/200 images | ✓ 110 | ✗ 2 | 31.2/min | ETA 2:50" with
// 50 cells, floor(percent / 2) of them filled.
[[nodiscard]] std::string ProgressBar(const BarState& state);

// The same facts as one plain line for logs:
// "112/200 images (56%), 110 done, 2 failed, 31.2/min, ETA 2:50".
[[nodiscard]] std::string ProgressLine(const BarState& state);

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_PROGRESS_BAR_H_
