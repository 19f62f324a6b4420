#include "index/row_lists.h"

#include <faiss/Clustering.h>
#include <faiss/Index.h>
#include <faiss/impl/FaissException.h>
#include <omp.h>

#include <algorithm>
#include <cassert>
#include <cstring>
#include <limits>
#include <string>
#include <utility>

#include "index/scan_index.h"
#include "kernels/vector/normalize.h"
#include "kernels/vector/top_k.h"

namespace rescan::index {
namespace {

using Idx = faiss::Index::idx_t;

// FAISS spreads loops over threads of its own; a caller has decided how many
// threads there are.
class OneOpenMpThread {
 public:
  OneOpenMpThread() : before_(omp_get_max_threads()) { omp_set_num_threads(1); }
  OneOpenMpThread(const OneOpenMpThread&) = delete;
  OneOpenMpThread& operator=(const OneOpenMpThread&) = delete;
  ~OneOpenMpThread() { omp_set_num_threads(before_); }

 private:
  int before_;
};

// Collects the best rows but one: that which is the query itself.
class Neighbours {
 public:
  Neighbours(std::size_t count, std::uint32_t self)
      : best_(count), self_(self) {}
  [[nodiscard]] float threshold() const { return best_.threshold(); }
  [[nodiscard]] bool Wants(std::uint32_t row) const { return row != self_; }
  void Offer(float score, std::uint32_t row) { best_.Offer(score, row); }
  [[nodiscard]] std::vector<kernels::ScoredRow> Take() { return best_.Take(); }

 private:
  kernels::TopK<> best_;
  std::uint32_t self_;
};

constexpr char kMagic[8] = {'R', 'S', 'L', 'I', 'S', 'T', 'S', '1'};

struct Header {
  char magic[8];
  std::uint32_t lists;
  std::uint32_t probes;
  std::uint64_t trained_rows;
};
static_assert(sizeof(Header) == 24);

Status Damaged(const std::string& what) {
  return Fail(ErrorCode::kCorruption, "the lists of the index: " + what);
}

}  // namespace

struct RowLists::Centres {
  explicit Centres(std::size_t dimension)
      : index(MakeScanIndex(static_cast<int>(dimension),
                            ScanMetric::kInnerProduct)) {}

  std::unique_ptr<faiss::Index> index;
};

RowLists::RowLists(std::size_t dimension) : dimension_(dimension) {
  lists_.emplace_back(dimension);
}
RowLists::RowLists(RowLists&&) noexcept = default;
RowLists& RowLists::operator=(RowLists&&) noexcept = default;
RowLists::~RowLists() = default;

void RowLists::Reserve(std::size_t rows) {
  places_.reserve(rows);
  if (centres_ == nullptr) lists_.front().Reserve(rows);
}

void RowLists::Add(std::uint32_t list, std::span<const float> vector) {
  const auto row = static_cast<std::uint32_t>(places_.size());
  places_.push_back({list, static_cast<std::uint32_t>(lists_[list].size())});
  lists_[list].Append(row, vector);
}

// All rows into the lists given, which begin empty.
void RowLists::Refill(const kernels::FloatRows& rows,
                      std::span<const std::uint32_t> list_of_row) {
  std::vector<std::size_t> sizes(lists_.size(), 0);
  for (const std::uint32_t list : list_of_row) ++sizes[list];
  for (std::size_t i = 0; i < lists_.size(); ++i) lists_[i].Reserve(sizes[i]);
  places_.clear();
  places_.reserve(rows.count);
  for (std::size_t row = 0; row < rows.count; ++row) {
    Add(list_of_row[row], {rows.row(row), dimension_});
  }
}

std::vector<std::uint32_t> RowLists::NearestOf(
    const kernels::FloatRows& vectors) const {
  std::vector<std::uint32_t> lists(vectors.count, 0);
  if (centres_ == nullptr) return lists;
  std::vector<Idx> labels(vectors.count);
  std::vector<float> scores(vectors.count);
  assert(vectors.stride == vectors.dimension);
  centres_->index->search(static_cast<Idx>(vectors.count), vectors.data, 1,
                          scores.data(), labels.data());
  for (std::size_t i = 0; i < lists.size(); ++i) {
    // Unit vectors have a score, so there always is one.
    lists[i] = static_cast<std::uint32_t>(std::max<Idx>(labels[i], 0));
  }
  return lists;
}

void RowLists::Append(const kernels::FloatRows& vectors) {
  const std::vector<std::uint32_t> lists = NearestOf(vectors);
  for (std::size_t i = 0; i < vectors.count; ++i) {
    Add(lists[i], {vectors.row(i), dimension_});
  }
}

void RowLists::Replace(std::uint32_t row, std::span<const float> vector) {
  const std::uint32_t list = NearestOf(kernels::FloatRows::Of(vector)).front();
  Place& place = places_[row];
  if (place.list == list) {
    lists_[list].Replace(place.place, vector);
    return;
  }
  const Place old = place;
  place = {list, static_cast<std::uint32_t>(lists_[list].size())};
  lists_[list].Append(row, vector);
  lists_[old.list].Remove(old.place);
  if (old.place < lists_[old.list].size()) {
    places_[lists_[old.list].row(old.place)].place = old.place;
  }
}

void RowLists::Remove(std::uint32_t row) {
  assert(row < size());
  const Place gone = places_[row];
  ScanList& list = lists_[gone.list];
  list.Remove(gone.place);
  if (gone.place < list.size())
    places_[list.row(gone.place)].place = gone.place;
  const auto last = static_cast<std::uint32_t>(size() - 1);
  if (row != last) {
    places_[row] = places_[last];
    lists_[places_[row].list].Rename(places_[row].place, row);
  }
  places_.pop_back();
}

Status RowLists::Train(const kernels::FloatRows& rows, std::size_t lists) {
  assert(rows.count == size() && lists >= 2 && lists <= rows.count);
  // Enough of each list for its middle; more iterations move little.
  constexpr int kSamplePerList = 64;
  constexpr int kIterations = 10;
  constexpr int kSeed = 20261122;
  auto centres = std::make_unique<Centres>(dimension_);
  try {
    const OneOpenMpThread one_thread;
    faiss::ClusteringParameters parameters;
    parameters.niter = kIterations;
    parameters.spherical = true;
    parameters.seed = kSeed;
    parameters.min_points_per_centroid = 1;
    parameters.max_points_per_centroid = kSamplePerList;
    faiss::Clustering clustering(static_cast<int>(dimension_),
                                 static_cast<int>(lists), parameters);
    clustering.train(static_cast<Idx>(rows.count), rows.data, *centres->index);
  } catch (const faiss::FaissException& exception) {
    return Fail(ErrorCode::kInternal,
                std::string("making lists of vectors: ") + exception.what());
  }
  centres_ = std::move(centres);
  lists_.clear();
  const std::vector<std::uint32_t> list_of_row = NearestOf(rows);
  lists_.assign(lists, ScanList(dimension_));
  Refill(rows, list_of_row);
  trained_rows_ = rows.count;
  probes_ = NeededProbes(rows);
  return {};
}

std::size_t RowLists::NeededProbes(const kernels::FloatRows& rows) const {
  constexpr std::size_t kSample = 256;
  const std::size_t sample = std::min(kSample, rows.count);
  std::vector<ScanQuery> queries;
  std::vector<Neighbours> neighbours;
  for (std::size_t i = 0; i < sample; ++i) {
    const std::size_t row = i * rows.count / sample;
    queries.emplace_back(std::span(rows.row(row), dimension_));
    neighbours.emplace_back(kNeighbours, static_cast<std::uint32_t>(row));
  }
  for (const ScanList& list : lists_) {
    ScanBytes<Neighbours>(queries, list, rows, neighbours);
  }
  // seen[r]: neighbours in the list that is r-th nearest to their query.
  std::vector<std::size_t> seen(lists_.size(), 0);
  std::size_t all = 0;
  for (std::size_t i = 0; i < sample; ++i) {
    const auto order = Nearest(queries[i].vector, lists_.size());
    std::vector<std::size_t> rank(lists_.size());
    for (std::size_t r = 0; r < order.size(); ++r) rank[order[r]] = r;
    for (const kernels::ScoredRow& found : neighbours[i].Take()) {
      ++seen[rank[places_[found.row].list]];
      ++all;
    }
  }
  std::size_t found = 0;
  for (std::size_t probes = 0; probes < seen.size(); ++probes) {
    found += seen[probes];
    if (static_cast<double>(found) >= kRecall * static_cast<double>(all)) {
      return probes + 1;
    }
  }
  return lists_.size();
}

std::vector<std::size_t> RowLists::Nearest(std::span<const float> query,
                                           std::size_t count) const {
  if (centres_ == nullptr) return {0};
  count = std::min(count, lists_.size());
  std::vector<Idx> labels(count);
  std::vector<float> scores(count);
  centres_->index->search(1, query.data(), static_cast<Idx>(count),
                          scores.data(), labels.data());
  std::vector<std::size_t> nearest;
  for (const Idx label : labels) {
    if (label >= 0) nearest.push_back(static_cast<std::size_t>(label));
  }
  return nearest;
}

Status RowLists::Save(const ByteSink& sink) const {
  if (centres_ == nullptr) return {};
  Header header{};
  std::memcpy(header.magic, kMagic, sizeof(kMagic));
  header.lists = static_cast<std::uint32_t>(lists_.size());
  header.probes = static_cast<std::uint32_t>(probes_);
  header.trained_rows = trained_rows_;
  RESCAN_TRY(sink(std::as_bytes(std::span(&header, 1))));
  std::vector<float> centre(dimension_);
  for (std::size_t i = 0; i < lists_.size(); ++i) {
    centres_->index->reconstruct(static_cast<Idx>(i), centre.data());
    RESCAN_TRY(sink(std::as_bytes(std::span(centre))));
  }
  constexpr std::size_t kPiece = 16384;
  std::vector<std::uint32_t> piece;
  for (std::size_t row = 0; row < size();) {
    piece.clear();
    for (; row < size() && piece.size() < kPiece; ++row) {
      piece.push_back(places_[row].list);
    }
    RESCAN_TRY(sink(std::as_bytes(std::span(piece))));
  }
  return {};
}

Status RowLists::Load(std::span<const std::byte> bytes,
                      const kernels::FloatRows& rows, std::size_t max_lists) {
  assert(size() == 0);
  std::vector<std::uint32_t> list_of_row(rows.count, 0);
  if (bytes.empty()) {
    Refill(rows, list_of_row);
    return {};
  }
  Header header{};
  if (bytes.size() < sizeof(header)) return Damaged("too short");
  std::memcpy(&header, bytes.data(), sizeof(header));
  if (std::memcmp(header.magic, kMagic, sizeof(kMagic)) != 0 ||
      header.lists < 2 || header.lists > max_lists || header.probes < 1 ||
      header.probes > header.lists || header.trained_rows < header.lists ||
      header.trained_rows > std::numeric_limits<std::uint32_t>::max()) {
    return Damaged("a header that cannot be");
  }
  const std::size_t centre_floats = header.lists * dimension_;
  if (bytes.size() != sizeof(header) + centre_floats * sizeof(float) +
                          rows.count * sizeof(std::uint32_t)) {
    return Damaged("another length than the header says");
  }
  bytes = bytes.subspan(sizeof(header));
  std::vector<float> centres(centre_floats);
  std::memcpy(centres.data(), bytes.data(), centres.size() * sizeof(float));
  if (kernels::KindOf(centres) == kernels::VectorKind::kNotFinite) {
    return Damaged("a centre that is no number");
  }
  bytes = bytes.subspan(centres.size() * sizeof(float));
  if (!list_of_row.empty()) {
    std::memcpy(list_of_row.data(), bytes.data(), bytes.size());
    if (*std::max_element(list_of_row.begin(), list_of_row.end()) >=
        header.lists) {
      return Damaged("a list that is not there");
    }
  }
  try {
    centres_ = std::make_unique<Centres>(dimension_);
    centres_->index->add(static_cast<Idx>(header.lists), centres.data());
  } catch (const faiss::FaissException& exception) {
    return Fail(ErrorCode::kInternal,
                std::string("reading lists of vectors: ") + exception.what());
  }
  lists_.assign(header.lists, ScanList(dimension_));
  Refill(rows, list_of_row);
  trained_rows_ = header.trained_rows;
  probes_ = header.probes;
  return {};
}

}  // namespace rescan::index
