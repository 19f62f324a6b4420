// Sessions that end early, and those that go on from there.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <set>
#include <string>
#include <vector>

#include "engine/records/run_lock.h"
#include "tests/engine/records/record_samples.h"
#include "tests/engine/run/run_fixture.h"

namespace rescan::testing {
namespace {

using Paths = std::vector<std::string>;

// Lets a session end by its stop file when `path` begins.
void StopAt(FakeWorld& world, const RunOptions& options,
            const std::string& path) {
  world.on_begin = [&options, path](const std::string& begun) {
    if (begun == path) WriteFileBytes(options.stop_files[0], "");
  };
}

TEST_F(RunTest, AStoppedRunIsResumedWithoutBeingAsked) {
  PutMany(10);
  StopAt(world_, options_, In("ok-003.png"));
  const RunSummary first = Run();
  EXPECT_EQ(first.end, RunEnd::kStopFile);
  EXPECT_EQ(first.counts.done, 4);
  EXPECT_EQ(first.counts.pending, 6);
  EXPECT_EQ(StateOf(first.run), RunState::kStopped);
  EXPECT_EQ(first.stop_message, "stopped by the stop file " +
                                    options_.stop_files[0] +
                                    "; remove it to go on");
  world_.on_begin = nullptr;
  unlink(options_.stop_files[0].c_str());
  const RunSummary second = Run();
  EXPECT_EQ(second.run, first.run);
  EXPECT_TRUE(second.resumed);
  EXPECT_EQ(second.counts.done, 10);
  EXPECT_EQ(second.processed_now, 6);
  EXPECT_EQ(world_.Begun().size(), 10u);
}

TEST_F(RunTest, ALeftoverStopFileStopsAtOnce) {
  PutMany(2);
  Run();
  Put("new.png", "ok new");
  WriteFileBytes(options_.stop_files[0], "");
  const RunSummary summary = Run();
  EXPECT_EQ(summary.end, RunEnd::kStopFile);
  EXPECT_NE(summary.stop_message.find(options_.stop_files[0]),
            std::string::npos);
  EXPECT_EQ(world_.Begun().size(), 2u);
}

struct ModeWork {
  RunMode mode;
  std::int64_t work;
};

class ResumeModeTest : public RunTest,
                       public ::testing::WithParamInterface<ModeWork> {};

TEST_P(ResumeModeTest, ImagesOfTheRunAreNotDoneTwice) {
  PutMany(6);
  for (const char* name : {"bad1.png", "bad2.png", "bad3.png"}) {
    Put(name, std::string("fail ") + name);
  }
  Run();
  const std::size_t before = world_.Begun().size();
  options_.mode = GetParam().mode;
  if (options_.mode == RunMode::kOutdated)
    options_.version = FakeVersion("2.0");
  for (const char* name : {"new1.png", "new2.png"}) {
    Put(name, std::string("ok ") + name);
  }
  options_.limit = 2;
  RunSummary summary = Run();
  const RunId run = summary.run;
  EXPECT_EQ(summary.counts.pending, GetParam().work - 2);
  while (summary.counts.pending > 0) {
    summary = Run();
    ASSERT_EQ(summary.run, run);
    ASSERT_GT(summary.processed_now, 0);
  }
  EXPECT_EQ(static_cast<std::int64_t>(world_.Begun().size() - before),
            GetParam().work);
}

INSTANTIATE_TEST_SUITE_P(Modes, ResumeModeTest,
                         ::testing::Values(ModeWork{RunMode::kMissing, 2},
                                           ModeWork{RunMode::kOutdated, 11},
                                           ModeWork{RunMode::kFailed, 3},
                                           ModeWork{RunMode::kAll, 11}),
                         [](const auto& row) {
                           return std::string(RunModeName(row.param.mode));
                         });

TEST_F(RunTest, AFileThatChangedBetweenSessionsIsReadAgain) {
  PutMany(4);
  options_.mode = RunMode::kAll;
  options_.limit = 2;
  Run();
  Put("ok-000.png", "ok changed");
  options_.limit.reset();
  const RunSummary summary = Run();
  EXPECT_TRUE(summary.resumed);
  EXPECT_EQ(summary.counts.inputs, 4);
  EXPECT_EQ(summary.counts.done, 4);
  EXPECT_EQ(summary.processed_now, 3);
  // What the earlier bytes gave stays, before what the new ones did.
  const std::vector<std::string> records = Records();
  ASSERT_EQ(records.size(), 5u);
  EXPECT_NE(records[0].find("superseded"), std::string::npos);
  EXPECT_NE(records[1].find("[changed]"), std::string::npos);
  EXPECT_NE(records[1].find("current"), std::string::npos);
}

TEST_F(RunTest, InputsMayComeAndGoBetweenSessions) {
  PutMany(6);
  options_.limit = 2;
  Run();
  unlink(In("ok-000.png").c_str());  // done
  unlink(In("ok-004.png").c_str());  // pending
  Put("new.png", "ok new");
  options_.limit.reset();
  const RunSummary summary = Run();
  EXPECT_TRUE(summary.resumed);
  EXPECT_EQ(summary.counts.inputs, 6) << "2 done, 3 pending, 1 new";
  EXPECT_EQ(summary.counts.done, 6);
}

TEST_F(RunTest, FreshAbandonsTheOldRun) {
  PutMany(4);
  options_.mode = RunMode::kAll;
  options_.limit = 1;
  const RunSummary first = Run();
  options_.fresh = true;
  options_.limit.reset();
  const RunSummary second = Run();
  EXPECT_FALSE(second.resumed);
  EXPECT_NE(second.run, first.run);
  EXPECT_EQ(second.processed_now, 4);
  EXPECT_EQ(StateOf(first.run), RunState::kAbandoned);
}

TEST_F(RunTest, OtherInputsAreAnotherRun) {
  PutMany(4);
  options_.limit = 1;
  const RunSummary first = Run();
  options_.inputs = {In("ok-003.png")};
  const RunSummary second = Run();
  EXPECT_FALSE(second.resumed);
  EXPECT_NE(second.run, first.run);
}

TEST_F(RunTest, AnImageThatKillsItsWorkerIsTriedOnceMoreAloneAfterTheRest) {
  options_.jobs = 4;
  PutMany(20);
  Put("a-once.png", "kill 1 mended");
  Put("b-twice.png", "kill 9 never");
  const RunSummary summary = Run();
  EXPECT_EQ(summary.counts.done, 21);
  EXPECT_EQ(summary.counts.failed, 1);
  EXPECT_FALSE(world_.RetriedInCompany());
  EXPECT_EQ(watcher_.attempts.size(), 2u);
  const Paths begun = world_.Begun();
  ASSERT_EQ(begun.size(), 24u);
  EXPECT_EQ(std::set<std::string>(begun.end() - 2, begun.end()),
            (std::set<std::string>{In("a-once.png"), In("b-twice.png")}));
  EXPECT_EQ(Failures(), (Paths{In("a-once.png") + " CRASH_ERROR 1",
                               In("b-twice.png") + " CRASH_ERROR 1",
                               In("b-twice.png") + " CRASH_ERROR 2"}));
}

TEST_F(RunTest, AKillIsRememberedOverSessions) {
  PutMany(5);
  Put("a-kills.png", "kill 9 never");
  Put("a-mends.png", "kill 1 mended");
  StopAt(world_, options_, In("ok-001.png"));
  const RunSummary first = Run();
  ASSERT_EQ(first.counts.pending, 5);
  ASSERT_EQ(watcher_.attempts.size(), 2u);
  world_.on_begin = nullptr;
  unlink(options_.stop_files[0].c_str());
  const RunSummary second = Run();
  EXPECT_EQ(second.counts.done, 6);
  EXPECT_EQ(second.counts.failed, 1);
  EXPECT_TRUE(watcher_.attempts.empty()) << "straight to the last attempt";
  EXPECT_EQ(world_.Begun().back(), In("a-mends.png"));
  EXPECT_EQ(Failures().size(), 3u);
}

TEST_F(RunTest, CopiesWaitForTheSecondAttempt) {
  for (const char* name : {"a.png", "b.png"}) Put(name, "kill 1 mended");
  const RunSummary summary = Run();
  EXPECT_EQ(summary.counts.done, 2);
  EXPECT_EQ(summary.counts.duplicates, 1);
  EXPECT_EQ(world_.Begun().size(), 2u);
}

// A table that a run with nothing to do never looks at.
void DamageAnIdleTable(const std::string& database) {
  const auto page =
      static_cast<std::size_t>(SqlNumber(database,
                                         "SELECT rootpage FROM sqlite_schema"
                                         " WHERE name = 'content_warnings'"));
  std::string bytes = ReadFileBytes(database);
  bytes.replace((page - 1) * 4096, 64, std::string(64, '\xff'));
  WriteFileBytes(database, bytes);
}

TEST_F(RunTest, AfterARunThatDiedTheDatabaseIsVerified) {
  PutMany(2);
  Run();
  const std::string database = Workspace() + "/rescan.db";
  DamageAnIdleTable(database);
  // A run that ended well costs the next one nothing.
  Run();
  Sql(database, "UPDATE runs SET state = 'running'");
  const Error error = RunError();
  EXPECT_EQ(error.code, ErrorCode::kCorruption);
  EXPECT_NE(error.message.find("rescan.db"), std::string::npos);
  EXPECT_NE(error.message.find("damaged"), std::string::npos) << error.message;
}

TEST_F(RunTest, OneRunAtATimeInAWorkspace) {
  PutMany(1);
  Run();
  {
    const Result<RunLock> lock = RunLock::Acquire(Workspace());
    ASSERT_TRUE(lock);
    EXPECT_EQ(RunError().code, ErrorCode::kLocked);
  }
  EXPECT_EQ(Run().end, RunEnd::kDone);
}

// Runs a session in a child process that SIGKILL ends: when the n-th image
// begins, or right after the n-th has been recorded. False when the run came
// to its end before.
bool SessionKilledAt(RunOptions options, int n, bool when_begun) {
  const pid_t child = fork();
  if (child == 0) {
    FakeWorld world;
    Watcher watcher;
    std::atomic<int> seen{0};
    const auto count = [&](const std::string&) {
      if (++seen == n) kill(getpid(), SIGKILL);
    };
    (when_begun ? world.on_begin : watcher.on_image) = count;
    const Result<RunSummary> summary =
        RunImagesIn({.make_lane = world.Factory()}, options, watcher);
    _exit(summary && summary->counts.pending == 0 ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  if (WIFSIGNALED(status)) {
    EXPECT_EQ(WTERMSIG(status), SIGKILL);
    return true;
  }
  EXPECT_EQ(WEXITSTATUS(status), 0);
  return false;
}

TEST_F(RunTest, KilledAtAnyMomentTheRecordsEndUpTheSame) {
  PutMany(24);
  for (const char* name : {"copy-1.png", "copy-2.png"}) Put(name, "ok text 3");
  for (const char* name : {"same-1.png", "same-2.png"}) Put(name, "ok same");
  Put("bad.png", "fail x");
  Put("bad-copy.png", "fail x");
  Put("never.png", "kill 9 never");
  options_.jobs = 3;
  Run();
  const Paths expected = Records();
  const Paths expected_failures = Failures();

  for (int round = 0; round < 4; ++round) {
    options_.workspace = folder_ / ("ws" + std::to_string(round));
    int kills = 0;
    while (SessionKilledAt(options_, 1 + (kills * 3 + round) % 7,
                           (kills + round) % 2 == 0)) {
      ++kills;
      ASSERT_LT(kills, 200);
    }
    EXPECT_GT(kills, 3);
    EXPECT_EQ(RecordsIn(options_.workspace), expected) << kills << " kills";
    const Paths failures = FailuresIn(options_.workspace);
    EXPECT_EQ(failures, expected_failures) << kills << " kills";
  }
}

}  // namespace
}  // namespace rescan::testing
