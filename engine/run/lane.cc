#include "engine/run/lane.h"

#include <signal.h>

#include <atomic>
#include <string>
#include <utility>

#include "engine/image/input_file.h"
#include "engine/run/lane_process.h"

namespace rescan {
namespace {

class ThreadLane final : public Lane {
 public:
  explicit ThreadLane(const WorkerSettings& settings) : settings_(settings) {}

  Result<WorkerReply> Process(const std::string& path) override {
    if (cancelled_) return tl::unexpected(CancelledError());
    const auto file = OpenRegularFile(path);
    if (!file.has_value()) return UnopenedReply(file.error());
    RESCAN_TRY(EnsureWorker());
    WorkerReply reply = worker_->Process(*file, path, &cancelled_);
    if (cancelled_) return tl::unexpected(CancelledError());
    return reply;
  }

  void Cancel() override { cancelled_ = true; }

  [[nodiscard]] Status EnsureWorker() {
    if (worker_ != nullptr && !worker_->tainted()) return {};
    // The old one's memory is given back before the new one takes its own.
    worker_.reset();
    auto worker = Worker::Create(settings_);
    if (!worker.has_value()) return tl::unexpected(worker.error());
    worker_ = *std::move(worker);
    return {};
  }

 private:
  const WorkerSettings settings_;
  std::atomic<bool> cancelled_{false};
  std::unique_ptr<Worker> worker_;
};

// A parent that ignores SIGCHLD, which a program inherits from whoever
// started it, is not told how its children end.
void HearOfChildren() {
  struct sigaction action {};
  if (sigaction(SIGCHLD, nullptr, &action) == 0 &&
      action.sa_handler == SIG_IGN) {
    signal(SIGCHLD, SIG_DFL);
  }
}

}  // namespace

Result<std::unique_ptr<Lane>> MakeLane(Isolation isolation,
                                       const WorkerSettings& settings) {
  if (isolation == Isolation::kProcess) {
    HearOfChildren();
    return MakeProcessLane(settings);
  }
  auto lane = std::make_unique<ThreadLane>(settings);
  RESCAN_TRY(lane->EnsureWorker());
  return std::unique_ptr<Lane>(std::move(lane));
}

}  // namespace rescan
