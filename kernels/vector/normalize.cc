#include "kernels/vector/normalize.h"

#include <cmath>
#include <cstddef>
#include <cstdint>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/vector/normalize.cc"
#include "hwy/foreach_target.h"
// Must come after foreach_target.h.
#include "hwy/highway.h"
#include "kernels/vector/tile-inl.h"

HWY_BEFORE_NAMESPACE();
namespace rescan::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// The greatest magnitude's bits, taken as integers: ordered like the values,
// with infinity and then NaN above all finite ones.
std::uint32_t GreatestBits(const float* HWY_RESTRICT v, std::size_t n) {
  const hn::ScalableTag<std::uint32_t> d;
  const hn::RebindToFloat<decltype(d)> df;
  const auto magnitude = hn::Set(d, 0x7fffffffu);
  const std::size_t lanes = hn::Lanes(d);
  auto greatest = hn::Zero(d);
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    const auto bits = hn::BitCast(d, hn::LoadU(df, v + i));
    greatest = hn::Max(greatest, hn::And(bits, magnitude));
  }
  if (i < n) {
    const auto bits = hn::BitCast(d, LoadTail(df, v + i, n - i));
    greatest = hn::Max(greatest, hn::And(bits, magnitude));
  }
  return hn::GetLane(hn::MaxOfLanes(d, greatest));
}

double SumOfSquares(const float* HWY_RESTRICT v, std::size_t n) {
  const hn::ScalableTag<double> d;
  const hn::Rebind<float, decltype(d)> df;
  const std::size_t lanes = hn::Lanes(d);
  auto sum = hn::Zero(d);
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    const auto x = hn::PromoteTo(d, hn::LoadU(df, v + i));
    sum = hn::MulAdd(x, x, sum);
  }
  if (i < n) {
    const auto x = hn::PromoteTo(d, LoadTail(df, v + i, n - i));
    sum = hn::MulAdd(x, x, sum);
  }
  return hn::GetLane(hn::SumOfLanes(d, sum));
}

void ScaleBy(double factor, float* HWY_RESTRICT v, std::size_t n) {
  const hn::ScalableTag<double> d;
  const hn::Rebind<float, decltype(d)> df;
  const std::size_t lanes = hn::Lanes(d);
  const auto by = hn::Set(d, factor);
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    const auto x = hn::PromoteTo(d, hn::LoadU(df, v + i));
    hn::StoreU(hn::DemoteTo(df, hn::Mul(x, by)), df, v + i);
  }
  for (; i < n; ++i) v[i] = static_cast<float>(v[i] * factor);
}

}  // namespace HWY_NAMESPACE
}  // namespace rescan::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace rescan::kernels {
HWY_EXPORT(GreatestBits);
HWY_EXPORT(SumOfSquares);
HWY_EXPORT(ScaleBy);

VectorKind KindOf(std::span<const float> vector) {
  constexpr std::uint32_t kInfinity = 0x7f800000;
  const std::uint32_t greatest =
      HWY_DYNAMIC_DISPATCH(GreatestBits)(vector.data(), vector.size());
  if (greatest >= kInfinity) return VectorKind::kNotFinite;
  return greatest == 0 ? VectorKind::kZero : VectorKind::kNormal;
}

bool IsUnit(std::span<const float> vector) {
  const double squares =
      HWY_DYNAMIC_DISPATCH(SumOfSquares)(vector.data(), vector.size());
  // Written so that NaN is not a unit.
  return std::abs(squares - 1) <= kUnitTolerance;
}

VectorKind Normalize(std::span<float> vector) {
  const VectorKind kind = KindOf(vector);
  if (kind != VectorKind::kNormal) return kind;
  // No square of a float leaves the range of double, so the sum is neither 0
  // nor infinite.
  const double squares =
      HWY_DYNAMIC_DISPATCH(SumOfSquares)(vector.data(), vector.size());
  if (std::abs(squares - 1) <= kUnitTolerance) return kind;
  HWY_DYNAMIC_DISPATCH(ScaleBy)
  (1 / std::sqrt(squares), vector.data(), vector.size());
  return kind;
}

}  // namespace rescan::kernels
#endif  // HWY_ONCE
