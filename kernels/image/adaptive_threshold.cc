#include "kernels/image/adaptive_threshold.h"

#include <cassert>
#include <cstddef>
#include <cstdint>

#include "kernels/image/window_sums.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/image/adaptive_threshold.cc"
#include "hwy/foreach_target.h"
// Must come after foreach_target.h.
#include "hwy/highway.h"
#include "kernels/image/window_sums-inl.h"

HWY_BEFORE_NAMESPACE();
namespace rescan::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

void ThresholdPicture(GreyView in, const AdaptiveThresholdOptions& options,
                      MutableGreyView mask) {
  const RunningSum::D d;
  const hn::Rebind<std::int32_t, RunningSum::D> di;
  const hn::Rebind<std::uint8_t, RunningSum::D> d8;
  const hn::Rebind<std::int8_t, RunningSum::D> di8;
  const std::size_t lanes = hn::Lanes(d);
  // round(sum / area) >= level + c holds exactly when
  // 2 * sum >= (2 * (level + c) - 1) * area, for the area is odd.
  const int radius = options.window / 2;
  const int area = options.window * options.window;
  const auto twice_area = hn::Set(di, 2 * area);
  const auto offset = hn::Set(di, (2 * options.below_mean - 1) * area);

  ColumnSums<std::uint16_t> sums(in.width, radius);
  StartColumns(in, radius, sums);
  const std::size_t n = sums.width();
  for (int y = 0; y < in.height; ++y) {
    MoveColumns(RowsAt(in, radius, y), sums);
    RunningSum running(sums.Start());
    const std::uint8_t* row = in.Row(y);
    std::uint8_t* out = mask.Row(y);
    for (std::size_t x = 0; x < n; x += lanes) {
      const auto sum = hn::BitCast(di, NextWindows(sums, x, running));
      const auto level = hn::PromoteTo(di, LoadRow(d8, row + x, n - x));
      const auto bound = hn::Add(hn::Mul(level, twice_area), offset);
      // All ones where the bound is not above.
      const auto ink =
          hn::Not(hn::VecFromMask(di, hn::Gt(bound, hn::Add(sum, sum))));
      StoreRow(hn::BitCast(d8, hn::DemoteTo(di8, ink)), d8, out + x, n - x);
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace rescan::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace rescan::kernels {
HWY_EXPORT(ThresholdPicture);

void AdaptiveThreshold(GreyView in, const AdaptiveThresholdOptions& options,
                       MutableGreyView mask) {
  assert(options.window >= 1 && options.window <= kMaxThresholdWindow);
  assert(options.window % 2 == 1);
  assert(options.below_mean >= -255 && options.below_mean <= 255);
  assert(SameSize(in, mask));
  if (in.empty()) return;
  HWY_DYNAMIC_DISPATCH(ThresholdPicture)(in, options, mask);
}

}  // namespace rescan::kernels
#endif  // HWY_ONCE
