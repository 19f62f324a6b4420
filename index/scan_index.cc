#include "index/scan_index.h"

#include <faiss/IndexFlat.h>
#include <faiss/impl/AuxIndexStructures.h>
#include <faiss/impl/DistanceComputer.h>
#include <faiss/impl/FaissAssert.h>
#include <faiss/impl/IDSelector.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "index/scan_list.h"
#include "kernels/vector/dot.h"
#include "kernels/vector/top_k.h"

namespace rescan::index {
namespace {

using Idx = faiss::Index::idx_t;

constexpr float kInfinity = std::numeric_limits<float>::infinity();

bool Selects(const faiss::IDSelector* selector, std::uint32_t row) {
  return selector == nullptr || selector->is_member(row);
}

// The best k rows that a selector lets pass.
class SelectedBest {
 public:
  SelectedBest(std::size_t k, const faiss::IDSelector* selector)
      : best_(k), selector_(selector) {}

  [[nodiscard]] float threshold() const { return best_.threshold(); }
  [[nodiscard]] bool Wants(std::uint32_t row) const {
    return Selects(selector_, row);
  }
  void Offer(float score, std::uint32_t row) { best_.Offer(score, row); }

  // FAISS's form: -1 where there is none. `sign`: -1 turns scores into the
  // distances they were made of.
  void Write(float sign, std::span<float> distances, std::span<Idx> labels) {
    const std::vector<kernels::ScoredRow> found = best_.Take();
    for (std::size_t i = 0; i < labels.size(); ++i) {
      const bool there = i < found.size();
      distances[i] = sign * (there ? found[i].score : -kInfinity);
      labels[i] = there ? static_cast<Idx>(found[i].row) : -1;
    }
  }

 private:
  kernels::TopK<> best_;
  const faiss::IDSelector* selector_;
};

// All rows that score more than a bound.
class SelectedAbove {
 public:
  SelectedAbove(float above, const faiss::IDSelector* selector,
                faiss::RangeQueryResult* result, float sign)
      : above_(above), selector_(selector), result_(result), sign_(sign) {}

  [[nodiscard]] float threshold() const { return above_; }
  [[nodiscard]] bool Wants(std::uint32_t row) const {
    return Selects(selector_, row);
  }
  void Offer(float score, std::uint32_t row) {
    if (score > above_) result_->add(sign_ * score, static_cast<Idx>(row));
  }

 private:
  float above_;
  const faiss::IDSelector* selector_;
  faiss::RangeQueryResult* result_;
  float sign_;
};

class KernelDistances : public faiss::FlatCodesDistanceComputer {
 public:
  explicit KernelDistances(const faiss::IndexFlat& index)
      : FlatCodesDistanceComputer(index.codes.data(), index.code_size),
        dimension_(static_cast<std::size_t>(index.d)),
        metric_(index.metric_type) {}

  void set_query(const float* x) override { query_ = x; }
  float distance_to_code(const std::uint8_t* code) override {
    return Between(query_, reinterpret_cast<const float*>(code));
  }
  float symmetric_dis(Idx i, Idx j) override { return Between(Row(i), Row(j)); }

 private:
  [[nodiscard]] const float* Row(Idx i) const {
    return reinterpret_cast<const float*>(codes) +
           static_cast<std::size_t>(i) * dimension_;
  }
  [[nodiscard]] float Between(const float* a, const float* b) const {
    const std::span query(a, dimension_);
    const kernels::FloatRows row{b, 1, dimension_, dimension_};
    float distance = 0;
    if (metric_ == faiss::METRIC_INNER_PRODUCT) {
      kernels::InnerProducts(query, row, {&distance, 1});
    } else {
      kernels::SquaredDistances(query, row, {&distance, 1});
    }
    return distance;
  }

  std::size_t dimension_;
  faiss::MetricType metric_;
  const float* query_ = nullptr;
};

struct ScanIndex : faiss::IndexFlat {
  ScanIndex(int dimension, faiss::MetricType metric)
      : IndexFlat(dimension, metric),
        list(static_cast<std::size_t>(dimension)) {}

  void add(Idx n, const float* x) override {
    FAISS_THROW_IF_NOT_MSG(ntotal + n <= std::numeric_limits<int>::max(),
                           "too many vectors");
    IndexFlat::add(n, x);
    AppendTo(static_cast<std::size_t>(ntotal));
  }
  void reset() override {
    IndexFlat::reset();
    list.Clear();
  }
  size_t remove_ids(const faiss::IDSelector& selector) override {
    const size_t removed = IndexFlat::remove_ids(selector);
    Rebuild();
    return removed;
  }
  void merge_from(faiss::Index& other, Idx add_id) override {
    auto* flat = dynamic_cast<IndexFlat*>(&other);
    FAISS_THROW_IF_NOT(flat != nullptr && flat->d == d &&
                       flat->metric_type == metric_type);
    IndexFlat::merge_from(other, add_id);
    Rebuild();
    if (auto* scanned = dynamic_cast<ScanIndex*>(&other)) scanned->Rebuild();
  }

  void search(Idx n, const float* x, Idx k, float* distances, Idx* labels,
              const faiss::SearchParameters* params) const override;
  void range_search(Idx n, const float* x, float radius,
                    faiss::RangeSearchResult* result,
                    const faiss::SearchParameters* params) const override;

  faiss::FlatCodesDistanceComputer* get_FlatCodesDistanceComputer()
      const override {
    return new KernelDistances(*this);
  }

  [[nodiscard]] std::size_t dimension() const {
    return static_cast<std::size_t>(d);
  }
  [[nodiscard]] kernels::FloatRows rows() const {
    return {get_xb(), static_cast<std::size_t>(ntotal), dimension(),
            dimension()};
  }
  [[nodiscard]] bool similarity() const {
    return metric_type == faiss::METRIC_INNER_PRODUCT;
  }
  // Only inner products have a first pass over bytes.
  void AppendTo(std::size_t size) {
    if (!similarity()) return;
    for (std::size_t row = list.size(); row < size; ++row) {
      list.Append(static_cast<std::uint32_t>(row),
                  {rows().row(row), dimension()});
    }
  }
  void Rebuild() {
    list.Clear();
    AppendTo(static_cast<std::size_t>(ntotal));
  }

  template <class Collector>
  void Scan(const float* x, std::span<Collector> collectors) const;
  template <class Collector>
  void ScanDistances(std::span<const float> query, Collector* collector) const;

  ScanList list;
};

// Negated distances as scores, so that more is better.
template <class Collector>
void ScanIndex::ScanDistances(std::span<const float> query,
                              Collector* collector) const {
  std::array<float, kScanBlock> scores;
  for (std::size_t start = 0; start < rows().count; start += kScanBlock) {
    const std::size_t count = std::min(kScanBlock, rows().count - start);
    const auto block = std::span(scores).first(count);
    kernels::SquaredDistances(query, rows().Slice(start, count), block);
    for (float& score : block) score = -score;
    std::array<std::uint32_t, kScanBlock> places;
    const std::size_t found =
        kernels::SelectAtLeast(block, collector->threshold(), places);
    for (std::size_t i = 0; i < found; ++i) {
      const auto row = static_cast<std::uint32_t>(start + places[i]);
      if (collector->Wants(row)) collector->Offer(block[places[i]], row);
    }
  }
}

// One query of x per collector.
template <class Collector>
void ScanIndex::Scan(const float* x, std::span<Collector> collectors) const {
  std::vector<ScanQuery> queries;
  queries.reserve(collectors.size());
  bool usable = similarity();
  for (std::size_t q = 0; usable && q < collectors.size(); ++q) {
    queries.emplace_back(std::span(x + q * dimension(), dimension()));
    usable = queries.back().bytes.usable();
  }
  if (usable) {
    ScanBytes<Collector>(queries, list, rows(), collectors);
    return;
  }
  for (std::size_t q = 0; q < collectors.size(); ++q) {
    const std::span query(x + q * dimension(), dimension());
    if (similarity()) {
      ScanFloats(query, rows(), &collectors[q]);
    } else {
      ScanDistances(query, &collectors[q]);
    }
  }
}

// Queries that are answered together: their codes stay in the cache.
constexpr std::size_t kQueryBlock = 32;

void ScanIndex::search(Idx n, const float* x, Idx k, float* distances,
                       Idx* labels,
                       const faiss::SearchParameters* params) const {
  FAISS_THROW_IF_NOT(k > 0);
  const faiss::IDSelector* selector = params == nullptr ? nullptr : params->sel;
  const auto count = static_cast<std::size_t>(n);
  const auto hits = static_cast<std::size_t>(k);
  for (std::size_t first = 0; first < count; first += kQueryBlock) {
    std::vector<SelectedBest> best(std::min(kQueryBlock, count - first),
                                   SelectedBest(hits, selector));
    Scan<SelectedBest>(x + first * dimension(), best);
    for (std::size_t q = 0; q < best.size(); ++q) {
      const std::size_t at = (first + q) * hits;
      best[q].Write(similarity() ? 1.0f : -1.0f, {distances + at, hits},
                    {labels + at, hits});
    }
  }
}

void ScanIndex::range_search(Idx n, const float* x, float radius,
                             faiss::RangeSearchResult* result,
                             const faiss::SearchParameters* params) const {
  const faiss::IDSelector* selector = params == nullptr ? nullptr : params->sel;
  const float sign = similarity() ? 1.0f : -1.0f;
  faiss::RangeSearchPartialResult partial(result);
  for (Idx q = 0; q < n; ++q) {
    SelectedAbove above(sign * radius, selector, &partial.new_result(q), sign);
    Scan<SelectedAbove>(x + static_cast<std::size_t>(q) * dimension(),
                        {&above, 1});
  }
  partial.finalize();
}

}  // namespace

std::unique_ptr<faiss::Index> MakeScanIndex(int dimension, ScanMetric metric) {
  assert(dimension > 0 && dimension <= 65536);
  return std::make_unique<ScanIndex>(dimension,
                                     metric == ScanMetric::kInnerProduct
                                         ? faiss::METRIC_INNER_PRODUCT
                                         : faiss::METRIC_L2);
}

}  // namespace rescan::index
