#include "engine/records/run_lock.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>

#include "tests/support/subprocess.h"

namespace rescan {
namespace {

using testing::ReadFileBytes;
using testing::Subprocess;
using testing::SubprocessOptions;
using testing::TemporaryFolder;
using testing::WriteFileBytes;

bool WaitFor(const std::function<bool()>& condition) {
  for (int i = 0; i < 500; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

TEST(RunLock, OnlyOneAtATime) {
  const TemporaryFolder folder;
  EXPECT_EQ(RunLock::OwnerOf(folder.path()), 0);
  {
    const Result<RunLock> first = RunLock::Acquire(folder.path());
    ASSERT_TRUE(first.has_value());
    EXPECT_EQ(RunLock::OwnerOf(folder.path()), getpid());
    const Result<RunLock> second = RunLock::Acquire(folder.path());
    ASSERT_FALSE(second.has_value());
    EXPECT_EQ(second.error().code, ErrorCode::kLocked);
    EXPECT_NE(
        second.error().message.find("process " + std::to_string(getpid())),
        std::string::npos)
        << second.error().message;
  }
  EXPECT_EQ(RunLock::OwnerOf(folder.path()), 0);
  EXPECT_TRUE(RunLock::Acquire(folder.path()).has_value());
}

TEST(RunLock, MovesWithItsObject) {
  const TemporaryFolder folder;
  Result<RunLock> first = RunLock::Acquire(folder.path());
  ASSERT_TRUE(first.has_value());
  {
    const RunLock moved = std::move(*first);
    EXPECT_EQ(RunLock::OwnerOf(folder.path()), getpid());
  }
  EXPECT_EQ(RunLock::OwnerOf(folder.path()), 0);
}

TEST(RunLock, ADeadOwnersLockIsTaken) {
  const TemporaryFolder folder;
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const Result<RunLock> lock = RunLock::Acquire(folder.path());
    while (lock) pause();
    _exit(1);
  }
  EXPECT_TRUE(
      WaitFor([&] { return RunLock::OwnerOf(folder.path()) == child; }));
  EXPECT_FALSE(RunLock::Acquire(folder.path()).has_value());
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  EXPECT_EQ(RunLock::OwnerOf(folder.path()), 0);
  // The file still names the dead one.
  EXPECT_NE(ReadFileBytes(folder / "run.lock").find(std::to_string(child)),
            std::string::npos);
  const Result<RunLock> lock = RunLock::Acquire(folder.path());
  ASSERT_TRUE(lock.has_value());
  EXPECT_EQ(RunLock::OwnerOf(folder.path()), getpid());
}

TEST(RunLock, WhatStandsInTheFileDoesNotMatter) {
  for (const std::string text :
       {"", "garbage", "{\"pid\":1}", "{\"pid\":-1}", "{\"pid\":1e300}",
        "{\"pid\":\"x\",\"started\":7}", "[1,2]", "\xff\xfe{"}) {
    const TemporaryFolder folder;
    WriteFileBytes(folder / "run.lock", text);
    EXPECT_EQ(RunLock::OwnerOf(folder.path()), 0);
    const Result<RunLock> lock = RunLock::Acquire(folder.path());
    ASSERT_TRUE(lock.has_value()) << text;
    EXPECT_EQ(RunLock::OwnerOf(folder.path()), getpid());
    // Held, but nobody can say by whom.
    WriteFileBytes(folder / "run.lock", text == "{\"pid\":1}" ? "" : text);
    EXPECT_EQ(RunLock::OwnerOf(folder.path()), -1) << text;
    const Result<RunLock> second = RunLock::Acquire(folder.path());
    ASSERT_FALSE(second.has_value());
    EXPECT_NE(second.error().message.find("another process"),
              std::string::npos);
  }
}

TEST(RunLock, ProgramsStartedMeanwhileDoNotInheritIt) {
  const TemporaryFolder folder;
  Result<RunLock> lock = RunLock::Acquire(folder.path());
  ASSERT_TRUE(lock.has_value());
  SubprocessOptions options;
  options.program = "/bin/sleep";
  options.args = {"60"};
  const Subprocess child = Subprocess::Start(options);
  { const RunLock gone = std::move(*lock); }
  EXPECT_TRUE(WaitFor([&] { return RunLock::OwnerOf(folder.path()) == 0; }));
}

TEST(RunLock, AskingForTheOwnerDoesNotKeepTheLockFromOthers) {
  const TemporaryFolder folder;
  { ASSERT_TRUE(RunLock::Acquire(folder.path()).has_value()); }
  std::atomic<bool> stop = false;
  std::thread asking([&] {
    while (!stop) (void)RunLock::OwnerOf(folder.path());
  });
  for (int i = 0; i < 300; ++i) {
    EXPECT_TRUE(RunLock::Acquire(folder.path()).has_value());
  }
  stop = true;
  asking.join();
}

TEST(RunLock, ALockHeldForAMomentIsWaitedFor) {
  const TemporaryFolder folder;
  FileDescriptor glance(
      open((folder / "run.lock").c_str(), O_RDWR | O_CREAT, 0644));
  ASSERT_TRUE(glance.valid());
  ASSERT_EQ(flock(glance.get(), LOCK_SH), 0);
  std::thread leaving([&glance] {
    std::this_thread::sleep_for(std::chrono::milliseconds(25));
    glance.Close();
  });
  EXPECT_TRUE(RunLock::Acquire(folder.path()).has_value());
  leaving.join();
}

TEST(RunLock, WithoutAFolderOrThroughALinkIsAnError) {
  const TemporaryFolder folder;
  const Result<RunLock> missing = RunLock::Acquire(folder / "missing");
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().code, ErrorCode::kIo);
  EXPECT_EQ(RunLock::OwnerOf(folder / "missing"), 0);

  std::filesystem::create_symlink(folder / "elsewhere", folder / "run.lock");
  const Result<RunLock> linked = RunLock::Acquire(folder.path());
  ASSERT_FALSE(linked.has_value());
  EXPECT_EQ(linked.error().code, ErrorCode::kIo);
  EXPECT_FALSE(std::filesystem::exists(folder / "elsewhere"));
}

}  // namespace
}  // namespace rescan
