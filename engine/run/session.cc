#include "engine/run/session.h"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include "engine/run/stop_files.h"
#include "engine/run/worker_status.h"
#include "kernels/base/text.h"

namespace rescan {
namespace {

// The writer looks up at least this often.
constexpr std::chrono::milliseconds kTick{50};

// As in the records: --rule's names.
std::string_view RuleName(ClassifyMode mode) {
  switch (mode) {
    case ClassifyMode::kDocumented:
      return "documented";
    case ClassifyMode::kPixels:
      return "pixels";
    case ClassifyMode::kContent:
      return "content";
  }
  return "unknown";
}

WorkerSettings SettingsOf(const RunOptions& options) {
  WorkerSettings settings;
  settings.version = options.version;
  // The command line knows no others.
  settings.kind =
      ImageKindFromName(options.kind).value_or(ImageKind::kDocument);
  settings.limits.max_megapixels = options.max_megapixels;
  settings.classify = options.classify;
  settings.classifier = options.classifier;
  settings.time_limit = options.time_limit;
  settings.memory_limit_bytes = options.memory_limit_bytes;
  return settings;
}

Dispatcher::Settings DispatchOf(const RunOptions& options) {
  return {.lanes = static_cast<std::size_t>(options.jobs),
          .batch_size = options.batch_size,
          .delay = options.delay,
          .breaker = {options.max_consecutive_failures, options.failure_window,
                      options.failure_rate}};
}

RunState StateAfter(RunEnd end) {
  switch (end) {
    case RunEnd::kDone:  // with images pending: --limit
    case RunEnd::kStopFile:
    case RunEnd::kInterrupted:
    case RunEnd::kTerminated:
      return RunState::kStopped;
    case RunEnd::kBreaker:
    case RunEnd::kStall:
    case RunEnd::kStoreFailed:
    case RunEnd::kWorkersFailed:
      return RunState::kBroken;
  }
  return RunState::kBroken;
}

}  // namespace

InputList CollectInputs(const RunOptions& options, const InputRoots& roots,
                        RunObserver& observer, const StopCheck& stop,
                        RunSummary& summary) {
  FileList files = ListFiles(roots, options.recursive, stop);
  summary.skipped_entries = std::move(files.skipped);
  for (const std::string& warning : files.warnings) observer.OnWarning(warning);
  if (files.stopped) {
    InputList none;
    none.stopped = true;
    return none;
  }
  InputList inputs = HashFiles(std::move(files.entries), options.jobs, stop);
  summary.ignored_files = inputs.ignored;
  for (const auto& [kind, count] : inputs.skipped) {
    summary.skipped_entries[kind] += count;
  }
  for (const auto& [kind, count] : summary.skipped_entries) {
    if (kind.starts_with("unreadable ")) summary.unreadable_entries += count;
  }
  return inputs;
}

RunKey KeyOf(const RunOptions& options, const InputRoots& roots,
             VersionId version) {
  return {.inputs = roots.All(),
          .mode = options.mode,
          .kind = options.kind,
          .rule = std::string(RuleName(options.classify)),
          .user = options.user,
          .version = version};
}

Session::Session(const RunEnvironment& environment, const RunOptions& options,
                 RunObserver& observer, const InputRoots& roots)
    : environment_(environment),
      options_(options),
      observer_(observer),
      roots_(roots),
      cpu_start_(CpuSecondsWithChildren()),
      start_(std::chrono::steady_clock::now()),
      worker_settings_(SettingsOf(options)),
      dispatcher_(DispatchOf(options), [this] { return AskToStop(); }),
      results_(static_cast<std::size_t>(options.jobs) * 2) {}

Result<RunSummary> Session::Go() {
  if (std::optional<StopReason> reason = AskToStop()) {
    return Stopped(*std::move(reason));
  }
  RESCAN_TRY(Open());
  const Result<bool> prepared = Prepare();
  if (!prepared) return tl::unexpected(prepared.error());
  if (!*prepared) {
    return Stopped(AskToStop().value_or(
        StopReason{RunEnd::kInterrupted, "stopped while planning", {}}));
  }
  RESCAN_TRY(StartWorkers());
  RESCAN_TRY(Begin());
  Work();
  FinishVectors();
  End();
  return std::move(summary_);
}

Status Session::Open() {
  std::error_code error;
  std::filesystem::create_directories(options_.workspace, error);
  if (error) {
    return Fail(ErrorCode::kIo, "workspace " +
                                    PathForDisplay(options_.workspace) + ": " +
                                    error.message());
  }
  Result<RunLock> lock = RunLock::Acquire(options_.workspace);
  if (!lock) return tl::unexpected(std::move(lock.error()));
  lock_ = std::move(*lock);
  Result<std::unique_ptr<RecordStore>> store =
      RecordStore::Open(options_.workspace, StoreMode::kCreate, options_.store);
  if (!store) return tl::unexpected(std::move(store.error()));
  store_ = std::move(*store);
  store_->UseBankHolidays(options_.bank_holidays);
  const Result<std::optional<RunInfo>> last = store_->LatestRun();
  if (!last) return tl::unexpected(last.error());
  // Still "running" under our lock: it died, perhaps with the machine, and
  // damage would show only where it happens to be touched.
  if (*last && (*last)->state == RunState::kRunning) {
    RESCAN_TRY(store_->Verify());
  }
  const Result<VersionId> version = store_->RegisterVersion(options_.version);
  if (!version) return tl::unexpected(version.error());
  key_ = KeyOf(options_, roots_, *version);
  return {};
}

Result<bool> Session::Prepare() {
  EndedItems ended;
  if (!options_.fresh) {
    Result<std::optional<RunInfo>> found = store_->FindUnfinished(key_);
    if (!found) return tl::unexpected(std::move(found.error()));
    unfinished_ = *std::move(found);
  }
  if (unfinished_) {
    Result<EndedItems> items = store_->EndedItems(unfinished_->id);
    if (!items) return tl::unexpected(std::move(items.error()));
    ended = *std::move(items);
    const Result<RunCounts> counts = store_->CountRun(unfinished_->id);
    if (!counts) return tl::unexpected(counts.error());
    summary_.run = unfinished_->id;
    summary_.counts = *counts;
    summary_.resumed = true;
  }
  const StopCheck stop = [this] { return AskToStop().has_value(); };
  InputList inputs = CollectInputs(options_, roots_, observer_, stop, summary_);
  if (inputs.stopped) return false;
  Result<Plan> plan =
      MakePlan(store_.get(), options_, ended, std::move(inputs.items), stop);
  if (!plan) return tl::unexpected(std::move(plan.error()));
  plan_ = *std::move(plan);
  return !plan_.stopped;
}

Status Session::StartWorkers() {
  const bool any_to_read = std::find(plan_.links.begin(), plan_.links.end(),
                                     false) != plan_.links.end();
  if (!any_to_read) return {};
  pool_.emplace(environment_.make_lane, options_.isolation, worker_settings_,
                dispatcher_, results_);
  Status first = pool_->StartFirst();
  if (first) return {};
  Error error = std::move(first.error());
  // Of other sorts it would pass for an error of the inputs or the store.
  if (error.code != ErrorCode::kMissingData &&
      error.code != ErrorCode::kInvalidArgument) {
    error.code = ErrorCode::kInternal;
  }
  return tl::unexpected(std::move(error));
}

Status Session::AbandonUnfinished() {
  for (;;) {
    const Result<std::optional<RunInfo>> old = store_->FindUnfinished(key_);
    if (!old) return tl::unexpected(old.error());
    if (!*old) return {};
    RESCAN_TRY(store_->EndRun((*old)->id, RunState::kAbandoned,
                              "started over (--fresh)"));
  }
}

Status Session::Begin() {
  if (unfinished_) {
    RESCAN_TRY(store_->ResumeRun(summary_.run));
  } else {
    RESCAN_TRY(AbandonUnfinished());
    const Result<RunId> run = store_->BeginRun(key_);
    if (!run) return tl::unexpected(run.error());
    summary_.run = *run;
  }
  Result<std::vector<RunItem>> pending = store_->SetPlan(
      summary_.run, plan_.items, plan_.unchanged, plan_.failed_earlier);
  if (!pending) return tl::unexpected(std::move(pending.error()));
  const Result<RunCounts> counts = store_->CountRun(summary_.run);
  if (!counts) return tl::unexpected(counts.error());
  if (counts->inputs != plan_.inputs + plan_.gone) {
    return Fail(ErrorCode::kInternal,
                "the records count " + std::to_string(counts->inputs) +
                    " inputs where " +
                    std::to_string(plan_.inputs + plan_.gone) + " were found");
  }
  const Result<std::optional<RunInfo>> info = store_->FindRun(summary_.run);
  if (!info) return tl::unexpected(info.error());

  Divide(*std::move(pending));
  const auto now = std::chrono::steady_clock::now();
  recorder_.emplace(*store_, observer_, summary_.run, *counts, now);
  if (options_.index) {
    vectors_.emplace(options_, observer_);
    vectors_->Begin(summary_.run);
  }
  monitor_.emplace(options_, observer_, dispatcher_, *recorder_, signals_,
                   info->value_or(RunInfo{}), total_, environment_.stall_clock);
  observer_.OnPlanned(*counts, total_, summary_.resumed);
  return {};
}

void Session::Divide(std::vector<RunItem> pending) {
  if (options_.limit &&
      static_cast<std::int64_t>(pending.size()) > *options_.limit) {
    pending.resize(static_cast<std::size_t>(*options_.limit));
  }
  total_ = static_cast<std::int64_t>(pending.size());
  std::vector<RunItem> to_read;
  std::size_t planned = 0;
  for (RunItem& item : pending) {
    // Both are in the order of the plan, which may hold more.
    while (plan_.items[planned].path != item.path) ++planned;
    (plan_.links[planned] ? links_ : to_read).push_back(std::move(item));
  }
  plan_ = Plan();
  jobs_ = GroupByContent(std::move(to_read));
}

void Session::Work() {
  LinkAll();
  if (!pool_) return;
  const std::size_t lanes = std::min(static_cast<std::size_t>(options_.jobs),
                                     std::max<std::size_t>(jobs_.size(), 1));
  dispatcher_.Open(std::exchange(jobs_, {}));
  pool_->StartUpTo(lanes);
  while (!results_.Exhausted()) {
    if (const std::optional<Completed> done = results_.PopFor(kTick)) {
      Handle(*done);
    }
    monitor_->Tick(&*pool_);
  }
  pool_.reset();
}

void Session::LinkAll() {
  for (const RunItem& item : links_) {
    if (std::optional<StopReason> reason = AskToStop()) {
      dispatcher_.Stop(*std::move(reason));
    }
    if (dispatcher_.reason()) return;
    if (Status linked = recorder_->RecordLink(item); !linked) {
      FailStore(std::move(linked.error()));
    }
    monitor_->Tick(nullptr);
  }
}

void Session::Handle(const Completed& done) {
  // Once a write has failed no other is tried: what is not recorded stays
  // pending.
  const std::optional<StopReason> reason = dispatcher_.reason();
  if (reason && reason->end == RunEnd::kStoreFailed) return;
  Status recorded = recorder_->Record(done, std::chrono::steady_clock::now());
  if (recorded) {
    if (vectors_ && done.final) vectors_->Recorded(done.outcome);
    return;
  }
  FailStore(std::move(recorded.error()));
  pool_->Cancel();
}

void Session::FinishVectors() {
  const std::optional<StopReason> reason = dispatcher_.reason();
  if (!vectors_ || (reason && reason->end == RunEnd::kStoreFailed)) return;
  vectors_->Finish(reason.has_value(),
                   [this] { return AskToStop().has_value(); });
}

void Session::FailStore(Error error) {
  std::string message =
      "stopped: the records cannot be written: " + error.message;
  dispatcher_.Stop(
      {RunEnd::kStoreFailed, std::move(message), std::move(error)});
}

void Session::End() {
  StopReason reason = dispatcher_.reason().value_or(StopReason{});
  const Result<RunCounts> counted = store_->CountRun(summary_.run);
  const RunCounts counts = counted.value_or(recorder_->counts());
  const bool limited = options_.limit && recorder_->processed() >= total_;
  if (reason.end == RunEnd::kDone && counts.pending > 0 && !limited) {
    reason.end = RunEnd::kWorkersFailed;
    reason.message = "stopped: images were left without an outcome";
    reason.error = {ErrorCode::kInternal, reason.message};
  }
  const RunState state =
      counts.pending == 0 ? RunState::kFinished : StateAfter(reason.end);
  const std::string stop_reason = state == RunState::kFinished ? ""
                                  : reason.end == RunEnd::kDone
                                      ? "limit"
                                      : reason.message;
  if (Status ended = store_->EndRun(summary_.run, state, stop_reason);
      !ended && reason.end != RunEnd::kStoreFailed) {
    reason = {
        RunEnd::kStoreFailed,
        "stopped: the records cannot be written: " + ended.error().message,
        ended.error()};
  }
  recorder_->Fill(summary_);
  if (vectors_) summary_.index = vectors_->summary();
  summary_.counts = counts;
  summary_.end = reason.end;
  summary_.stop_message = std::move(reason.message);
  summary_.error = std::move(reason.error);
  summary_.elapsed_seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start_)
          .count();
  if (summary_.elapsed_seconds > 0) {
    summary_.images_per_minute = static_cast<double>(summary_.processed_now) *
                                 60 / summary_.elapsed_seconds;
  }
  summary_.supervisor_peak_rss_bytes = PeakRssBytes();
  monitor_->Report();
  monitor_->WriteNow(state, stop_reason);
  // The workers have ended: Work destroys them.
  summary_.cpu_seconds = CpuSecondsWithChildren() - cpu_start_;
}

RunSummary Session::Stopped(StopReason reason) const {
  RunSummary summary = summary_;
  summary.end = reason.end;
  summary.stop_message = std::move(reason.message);
  summary.elapsed_seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start_)
          .count();
  summary.supervisor_peak_rss_bytes = PeakRssBytes();
  return summary;
}

std::optional<StopReason> Session::AskToStop() const {
  if (std::optional<StopReason> reason = ReasonOfSignal(signals_)) {
    return reason;
  }
  if (const auto file = FindStopFile(options_.stop_files)) {
    return StopReason{RunEnd::kStopFile, StopFileMessage(*file), {}};
  }
  return std::nullopt;
}

}  // namespace rescan
