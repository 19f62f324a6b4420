// Exact search: our index against FAISS's flat one, both through faiss::Index.
#include <faiss/IndexFlat.h>
#include <fmt/format.h>

#include <cmath>
#include <cstddef>
#include <memory>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "bench/index/measurement.h"
#include "bench/index/vector_data.h"
#include "index/scan_index.h"
#include "kernels/vector/dot.h"

namespace rescan::bench {
namespace {

using Idx = faiss::Index::idx_t;

constexpr Idx kHits = 5;
constexpr std::size_t kBatch = 32;

struct Answer {
  std::vector<float> scores;
  std::vector<Idx> ids;
};

Answer Search(const faiss::Index& index, std::span<const float> queries,
              Idx hits) {
  const std::size_t count = queries.size() / static_cast<std::size_t>(index.d);
  Answer answer{std::vector<float>(count * static_cast<std::size_t>(hits)),
                std::vector<Idx>(count * static_cast<std::size_t>(hits))};
  index.search(static_cast<Idx>(count), queries.data(), hits,
               answer.scores.data(), answer.ids.data());
  return answer;
}

double ExactProduct(std::span<const float> a, std::span<const float> b) {
  return std::inner_product(
      a.begin(), a.end(), b.begin(), 0.0, std::plus<>(), [](float x, float y) {
        return static_cast<double>(x) * static_cast<double>(y);
      });
}

// Are the best hits of the query told apart by more than two float sums can
// differ? Only then is there one right order of ids.
bool WellDefined(const VectorData& rows, std::span<const float> query,
                 std::span<const Idx> one_more) {
  const double least =
      2 * static_cast<double>(kernels::InnerProductErrorFactor(rows.dimension));
  std::optional<double> before;
  for (const Idx id : one_more) {
    const double score =
        ExactProduct(query, rows.row(static_cast<std::size_t>(id)));
    if (before.has_value() && *before - score <= least) return false;
    before = score;
  }
  return true;
}

// kBatch queries whose answer is well defined.
VectorData ChosenQueries(Shape shape, const VectorData& rows,
                         const faiss::Index& index) {
  const VectorData drawn =
      DrawQueries(shape, rows.count(), 4 * kBatch, rows.dimension);
  VectorData chosen{rows.dimension, {}};
  const Answer answer = Search(index, drawn.values, kHits + 1);
  for (std::size_t q = 0; q < drawn.count() && chosen.count() < kBatch; ++q) {
    const auto ids = std::span(answer.ids).subspan(q * (kHits + 1), kHits + 1);
    if (!WellDefined(rows, drawn.row(q), ids)) continue;
    chosen.values.insert(chosen.values.end(), drawn.row(q).begin(),
                         drawn.row(q).end());
  }
  return chosen;
}

bool MeasureSize(Shape shape, std::size_t count, std::size_t dimension,
                 const Settings& settings) {
  const std::string name =
      fmt::format("{} x {}, {}", count, dimension,
                  shape == Shape::kUniform ? "uniform" : "clustered");
  const VectorData rows = DrawRows(shape, count, dimension);
  faiss::IndexFlatIP flat(static_cast<Idx>(dimension));
  flat.add(static_cast<Idx>(count), rows.values.data());
  const auto ours = index::MakeScanIndex(static_cast<int>(dimension),
                                         index::ScanMetric::kInnerProduct);
  ours->add(static_cast<Idx>(count), rows.values.data());

  const VectorData queries = ChosenQueries(shape, rows, flat);
  if (queries.count() < kBatch) return Wrong(name, "no well defined queries");
  if (Search(flat, queries.values, kHits).ids !=
      Search(*ours, queries.values, kHits).ids) {
    return Wrong(name, "32 queries: other ids than FAISS");
  }
  for (std::size_t q = 0; q < queries.count(); ++q) {
    if (Search(flat, queries.row(q), kHits).ids !=
        Search(*ours, queries.row(q), kHits).ids) {
      return Wrong(name, fmt::format("query {}: other ids than FAISS", q));
    }
  }
  if (settings.check) return Report(name + ": identical ids", 1, 1, "");

  // Another query each time, the same for both.
  std::size_t theirs_at = 0, ours_at = 0;
  const auto next = [&](std::size_t* at) {
    return queries.row((*at)++ % queries.count());
  };
  const auto one =
      InterleavedMedians({[&] { (void)Search(flat, next(&theirs_at), kHits); },
                          [&] { (void)Search(*ours, next(&ours_at), kHits); }},
                         settings.rounds);
  bool good = Report(
      name + ": top-5 of one query", one[0] / one[1], 3,
      fmt::format("{:.2f} ms, FAISS {:.2f} ms", one[1] * 1e3, one[0] * 1e3));
  const auto many =
      InterleavedMedians({[&] { (void)Search(flat, queries.values, kHits); },
                          [&] { (void)Search(*ours, queries.values, kHits); }},
                         settings.rounds);
  good &= Report(
      name + ": top-5 of 32 queries at once", many[0] / many[1], 1.3,
      fmt::format("{:.2f} ms, FAISS {:.2f} ms", many[1] * 1e3, many[0] * 1e3));
  return good;
}

}  // namespace

bool MeasureExact(const Settings& settings) {
  bool good = true;
  const auto scaled = [&](double count) {
    return static_cast<std::size_t>(count * settings.scale);
  };
  for (const Shape shape : {Shape::kUniform, Shape::kClustered}) {
    good &= MeasureSize(shape, scaled(1e6), 128, settings);
    good &= MeasureSize(shape, scaled(2e5), 512, settings);
  }
  return good;
}

}  // namespace rescan::bench
