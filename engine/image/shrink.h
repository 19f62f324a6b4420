#ifndef RESCAN_ENGINE_IMAGE_SHRINK_H_
#define RESCAN_ENGINE_IMAGE_SHRINK_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/image/raster.h"

namespace rescan {

inline constexpr std::size_t kShrunkSide = 64;

// R, G, B.
using ShrunkPixel = std::array<std::uint8_t, 3>;

// `raster` as kShrunkSide x kShrunkSide pixels, rows top to bottom, each the
// mean of the area it covers, rounded to the nearest level. Exact: sums are
// integers. Smaller pictures are enlarged by the same rule. O(pixels), one pass
// over them without a copy; allocates a few rows.
[[nodiscard]] std::vector<ShrunkPixel> Shrink(const Raster& raster);

}  // namespace rescan

#endif  // RESCAN_ENGINE_IMAGE_SHRINK_H_
