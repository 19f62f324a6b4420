#include "kernels/vector/dot.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <random>
#include <span>
#include <vector>

#include "hwy/tests/hwy_gtest.h"
#include "tests/support/random.h"
#include "tests/support/reference_vectors.h"

namespace rescan::kernels {
namespace {

using support::RandomFloats;

// Rows at an odd place of memory that ends with the last of them, so that
// AddressSanitizer sees a read behind it; NaN lies between rows, so that one
// read too many shows in the result.
class Rows {
 public:
  Rows(std::mt19937& rng, std::size_t count, std::size_t dimension,
       std::size_t gap, std::size_t offset)
      : offset_(offset), view_{nullptr, count, dimension, dimension + gap} {
    const std::size_t size =
        count == 0 ? 0 : (count - 1) * view_.stride + dimension;
    memory_.assign(offset + size, std::nanf(""));
    memory_.shrink_to_fit();
    for (std::size_t i = 0; i < count; ++i) {
      const auto row = RandomFloats(rng, dimension);
      std::copy(row.begin(), row.end(),
                memory_.begin() + offset + i * view_.stride);
    }
    view_.data = memory_.data() + offset_;
  }
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;

  [[nodiscard]] const FloatRows& view() const { return view_; }
  [[nodiscard]] std::span<const float> row(std::size_t i) const {
    return {view_.row(i), view_.dimension};
  }

 private:
  std::size_t offset_;
  std::vector<float> memory_;
  FloatRows view_;
};

double Tolerance(std::span<const float> a, std::span<const float> b) {
  return static_cast<double>(InnerProductErrorFactor(a.size())) *
         reference::Length(a) * reference::Length(b);
}

// A difference is rounded once more, and squared: relative to the true value.
double DistanceTolerance(std::span<const float> a, std::span<const float> b) {
  return 2 * static_cast<double>(InnerProductErrorFactor(a.size())) *
         reference::SquaredDistance(a, b);
}

class DotTest : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(DotTest);

// Five vectors of the widest target and one element.
constexpr std::size_t kMaxDimension = 5 * 16 + 1;

TEST_P(DotTest, OneToManyOfEveryDimensionCountAndAlignment) {
  std::mt19937 rng(support::Seed(301));
  for (std::size_t dimension = 0; dimension <= kMaxDimension; ++dimension) {
    for (const std::size_t count : {0, 1, 2, 3, 4, 5, 9}) {
      const std::size_t gap = (dimension + count) % 3;
      const Rows rows(rng, count, dimension, gap, dimension % 4);
      const Rows query(rng, 1, dimension, 0, count % 3);
      std::vector<float> products(count), distances(count);
      InnerProducts(query.row(0), rows.view(), products);
      SquaredDistances(query.row(0), rows.view(), distances);
      for (std::size_t i = 0; i < count; ++i) {
        ASSERT_NEAR(reference::InnerProduct(query.row(0), rows.row(i)),
                    products[i], Tolerance(query.row(0), rows.row(i)))
            << "dimension " << dimension << " row " << i << " of " << count;
        ASSERT_NEAR(reference::SquaredDistance(query.row(0), rows.row(i)),
                    distances[i], DistanceTolerance(query.row(0), rows.row(i)))
            << "dimension " << dimension << " row " << i << " of " << count;
      }
    }
  }
}

// The same bits whichever function computes a pair: a search may then mix them.
TEST_P(DotTest, TablesAndPairsHaveTheBitsOfOneToMany) {
  std::mt19937 rng(support::Seed(302));
  for (const std::size_t dimension :
       {0, 1, 3, 4, 7, 16, 31, 33, 64, 100, 512}) {
    for (const std::size_t queries : {0, 1, 3, 4, 5, 11}) {
      for (const std::size_t count : {0, 1, 3, 4, 6, 130}) {
        const Rows left(rng, queries, dimension, 1, 1);
        const Rows right(rng, count, dimension, 2, 3);
        std::vector<float> products(queries * count), distances(products);
        InnerProductTable(left.view(), right.view(), products);
        SquaredDistanceTable(left.view(), right.view(), distances);
        std::vector<float> wanted(count);
        for (std::size_t q = 0; q < queries; ++q) {
          InnerProducts(left.row(q), right.view(), wanted);
          for (std::size_t i = 0; i < count; ++i) {
            ASSERT_EQ(wanted[i], products[q * count + i]);
            ASSERT_EQ(wanted[i], InnerProduct(left.row(q), right.row(i)));
          }
          SquaredDistances(left.row(q), right.view(), wanted);
          for (std::size_t i = 0; i < count; ++i) {
            ASSERT_EQ(wanted[i], distances[q * count + i]);
          }
        }
      }
    }
  }
}

TEST_P(DotTest, EveryElementCounts) {
  for (const std::size_t dimension : {1, 5, 16, 47, 81}) {
    std::vector<float> a(dimension, 0), b(dimension, 3);
    for (std::size_t i = 0; i < dimension; ++i) {
      a[i] = 2;
      EXPECT_EQ(6, InnerProduct(a, b)) << i << " of " << dimension;
      a[i] = 0;
    }
  }
}

TEST_P(DotTest, ErrorStaysWithinTheFactor) {
  // Long, with cancellation, which is where float sums are worst.
  std::mt19937 rng(support::Seed(303));
  for (const std::size_t dimension : {127, 512, 4099}) {
    for (int round = 0; round < 50; ++round) {
      std::vector<float> a = RandomFloats(rng, dimension);
      std::vector<float> b = RandomFloats(rng, dimension);
      for (std::size_t i = 1; i < dimension; i += 2) {
        a[i] = a[i - 1];
        b[i] = -b[i - 1];
      }
      ASSERT_NEAR(reference::InnerProduct(a, b), InnerProduct(a, b),
                  Tolerance(a, b))
          << "dimension " << dimension << " round " << round;
    }
  }
}

TEST_P(DotTest, NotANumberAndInfinityComeThrough) {
  std::vector<float> a(33, 1), b(33, 1);
  a[32] = std::nanf("");
  EXPECT_TRUE(std::isnan(InnerProduct(a, b)));
  a[32] = HUGE_VALF;
  EXPECT_EQ(HUGE_VALF, InnerProduct(a, b));
}

}  // namespace
}  // namespace rescan::kernels
