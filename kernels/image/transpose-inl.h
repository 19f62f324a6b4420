// Turning small blocks of samples about their diagonal: what resizing along
// rows needs, so that a vector holds samples of the same column and every
// column's weights are the same for a whole vector.

// Per-target include guard.
#if defined(RESCAN_KERNELS_IMAGE_TRANSPOSE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef RESCAN_KERNELS_IMAGE_TRANSPOSE_INL_H_
#undef RESCAN_KERNELS_IMAGE_TRANSPOSE_INL_H_
#else
#define RESCAN_KERNELS_IMAGE_TRANSPOSE_INL_H_
#endif

#include <cstddef>
#include <cstdint>

#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace rescan::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// to[c][r] = from[r][c] for kSize rows and columns; strides in elements. The
// blocks do not overlap. kSize elements are 16 bytes: 16 of std::uint8_t, 8 of
// std::(u)int16_t.
template <class T, std::size_t kSize = 16 / sizeof(T)>
HWY_INLINE void TransposeBlock(const T* HWY_RESTRICT from,
                               std::ptrdiff_t from_stride, T* HWY_RESTRICT to,
                               std::ptrdiff_t to_stride) {
#if HWY_TARGET == HWY_SCALAR
  for (std::size_t r = 0; r < kSize; ++r) {
    for (std::size_t c = 0; c < kSize; ++c) {
      to[static_cast<std::ptrdiff_t>(c) * to_stride + r] =
          from[static_cast<std::ptrdiff_t>(r) * from_stride + c];
    }
  }
#else
  const hn::FixedTag<T, kSize> d;
  using V = hn::Vec<decltype(d)>;
  V a[kSize];
  V b[kSize];
  for (std::size_t i = 0; i < kSize; ++i) {
    a[i] = hn::LoadU(d, from + static_cast<std::ptrdiff_t>(i) * from_stride);
  }
  // Each round moves the top bit of an element's row to the bottom of its
  // lane, and the top bit of its lane to the bottom of its row. Once every
  // bit has moved, row and lane have changed places.
  for (std::size_t bit = 1; bit < kSize; bit *= 2) {
    for (std::size_t i = 0; i < kSize / 2; ++i) {
      b[2 * i] = hn::InterleaveLower(d, a[i], a[i + kSize / 2]);
      b[2 * i + 1] = hn::InterleaveUpper(d, a[i], a[i + kSize / 2]);
    }
    for (std::size_t i = 0; i < kSize; ++i) a[i] = b[i];
  }
  for (std::size_t i = 0; i < kSize; ++i) {
    hn::StoreU(a[i], d, to + static_cast<std::ptrdiff_t>(i) * to_stride);
  }
#endif
}

}  // namespace HWY_NAMESPACE
}  // namespace rescan::kernels
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
