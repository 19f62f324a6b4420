// Runs with real workers: child processes that read, die, hang and are killed
// together with their supervisor.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "engine/run/lane.h"
#include "tests/engine/run/lane_fixture.h"
#include "tests/engine/run/run_fixture.h"
#include "tests/support/fault_hooks.h"
#include "tests/support/random.h"
#include "tests/support/test_images.h"

namespace rescan::testing {
namespace {

using std::chrono::milliseconds;
using Paths = std::vector<std::string>;

class RunProcessTest : public RunTest {
 protected:
  RunProcessTest() {
    make_lane_ = MakeLane;
    options_.version = TestSettings().version;
    options_.jobs = 2;
  }
  ~RunProcessTest() override {
    unsetenv(kFaultVariable);
    unsetenv(kFaultOnceVariable);
  }

  void PutPage(const std::string& name, const std::string& text) const {
    WriteFileBytes(In(name), TextPage(text, ".png"));
  }
  void PutPages(int count) const {
    for (int i = 0; i < count; ++i) {
      PutPage(fmt::format("page-{:02}.png", i), fmt::format("PAGE {}", i));
    }
  }
  static void SetFault(const char* fault) { setenv(kFaultVariable, fault, 1); }
};

TEST_F(RunProcessTest, ReadsPagesAndNamesWhatIsNone) {
  PutPages(4);
  const std::string whole = TextPage("CUT", ".png");
  WriteFileBytes(In("cut.png"), whole.substr(0, whole.size() / 2));
  WriteFileBytes(In("empty.png"), "");
  const RunSummary summary = Run();
  EXPECT_EQ(summary.end, RunEnd::kDone);
  EXPECT_EQ(summary.counts.done, 4);
  EXPECT_EQ(summary.failures.at("DECODE_ERROR"), 2);
  EXPECT_NE(Records()[2].find("[PAGE 0]"), std::string::npos) << Records()[2];
  EXPECT_GT(summary.worker_peak_rss_bytes, 0u);
  EXPECT_GT(summary.per_stage.at("recognise").p50, 0);
  double stages = 0;
  for (const auto& [name, seconds] : summary.stage_cpu_seconds) {
    stages += seconds;
  }
  // The workers' start and the supervisor are in it too.
  EXPECT_GT(summary.cpu_seconds, stages);
  EXPECT_EQ(Run().processed_now, 0);
}

TEST_F(RunProcessTest, ImagesThatKillTheirWorkerHarmNoOther) {
  PutPages(4);
  PutPage("dies.png", "DIES");
  PutPage("hangs.png", "HANGS");
  SetFault("segv:dies,hang:hangs");
  options_.time_limit = milliseconds(1500);
  const RunSummary summary = Run();
  EXPECT_EQ(summary.counts.done, 4);
  EXPECT_EQ(summary.counts.failed, 2);
  EXPECT_EQ(Failures(), (Paths{In("dies.png") + " CRASH_ERROR 1",
                               In("dies.png") + " CRASH_ERROR 2",
                               In("hangs.png") + " TIMEOUT_ERROR 1",
                               In("hangs.png") + " TIMEOUT_ERROR 2"}));
}

TEST_F(RunProcessTest, AWorkerKilledFromOutsideCostsNothingButTime) {
  PutPages(4);
  ASSERT_EQ(mkdir((folder_ / "once").c_str(), 0755), 0);
  setenv(kFaultOnceVariable, (folder_ / "once").c_str(), 1);
  SetFault("kill:page-02");
  const RunSummary summary = Run();
  EXPECT_EQ(summary.counts.done, 4);
  EXPECT_EQ(summary.counts.failed, 0);
  EXPECT_EQ(Failures(), (Paths{In("page-02.png") + " CRASH_ERROR 1"}));
}

TEST_F(RunProcessTest, IsolationAndJobsDoNotShowInTheRecords) {
  PutPages(6);
  PutPage("copy.png", "PAGE 1");
  WriteFileBytes(In("text.png"), "no image");
  Paths first;
  for (const Isolation isolation : {Isolation::kThread, Isolation::kProcess}) {
    for (const int jobs : {1, 3}) {
      options_.isolation = isolation;
      options_.jobs = jobs;
      options_.workspace =
          folder_ / fmt::format("ws-{}-{}", static_cast<int>(isolation), jobs);
      const Result<RunSummary> summary =
          RunImagesIn(Environment(), options_, watcher_);
      ASSERT_TRUE(summary) << summary.error().message;
      const Paths records = RecordsIn(options_.workspace);
      if (first.empty()) first = records;
      EXPECT_EQ(records, first) << options_.workspace;
    }
  }
}

TEST_F(RunProcessTest, ASecondSignalEndsWorkersThatHang) {
  PutPage("a.png", "HANGS");
  PutPage("b.png", "WAITS");
  SetFault("hang:a,hang:b");
  watcher_.on_progress = [] {
    if (ChildrenOf(getpid()).size() < 2) return;
    ::kill(getpid(), SIGTERM);
    ::kill(getpid(), SIGTERM);
  };
  const RunSummary summary = Run();
  EXPECT_EQ(summary.end, RunEnd::kTerminated);
  EXPECT_EQ(summary.counts.pending, 2);
  EXPECT_TRUE(ChildrenOf(getpid()).empty());
}

// A whole session in a child process.
pid_t StartSession(const RunEnvironment& environment,
                   const RunOptions& options) {
  const pid_t child = fork();
  if (child != 0) return child;
  RunObserver nobody;
  const Result<RunSummary> summary = RunImagesIn(environment, options, nobody);
  _exit(summary && summary->counts.pending == 0 ? 0 : 1);
}

TEST_F(RunProcessTest, KilledAtAnyInstantTheRecordsEndUpTheSame) {
  PutPages(20);
  PutPage("copy.png", "PAGE 7");
  WriteFileBytes(In("text.png"), "no image");
  Run();
  const Paths expected = Records();
  const Paths expected_failures = Failures();

  options_.workspace = folder_ / "killed";
  std::mt19937 random(support::Seed(20));
  int kills = 0;
  for (;; ++kills) {
    ASSERT_LT(kills, 200) << "no session gets anywhere";
    const pid_t child = StartSession(Environment(), options_);
    // Longer with each kill, so that a slow machine gets somewhere too.
    std::this_thread::sleep_for(milliseconds(
        support::Below(random, 300) + 20 * static_cast<unsigned>(kills)));
    ::kill(child, SIGKILL);
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    if (!WIFSIGNALED(status)) {
      EXPECT_EQ(WEXITSTATUS(status), 0);
      break;
    }
  }
  EXPECT_GT(kills, 0);
  EXPECT_EQ(RecordsIn(options_.workspace), expected) << kills << " kills";
  EXPECT_EQ(FailuresIn(options_.workspace), expected_failures);
  EXPECT_TRUE(StoreIn(options_.workspace)->Verify());
}

}  // namespace
}  // namespace rescan::testing
