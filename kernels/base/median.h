// Percentiles of a few values by selection, without sorting them all.
#ifndef RESCAN_KERNELS_BASE_MEDIAN_H_
#define RESCAN_KERNELS_BASE_MEDIAN_H_

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <utility>
#include <vector>

namespace rescan {

// The value at place size * percent / 100, rounded down and counted from 0, of
// the values in ascending order: always one of them, never a mean of two.
//
// REQUIRES: values is not empty, 0 <= percent < 100, and `<` orders the values
// (no NaN). Takes a copy: move what is not needed again. Thread-safe. O(n).
template <class T>
[[nodiscard]] T Percentile(std::vector<T> values, int percent) {
  assert(!values.empty());
  assert(percent >= 0 && percent < 100);
  const std::size_t place =
      values.size() * static_cast<std::size_t>(percent) / 100;
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(place);
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

// The upper median: of an even number of values the larger of the middle two.
// REQUIRES and cost: as Percentile.
template <class T>
[[nodiscard]] T Median(std::vector<T> values) {
  return Percentile(std::move(values), 50);
}

}  // namespace rescan

#endif  // RESCAN_KERNELS_BASE_MEDIAN_H_
