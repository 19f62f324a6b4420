#ifndef RESCAN_KERNELS_TEXT_NGRAM_SUMS_H_
#define RESCAN_KERNELS_TEXT_NGRAM_SUMS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace rescan::kernels {

inline constexpr std::size_t kShortestNgram = 3;
inline constexpr std::size_t kLongestNgram = 5;

// What an n-gram of 3, 4 and 5 symbols counts.
using NgramWeights =
    std::array<std::int32_t, kLongestNgram - kShortestNgram + 1>;

// Signed feature hashing (Weinberger et al. 2009) of all runs of 3, 4 and 5
// neighbouring symbols: each run adds its weight to one of `sums`, or takes it
// away, place and sign by its hash. A run that occurs twice counts twice.
//
// The hash, in 32 bits that wrap: h = seed; for each symbol s of the run
// h = (h ^ s) * 0x9E3779B1, h ^= h >> 15; then h + length through the finaliser
// of MurmurHash3. The place is ((h >> 16) * sums.size()) >> 16, the sign is
// minus where h is odd. Different seeds give unrelated places.
//
// REQUIRES: 1 <= sums.size() <= 65536; what is added to one sum stays within 32
// bits (symbols.size() * the greatest weight * 3 < 2^31 is enough). Fewer than
// 3 symbols add nothing. Whole numbers alone: the same on every SIMD target and
// in every order. Never touches memory outside the spans. Thread-safe.
void AddNgrams(std::span<const std::uint32_t> symbols, std::uint32_t seed,
               const NgramWeights& weights, std::span<std::int32_t> sums);

}  // namespace rescan::kernels

#endif  // RESCAN_KERNELS_TEXT_NGRAM_SUMS_H_
