#ifndef RESCAN_KERNELS_IMAGE_INK_PROFILE_H_
#define RESCAN_KERNELS_IMAGE_INK_PROFILE_H_

#include <cstdint>
#include <span>

#include "kernels/image/image_view.h"

namespace rescan::kernels {

// rows[y] = how many pixels of row y are darker than `threshold` (level <
// threshold), columns[x] = how many of column x, in one pass over the picture.
// Each may be empty if it is not wanted.
// REQUIRES: rows.size() is the height or 0, columns.size() the width or 0;
// 0 <= threshold <= 256 (256 counts every pixel).
// Exact on every SIMD target. Thread-safe. No allocation.
void InkProfile(GreyView picture, int threshold, std::span<std::uint32_t> rows,
                std::span<std::uint32_t> columns);

}  // namespace rescan::kernels

#endif  // RESCAN_KERNELS_IMAGE_INK_PROFILE_H_
