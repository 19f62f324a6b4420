#include "engine/run/read_many.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace rescan {
namespace {

using std::chrono::milliseconds;

// What the lanes of one test have in common.
struct Bench {
  std::function<Result<WorkerReply>(const std::string&)> process;
  std::atomic<int> lanes{0};
  std::atomic<int> cancelled{0};
};

class FakeLane : public Lane {
 public:
  explicit FakeLane(Bench& bench) : bench_(bench) { ++bench_.lanes; }
  Result<WorkerReply> Process(const std::string& path) override {
    return bench_.process(path);
  }
  void Cancel() override { ++bench_.cancelled; }

 private:
  Bench& bench_;
};

ReadManyOptions OptionsFor(Bench& bench, int jobs) {
  ReadManyOptions options;
  options.jobs = jobs;
  options.make_lane = [&bench]() -> Result<std::unique_ptr<Lane>> {
    return std::make_unique<FakeLane>(bench);
  };
  return options;
}

std::vector<std::string> Numbered(int n) {
  std::vector<std::string> paths;
  for (int i = 0; i < n; ++i) paths.push_back(std::to_string(i));
  return paths;
}

WorkerReply Echo(const std::string& path) {
  WorkerReply reply;
  reply.rendered = path;
  return reply;
}

TEST(ReadManyTest, EmitsEachResultOnceAndInOrder) {
  Bench bench;
  bench.process = [](const std::string& path) -> Result<WorkerReply> {
    // Later images of a group are done first.
    std::this_thread::sleep_for(milliseconds(3 - std::stoi(path) % 4));
    return Echo(path);
  };
  for (const int jobs : {1, 2, 7}) {
    const auto paths = Numbered(60);
    std::vector<std::string> emitted;
    const Status done =
        ReadMany(paths, OptionsFor(bench, jobs),
                 [&](std::size_t i, const WorkerReply& reply) -> Status {
                   EXPECT_EQ(i, emitted.size());
                   emitted.push_back(reply.rendered);
                   return {};
                 });
    EXPECT_TRUE(done.has_value());
    EXPECT_EQ(emitted, paths);
  }
  EXPECT_EQ(bench.lanes, 1 + 2 + 7);
}

TEST(ReadManyTest, MakesNoMoreLanesThanImages) {
  Bench bench;
  bench.process = Echo;
  const auto ignore = [](std::size_t, const WorkerReply&) -> Status {
    return {};
  };
  EXPECT_TRUE(ReadMany(Numbered(2), OptionsFor(bench, 16), ignore).has_value());
  EXPECT_EQ(bench.lanes, 2);
  EXPECT_TRUE(ReadMany({}, OptionsFor(bench, 16), ignore).has_value());
  EXPECT_EQ(bench.lanes, 2);
}

// A first image that is never ready until the others had to stop for it.
TEST(ReadManyTest, KeepsNoMoreResultsThanAllowed) {
  constexpr int kWaiting = 5;
  std::mutex mu;
  std::condition_variable changed;
  int taken = 0;
  Bench bench;
  bench.process = [&](const std::string& path) -> Result<WorkerReply> {
    std::unique_lock lock(mu);
    ++taken;
    changed.notify_all();
    if (path == "0") {
      changed.wait(lock, [&] { return taken >= kWaiting; });
      // If more were taken meanwhile, the bound is not kept.
      changed.wait_for(lock, milliseconds(100),
                       [&] { return taken > kWaiting; });
      EXPECT_EQ(taken, kWaiting);
    }
    return Echo(path);
  };
  ReadManyOptions options = OptionsFor(bench, 3);
  options.max_waiting = kWaiting;
  const Status done =
      ReadMany(Numbered(40), options,
               [](std::size_t, const WorkerReply&) -> Status { return {}; });
  EXPECT_TRUE(done.has_value());
  EXPECT_EQ(taken, 40);
}

TEST(ReadManyTest, ALaneThatCannotGoOnEndsIt) {
  Bench bench;
  bench.process = [](const std::string& path) -> Result<WorkerReply> {
    if (path == "5") return Fail(ErrorCode::kInternal, "no worker");
    return Echo(path);
  };
  const Status done =
      ReadMany(Numbered(1000), OptionsFor(bench, 2),
               [](std::size_t, const WorkerReply&) -> Status { return {}; });
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().message, "no worker");
}

TEST(ReadManyTest, ALaneThatCannotStartEndsIt) {
  ReadManyOptions options;
  options.jobs = 2;
  options.make_lane = []() -> Result<std::unique_ptr<Lane>> {
    return Fail(ErrorCode::kMissingData, "eng.traineddata");
  };
  const Status done =
      ReadMany(Numbered(3), options,
               [](std::size_t, const WorkerReply&) -> Status { return {}; });
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, ErrorCode::kMissingData);
}

TEST(ReadManyTest, AnOutputThatFailsEndsIt) {
  Bench bench;
  bench.process = Echo;
  int emitted = 0;
  const Status done =
      ReadMany(Numbered(1000), OptionsFor(bench, 2),
               [&](std::size_t i, const WorkerReply&) -> Status {
                 ++emitted;
                 if (i == 3) return Fail(ErrorCode::kIo, "disk");
                 return {};
               });
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, ErrorCode::kIo);
  EXPECT_EQ(emitted, 4);
}

TEST(ReadManyTest, AStopCancelsWhatIsBeingRead) {
  Bench bench;
  bench.process = [&](const std::string&) -> Result<WorkerReply> {
    while (bench.cancelled == 0) std::this_thread::sleep_for(milliseconds(1));
    return Fail(ErrorCode::kCancelled, "given up");
  };
  ReadManyOptions options = OptionsFor(bench, 2);
  std::atomic<int> asked{0};
  options.stop = [&] { return ++asked >= 2; };
  const Status done =
      ReadMany(Numbered(10), options,
               [](std::size_t, const WorkerReply&) -> Status { return {}; });
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, ErrorCode::kCancelled);
  EXPECT_EQ(done.error().message, "stopped on request");
}

}  // namespace
}  // namespace rescan
