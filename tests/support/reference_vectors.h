// What the vector kernels must compute, in double and one element at a time.
#ifndef RESCAN_TESTS_SUPPORT_REFERENCE_VECTORS_H_
#define RESCAN_TESTS_SUPPORT_REFERENCE_VECTORS_H_

#include <cstddef>
#include <random>
#include <span>
#include <vector>

namespace rescan::reference {

[[nodiscard]] double InnerProduct(std::span<const float> a,
                                  std::span<const float> b);
[[nodiscard]] double SquaredDistance(std::span<const float> a,
                                     std::span<const float> b);
// Euclidean length.
[[nodiscard]] double Length(std::span<const float> a);

}  // namespace rescan::reference

namespace rescan::support {

// Independent elements, uniform in [-1, 1], the same with every library.
[[nodiscard]] std::vector<float> RandomFloats(std::mt19937& rng,
                                              std::size_t size);
// `count` rows of unit length, their directions independent and uniform.
[[nodiscard]] std::vector<float> RandomUnitRows(std::mt19937& rng,
                                                std::size_t count,
                                                std::size_t dimension);

}  // namespace rescan::support

#endif  // RESCAN_TESTS_SUPPORT_REFERENCE_VECTORS_H_
