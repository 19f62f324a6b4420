#include "engine/run/dispatcher.h"

#include <utility>

namespace rescan {
namespace {

// Whether the followers end as their leader did. Not if its bytes were not
// those of the plan, nor if they could not be read at all: that is a matter of
// its path.
bool SharesFate(const Job& job, const Outcome& outcome) {
  if (outcome.failure && outcome.failure->type == FailureType::kIo) {
    return false;
  }
  const bool hashed =
      outcome.facts && outcome.facts->file_sha256 != Sha256Digest{};
  return !hashed || outcome.facts->file_sha256 == job.item.sha256;
}

}  // namespace

Dispatcher::Dispatcher(const Settings& settings, StopQuestion ask)
    : settings_(settings),
      ask_(std::move(ask)),
      breaker_(settings.breaker),
      running_(settings.lanes) {}

void Dispatcher::Open(std::vector<Job> jobs) {
  const std::lock_guard lock(mu_);
  for (Job& job : jobs) {
    (job.item.kills > 0 ? alone_ : jobs_).push_back(std::move(job));
  }
  open_ = true;
  changed_.notify_all();
}

std::optional<Job> Dispatcher::Take(std::size_t lane) {
  std::unique_lock lock(mu_);
  for (;;) {
    if (reason_ || (open_ && Exhausted())) return std::nullopt;
    if (!open_ || !MayStart()) {
      changed_.wait(lock);
      continue;
    }
    if (pause_until_) {
      if (Clock::now() < *pause_until_) {
        changed_.wait_until(lock, *pause_until_);
        continue;
      }
      pause_until_.reset();
      started_in_batch_ = 0;
    }
    if (std::optional<StopReason> reason = ask_()) {
      SetReason(*std::move(reason));
      continue;
    }
    return Start(lane);
  }
}

bool Dispatcher::Exhausted() const {
  // While an image runs, it may yet come back to be tried alone, or free its
  // followers.
  return jobs_.empty() && alone_.empty() && running_count_ == 0;
}

bool Dispatcher::MayStart() const {
  const bool batch_full = settings_.delay.count() > 0 && !pause_until_ &&
                          started_in_batch_ >= settings_.batch_size;
  if (batch_full) return false;  // Free() begins the pause
  if (running_count_ == 0) return !jobs_.empty() || !alone_.empty();
  for (const std::optional<Image>& image : running_) {
    if (image && image->alone) return false;
  }
  return !jobs_.empty();
}

Job Dispatcher::Start(std::size_t lane) {
  const bool alone = jobs_.empty();
  std::deque<Job>& source = alone ? alone_ : jobs_;
  Job job = std::move(source.front());
  source.pop_front();
  running_[lane] = Image{job.item.path, Clock::now(), alone};
  ++running_count_;
  ++started_in_batch_;
  return job;
}

void Dispatcher::Free(std::size_t lane) {
  const std::lock_guard lock(mu_);
  running_[lane].reset();
  --running_count_;
  const bool batch_ended = settings_.delay.count() > 0 &&
                           started_in_batch_ >= settings_.batch_size &&
                           running_count_ == 0 && !Exhausted();
  if (batch_ended) pause_until_ = Clock::now() + settings_.delay;
  changed_.notify_all();
}

Completed Dispatcher::Settle(Job job, Outcome outcome) {
  const std::lock_guard lock(mu_);
  Completed done;
  // Counted where it stands among the others: those set aside come last, one
  // killer after the other, and would open the breaker however scattered.
  if (job.item.kills == 0) CountForBreaker(job, outcome);
  if (outcome.failure && outcome.killed_worker && job.item.kills == 0) {
    done.final = false;
    done.job.item = job.item;
    ++job.item.kills;
    alone_.push_back(std::move(job));
  } else {
    if (!job.followers.empty() && !SharesFate(job, outcome)) {
      for (Job& freed : GroupByContent(std::exchange(job.followers, {}))) {
        jobs_.push_back(std::move(freed));
      }
    }
    done.job = std::move(job);
  }
  done.outcome = std::move(outcome);
  return done;
}

void Dispatcher::CountForBreaker(const Job& job, const Outcome& outcome) {
  if (outcome.failure) {
    breaker_.AddFailure(outcome.failure->type,
                        CauseOf(outcome.failure->message, job.item.path));
  } else {
    breaker_.AddSuccess();
  }
  if (breaker_.open()) SetReason({RunEnd::kBreaker, breaker_.message(), {}});
}

void Dispatcher::Stop(StopReason reason) {
  const std::lock_guard lock(mu_);
  SetReason(std::move(reason));
}

void Dispatcher::SetReason(StopReason reason) {
  if (!reason_) reason_ = std::move(reason);
  changed_.notify_all();
}

bool Dispatcher::CheckPause() {
  const std::lock_guard lock(mu_);
  if (!pause_until_ || reason_) return false;
  if (std::optional<StopReason> reason = ask_()) {
    SetReason(*std::move(reason));
  }
  return true;
}

std::optional<StopReason> Dispatcher::reason() const {
  const std::lock_guard lock(mu_);
  return reason_;
}

std::vector<std::pair<std::string, double>> Dispatcher::Running() const {
  const std::lock_guard lock(mu_);
  const Clock::time_point now = Clock::now();
  std::vector<std::pair<std::string, double>> images;
  for (const std::optional<Image>& image : running_) {
    if (!image) continue;
    images.emplace_back(
        image->path, std::chrono::duration<double>(now - image->since).count());
  }
  return images;
}

}  // namespace rescan
