#include "index/delta_merge.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "index/record_lines.h"

namespace rescan::index {
namespace {

using Revisions = std::vector<std::optional<std::int64_t>>;

Result<Revisions> RevisionsOf(CompactionLedger& ledger,
                              const std::string& collection,
                              std::span<const std::string> assets) {
  Result<Revisions> revisions = ledger.CurrentRevisions(collection, assets);
  if (revisions.has_value() && revisions->size() != assets.size()) {
    return Fail(ErrorCode::kInternal,
                fmt::format("{} revisions for {} images", revisions->size(),
                            assets.size()));
  }
  return revisions;
}

std::int64_t RemoveOthers(std::span<const std::string> assets,
                          const Revisions& revisions, Collection* collection) {
  std::size_t removed = 0;
  for (std::size_t i = 0; i < assets.size(); ++i) {
    removed += collection->RemoveAsset(assets[i], revisions[i]);
  }
  return static_cast<std::int64_t>(removed);
}

// Keeps the records of current revisions, in their order, and their vectors.
// `assets` is sorted; `revisions` goes with it.
void KeepCurrent(std::span<const std::string> assets,
                 const Revisions& revisions, Delta* delta) {
  const auto dimension = static_cast<std::size_t>(delta->dimension);
  std::vector<VectorRecord>& records = delta->records;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < records.size(); ++i) {
    const auto asset = std::ranges::lower_bound(assets, records[i].asset);
    if (revisions[static_cast<std::size_t>(asset - assets.begin())] !=
        records[i].revision) {
      continue;
    }
    if (kept != i) {
      records[kept] = std::move(records[i]);
      std::copy_n(delta->vectors.begin() + i * dimension, dimension,
                  delta->vectors.begin() + kept * dimension);
    }
    ++kept;
  }
  records.resize(kept);
  delta->vectors.resize(kept * dimension);
}

Status CheckPresent(const Delta& delta, const Collection& collection) {
  for (const VectorRecord& record : delta.records) {
    const VectorRecord* found = collection.Find(record.id);
    if (found == nullptr || found->revision != record.revision) {
      return Fail(ErrorCode::kInternal, "run " + delta.run_id + ": vector " +
                                            record.id +
                                            " was added and is not there");
    }
  }
  return {};
}

}  // namespace

Result<std::int64_t> RemoveStale(CompactionLedger& ledger,
                                 std::span<const std::string> assets,
                                 Collection* collection) {
  const Result<Revisions> revisions =
      RevisionsOf(ledger, collection->spec().name, assets);
  if (!revisions.has_value()) return tl::unexpected(revisions.error());
  return RemoveOthers(assets, *revisions, collection);
}

Status CheckFits(const Delta& delta, const DeltaRun& run,
                 const CollectionSpec& spec) {
  const auto count = static_cast<std::int64_t>(delta.records.size());
  if (delta.run_id == run.run_id && count == run.count &&
      delta.collection == spec.name && delta.model == spec.model &&
      delta.dimension == spec.dimension) {
    return {};
  }
  return Fail(
      ErrorCode::kInvalidArgument,
      fmt::format("{}: holds {} vectors of run {} for {}, model {}, dimension "
                  "{}; expected {} of run {} for {}, model {}, dimension {}",
                  run.delta_path, count, delta.run_id, delta.collection,
                  delta.model, delta.dimension, run.count, run.run_id,
                  spec.name, spec.model, spec.dimension));
}

Result<MergeCounts> MergeDelta(CompactionLedger& ledger, Delta delta,
                               Collection* collection) {
  const auto total = static_cast<std::int64_t>(delta.records.size());
  const std::vector<std::string> assets = AssetsOf(delta.records);
  const Result<Revisions> revisions =
      RevisionsOf(ledger, collection->spec().name, assets);
  if (!revisions.has_value()) return tl::unexpected(revisions.error());

  KeepCurrent(assets, *revisions, &delta);
  RESCAN_TRY(collection->Upsert(delta.records, delta.vectors));
  RESCAN_TRY(CheckPresent(delta, *collection));
  MergeCounts counts;
  counts.merged = static_cast<std::int64_t>(delta.records.size());
  counts.skipped = total - counts.merged;
  counts.removed = RemoveOthers(assets, *revisions, collection);
  return counts;
}

}  // namespace rescan::index
