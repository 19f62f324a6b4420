#include "kernels/image/integral.h"

#include <algorithm>
#include <cassert>
#include <cstddef>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/image/integral.cc"
#include "hwy/foreach_target.h"
// Must come after foreach_target.h.
#include "hwy/highway.h"

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

#if HWY_TARGET == HWY_AVX3
// Where AVX-512 comes with VNNI, one instruction adds the four pixels of a quad
// without a shuffle, and shuffles are what binds the sums above. 64 pixels are
// summed by quads; these sums are then taken apart.
HWY_PUSH_ATTRIBUTES("avx512vnni")

using PixelTag = hn::Full512<std::uint8_t>;
using WeightTag = hn::Full512<std::int8_t>;
using QuadTag = hn::Full512<std::uint32_t>;
using QuadVec = hn::Vec<QuadTag>;
constexpr std::size_t kColumns = 64;

// sums[q] + weights[4 q] * pixels[4 q] + ... + weights[4 q + 3] *
// pixels[4 q + 3].
HWY_INLINE QuadVec AddQuads(QuadVec sums, hn::Vec<PixelTag> pixels,
                            hn::Vec<WeightTag> weights) {
  return QuadVec{_mm512_dpbusd_epi32(sums.raw, pixels.raw, weights.raw)};
}

// Rows are summed some at a time, side by side: the sums of one are a chain of
// instructions that wait for each other.
template <std::size_t kRows>
struct RowGroup {
  const std::uint8_t* row[kRows];
  const std::uint32_t* above;
  std::uint32_t* below[kRows];
};

// quads[r], lane q: the sum of 64 pixels of row r, from column x on, up to the
// end of quad q.
template <std::size_t kRows>
HWY_INLINE void SumQuads(const RowGroup<kRows>& rows, std::size_t x,
                         QuadVec (&quads)[kRows]) {
  const QuadTag d;
  const auto ones = hn::Set(WeightTag(), std::int8_t{1});
  for (std::size_t r = 0; r < kRows; ++r) {
    const auto pixels = hn::LoadU(PixelTag(), rows.row[r] + x);
    quads[r] = AddQuads(hn::Zero(d), pixels, ones);
  }
  for (QuadVec& sums : quads) sums = SumBlocks(d, sums);
  // Of the four blocks the second goes on from the first and the fourth from
  // the third, then both of these from the second.
  const auto quad = hn::Iota(d, 0);
  const auto odd_blocks = hn::TestBit(quad, hn::Set(d, 4u));
  const auto upper_half = hn::TestBit(quad, hn::Set(d, 8u));
  const auto block_before = hn::IndicesFromVec(
      d, hn::Or(hn::And(quad, hn::Set(d, 8u)), hn::Set(d, 3u)));
  const auto half_before = hn::IndicesFromVec(d, hn::Set(d, 7u));
  for (QuadVec& sums : quads) {
    sums = hn::Add(
        sums, hn::IfThenElseZero(odd_blocks,
                                 hn::TableLookupLanes(sums, block_before)));
  }
  for (QuadVec& sums : quads) {
    sums =
        hn::Add(sums, hn::IfThenElseZero(
                          upper_half, hn::TableLookupLanes(sums, half_before)));
  }
}

// The sums up to each of the 16 pixels at `row`, which are block `block`, in
// 0..3, of the 64 whose sums are `quads`.
HWY_INLINE QuadVec SumPixels(const std::uint8_t* row, QuadVec quads,
                             unsigned block) {
  const QuadTag d;
  const auto lane = hn::Iota(d, 0);
  const auto quad = hn::ShiftRight<2>(lane);
  const auto pixel = hn::And(lane, hn::Set(d, 3u));
  // Every lane gets the sum to the end of its quad, less what is behind it.
  const auto ends = hn::TableLookupLanes(
      quads, hn::IndicesFromVec(d, hn::Add(quad, hn::Set(d, 4 * block))));
  const auto bytes_of_quad =
      hn::Add(hn::Set(d, 0x03020100u), hn::Mul(quad, hn::Set(d, 0x04040404u)));
  const auto minus_behind =
      hn::Shl(hn::Set(d, 0xFFFFFF00u), hn::ShiftLeft<3>(pixel));
  const auto pixels = hn::TableLookupBytes(
      hn::LoadDup128(PixelTag(), row), hn::BitCast(PixelTag(), bytes_of_quad));
  return AddQuads(ends, pixels, hn::BitCast(WeightTag(), minus_behind));
}

// Stores the sums of 64 columns from x on. carries[r]: in each lane the sum of
// row r before x, and then with these.
template <std::size_t kRows>
HWY_INLINE void SumColumns(const RowGroup<kRows>& rows, std::size_t x,
                           QuadVec (&carries)[kRows]) {
  const QuadTag d;
  const auto last = hn::IndicesFromVec(d, hn::Set(d, 15u));
  QuadVec quads[kRows];
  SumQuads(rows, x, quads);
  for (std::size_t r = 0; r < kRows; ++r) {
    const auto all = hn::TableLookupLanes(quads[r], last);
    quads[r] = hn::Add(quads[r], carries[r]);
    carries[r] = hn::Add(carries[r], all);
  }
  for (unsigned block = 0; block < 4; ++block) {
    const std::size_t at = x + 16 * block;
    auto sums = hn::LoadU(d, rows.above + at);
    for (std::size_t r = 0; r < kRows; ++r) {
      sums = hn::Add(sums, SumPixels(rows.row[r] + at, quads[r], block));
      hn::StoreU(sums, d, rows.below[r] + at);
    }
  }
}

// The sums of kRows rows of the picture from y on. REQUIRES: width >= 64.
template <std::size_t kRows>
HWY_INLINE void SumWideRows(GreyView picture, int y, SumView sums) {
  const QuadTag d;
  RowGroup<kRows> rows{.row = {}, .above = sums.Row(y) + 1, .below = {}};
  QuadVec carries[kRows];
  for (std::size_t r = 0; r < kRows; ++r) {
    const int at = y + static_cast<int>(r);
    rows.row[r] = picture.Row(at);
    rows.below[r] = sums.Row(at + 1) + 1;
    rows.below[r][-1] = 0;
    carries[r] = hn::Zero(d);
  }
  const auto width = static_cast<std::size_t>(picture.width);
  std::size_t x = 0;
  for (; x + kColumns <= width; x += kColumns) SumColumns(rows, x, carries);
  if (x == width) return;
  x = width - kColumns;
  const std::uint32_t* above = rows.above + x;
  for (std::size_t r = 0; r < kRows; ++r) {
    const std::uint32_t* below = rows.below[r] + x;
    carries[r] = hn::Set(d, below[-1] - above[-1]);
    above = below;
  }
  SumColumns(rows, x, carries);
}

// The sums below the first row. REQUIRES: width >= 64 and a machine with VNNI.
void SumWidePicture(GreyView picture, SumView sums) {
  constexpr int kRows = 4;
  int y = 0;
  for (; y + kRows <= picture.height; y += kRows) {
    SumWideRows<kRows>(picture, y, sums);
  }
  for (; y < picture.height; ++y) SumWideRows<1>(picture, y, sums);
}

HWY_POP_ATTRIBUTES

// Whether SumWidePicture serves a picture of this width on this machine.
bool GoesWide(int width) {
  static const bool has_vnni = __builtin_cpu_supports("avx512vnni");
  return has_vnni && width >= static_cast<int>(kColumns);
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
  if (GoesWide(picture.width)) return SumWidePicture(picture, sums);
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
