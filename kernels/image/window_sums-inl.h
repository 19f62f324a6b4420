// Sums over square windows, for the current SIMD target.
#if defined(RESCAN_KERNELS_IMAGE_WINDOW_SUMS_INL_H_) == \
    defined(HWY_TARGET_TOGGLE)
#ifdef RESCAN_KERNELS_IMAGE_WINDOW_SUMS_INL_H_
#undef RESCAN_KERNELS_IMAGE_WINDOW_SUMS_INL_H_
#else
#define RESCAN_KERNELS_IMAGE_WINDOW_SUMS_INL_H_
#endif

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "hwy/highway.h"
#include "kernels/image/rows-inl.h"
#include "kernels/image/window_sums.h"

HWY_BEFORE_NAMESPACE();
namespace rescan::kernels {
namespace HWY_NAMESPACE {
namespace sums_hn = hwy::HWY_NAMESPACE;

// The sums of the window around row -1, which then moves down; `value` makes
// a summand of a sample.
template <class T, class Value>
void StartColumns(GreyView picture, int radius, Value value,
                  ColumnSums<T>& sums) {
  T* HWY_RESTRICT columns = sums.columns();
  for (int y = -radius - 1; y < radius; ++y) {
    const std::uint8_t* row = picture.Row(std::clamp(y, 0, picture.height - 1));
    for (std::size_t x = 0; x < sums.width(); ++x) {
      columns[x] = static_cast<T>(columns[x] + value(row[x]));
    }
  }
}

// The same of the samples themselves.
inline void StartColumns(GreyView picture, int radius,
                         ColumnSums<std::uint16_t>& sums) {
  const auto level = [](std::uint8_t sample) { return sample; };
  StartColumns(picture, radius, level, sums);
}

// `change` makes of a vector that enters and one that leaves, in lanes of T,
// what is added.
template <class T, class Change>
HWY_INLINE void MoveBy(MovingRows rows, ColumnSums<T>& sums,
                       const Change& change) {
  const sums_hn::ScalableTag<T> d;
  const sums_hn::Rebind<std::uint8_t, decltype(d)> d8;
  const std::size_t lanes = sums_hn::Lanes(d);
  T* HWY_RESTRICT columns = sums.columns();
  const std::size_t n = sums.width();
  for (std::size_t x = 0; x < n; x += lanes) {
    const auto in =
        sums_hn::PromoteTo(d, LoadRow(d8, rows.entering + x, n - x));
    const auto out =
        sums_hn::PromoteTo(d, LoadRow(d8, rows.leaving + x, n - x));
    const auto sum = sums_hn::LoadU(d, columns + x);
    sums_hn::StoreU(sums_hn::Add(sum, change(in, out)), d, columns + x);
  }
  sums.Finish();
}

inline void MoveColumns(MovingRows rows, ColumnSums<std::uint16_t>& sums) {
  MoveBy(rows, sums,
         [](auto in, auto out) HWY_ATTR { return sums_hn::Sub(in, out); });
}

inline void MoveSquares(MovingRows rows, ColumnSums<std::uint32_t>& sums) {
  // a^2 - b^2 = (a + b) (a - b), modulo 2^32.
  MoveBy(rows, sums, [](auto in, auto out) HWY_ATTR {
    return sums_hn::Mul(sums_hn::Add(in, out), sums_hn::Sub(in, out));
  });
}

// The sums of the windows around columns x .. x + a vector of 32-bit lanes;
// call with x from 0 in steps of a vector.
HWY_INLINE RunningSum::V NextWindows(const ColumnSums<std::uint16_t>& sums,
                                     std::size_t x, RunningSum& running) {
  const RunningSum::D d;
  const sums_hn::Rebind<std::uint16_t, RunningSum::D> d16;
  const auto in =
      sums_hn::PromoteTo(d, sums_hn::LoadU(d16, sums.entering() + x));
  const auto out =
      sums_hn::PromoteTo(d, sums_hn::LoadU(d16, sums.leaving() + x));
  return running.Next(sums_hn::Sub(in, out));
}

HWY_INLINE RunningSum::V NextWindows(const ColumnSums<std::uint32_t>& sums,
                                     std::size_t x, RunningSum& running) {
  const RunningSum::D d;
  return running.Next(sums_hn::Sub(sums_hn::LoadU(d, sums.entering() + x),
                                   sums_hn::LoadU(d, sums.leaving() + x)));
}

}  // namespace HWY_NAMESPACE
}  // namespace rescan::kernels
HWY_AFTER_NAMESPACE();

#endif  // RESCAN_KERNELS_IMAGE_WINDOW_SUMS_INL_H_
