#include "engine/run/recorder.h"

#include <algorithm>
#include <string_view>

namespace rescan {

Recorder::Recorder(RecordStore& store, RunObserver& observer, RunId run,
                   const RunCounts& counts, Clock::time_point start)
    : store_(store),
      observer_(observer),
      run_(run),
      counts_(counts),
      rate_(start) {}

Status Recorder::Record(const Completed& done, Clock::time_point now) {
  if (!done.final) {
    RESCAN_TRY(store_.RecordAttempt(run_, done.job.item, done.outcome));
  } else {
    RESCAN_TRY(store_.RecordOutcome(run_, done.job.item, done.job.followers,
                                    done.outcome));
    Count(done);
    ++read_;
    rate_.Add(now, 1 + static_cast<std::int64_t>(done.job.followers.size()));
  }
  CountSeconds(done.outcome.seconds, done.outcome.reading.has_value());
  worker_peak_rss_bytes_ =
      std::max(worker_peak_rss_bytes_, done.outcome.worker_peak_rss_bytes);
  Wrote();
  Tell(done);
  return {};
}

Status Recorder::RecordLink(const RunItem& item) {
  RESCAN_TRY(store_.RecordDuplicate(run_, item));
  Wrote();
  ++counts_.done;
  ++counts_.duplicates;
  --counts_.pending;
  ++processed_;
  observer_.OnDuplicate(item.path);
  return {};
}

void Recorder::Count(const Completed& done) {
  const auto followers = static_cast<std::int64_t>(done.job.followers.size());
  const std::int64_t images = 1 + followers;
  processed_ += images;
  counts_.pending -= images;
  if (done.outcome.failure) {
    counts_.failed += images;
    failures_[std::string(FailureTypeName(done.outcome.failure->type))] +=
        images;
  } else {
    counts_.done += images;
    counts_.duplicates += followers;
    CountSuccess(done.outcome);
  }
}

void Recorder::CountSuccess(const Outcome& outcome) {
  if (outcome.reading) {
    ++classes_[std::string(
        ImageClassName(outcome.reading->classification.image_class))];
  }
  if (outcome.facts) {
    extra_frames_ += std::max(0, outcome.facts->frame_count - 1);
    if (!outcome.facts->warnings.empty()) ++with_warnings_;
  }
}

void Recorder::CountSeconds(const StageSeconds& seconds, bool succeeded) {
  for (std::size_t i = 0; i < kCpuStages.size(); ++i) {
    const double cpu = seconds.*kCpuStages[i].seconds;
    stage_seconds_[i] += cpu;
    if (succeeded) stages_[i].Add(cpu);
  }
  if (succeeded) wall_.Add(seconds.wall);
}

void Recorder::Wrote() {
  ++writes_;
  for (const std::string& warning : store_.TakeWarnings()) {
    observer_.OnWarning(warning);
  }
}

void Recorder::Tell(const Completed& done) {
  observer_.OnImage(done.job.item.path, done.outcome, done.final);
  if (done.job.followers.empty()) return;
  if (!done.outcome.failure) {
    for (const RunItem& follower : done.job.followers) {
      observer_.OnDuplicate(follower.path);
    }
    return;
  }
  Outcome copied = done.outcome;
  copied.seconds = {};  // no time was spent on them
  for (const RunItem& follower : done.job.followers) {
    observer_.OnImage(follower.path, copied, true);
  }
}

void Recorder::Fill(RunSummary& summary) const {
  summary.counts = counts_;
  summary.processed_now = processed_;
  summary.read_now = read_;
  summary.extra_frames = extra_frames_;
  summary.with_warnings = with_warnings_;
  summary.classes = classes_;
  summary.failures = failures_;
  summary.worker_peak_rss_bytes = worker_peak_rss_bytes_;
  summary.per_image = wall_.Summary();
  for (std::size_t i = 0; i < stages_.size(); ++i) {
    const std::string name(kCpuStages[i].name);
    if (wall_.count() > 0) summary.per_stage[name] = stages_[i].Summary();
    summary.stage_cpu_seconds[name] = stage_seconds_[i];
  }
}

}  // namespace rescan
