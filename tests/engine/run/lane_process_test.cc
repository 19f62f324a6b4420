// Lanes whose worker is a child process, and all the ways it can fail.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <future>
#include <string>
#include <thread>

#include "kernels/base/sha256.h"
#include "tests/engine/run/lane_fixture.h"
#include "tests/support/fault_hooks.h"
#include "tests/support/subprocess.h"
#include "tests/support/test_images.h"

namespace rescan::testing {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// What an image that its worker did not survive must look like.
struct Death {
  const char* name;
  const char* fault;
  FailureType type;
  const char* code;
  const char* message;

  friend void PrintTo(const Death& death, std::ostream* out) {
    *out << death.name;
  }
};

class WorkerDeathTest : public LaneTest,
                        public ::testing::WithParamInterface<Death> {};

TEST_P(WorkerDeathTest, CostsOneImageAndNothingElse) {
  const Death& death = GetParam();
  if (kSanitized && death.type == FailureType::kLimit) {
    GTEST_SKIP() << "a sanitizer's allocator ends the program by itself";
  }
  SetFault(std::string(death.fault) + ":victim");
  WorkerSettings settings = TestSettings();
  settings.time_limit = 1000ms;
  settings.memory_limit_bytes = std::uint64_t{512} << 20;
  const auto lane = Make(settings);
  ExpectReadsWell(*lane);
  for (int round = 0; round < 2; ++round) {
    const std::string path = Page("victim", "VICTIM");
    const auto reply = lane->Process(path);
    ASSERT_TRUE(reply.has_value()) << reply.error().message;
    const Outcome& outcome = reply->outcome;
    ASSERT_TRUE(outcome.failure.has_value());
    EXPECT_FALSE(outcome.reading.has_value());
    EXPECT_TRUE(outcome.killed_worker);
    EXPECT_EQ(outcome.failure->type, death.type) << outcome.failure->message;
    EXPECT_EQ(outcome.failure->error_code, death.code);
    EXPECT_THAT(outcome.failure->message, HasSubstr(path));
    EXPECT_THAT(outcome.failure->message, HasSubstr(death.message));
    EXPECT_GT(outcome.seconds.wall, 0);
    ASSERT_TRUE(outcome.facts.has_value());
    EXPECT_EQ(outcome.facts->file_size, fs::file_size(path));
    EXPECT_EQ(outcome.facts->file_sha256, Sha256Of(TextPage("VICTIM", ".png")));
    ExpectReadsWell(*lane);
  }
  EXPECT_EQ(ChildrenOf(getpid()).size(), 1u) << "the dead are waited for";
}

constexpr Death kDeaths[] = {
    {"Kill", "kill", FailureType::kCrash, "SIGKILL",
     "SIGKILL (killed, perhaps"},
    {"Segv", "segv", FailureType::kCrash, "SIGSEGV", "died of SIGSEGV"},
    {"Abort", "abort", FailureType::kCrash, "SIGABRT", "died of SIGABRT"},
    {"Exit", "exit", FailureType::kCrash, "Exit0", "exit code 0"},
    {"Hang", "hang", FailureType::kTimeout, "Timeout",
     "not finished after 1 s (--timeout)"},
    {"Stall", "stall", FailureType::kTimeout, "Timeout", "after 1 s"},
    {"Alloc", "alloc", FailureType::kLimit, "Limit",
     "(512 MiB, --memory-limit)"},
    {"Malloc", "malloc", FailureType::kLimit, "Limit",
     "(512 MiB, --memory-limit)"},
    {"Garbage", "garbage", FailureType::kCrash, "BadReply", "no answer"},
    {"Huge", "huge", FailureType::kCrash, "BadReply", "no answer"},
    {"HangUp", "close", FailureType::kCrash, "Gone", "went away"},
};

INSTANTIATE_TEST_SUITE_P(All, WorkerDeathTest, ::testing::ValuesIn(kDeaths),
                         [](const auto& test) {
                           return std::string(test.param.name);
                         });

TEST_F(LaneTest, LastWordsOfADyingWorkerAreKept) {
  SetFault("chatter:victim,abort:victim");
  const auto lane = Make(TestSettings());
  const auto reply = lane->Process(Page("victim", "VICTIM"));
  ASSERT_TRUE(reply.has_value());
  const Failure& failure = *reply->outcome.failure;
  EXPECT_EQ(failure.error_code, "SIGABRT");
  EXPECT_THAT(failure.stack_trace, HasSubstr("the end of the chatter"));
  EXPECT_LE(failure.stack_trace.size(), 4096u);
}

TEST_F(LaneTest, MegabytesOfChatterDoNoHarm) {
  SetFault("chatter:loud");
  const auto lane = Make(TestSettings());
  const auto reply = lane->Process(Page("loud", "LOUD PAGE"));
  ASSERT_TRUE(reply.has_value());
  EXPECT_EQ(TextOf(reply->outcome), "LOUD PAGE");
  ExpectReadsWell(*lane);
}

// What a program that was suspended finds when it goes on.
TEST_F(LaneTest, AnAnswerThatCameInTimeCountsWhenItIsSeenLate) {
  SetFault("slow:late");
  WorkerSettings settings = TestSettings();
  settings.time_limit = 2000ms;
  const auto lane = Make(settings);
  const std::string path = Page("late", "LATE PAGE");
  // Keeps this thread past the deadline, its poll interrupted.
  struct sigaction action {
  }, before{};
  action.sa_handler = [](int) { usleep(3'500'000); };
  sigaction(SIGUSR2, &action, &before);
  std::jthread suspend([lane_thread = pthread_self()] {
    std::this_thread::sleep_for(100ms);
    pthread_kill(lane_thread, SIGUSR2);
  });
  const auto reply = lane->Process(path);
  suspend.join();
  sigaction(SIGUSR2, &before, nullptr);
  ASSERT_TRUE(reply.has_value());
  EXPECT_FALSE(reply->outcome.failure.has_value())
      << reply->outcome.failure->message;
  EXPECT_EQ(TextOf(reply->outcome), "LATE PAGE");
}

TEST_F(LaneTest, AnExceptionCostsTheWorkerButNoCrash) {
  SetFault("throw:victim");
  const auto lane = Make(TestSettings());
  const int before = ChildrenOf(getpid()).at(0);
  const auto reply = lane->Process(Page("victim", "VICTIM"));
  ASSERT_TRUE(reply.has_value());
  EXPECT_EQ(reply->outcome.failure->type, FailureType::kOcr);
  EXPECT_THAT(reply->outcome.failure->message, HasSubstr("by a fault hook"));
  ExpectReadsWell(*lane);
  EXPECT_NE(ChildrenOf(getpid()).at(0), before) << "was not replaced";
}

TEST_F(LaneTest, ThreadsThatAppearStopTheRun) {
  SetFault("threads:victim");
  const auto lane = Make(TestSettings());
  ExpectReadsWell(*lane);
  const auto reply = lane->Process(Page("victim", "VICTIM"));
  ASSERT_FALSE(reply.has_value());
  EXPECT_EQ(reply.error().code, ErrorCode::kInternal);
  EXPECT_THAT(reply.error().message, HasSubstr("OpenMP threads"));
}

TEST_F(LaneTest, AWorkerKilledWhileIdleIsReplacedWithoutBlame) {
  const auto lane = Make(TestSettings());
  const int worker = ChildrenOf(getpid()).at(0);
  ASSERT_EQ(kill(worker, SIGKILL), 0);
  siginfo_t info;
  ASSERT_EQ(waitid(P_PID, static_cast<id_t>(worker), &info, WEXITED | WNOWAIT),
            0);
  ExpectReadsWell(*lane);
}

TEST_F(LaneTest, SignalsOfAStoppingSessionDoNotReachTheWorker) {
  const auto lane = Make(TestSettings());
  const int worker = ChildrenOf(getpid()).at(0);
  EXPECT_NE(getpgid(worker), getpgid(0)) << "Ctrl-C would reach it";
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGPIPE}) {
    ASSERT_EQ(kill(worker, signal), 0);
  }
  ExpectReadsWell(*lane);
  EXPECT_EQ(ChildrenOf(getpid()).at(0), worker);
}

TEST_F(LaneTest, CancelGivesUpAHangingImageAtOnce) {
  SetFault("hang:victim");
  const std::string path = Page("victim", "VICTIM");
  std::promise<Lane*> made;
  std::promise<void> cancelled;  // the lane must outlive the call
  std::thread owner([&] {
    const auto lane = Make(TestSettings());
    made.set_value(lane.get());
    const auto reply = lane->Process(path);
    ASSERT_FALSE(reply.has_value());
    EXPECT_EQ(reply.error().code, ErrorCode::kCancelled);
    EXPECT_EQ(lane->Process(path).error().code, ErrorCode::kCancelled);
    EXPECT_THAT(ChildrenOf(getpid()), IsEmpty());
    cancelled.get_future().wait();
  });
  Lane* const lane = made.get_future().get();
  std::this_thread::sleep_for(200ms);
  const auto begin = std::chrono::steady_clock::now();
  lane->Cancel();
  cancelled.set_value();
  owner.join();
  // Far below the time limit of 60 s, far above a loaded machine's delays.
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 10s);
}

TEST_F(LaneTest, TheWorkerDiesWithItsSupervisor) {
  SubprocessOptions options;
  options.program = fs::read_symlink("/proc/self/exe");
  options.args = {std::string(kSuperviseCommand), Page("victim", "VICTIM")};
  options.env = {{kFaultVariable, "hang:victim"}};
  Subprocess supervisor = Subprocess::Start(options);
  ASSERT_TRUE(
      supervisor.WaitUntil([&] { return supervisor.Out() == "ready\n"; }, 30s));
  const auto workers = ChildrenOf(supervisor.pid());
  ASSERT_EQ(workers.size(), 1u);
  supervisor.Signal(SIGKILL);
  EXPECT_EQ(supervisor.Wait().signal, SIGKILL);
  bool gone = false;
  for (int i = 0; i < 1000 && !gone; ++i) {
    std::this_thread::sleep_for(10ms);
    gone = kill(workers[0], 0) != 0;
    // Where no init process waits for orphans, a dead one stays a zombie.
    std::ifstream stat("/proc/" + std::to_string(workers[0]) + "/stat");
    const std::string text((std::istreambuf_iterator<char>(stat)), {});
    gone = gone || text.find(") Z") != std::string::npos;
  }
  EXPECT_TRUE(gone);
}

TEST_F(LaneTest, NothingIsLeftBehind) {
  SetFault("kill:kill,garbage:garbage");
  const std::string kill_path = Page("kill", "KILL");
  const std::string garbage_path = Page("garbage", "GARBAGE");
  const int before = OpenDescriptors();
  for (int round = 0; round < 3; ++round) {
    const auto lane = Make(TestSettings());
    (void)lane->Process(kill_path);
    (void)lane->Process(garbage_path);
    ExpectReadsWell(*lane);
  }
  EXPECT_EQ(OpenDescriptors(), before);
  EXPECT_THAT(ChildrenOf(getpid()), IsEmpty());
}

TEST_F(LaneTest, AWorkerInheritsNothingButItsSocket) {
  const auto lane = Make(TestSettings());
  const int worker = ChildrenOf(getpid()).at(0);
  const fs::directory_iterator fds("/proc/" + std::to_string(worker) + "/fd");
  // Standard input, output, error, the socket.
  EXPECT_EQ(std::distance(fds, fs::directory_iterator()), 4);
  const std::string environment = [&] {
    std::ifstream file("/proc/" + std::to_string(worker) + "/environ");
    return std::string((std::istreambuf_iterator<char>(file)), {});
  }();
  EXPECT_THAT(environment, HasSubstr(std::string("OMP_THREAD_LIMIT=1\0", 19)));
  EXPECT_THAT(environment, HasSubstr("OPENCV_IO_MAX_IMAGE_PIXELS=100000000"));
}

TEST_F(LaneTest, WhatIsNoRegularFileNeverReachesTheWorker) {
  const auto lane = Make(TestSettings());
  const int worker = ChildrenOf(getpid()).at(0);
  const std::string target = Page("target", "TARGET");
  fs::create_symlink(target, Path("link.png"));
  fs::create_directory(Path("folder.png"));
  ASSERT_EQ(mkfifo(Path("fifo.png").c_str(), 0600), 0);
  for (const std::string& path :
       {Path("link.png"), Path("folder.png"), Path("fifo.png"),
        Path("missing.png"), std::string("/dev/null")}) {
    const auto reply = lane->Process(path);
    ASSERT_TRUE(reply.has_value()) << path;
    ASSERT_TRUE(reply->outcome.failure.has_value()) << path;
    EXPECT_EQ(reply->outcome.failure->type, FailureType::kIo) << path;
    EXPECT_THAT(reply->outcome.failure->message, HasSubstr(path));
    EXPECT_FALSE(reply->outcome.killed_worker) << path;
  }
  EXPECT_EQ(ChildrenOf(getpid()).at(0), worker);
}

TEST_F(LaneTest, AMissingModelIsToldAsSuch) {
  WorkerSettings settings = TestSettings();
  settings.version.profile.language = "no-such-language";
  settings.version.traineddata_path = Path("no-such-language.traineddata");
  for (const Isolation isolation : {Isolation::kProcess, Isolation::kThread}) {
    const auto lane = MakeLane(isolation, settings);
    ASSERT_FALSE(lane.has_value());
    EXPECT_EQ(lane.error().code, ErrorCode::kMissingData)
        << lane.error().message;
  }
  EXPECT_THAT(ChildrenOf(getpid()), IsEmpty());
}

TEST_F(LaneTest, AWorkerWithoutRoomForItsModelsIsNoLane) {
  if (kSanitized) GTEST_SKIP() << "a sanitizer's allocator ends the program";
  WorkerSettings settings = TestSettings();
  settings.memory_limit_bytes = 1 << 20;
  const auto lane = MakeLane(Isolation::kProcess, settings);
  ASSERT_FALSE(lane.has_value());
  EXPECT_THAT(ChildrenOf(getpid()), IsEmpty());
}

TEST_F(LaneTest, AProgramThatIsNoWorkerIsToldWithItsWords) {
  // A fault that the hooks do not know ends the worker at its start.
  SetFault("nonsense:x");
  const auto lane = MakeLane(Isolation::kProcess, TestSettings());
  ASSERT_FALSE(lane.has_value());
  EXPECT_EQ(lane.error().code, ErrorCode::kCrash);
  EXPECT_THAT(lane.error().message, HasSubstr("exit code 2"));
  EXPECT_THAT(lane.error().message, HasSubstr("cannot understand"));
}

TEST_F(LaneTest, ChildrenAreHeardOfWhereSigchldWasIgnored) {
  SetFault("segv:victim");
  const auto old = signal(SIGCHLD, SIG_IGN);
  const auto lane = Make(TestSettings());
  const auto reply = lane->Process(Page("victim", "VICTIM"));
  ASSERT_TRUE(reply.has_value());
  EXPECT_EQ(reply->outcome.failure->error_code, "SIGSEGV");
  signal(SIGCHLD, old);
}

}  // namespace
}  // namespace rescan::testing
