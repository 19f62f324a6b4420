#ifndef RESCAN_KERNELS_TEXT_UNIT_BLEND_H_
#define RESCAN_KERNELS_TEXT_UNIT_BLEND_H_

#include <cstdint>
#include <span>

namespace rescan::kernels {

// The sum of the squares, exact. REQUIRES: it is below 2^63, for which
// |values[i]| < 2^23 and at most 65536 values are enough.
[[nodiscard]] std::uint64_t SumOfSquares(std::span<const std::int32_t> values);

// A unit vector out of sums: `main` and `side`, each scaled to length 1, in
// the shares 1 - side_share and side_share of the squared length. Without
// side's part where side is empty or all zeros. False, and `out` as it was, if
// `main` is all zeros.
//
// Each part is rounded to whole multiples of 2^-20 before they are added, so no
// floating-point number is ever added to another and none can be fused with a
// product: the same bits on every SIMD target, CPU and compiler with IEEE 754
// arithmetic. The length of `out` is 1 up to its own rounding.
//
// REQUIRES: out.size() == main.size() <= 65536; side is empty or of that size;
// |main[i]|, |side[i]| < 2^23; 0 <= side_share < 1/2, so that the parts cannot
// cancel. Never touches memory outside the spans. Thread-safe.
[[nodiscard]] bool UnitBlend(std::span<const std::int32_t> main,
                             std::span<const std::int32_t> side,
                             double side_share, std::span<float> out);

}  // namespace rescan::kernels

#endif  // RESCAN_KERNELS_TEXT_UNIT_BLEND_H_
