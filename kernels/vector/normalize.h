#ifndef RESCAN_KERNELS_VECTOR_NORMALIZE_H_
#define RESCAN_KERNELS_VECTOR_NORMALIZE_H_

#include <span>

namespace rescan::kernels {

enum class VectorKind {
  kNormal,     // finite, at least one element is not zero
  kZero,       // all elements are zero (or there are none)
  kNotFinite,  // an element is NaN or infinite
};

// What the vector is. Thread-safe; the same on every SIMD target.
[[nodiscard]] VectorKind KindOf(std::span<const float> vector);

// A vector whose squared length is within this of 1 counts as of unit length.
inline constexpr double kUnitTolerance = 0x1p-22;

// True if |vector|^2, summed in double, is within kUnitTolerance of 1.
[[nodiscard]] bool IsUnit(std::span<const float> vector);

// Divides the vector by its length, in double, each element rounded once. Any
// finite length works, also where its square is no float. A vector that
// IsUnit() already keeps its bits, and the result IsUnit(): normalising twice
// changes nothing. Only kNormal vectors are changed; returns what it was.
// Thread-safe. Targets may differ in the last bit of an element.
VectorKind Normalize(std::span<float> vector);

}  // namespace rescan::kernels

#endif  // RESCAN_KERNELS_VECTOR_NORMALIZE_H_
