#ifndef RESCAN_KERNELS_IMAGE_TABLE_H_
#define RESCAN_KERNELS_IMAGE_TABLE_H_

#include <cstdint>
#include <span>

#include "kernels/image/image_view.h"

namespace rescan::kernels {

// out(x, y) = table[in(x, y)].
// REQUIRES: equal sizes; `out` is `in` itself or does not overlap it; `table`
// does not overlap `out`. Bit-exact on every SIMD target. Thread-safe.
void ApplyTable(GreyView in, std::span<const std::uint8_t, 256> table,
                MutableGreyView out);

// out = 255 - in. The same requirements.
void Invert(GreyView in, MutableGreyView out);

// out = 255 where in > threshold, else 0. The same requirements, and
// 0 <= threshold <= 255.
void Threshold(GreyView in, int threshold, MutableGreyView out);

}  // namespace rescan::kernels

#endif  // RESCAN_KERNELS_IMAGE_TABLE_H_
