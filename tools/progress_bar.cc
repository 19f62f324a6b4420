#include "tools/progress_bar.h"

#include <fmt/format.h>

#include <algorithm>

#include "tools/numbers.h"

namespace rescan::cli {
namespace {

constexpr int kCells = 50;

}  // namespace

int Percent(std::int64_t processed, std::int64_t total) {
  if (total <= 0) return 100;
  const double share =
      static_cast<double>(processed) / static_cast<double>(total);
  return std::clamp(static_cast<int>(100 * share + 0.5), 0, 100);
}

std::string ProgressBar(const BarState& state) {
  const int percent = Percent(state.processed, state.total);
  std::string cells;
  for (int i = 0; i < kCells; ++i) cells += i < percent / 2 ? "█" : "░";
  return fmt::format(
      "[{}] {}% | {}/{} images | ✓ {} | ✗ {} | {:.1f}/min | "
      "ETA {}",
      cells, percent, state.processed, state.total, state.succeeded,
      state.failed, state.images_per_minute, ClockText(state.eta_seconds));
}

std::string ProgressLine(const BarState& state) {
  return fmt::format(
      "{}/{} images ({}%), {} done, {} failed, {:.1f}/min, ETA {}",
      state.processed, state.total, Percent(state.processed, state.total),
      state.succeeded, state.failed, state.images_per_minute,
      ClockText(state.eta_seconds));
}

}  // namespace rescan::cli
