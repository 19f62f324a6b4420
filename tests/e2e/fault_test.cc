// Faults of the machine and of workers: crashes, hangs, full disks, damaged
// databases, kills. Through the program, and through its build with fault
// hooks where a fault has to be made.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <thread>

#include "tests/e2e/run_calls.h"
#include "tests/support/test_images.h"

namespace rescan::testing {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using ::testing::AnyOf;
using ::testing::HasSubstr;

class FaultTest : public ::testing::Test {
 protected:
  FaultTest() : in_(folder_ / "in"), workspace_(folder_ / "workspace") {
    fs::create_directory(in_);
  }

  void PutPages(int count) {
    for (int i = 0; i < count; ++i) {
      WriteFileBytes(in_ + "/" + std::to_string(1000 + i) + ".png",
                     TextPage("PAGE " + std::to_string(1000 + i), ".png"));
    }
  }

  // `fault` is done to the image whose name holds "victim"; the others must
  // be read, and the victim must fail twice with `type`.
  void ExpectVictimFails(const std::string& fault, const std::string& type,
                         const std::vector<std::string>& args,
                         const std::string& message) {
    PutPages(5);
    WriteFileBytes(in_ + "/1002-victim.png", TextPage("VICTIM", ".png"));
    const ProcessResult result =
        RunRescan(workspace_, {in_},
                  {.args = args,
                   .env = {{"RESCAN_TEST_FAULT", fault + ":victim"}},
                   .faulty = true});
    EXPECT_EQ(result.exit_code, 3) << result.err;
    EXPECT_EQ(CountsOf(result), (Counts{.inputs = 6, .done = 5, .failed = 1}));
    const auto failures = Failures(workspace_);
    ASSERT_EQ(failures.size(), 2u) << "one row an attempt, two attempts";
    for (const auto& failure : failures) {
      EXPECT_EQ(failure["FailureType"], type);
      EXPECT_THAT(failure["ErrorMessage"].get<std::string>(),
                  HasSubstr(message));
    }
    // Without the fault the image is fine, and nothing else is done again.
    const ProcessResult retry =
        Rescan({.args = {"failures", "retry", "--workspace", workspace_}});
    EXPECT_EQ(retry.exit_code, 0) << retry.err;
    EXPECT_EQ(CountsOf(RunRescan(workspace_, {in_})),
              (Counts{.inputs = 6, .unchanged = 6}));
  }

  TemporaryFolder folder_;
  std::string in_;
  std::string workspace_;
};

TEST_F(FaultTest, WorkerKilled) {
  ExpectVictimFails("kill", "CRASH_ERROR", {}, "SIGKILL");
}

TEST_F(FaultTest, WorkerCrashes) {
  ExpectVictimFails("segv", "CRASH_ERROR", {}, "SIGSEGV");
}

TEST_F(FaultTest, WorkerHangs) {
  ExpectVictimFails("hang", "TIMEOUT_ERROR", {"--timeout", "2"}, "2 s");
}

TEST_F(FaultTest, WorkerAllocatesWithoutEnd) {
  ExpectVictimFails("alloc", "LIMIT_ERROR", {"--memory-limit", "600"}, "600");
}

TEST_F(FaultTest, FullDiskStopsTheRunAndSpaceResumesIt) {
  const std::string empty = folder_ / "empty";
  ASSERT_EQ(RunRescan(empty, {in_}).exit_code, 0);
  PutPages(30);
  const std::string undisturbed = folder_ / "undisturbed";
  ASSERT_EQ(RunRescan(undisturbed, {in_}).exit_code, 0);
  // Room for about half of the pages.
  const auto room = (fs::file_size(empty + "/rescan.db") +
                     fs::file_size(undisturbed + "/rescan.db")) /
                    2 / 4096;

  const ProcessResult full =
      RunRescan(workspace_, {in_},
                {.args = {"--jobs", "2"},
                 .env = {{"RESCAN_TEST_MAX_PAGES", std::to_string(room)}},
                 .faulty = true});
  EXPECT_EQ(full.exit_code, 4) << full.err;
  EXPECT_THAT(full.err, HasSubstr("full"));
  EXPECT_GT(CountsOf(full).pending, 0);
  const ProcessResult resumed = RunRescan(workspace_, {in_});
  EXPECT_EQ(resumed.exit_code, 0) << resumed.err;
  EXPECT_EQ(CountsOf(resumed), (Counts{.inputs = 30, .done = 30}));
  EXPECT_EQ(ExportAll(workspace_), ExportAll(undisturbed));
}

TEST_F(FaultTest, DamagedAndNewerDatabases) {
  PutPages(2);
  ASSERT_EQ(RunRescan(workspace_, {in_}).exit_code, 0);
  const std::string database = workspace_ + "/rescan.db";
  const std::string good = ReadFileBytes(database);

  std::string newer = good;
  newer[63] = 99;  // user_version, big-endian, at bytes 60-63
  WriteFileBytes(database, newer);
  const ProcessResult from_newer = RunRescan(workspace_, {in_});
  EXPECT_EQ(from_newer.exit_code, 12) << from_newer.err;
  EXPECT_THAT(from_newer.err, HasSubstr("newer"));
  EXPECT_EQ(ReadFileBytes(database), newer) << "was changed";

  WriteFileBytes(database,
                 "this is not a database, not at all, "
                 "whatever its name says");
  const ProcessResult garbage = RunRescan(workspace_, {in_});
  EXPECT_EQ(garbage.exit_code, 12) << garbage.err;
  EXPECT_THAT(garbage.err, HasSubstr("rescan.db"));

  WriteFileBytes(database, good.substr(0, good.size() / 2));
  const ProcessResult cut = RunRescan(workspace_, {in_});
  EXPECT_EQ(cut.exit_code, 12) << cut.err;
}

// Permissions do not bind root, who therefore calls a copy of the program as
// another user.
TEST_F(FaultTest, ReadOnlyDatabase) {
  PutPages(1);
  ASSERT_EQ(RunRescan(workspace_, {in_}).exit_code, 0);
  PutPages(2);
  const std::string database = ReadFileBytes(workspace_ + "/rescan.db");
  SubprocessOptions options =
      OptionsFor({.args = {"run", in_, "--workspace", workspace_}});
  if (geteuid() == 0) {
    if (!fs::exists("/usr/bin/setpriv")) {
      GTEST_SKIP() << "root may write every file, and setpriv is not here";
    }
    const std::string program = folder_ / "rescan";
    fs::copy_file(RESCAN_PROGRAM, program);
    fs::copy(RESCAN_SOURCE_DIR "/data", folder_ / "data",
             fs::copy_options::recursive);
    fs::permissions(folder_.path(), fs::perms::all);
    options.program = "/usr/bin/setpriv";
    options.args.insert(
        options.args.begin(),
        {"--reuid", "65534", "--regid", "65534", "--clear-groups", program});
    options.env["RESCAN_DATA"] = folder_ / "data";
  }
  const auto readable =
      fs::perms::owner_read | fs::perms::group_read | fs::perms::others_read;
  const auto enterable = readable | fs::perms::owner_exec |
                         fs::perms::group_exec | fs::perms::others_exec;
  fs::permissions(workspace_ + "/rescan.db", readable);
  fs::permissions(workspace_ + "/run.lock",
                  readable | fs::perms::owner_write | fs::perms::others_write);
  fs::permissions(workspace_, enterable);
  const ProcessResult result = RunProcess(options);
  fs::permissions(workspace_, fs::perms::all);
  EXPECT_EQ(result.exit_code, 12) << result.err;
  EXPECT_THAT(result.err, HasSubstr("rescan.db"));
  EXPECT_EQ(ReadFileBytes(workspace_ + "/rescan.db"), database);
}

TEST_F(FaultTest, SecondRunIsLockedOutWhileTheFirstLives) {
  PutPages(3);
  WriteFileBytes(in_ + "/victim.png", TextPage("VICTIM", ".png"));
  Call hang = {.args = {"run", in_, "--workspace", workspace_},
               .env = {{"RESCAN_TEST_FAULT", "hang:victim"}},
               .faulty = true};
  Subprocess first = Subprocess::Start(OptionsFor(hang));
  ASSERT_TRUE(first.WaitUntil(
      [&] { return fs::exists(workspace_ + "/progress.json"); }, 30s));
  const ProcessResult second = RunRescan(workspace_, {in_});
  EXPECT_EQ(second.exit_code, 11) << second.err;
  EXPECT_THAT(second.err, HasSubstr(std::to_string(first.pid())));
  first.Signal(SIGKILL);
  (void)first.Wait();
  // The dead owner's lock is taken over.
  const ProcessResult third = RunRescan(workspace_, {in_});
  EXPECT_EQ(third.exit_code, 0) << third.err;
}

TEST_F(FaultTest, SignalsDrainThenCancel) {
  PutPages(4);
  WriteFileBytes(in_ + "/1001-victim.png", TextPage("VICTIM", ".png"));
  for (const auto& [signal, exit_code] :
       {std::pair{SIGINT, 130}, std::pair{SIGTERM, 143}}) {
    const std::string workspace = workspace_ + std::to_string(signal);
    Subprocess run = Subprocess::Start(
        OptionsFor({.args = {"run", in_, "--workspace", workspace, "--json",
                             "--jobs", "1"},
                    .env = {{"RESCAN_TEST_FAULT", "hang:victim"}},
                    .faulty = true}));
    ASSERT_TRUE(run.WaitUntil(
        [&] {
          return run.Out().find("\"event\":\"image\"") != std::string::npos;
        },
        30s));
    run.Signal(signal);
    EXPECT_FALSE(run.WaitUntil([&] { return run.Ended(); }, 1s))
        << "the running image is awaited";
    run.Signal(signal);
    const ProcessResult result = run.Wait(10s);
    EXPECT_EQ(result.exit_code, exit_code) << result.err;
    const Counts counts = CountsOf(result);
    EXPECT_EQ(counts.inputs, 5);
    EXPECT_GE(counts.done, 1);
    EXPECT_GE(counts.pending, 1);
    EXPECT_EQ(counts.failed, 0) << "given up is not failed";
    // Nothing that was done is done again.
    const ProcessResult resumed = RunRescan(workspace, {in_});
    EXPECT_EQ(resumed.exit_code, 0) << resumed.err;
    EXPECT_EQ(SummaryOf(resumed)["processed_now"], counts.pending);
  }
}

TEST_F(FaultTest, StopFileStopsAndARunWithoutItGoesOn) {
  PutPages(6);
  const std::string stop = folder_ / "please-stop";
  WriteFileBytes(stop, "");
  const ProcessResult stopped =
      RunRescan(workspace_, {in_}, {.args = {"--stop-file", stop}});
  EXPECT_EQ(stopped.exit_code, 5) << stopped.err;
  EXPECT_THAT(stopped.err, HasSubstr(stop));
  EXPECT_EQ(SummaryOf(stopped)["processed_now"], 0);
  fs::remove(stop);
  const ProcessResult resumed =
      RunRescan(workspace_, {in_}, {.args = {"--stop-file", stop}});
  EXPECT_EQ(resumed.exit_code, 0) << resumed.err;
  EXPECT_EQ(CountsOf(resumed), (Counts{.inputs = 6, .done = 6}));
}

TEST_F(FaultTest, BreakerStopsAtTenInARowAndNamesTheCause) {
  for (int i = 0; i < 30; ++i) {
    WriteFileBytes(in_ + "/bad" + std::to_string(i) + ".png", "not an image");
  }
  // Equal bytes would be one image; make each its own.
  for (int i = 0; i < 30; ++i) {
    WriteFileBytes(in_ + "/bad" + std::to_string(i) + ".png",
                   "not an image " + std::to_string(i));
  }
  const ProcessResult result =
      RunRescan(workspace_, {in_}, {.args = {"--jobs", "1"}});
  EXPECT_EQ(result.exit_code, 4) << result.err;
  EXPECT_EQ(CountsOf(result),
            (Counts{.inputs = 30, .failed = 10, .pending = 20}));
  EXPECT_THAT(result.err, HasSubstr("10 consecutive failures"));
  EXPECT_THAT(result.err, HasSubstr("DECODE_ERROR"));
}

TEST_F(FaultTest, KilledAtRandomMomentsAndResumedEqualsUndisturbed) {
  PutPages(40);
  const std::string undisturbed = folder_ / "undisturbed";
  ASSERT_EQ(RunRescan(undisturbed, {in_}).exit_code, 0);
  constexpr std::uint32_t kSeed = 3;
  std::mt19937 random(kSeed);
  int killed = 0;
  for (int i = 0; i < 12; ++i) {
    Subprocess run = Subprocess::Start(
        OptionsFor({.args = {"run", in_, "--workspace", workspace_}}));
    std::this_thread::sleep_for(std::chrono::milliseconds(random() % 500));
    run.Signal(SIGKILL);
    killed += run.Wait().signal == SIGKILL ? 1 : 0;
  }
  EXPECT_GT(killed, 0);
  ASSERT_EQ(RunRescan(workspace_, {in_}).exit_code, 0);
  EXPECT_EQ(ExportAll(workspace_), ExportAll(undisturbed)) << "seed " << kSeed;
}

TEST_F(FaultTest, OrderAndJobsDoNotChangeAnyRow) {
  PutPages(12);
  std::string expected;
  for (const char* jobs : {"1", "2", "3"}) {
    for (const char* isolation : {"process", "thread"}) {
      const std::string workspace = workspace_ + jobs + isolation;
      ASSERT_EQ(RunRescan(workspace, {in_},
                          {.args = {"--jobs", jobs, "--isolation", isolation}})
                    .exit_code,
                0);
      const std::string exported = ExportAll(workspace);
      if (expected.empty()) expected = exported;
      EXPECT_EQ(exported, expected) << jobs << " jobs, " << isolation;
    }
  }
}

}  // namespace
}  // namespace rescan::testing
