// What each kernel must compute, written as plainly as possible: one pixel at
// a time, no bit tricks, nothing shared with the kernels. Tests compare with
// these on every SIMD target, benchmarks before they time anything.
#ifndef RESCAN_TESTS_SUPPORT_REFERENCE_H_
#define RESCAN_TESTS_SUPPORT_REFERENCE_H_

#include <cstdint>
#include <span>

namespace rescan::reference {

// Contracts: kernels/image/neutral.h.
[[nodiscard]] bool IsNeutralRow(std::span<const std::uint32_t> pixels);
void RedOfRow(std::span<const std::uint32_t> pixels,
              std::span<std::uint8_t> grey);
// kernels/image/row_sum.h
void AddWeightedRow(std::span<const std::uint8_t> bytes, std::uint32_t weight,
                    std::span<std::uint32_t> sums);

}  // namespace rescan::reference

#endif  // RESCAN_TESTS_SUPPORT_REFERENCE_H_
