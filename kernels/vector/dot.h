#ifndef RESCAN_KERNELS_VECTOR_DOT_H_
#define RESCAN_KERNELS_VECTOR_DOT_H_

#include <cstddef>
#include <span>

#include "kernels/vector/float_rows.h"

namespace rescan::kernels {

// Inner products and squared Euclidean distances of float vectors.
//
// Never touches memory outside the rows. Thread-safe, allocates nothing.
//
// Exactness: every pair is summed in one order that depends on the dimension
// and the SIMD target alone, so a pair has the same bits whichever function
// computes it, in whatever company. Targets differ from each other and from
// the true value by rounding, by at most
//   InnerProductErrorFactor(dimension) * |a| * |b|     (Euclidean norms)
// if nothing overflows or becomes denormal.

// gamma(n) = n u / (1 - n u), u = 2^-24, for the n = dimension + 8 roundings
// that an element's product passes at most on its way into the sum (Higham,
// Accuracy and Stability of Numerical Algorithms, 2nd ed., section 3.1, with
// the Cauchy-Schwarz inequality for the sum of |a_i b_i|). The 8 are the
// product's own and those of adding up the lanes.
[[nodiscard]] constexpr float InnerProductErrorFactor(std::size_t dimension) {
  const double n_u = (static_cast<double>(dimension) + 8) / (1 << 24);
  // Rounded up to the next float with room to spare.
  return static_cast<float>(n_u / (1 - n_u) * (1 + 1e-6));
}

// out[i] = query . rows.row(i)
// REQUIRES: query.size() == rows.dimension; out.size() == rows.count.
void InnerProducts(std::span<const float> query, const FloatRows& rows,
                   std::span<float> out);

// out[i] = |query - rows.row(i)|^2, same requirements.
void SquaredDistances(std::span<const float> query, const FloatRows& rows,
                      std::span<float> out);

// Many to many: out[q * rows.count + i] = queries.row(q) . rows.row(i), in
// tiles of registers over blocks of rows that stay in the cache. The first of
// these is how a batch of queries should be computed.
// REQUIRES: queries.dimension == rows.dimension;
// out.size() == queries.count * rows.count.
void InnerProductTable(const FloatRows& queries, const FloatRows& rows,
                       std::span<float> out);
void SquaredDistanceTable(const FloatRows& queries, const FloatRows& rows,
                          std::span<float> out);

// One pair.
// REQUIRES: a.size() == b.size().
[[nodiscard]] float InnerProduct(std::span<const float> a,
                                 std::span<const float> b);

}  // namespace rescan::kernels

#endif  // RESCAN_KERNELS_VECTOR_DOT_H_
