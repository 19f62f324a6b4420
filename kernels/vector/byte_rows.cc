#include "kernels/vector/byte_rows.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "kernels/vector/dot.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/vector/byte_rows.cc"
#include "hwy/foreach_target.h"
// Must come after foreach_target.h.
#include "hwy/highway.h"
#include "kernels/vector/tile-inl.h"

HWY_BEFORE_NAMESPACE();
namespace rescan::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Of a block the sums of all rows are made first, then all bounds.
constexpr std::size_t kBlock = 128;
static_assert(kBlock % kTileRows == 0);
// Sums of one query: a tile of the last row alone writes past it.
constexpr std::size_t kSums = kBlock + kTileRows;

// out[q * kSums + r] = codes of query q . codes of row r, for kTileRows rows
// from `rows`, `row_stride` bytes apart, of `size` codes each.
template <std::size_t kQueries>
HWY_INLINE void ByteTile(const std::int16_t* const* HWY_RESTRICT queries,
                         const std::int8_t* HWY_RESTRICT rows,
                         std::size_t row_stride, std::size_t size,
                         std::int32_t* HWY_RESTRICT out) {
  const hn::ScalableTag<std::int16_t> d16;
  const hn::Rebind<std::int8_t, decltype(d16)> d8;
  const hn::RepartitionToWide<decltype(d16)> d32;
  using V16 = hn::VFromD<decltype(d16)>;
  using V32 = hn::VFromD<decltype(d32)>;
  static_assert(hn::MaxLanes(d16) <= kByteRowPadding);
  V32 sums[kQueries][kTileRows];
  for (auto& of_query : sums) {
    for (V32& sum : of_query) sum = hn::Zero(d32);
  }
  for (std::size_t i = 0; i < size; i += hn::Lanes(d16)) {
    V16 row[kTileRows];
    for (std::size_t r = 0; r < kTileRows; ++r) {
      row[r] = hn::PromoteTo(d16, hn::LoadU(d8, rows + r * row_stride + i));
    }
    for (std::size_t q = 0; q < kQueries; ++q) {
      const V16 query = hn::LoadU(d16, queries[q] + i);
      for (std::size_t r = 0; r < kTileRows; ++r) {
        // A target may return half of the sum here; the others nothing.
        V32 other = hn::Zero(d32);
        sums[q][r] = hn::ReorderWidenMulAccumulate(d32, query, row[r],
                                                   sums[q][r], other);
        sums[q][r] = hn::Add(sums[q][r], other);
      }
    }
  }
  for (std::size_t q = 0; q < kQueries; ++q) {
    StoreFourSums(d32, sums[q], out + q * kSums);
  }
}

// bounds[i] = sums[i] * scales[i] * t + radii[i] * length
HWY_INLINE void BoundsOfSums(const std::int32_t* HWY_RESTRICT sums,
                             const ByteRows& rows, float t, float length,
                             float* HWY_RESTRICT bounds) {
  const hn::ScalableTag<float> d;
  const hn::RebindToSigned<decltype(d)> d32;
  const std::size_t lanes = hn::Lanes(d);
  const auto query_scale = hn::Set(d, t);
  const auto query_length = hn::Set(d, length);
  std::size_t i = 0;
  for (; i + lanes <= rows.count; i += lanes) {
    const auto sum = hn::ConvertTo(d, hn::LoadU(d32, sums + i));
    const auto scale = hn::Mul(hn::LoadU(d, rows.scales + i), query_scale);
    const auto margin = hn::Mul(hn::LoadU(d, rows.radii + i), query_length);
    hn::StoreU(hn::MulAdd(sum, scale, margin), d, bounds + i);
  }
  if (i < rows.count) {
    const std::size_t left = rows.count - i;
    const auto sum = hn::ConvertTo(d, LoadTail(d32, sums + i, left));
    const auto scale = hn::Mul(LoadTail(d, rows.scales + i, left), query_scale);
    const auto margin =
        hn::Mul(LoadTail(d, rows.radii + i, left), query_length);
    HWY_ALIGN float part[hn::MaxLanes(d)];
    hn::Store(hn::MulAdd(sum, scale, margin), d, part);
    std::memcpy(bounds + i, part, left * sizeof(float));
  }
}

template <std::size_t kQueries>
void BoundsFor(const ByteQuery* const* queries, const ByteRows& rows,
               float* HWY_RESTRICT bounds) {
  const std::size_t stride = ByteRowStride(rows.dimension);
  const std::int16_t* codes[kQueries];
  for (std::size_t q = 0; q < kQueries; ++q) codes[q] = queries[q]->codes();
  HWY_ALIGN std::int32_t sums[kQueries * kSums];
  for (std::size_t start = 0; start < rows.count; start += kBlock) {
    const ByteRows block =
        rows.Slice(start, std::min(kBlock, rows.count - start));
    const std::size_t whole = block.count / kTileRows * kTileRows;
    const std::int8_t* row = block.codes;
    for (std::size_t i = 0; i < whole; i += kTileRows) {
      ByteTile<kQueries>(codes, row, stride, stride, sums + i);
      row += kTileRows * stride;
    }
    // The last rows one after the other, each as four times the same; the next
    // one overwrites what that is too much.
    for (std::size_t i = whole; i < block.count; ++i) {
      ByteTile<kQueries>(codes, row, 0, stride, sums + i);
      row += stride;
    }
    for (std::size_t q = 0; q < kQueries; ++q) {
      BoundsOfSums(sums + q * kSums, block, queries[q]->scale(),
                   queries[q]->length(), bounds + q * rows.count + start);
    }
  }
}

void BoundsForSome(const ByteQuery* const* queries, std::size_t count,
                   const ByteRows& rows, float* bounds) {
  switch (count) {
    case 1:
      return BoundsFor<1>(queries, rows, bounds);
    case 2:
      return BoundsFor<2>(queries, rows, bounds);
    case 3:
      return BoundsFor<3>(queries, rows, bounds);
    case 4:
      return BoundsFor<4>(queries, rows, bounds);
    default:
      return;
  }
}

// Sum of squares and greatest magnitude. A NaN shows in the sum.
void Measure(const float* HWY_RESTRICT v, std::size_t n, float* squares,
             float* greatest) {
  const hn::ScalableTag<float> d;
  const std::size_t lanes = hn::Lanes(d);
  auto sum = hn::Zero(d);
  auto most = hn::Zero(d);
  const auto add = [&](auto x) HWY_ATTR {
    sum = hn::MulAdd(x, x, sum);
    most = hn::Max(most, hn::Abs(x));
  };
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) add(hn::LoadU(d, v + i));
  if (i < n) add(LoadTail(d, v + i, n - i));
  *squares = hn::GetLane(hn::SumOfLanes(d, sum));
  *greatest = hn::GetLane(hn::MaxOfLanes(d, most));
}

// codes[i] = v[i] * steps to the nearest, the padding 0. `see(x, code)` is
// called with each vector of values and its codes.
template <class Code, class See>
HWY_INLINE void EncodeRow(const float* HWY_RESTRICT v, std::size_t n,
                          float steps, Code* HWY_RESTRICT codes,
                          const See& see) {
  const hn::ScalableTag<float> d;
  const hn::Rebind<Code, decltype(d)> d_code;
  const std::size_t lanes = hn::Lanes(d);
  static_assert(kByteRowPadding % hn::MaxLanes(d) == 0);
  const auto by = hn::Set(d, steps);
  const auto encode = [&](auto x, std::size_t i) HWY_ATTR {
    const auto code = hn::NearestInt(hn::Mul(x, by));
    see(x, code);
    hn::StoreU(hn::DemoteTo(d_code, code), d_code, codes + i);
  };
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) encode(hn::LoadU(d, v + i), i);
  if (i < n) {
    encode(LoadTail(d, v + i, n - i), i);
    i += lanes;
  }
  for (; i < ByteRowStride(n); ++i) codes[i] = 0;
}

// The codes of v / scale; returns the sum of squares of v - scale * codes.
float Quantize(const float* HWY_RESTRICT v, std::size_t n, float scale,
               float steps, std::int8_t* HWY_RESTRICT codes) {
  const hn::ScalableTag<float> d;
  const auto back = hn::Set(d, scale);
  auto sum = hn::Zero(d);
  EncodeRow(v, n, steps, codes, [&](auto x, auto code) HWY_ATTR {
    const auto error = hn::NegMulAdd(back, hn::ConvertTo(d, code), x);
    sum = hn::MulAdd(error, error, sum);
  });
  return hn::GetLane(hn::SumOfLanes(d, sum));
}

void QuantizeWide(const float* HWY_RESTRICT v, std::size_t n, float steps,
                  std::int16_t* HWY_RESTRICT codes) {
  EncodeRow(v, n, steps, codes, [](auto /*x*/, auto /*code*/) HWY_ATTR {});
}

std::size_t PlacesAtLeast(const float* HWY_RESTRICT values, std::size_t n,
                          float threshold, std::uint32_t* HWY_RESTRICT places) {
  const hn::ScalableTag<float> d;
  const std::size_t lanes = hn::Lanes(d);
  const auto least = hn::Set(d, threshold);
  std::size_t found = 0;
  const auto take = [&](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) {
      places[found] = static_cast<std::uint32_t>(i);
      found += values[i] >= threshold ? 1 : 0;
    }
  };
  std::size_t i = 0;
  // As a rule there is none among many: one test for four vectors.
  for (; i + 4 * lanes <= n; i += 4 * lanes) {
    const auto a = hn::Ge(hn::LoadU(d, values + i), least);
    const auto b = hn::Ge(hn::LoadU(d, values + i + lanes), least);
    const auto c = hn::Ge(hn::LoadU(d, values + i + 2 * lanes), least);
    const auto e = hn::Ge(hn::LoadU(d, values + i + 3 * lanes), least);
    if (HWY_UNLIKELY(!hn::AllFalse(d, hn::Or(hn::Or(a, b), hn::Or(c, e))))) {
      take(i, i + 4 * lanes);
    }
  }
  take(i, n);
  return found;
}

}  // namespace HWY_NAMESPACE
}  // namespace rescan::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace rescan::kernels {
namespace {

constexpr double kUnit = 0x1p-24;

// The largest magnitude of a query's code: 127 * limit * dimension must fit 31
// bits, and the code itself 16.
int QueryLimit(std::size_t dimension) {
  const std::size_t fits =
      0x7fffffff / (127 * std::max<std::size_t>(dimension, 1));
  return static_cast<int>(std::min<std::size_t>(fits, 32767));
}

// |f| <= this * |y|. Half a step for each element; the rounding of up to 32767
// steps in float is less than a hundredth of one.
double QueryErrorFactor(std::size_t dimension) {
  return 0.51 * std::sqrt(static_cast<double>(dimension)) /
         QueryLimit(dimension);
}

float RoundedUp(double value) {
  const auto rounded = static_cast<float>(value);
  return std::nextafter(rounded, std::numeric_limits<float>::infinity());
}

// A root of squares that were added in float, rounded up; what squares lose as
// denormals is far below the 1e-6.
double LengthOf(float squares, std::size_t dimension) {
  return std::sqrt(static_cast<double>(squares)) *
         (1 + 1e-6 + static_cast<double>(InnerProductErrorFactor(dimension)));
}

}  // namespace

HWY_EXPORT(BoundsForSome);
HWY_EXPORT(Measure);
HWY_EXPORT(Quantize);
HWY_EXPORT(QuantizeWide);
HWY_EXPORT(PlacesAtLeast);

ByteScale QuantizeRow(std::span<const float> row,
                      std::span<std::int8_t> codes) {
  assert(row.size() <= kMaxByteDimension);
  assert(codes.size() == ByteRowStride(row.size()));
  const std::size_t d = row.size();
  float squares = 0;
  float greatest = 0;
  HWY_DYNAMIC_DISPATCH(Measure)(row.data(), d, &squares, &greatest);
  const double length = LengthOf(squares, d);
  if (!(length >= kLeastLength && length <= kGreatestLength)) {
    std::fill(codes.begin(), codes.end(), std::int8_t{0});
    // A zero may also be the square of what is too small.
    return {0, greatest == 0 && squares == 0
                   ? 0
                   : std::numeric_limits<float>::infinity()};
  }
  const float scale = greatest / 127;
  const float error_squares = HWY_DYNAMIC_DISPATCH(Quantize)(
      row.data(), d, scale, 127 / greatest, codes.data());
  // Each error is off by a rounding of the value it is left of, which the
  // second term covers.
  const double error = LengthOf(error_squares, d) +
                       length * static_cast<double>(InnerProductErrorFactor(d));
  const double rounding = QueryErrorFactor(d) +
                          static_cast<double>(InnerProductErrorFactor(d)) +
                          16 * kUnit;
  return {scale, RoundedUp(error + (length + error) * rounding)};
}

ByteQuery::ByteQuery(std::span<const float> query)
    : dimension_(query.size()), codes_(ByteRowStride(query.size()), 0) {
  assert(query.size() <= kMaxByteDimension);
  float squares = 0;
  float greatest = 0;
  HWY_DYNAMIC_DISPATCH(Measure)
  (query.data(), query.size(), &squares, &greatest);
  const double length = LengthOf(squares, query.size());
  usable_ = length >= kLeastLength && length <= kGreatestLength;
  if (!usable_) return;
  const int limit = QueryLimit(query.size());
  scale_ = greatest / static_cast<float>(limit);
  length_ = RoundedUp(length);
  HWY_DYNAMIC_DISPATCH(QuantizeWide)
  (query.data(), query.size(), static_cast<float>(limit) / greatest,
   codes_.data());
}

void UpperBoundTable(std::span<const ByteQuery* const> queries,
                     const ByteRows& rows, std::span<float> bounds) {
  assert(queries.size() <= kMaxByteQueries);
  assert(bounds.size() == queries.size() * rows.count);
  HWY_DYNAMIC_DISPATCH(BoundsForSome)
  (queries.data(), queries.size(), rows, bounds.data());
}

void UpperBounds(const ByteQuery& query, const ByteRows& rows,
                 std::span<float> bounds) {
  assert(query.dimension() == rows.dimension);
  const ByteQuery* const one = &query;
  UpperBoundTable({&one, 1}, rows, bounds);
}

std::size_t SelectAtLeast(std::span<const float> values, float threshold,
                          std::span<std::uint32_t> places) {
  assert(places.size() >= values.size());
  return HWY_DYNAMIC_DISPATCH(PlacesAtLeast)(values.data(), values.size(),
                                             threshold, places.data());
}

}  // namespace rescan::kernels
#endif  // HWY_ONCE
