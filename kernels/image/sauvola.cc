#include "kernels/image/sauvola.h"

#include <cassert>
#include <cstddef>
#include <cstdint>

#include "kernels/image/window_sums.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/image/sauvola.cc"
#include "hwy/foreach_target.h"
// Must come after foreach_target.h.
#include "hwy/highway.h"
#include "kernels/image/window_sums-inl.h"

HWY_BEFORE_NAMESPACE();
namespace rescan::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// The build keeps the compiler from fusing products and sums in this file:
// targets with and without such instructions must agree.
void BinarizePicture(GreyView in, const SauvolaOptions& options,
                     MutableGreyView out) {
  const RunningSum::D d;
  const hn::Rebind<std::int32_t, RunningSum::D> di;
  const hn::Rebind<float, RunningSum::D> df;
  const hn::Rebind<std::uint8_t, RunningSum::D> d8;
  const hn::Rebind<std::int8_t, RunningSum::D> di8;
  const std::size_t lanes = hn::Lanes(d);
  const int radius = options.window / 2;
  const auto area = static_cast<float>(options.window * options.window);
  const auto reciprocal = hn::Set(df, 1.0F / area);
  const auto calm = hn::Set(df, 1.0F - options.k);
  const auto slope = hn::Set(df, options.k / options.range);

  ColumnSums<std::uint16_t> sums(in.width, radius);
  ColumnSums<std::uint32_t> squares(in.width, radius);
  StartColumns(in, radius, sums);
  StartColumns(
      in, radius, [](std::uint32_t level) { return level * level; }, squares);
  const std::size_t n = sums.width();
  for (int y = 0; y < in.height; ++y) {
    const MovingRows rows = RowsAt(in, radius, y);
    MoveColumns(rows, sums);
    MoveSquares(rows, squares);
    RunningSum running(sums.Start());
    RunningSum running_squares(squares.Start());
    const std::uint8_t* row = in.Row(y);
    std::uint8_t* out_row = out.Row(y);
    for (std::size_t x = 0; x < n; x += lanes) {
      const auto sum = hn::BitCast(di, NextWindows(sums, x, running));
      const auto square_sum =
          hn::BitCast(di, NextWindows(squares, x, running_squares));
      const auto mean = hn::Mul(hn::ConvertTo(df, sum), reciprocal);
      const auto mean_square =
          hn::Mul(hn::ConvertTo(df, square_sum), reciprocal);
      const auto variance =
          hn::Max(hn::Sub(mean_square, hn::Mul(mean, mean)), hn::Zero(df));
      const auto threshold =
          hn::Mul(mean, hn::Add(calm, hn::Mul(slope, hn::Sqrt(variance))));
      const auto level =
          hn::ConvertTo(df, hn::PromoteTo(di, LoadRow(d8, row + x, n - x)));
      const auto paper =
          hn::VecFromMask(di, hn::RebindMask(di, hn::Ge(level, threshold)));
      StoreRow(hn::BitCast(d8, hn::DemoteTo(di8, paper)), d8, out_row + x,
               n - x);
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace rescan::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace rescan::kernels {
HWY_EXPORT(BinarizePicture);

void SauvolaBinarize(GreyView in, const SauvolaOptions& options,
                     MutableGreyView out) {
  assert(options.window >= 3 && options.window <= kMaxSauvolaWindow);
  assert(options.window % 2 == 1);
  assert(options.k >= 0 && options.k <= 1 && options.range > 0);
  assert(SameSize(in, out));
  if (in.empty()) return;
  HWY_DYNAMIC_DISPATCH(BinarizePicture)(in, options, out);
}

}  // namespace rescan::kernels
#endif  // HWY_ONCE
