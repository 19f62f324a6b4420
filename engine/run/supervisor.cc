#include "engine/run/supervisor.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "engine/run/inputs.h"
#include "engine/run/plan.h"
#include "engine/run/session.h"
#include "engine/run/signals.h"

namespace rescan {
namespace {

// The store as it is, or null if there is none yet.
Result<std::unique_ptr<RecordStore>> OpenExisting(const RunOptions& options) {
  Result<std::unique_ptr<RecordStore>> store =
      RecordStore::Open(options.workspace, StoreMode::kReadOnly, options.store);
  if (!store && store.error().code == ErrorCode::kNotFound) {
    return std::unique_ptr<RecordStore>();
  }
  return store;
}

// The run that would be resumed.
Result<std::optional<RunInfo>> FindResumable(RecordStore& store,
                                             const RunOptions& options,
                                             const InputRoots& roots) {
  if (options.fresh) return std::optional<RunInfo>();
  const Result<std::vector<VersionRow>> versions = store.ListVersions();
  if (!versions) return tl::unexpected(versions.error());
  const auto version = std::find_if(
      versions->begin(), versions->end(), [&](const VersionRow& row) {
        return row.version.fingerprint == options.version.fingerprint;
      });
  if (version == versions->end()) return std::optional<RunInfo>();
  return store.FindUnfinished(KeyOf(options, roots, version->id));
}

// What a resumed run has behind it: its ended images and their counts.
struct Behind {
  bool resumed = false;
  EndedItems ended;
  RunCounts counts;
};

Result<Behind> LookBehind(RecordStore* store, const RunOptions& options,
                          const InputRoots& roots) {
  Behind behind;
  if (store == nullptr) return behind;
  const Result<std::optional<RunInfo>> run =
      FindResumable(*store, options, roots);
  if (!run) return tl::unexpected(run.error());
  if (!*run) return behind;
  behind.resumed = true;
  Result<EndedItems> ended = store->EndedItems((*run)->id);
  if (!ended) return tl::unexpected(std::move(ended.error()));
  behind.ended = *std::move(ended);
  const Result<RunCounts> counts = store->CountRun((*run)->id);
  if (!counts) return tl::unexpected(counts.error());
  behind.counts = *counts;
  return behind;
}

// The counts as the run would have them at its start.
RunCounts CountsOf(const Plan& plan, const Behind& behind) {
  RunCounts counts;
  counts.pending = static_cast<std::int64_t>(plan.items.size());
  counts.unchanged = plan.unchanged;
  counts.failed_earlier = plan.failed_earlier;
  // Ended images that would be done again, their files having changed, no
  // longer count as done.
  const std::int64_t ended = plan.kept + plan.gone;
  const std::int64_t failed =
      std::min(behind.counts.failed - behind.counts.failed_earlier, ended);
  counts.done = ended - failed;
  counts.duplicates = std::min(behind.counts.duplicates, counts.done);
  counts.failed = failed + plan.failed_earlier;
  counts.inputs = plan.inputs + plan.gone;
  return counts;
}

Result<RunSummary> DryRun(const RunOptions& options, RunObserver& observer,
                          const InputRoots& roots) {
  SignalWatch signals;
  const StopCheck stop = [&] { return signals.StopRequests() > 0; };
  RunSummary summary;
  summary.dry_run = true;
  Result<std::unique_ptr<RecordStore>> store = OpenExisting(options);
  if (!store) return tl::unexpected(std::move(store.error()));
  const Result<Behind> behind = LookBehind(store->get(), options, roots);
  if (!behind) return tl::unexpected(behind.error());

  InputList inputs = CollectInputs(options, roots, observer, stop, summary);
  Result<Plan> plan = MakePlan(store->get(), options, behind->ended,
                               std::move(inputs.items), stop);
  if (!plan) return tl::unexpected(std::move(plan.error()));
  if (const std::optional<StopReason> reason = ReasonOfSignal(signals)) {
    summary.end = reason->end;
    summary.stop_message = reason->message;
    return summary;
  }
  summary.resumed = behind->resumed;
  summary.counts = CountsOf(*plan, *behind);
  const std::int64_t total = std::min(
      summary.counts.pending, options.limit.value_or(summary.counts.pending));
  observer.OnPlanned(summary.counts, total, summary.resumed);
  for (std::int64_t i = 0; i < total; ++i) {
    observer.OnWouldProcess(i + 1,
                            plan->items[static_cast<std::size_t>(i)].path);
  }
  return summary;
}

}  // namespace

Result<RunSummary> RunImagesIn(const RunEnvironment& environment,
                               const RunOptions& options,
                               RunObserver& observer) {
  const Result<InputRoots> roots = options.inputs_are_files
                                       ? FilesAsRecorded(options.inputs)
                                       : ResolveInputs(options.inputs);
  if (!roots) return tl::unexpected(roots.error());
  RESCAN_TRY(CheckOutputOutside(*roots, options.workspace));
  if (options.dry_run) return DryRun(options, observer, *roots);
  return Session(environment, options, observer, *roots).Go();
}

}  // namespace rescan
