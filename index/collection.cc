#include "index/collection.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <limits>
#include <new>
#include <unordered_map>
#include <utility>

#include "index/flat_vectors.h"
#include "index/index_spec.h"
#include "index/metadata_patch.h"
#include "index/record_table.h"
#include "index/row_lists.h"
#include "index/scan_list.h"
#include "kernels/vector/normalize.h"
#include "kernels/vector/top_k.h"

namespace rescan::index {
namespace {

constexpr std::size_t kMaxRows = 0x7fffffff;

Result<IndexSpec> CheckSpec(const CollectionSpec& spec) {
  if (spec.name.empty() || spec.model.empty()) {
    return Fail(ErrorCode::kInvalidArgument,
                "a collection needs a name and a model");
  }
  if (spec.dimension < 1 || spec.dimension > kMaxDimension) {
    return Fail(ErrorCode::kInvalidArgument,
                "collection '" + spec.name + "': dimension " +
                    std::to_string(spec.dimension) + " is not in 1.." +
                    std::to_string(kMaxDimension));
  }
  return IndexSpec::Parse(spec.index_spec);
}

const char* Complaint(kernels::VectorKind kind) {
  return kind == kernels::VectorKind::kZero
             ? "is zero and has no direction"
             : "has an element that is not a finite number";
}

Error OutOfMemory(const CollectionSpec& spec) {
  return {ErrorCode::kLimit, "collection '" + spec.name + "': memory ran out"};
}

// Of equal scores the lower id goes first.
struct LowerIdFirst {
  const RecordTable* table;
  bool operator()(std::uint32_t a, std::uint32_t b) const {
    return (*table)[a].id < (*table)[b].id;
  }
};

// A filter with its ids looked up once.
class RowFilter {
 public:
  RowFilter(const SearchFilter& filter, const RecordTable& table)
      : table_(table), filter_(filter) {
    for (const std::string& id : filter.exclude_ids) {
      if (const auto row = table.RowOf(id)) excluded_.push_back(*row);
    }
    if (filter.exclude_asset.has_value()) {
      const auto rows = table.RowsOf(*filter.exclude_asset);
      excluded_.insert(excluded_.end(), rows.begin(), rows.end());
    }
    std::sort(excluded_.begin(), excluded_.end());
  }

  [[nodiscard]] bool Passes(std::uint32_t row) const {
    if (filter_.owner.has_value() && table_[row].owner != *filter_.owner) {
      return false;
    }
    return !std::binary_search(excluded_.begin(), excluded_.end(), row);
  }

 private:
  const RecordTable& table_;
  const SearchFilter& filter_;
  std::vector<std::uint32_t> excluded_;  // sorted
};

// The best hits that a filter lets pass.
class BestHits {
 public:
  BestHits(const SearchRequest& request, const RowFilter& filter,
           const RecordTable& table)
      : best_(
            request.k == 0 ? std::numeric_limits<std::size_t>::max()
                           : static_cast<std::size_t>(request.k),
            request.min_score.value_or(-std::numeric_limits<float>::infinity()),
            LowerIdFirst{&table}),
        filter_(&filter),
        table_(&table) {}

  [[nodiscard]] float threshold() const { return best_.threshold(); }
  [[nodiscard]] bool Wants(std::uint32_t row) const {
    return filter_->Passes(row);
  }
  void Offer(float score, std::uint32_t row) { best_.Offer(score, row); }

  [[nodiscard]] std::vector<SearchHit> Take() {
    std::vector<SearchHit> hits;
    for (const kernels::ScoredRow& found : best_.Take()) {
      hits.push_back({&(*table_)[found.row], found.score});
    }
    return hits;
  }

 private:
  kernels::TopK<LowerIdFirst> best_;
  const RowFilter* filter_;
  const RecordTable* table_;
};

// May this search look at the nearest lists alone? Not where something could
// be missed that was asked for by name: a filter has to give the first k that
// pass, a lowest score all that reach it; nor where more is wanted than the
// number of lists was measured for.
bool MayApproximate(const SearchRequest& request) {
  const SearchFilter& filter = request.filter;
  return !request.exact && !request.min_score.has_value() &&
         !filter.owner.has_value() && !filter.exclude_asset.has_value() &&
         filter.exclude_ids.empty() &&
         request.k <= static_cast<int>(RowLists::kNeighbours);
}

}  // namespace

struct Collection::State {
  State(CollectionSpec its_spec, IndexSpec its_index_spec)
      : spec(std::move(its_spec)),
        index_spec(its_index_spec),
        vectors(spec.dimension),
        lists(dimension()) {}

  [[nodiscard]] std::size_t dimension() const {
    return static_cast<std::size_t>(spec.dimension);
  }
  [[nodiscard]] Result<std::vector<float>> Normalized(
      std::span<const VectorRecord> added, std::span<const float> raw) const;
  [[nodiscard]] Status CheckRequest(const SearchRequest& request) const;
  // Unit vectors in, one answer each.
  [[nodiscard]] std::vector<std::vector<SearchHit>> Best(
      std::span<const float> queries, const SearchRequest& request) const;
  [[nodiscard]] bool SearchNearestLists(const ScanQuery& query,
                                        std::size_t wanted,
                                        BestHits* best) const;
  [[nodiscard]] Status MakeListsIfDue();
  void Put(const VectorRecord& record, std::span<const float> vector);
  void RemoveRow(std::uint32_t row) {
    table.Remove(row);
    vectors.Remove(row);
    lists.Remove(row);
  }

  CollectionSpec spec;
  IndexSpec index_spec;
  RecordTable table;
  FlatVectors vectors;
  RowLists lists;
};

Collection::Collection(std::unique_ptr<State> state)
    : state_(std::move(state)) {}
Collection::Collection(Collection&&) noexcept = default;
Collection& Collection::operator=(Collection&&) noexcept = default;
Collection::~Collection() = default;

Result<Collection> Collection::Create(CollectionSpec spec) {
  const Result<IndexSpec> index_spec = CheckSpec(spec);
  if (!index_spec.has_value()) return tl::unexpected(index_spec.error());
  return Collection(std::make_unique<State>(std::move(spec), *index_spec));
}

Result<std::vector<float>> Collection::State::Normalized(
    std::span<const VectorRecord> added, std::span<const float> raw) const {
  const auto refuse = [&](const VectorRecord& record, const char* why) {
    return Fail(ErrorCode::kInvalidArgument, "collection '" + spec.name +
                                                 "': the vector '" + record.id +
                                                 "' " + why);
  };
  std::vector<float> unit(raw.begin(), raw.end());
  for (std::size_t i = 0; i < added.size(); ++i) {
    if (added[i].id.empty()) return refuse(added[i], "has no id");
    if (added[i].asset.empty()) return refuse(added[i], "has no asset");
    const kernels::VectorKind kind = kernels::Normalize(
        std::span(unit).subspan(i * dimension(), dimension()));
    if (kind != kernels::VectorKind::kNormal) {
      return refuse(added[i], Complaint(kind));
    }
  }
  return unit;
}

Status Collection::Upsert(std::span<const VectorRecord> records,
                          std::span<const float> vectors) {
  State& state = *state_;
  const std::size_t dimension = state.dimension();
  if (vectors.size() % dimension != 0 ||
      vectors.size() / dimension != records.size()) {
    return Fail(ErrorCode::kInvalidArgument,
                "collection '" + state.spec.name + "': " +
                    std::to_string(records.size()) + " records, the first '" +
                    (records.empty() ? std::string() : records.front().id) +
                    "', come with " + std::to_string(vectors.size()) +
                    " numbers; the dimension is " + std::to_string(dimension));
  }
  if (records.size() > kMaxRows - size()) {
    return Fail(ErrorCode::kLimit,
                "collection '" + state.spec.name + "' is full");
  }
  try {
    const Result<std::vector<float>> unit = state.Normalized(records, vectors);
    if (!unit.has_value()) return tl::unexpected(unit.error());
    for (std::size_t i = 0; i < records.size(); ++i) {
      state.Put(records[i], std::span(*unit).subspan(i * dimension, dimension));
    }
    return state.MakeListsIfDue();
  } catch (const std::bad_alloc&) {
    return tl::unexpected(OutOfMemory(state.spec));
  }
}

void Collection::State::Put(const VectorRecord& record,
                            std::span<const float> vector) {
  if (const auto row = table.RowOf(record.id)) {
    table.Replace(*row, record);
    vectors.Replace(*row, vector);
    lists.Replace(*row, vector);
  } else {
    table.Append(record);
    vectors.Append(vector);
    lists.Append(kernels::FloatRows::Of(vector));
  }
}

Status Collection::State::MakeListsIfDue() {
  const std::size_t rows = table.size();
  if (!index_spec.IsDue(rows, dimension(), lists.trained_rows())) return {};
  return lists.Train(vectors.rows(), index_spec.ListsFor(rows, dimension()));
}

Status Collection::Reserve(std::size_t rows) {
  if (rows > kMaxRows) {
    return Fail(ErrorCode::kLimit, "collection '" + state_->spec.name +
                                       "' cannot hold " + std::to_string(rows) +
                                       " vectors");
  }
  try {
    state_->table.Reserve(rows);
    state_->vectors.Reserve(rows);
    state_->lists.Reserve(rows);
  } catch (const std::bad_alloc&) {
    return tl::unexpected(OutOfMemory(state_->spec));
  }
  return {};
}

std::size_t Collection::Remove(std::span<const std::string> ids) {
  std::size_t removed = 0;
  for (const std::string& id : ids) {
    const auto row = state_->table.RowOf(id);
    if (!row.has_value()) continue;
    state_->RemoveRow(*row);
    ++removed;
  }
  return removed;
}

std::size_t Collection::RemoveAsset(std::string_view asset,
                                    std::optional<std::int64_t> keep_revision) {
  std::vector<std::uint32_t> rows;
  for (const std::uint32_t row : state_->table.RowsOf(asset)) {
    if (keep_revision.has_value() &&
        state_->table[row].revision == *keep_revision) {
      continue;
    }
    rows.push_back(row);
  }
  // From the end, so that no row that is still to go is moved into a gap.
  std::sort(rows.begin(), rows.end(), std::greater<>());
  for (const std::uint32_t row : rows) state_->RemoveRow(row);
  return rows.size();
}

Result<std::size_t> Collection::PatchAsset(std::string_view asset,
                                           std::string_view merge_patch) {
  const auto rows = state_->table.RowsOf(asset);
  std::vector<std::string> patched;
  patched.reserve(rows.size());
  // Also without rows: a bad patch is an error whatever is there.
  RESCAN_TRY(PatchedMetadata("{}", merge_patch));
  for (const std::uint32_t row : rows) {
    Result<std::string> metadata =
        PatchedMetadata(state_->table[row].metadata, merge_patch);
    if (!metadata.has_value()) {
      return Fail(metadata.error().code, "vector '" + state_->table[row].id +
                                             "': " + metadata.error().message);
    }
    patched.push_back(std::move(*metadata));
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    state_->table.SetMetadata(rows[i], std::move(patched[i]));
  }
  return rows.size();
}

const VectorRecord* Collection::Find(std::string_view id) const {
  const auto row = state_->table.RowOf(id);
  return row.has_value() ? &state_->table[*row] : nullptr;
}

bool Collection::Contains(std::string_view id) const {
  return state_->table.RowOf(id).has_value();
}

Status Collection::State::CheckRequest(const SearchRequest& request) const {
  if (request.k < 0 || (request.k == 0 && !request.min_score.has_value())) {
    return Fail(ErrorCode::kInvalidArgument,
                "a search needs k above 0, or k = 0 with a lowest score");
  }
  if (request.min_score.has_value() && !(*request.min_score >= -2.0f)) {
    // NaN as well.
    return Fail(ErrorCode::kInvalidArgument,
                "the lowest score of a search is not a number from -2 up");
  }
  return {};
}

// False if too few lists were looked at to find what there is.
bool Collection::State::SearchNearestLists(const ScanQuery& query,
                                           std::size_t wanted,
                                           BestHits* best) const {
  std::size_t seen = 0;
  for (const std::size_t list : lists.Nearest(query.vector, lists.probes())) {
    ScanBytes<BestHits>({&query, 1}, lists.lists()[list], vectors.rows(),
                        {best, 1});
    seen += lists.lists()[list].size();
  }
  return seen >= std::min(wanted, table.size());
}

std::vector<std::vector<SearchHit>> Collection::State::Best(
    std::span<const float> queries, const SearchRequest& request) const {
  // So many at a time that their codes stay in the cache.
  constexpr std::size_t kBlock = 32;
  const RowFilter filter(request.filter, table);
  const std::size_t count = queries.size() / dimension();
  const bool approximate = lists.ProbingPays() && MayApproximate(request);
  std::vector<std::vector<SearchHit>> answers;
  answers.reserve(count);
  for (std::size_t first = 0; first < count; first += kBlock) {
    std::vector<ScanQuery> block;
    std::vector<BestHits> best;
    for (std::size_t q = first; q < std::min(first + kBlock, count); ++q) {
      block.emplace_back(queries.subspan(q * dimension(), dimension()));
      best.emplace_back(request, filter, table);
    }
    bool done = approximate;
    for (std::size_t q = 0; done && q < block.size(); ++q) {
      done = SearchNearestLists(block[q], static_cast<std::size_t>(request.k),
                                &best[q]);
    }
    if (!done) {
      best.assign(block.size(), BestHits(request, filter, table));
      for (const ScanList& list : lists.lists()) {
        ScanBytes<BestHits>(block, list, vectors.rows(), best);
      }
    }
    for (BestHits& hits : best) answers.push_back(hits.Take());
  }
  return answers;
}

Result<std::vector<std::vector<SearchHit>>> Collection::SearchMany(
    std::span<const float> queries, const SearchRequest& request) const {
  const State& state = *state_;
  const std::size_t dimension = state.dimension();
  RESCAN_TRY(state.CheckRequest(request));
  if (queries.size() % dimension != 0) {
    return Fail(ErrorCode::kInvalidArgument,
                "collection '" + state.spec.name + "': a query of " +
                    std::to_string(queries.size()) +
                    " numbers; the dimension is " + std::to_string(dimension));
  }
  try {
    std::vector<float> unit(queries.begin(), queries.end());
    for (std::size_t at = 0; at < unit.size(); at += dimension) {
      const kernels::VectorKind kind =
          kernels::Normalize(std::span(unit).subspan(at, dimension));
      if (kind != kernels::VectorKind::kNormal) {
        return Fail(ErrorCode::kInvalidArgument,
                    std::string("the query ") + Complaint(kind));
      }
    }
    return state.Best(unit, request);
  } catch (const std::bad_alloc&) {
    return tl::unexpected(OutOfMemory(state.spec));
  }
}

Result<std::vector<SearchHit>> Collection::Search(
    std::span<const float> query, const SearchRequest& request) const {
  if (query.size() != state_->dimension()) {
    return Fail(ErrorCode::kInvalidArgument,
                "collection '" + state_->spec.name + "': a query of " +
                    std::to_string(query.size()) +
                    " numbers; the dimension is " +
                    std::to_string(state_->dimension()));
  }
  auto answers = SearchMany(query, request);
  if (!answers.has_value()) return tl::unexpected(answers.error());
  return std::move(answers->front());
}

std::size_t Collection::size() const { return state_->table.size(); }
const CollectionSpec& Collection::spec() const { return state_->spec; }
std::span<const VectorRecord> Collection::records() const {
  return state_->table.records();
}
std::span<const float> Collection::vector(std::size_t row) const {
  return state_->vectors.row(row);
}

Status Collection::SaveIndex(const ByteSink& sink) const {
  RESCAN_TRY(state_->vectors.Save(sink));
  return state_->lists.Save(sink);
}

Result<Collection> Collection::Restore(CollectionSpec spec,
                                       std::vector<VectorRecord> records,
                                       std::span<const std::byte> index_bytes) {
  const Result<IndexSpec> index_spec = CheckSpec(spec);
  if (!index_spec.has_value()) return tl::unexpected(index_spec.error());
  const auto damaged = [&](const std::string& what) {
    return Fail(ErrorCode::kCorruption,
                "collection '" + spec.name + "': " + what);
  };
  const auto dimension = static_cast<std::size_t>(spec.dimension);
  const std::size_t flat_bytes =
      FlatVectors::SavedBytes(std::min(records.size(), kMaxRows), dimension);
  if (records.size() > kMaxRows || index_bytes.size() < flat_bytes ||
      (index_bytes.size() > flat_bytes && !index_spec->AllowsLists())) {
    return damaged("an index of " + std::to_string(index_bytes.size()) +
                   " bytes does not hold " + std::to_string(records.size()) +
                   " vectors of dimension " + std::to_string(dimension));
  }
  try {
    auto state = std::make_unique<State>(spec, *index_spec);
    Result<FlatVectors> vectors = FlatVectors::Load(
        index_bytes.first(flat_bytes), records.size(), spec.dimension);
    if (!vectors.has_value()) return damaged(vectors.error().message);
    state->vectors = std::move(*vectors);
    state->table.Reserve(records.size());
    for (VectorRecord& record : records) {
      if (record.id.empty() || record.asset.empty() ||
          state->table.RowOf(record.id).has_value()) {
        return damaged("the id '" + record.id + "' of asset '" + record.asset +
                       "' is empty or there twice");
      }
      if (!kernels::IsUnit(state->vectors.row(state->table.size()))) {
        return damaged("the vector '" + record.id + "' has not length 1");
      }
      state->table.Append(std::move(record));
    }
    const Status lists =
        state->lists.Load(index_bytes.subspan(flat_bytes),
                          state->vectors.rows(), IndexSpec::kMaxLists);
    if (!lists.has_value()) return damaged(lists.error().message);
    return Collection(std::move(state));
  } catch (const std::bad_alloc&) {
    return tl::unexpected(OutOfMemory(spec));
  }
}

}  // namespace rescan::index
