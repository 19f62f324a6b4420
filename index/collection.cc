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
#include "kernels/vector/dot.h"
#include "kernels/vector/normalize.h"
#include "kernels/vector/top_k.h"

namespace rescan::index {
namespace {

constexpr std::size_t kMaxRows = 0x7fffffff;

Status CheckSpec(const CollectionSpec& spec) {
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
  const Result<IndexSpec> index_spec = IndexSpec::Parse(spec.index_spec);
  if (!index_spec.has_value()) return tl::unexpected(index_spec.error());
  return {};
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

}  // namespace

struct Collection::State {
  explicit State(CollectionSpec its_spec)
      : spec(std::move(its_spec)), vectors(spec.dimension) {}

  [[nodiscard]] std::size_t dimension() const {
    return static_cast<std::size_t>(spec.dimension);
  }
  [[nodiscard]] Result<std::vector<float>> Normalized(
      std::span<const VectorRecord> added, std::span<const float> raw) const;
  [[nodiscard]] Status CheckRequest(const SearchRequest& request) const;
  [[nodiscard]] std::vector<SearchHit> Best(std::span<const float> query,
                                            const SearchRequest& request,
                                            const RowFilter& filter) const;
  void RemoveRow(std::uint32_t row) {
    table.Remove(row);
    vectors.Remove(row);
  }

  CollectionSpec spec;
  RecordTable table;
  FlatVectors vectors;
};

Collection::Collection(std::unique_ptr<State> state)
    : state_(std::move(state)) {}
Collection::Collection(Collection&&) noexcept = default;
Collection& Collection::operator=(Collection&&) noexcept = default;
Collection::~Collection() = default;

Result<Collection> Collection::Create(CollectionSpec spec) {
  RESCAN_TRY(CheckSpec(spec));
  return Collection(std::make_unique<State>(std::move(spec)));
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
      const auto vector = std::span(*unit).subspan(i * dimension, dimension);
      if (const auto row = state.table.RowOf(records[i].id)) {
        state.table.Replace(*row, records[i]);
        state.vectors.Replace(*row, vector);
      } else {
        state.table.Append(records[i]);
        state.vectors.Append(vector);
      }
    }
  } catch (const std::bad_alloc&) {
    return tl::unexpected(OutOfMemory(state.spec));
  }
  return {};
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

std::vector<SearchHit> Collection::State::Best(std::span<const float> query,
                                               const SearchRequest& request,
                                               const RowFilter& filter) const {
  const std::size_t limit = request.k == 0
                                ? std::numeric_limits<std::size_t>::max()
                                : static_cast<std::size_t>(request.k);
  kernels::TopK<LowerIdFirst> best(
      limit,
      request.min_score.value_or(-std::numeric_limits<float>::infinity()),
      LowerIdFirst{&table});
  constexpr std::size_t kBlock = 256;
  std::array<float, kBlock> scores;
  for (std::size_t first = 0; first < table.size(); first += kBlock) {
    const std::size_t rows = std::min(kBlock, table.size() - first);
    const auto block = std::span(scores).first(rows);
    kernels::InnerProducts(query, vectors.rows().Slice(first, rows), block);
    for (std::size_t i = 0; i < rows; ++i) {
      const auto row = static_cast<std::uint32_t>(first + i);
      if (block[i] < best.threshold() || !filter.Passes(row)) continue;
      best.Offer(block[i], row);
    }
  }
  std::vector<SearchHit> hits;
  for (const kernels::ScoredRow& found : best.Take()) {
    hits.push_back({&table[found.row], found.score});
  }
  return hits;
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
    const RowFilter filter(request.filter, state.table);
    std::vector<std::vector<SearchHit>> answers;
    for (std::size_t at = 0; at < unit.size(); at += dimension) {
      const auto query = std::span(unit).subspan(at, dimension);
      const kernels::VectorKind kind = kernels::Normalize(query);
      if (kind != kernels::VectorKind::kNormal) {
        return Fail(ErrorCode::kInvalidArgument,
                    std::string("the query ") + Complaint(kind));
      }
      answers.push_back(state.Best(query, request, filter));
    }
    return answers;
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
  return state_->vectors.Save(sink);
}

Result<Collection> Collection::Restore(CollectionSpec spec,
                                       std::vector<VectorRecord> records,
                                       std::span<const std::byte> index_bytes) {
  RESCAN_TRY(CheckSpec(spec));
  const auto damaged = [&](const std::string& what) {
    return Fail(ErrorCode::kCorruption,
                "collection '" + spec.name + "': " + what);
  };
  const auto dimension = static_cast<std::size_t>(spec.dimension);
  if (records.size() > kMaxRows ||
      index_bytes.size() !=
          FlatVectors::SavedBytes(records.size(), dimension)) {
    return damaged("an index of " + std::to_string(index_bytes.size()) +
                   " bytes does not hold " + std::to_string(records.size()) +
                   " vectors of dimension " + std::to_string(dimension));
  }
  try {
    auto state = std::make_unique<State>(spec);
    Result<FlatVectors> vectors =
        FlatVectors::Load(index_bytes, records.size(), spec.dimension);
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
    return Collection(std::move(state));
  } catch (const std::bad_alloc&) {
    return tl::unexpected(OutOfMemory(spec));
  }
}

}  // namespace rescan::index
