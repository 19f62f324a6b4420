#include "engine/run/read_many.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <utility>

namespace rescan {
namespace {

class Pool {
 public:
  Pool(const std::vector<std::string>& paths, const ReadManyOptions& options)
      : paths_(paths), options_(options) {}

  ~Pool() {
    Stop(std::nullopt);
    for (std::thread& thread : threads_) thread.join();
  }
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  void Start() {
    const auto jobs = std::min(
        paths_.size(), static_cast<std::size_t>(std::max(1, options_.jobs)));
    for (std::size_t i = 0; i < jobs; ++i) {
      threads_.emplace_back([this] { Work(); });
    }
  }

  // The reply for the next position, in order.
  Result<WorkerReply> Next() {
    std::unique_lock lock(mu_);
    while (true) {
      if (error_) return tl::unexpected(*error_);
      const auto ready = results_.find(emitted_);
      if (ready != results_.end()) {
        WorkerReply reply = std::move(ready->second);
        results_.erase(ready);
        ++emitted_;
        room_.notify_all();
        return reply;
      }
      if (done_.wait_for(lock, std::chrono::milliseconds(50)) ==
              std::cv_status::timeout &&
          options_.stop) {
        lock.unlock();
        if (options_.stop()) {
          Stop(Error{ErrorCode::kCancelled, "stopped on request"});
        }
        lock.lock();
      }
    }
  }

 private:
  void Work() {
    auto lane = options_.make_lane();
    if (!lane.has_value()) return Stop(lane.error());
    if (!Register(lane->get())) return;
    while (const auto position = Take()) {
      auto reply = (*lane)->Process(paths_[*position]);
      if (!reply.has_value()) {
        Stop(reply.error());
        break;
      }
      const std::lock_guard lock(mu_);
      results_.emplace(*position, *std::move(reply));
      done_.notify_one();
    }
    const std::lock_guard lock(mu_);
    lanes_.erase(lane->get());
  }

  bool Register(Lane* lane) {
    const std::lock_guard lock(mu_);
    if (stopped_) return false;
    lanes_.insert(lane);
    return true;
  }

  std::optional<std::size_t> Take() {
    std::unique_lock lock(mu_);
    room_.wait(lock, [this] {
      return stopped_ || taken_ - emitted_ < options_.max_waiting;
    });
    if (stopped_ || taken_ == paths_.size()) return std::nullopt;
    return taken_++;
  }

  // Keeps the first error: cancelled lanes answer with errors of their own.
  void Stop(std::optional<Error> error) {
    const std::lock_guard lock(mu_);
    if (!stopped_) error_ = std::move(error);
    stopped_ = true;
    for (Lane* lane : lanes_) lane->Cancel();
    room_.notify_all();
    done_.notify_all();
  }

  const std::vector<std::string>& paths_;
  const ReadManyOptions& options_;
  std::vector<std::thread> threads_;

  std::mutex mu_;
  std::condition_variable room_;  // a lane may take a path
  std::condition_variable done_;  // a result or an error is there
  // Guarded by mu_.
  std::size_t taken_ = 0;
  std::size_t emitted_ = 0;
  std::map<std::size_t, WorkerReply> results_;
  std::set<Lane*> lanes_;
  bool stopped_ = false;
  std::optional<Error> error_;
};

}  // namespace

Status ReadMany(
    const std::vector<std::string>& paths, const ReadManyOptions& options,
    const std::function<Status(std::size_t, const WorkerReply&)>& emit) {
  Pool pool(paths, options);
  pool.Start();
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const auto reply = pool.Next();
    if (!reply.has_value()) return tl::unexpected(reply.error());
    RESCAN_TRY(emit(i, *reply));
  }
  return {};
}

}  // namespace rescan
