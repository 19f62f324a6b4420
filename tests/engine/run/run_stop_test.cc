// What stops a run, and how.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "engine/run/progress_file.h"
#include "tests/engine/run/run_fixture.h"

namespace rescan::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using Paths = std::vector<std::string>;
using Clock = std::chrono::steady_clock;

// To the whole process, as a terminal or `kill` sends it.
void Send(int signal) { ::kill(getpid(), signal); }

TEST_F(RunTest, TenFailuresInARowStopTheRunAndNineDoNot) {
  options_.max_consecutive_failures = 10;
  for (int i = 0; i < 9; ++i) {
    Put(fmt::format("a{}.png", i), fmt::format("fail bad {}", i));
  }
  Put("b.png", "ok x");
  EXPECT_EQ(Run().end, RunEnd::kDone);

  for (int i = 0; i < 10; ++i) {
    Put(fmt::format("c{}.png", i), i < 8
                                       ? fmt::format("fail cut off{:{}}", "", i)
                                       : fmt::format("io x{}", i));
  }
  Put("d.png", "ok y");
  const RunSummary summary = Run();
  EXPECT_EQ(summary.end, RunEnd::kBreaker);
  EXPECT_EQ(summary.counts.pending, 1);
  EXPECT_EQ(summary.counts.failed - summary.counts.failed_earlier, 10);
  EXPECT_NE(summary.stop_message.find(
                "stopped by the circuit breaker: 10 consecutive failures "
                "(limit 10); most common cause: DECODE_ERROR (8 of 10)"),
            std::string::npos)
      << summary.stop_message;
  EXPECT_EQ(StateOf(summary.run), RunState::kBroken);
  // The failures of that session do not count in the next.
  EXPECT_EQ(Run().end, RunEnd::kDone);
}

TEST_F(RunTest, MoreThanHalfOfTwentyStopTheRunAndHalfDoesNot) {
  options_.failure_window = 20;
  for (int i = 0; i < 20; ++i) {
    Put(fmt::format("{:02}.png", i),
        fmt::format("{} {}", i % 2 == 0 ? "ok" : "fail", i));
  }
  Put("20.png", "ok last");
  EXPECT_EQ(Run().end, RunEnd::kDone);
  options_.mode = RunMode::kAll;
  Put("06.png", "fail too");
  const RunSummary summary = Run();
  EXPECT_EQ(summary.end, RunEnd::kBreaker);
  EXPECT_EQ(summary.counts.pending, 1);
  EXPECT_NE(summary.stop_message.find("11 of the last 20 images failed"),
            std::string::npos)
      << summary.stop_message;
}

TEST_F(RunTest, NoNewRowsForTheLimitStopTheRun) {
  Put("a.png", "ok x");
  Put("b.png", "block y");
  Put("c.png", "ok z");
  EachLookTakes(seconds(9));
  options_.stall_limit = minutes(2);
  options_.time_limit = seconds(1);
  const RunSummary summary = Run();
  EXPECT_EQ(summary.end, RunEnd::kStall);
  EXPECT_EQ(summary.counts.done, 1);
  EXPECT_EQ(summary.counts.pending, 2) << "what hung stays pending";
  EXPECT_NE(summary.stop_message.find("no new rows for 2"), std::string::npos)
      << summary.stop_message;
  ASSERT_EQ(watcher_.warnings.size(), 1u);
  EXPECT_NE(watcher_.warnings[0].find("the run stops at 2"), std::string::npos);
  EXPECT_EQ(StateOf(summary.run), RunState::kBroken);
}

TEST_F(RunTest, AnImageThatTakesTheTimeItMayIsNoStall) {
  Put("a.png", "block x");
  EachLookTakes(seconds(9));
  options_.stall_limit = minutes(1);
  options_.time_limit = minutes(4);
  const RunSummary summary = Run();
  EXPECT_EQ(summary.end, RunEnd::kStall);
  EXPECT_NE(summary.stop_message.find("(limit 5)"), std::string::npos)
      << summary.stop_message;
}

TEST_F(RunTest, KillersAndTheirRetriesAreNewRows) {
  for (int i = 0; i < 60; ++i) {
    Put(fmt::format("{:02}.png", i), fmt::format("kill 9 {}", i));
  }
  std::atomic<int> begun{0};
  world_.on_begin = [&](const std::string&) { ++begun; };
  stall_clock_ = [&] { return Clock::time_point(seconds(9 * begun)); };
  options_.stall_limit = minutes(2);
  options_.time_limit = seconds(1);
  const RunSummary summary = Run();
  EXPECT_EQ(summary.end, RunEnd::kDone) << summary.stop_message;
  EXPECT_EQ(summary.counts.failed, 60);
}

TEST_F(RunTest, LinksAreNewRows) {
  Put("a.png", "ok x");
  Run();
  for (int i = 0; i < 60; ++i) Put(fmt::format("b{:02}.png", i), "ok x");
  EachLookTakes(seconds(9));
  options_.stall_limit = minutes(2);
  options_.time_limit = seconds(1);
  const RunSummary summary = Run();
  EXPECT_EQ(summary.end, RunEnd::kDone) << summary.stop_message;
  EXPECT_EQ(summary.counts.duplicates, 60);
}

TEST_F(RunTest, ScatteredKillersDoNotStopTheRunAndTenInARowDo) {
  options_.max_consecutive_failures = 10;
  for (int i = 0; i < 112; ++i) {
    const bool kills = i % 9 == 0 && i < 108;
    Put(fmt::format("a{:03}.png", i),
        fmt::format("{} {}", kills ? "kill 9" : "ok", i));
  }
  const RunSummary scattered = Run();
  EXPECT_EQ(scattered.end, RunEnd::kDone) << scattered.stop_message;
  EXPECT_EQ(scattered.counts.done, 100);
  EXPECT_EQ(scattered.counts.failed, 12);

  for (int i = 0; i < 10; ++i) {
    Put(fmt::format("b{}.png", i), fmt::format("kill 1 mends {}", i));
  }
  Put("c.png", "ok last");
  const RunSummary in_a_row = Run();
  EXPECT_EQ(in_a_row.end, RunEnd::kBreaker);
  EXPECT_EQ(in_a_row.counts.pending, 11);
}

TEST_F(RunTest, AFailureThatTheRecordsRefuseIsAWarning) {
  PutMany(1);
  Run();
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open((Workspace() + "/rescan.db").c_str(), &db), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(db,
                         "CREATE TRIGGER refuse BEFORE INSERT ON failures"
                         " BEGIN SELECT RAISE(ABORT, 'not today'); END",
                         nullptr, nullptr, nullptr),
            SQLITE_OK);
  sqlite3_close(db);
  Put("bad.png", "fail x");
  EXPECT_EQ(Run().counts.failed, 1);
  ASSERT_EQ(watcher_.warnings.size(), 1u);
  EXPECT_NE(watcher_.warnings[0].find("not today"), std::string::npos);
}

TEST_F(RunTest, AnotherRuleIsAnotherRun) {
  PutMany(3);
  options_.limit = 1;
  const RunSummary first = Run();
  options_.classify = ClassifyMode::kPixels;
  EXPECT_NE(Run().run, first.run);
  EXPECT_EQ(Run().run, first.run + 1);
}

TEST_F(RunTest, AStopWhilePlanningShowsTheRunThatWaits) {
  PutMany(3);
  options_.limit = 1;
  const RunSummary first = Run();
  // The store asks for the time as it is opened: before the plan.
  options_.store.now = [&] {
    WriteFileBytes(options_.stop_files[0], "");
    return std::chrono::system_clock::now();
  };
  const Result<RunSummary> summary =
      RunImagesIn(Environment(), options_, watcher_);
  ASSERT_TRUE(summary);
  EXPECT_EQ(summary->end, RunEnd::kStopFile);
  EXPECT_EQ(summary->run, first.run);
  EXPECT_EQ(summary->counts.done, 1);
  EXPECT_EQ(summary->counts.pending, 2);
  EXPECT_EQ(summary->processed_now, 0);
}

TEST_F(RunTest, AStopBeforeTheStoreIsOpenShowsNoRun) {
  PutMany(3);
  WriteFileBytes(options_.stop_files.emplace_back(folder_ / "STOP"), "");
  const RunSummary summary = Run();
  EXPECT_EQ(summary.end, RunEnd::kStopFile);
  EXPECT_EQ(summary.run, 0);
}

struct SignalCase {
  const char* name;
  int signal;
  RunEnd end;
};

class SignalTest : public RunTest,
                   public ::testing::WithParamInterface<SignalCase> {};

TEST_P(SignalTest, TheFirstLetsTheRunningImagesEnd) {
  PutMany(20);
  // On the thread that takes the signals, so that each comes at once.
  watcher_.on_image = [&](const std::string& path) {
    if (path == In("ok-002.png")) Send(GetParam().signal);
  };
  const RunSummary summary = Run();
  EXPECT_EQ(summary.end, GetParam().end);
  EXPECT_GE(summary.counts.done, 3);
  EXPECT_LT(summary.counts.done, 20);
  EXPECT_EQ(static_cast<std::int64_t>(world_.Begun().size()),
            summary.counts.done)
      << "what was begun was finished";
  EXPECT_EQ(StateOf(summary.run), RunState::kStopped);
  watcher_.on_image = nullptr;
  EXPECT_EQ(Run().counts.done, 20);
}

TEST_P(SignalTest, TheSecondGivesThemUp) {
  options_.jobs = 2;
  Put("a.png", "block x");
  Put("b.png", "block y");
  Put("c.png", "ok z");
  watcher_.on_progress = [&] {
    if (world_.Begun().size() < 2) return;
    Send(GetParam().signal);
    Send(SIGINT);
  };
  const RunSummary summary = Run();
  EXPECT_EQ(summary.end, GetParam().end) << "the first decides";
  EXPECT_EQ(summary.counts.pending, 3);
  EXPECT_TRUE(Failures().empty()) << "given up is not failed";
}

INSTANTIATE_TEST_SUITE_P(
    Signals, SignalTest,
    ::testing::Values(SignalCase{"Int", SIGINT, RunEnd::kInterrupted},
                      SignalCase{"Term", SIGTERM, RunEnd::kTerminated}),
    [](const auto& row) { return std::string(row.param.name); });

TEST_F(RunTest, Usr1ReportsWhatIsRunning) {
  Put("a.png", "block x");
  world_.on_begin = [](const std::string&) { Send(SIGUSR1); };
  watcher_.on_progress = [&] {
    if (watcher_.running_reports == 0) return;
    Send(SIGINT);
    Send(SIGINT);
  };
  Run();
  EXPECT_EQ(watcher_.running_reports, 1);
  ASSERT_EQ(watcher_.running.size(), 1u);
  EXPECT_EQ(watcher_.running[0].first, In("a.png"));
  EXPECT_GE(watcher_.running[0].second, 0);
}

TEST_F(RunTest, ASignalWhileWorkersStartBeginsNoImage) {
  PutMany(3);
  const LaneFactory make_lane = world_.Factory();
  const Result<RunSummary> summary = RunImagesIn(
      {.make_lane =
           [&](Isolation isolation, const WorkerSettings& settings) {
             Send(SIGTERM);
             return make_lane(isolation, settings);
           }},
      options_, watcher_);
  ASSERT_TRUE(summary);
  EXPECT_EQ(summary->end, RunEnd::kTerminated);
  EXPECT_EQ(summary->counts.pending, 3);
  EXPECT_TRUE(world_.Begun().empty());
}

TEST_F(RunTest, WithoutAnyWorkerNothingIsBegun) {
  PutMany(2);
  world_.no_lanes = Error{ErrorCode::kMissingData, "eng.traineddata"};
  const Error error = RunError();
  EXPECT_EQ(error.code, ErrorCode::kMissingData);
  world_.no_lanes = Error{ErrorCode::kIo, "posix_spawn: too many processes"};
  EXPECT_EQ(RunError().code, ErrorCode::kInternal) << "not the store's fault";
  EXPECT_FALSE(Store()->LatestRun()->has_value());
}

TEST_F(RunTest, ALaneThatBreaksStopsTheRun) {
  PutMany(5);
  world_.broken_lane_path = In("ok-002.png");
  const RunSummary summary = Run();
  EXPECT_EQ(summary.end, RunEnd::kWorkersFailed);
  EXPECT_EQ(summary.error.code, ErrorCode::kInternal);
  EXPECT_EQ(summary.counts.done, 2);
  EXPECT_EQ(summary.counts.pending, 3);
  EXPECT_EQ(StateOf(summary.run), RunState::kBroken);
}

TEST_F(RunTest, AFullStoreStopsTheRunAndSpaceLetsItGoOn) {
  for (int i = 0; i < 40; ++i) {
    Put(fmt::format("a{}.png", i), fmt::format("ok {:x>20000}", i));
  }
  options_.jobs = 2;
  options_.store.max_pages = 100;
  const RunSummary full = Run();
  EXPECT_EQ(full.end, RunEnd::kStoreFailed);
  EXPECT_EQ(full.error.code, ErrorCode::kStorageFull);
  EXPECT_GT(full.counts.done, 0);
  EXPECT_GT(full.counts.pending, 0);
  EXPECT_EQ(full.counts.failed, 0) << "no image is to blame";
  EXPECT_TRUE(Store()->Verify());
  options_.store.max_pages = 0;
  const RunSummary summary = Run();
  EXPECT_EQ(summary.run, full.run);
  EXPECT_EQ(summary.counts.done, 40);
  EXPECT_EQ(summary.processed_now, full.counts.pending);
}

TEST_F(RunTest, WhereverTheStoreFillsUpTheRecordsEndUpTheSame) {
  for (int i = 0; i < 12; ++i) {
    Put(fmt::format("a{}.png", i), fmt::format("ok {:x>9000}", i));
  }
  Put("copy.png", fmt::format("ok {:x>9000}", 3));
  Put("bad.png", "fail x");
  Put("never.png", "kill 9 y");
  Run();
  const Paths expected = Records(), expected_failures = Failures();
  int full = 0, finished = 0;
  for (std::int64_t pages = 1; finished < 3; pages += 3) {
    ASSERT_LT(pages, 1000);
    FakeWorld world;  // in which never.png has not killed anything yet
    make_lane_ = world.Factory();
    options_.workspace = folder_ / fmt::format("ws-{}", pages);
    options_.store.max_pages = pages;
    const Result<RunSummary> limited =
        RunImagesIn(Environment(), options_, watcher_);
    const bool done = limited && limited->end == RunEnd::kDone;
    (done ? finished : full) += 1;
    if (!done) {
      const Error& error = limited ? limited->error : limited.error();
      EXPECT_EQ(error.code, ErrorCode::kStorageFull) << error.message;
    }
    options_.store.max_pages = 0;
    const Result<RunSummary> rest =
        RunImagesIn(Environment(), options_, watcher_);
    ASSERT_TRUE(rest) << pages << " pages: " << rest.error().message;
    ExpectAddsUp(rest->counts);
    EXPECT_EQ(rest->counts.pending, 0);
    EXPECT_EQ(RecordsIn(options_.workspace), expected) << pages << " pages";
    EXPECT_EQ(FailuresIn(options_.workspace), expected_failures)
        << pages << " pages";
    EXPECT_TRUE(StoreIn(options_.workspace)->Verify());
  }
  EXPECT_GT(full, 10);
}

TEST_F(RunTest, JobsRunAtOnceButNeverMore) {
  PutMany(30);
  options_.jobs = 3;
  std::atomic<int> here{0};
  // The first three wait for one another, so they must run at once.
  world_.on_begin = [&](const std::string&) {
    ++here;
    while (here < 3) std::this_thread::yield();
  };
  Run();
  EXPECT_EQ(world_.MostAtOnce(), 3);
  EXPECT_EQ(world_.LanesMade(), 3);
}

TEST_F(RunTest, NoMoreLanesThanImages) {
  PutMany(2);
  options_.jobs = 8;
  Run();
  EXPECT_LE(world_.LanesMade(), 2);
}

TEST_F(RunTest, APauseSeparatesBatchesAndNoneFollowsTheLast) {
  PutMany(6);
  options_.jobs = 2;
  options_.batch_size = 2;
  options_.delay = milliseconds(150);
  std::mutex mu;
  std::vector<Clock::time_point> begun;
  world_.on_begin = [&](const std::string&) {
    const std::lock_guard lock(mu);
    begun.push_back(Clock::now());
  };
  const RunSummary summary = Run();
  EXPECT_EQ(summary.counts.done, 6);
  ASSERT_EQ(begun.size(), 6u);
  EXPECT_GE(begun[2] - begun[1], options_.delay);
  EXPECT_GE(begun[4] - begun[3], options_.delay);
  // Two pauses, not three.
  EXPECT_GE(summary.elapsed_seconds, 0.3);
}

TEST_F(RunTest, AStopFileEndsAPause) {
  PutMany(4);
  options_.batch_size = 2;
  options_.delay = std::chrono::hours(1);
  watcher_.on_progress = [&] {
    if (watcher_.images.size() == 2) WriteFileBytes(options_.stop_files[0], "");
  };
  const RunSummary summary = Run();
  EXPECT_EQ(summary.end, RunEnd::kStopFile);
  EXPECT_EQ(summary.counts.pending, 2);
}

TEST_F(RunTest, ASignalEndsAPauseAndAPauseIsNoStall) {
  PutMany(4);
  options_.batch_size = 2;
  options_.delay = std::chrono::hours(1);
  EachLookTakes(seconds(9));
  options_.stall_limit = minutes(2);
  options_.time_limit = seconds(1);
  watcher_.on_progress = [&] {
    if (looks_ > 40) Send(SIGINT);
  };
  const RunSummary summary = Run();
  EXPECT_EQ(summary.end, RunEnd::kInterrupted);
  EXPECT_EQ(summary.counts.pending, 2);
}

TEST_F(RunTest, TheProgressFileFollowsTheRunAndSaysHowItEnded) {
  PutMany(7);
  Put("bad.png", "fail x");
  options_.batch_size = 2;
  std::vector<std::int64_t> seen;
  watcher_.on_image = [&](const std::string&) {
    const Result<Progress> progress = ReadProgress(Workspace());
    if (!progress) return;
    ExpectAddsUp(progress->counts);
    EXPECT_EQ(progress->state, "running");
    EXPECT_EQ(progress->process_id, getpid());
    seen.push_back(progress->counts.done + progress->counts.failed);
  };
  const RunSummary summary = Run();
  EXPECT_GE(seen.back(), 6) << "written after each batch";
  const Result<Progress> last = ReadProgress(Workspace());
  ASSERT_TRUE(last);
  EXPECT_EQ(last->run, summary.run);
  EXPECT_EQ(last->state, "finished");
  EXPECT_EQ(last->counts.done, 7);
  EXPECT_EQ(last->counts.failed, 1);
  EXPECT_EQ(last->session_processed, 8);
  EXPECT_TRUE(last->running.empty());
  EXPECT_FALSE(last->started_at.empty());
  EXPECT_GE(last->session_started_at, last->started_at);
}

TEST_F(RunTest, AProgressFileThatCannotBeWrittenIsOnlyAWarning) {
  PutMany(3);
  mkdir(Workspace().c_str(), 0755);
  mkdir((Workspace() + "/progress.json.tmp").c_str(), 0755);
  const RunSummary summary = Run();
  EXPECT_EQ(summary.end, RunEnd::kDone);
  EXPECT_EQ(summary.counts.done, 3);
  EXPECT_EQ(watcher_.warnings.size(), 1u);
}

TEST_F(RunTest, ADatabaseThatIsNoneIsAnError) {
  PutMany(1);
  mkdir(Workspace().c_str(), 0755);
  WriteFileBytes(Workspace() + "/rescan.db", std::string(9000, 'x'));
  EXPECT_EQ(RunError().code, ErrorCode::kCorruption);
  options_.dry_run = true;
  EXPECT_EQ(RunError().code, ErrorCode::kCorruption);
}

}  // namespace
}  // namespace rescan::testing
