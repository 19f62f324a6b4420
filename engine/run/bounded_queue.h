#ifndef RESCAN_ENGINE_RUN_BOUNDED_QUEUE_H_
#define RESCAN_ENGINE_RUN_BOUNDED_QUEUE_H_

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace rescan {

// Hands values from several threads to one, holding at most `capacity` (>= 1)
// of them: the memory bound of a run. Thread-safe.
template <class T>
class BoundedQueue {
 public:
  explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) {}

  // Waits while the queue is full. After Close() the value is dropped.
  void Push(T value) {
    std::unique_lock lock(mu_);
    not_full_.wait(lock, [&] { return closed_ || values_.size() < capacity_; });
    if (closed_) return;
    values_.push_back(std::move(value));
    not_empty_.notify_one();
  }

  // The oldest value; none after `timeout` without one, or at once when the
  // queue is closed and empty.
  std::optional<T> PopFor(std::chrono::milliseconds timeout) {
    std::unique_lock lock(mu_);
    not_empty_.wait_for(lock, timeout,
                        [&] { return closed_ || !values_.empty(); });
    if (values_.empty()) return std::nullopt;
    std::optional<T> value(std::move(values_.front()));
    values_.pop_front();
    not_full_.notify_one();
    return value;
  }

  // Nothing can be added any more; what is there can still be taken.
  void Close() {
    const std::lock_guard lock(mu_);
    closed_ = true;
    not_empty_.notify_all();
    not_full_.notify_all();
  }

  // Closed and empty.
  [[nodiscard]] bool Exhausted() const {
    const std::lock_guard lock(mu_);
    return closed_ && values_.empty();
  }

 private:
  const std::size_t capacity_;
  mutable std::mutex mu_;
  std::condition_variable not_empty_, not_full_;
  std::deque<T> values_;  // guarded by mu_
  bool closed_ = false;   // guarded by mu_
};

}  // namespace rescan

#endif  // RESCAN_ENGINE_RUN_BOUNDED_QUEUE_H_
