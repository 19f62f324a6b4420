// The generator's own random numbers: the same seed gives the same stream with
// every compiler and standard library, which the distributions of <random> do
// not promise.
//
// Callers draw in a fixed order: two draws never stand as arguments of one
// call, because the order in which arguments are evaluated is unspecified.
#ifndef RESCAN_TOOLS_SAMPLES_RNG_H_
#define RESCAN_TOOLS_SAMPLES_RNG_H_

#include <cstddef>
#include <cstdint>

namespace rescan::samples {

// SplitMix64. Any seed is good, also 0 and consecutive ones. Not thread-safe.
class Rng {
 public:
  explicit Rng(std::uint64_t seed) : state_(seed) {}

  // 64 uniform bits.
  std::uint64_t Next();

  // A whole number in [low, high], both inclusive. REQUIRES: low <= high.
  int Between(int low, int high);

  // In [low, high).
  double Uniform(double low, double high);

  // True with probability `p`.
  bool Chance(double p) { return Uniform(0, 1) < p; }

  // About normal: mean 0, deviation 1, never beyond +-5. The sum of eight
  // bytes: one draw, no transcendental functions, so fast enough per pixel.
  double Gaussian();

  // A generator of its own, so that a part which draws more or fewer numbers
  // does not move what the other parts draw.
  Rng Fork() { return Rng(Next()); }

  // An element of an array, vector or span. REQUIRES: not empty.
  template <class Container>
  const auto& Pick(const Container& from) {
    return from[static_cast<std::size_t>(
        Between(0, static_cast<int>(from.size()) - 1))];
  }

 private:
  std::uint64_t state_;
};

// The seed of item `index` of a series started with `seed`.
[[nodiscard]] std::uint64_t SeriesSeed(std::uint64_t seed, std::uint64_t index);

}  // namespace rescan::samples

#endif  // RESCAN_TOOLS_SAMPLES_RNG_H_
