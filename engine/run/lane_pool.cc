#include "engine/run/lane_pool.h"

#include <optional>
#include <utility>

#include "engine/run/signals.h"

namespace rescan {

LanePool::LanePool(LaneFactory make_lane, Isolation isolation,
                   const WorkerSettings& settings, Dispatcher& dispatcher,
                   BoundedQueue<Completed>& results)
    : make_lane_(std::move(make_lane)),
      isolation_(isolation),
      settings_(settings),
      dispatcher_(dispatcher),
      results_(results) {}

LanePool::~LanePool() {
  if (active_ == 0) return;
  dispatcher_.Stop({RunEnd::kInterrupted, "the run was given up", {}});
  Cancel();
  results_.Close();  // a lane may wait there
}

Status LanePool::StartFirst() {
  std::promise<Status> made;
  std::future<Status> status = made.get_future();
  active_ = 1;
  {
    const SignalBlock block;
    threads_.emplace_back(
        [this, made = std::move(made)]() mutable { Run(0, &made); });
  }
  Status first = status.get();
  if (!first) threads_.clear();  // joins
  return first;
}

void LanePool::StartUpTo(std::size_t count) {
  const SignalBlock block;
  const std::size_t begin = threads_.size();
  if (count > begin) active_ += count - begin;
  for (std::size_t i = begin; i < count; ++i) {
    threads_.emplace_back([this, i] { Run(i, nullptr); });
  }
}

void LanePool::Run(std::size_t number, std::promise<Status>* made) {
  Result<std::unique_ptr<Lane>> lane = make_lane_(isolation_, settings_);
  if (made != nullptr) {
    made->set_value(lane ? Status() : tl::unexpected(lane.error()));
  }
  if (lane) {
    {
      const std::lock_guard lock(mu_);
      lanes_.push_back(lane->get());
      if (cancelled_) (*lane)->Cancel();
    }
    Work(number, **lane);
    const std::lock_guard lock(mu_);
    std::erase(lanes_, lane->get());
  } else if (made == nullptr) {
    StopRun(std::move(lane.error()));
  }
  lane = Fail(ErrorCode::kCancelled, "");  // the lane ends on its own thread
  if (--active_ == 0) results_.Close();
}

void LanePool::Work(std::size_t number, Lane& lane) {
  while (std::optional<Job> job = dispatcher_.Take(number)) {
    Result<WorkerReply> reply = lane.Process(job->item.path);
    if (reply) {
      results_.Push(
          dispatcher_.Settle(*std::move(job), std::move(reply->outcome)));
    } else if (reply.error().code != ErrorCode::kCancelled) {
      StopRun(std::move(reply.error()));
    }
    dispatcher_.Free(number);
    // A lane that was told to give up would give up every further image.
    if (!reply) return;
  }
}

void LanePool::StopRun(Error error) {
  std::string message = "stopped: no worker can be started: " + error.message;
  dispatcher_.Stop(
      {RunEnd::kWorkersFailed, std::move(message), std::move(error)});
}

void LanePool::Cancel() {
  const std::lock_guard lock(mu_);
  cancelled_ = true;
  for (Lane* lane : lanes_) lane->Cancel();
}

}  // namespace rescan
