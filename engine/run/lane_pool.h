#ifndef RESCAN_ENGINE_RUN_LANE_POOL_H_
#define RESCAN_ENGINE_RUN_LANE_POOL_H_

#include <atomic>
#include <cstddef>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "engine/run/bounded_queue.h"
#include "engine/run/dispatcher.h"
#include "engine/run/lane.h"
#include "kernels/base/result.h"

namespace rescan {

// One thread a lane: each makes its lane, takes jobs from the dispatcher and
// hands what became of them to the results. The last lane to leave closes the
// results. Called from one thread.
class LanePool {
 public:
  // All references must outlive the pool.
  LanePool(LaneFactory make_lane, Isolation isolation,
           const WorkerSettings& settings, Dispatcher& dispatcher,
           BoundedQueue<Completed>& results);
  // Joins. Lanes at work are stopped, what they are at is given up.
  ~LanePool();
  LanePool(const LanePool&) = delete;
  LanePool& operator=(const LanePool&) = delete;

  // Starts the first lane and waits until it is made; its error if it cannot
  // be. No thread is left then.
  [[nodiscard]] Status StartFirst();
  // Starts lanes up to `count`. One that cannot be made stops the run.
  void StartUpTo(std::size_t count);
  // Gives up all running images. May be called more than once.
  void Cancel();

 private:
  void Run(std::size_t number, std::promise<Status>* made);
  void Work(std::size_t number, Lane& lane);
  void StopRun(Error error);

  const LaneFactory make_lane_;
  const Isolation isolation_;
  const WorkerSettings& settings_;
  Dispatcher& dispatcher_;
  BoundedQueue<Completed>& results_;

  std::mutex mu_;
  std::vector<Lane*> lanes_;  // alive; guarded by mu_
  bool cancelled_ = false;    // guarded by mu_

  std::atomic<std::size_t> active_{0};
  std::vector<std::jthread> threads_;
};

}  // namespace rescan

#endif  // RESCAN_ENGINE_RUN_LANE_POOL_H_
