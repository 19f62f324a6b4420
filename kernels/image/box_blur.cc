#include "kernels/image/box_blur.h"

#include <cassert>
#include <cstddef>
#include <cstdint>

#include "kernels/image/window_sums.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/image/box_blur.cc"
#include "hwy/foreach_target.h"
// Must come after foreach_target.h.
#include "hwy/highway.h"
#include "kernels/image/window_sums-inl.h"

HWY_BEFORE_NAMESPACE();
namespace rescan::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

void BoxBlurPicture(GreyView in, int radius, MutableGreyView out) {
  const RunningSum::D d;
  const hn::Rebind<std::int32_t, RunningSum::D> di;
  const hn::Rebind<float, RunningSum::D> df;
  const hn::Rebind<std::uint8_t, RunningSum::D> d8;
  const std::size_t lanes = hn::Lanes(d);
  // A sum is below 2^24, so exact in a float; the product is off by less than
  // 255 / 2^23, and the nearest tie is 1 / (2 * side^2) away, which is more.
  const int side = 2 * radius + 1;
  const auto reciprocal = hn::Set(df, 1.0F / static_cast<float>(side * side));

  ColumnSums<std::uint16_t> sums(in.width, radius);
  StartColumns(in, radius, sums);
  const std::size_t n = sums.width();
  for (int y = 0; y < in.height; ++y) {
    MoveColumns(RowsAt(in, radius, y), sums);
    RunningSum running(sums.Start());
    std::uint8_t* row = out.Row(y);
    for (std::size_t x = 0; x < n; x += lanes) {
      const auto sum = hn::BitCast(di, NextWindows(sums, x, running));
      const auto mean =
          hn::NearestInt(hn::Mul(hn::ConvertTo(df, sum), reciprocal));
      StoreRow(hn::DemoteTo(d8, mean), d8, row + x, n - x);
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace rescan::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace rescan::kernels {
HWY_EXPORT(BoxBlurPicture);

void BoxBlur(GreyView in, int radius, MutableGreyView out) {
  assert(radius >= 0 && radius <= kMaxBoxRadius);
  assert(SameSize(in, out));
  if (in.empty()) return;
  HWY_DYNAMIC_DISPATCH(BoxBlurPicture)(in, radius, out);
}

}  // namespace rescan::kernels
#endif  // HWY_ONCE
