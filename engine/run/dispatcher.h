#ifndef RESCAN_ENGINE_RUN_DISPATCHER_H_
#define RESCAN_ENGINE_RUN_DISPATCHER_H_

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/records/outcome.h"
#include "engine/run/breaker.h"
#include "engine/run/plan.h"
#include "engine/run/run.h"
#include "kernels/base/result.h"

namespace rescan {

// Why no further image is started.
struct StopReason {
  RunEnd end = RunEnd::kDone;
  std::string message;
  Error error;  // for kStoreFailed and kWorkersFailed
};

// What is left of a job when its image has ended, for the records.
struct Completed {
  Job job;  // followers share the outcome
  Outcome outcome;
  bool final = true;  // false: it will be tried once more, alone
};

// Decides which image is started when. Lanes take jobs and hand them back;
// before every image the reasons to stop are asked. Thread-safe.
//
// An image that kills its worker is set aside and tried once more after all
// others, with no other image running; so is one of which the records know
// that it killed a worker before. The breaker counts its first attempt; how the
// second one ends does not matter to it. With a pause between batches, the next
// batch starts only `delay` after the last image of this one ended.
class Dispatcher {
 public:
  using Clock = std::chrono::steady_clock;
  struct Settings {
    std::size_t lanes = 1;
    int batch_size = 10;
    std::chrono::milliseconds delay{0};
    CircuitBreaker::Limits breaker;
  };
  // Called before every image and during pauses, under the dispatcher's lock
  // and so on one thread at a time.
  using StopQuestion = std::function<std::optional<StopReason>()>;

  Dispatcher(const Settings& settings, StopQuestion ask);

  // Lets the lanes begin. Call once.
  void Open(std::vector<Job> jobs);

  // The next job of lane number `lane`; waits while none may start. None =
  // nothing is left to do, or the run stops.
  [[nodiscard]] std::optional<Job> Take(std::size_t lane);
  // Says what the outcome of a job means. The lane counts as busy until
  // Free(): hand the answer on before, so that no other attempt at the image
  // can overtake it.
  [[nodiscard]] Completed Settle(Job job, Outcome outcome);
  // The lane is done with its job, or has given it up.
  void Free(std::size_t lane);

  // No image is started any more; those running go on. The first reason
  // stays.
  void Stop(StopReason reason);
  // Asks for reasons to stop if lanes are pausing and so do not ask. True
  // while they pause.
  bool CheckPause();
  [[nodiscard]] std::optional<StopReason> reason() const;

  // Images being read, with seconds since they began.
  [[nodiscard]] std::vector<std::pair<std::string, double>> Running() const;

 private:
  struct Image {
    std::string path;
    Clock::time_point since;
    bool alone = false;
  };
  [[nodiscard]] bool Exhausted() const;
  [[nodiscard]] bool MayStart() const;
  Job Start(std::size_t lane);
  void CountForBreaker(const Job& job, const Outcome& outcome);
  void SetReason(StopReason reason);

  const Settings settings_;
  const StopQuestion ask_;

  mutable std::mutex mu_;
  std::condition_variable changed_;
  // All below: guarded by mu_.
  CircuitBreaker breaker_;
  bool open_ = false;
  std::deque<Job> jobs_;
  std::deque<Job> alone_;  // set aside: to be tried with nothing else running
  std::vector<std::optional<Image>> running_;  // by lane
  std::size_t running_count_ = 0;
  int started_in_batch_ = 0;
  std::optional<Clock::time_point> pause_until_;
  std::optional<StopReason> reason_;
};

}  // namespace rescan

#endif  // RESCAN_ENGINE_RUN_DISPATCHER_H_
