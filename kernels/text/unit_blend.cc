#include "kernels/text/unit_blend.h"

#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/text/unit_blend.cc"
#include "hwy/foreach_target.h"
// Must come after foreach_target.h.
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace rescan::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

std::uint64_t SumOfSquares(const std::int32_t* HWY_RESTRICT values,
                           std::size_t n) {
  std::uint64_t sum = 0;
  std::size_t i = 0;
#if HWY_TARGET != HWY_SCALAR  // which has no vector of two halves
  const hn::ScalableTag<std::int32_t> d;
  const hn::RepartitionToWide<hn::RebindToUnsigned<decltype(d)>> d64;
  const std::size_t lanes = hn::Lanes(d);
  auto even = hn::Zero(d64);
  auto odd = hn::Zero(d64);
  for (; i + lanes <= n; i += lanes) {
    const auto size = hn::BitCast(hn::RebindToUnsigned<decltype(d)>(),
                                  hn::Abs(hn::LoadU(d, values + i)));
    const auto high = hn::BitCast(hn::RebindToUnsigned<decltype(d)>(),
                                  hn::ShiftRight<32>(hn::BitCast(d64, size)));
    even = hn::Add(even, hn::MulEven(size, size));
    odd = hn::Add(odd, hn::MulEven(high, high));
  }
  sum = hn::GetLane(hn::SumOfLanes(d64, hn::Add(even, odd)));
#endif
  for (; i < n; ++i) {
    const auto value = static_cast<std::int64_t>(values[i]);
    sum += static_cast<std::uint64_t>(value * value);
  }
  return sum;
}

// out[i] = values[i] * factor as a whole number, halves to even; added to what
// stands there if `add`.
void ScaleToFixed(const std::int32_t* HWY_RESTRICT values, std::size_t n,
                  float factor, bool add, std::int32_t* HWY_RESTRICT out) {
  const hn::ScalableTag<std::int32_t> d;
  const hn::ScalableTag<float> df;
  const std::size_t lanes = hn::Lanes(d);
  const auto factors = hn::Set(df, factor);
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    const auto scaled =
        hn::Mul(hn::ConvertTo(df, hn::LoadU(d, values + i)), factors);
    const auto fixed = hn::NearestInt(scaled);
    hn::StoreU(add ? hn::Add(fixed, hn::LoadU(d, out + i)) : fixed, d, out + i);
  }
  for (; i < n; ++i) {
    const auto fixed = static_cast<std::int32_t>(
        std::nearbyint(static_cast<float>(values[i]) * factor));
    out[i] = add ? out[i] + fixed : fixed;
  }
}

void ScaleToFloat(const std::int32_t* HWY_RESTRICT values, std::size_t n,
                  float factor, float* HWY_RESTRICT out) {
  const hn::ScalableTag<std::int32_t> d;
  const hn::ScalableTag<float> df;
  const std::size_t lanes = hn::Lanes(d);
  const auto factors = hn::Set(df, factor);
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    hn::StoreU(hn::Mul(hn::ConvertTo(df, hn::LoadU(d, values + i)), factors),
               df, out + i);
  }
  for (; i < n; ++i) out[i] = static_cast<float>(values[i]) * factor;
}

// Lengths of the parts are square roots and quotients of doubles, which IEEE
// 754 rounds in one way.
bool UnitBlend(const std::int32_t* HWY_RESTRICT main,
               const std::int32_t* HWY_RESTRICT side, double side_share,
               std::size_t n, std::int32_t* HWY_RESTRICT fixed,
               float* HWY_RESTRICT out) {
  constexpr double kOne = 1 << 20;
  const std::uint64_t main_squares = SumOfSquares(main, n);
  if (main_squares == 0) return false;
  const std::uint64_t side_squares =
      side != nullptr && side_share > 0 ? SumOfSquares(side, n) : 0;
  const double share = side_squares == 0 ? 0 : side_share;
  const auto factor = [&](double part, std::uint64_t squares) {
    return static_cast<float>(kOne *
                              std::sqrt(part / static_cast<double>(squares)));
  };
  ScaleToFixed(main, n, factor(1 - share, main_squares), false, fixed);
  if (share > 0)
    ScaleToFixed(side, n, factor(share, side_squares), true, fixed);
  const std::uint64_t squares = SumOfSquares(fixed, n);
  ScaleToFloat(fixed, n,
               static_cast<float>(1 / std::sqrt(static_cast<double>(squares))),
               out);
  return true;
}

}  // namespace HWY_NAMESPACE
}  // namespace rescan::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace rescan::kernels {
HWY_EXPORT(SumOfSquares);
HWY_EXPORT(UnitBlend);

std::uint64_t SumOfSquares(std::span<const std::int32_t> values) {
  return HWY_DYNAMIC_DISPATCH(SumOfSquares)(values.data(), values.size());
}

bool UnitBlend(std::span<const std::int32_t> main,
               std::span<const std::int32_t> side, double side_share,
               std::span<float> out) {
  assert(out.size() == main.size() && main.size() <= 65536);
  assert(side.empty() || side.size() == main.size());
  assert(side_share >= 0 && side_share < 0.5);
  constexpr std::size_t kUsual = 1024;  // no allocation up to here
  std::array<std::int32_t, kUsual> usual;
  std::vector<std::int32_t> large;
  std::int32_t* fixed = usual.data();
  if (main.size() > kUsual) {
    large.resize(main.size());
    fixed = large.data();
  }
  return HWY_DYNAMIC_DISPATCH(UnitBlend)(
      main.data(), side.empty() ? nullptr : side.data(), side_share,
      main.size(), fixed, out.data());
}

}  // namespace rescan::kernels
#endif  // HWY_ONCE
