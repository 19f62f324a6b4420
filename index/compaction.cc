#include "index/compaction.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "index/delta.h"
#include "index/delta_merge.h"
#include "index/publish.h"
#include "index/retention.h"
#include "index/snapshot_store.h"

namespace rescan::index {
namespace {

using Phase = CompactionProgress::Phase;

// Is this error about this one delta for good? (kLimit, kUnsupported and kIo
// may be of this machine or this program, and pass.)
bool IsBadDelta(const Error& error) {
  return error.code == ErrorCode::kCorruption ||
         error.code == ErrorCode::kNotFound ||
         error.code == ErrorCode::kInvalidArgument;
}

// What a base lacks.
struct Work {
  std::vector<VectorChange> changes;
  std::vector<DeltaRun> runs;

  [[nodiscard]] bool empty() const { return changes.empty() && runs.empty(); }
};

// The changes are read before anything else is: a change that is seen here is
// carried out by revisions that are read later, and so at least as new.
Result<Work> WorkSince(CompactionLedger& ledger, const std::string& collection,
                       const std::string& base) {
  Result<std::vector<VectorChange>> changes =
      ledger.ChangesSince(collection, base);
  if (!changes.has_value()) return tl::unexpected(changes.error());
  Result<std::vector<DeltaRun>> runs = ledger.RunsSince(collection, base);
  if (!runs.has_value()) return tl::unexpected(runs.error());
  return Work{std::move(*changes), std::move(*runs)};
}

// One call of Compact, under the lease.
class Compaction {
 public:
  Compaction(CompactionLedger& ledger, const CompactionOptions& options,
             LeaseKeeper& lease)
      : ledger_(ledger),
        options_(options),
        lease_(lease),
        place_{ledger, *options.files, options.workspace, options.collection} {}

  Result<CompactionReport> Run() {
    const Result<std::int64_t> leftovers = RemoveLeftovers(place_, lease_);
    if (!leftovers.has_value()) return tl::unexpected(leftovers.error());
    report_.leftovers_removed = *leftovers;
    const Result<bool> merge = NeedsMerge();
    if (!merge.has_value()) return tl::unexpected(merge.error());
    if (*merge) {
      RESCAN_TRY(OpenBaseVersion());
      RESCAN_TRY(CheckDeltasRemain());
      RESCAN_TRY(Merge());
      if (WorthPublishing()) RESCAN_TRY(PublishVersion());
    }
    Clear();
    return std::move(report_);
  }

 private:
  // Is there something to merge or to repair? If not, the current snapshot has
  // been checked.
  Result<bool> NeedsMerge() {
    Result<std::vector<SnapshotVersion>> versions =
        ledger_.Versions(options_.collection);
    if (!versions.has_value()) return tl::unexpected(versions.error());
    versions_ = std::move(*versions);
    if (!versions_.empty()) current_ = versions_.front().version;
    Result<Work> work = WorkSince(ledger_, options_.collection, current_);
    if (!work.has_value()) return tl::unexpected(work.error());
    if (!work->empty()) return true;
    if (versions_.empty()) return false;
    const Status whole = CheckVersion(options_.workspace, options_.collection,
                                      versions_.front());
    if (whole.has_value()) return false;
    if (!IsDamage(whole.error())) return tl::unexpected(whole.error());
    return true;
  }

  Status OpenBaseVersion() {
    Report(Phase::kReading);
    Result<BaseSnapshot> base =
        OpenBase(options_.workspace, options_.collection, versions_,
                 Fallback::kComplete);
    if (!base.has_value()) return tl::unexpected(base.error());
    report_.base = base->version;
    report_.warnings = std::move(base->warnings);
    collection_ = std::move(base->collection);
    if (collection_.has_value()) {
      RESCAN_TRY(CheckModel(collection_->spec()));
    } else if (options_.spec.dimension != 0) {
      RESCAN_TRY(
          CreateCollection(options_.spec.model, options_.spec.dimension));
    }
    Result<Work> work = WorkSince(ledger_, options_.collection, report_.base);
    if (!work.has_value()) return tl::unexpected(work.error());
    work_ = std::move(*work);
    return {};
  }

  Status CheckModel(const CollectionSpec& spec) const {
    const CollectionSpec& wanted = options_.spec;
    if (wanted.dimension == 0 ||
        (wanted.dimension == spec.dimension && wanted.model == spec.model)) {
      return {};
    }
    return Fail(
        ErrorCode::kInvalidArgument,
        "collection " + spec.name + " is of model " + spec.model +
            ", dimension " + std::to_string(spec.dimension) + "; for model " +
            wanted.model + ", dimension " + std::to_string(wanted.dimension) +
            ", run `rescan index rebuild --collection " + spec.name + "`");
  }

  Status CreateCollection(const std::string& model, int dimension) {
    CollectionSpec spec = options_.spec;
    spec.name = options_.collection;
    spec.model = model;
    spec.dimension = dimension;
    Result<Collection> made = Collection::Create(std::move(spec));
    if (!made.has_value()) return tl::unexpected(made.error());
    collection_.emplace(std::move(*made));
    return {};
  }

  // So that merging moves nothing and takes no more than it needs.
  Status MakeRoom() {
    std::size_t rows = collection_->size();
    for (const DeltaRun& run : work_.runs) {
      rows += static_cast<std::size_t>(std::max<std::int64_t>(run.count, 0));
    }
    return collection_->Reserve(rows);
  }

  // Of runs that a damaged version held, every delta must still be there.
  Status CheckDeltasRemain() const {
    for (const DeltaRun& run : work_.runs) {
      if (run.delta_deleted) return NeedsRebuild(run, "was removed after use");
    }
    return {};
  }

  tl::unexpected<Error> NeedsRebuild(const DeltaRun& run,
                                     const std::string& why) const {
    return Fail(ErrorCode::kCorruption,
                "the snapshot of " + options_.collection +
                    " is damaged, and the delta of run " + run.run_id +
                    " that would repair an older one " + why +
                    "; nothing was changed. `rescan index rebuild "
                    "--collection " +
                    options_.collection + "` makes one from the records");
  }

  Status Merge() {
    RESCAN_TRY(ApplyRemovals());
    std::vector<std::string> ids;
    for (const DeltaRun& run : work_.runs) ids.push_back(run.run_id);
    if (!ids.empty()) {
      RESCAN_TRY(ledger_.MarkProcessing(options_.collection, ids));
    }
    if (collection_.has_value()) RESCAN_TRY(MakeRoom());
    for (const DeltaRun& run : work_.runs) {
      Report(Phase::kMerging);
      RESCAN_TRY(GoOn());
      RESCAN_TRY(MergeRun(run));
      ++runs_done_;
    }
    ApplyUpdates();
    return {};
  }

  Status ApplyRemovals() {
    if (!collection_.has_value()) return {};
    std::set<std::string> assets;
    for (const VectorChange& change : work_.changes) {
      if (change.kind == VectorChange::Kind::kRemove) {
        assets.insert(change.asset);
      }
    }
    if (assets.empty()) return {};
    const std::vector<std::string> list(assets.begin(), assets.end());
    const Result<std::int64_t> removed =
        RemoveStale(ledger_, list, &*collection_);
    if (!removed.has_value()) return tl::unexpected(removed.error());
    report_.removed += *removed;
    return {};
  }

  // Errors of the delta are the run's; what is returned ends the compaction.
  Status MergeRun(const DeltaRun& run) {
    DeltaLimits limits;
    limits.sha256 = run.sha256;
    Result<Delta> delta =
        ReadDelta(options_.workspace + "/" + run.delta_path, limits);
    if (!delta.has_value()) return Refuse(run, delta.error());
    if (!collection_.has_value()) {
      const Status made = CreateCollection(delta->model, delta->dimension);
      if (!made.has_value()) return Refuse(run, made.error());
      RESCAN_TRY(MakeRoom());
    }
    const Status fits = CheckFits(*delta, run, collection_->spec());
    if (!fits.has_value()) return Refuse(run, fits.error());
    const Result<MergeCounts> counts =
        MergeDelta(ledger_, std::move(*delta), &*collection_);
    if (!counts.has_value()) {
      if (IsBadDelta(counts.error())) return Refuse(run, counts.error());
      return tl::unexpected(counts.error());
    }
    report_.merged += counts->merged;
    report_.skipped += counts->skipped;
    report_.removed += counts->removed;
    merged_.push_back({run.run_id, counts->merged, counts->skipped});
    return {};
  }

  Status Refuse(const DeltaRun& run, const Error& error) {
    if (run.state == CompactionState::kCompleted) {
      // Without it the new snapshot would lack what the records call merged.
      return NeedsRebuild(run, "cannot be used (" + error.message + ")");
    }
    if (!IsBadDelta(error)) {
      ++report_.runs_deferred;
      report_.warnings.push_back("run " + run.run_id +
                                 " was not merged this time: " + error.message);
      return {};
    }
    ++report_.runs_failed;
    report_.warnings.push_back("run " + run.run_id +
                               " FAILED, its delta is bad: " + error.message);
    return ledger_.MarkFailed(options_.collection, run.run_id, error.message);
  }

  void ApplyUpdates() {
    if (!collection_.has_value()) return;
    Report(Phase::kUpdating);
    for (const VectorChange& change : work_.changes) {
      if (change.kind != VectorChange::Kind::kUpdate) continue;
      const Result<std::size_t> patched =
          collection_->PatchAsset(change.asset, change.patch);
      if (patched.has_value()) {
        report_.patched += static_cast<std::int64_t>(*patched);
      } else {
        // Passed over for good: it would fail again each time.
        report_.warnings.push_back(
            "change " + std::to_string(change.seq) + " of image " +
            change.asset + " cannot be applied: " + patched.error().message);
      }
    }
  }

  // Without a snapshot and without vectors, changes have nothing to change.
  [[nodiscard]] bool WorthPublishing() const {
    if (!collection_.has_value()) return false;
    return !merged_.empty() || report_.base != current_ ||
           (!work_.changes.empty() && !current_.empty());
  }

  Status PublishVersion() {
    Report(Phase::kWriting);
    RESCAN_TRY(GoOn());
    Publication publication;
    publication.expected = current_;
    publication.runs = merged_;
    if (!work_.changes.empty()) {
      publication.through_change_seq = work_.changes.back().seq;
    }
    Result<std::string> version = Publish(ledger_, lease_, options_,
                                          *collection_, std::move(publication));
    if (!version.has_value()) return tl::unexpected(version.error());
    report_.version = std::move(*version);
    report_.runs_merged = static_cast<std::int64_t>(merged_.size());
    report_.changes = static_cast<std::int64_t>(work_.changes.size());
    report_.vectors = static_cast<std::int64_t>(collection_->size());
    return {};
  }

  // The new state stands whatever happens here.
  void Clear() {
    Report(Phase::kClearing);
    const auto note = [this](const Result<std::int64_t>& removed,
                             std::int64_t* count) {
      if (removed.has_value()) {
        *count = *removed;
      } else {
        report_.warnings.push_back("clearing up: " + removed.error().message);
      }
    };
    note(RemoveOldVersions(place_,
                           static_cast<std::size_t>(options_.keep_versions)),
         &report_.versions_removed);
    note(RemoveExpiredDeltas(place_, options_.now() - options_.delta_age),
         &report_.deltas_removed);
  }

  Status GoOn() const {
    if (lease_.Lost()) return lease_.Confirm();
    if (options_.stop && options_.stop()) {
      return Fail(ErrorCode::kCancelled, "compaction of " +
                                             options_.collection +
                                             " was stopped; nothing changed");
    }
    return {};
  }

  void Report(Phase phase) const {
    if (!options_.progress) return;
    CompactionProgress progress;
    progress.phase = phase;
    progress.runs_done = runs_done_;
    progress.runs_total = static_cast<std::int64_t>(work_.runs.size());
    if (collection_.has_value()) {
      progress.vectors = static_cast<std::int64_t>(collection_->size());
    }
    options_.progress(progress);
  }

  CompactionLedger& ledger_;
  const CompactionOptions& options_;
  LeaseKeeper& lease_;
  const RetentionPlace place_;

  std::vector<SnapshotVersion> versions_;
  std::string current_;  // where the pointer stands, "" = nowhere
  std::optional<Collection> collection_;
  Work work_;
  std::vector<MergedRun> merged_;
  std::int64_t runs_done_ = 0;
  CompactionReport report_;
};

// Looks without the lease, so that a call with nothing to do writes nothing.
Result<bool> AnythingToDo(CompactionLedger& ledger,
                          const CompactionOptions& options) {
  const Result<std::vector<SnapshotVersion>> versions =
      ledger.Versions(options.collection);
  if (!versions.has_value()) return tl::unexpected(versions.error());
  const std::string current =
      versions->empty() ? "" : versions->front().version;
  const Result<Work> work = WorkSince(ledger, options.collection, current);
  if (!work.has_value()) return tl::unexpected(work.error());
  const Result<std::vector<DeltaRun>> expired =
      ledger.ExpiredRuns(options.collection, options.now() - options.delta_age);
  if (!expired.has_value()) return tl::unexpected(expired.error());
  const Result<std::vector<std::string>> leftovers = FindLeftovers(
      {ledger, *options.files, options.workspace, options.collection});
  if (!leftovers.has_value()) return tl::unexpected(leftovers.error());
  const bool changes_count = !versions->empty() || !work->runs.empty();
  if ((changes_count && !work->empty()) || !expired->empty() ||
      !leftovers->empty() ||
      versions->size() > static_cast<std::size_t>(options.keep_versions)) {
    return true;
  }
  if (versions->empty() || !options.check_when_idle) return false;
  return !CheckVersion(options.workspace, options.collection, versions->front())
              .has_value();
}

}  // namespace

std::int64_t CompactionMemory(std::int64_t n, std::int64_t n0, std::int64_t m,
                              int dimension, std::int64_t record_bytes) {
  // A record's strings and look-up tables, as the allocator rounds them.
  constexpr std::int64_t kPerRow = 400;
  // Buffers, the ledger's lists, the heartbeat's thread, centres of lists.
  constexpr std::int64_t kFixed = std::int64_t{64} << 20;
  // A float, and a byte for the first pass of a search.
  const std::int64_t row = 5 * std::int64_t{dimension} + record_bytes + kPerRow;
  const std::int64_t mapped =
      n0 * (5 * std::int64_t{dimension} + record_bytes + 40);
  // The delta, and its vectors once more while they are normalised.
  return kFixed + n * row + std::max(mapped, 2 * m * row);
}

Result<CompactionReport> Compact(CompactionLedger& ledger,
                                 const CompactionOptions& options) {
  const auto started = std::chrono::steady_clock::now();
  RESCAN_TRY(CheckOptions(options));
  const Result<bool> work = AnythingToDo(ledger, options);
  if (!work.has_value()) return tl::unexpected(work.error());
  Result<CompactionReport> report = CompactionReport();
  if (*work) {
    const Result<std::unique_ptr<LeaseKeeper>> lease =
        LeaseKeeper::Acquire(ledger, options.collection, options.lease);
    if (!lease.has_value()) return tl::unexpected(lease.error());
    report = Compaction(ledger, options, **lease).Run();
  }
  if (report.has_value()) {
    report->seconds = std::chrono::duration<double>(
                          std::chrono::steady_clock::now() - started)
                          .count();
  }
  return report;
}

}  // namespace rescan::index
