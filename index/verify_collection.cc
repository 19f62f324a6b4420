#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

#include "index/collection_store.h"
#include "index/delta.h"
#include "index/delta_manifest.h"
#include "index/snapshot_store.h"

namespace rescan::index {
namespace {

constexpr std::size_t kMaxProblems = 50;
// A compaction that ends meanwhile looks like disagreement.
constexpr int kAttempts = 3;

using Revisions = std::unordered_map<std::string, std::optional<std::int64_t>>;

// One look at a collection that nobody changes meanwhile.
class Verification {
 public:
  Verification(CompactionLedger& ledger, const std::string& workspace,
               const std::string& name, const NextVectors& truth,
               std::span<const std::string> without_delta)
      : ledger_(ledger),
        workspace_(workspace),
        name_(name),
        truth_(truth),
        coming_(without_delta.begin(), without_delta.end()) {}

  Result<VerifyReport> Run() {
    RESCAN_TRY(ReadSnapshots());
    Result<std::vector<DeltaRun>> runs = ledger_.Runs(name_);
    if (!runs.has_value()) return tl::unexpected(runs.error());
    for (const DeltaRun& run : *runs) NoteWaiting(run);
    for (const DeltaRun& run : *runs) RESCAN_TRY(CheckRun(run));
    RESCAN_TRY(CheckVectors());
    if (truth_) RESCAN_TRY(CheckTruth());
    return std::move(report_);
  }

 private:
  void Problem(std::string text) {
    ++report_.problem_count;
    if (report_.problems.size() < kMaxProblems) {
      report_.problems.push_back(std::move(text));
    }
  }

  Status ReadSnapshots() {
    const auto versions = ledger_.Versions(name_);
    if (!versions.has_value()) return tl::unexpected(versions.error());
    for (std::size_t i = 0; i < versions->size(); ++i) {
      const SnapshotVersion& version = (*versions)[i];
      oldest_ = version.version;
      if (version.rebuilt) rebuilt_ = std::max(rebuilt_, version.version);
      if (i > 0) {
        const Status whole = CheckVersion(workspace_, name_, version);
        if (whole.has_value()) {
          ++report_.versions;
        } else {
          ++report_.versions_damaged;
          report_.warnings.push_back(
              "version " + version.version +
              " could not stand in for a newer one: " + whole.error().message);
        }
        continue;
      }
      report_.version = version.version;
      Result<Collection> read = ReadVersion(workspace_, name_, version);
      if (read.has_value()) {
        ++report_.versions;
        report_.vectors = static_cast<std::int64_t>(read->size());
        in_delta_.assign(read->size(), false);
        collection_.emplace(std::move(*read));
      } else {
        ++report_.versions_damaged;
        Problem("the current snapshot is damaged: " + read.error().message);
      }
    }
    return {};
  }

  // Asks the ledger about assets not asked about before, so that all of a
  // verification goes by one answer per asset.
  Status Learn(std::span<const VectorRecord> records) {
    std::vector<std::string> assets;
    for (const VectorRecord& record : records) {
      if (revisions_.try_emplace(record.asset).second) {
        assets.push_back(record.asset);
      }
    }
    const auto revisions = ledger_.CurrentRevisions(name_, assets);
    if (!revisions.has_value()) return tl::unexpected(revisions.error());
    for (std::size_t i = 0; i < assets.size(); ++i) {
      revisions_[assets[i]] = (*revisions)[i];
    }
    return {};
  }

  [[nodiscard]] bool IsCurrent(const VectorRecord& record) const {
    return revisions_.at(record.asset) == record.revision;
  }

  // The row of the record in the snapshot, or -1.
  [[nodiscard]] std::ptrdiff_t RowOf(const VectorRecord& record) const {
    if (!collection_.has_value()) return -1;
    const VectorRecord* found = collection_->Find(record.id);
    if (found == nullptr || found->revision != record.revision) return -1;
    return found - collection_->records().data();
  }

  // Images of a delta that is still to be merged. One of them may have been
  // gone, and its vectors removed, before it came back.
  void NoteWaiting(const DeltaRun& run) {
    if (run.state == CompactionState::kFailed ||
        run.state == CompactionState::kCompleted) {
      return;
    }
    const Result<DeltaManifest> manifest =
        ReadDeltaManifest(workspace_ + "/" + run.delta_path);
    if (!manifest.has_value()) return;
    coming_.insert(manifest->image_ids.begin(), manifest->image_ids.end());
  }

  // No version that could still become the current one lacks the run, so its
  // delta is not read again.
  [[nodiscard]] bool IsSettled(const DeltaRun& run) const {
    return run.merged_version <= rebuilt_ || run.merged_version < oldest_;
  }

  Status CheckRun(const DeltaRun& run) {
    if (run.state == CompactionState::kFailed) {
      ++report_.runs_failed;
      return {};
    }
    if (run.state != CompactionState::kCompleted) {
      ++report_.runs_waiting;
      return {};
    }
    ++report_.runs_completed;
    if (run.merged + run.skipped != run.count) {
      Problem(fmt::format("run {}: {} merged and {} skipped of {} records",
                          run.run_id, run.merged, run.skipped, run.count));
    }
    if (run.delta_deleted) {
      ++report_.deltas_removed;
      return {};
    }
    DeltaLimits limits;
    limits.sha256 = run.sha256;
    const Result<Delta> delta =
        ReadDelta(workspace_ + "/" + run.delta_path, limits);
    if (!delta.has_value()) {
      const std::string what = "run " + run.run_id + ": ";
      if (IsSettled(run)) {
        report_.warnings.push_back(what + delta.error().message +
                                   " (nothing needs this delta any more)");
      } else {
        Problem(what + delta.error().message);
      }
      return {};
    }
    return CheckDelta(run, *delta);
  }

  Status CheckDelta(const DeltaRun& run, const Delta& delta) {
    if (static_cast<std::int64_t>(delta.records.size()) != run.count) {
      Problem(fmt::format("run {}: its delta holds {} records, not {}",
                          run.run_id, delta.records.size(), run.count));
    }
    RESCAN_TRY(Learn(delta.records));
    for (const VectorRecord& record : delta.records) {
      const std::ptrdiff_t row = RowOf(record);
      const bool current = IsCurrent(record);
      ++report_.delta_records;
      report_.superseded += current ? 0 : 1;
      if (row >= 0) {
        in_delta_[static_cast<std::size_t>(row)] = true;
        report_.found += current ? 1 : 0;
      } else if (current && coming_.contains(record.asset)) {
        ++report_.coming;
      } else if (current) {
        Problem("run " + run.run_id + ": vector " + record.id +
                " is not in the snapshot");
      }
    }
    return {};
  }

  Status CheckVectors() {
    if (!collection_.has_value()) return {};
    RESCAN_TRY(Learn(collection_->records()));
    // After the revisions: what changed one of them is in sight now.
    const auto changes = ledger_.ChangesSince(name_, report_.version);
    if (!changes.has_value()) return tl::unexpected(changes.error());
    std::set<std::string> leaving;
    for (const VectorChange& change : *changes) leaving.insert(change.asset);
    for (std::size_t row = 0; row < collection_->size(); ++row) {
      const VectorRecord& record = collection_->records()[row];
      if (!IsCurrent(record)) {
        ++report_.awaiting_removal;
        // The delta of the newer reading removes them, too.
        if (!leaving.contains(record.asset) && report_.runs_waiting == 0) {
          Problem("vector " + record.id + " is of reading " +
                  std::to_string(record.revision) +
                  ", which no longer counts, and nothing removes it");
        }
      } else if (in_delta_[row]) {
        ++report_.in_deltas;
      } else {
        ++report_.beyond_deltas;
      }
    }
    return {};
  }

  Status CheckTruth() {
    std::int64_t count = 0;
    for (;;) {
      std::vector<VectorRecord> records;
      std::vector<float> vectors;
      const Result<bool> more = truth_(&records, &vectors);
      if (!more.has_value()) return tl::unexpected(more.error());
      if (!*more) break;
      for (const VectorRecord& record : records) {
        ++count;
        if (RowOf(record) < 0) {
          ++report_.truth_problems;
          Problem("vector " + record.id +
                  " of the records is not in the "
                  "snapshot");
        }
      }
    }
    if (count != report_.vectors) {
      ++report_.truth_problems;
      Problem(fmt::format("the records give {} vectors, the snapshot holds {}",
                          count, report_.vectors));
    }
    return {};
  }

  CompactionLedger& ledger_;
  const std::string& workspace_;
  const std::string& name_;
  const NextVectors& truth_;
  std::set<std::string> coming_;  // images

  std::string oldest_;   // of the versions kept, "" = there is none
  std::string rebuilt_;  // the newest kept that a rebuild made, or ""
  std::optional<Collection> collection_;
  std::vector<bool> in_delta_;  // by row
  Revisions revisions_;
  VerifyReport report_;
};

}  // namespace

Result<VerifyReport> VerifyCollection(
    CompactionLedger& ledger, const std::string& workspace,
    const std::string& collection, const NextVectors& truth,
    std::span<const std::string> without_delta) {
  for (int attempt = 1;; ++attempt) {
    Result<VerifyReport> report =
        Verification(ledger, workspace, collection, truth, without_delta).Run();
    // The truth is told once only.
    if (!report.has_value() || report->ok() || truth || attempt == kAttempts) {
      return report;
    }
    const auto versions = ledger.Versions(collection);
    if (!versions.has_value()) return tl::unexpected(versions.error());
    const std::string now = versions->empty() ? "" : versions->front().version;
    if (now == report->version) return report;
  }
}

}  // namespace rescan::index
