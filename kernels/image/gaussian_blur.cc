#include "kernels/image/gaussian_blur.h"

#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstring>

#include "kernels/image/border.h"
#include "kernels/image/gaussian_rows.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/image/gaussian_blur.cc"
#include "hwy/foreach_target.h"
// Must come after foreach_target.h.
#include "hwy/highway.h"
#include "kernels/image/rows-inl.h"

HWY_BEFORE_NAMESPACE();
namespace rescan::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// kRadius > 0 is the radius, known to the compiler; 0 = read it from the taps.
// Both passes work on whole vectors: `rows` and `columns` have room for them.
template <int kRadius>
void BlurColumns(const std::uint8_t* const* rows, const GaussianTaps& taps,
                 std::size_t n, std::uint16_t* HWY_RESTRICT columns) {
  const hn::ScalableTag<std::uint16_t> d16;
  const hn::Rebind<std::uint8_t, decltype(d16)> d8;
  const std::size_t lanes = hn::Lanes(d16);
  const int radius = kRadius > 0 ? kRadius : taps.radius;
  const auto centre = hn::Set(d16, taps.weight[0]);
  for (std::size_t x = 0; x < n; x += lanes) {
    auto sum =
        hn::Mul(hn::PromoteTo(d16, hn::LoadU(d8, rows[radius] + x)), centre);
    for (int k = 1; k <= radius; ++k) {
      const auto above =
          hn::PromoteTo(d16, hn::LoadU(d8, rows[radius - k] + x));
      const auto below =
          hn::PromoteTo(d16, hn::LoadU(d8, rows[radius + k] + x));
      const auto weight =
          hn::Set(d16, taps.weight[static_cast<std::size_t>(k)]);
      sum = hn::Add(sum, hn::Mul(hn::Add(above, below), weight));
    }
    hn::StoreU(sum, d16, columns + x);
  }
}

template <int kRadius, class D16>
HWY_INLINE hn::VFromD<D16> BlurAlong(D16 d16,
                                     const std::uint16_t* HWY_RESTRICT at,
                                     const GaussianTaps& taps) {
  const int radius = kRadius > 0 ? kRadius : taps.radius;
  const auto centre =
      hn::Set(d16, static_cast<std::uint16_t>(taps.weight[0] << 8));
  auto sum = hn::MulHigh(hn::LoadU(d16, at), centre);
  for (int k = 1; k <= radius; ++k) {
    // The mean of both, with twice the weight: their sum needs 17 bits.
    const auto mean =
        hn::AverageRound(hn::LoadU(d16, at - k), hn::LoadU(d16, at + k));
    const auto weight =
        hn::Set(d16, static_cast<std::uint16_t>(
                         taps.weight[static_cast<std::size_t>(k)] << 9));
    sum = hn::Add(sum, hn::MulHigh(mean, weight));
  }
  return hn::Add(sum, hn::Set(d16, std::uint16_t{128}));
}

template <int kRadius>
void BlurRow(const std::uint16_t* HWY_RESTRICT columns,
             const GaussianTaps& taps, std::size_t n,
             std::uint8_t* HWY_RESTRICT out) {
  const hn::ScalableTag<std::uint16_t> d16;
#if HWY_TARGET == HWY_SCALAR
  for (std::size_t x = 0; x < n; ++x) {
    const auto sum = BlurAlong<kRadius>(d16, columns + x, taps);
    out[x] = static_cast<std::uint8_t>(hn::GetLane(sum) >> 8);
  }
#else
  const hn::Repartition<std::uint8_t, decltype(d16)> d8;
  const std::size_t lanes = hn::Lanes(d16);
  for (std::size_t x = 0; x < n; x += 2 * lanes) {
    const auto low = BlurAlong<kRadius>(d16, columns + x, taps);
    const auto high = BlurAlong<kRadius>(d16, columns + x + lanes, taps);
    // The upper byte of each sum is the sample.
    const auto samples =
        hn::ConcatOdd(d8, hn::BitCast(d8, high), hn::BitCast(d8, low));
    StoreRow(samples, d8, out + x, n - x);
  }
#endif
}

template <int kRadius>
void BlurBoth(const std::uint8_t* const* rows, const GaussianTaps& taps,
              std::size_t n, std::uint16_t* columns, std::uint8_t* out) {
  BlurColumns<kRadius>(rows, taps, n, columns);
  for (int k = 1; k <= taps.radius; ++k) {
    const int width = static_cast<int>(n);
    columns[-k] = columns[Mirrored(-k, width)];
    columns[width - 1 + k] = columns[Mirrored(width - 1 + k, width)];
  }
  BlurRow<kRadius>(columns, taps, n, out);
}

void Blur(const std::uint8_t* const* rows, const GaussianTaps& taps,
          std::size_t n, std::uint16_t* columns, std::uint8_t* out) {
  switch (taps.radius) {
    case 1:
      return BlurBoth<1>(rows, taps, n, columns, out);
    case 2:
      return BlurBoth<2>(rows, taps, n, columns, out);
    case 3:
      return BlurBoth<3>(rows, taps, n, columns, out);
    default:
      return BlurBoth<0>(rows, taps, n, columns, out);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace rescan::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace rescan::kernels {
HWY_EXPORT(Blur);

GaussianTaps MakeGaussianTaps(double sigma) {
  assert(sigma >= kMinGaussianSigma && sigma <= kMaxGaussianSigma);
  const int reach = static_cast<int>(std::ceil(3 * sigma));
  std::array<double, kMaxGaussianRadius + 1> exact{};
  double total = 1;
  for (int k = reach; k > 0; --k) {
    const double weight = std::exp(-k * k / (2 * sigma * sigma));
    exact[static_cast<std::size_t>(k)] = weight;
    total += 2 * weight;
  }
  GaussianTaps taps;
  double wanted = 0;
  int given = 0;
  for (int k = reach; k > 0; --k) {
    wanted += 256 * exact[static_cast<std::size_t>(k)] / total;
    const int weight = static_cast<int>(std::lround(wanted)) - given;
    given += weight;
    taps.weight[static_cast<std::size_t>(k)] =
        static_cast<std::uint16_t>(weight);
    if (weight > 0 && taps.radius == 0) taps.radius = k;
  }
  taps.weight[0] = static_cast<std::uint16_t>(256 - 2 * given);
  return taps;
}

GaussianRows::GaussianRows(double sigma, int width, int height)
    : taps_(MakeGaussianTaps(sigma)),
      width_(width),
      height_(height),
      ring_(static_cast<std::size_t>(2 * taps_.radius + 1) *
            PaddedWidth(width)),
      columns_(kMaxGaussianRadius + PaddedWidth(width)) {}

std::uint8_t* GaussianRows::Row(int y) {
  const int slot = y % (2 * taps_.radius + 1);
  return ring_.data() + static_cast<std::size_t>(slot) * PaddedWidth(width_);
}

bool GaussianRows::Ready() const {
  return blurred_ < height_ &&
         (pushed_ == height_ || pushed_ > blurred_ + taps_.radius);
}

void GaussianRows::Blur(std::uint8_t* out) {
  assert(Ready());
  std::array<const std::uint8_t*, 2 * kMaxGaussianRadius + 1> rows{};
  for (int k = -taps_.radius; k <= taps_.radius; ++k) {
    rows[static_cast<std::size_t>(taps_.radius + k)] =
        Row(Mirrored(blurred_ + k, height_));
  }
  HWY_DYNAMIC_DISPATCH(Blur)
  (rows.data(), taps_, static_cast<std::size_t>(width_),
   columns_.data() + kMaxGaussianRadius, out);
  ++blurred_;
}

void GaussianBlur(GreyView in, double sigma, MutableGreyView out) {
  assert(SameSize(in, out));
  if (in.empty()) return;
  GaussianRows rows(sigma, in.width, in.height);
  int done = 0;
  for (int y = 0; y < in.height; ++y) {
    std::memcpy(rows.Input(), in.Row(y), static_cast<std::size_t>(in.width));
    rows.Push();
    while (rows.Ready()) rows.Blur(out.Row(done++));
  }
}

}  // namespace rescan::kernels
#endif  // HWY_ONCE
