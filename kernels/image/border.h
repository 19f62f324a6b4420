#ifndef RESCAN_KERNELS_IMAGE_BORDER_H_
#define RESCAN_KERNELS_IMAGE_BORDER_H_

#include <cassert>
#include <cstddef>

namespace rescan::kernels {

// The index in [0, size) that `index` falls on when a row is mirrored at both
// ends, again and again, without repeating the end: of "abcd", -1 is b and 4
// is c.
[[nodiscard]] inline int Mirrored(int index, int size) {
  assert(size > 0);
  if (size == 1) return 0;
  while (index < 0 || index >= size) {
    index = index < 0 ? -index : 2 * (size - 1) - index;
  }
  return index;
}

// Samples of a row buffer that whole vectors of any SIMD target may overrun.
inline constexpr std::size_t kRowSlack = 256;

[[nodiscard]] inline std::size_t PaddedWidth(int width) {
  return static_cast<std::size_t>(width) + kRowSlack;
}

}  // namespace rescan::kernels

#endif  // RESCAN_KERNELS_IMAGE_BORDER_H_
