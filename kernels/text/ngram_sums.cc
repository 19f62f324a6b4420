#include "kernels/text/ngram_sums.h"

#include <algorithm>
#include <cassert>
#include <cstddef>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/text/ngram_sums.cc"
#include "hwy/foreach_target.h"
// Must come after foreach_target.h.
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace rescan::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Starts of n-grams done at a time, and the longest vector in symbols.
constexpr std::size_t kBlock = 128;
constexpr std::size_t kMostLanes = 64;

// Symbols of a block and those behind it, then zeros up to a whole vector.
using Symbols = std::array<std::uint32_t, kBlock + kMostLanes + kLongestNgram>;

// Where the n-grams of one length that start in the block go, and with what.
struct Places {
  std::array<std::uint32_t, kBlock + kMostLanes> place;
  std::array<std::int32_t, kBlock + kMostLanes> weight;
};
using PlacesByLength = std::array<Places, kLongestNgram - kShortestNgram + 1>;

template <class D, class V>
HWY_INLINE V AppendSymbol(D d, V hash, V symbol) {
  hash = hn::Mul(hn::Xor(hash, symbol), hn::Set(d, 0x9E3779B1u));
  return hn::Xor(hash, hn::ShiftRight<15>(hash));
}

template <class D, class V>
HWY_INLINE V Finalise(D d, V hash) {
  hash = hn::Xor(hash, hn::ShiftRight<16>(hash));
  hash = hn::Mul(hash, hn::Set(d, 0x85EBCA6Bu));
  hash = hn::Xor(hash, hn::ShiftRight<13>(hash));
  hash = hn::Mul(hash, hn::Set(d, 0xC2B2AE35u));
  return hn::Xor(hash, hn::ShiftRight<16>(hash));
}

void HashBlock(const Symbols& symbols, std::size_t starts, std::uint32_t seed,
               const NgramWeights& weights, std::uint32_t sums_size,
               PlacesByLength& out) {
  const hn::ScalableTag<std::uint32_t> d;
  const hn::RebindToSigned<decltype(d)> ds;
  const std::size_t lanes = hn::Lanes(d);
  const auto size = hn::Set(d, sums_size);
  const auto one = hn::Set(d, 1u);
  for (std::size_t i = 0; i < starts; i += lanes) {
    auto hash = hn::Set(d, seed);
    for (std::size_t k = 0; k < kShortestNgram - 1; ++k) {
      hash = AppendSymbol(d, hash, hn::LoadU(d, symbols.data() + i + k));
    }
    for (std::size_t l = 0; l < out.size(); ++l) {
      const std::size_t length = kShortestNgram + l;
      hash =
          AppendSymbol(d, hash, hn::LoadU(d, symbols.data() + i + length - 1));
      const auto last = Finalise(
          d, hn::Add(hash, hn::Set(d, static_cast<std::uint32_t>(length))));
      const auto place =
          hn::ShiftRight<16>(hn::Mul(hn::ShiftRight<16>(last), size));
      hn::StoreU(place, d, out[l].place.data() + i);
      // x ^ -1 + 1 = -x: all ones where the hash is odd.
      const auto odd = hn::And(last, one);
      const auto negate = hn::Sub(hn::Zero(d), odd);
      const auto weight = hn::Set(d, static_cast<std::uint32_t>(weights[l]));
      hn::StoreU(hn::BitCast(ds, hn::Add(hn::Xor(weight, negate), odd)), ds,
                 out[l].weight.data() + i);
    }
  }
}

void AddNgrams(const std::uint32_t* HWY_RESTRICT symbols, std::size_t n,
               std::uint32_t seed, const NgramWeights& weights,
               std::int32_t* HWY_RESTRICT sums, std::uint32_t sums_size) {
  Symbols block;
  PlacesByLength places;
  for (std::size_t from = 0; from + kShortestNgram <= n; from += kBlock) {
    const std::size_t left = n - from;
    const std::size_t starts = std::min(left, kBlock);
    const std::size_t held = std::min(left, kBlock + kLongestNgram - 1);
    std::copy_n(symbols + from, held, block.begin());
    // Vectors reach past the last start; what they hash there is not added.
    std::fill_n(block.begin() + static_cast<std::ptrdiff_t>(held),
                std::min(kMostLanes + kLongestNgram, block.size() - held), 0u);
    HashBlock(block, starts, seed, weights, sums_size, places);
    for (std::size_t l = 0; l < places.size(); ++l) {
      const std::size_t behind = kShortestNgram + l - 1;
      const std::size_t whole =
          left > behind ? std::min(left - behind, starts) : 0;
      for (std::size_t i = 0; i < whole; ++i) {
        sums[places[l].place[i]] += places[l].weight[i];
      }
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace rescan::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace rescan::kernels {
HWY_EXPORT(AddNgrams);

void AddNgrams(std::span<const std::uint32_t> symbols, std::uint32_t seed,
               const NgramWeights& weights, std::span<std::int32_t> sums) {
  assert(!sums.empty() && sums.size() <= 65536);
  HWY_DYNAMIC_DISPATCH(AddNgrams)
  (symbols.data(), symbols.size(), seed, weights, sums.data(),
   static_cast<std::uint32_t>(sums.size()));
}

}  // namespace rescan::kernels
#endif  // HWY_ONCE
