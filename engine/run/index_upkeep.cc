#include "engine/run/index_upkeep.h"

#include <memory>
#include <utility>

#include "engine/records/run_lock.h"
#include "engine/records/sqlite_ledger.h"
#include "engine/records/vector_records.h"

namespace rescan {
namespace {

// What works on the index of a collection needs.
struct OpenedIndex {
  TextCollections collections;
  std::unique_ptr<SqliteLedger> ledger;
};

Result<OpenedIndex> OpenIndex(const UpkeepOptions& options, StoreMode mode) {
  auto collections = TextCollections::Create();
  if (!collections) return tl::unexpected(std::move(collections.error()));
  auto ledger = SqliteLedger::Open(options.workspace, mode, options.store);
  if (!ledger) return tl::unexpected(std::move(ledger.error()));
  return OpenedIndex{*std::move(collections), *std::move(ledger)};
}

index::CompactionOptions CompactionOf(const UpkeepOptions& options,
                                      const std::string& collection,
                                      const TextCollections& collections) {
  index::CompactionOptions compaction;
  compaction.workspace = options.workspace;
  compaction.collection = collection;
  if (const auto* embedder = collections.EmbedderOf(collection)) {
    compaction.spec = {.name = collection,
                       .model = embedder->model(),
                       .dimension = embedder->dimension()};
  }
  compaction.check_when_idle = options.check_when_idle;
  compaction.progress = options.progress;
  compaction.stop = options.stop;
  return compaction;
}

Result<std::int64_t> CountMissing(const UpkeepOptions& options) {
  const auto records = VectorRecords::Open(options.workspace,
                                           StoreMode::kReadOnly, options.store);
  if (!records) return tl::unexpected(records.error());
  return (*records)->CountWithoutDelta();
}

Result<CatchUpReport> BuildMissing(const UpkeepOptions& options,
                                   std::int64_t total) {
  DeltaBuilderOptions building;
  building.workspace = options.workspace;
  building.store = options.store;
  const auto builder = DeltaBuilder::Open(std::move(building));
  if (!builder) return tl::unexpected(builder.error());
  RESCAN_TRY((*builder)->RemoveOrphans());
  CatchUpReport report;
  while (true) {
    if (options.stop()) {
      return Fail(ErrorCode::kCancelled, "stopped on request");
    }
    const Result<bool> built = (*builder)->BuildBatch();
    if (!built) return tl::unexpected(built.error());
    report.tally = (*builder)->tally();
    for (std::string& warning : (*builder)->TakeWarnings()) {
      report.warnings.push_back(std::move(warning));
    }
    if (!*built) return report;
    if (options.delta_progress) {
      options.delta_progress(report.tally.readings, total);
    }
  }
}

}  // namespace

std::vector<std::string> TextCollectionNames() {
  return {kLinesCollection, kWordsCollection};
}

Result<CatchUpReport> CatchUp(const UpkeepOptions& options) {
  const Result<std::int64_t> missing = CountMissing(options);
  if (!missing) return tl::unexpected(missing.error());
  if (*missing == 0) return CatchUpReport();
  const auto lock = RunLock::Acquire(options.workspace);
  if (lock) return BuildMissing(options, *missing);
  if (lock.error().code != ErrorCode::kLocked) {
    return tl::unexpected(lock.error());
  }
  CatchUpReport report;
  report.had_lock = false;
  return report;
}

Result<index::CompactionReport> CompactCollection(
    const UpkeepOptions& options, const std::string& collection) {
  const auto opened = OpenIndex(options, StoreMode::kReadWrite);
  if (!opened) return tl::unexpected(opened.error());
  RESCAN_TRY(CheckModel(*opened->ledger, collection, opened->collections));
  return index::Compact(*opened->ledger,
                        CompactionOf(options, collection, opened->collections));
}

Result<index::CompactionReport> RebuildFromRecords(
    const UpkeepOptions& options, const std::string& collection) {
  const auto opened = OpenIndex(options, StoreMode::kReadWrite);
  if (!opened) return tl::unexpected(opened.error());
  const auto vectors = CurrentVectors(options.workspace, collection,
                                      opened->collections, options.store);
  if (!vectors) return tl::unexpected(vectors.error());
  return index::RebuildCollection(
      *opened->ledger, CompactionOf(options, collection, opened->collections),
      *vectors);
}

namespace {

// The images that wait for vectors, as the index names them.
Result<std::vector<std::string>> ImagesWithoutDelta(VectorRecords& records) {
  constexpr std::int64_t kBatchEntities = 100'000;
  std::vector<std::string> images;
  for (std::int64_t after = 0;;) {
    const auto readings = records.WithoutDelta(after, kBatchEntities);
    if (!readings) return tl::unexpected(readings.error());
    if (readings->empty()) return images;
    for (const CurrentReading& reading : *readings) {
      images.push_back(ToHex(reading.sha256));
    }
    after = readings->back().id;
  }
}

}  // namespace

Result<IndexCheck> CheckIndex(const UpkeepOptions& options,
                              const std::string& collection) {
  const auto opened = OpenIndex(options, StoreMode::kReadOnly);
  if (!opened) return tl::unexpected(opened.error());
  SqliteLedger& ledger = *opened->ledger;
  const auto records = VectorRecords::Open(options.workspace,
                                           StoreMode::kReadOnly, options.store);
  if (!records) return tl::unexpected(records.error());
  RESCAN_TRY(CheckModel(ledger, collection, opened->collections));
  const auto missing = ImagesWithoutDelta(**records);
  if (!missing) return tl::unexpected(missing.error());
  const auto versions = ledger.Versions(collection);
  if (!versions) return tl::unexpected(versions.error());
  std::string version;
  if (!versions->empty()) version = versions->front().version;
  const auto waiting = ledger.RunsSince(collection, version);
  if (!waiting) return tl::unexpected(waiting.error());
  const auto changes = ledger.ChangesSince(collection, version);
  if (!changes) return tl::unexpected(changes.error());

  IndexCheck check;
  check.readings_without_delta = static_cast<std::int64_t>(missing->size());
  check.compared_with_records = RunLock::OwnerOf(options.workspace) == 0 &&
                                missing->empty() && waiting->empty() &&
                                changes->empty() && !versions->empty();
  VectorSource truth;
  if (check.compared_with_records) {
    auto vectors = CurrentVectors(options.workspace, collection,
                                  opened->collections, options.store);
    if (!vectors) return tl::unexpected(vectors.error());
    truth = *std::move(vectors);
  }
  auto report = index::VerifyCollection(ledger, options.workspace, collection,
                                        truth, *missing);
  if (!report) return tl::unexpected(report.error());
  check.report = *std::move(report);
  return check;
}

}  // namespace rescan
