#include "kernels/image/row_sum.h"

#include <cassert>
#include <cstddef>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/image/row_sum.cc"
#include "hwy/foreach_target.h"
// Must come after foreach_target.h.
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace rescan::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

void AddWeightedRow(const std::uint8_t* HWY_RESTRICT bytes,
                    std::uint32_t weight, std::uint32_t* HWY_RESTRICT sums,
                    std::size_t n) {
  const hn::ScalableTag<std::uint32_t> d32;
  const hn::Rebind<std::uint8_t, decltype(d32)> d8;
  const std::size_t lanes = hn::Lanes(d32);
  const auto factor = hn::Set(d32, weight);
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    const auto level = hn::PromoteTo(d32, hn::LoadU(d8, bytes + i));
    const auto sum = hn::LoadU(d32, sums + i);
    hn::StoreU(hn::Add(sum, hn::Mul(level, factor)), d32, sums + i);
  }
  for (; i < n; ++i) sums[i] += weight * bytes[i];
}

}  // namespace HWY_NAMESPACE
}  // namespace rescan::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace rescan::kernels {
HWY_EXPORT(AddWeightedRow);

void AddWeightedRow(std::span<const std::uint8_t> bytes, std::uint32_t weight,
                    std::span<std::uint32_t> sums) {
  assert(sums.size() == bytes.size());
  assert(weight < 65536);
  HWY_DYNAMIC_DISPATCH(AddWeightedRow)
  (bytes.data(), weight, sums.data(), bytes.size());
}

}  // namespace rescan::kernels
#endif  // HWY_ONCE
