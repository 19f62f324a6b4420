// Pieces of loops over rows, for the current SIMD target.
#if defined(RESCAN_KERNELS_IMAGE_ROWS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef RESCAN_KERNELS_IMAGE_ROWS_INL_H_
#undef RESCAN_KERNELS_IMAGE_ROWS_INL_H_
#else
#define RESCAN_KERNELS_IMAGE_ROWS_INL_H_
#endif

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace rescan::kernels {
namespace HWY_NAMESPACE {
namespace rows_hn = hwy::HWY_NAMESPACE;

// The `left` elements at `p`, at most a vector of them; the lanes behind them
// are not set. Touches no memory behind them.
template <class D>
HWY_INLINE rows_hn::VFromD<D> LoadRow(D d,
                                      const rows_hn::TFromD<D>* HWY_RESTRICT p,
                                      std::size_t left) {
  const std::size_t lanes = rows_hn::Lanes(d);
  if (HWY_LIKELY(left >= lanes)) return rows_hn::LoadU(d, p);
  HWY_ALIGN rows_hn::TFromD<D> part[rows_hn::MaxLanes(D())] = {};
  std::memcpy(part, p, left * sizeof(part[0]));
  return rows_hn::Load(d, part);
}

// Writes the first `left` lanes, at most a vector.
template <class D>
HWY_INLINE void StoreRow(rows_hn::VFromD<D> v, D d,
                         rows_hn::TFromD<D>* HWY_RESTRICT p, std::size_t left) {
  const std::size_t lanes = rows_hn::Lanes(d);
  if (HWY_LIKELY(left >= lanes)) {
    rows_hn::StoreU(v, d, p);
    return;
  }
  HWY_ALIGN rows_hn::TFromD<D> part[rows_hn::MaxLanes(D())];
  rows_hn::Store(v, d, part);
  std::memcpy(p, part, left * sizeof(part[0]));
}

// Running sums along a row of 32-bit differences, a vector at a time.
class RunningSum {
 public:
  using D = rows_hn::ScalableTag<std::uint32_t>;
  using V = rows_hn::VFromD<D>;

  explicit RunningSum(std::uint32_t start) : carry_(rows_hn::Set(D(), start)) {
    // Within a vector: lanes of every second block of 4 add the last lane of
    // the block before, then those of every second pair of blocks.
    const std::size_t lanes = rows_hn::Lanes(D());
    for (std::uint32_t i = 0; i < lanes; ++i) {
      pair_from_[i] = (i & 4) != 0 ? (i & ~7U) + 3 : i;
      pair_mask_[i] = (i & 4) != 0 ? ~0U : 0;
      half_from_[i] = (i & 8) != 0 ? (i & ~15U) + 7 : i;
      half_mask_[i] = (i & 8) != 0 ? ~0U : 0;
      last_from_[i] = static_cast<std::uint32_t>(lanes - 1);
    }
  }

  // The sums of all differences so far, up to and including each lane's.
  HWY_INLINE V Next(V difference) {
    const D d;
    V sum = difference;
#if HWY_TARGET != HWY_SCALAR
    sum = rows_hn::Add(sum, rows_hn::ShiftLeftLanes<1>(d, sum));
    sum = rows_hn::Add(sum, rows_hn::ShiftLeftLanes<2>(d, sum));
#endif
    if (rows_hn::Lanes(d) > 4) sum = AddPart(sum, pair_from_, pair_mask_);
    if (rows_hn::Lanes(d) > 8) sum = AddPart(sum, half_from_, half_mask_);
    const V result = rows_hn::Add(sum, carry_);
    carry_ = rows_hn::Add(carry_, Lookup(sum, last_from_));
    return result;
  }

 private:
  static constexpr std::size_t kLanes = rows_hn::MaxLanes(D());

  static HWY_INLINE V Lookup(V v, const std::uint32_t* from) {
    const D d;
    return rows_hn::TableLookupLanes(
        v, rows_hn::IndicesFromVec(d, rows_hn::Load(d, from)));
  }
  static HWY_INLINE V AddPart(V v, const std::uint32_t* from,
                              const std::uint32_t* mask) {
    return rows_hn::Add(
        v, rows_hn::And(Lookup(v, from), rows_hn::Load(D(), mask)));
  }

  V carry_;
  HWY_ALIGN std::uint32_t pair_from_[kLanes];
  HWY_ALIGN std::uint32_t pair_mask_[kLanes];
  HWY_ALIGN std::uint32_t half_from_[kLanes];
  HWY_ALIGN std::uint32_t half_mask_[kLanes];
  HWY_ALIGN std::uint32_t last_from_[kLanes];
};

}  // namespace HWY_NAMESPACE
}  // namespace rescan::kernels
HWY_AFTER_NAMESPACE();

#endif  // RESCAN_KERNELS_IMAGE_ROWS_INL_H_
