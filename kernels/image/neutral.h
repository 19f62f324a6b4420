#ifndef RESCAN_KERNELS_IMAGE_NEUTRAL_H_
#define RESCAN_KERNELS_IMAGE_NEUTRAL_H_

#include <cstdint>
#include <span>

namespace rescan::kernels {

// One row of 32-bit pixels as Leptonica keeps them: each word holds red in
// bits 31-24, green in 23-16, blue in 15-8 and alpha in 7-0, in the machine's
// byte order.

// True if every pixel has red == green == blue (alpha is ignored), that is,
// if an 8-bit grey row can hold the same picture. Stops at the first block
// that has colour. Thread-safe. Bit-exact on every SIMD target.
[[nodiscard]] bool IsNeutralRow(std::span<const std::uint32_t> pixels);

// grey[i] = red of pixels[i]; for a neutral row that is its grey level.
// REQUIRES: grey.size() == pixels.size(); the spans do not overlap.
// Never reads or writes outside the spans. Thread-safe. Bit-exact.
void RedOfRow(std::span<const std::uint32_t> pixels,
              std::span<std::uint8_t> grey);

}  // namespace rescan::kernels

#endif  // RESCAN_KERNELS_IMAGE_NEUTRAL_H_
