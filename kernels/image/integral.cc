#include "kernels/image/integral.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/image/integral.cc"
#include "hwy/foreach_target.h"
// Must come after foreach_target.h.
#include "hwy/highway.h"
#include "kernels/image/integral_vnni-inl.h"

HWY_BEFORE_NAMESPACE();
namespace rescan::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using SumView = ImageView<std::uint32_t>;
using SquareView = ImageView<std::uint64_t>;

#if HWY_TARGET != HWY_SCALAR
// Each lane becomes the sum of those up to it within its block of 16 bytes.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V SumBlocks(D d, V v) {
  constexpr std::size_t kBlockLanes = 16 / sizeof(hn::TFromD<D>);
  v = hn::Add(v, hn::ShiftLeftLanes<1>(d, v));
  v = hn::Add(v, hn::ShiftLeftLanes<2>(d, v));
  if constexpr (kBlockLanes > 4 && hn::MaxLanes(D()) > 4) {
    v = hn::Add(v, hn::ShiftLeftLanes<4>(d, v));
  }
  return v;
}

// Lane `lane` in every lane.
template <class D>
HWY_INLINE auto LaneEverywhere(D d, std::size_t lane) {
  const hn::RebindToSigned<D> di;
  return hn::IndicesFromVec(
      d, hn::Set(di, static_cast<hn::TFromD<decltype(di)>>(lane)));
}

// Eight pixels or sixteen add up to 4,080: most of the work is done on 16-bit
// lanes, and one vector of sums or two are stored.
using LevelTag = hn::CappedTag<std::uint16_t, 16>;
using SumTag = hn::RepartitionToWide<LevelTag>;
using SumVec = hn::Vec<SumTag>;

// Returns the row's sum with these pixels, in each lane, given that before
// them.
HWY_INLINE SumVec SumVectors(const std::uint8_t* HWY_RESTRICT row, SumVec carry,
                             const std::uint32_t* HWY_RESTRICT above,
                             std::uint32_t* HWY_RESTRICT below) {
  const LevelTag d16;
  const SumTag d32;
  const hn::Rebind<std::uint8_t, LevelTag> d8;
  const hn::Half<LevelTag> half16;
  const std::size_t lanes = hn::Lanes(d32);
  const auto end = LaneEverywhere(d32, lanes - 1);
  const auto sums = SumBlocks(d16, hn::PromoteTo(d16, hn::LoadU(d8, row)));
  const auto first = hn::PromoteTo(d32, hn::LowerHalf(half16, sums));
  auto second = hn::PromoteTo(d32, hn::UpperHalf(half16, sums));
  if (lanes > 4) second = hn::Add(second, hn::TableLookupLanes(first, end));
  const auto above_first = hn::Add(carry, hn::LoadU(d32, above));
  const auto above_second = hn::Add(carry, hn::LoadU(d32, above + lanes));
  hn::StoreU(hn::Add(first, above_first), d32, below);
  hn::StoreU(hn::Add(second, above_second), d32, below + lanes);
  return hn::Add(carry, hn::TableLookupLanes(second, end));
}
#endif

// below[x] = above[x] + row[0] + ... + row[x].
void SumRow(const std::uint8_t* HWY_RESTRICT row,
            const std::uint32_t* HWY_RESTRICT above,
            std::uint32_t* HWY_RESTRICT below, std::size_t n) {
  std::size_t i = 0;
#if HWY_TARGET != HWY_SCALAR
  const SumTag d32;
  const std::size_t step = hn::Lanes(LevelTag());
  if (n >= step) {
    auto carry = hn::Zero(d32);
    for (; i + step <= n; i += step) {
      carry = SumVectors(row + i, carry, above + i, below + i);
    }
    if (i == n) return;
    i = n - step;
    SumVectors(row + i, hn::Set(d32, below[i - 1] - above[i - 1]), above + i,
               below + i);
    return;
  }
#endif
  std::uint32_t sum = 0;
  for (; i < n; ++i) {
    sum += row[i];
    below[i] = above[i] + sum;
  }
}

// The same of squares.
void SquareRow(const std::uint8_t* HWY_RESTRICT row,
               const std::uint64_t* HWY_RESTRICT above,
               std::uint64_t* HWY_RESTRICT below, std::size_t n) {
  std::uint64_t sum = 0;
  std::size_t i = 0;
#if HWY_TARGET != HWY_SCALAR
  const hn::FixedTag<std::uint32_t, 4> d32;
  const hn::FixedTag<std::uint8_t, 4> d8;
  const hn::CappedTag<std::uint64_t, 4> d64;
  const hn::Rebind<std::uint32_t, decltype(d64)> d32_part;
  const std::size_t lanes = hn::Lanes(d64);
  auto carry = hn::Zero(d64);
  for (; i + 4 <= n; i += 4) {
    const auto levels = hn::PromoteTo(d32, hn::LoadU(d8, row + i));
    const auto sums = SumBlocks(d32, hn::Mul(levels, levels));
    alignas(16) std::uint32_t parts[4];
    hn::Store(sums, d32, parts);
    for (std::size_t k = 0; k < 4; k += lanes) {
      const auto part = hn::PromoteTo(d64, hn::Load(d32_part, parts + k));
      const auto all = hn::Add(carry, hn::LoadU(d64, above + i + k));
      hn::StoreU(hn::Add(part, all), d64, below + i + k);
    }
    carry = hn::Add(carry, hn::Set(d64, parts[3]));
  }
  sum = hn::GetLane(carry);
#endif
  for (; i < n; ++i) {
    sum += std::uint64_t{row[i]} * row[i];
    below[i] = above[i] + sum;
  }
}

void SumPicture(GreyView picture, SumView sums) {
  const auto width = static_cast<std::size_t>(picture.width);
  std::fill_n(sums.Row(0), width + 1, 0u);
#if HWY_TARGET == HWY_AVX3
  if (vnni::Serves(picture)) return vnni::SumPicture(picture, sums);
#endif
  for (int y = 0; y < picture.height; ++y) {
    sums.Row(y + 1)[0] = 0;
    SumRow(picture.Row(y), sums.Row(y) + 1, sums.Row(y + 1) + 1, width);
  }
}

void SquarePicture(GreyView picture, SumView sums, SquareView squares) {
  const auto width = static_cast<std::size_t>(picture.width);
  std::fill_n(sums.Row(0), width + 1, 0u);
  std::fill_n(squares.Row(0), width + 1, std::uint64_t{0});
  for (int y = 0; y < picture.height; ++y) {
    sums.Row(y + 1)[0] = 0;
    squares.Row(y + 1)[0] = 0;
    SumRow(picture.Row(y), sums.Row(y) + 1, sums.Row(y + 1) + 1, width);
    SquareRow(picture.Row(y), squares.Row(y) + 1, squares.Row(y + 1) + 1,
              width);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace rescan::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace rescan::kernels {
namespace {

template <class T>
[[maybe_unused]] bool FitsSums(GreyView picture, const ImageView<T>& sums) {
  return sums.width == picture.width + 1 && sums.height == picture.height + 1;
}

}  // namespace

HWY_EXPORT(SumPicture);
HWY_EXPORT(SquarePicture);

void Integral(GreyView picture, ImageView<std::uint32_t> sums) {
  assert(FitsSums(picture, sums));
  HWY_DYNAMIC_DISPATCH(SumPicture)(picture, sums);
}

void IntegralWithSquares(GreyView picture, ImageView<std::uint32_t> sums,
                         ImageView<std::uint64_t> squares) {
  assert(FitsSums(picture, sums));
  assert(FitsSums(picture, squares));
  HWY_DYNAMIC_DISPATCH(SquarePicture)(picture, sums, squares);
}

}  // namespace rescan::kernels
#endif  // HWY_ONCE
