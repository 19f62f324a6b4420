#include "index/collection_store.h"

#include <chrono>
#include <filesystem>
#include <memory>
#include <utility>

#include "index/delta_manifest.h"
#include "index/publish.h"
#include "index/retention.h"
#include "index/snapshot.h"
#include "index/snapshot_store.h"

namespace rescan::index {
namespace {

// Retention may remove a version between its name and its file being read.
constexpr int kOpenAttempts = 3;

std::uint64_t FileBytes(const std::string& path) {
  std::error_code error;
  const auto bytes = std::filesystem::file_size(path, error);
  return error ? 0 : bytes;
}

bool SameVersions(const std::vector<SnapshotVersion>& a,
                  const std::vector<SnapshotVersion>& b) {
  return a.empty() == b.empty() &&
         (a.empty() || a.front().version == b.front().version);
}

// Fills `collection` from `next`, each batch looked up afterwards.
Result<std::int64_t> Fill(const CompactionOptions& options,
                          const LeaseKeeper& lease, const NextVectors& next,
                          Collection* collection) {
  std::int64_t total = 0;
  for (;;) {
    if (options.stop && options.stop()) {
      return Fail(ErrorCode::kCancelled, "rebuilding " + options.collection +
                                             " was stopped; nothing changed");
    }
    if (lease.Lost()) {
      return Fail(ErrorCode::kLocked, "collection " + options.collection +
                                          ": another compaction took over");
    }
    std::vector<VectorRecord> records;
    std::vector<float> vectors;
    const Result<bool> more = next(&records, &vectors);
    if (!more.has_value()) return tl::unexpected(more.error());
    if (!*more) return total;
    RESCAN_TRY(collection->Upsert(records, vectors));
    for (const VectorRecord& record : records) {
      if (collection->Contains(record.id)) continue;
      return Fail(ErrorCode::kInternal,
                  "vector " + record.id + " was added and is not there");
    }
    total += static_cast<std::int64_t>(records.size());
    if (options.progress) {
      options.progress({CompactionProgress::Phase::kMerging, 0, 0,
                        static_cast<std::int64_t>(collection->size())});
    }
  }
}

// What the new version makes true besides itself: all that was waiting is in
// it, since it was committed before the first vector is asked for.
Result<Publication> Waiting(CompactionLedger& ledger,
                            const std::string& collection) {
  Publication publication;
  publication.rebuilt = true;
  const auto versions = ledger.Versions(collection);
  if (!versions.has_value()) return tl::unexpected(versions.error());
  if (!versions->empty()) publication.expected = versions->front().version;
  const auto changes = ledger.ChangesSince(collection, publication.expected);
  if (!changes.has_value()) return tl::unexpected(changes.error());
  if (!changes->empty()) {
    publication.through_change_seq = changes->back().seq;
  }
  const auto runs = ledger.RunsSince(collection, publication.expected);
  if (!runs.has_value()) return tl::unexpected(runs.error());
  for (const DeltaRun& run : *runs) {
    publication.runs.push_back({run.run_id, 0, run.count});
  }
  return publication;
}

Result<CompactionReport> Rebuild(CompactionLedger& ledger, LeaseKeeper& lease,
                                 const CompactionOptions& options,
                                 const NextVectors& next) {
  CompactionReport report;
  const RetentionPlace place{ledger, *options.files, options.workspace,
                             options.collection};
  const Result<std::int64_t> leftovers = RemoveLeftovers(place, lease);
  if (!leftovers.has_value()) return tl::unexpected(leftovers.error());
  report.leftovers_removed = *leftovers;
  Result<Publication> publication = Waiting(ledger, options.collection);
  if (!publication.has_value()) return tl::unexpected(publication.error());

  CollectionSpec spec = options.spec;
  spec.name = options.collection;
  Result<Collection> collection = Collection::Create(std::move(spec));
  if (!collection.has_value()) return tl::unexpected(collection.error());
  const Result<std::int64_t> filled = Fill(options, lease, next, &*collection);
  if (!filled.has_value()) return tl::unexpected(filled.error());
  report.merged = *filled;
  report.vectors = static_cast<std::int64_t>(collection->size());
  report.runs_merged = static_cast<std::int64_t>(publication->runs.size());
  if (options.progress) {
    options.progress(
        {CompactionProgress::Phase::kWriting, 0, 0, report.vectors});
  }
  Result<std::string> version =
      Publish(ledger, lease, options, *collection, std::move(*publication));
  if (!version.has_value()) return tl::unexpected(version.error());
  report.version = std::move(*version);
  const Result<std::int64_t> old =
      RemoveOldVersions(place, static_cast<std::size_t>(options.keep_versions));
  if (old.has_value()) {
    report.versions_removed = *old;
  } else {
    report.warnings.push_back("clearing up: " + old.error().message);
  }
  return report;
}

}  // namespace

Result<std::optional<OpenedCollection>> OpenCurrent(
    CompactionLedger& ledger, const std::string& workspace,
    const std::string& collection) {
  Result<std::vector<SnapshotVersion>> versions = ledger.Versions(collection);
  for (int attempt = 1;; ++attempt) {
    if (!versions.has_value()) return tl::unexpected(versions.error());
    if (versions->empty()) return std::nullopt;
    Result<BaseSnapshot> base =
        OpenBase(workspace, collection, *versions, Fallback::kAny);
    if (base.has_value() && base->warnings.empty()) {
      return OpenedCollection{std::move(*base->collection), base->version, {}};
    }
    Result<std::vector<SnapshotVersion>> now = ledger.Versions(collection);
    if (attempt == kOpenAttempts ||
        (now.has_value() && SameVersions(*now, *versions))) {
      if (!base.has_value()) return tl::unexpected(base.error());
      base->warnings.push_back(
          "searching " + collection + " as of version " + base->version +
          ": newer vectors are missing until `rescan compact --collection " +
          collection + "` has repaired it");
      return OpenedCollection{std::move(*base->collection), base->version,
                              std::move(base->warnings)};
    }
    versions = std::move(now);
  }
}

Result<CompactionReport> RebuildCollection(CompactionLedger& ledger,
                                           const CompactionOptions& options,
                                           const NextVectors& next) {
  const auto started = std::chrono::steady_clock::now();
  RESCAN_TRY(CheckOptions(options));
  const Result<std::unique_ptr<LeaseKeeper>> lease =
      LeaseKeeper::Acquire(ledger, options.collection, options.lease);
  if (!lease.has_value()) return tl::unexpected(lease.error());
  Result<CompactionReport> report = Rebuild(ledger, **lease, options, next);
  if (report.has_value()) {
    report->seconds = std::chrono::duration<double>(
                          std::chrono::steady_clock::now() - started)
                          .count();
  }
  return report;
}

Result<CollectionStats> DescribeCollection(CompactionLedger& ledger,
                                           const std::string& workspace,
                                           const std::string& collection) {
  CollectionStats stats;
  Result<std::vector<SnapshotVersion>> versions = ledger.Versions(collection);
  if (!versions.has_value()) return tl::unexpected(versions.error());
  for (SnapshotVersion& version : *versions) {
    const std::string path =
        SnapshotPath(workspace, collection, version.version);
    stats.versions.push_back({std::move(version), FileBytes(path)});
  }
  std::string current;
  if (!stats.versions.empty()) {
    current = stats.versions.front().version.version;
    const Result<SnapshotHeader> header =
        ReadSnapshotHeader(SnapshotPath(workspace, collection, current));
    if (header.has_value()) stats.index_spec = header->spec.index_spec;
  }
  const Result<std::vector<DeltaRun>> runs = ledger.Runs(collection);
  if (!runs.has_value()) return tl::unexpected(runs.error());
  for (const DeltaRun& run : *runs) {
    const std::uint64_t bytes = FileBytes(workspace + "/" + run.delta_path);
    stats.delta_bytes += bytes;
    switch (run.state) {
      case CompactionState::kPending:
        ++stats.runs_pending;
        break;
      case CompactionState::kProcessing:
        ++stats.runs_processing;
        break;
      case CompactionState::kCompleted:
        ++stats.runs_completed;
        continue;
      case CompactionState::kFailed:
        ++stats.runs_failed;
        continue;
    }
    stats.vectors_waiting += run.count;
    stats.waiting_bytes += bytes;
  }
  const auto changes = ledger.ChangesSince(collection, current);
  if (!changes.has_value()) return tl::unexpected(changes.error());
  stats.changes_waiting = static_cast<std::int64_t>(changes->size());
  return stats;
}

}  // namespace rescan::index
