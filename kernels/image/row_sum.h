#ifndef RESCAN_KERNELS_IMAGE_ROW_SUM_H_
#define RESCAN_KERNELS_IMAGE_ROW_SUM_H_

#include <cstdint>
#include <span>

namespace rescan::kernels {

// sums[i] += weight * bytes[i], modulo 2^32: a row's part in the mean of the
// rows that shrink into one.
// REQUIRES: sums.size() == bytes.size(); the spans do not overlap;
// weight < 65536.
// Never reads or writes outside the spans. Thread-safe. Bit-exact on every
// SIMD target.
void AddWeightedRow(std::span<const std::uint8_t> bytes, std::uint32_t weight,
                    std::span<std::uint32_t> sums);

}  // namespace rescan::kernels

#endif  // RESCAN_KERNELS_IMAGE_ROW_SUM_H_
