// Approximate search: our lists against FAISS's graph and inverted file, each
// at its fastest setting that finds 99 % of the true five nearest.
#include <faiss/IndexFlat.h>
#include <faiss/IndexHNSW.h>
#include <faiss/IndexIVFFlat.h>
#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "bench/index/measurement.h"
#include "bench/index/vector_data.h"
#include "index/index_spec.h"
#include "index/row_lists.h"
#include "index/scan_index.h"
#include "kernels/base/thread_cpu.h"
#include "kernels/vector/top_k.h"

namespace rescan::bench {
namespace {

using Idx = faiss::Index::idx_t;
using Ids = std::vector<std::vector<Idx>>;  // by query

constexpr std::size_t kHits = 5;
constexpr std::size_t kQueries = 500;
constexpr double kWantedRecall = 0.99;

Ids SearchEach(
    const VectorData& queries,
    const std::function<std::vector<Idx>(std::span<const float>)>& search) {
  Ids ids;
  for (std::size_t q = 0; q < queries.count(); ++q) {
    ids.push_back(search(queries.row(q)));
  }
  return ids;
}

std::vector<Idx> SearchFaiss(const faiss::Index& index,
                             std::span<const float> query) {
  std::vector<Idx> ids(kHits);
  std::vector<float> scores(kHits);
  index.search(1, query.data(), kHits, scores.data(), ids.data());
  return ids;
}

double Recall(const Ids& truth, const Ids& found) {
  std::size_t hits = 0;
  for (std::size_t q = 0; q < truth.size(); ++q) {
    const std::set<Idx> wanted(truth[q].begin(), truth[q].end());
    for (const Idx id : found[q]) hits += wanted.count(id);
  }
  return static_cast<double>(hits) / static_cast<double>(truth.size() * kHits);
}

class Best {
 public:
  [[nodiscard]] float threshold() const { return best_.threshold(); }
  [[nodiscard]] static bool Wants(std::uint32_t /*row*/) { return true; }
  void Offer(float score, std::uint32_t row) { best_.Offer(score, row); }
  [[nodiscard]] std::vector<Idx> Take() {
    std::vector<Idx> ids;
    for (const auto& found : best_.Take()) ids.push_back(found.row);
    return ids;
  }

 private:
  kernels::TopK<> best_{kHits};
};

// What Collection does for an approximate search.
std::vector<Idx> SearchLists(const index::RowLists& lists,
                             const kernels::FloatRows& rows,
                             std::span<const float> vector,
                             std::size_t probes) {
  const index::ScanQuery query(vector);
  Best best;
  for (const std::size_t list : lists.Nearest(vector, probes)) {
    index::ScanBytes<Best>({&query, 1}, lists.lists()[list], rows, {&best, 1});
  }
  return best.Take();
}

struct Case {
  Shape shape;
  std::size_t count;
  std::size_t dimension;
};

class Comparison {
 public:
  Comparison(const Case& its_case, const Settings& settings)
      : settings_(settings),
        name_(fmt::format(
            "{} x {}, {}", its_case.count, its_case.dimension,
            its_case.shape == Shape::kUniform ? "uniform" : "clustered")),
        uniform_(its_case.shape == Shape::kUniform),
        rows_(DrawRows(its_case.shape, its_case.count, its_case.dimension)),
        queries_(DrawQueries(its_case.shape, its_case.count, kQueries,
                             its_case.dimension)),
        exact_(index::MakeScanIndex(static_cast<int>(its_case.dimension),
                                    index::ScanMetric::kInnerProduct)) {
    exact_->add(static_cast<Idx>(rows_.count()), rows_.values.data());
    truth_ = SearchEach(queries_, [&](std::span<const float> query) {
      return SearchFaiss(*exact_, query);
    });
    std::size_t at = 0;
    exact_seconds_ = InterleavedMedians(
        {[&] { (void)SearchFaiss(*exact_, queries_.row(at++ % kQueries)); }},
        settings.rounds)[0];
    faiss::IndexFlatIP flat(static_cast<Idx>(its_case.dimension));
    flat.add(static_cast<Idx>(rows_.count()), rows_.values.data());
    faiss_seconds_ = InterleavedMedians(
        {[&] { (void)SearchFaiss(flat, queries_.row(at++ % kQueries)); }},
        settings.rounds)[0];
    fmt::print("{}: exact {:.3f} ms, FAISS exact {:.2f} ms\n", name_,
               exact_seconds_ * 1e3, faiss_seconds_ * 1e3);
  }

  bool Ours();
  void Ivf();
  void Hnsw();

 private:
  using Search = std::function<std::vector<Idx>(std::span<const float>)>;

  // What a collection of this size has, also where `--scale` makes it so small
  // that it would have none.
  [[nodiscard]] std::size_t ListCount() const {
    const auto spec = index::IndexSpec::Parse("Auto");
    const std::size_t lists = spec->ListsFor(rows_.count(), rows_.dimension);
    return lists > 0 ? lists
                     : std::bit_ceil(static_cast<std::size_t>(
                           std::sqrt(static_cast<double>(rows_.count()))));
  }
  [[nodiscard]] double SecondsPerQuery(const Search& search) const {
    return InterleavedMedians({[&] { (void)SearchEach(queries_, search); }},
                              settings_.rounds)[0] /
           static_cast<double>(kQueries);
  }
  // Prints a line about the first setting that finds enough.
  void ReportFirst(const std::string& what, const std::vector<int>& values,
                   const std::function<void(int)>& set,
                   const faiss::Index& index, const std::string& details);

  const Settings& settings_;
  std::string name_;
  bool uniform_;
  VectorData rows_;
  VectorData queries_;
  std::unique_ptr<faiss::Index> exact_;
  Ids truth_;
  double exact_seconds_ = 0;
  double faiss_seconds_ = 0;
};

bool Comparison::Ours() {
  const kernels::FloatRows rows{rows_.values.data(), rows_.count(),
                                rows_.dimension, rows_.dimension};
  index::RowLists lists(rows_.dimension);
  lists.Append(rows);
  const double start = ThreadCpuSeconds();
  const auto trained = lists.Train(rows, ListCount());
  const double built = ThreadCpuSeconds() - start;
  if (!trained.has_value()) return Wrong(name_, trained.error().message);
  const Search all = [&](std::span<const float> query) {
    return SearchLists(lists, rows, query, lists.lists().size());
  };
  if (SearchEach(queries_, all) != truth_) {
    return Wrong(name_, "all lists together find other ids than a scan");
  }
  // As Collection does: all of them where fewer do not pay.
  const std::size_t used =
      lists.ProbingPays() ? lists.probes() : lists.lists().size();
  const Search search = [&](std::span<const float> query) {
    return SearchLists(lists, rows, query, used);
  };
  const double recall = Recall(truth_, SearchEach(queries_, search));
  if (settings_.check) return Report(name_ + ": recall", recall, 0.9, "");
  const double seconds = SecondsPerQuery(search);
  // Without structure there is nothing to be gained, and no goal.
  bool good = Report(
      name_ + ": our lists, recall@5", recall, uniform_ ? 0 : kWantedRecall,
      fmt::format("{:.4f}, {} needed of {} lists, built in {:.1f} s, {} "
                  "bytes a vector",
                  recall, lists.probes(), lists.lists().size(), built,
                  rows_.dimension * 5 + 20));
  good &= Report(name_ + ": our lists, times FAISS's exact speed",
                 faiss_seconds_ / seconds, uniform_ ? 0 : 20,
                 fmt::format("{:.3f} ms a query", seconds * 1e3));
  good &= Report(name_ + ": our lists, times our exact speed",
                 exact_seconds_ / seconds, uniform_ ? 0 : 20,
                 fmt::format("{:.3f} ms a query", seconds * 1e3));
  for (const std::size_t share : {4, 2}) {
    const std::size_t probes = std::max<std::size_t>(1, lists.probes() / share);
    const Search fewer = [&](std::span<const float> query) {
      return SearchLists(lists, rows, query, probes);
    };
    const double its_recall = Recall(truth_, SearchEach(queries_, fewer));
    const double its_seconds = SecondsPerQuery(fewer);
    Report(
        fmt::format("{}:   with {} lists, times our exact speed", name_,
                    probes),
        exact_seconds_ / its_seconds, 0,
        fmt::format("{:.3f} ms, recall {:.4f}", its_seconds * 1e3, its_recall));
  }
  return good;
}

void Comparison::ReportFirst(const std::string& what,
                             const std::vector<int>& values,
                             const std::function<void(int)>& set,
                             const faiss::Index& index,
                             const std::string& details) {
  const Search search = [&](std::span<const float> query) {
    return SearchFaiss(index, query);
  };
  double recall = 0;
  int value = 0;
  for (std::size_t i = 0; i < values.size() && recall < kWantedRecall; ++i) {
    value = values[i];
    set(value);
    recall = Recall(truth_, SearchEach(queries_, search));
  }
  const double seconds = SecondsPerQuery(search);
  Report(fmt::format("{}: {} {}, times our exact speed", name_, what, value),
         exact_seconds_ / seconds, 0,
         fmt::format("{:.3f} ms, recall {:.4f}, {}", seconds * 1e3, recall,
                     details));
}

void Comparison::Ivf() {
  const std::size_t lists = ListCount();
  faiss::IndexFlatIP quantiser(static_cast<Idx>(rows_.dimension));
  faiss::IndexIVFFlat ivf(&quantiser, rows_.dimension, lists,
                          faiss::METRIC_INNER_PRODUCT);
  ivf.cp.max_points_per_centroid = 64;
  ivf.cp.niter = 10;
  const double start = ThreadCpuSeconds();
  ivf.train(static_cast<Idx>(rows_.count()), rows_.values.data());
  ivf.add(static_cast<Idx>(rows_.count()), rows_.values.data());
  const double built = ThreadCpuSeconds() - start;
  ReportFirst(
      fmt::format("FAISS IVF{} nprobe", lists),
      {1, 2, 4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 1024},
      [&](int value) { ivf.nprobe = static_cast<std::size_t>(value); }, ivf,
      fmt::format("built in {:.1f} s, {} bytes a vector", built,
                  rows_.dimension * 4 + 8));
}

void Comparison::Hnsw() {
  constexpr int kLinks = 24;
  faiss::IndexHNSWFlat graph(static_cast<int>(rows_.dimension), kLinks,
                             faiss::METRIC_INNER_PRODUCT);
  graph.hnsw.efConstruction = 80;
  const double start = ThreadCpuSeconds();
  constexpr std::size_t kPart = 10000;
  for (std::size_t first = 0; first < rows_.count(); first += kPart) {
    const std::size_t part = std::min(kPart, rows_.count() - first);
    graph.add(static_cast<Idx>(part), rows_.row(first).data());
    if (ThreadCpuSeconds() - start > settings_.hnsw_seconds) {
      fmt::print("{}: FAISS HNSW{}: given up after {} rows and {:.0f} s\n",
                 name_, kLinks, first + part, ThreadCpuSeconds() - start);
      return;
    }
  }
  const double built = ThreadCpuSeconds() - start;
  // Two links a vector and place on the lowest level, four bytes each.
  ReportFirst(
      fmt::format("FAISS HNSW{} efSearch", kLinks),
      {16, 32, 48, 64, 96, 128, 192, 256, 384, 512, 1024},
      [&](int value) { graph.hnsw.efSearch = value; }, graph,
      fmt::format("built in {:.0f} s, {} bytes a vector", built,
                  rows_.dimension * 4 + 2 * kLinks * 4 + 20));
}

}  // namespace

bool MeasureApproximate(const Settings& settings) {
  const auto scaled = [&](double count) {
    return static_cast<std::size_t>(count * settings.scale);
  };
  const Case cases[] = {{Shape::kClustered, scaled(1e6), 128},
                        {Shape::kClustered, scaled(2e5), 512},
                        {Shape::kUniform, scaled(1e6), 128}};
  bool good = true;
  for (const Case& its_case : cases) {
    Comparison comparison(its_case, settings);
    good &= comparison.Ours();
    if (settings.check) break;
    comparison.Ivf();
    if (settings.hnsw_seconds > 0) comparison.Hnsw();
  }
  return good;
}

}  // namespace rescan::bench
