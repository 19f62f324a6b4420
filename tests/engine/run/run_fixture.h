#ifndef RESCAN_TESTS_ENGINE_RUN_RUN_FIXTURE_H_
#define RESCAN_TESTS_ENGINE_RUN_RUN_FIXTURE_H_

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/records/store.h"
#include "engine/run/run.h"
#include "engine/run/supervisor.h"
#include "tests/engine/run/fake_lane.h"
#include "tests/support/subprocess.h"

namespace rescan::testing {

// Keeps what it is told and checks that the counts add up each time.
class Watcher : public RunObserver {
 public:
  void OnPlanned(const RunCounts& counts, std::int64_t total,
                 bool resumed) override;
  void OnWouldProcess(std::int64_t n, const std::string& path) override;
  void OnImage(const std::string& path, const Outcome& outcome,
               bool final) override;
  void OnDuplicate(const std::string& path) override;
  void OnProgress(const RunCounts& counts, double images_per_minute,
                  double eta_seconds) override;
  void OnWarning(const std::string& message) override;
  void OnRunning(
      const std::vector<std::pair<std::string, double>>& running) override;

  // Called after the rest, on the same thread.
  std::function<void(const std::string& path)> on_image;
  std::function<void()> on_progress;

  std::optional<RunCounts> planned;
  std::int64_t total = -1;
  std::vector<std::string> would, images, attempts, duplicates, warnings;
  std::vector<std::pair<std::string, double>> running;
  int running_reports = 0;
};

// inputs == done + failed + unchanged + pending, and what is part of what.
void ExpectAddsUp(const RunCounts& counts);

[[nodiscard]] std::unique_ptr<RecordStore> StoreIn(
    const std::string& workspace);
// Every image: path, status, first copy, text, version; one line each.
[[nodiscard]] std::vector<std::string> RecordsIn(const std::string& workspace);
// Every failure row: path, type, attempt; sorted.
[[nodiscard]] std::vector<std::string> FailuresIn(const std::string& workspace);

// A folder of fake images, a workspace beside it, and runs over them.
class RunTest : public ::testing::Test {
 protected:
  RunTest();

  // Writes in/NAME with a fake image. Returns its path.
  std::string Put(const std::string& name, const std::string& order) const;
  // `count` images ok-000 ... that read as their number.
  void PutMany(int count) const;
  [[nodiscard]] std::string In(const std::string& name) const {
    return folder_ / ("in/" + name);
  }
  [[nodiscard]] std::string Workspace() const { return folder_ / "ws"; }

  // Runs with options_ in world_, and checks what must hold after any run.
  RunSummary Run();
  [[nodiscard]] RunEnvironment Environment();
  // The same where the run must not begin.
  Error RunError();
  // Lets the stall guard's time go by with each look at its clock.
  void EachLookTakes(std::chrono::seconds time);

  [[nodiscard]] std::unique_ptr<RecordStore> Store() const {
    return StoreIn(Workspace());
  }
  [[nodiscard]] std::vector<std::string> Records() const {
    return RecordsIn(Workspace());
  }
  [[nodiscard]] std::vector<std::string> Failures() const {
    return FailuresIn(Workspace());
  }
  [[nodiscard]] RunState StateOf(RunId run) const;

  TemporaryFolder folder_;
  RunOptions options_;
  FakeWorld world_;
  LaneFactory make_lane_;  // empty = that of world_
  Watcher watcher_;
  std::function<std::chrono::steady_clock::time_point()> stall_clock_ = [] {
    return std::chrono::steady_clock::now();
  };
  // Looks at the stall clock, once EachLookTakes was called.
  std::atomic<int> looks_{0};
};

[[nodiscard]] OcrVersion FakeVersion(const std::string& number);

}  // namespace rescan::testing

#endif  // RESCAN_TESTS_ENGINE_RUN_RUN_FIXTURE_H_
