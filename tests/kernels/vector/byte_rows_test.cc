#include "kernels/vector/byte_rows.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "hwy/tests/hwy_gtest.h"
#include "kernels/vector/dot.h"
#include "tests/support/random.h"
#include "tests/support/reference_vectors.h"

namespace rescan::kernels {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
// Three paddings, and one code.
constexpr std::size_t kMaxDimension = 3 * kByteRowPadding + 1;

// Quantised rows, their codes in memory that ends with them.
struct Quantized {
  Quantized(std::span<const float> rows, std::size_t dimension)
      : count(rows.size() / dimension),
        stride(ByteRowStride(dimension)),
        width(dimension),
        codes(count * stride, 99),
        scales(count),
        radii(count) {
    codes.shrink_to_fit();
    for (std::size_t i = 0; i < count; ++i) {
      const ByteScale scale =
          QuantizeRow(rows.subspan(i * dimension, dimension),
                      std::span(codes).subspan(i * stride, stride));
      scales[i] = scale.scale;
      radii[i] = scale.radius;
    }
  }
  [[nodiscard]] ByteRows view() const {
    return {codes.data(), scales.data(), radii.data(), count, width};
  }

  std::size_t count;
  std::size_t stride;
  std::size_t width;
  std::vector<std::int8_t> codes;
  std::vector<float> scales;
  std::vector<float> radii;
};

// Every bound is kept by the kernel's own score and by the true one, and is no
// further from it than the radius says.
void ExpectBounds(std::span<const float> rows, std::span<const float> query,
                  const std::string& what) {
  const std::size_t dimension = query.size();
  const Quantized quantized(rows, dimension);
  const ByteQuery bytes(query);
  ASSERT_TRUE(bytes.usable()) << what;
  std::vector<float> bounds(quantized.count);
  UpperBounds(bytes, quantized.view(), bounds);
  const double length = reference::Length(query);
  for (std::size_t i = 0; i < quantized.count; ++i) {
    const auto row = rows.subspan(i * dimension, dimension);
    const double product = reference::InnerProduct(row, query);
    ASSERT_GE(bounds[i], InnerProduct(query, row)) << what << ", row " << i;
    ASSERT_GE(bounds[i], product) << what << ", row " << i;
    ASSERT_LE(bounds[i], product + 2.001 * quantized.radii[i] * length)
        << what << ", row " << i;
  }
}

class ByteRowsTest : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(ByteRowsTest);

TEST_P(ByteRowsTest, BoundsOfEveryDimensionAndCount) {
  std::mt19937 rng(support::Seed(331));
  for (std::size_t dimension = 1; dimension <= kMaxDimension; ++dimension) {
    for (const std::size_t count : {1, 2, 3, 4, 5, 127, 128, 131}) {
      const auto rows = support::RandomFloats(rng, count * dimension);
      const auto query = support::RandomFloats(rng, dimension);
      ASSERT_NO_FATAL_FAILURE(ExpectBounds(
          rows, query,
          std::to_string(count) + " rows of " + std::to_string(dimension)));
    }
  }
}

TEST_P(ByteRowsTest, CodesAreTheNearestAndThePaddingIsZero) {
  std::mt19937 rng(support::Seed(332));
  for (std::size_t dimension = 1; dimension <= kMaxDimension; ++dimension) {
    const auto row = support::RandomFloats(rng, dimension);
    const Quantized quantized(row, dimension);
    float greatest = 0;
    for (const float x : row) greatest = std::max(greatest, std::abs(x));
    const double scale = quantized.scales[0];
    ASSERT_NEAR(greatest / 127, scale, scale * 1e-7);
    double squares = 0;
    for (std::size_t i = 0; i < quantized.stride; ++i) {
      const int code = quantized.codes[i];
      if (i >= dimension) {
        ASSERT_EQ(0, code) << i;
        continue;
      }
      ASSERT_LE(std::abs(code), 127);
      const double error = static_cast<double>(row[i]) - scale * code;
      ASSERT_LE(std::abs(error), scale * 0.50001) << i << " of " << dimension;
      squares += error * error;
    }
    ASSERT_GE(quantized.radii[0], std::sqrt(squares));
    ASSERT_LE(quantized.radii[0],
              std::sqrt(squares) * 1.001 + 0.01 * reference::Length(row));
  }
}

// The error of each element as large as can be, and the query along it.
TEST_P(ByteRowsTest, ErrorsThatAllPointAlongTheQuery) {
  std::mt19937 rng(support::Seed(333));
  for (const std::size_t dimension : {2, 7, 32, 128, 515}) {
    for (const double off : {0.49, 0.499, 0.4999}) {
      std::vector<float> row(dimension), query(dimension);
      row[0] = 127;
      query[0] = 1e-3f;
      for (std::size_t i = 1; i < dimension; ++i) {
        const int code = static_cast<int>(support::Below(rng, 253)) - 126;
        const double sign = support::Below(rng, 2) == 0 ? -1 : 1;
        row[i] = static_cast<float>(code + sign * off);
        query[i] = static_cast<float>(sign);
      }
      const std::string what =
          std::to_string(dimension) + " off by " + std::to_string(off);
      ASSERT_NO_FATAL_FAILURE(ExpectBounds(row, query, what));
      for (float& x : query) x = -x;
      ASSERT_NO_FATAL_FAILURE(ExpectBounds(row, query, what));
      // A row's own error as the query: Cauchy-Schwarz with equality.
      const Quantized quantized(row, dimension);
      for (std::size_t i = 0; i < dimension; ++i) {
        query[i] = row[i] -
                   quantized.scales[0] * static_cast<float>(quantized.codes[i]);
      }
      ASSERT_NO_FATAL_FAILURE(ExpectBounds(row, query, what));
    }
  }
}

// Shapes that stress one step of the proof each.
TEST_P(ByteRowsTest, AdversarialShapes) {
  std::mt19937 rng(support::Seed(334));
  using Shape = std::function<float(std::size_t, std::size_t)>;
  const std::vector<std::pair<std::string, Shape>> shapes = {
      {"one element", [](auto i, auto) { return i == 0 ? 1.0f : 0.0f; }},
      {"all the same", [](auto, auto) { return 0.1f; }},
      {"signs in turn", [](auto i, auto) { return i % 2 == 0 ? 1.0f : -1.0f; }},
      {"one large, the rest just below half a step",
       [](auto i, auto) { return i == 0 ? 127.0f : 0.4999f; }},
      {"one large, the rest just above half a step",
       [](auto i, auto) { return i == 0 ? -127.0f : 0.5001f; }},
      {"falling by tens",
       [](auto i, auto) {
         return std::pow(10.0f, -static_cast<float>(i % 30));
       }},
      {"denormal but for one",
       [](auto i, auto n) { return i + 1 == n ? 1.0f : 1e-40f; }},
      {"random", [&](auto, auto) {
         return static_cast<float>(support::Below(rng, 2001)) / 1000 - 1;
       }}};
  for (const std::size_t dimension : {1, 3, 33, 128, 1000}) {
    for (const auto& [row_name, row_shape] : shapes) {
      for (const auto& [query_name, query_shape] : shapes) {
        std::vector<float> row(dimension), query(dimension);
        for (std::size_t i = 0; i < dimension; ++i) {
          row[i] = row_shape(i, dimension);
          query[i] = query_shape(i, dimension);
        }
        const std::string what =
            row_name + " / " + query_name + " " + std::to_string(dimension);
        ASSERT_NO_FATAL_FAILURE(ExpectBounds(row, query, what));
        for (float& x : query) x = -x;
        ASSERT_NO_FATAL_FAILURE(ExpectBounds(row, query, what));
      }
    }
  }
}

TEST_P(ByteRowsTest, EveryLengthInTheRange) {
  std::mt19937 rng(support::Seed(335));
  for (const float row_scale : {1e-11f, 1e-3f, 1.0f, 1e4f, 1e11f}) {
    for (const float query_scale : {1e-11f, 1.0f, 1e11f}) {
      auto rows = support::RandomUnitRows(rng, 20, 48);
      auto query = support::RandomUnitRows(rng, 1, 48);
      for (float& x : rows) x *= row_scale;
      for (float& x : query) x *= query_scale;
      ASSERT_NO_FATAL_FAILURE(
          ExpectBounds(rows, query, std::to_string(row_scale)));
    }
  }
}

// The sum of the largest codes still fits 32 bits.
TEST_P(ByteRowsTest, TheLargestDimensionDoesNotOverflow) {
  for (const std::size_t dimension : {4096UL, kMaxByteDimension}) {
    const std::vector<float> row(dimension, 1.0f);
    std::vector<float> query(dimension, 1.0f);
    ASSERT_NO_FATAL_FAILURE(ExpectBounds(row, query, "ones"));
    for (float& x : query) x = -x;
    ASSERT_NO_FATAL_FAILURE(ExpectBounds(row, query, "minus ones"));
  }
}

TEST_P(ByteRowsTest, RowsOutOfRangeAreNeverRuledOut) {
  const float bad[] = {std::nanf(""), kInfinity, -kInfinity, 1e30f, 1e-30f};
  for (const std::size_t dimension : {1, 5, 64}) {
    const std::vector<float> query(dimension, 1.0f);
    for (const float x : bad) {
      for (const std::size_t at : {std::size_t{0}, dimension - 1}) {
        std::vector<float> row(dimension, 0.0f);
        row[at] = x;
        const Quantized quantized(row, dimension);
        float bound = 0;
        UpperBounds(ByteQuery(query), quantized.view(), {&bound, 1});
        EXPECT_EQ(kInfinity, bound) << x;
        EXPECT_FALSE(ByteQuery(row).usable()) << x;
      }
    }
    const std::vector<float> zero(dimension, 0.0f);
    const Quantized quantized(zero, dimension);
    float bound = 1;
    UpperBounds(ByteQuery(query), quantized.view(), {&bound, 1});
    EXPECT_EQ(0, bound);
    EXPECT_FALSE(ByteQuery(zero).usable());
  }
}

TEST_P(ByteRowsTest, TheTableHasTheBitsOfSingleQueries) {
  std::mt19937 rng(support::Seed(336));
  for (const std::size_t dimension : {5, 32, 100}) {
    for (const std::size_t count : {1, 6, 127, 128, 257, 258, 259}) {
      const Quantized quantized(support::RandomFloats(rng, count * dimension),
                                dimension);
      std::vector<ByteQuery> queries;
      std::vector<const ByteQuery*> pointers;
      std::vector<float> wanted(kMaxByteQueries * count);
      for (std::size_t q = 0; q < kMaxByteQueries; ++q) {
        queries.emplace_back(support::RandomFloats(rng, dimension));
      }
      for (std::size_t q = 0; q < kMaxByteQueries; ++q) {
        UpperBounds(queries[q], quantized.view(),
                    std::span(wanted).subspan(q * count, count));
        pointers.push_back(&queries[q]);
        std::vector<float> table((q + 1) * count);
        UpperBoundTable(pointers, quantized.view(), table);
        ASSERT_TRUE(std::equal(table.begin(), table.end(), wanted.begin()))
            << q + 1 << " queries, " << count << " rows of " << dimension;
      }
    }
  }
}

TEST_P(ByteRowsTest, SelectionMatchesAPlainLoop) {
  std::mt19937 rng(support::Seed(337));
  for (std::size_t n = 0; n <= 200; ++n) {
    for (int round = 0; round < 8; ++round) {
      std::vector<float> values(n);
      for (float& x : values) {
        x = static_cast<float>(support::Below(rng, round < 4 ? 3 : 200));
        if (support::Below(rng, 40) == 0) x = std::nanf("");
        if (support::Below(rng, 40) == 0) x = kInfinity;
      }
      for (const float threshold :
           {-kInfinity, 0.0f, 2.0f, 190.0f, kInfinity, std::nanf("")}) {
        std::vector<std::uint32_t> wanted;
        for (std::uint32_t i = 0; i < n; ++i) {
          if (values[i] >= threshold) wanted.push_back(i);
        }
        std::vector<std::uint32_t> places(n);
        places.resize(SelectAtLeast(values, threshold, places));
        ASSERT_EQ(wanted, places) << n << " " << threshold;
      }
    }
  }
}

}  // namespace
}  // namespace rescan::kernels
