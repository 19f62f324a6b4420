#include "kernels/image/neutral.h"

#include <cassert>
#include <cstddef>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/image/neutral.cc"
#include "hwy/foreach_target.h"
// Must come after foreach_target.h.
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace rescan::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

bool IsNeutralRow(const std::uint32_t* HWY_RESTRICT pixels, std::size_t n) {
  const hn::ScalableTag<std::uint32_t> d;
  const std::size_t lanes = hn::Lanes(d);
  // Bits 31-16 of x ^ (x << 8) are red^green and green^blue.
  const auto mask = hn::Set(d, 0xffff0000u);
  std::size_t i = 0;
  // Four vectors a step: one test per block keeps the loop free of branches.
  for (; i + 4 * lanes <= n; i += 4 * lanes) {
    auto differs = hn::Zero(d);
    for (std::size_t k = 0; k < 4; ++k) {
      const auto x = hn::LoadU(d, pixels + i + k * lanes);
      differs = hn::Or(differs, hn::Xor(x, hn::ShiftLeft<8>(x)));
    }
    if (!hn::AllTrue(d, hn::Eq(hn::And(differs, mask), hn::Zero(d)))) {
      return false;
    }
  }
  for (; i < n; ++i) {
    const std::uint32_t x = pixels[i];
    if (((x ^ (x << 8)) & 0xffff0000u) != 0) return false;
  }
  return true;
}

void RedOfRow(const std::uint32_t* HWY_RESTRICT pixels,
              std::uint8_t* HWY_RESTRICT grey, std::size_t n) {
  const hn::ScalableTag<std::uint32_t> d32;
  const hn::Rebind<std::uint8_t, decltype(d32)> d8;
  const std::size_t lanes = hn::Lanes(d32);
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    const auto red = hn::ShiftRight<24>(hn::LoadU(d32, pixels + i));
    hn::StoreU(hn::U8FromU32(red), d8, grey + i);
  }
  for (; i < n; ++i) grey[i] = static_cast<std::uint8_t>(pixels[i] >> 24);
}

}  // namespace HWY_NAMESPACE
}  // namespace rescan::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace rescan::kernels {
HWY_EXPORT(IsNeutralRow);
HWY_EXPORT(RedOfRow);

bool IsNeutralRow(std::span<const std::uint32_t> pixels) {
  return HWY_DYNAMIC_DISPATCH(IsNeutralRow)(pixels.data(), pixels.size());
}

void RedOfRow(std::span<const std::uint32_t> pixels,
              std::span<std::uint8_t> grey) {
  assert(grey.size() == pixels.size());
  HWY_DYNAMIC_DISPATCH(RedOfRow)(pixels.data(), grey.data(), pixels.size());
}

}  // namespace rescan::kernels
#endif  // HWY_ONCE
