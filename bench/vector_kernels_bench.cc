// The vector kernels on every SIMD target of the machine, beside their plain
// reference. Against FAISS: vector_index_bench.
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "hwy/highway.h"
#include "hwy/targets.h"
#include "kernels/vector/byte_rows.h"
#include "kernels/vector/dot.h"
#include "tests/support/reference_vectors.h"

namespace {

using rescan::kernels::ByteQuery;
using rescan::kernels::ByteRows;
using rescan::kernels::ByteScale;
using rescan::kernels::FloatRows;

// What a second-level cache holds as floats: the kernels' own speed.
constexpr std::size_t kRows = 1024;
constexpr std::size_t kQueries = 32;

struct Input {
  explicit Input(std::size_t its_dimension) : dimension(its_dimension) {
    std::mt19937 rng(1);
    rows = rescan::support::RandomUnitRows(rng, kRows, dimension);
    queries = rescan::support::RandomUnitRows(rng, kQueries, dimension);
    const std::size_t stride = rescan::kernels::ByteRowStride(dimension);
    codes.resize(kRows * stride);
    for (std::size_t i = 0; i < kRows; ++i) {
      const ByteScale scale = rescan::kernels::QuantizeRow(
          {rows.data() + i * dimension, dimension},
          std::span(codes).subspan(i * stride, stride));
      scales.push_back(scale.scale);
      radii.push_back(scale.radius);
    }
  }
  [[nodiscard]] FloatRows row_view() const {
    return {rows.data(), kRows, dimension, dimension};
  }
  [[nodiscard]] FloatRows query_view() const {
    return {queries.data(), kQueries, dimension, dimension};
  }
  [[nodiscard]] ByteRows byte_view() const {
    return {codes.data(), scales.data(), radii.data(), kRows, dimension};
  }
  [[nodiscard]] std::span<const float> query(std::size_t q) const {
    return {queries.data() + q * dimension, dimension};
  }
  [[nodiscard]] std::span<const float> row(std::size_t i) const {
    return {rows.data() + i * dimension, dimension};
  }

  std::size_t dimension;
  std::vector<float> rows;
  std::vector<float> queries;
  std::vector<std::int8_t> codes;
  std::vector<float> scales;
  std::vector<float> radii;
};

// `function` fills a table of queries by rows. `slack`: a score may be this
// far above the true one, and a rounding below.
void Run(benchmark::State& state, std::size_t queries, double slack,
         const std::function<void(const Input&, std::span<float>)>& function) {
  const Input input(static_cast<std::size_t>(state.range(0)));
  std::vector<float> table(queries * kRows);
  function(input, table);
  for (std::size_t q = 0; q < queries; ++q) {
    for (std::size_t i = 0; i < kRows; ++i) {
      const double over =
          static_cast<double>(table[q * kRows + i]) -
          rescan::reference::InnerProduct(input.query(q), input.row(i));
      if (over < -1e-5 || over > slack) {
        state.SkipWithError("differs from reference");
        return;
      }
    }
  }
  for (auto _ : state) {
    function(input, table);
    benchmark::DoNotOptimize(table.data());
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(queries * kRows) *
                          state.range(0));
}

void Reference(const Input& input, std::span<float> table) {
  for (std::size_t i = 0; i < kRows; ++i) {
    table[i] = static_cast<float>(
        rescan::reference::InnerProduct(input.query(0), input.row(i)));
  }
}
void OneToMany(const Input& input, std::span<float> table) {
  rescan::kernels::InnerProducts(input.query(0), input.row_view(), table);
}
void ManyToMany(const Input& input, std::span<float> table) {
  rescan::kernels::InnerProductTable(input.query_view(), input.row_view(),
                                     table);
}
void Bytes(const Input& input, std::span<float> table) {
  rescan::kernels::UpperBounds(ByteQuery(input.query(0)), input.byte_view(),
                               table);
}
void BytesOfFour(const Input& input, std::span<float> table) {
  const ByteQuery queries[] = {
      ByteQuery(input.query(0)), ByteQuery(input.query(1)),
      ByteQuery(input.query(2)), ByteQuery(input.query(3))};
  const ByteQuery* const pointers[] = {&queries[0], &queries[1], &queries[2],
                                       &queries[3]};
  rescan::kernels::UpperBoundTable(pointers, input.byte_view(), table);
}

}  // namespace

int main(int argc, char** argv) {
  struct Case {
    std::string name;
    std::size_t queries;
    double slack;
    void (*function)(const Input&, std::span<float>);
  };
  const Case cases[] = {{"InnerProducts", 1, 1e-5, OneToMany},
                        {"InnerProductTable32", kQueries, 1e-5, ManyToMany},
                        {"UpperBounds", 1, 0.05, Bytes},
                        {"UpperBoundTable4", 4, 0.05, BytesOfFour}};
  benchmark::RegisterBenchmark(
      "InnerProducts/reference",
      [](benchmark::State& state) { Run(state, 1, 1e-5, Reference); })
      ->Arg(128)
      ->Arg(512);
  for (const Case& its_case : cases) {
    for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
      const std::string name = its_case.name + "/" + hwy::TargetName(target);
      benchmark::RegisterBenchmark(name.c_str(),
                                   [its_case, target](benchmark::State& state) {
                                     hwy::SetSupportedTargetsForTest(target);
                                     Run(state, its_case.queries,
                                         its_case.slack, its_case.function);
                                     hwy::SetSupportedTargetsForTest(0);
                                   })
          ->Arg(128)
          ->Arg(512);
    }
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
