#include "kernels/image/table.h"

#include <cassert>
#include <cstddef>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/image/table.cc"
#include "hwy/foreach_target.h"
// Must come after foreach_target.h.
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace rescan::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// `in` and `out` may be the same: each step loads before it stores.
void InvertRow(const std::uint8_t* in, std::uint8_t* out, std::size_t n) {
  const hn::ScalableTag<std::uint8_t> d;
  const std::size_t lanes = hn::Lanes(d);
  const auto white = hn::Set(d, 255);
  std::size_t i = 0;
  for (; i + 4 * lanes <= n; i += 4 * lanes) {
    const auto a = hn::LoadU(d, in + i);
    const auto b = hn::LoadU(d, in + i + lanes);
    const auto c = hn::LoadU(d, in + i + 2 * lanes);
    const auto e = hn::LoadU(d, in + i + 3 * lanes);
    hn::StoreU(hn::Xor(a, white), d, out + i);
    hn::StoreU(hn::Xor(b, white), d, out + i + lanes);
    hn::StoreU(hn::Xor(c, white), d, out + i + 2 * lanes);
    hn::StoreU(hn::Xor(e, white), d, out + i + 3 * lanes);
  }
  for (; i + lanes <= n; i += lanes) {
    hn::StoreU(hn::Xor(hn::LoadU(d, in + i), white), d, out + i);
  }
  for (; i < n; ++i) out[i] = static_cast<std::uint8_t>(255 - in[i]);
}

void Invert(GreyView in, MutableGreyView out) {
  const auto width = static_cast<std::size_t>(in.width);
  for (int y = 0; y < in.height; ++y) InvertRow(in.Row(y), out.Row(y), width);
}

void ThresholdRow(const std::uint8_t* in, std::uint8_t threshold,
                  std::uint8_t* out, std::size_t n) {
  const hn::ScalableTag<std::uint8_t> d;
  const std::size_t lanes = hn::Lanes(d);
  const auto limit = hn::Set(d, threshold);
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    const auto is_light = hn::Gt(hn::LoadU(d, in + i), limit);
    hn::StoreU(hn::VecFromMask(d, is_light), d, out + i);
  }
  for (; i < n; ++i) out[i] = in[i] > threshold ? 255 : 0;
}

void Threshold(GreyView in, std::uint8_t threshold, MutableGreyView out) {
  const auto width = static_cast<std::size_t>(in.width);
  for (int y = 0; y < in.height; ++y) {
    ThresholdRow(in.Row(y), threshold, out.Row(y), width);
  }
}

#if HWY_TARGET != HWY_SCALAR
// The table's entry for one of the levels with the same upper bits. Each bit
// of the level chooses between halves of the table, from bit 4 upwards.
template <int kBit, class D, class V>
HWY_INLINE V Choose(D d, const std::uint8_t* table, V level, V low_bits) {
  if constexpr (kBit == 3) {
    return hn::TableLookupBytes(hn::LoadDup128(d, table), low_bits);
  } else {
    const V below = Choose<kBit - 1>(d, table, level, low_bits);
    const V above = Choose<kBit - 1>(d, table + (1 << kBit), level, low_bits);
    const auto bit = hn::Set(d, static_cast<std::uint8_t>(1 << kBit));
    return hn::IfThenElse(hn::TestBit(level, bit), above, below);
  }
}
#endif

void ApplyTableRow(const std::uint8_t* in, const std::uint8_t* table,
                   std::uint8_t* out, std::size_t n) {
  std::size_t i = 0;
#if HWY_TARGET != HWY_SCALAR
  const hn::ScalableTag<std::uint8_t> d;
  const std::size_t lanes = hn::Lanes(d);
  // Sixteen look-ups a vector do not pay for vectors of 16 bytes.
  if (lanes >= 32) {
    for (; i + lanes <= n; i += lanes) {
      const auto level = hn::LoadU(d, in + i);
      const auto low_bits = hn::And(level, hn::Set(d, 15));
      hn::StoreU(Choose<7>(d, table, level, low_bits), d, out + i);
    }
  }
#endif
  for (; i < n; ++i) out[i] = table[in[i]];
}

void ApplyTable(GreyView in, const std::uint8_t* table, MutableGreyView out) {
  const auto width = static_cast<std::size_t>(in.width);
  for (int y = 0; y < in.height; ++y) {
    ApplyTableRow(in.Row(y), table, out.Row(y), width);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace rescan::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace rescan::kernels {
HWY_EXPORT(ApplyTable);
HWY_EXPORT(Invert);
HWY_EXPORT(Threshold);

void ApplyTable(GreyView in, std::span<const std::uint8_t, 256> table,
                MutableGreyView out) {
  assert(SameSize(in, out));
  HWY_DYNAMIC_DISPATCH(ApplyTable)(in, table.data(), out);
}

void Invert(GreyView in, MutableGreyView out) {
  assert(SameSize(in, out));
  HWY_DYNAMIC_DISPATCH(Invert)(in, out);
}

void Threshold(GreyView in, int threshold, MutableGreyView out) {
  assert(SameSize(in, out));
  assert(threshold >= 0 && threshold <= 255);
  HWY_DYNAMIC_DISPATCH(Threshold)
  (in, static_cast<std::uint8_t>(threshold), out);
}

}  // namespace rescan::kernels
#endif  // HWY_ONCE
