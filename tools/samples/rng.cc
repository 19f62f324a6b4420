#include "tools/samples/rng.h"

namespace rescan::samples {

std::uint64_t Rng::Next() {
  state_ += 0x9e3779b97f4a7c15U;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31);
}

int Rng::Between(int low, int high) {
  const auto range =
      static_cast<std::uint64_t>(static_cast<std::int64_t>(high) - low) + 1;
  // Scales 32 bits to the range; the bias is below range / 2^32.
  const std::uint64_t scaled = ((Next() >> 32) * range) >> 32;
  return static_cast<int>(low + static_cast<std::int64_t>(scaled));
}

double Rng::Uniform(double low, double high) {
  const double unit = static_cast<double>(Next() >> 11) * 0x1.0p-53;
  return low + (high - low) * unit;
}

double Rng::Gaussian() {
  constexpr double kMean = 8 * 127.5;
  // sqrt(8 * (256^2 - 1) / 12)
  constexpr double kDeviation = 209.0;
  std::uint64_t bits = Next();
  int sum = 0;
  for (int i = 0; i < 8; ++i, bits >>= 8) sum += static_cast<int>(bits & 255);
  return (sum - kMean) / kDeviation;
}

std::uint64_t SeriesSeed(std::uint64_t seed, std::uint64_t index) {
  return Rng(Rng(seed).Next() + index).Next();
}

}  // namespace rescan::samples
