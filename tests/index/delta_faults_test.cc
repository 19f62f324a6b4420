// Disks that fail and processes that die while a delta is written.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "index/delta.h"
#include "tests/support/faulty_file_system.h"
#include "tests/support/index_samples.h"
#include "tests/support/subprocess.h"

namespace rescan::index {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;
using testing::Fault;
using testing::FaultyFileSystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::SampleDelta;
using testing::TemporaryFolder;

DeltaOptions Remembering(std::vector<milliseconds>* pauses) {
  DeltaOptions options;
  options.sleep = [pauses](milliseconds pause) { pauses->push_back(pause); };
  return options;
}

// Files below `folder`, relative.
std::vector<std::string> FilesBelow(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) {
      names.push_back(std::filesystem::relative(entry.path(), folder));
    }
  }
  return names;
}

class DeltaFaultTest : public ::testing::TestWithParam<Fault> {};
class LastingFaultTest : public ::testing::TestWithParam<Fault> {};

// A fault that does not come back costs one attempt at most.
TEST_P(DeltaFaultTest, OneFaultIsOvercome) {
  const Delta delta = SampleDelta(9, 5);
  std::uint64_t n = 1;
  for (bool through = false; !through; ++n) {
    const TemporaryFolder workspace;
    FaultyFileSystem files(FileSystem::Real(), {.at = n, .fault = GetParam()});
    std::vector<milliseconds> pauses;
    const auto written =
        WriteDelta(files, workspace.path(), delta, Remembering(&pauses));
    through = !files.Struck();
    ASSERT_TRUE(written.has_value()) << n << ": " << written.error().message;
    EXPECT_LE(pauses.size(), through ? 0u : 1u);
    EXPECT_EQ(ReadDelta(workspace / written->path), delta);
    EXPECT_THAT(FilesBelow(workspace.path()), ElementsAre(written->path));
  }
  EXPECT_GT(n, 12u);
}

// One that stays costs the delta, never its wholeness.
TEST_P(LastingFaultTest, NeverLeavesHalfADelta) {
  const Delta delta = SampleDelta(9, 5);
  std::uint64_t n = 1;
  for (bool through = false; !through; ++n) {
    const TemporaryFolder workspace;
    FaultyFileSystem files(FileSystem::Real(),
                           {.at = n, .fault = GetParam(), .onwards = true});
    std::vector<milliseconds> pauses;
    const auto written =
        WriteDelta(files, workspace.path(), delta, Remembering(&pauses));
    through = !files.Struck();
    ASSERT_EQ(written.has_value(), through) << n;
    if (through) break;
    EXPECT_THAT(written.error().message, HasSubstr("after 3 attempts"));
    EXPECT_THAT(pauses, ElementsAre(milliseconds(500), milliseconds(1000)));
    // What cannot be removed stays, but never half a delta under its name.
    const std::string path = workspace / DeltaPath("lines", "run-1");
    if (std::filesystem::exists(path)) {
      EXPECT_EQ(ReadDelta(path), delta) << n;
    }
  }
  EXPECT_GT(n, 12u);
}

INSTANTIATE_TEST_SUITE_P(All, DeltaFaultTest,
                         ::testing::Values(Fault::kIo, Fault::kStorageFull,
                                           Fault::kShortWrite, Fault::kLateIo,
                                           Fault::kFlippedBit));
INSTANTIATE_TEST_SUITE_P(All, LastingFaultTest,
                         ::testing::Values(Fault::kIo, Fault::kStorageFull,
                                           Fault::kShortWrite, Fault::kLateIo));

TEST(DeltaFaultsTest, AFullDiskIsCalledSo) {
  const TemporaryFolder workspace;
  FaultyFileSystem files(
      FileSystem::Real(),
      {.at = 10, .fault = Fault::kShortWrite, .onwards = true});
  std::vector<milliseconds> pauses;
  const auto written = WriteDelta(files, workspace.path(), SampleDelta(9, 5),
                                  Remembering(&pauses));
  ASSERT_FALSE(written.has_value());
  EXPECT_EQ(written.error().code, ErrorCode::kStorageFull);
}

// Puts a disk of 64 KiB there that this process sees alone; false if this user
// may not.
bool MountSmallDisk(const std::string& folder) {
  const std::string user = "0 " + std::to_string(getuid()) + " 1";
  const std::string group = "0 " + std::to_string(getgid()) + " 1";
  if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
  // Without a user and a group of its own it may make nothing there.
  std::ofstream("/proc/self/uid_map") << user;
  std::ofstream("/proc/self/setgroups") << "deny";
  std::ofstream("/proc/self/gid_map") << group;
  return mount("tmpfs", folder.c_str(), "tmpfs", 0, "size=64k") == 0;
}

TEST(DeltaFaultsTest, ADiskThatIsReallyFullLeavesNothing) {
  const TemporaryFolder folder;
  constexpr int kNoDisk = 77;
  const testing::ChildEnd end = testing::RunInChild([&] {
    if (!MountSmallDisk(folder.path())) return kNoDisk;
    std::vector<milliseconds> pauses;
    const auto written =
        WriteDelta(FileSystem::Real(), folder.path(), SampleDelta(100, 512),
                   Remembering(&pauses));
    if (written.has_value()) return 1;
    if (written.error().code != ErrorCode::kStorageFull) {
      std::cerr << written.error().message << "\n";
      return 2;
    }
    if (pauses.size() != 2) return 3;
    if (!FilesBelow(folder.path()).empty()) return 4;
    // What fits is written.
    return WriteDelta(FileSystem::Real(), folder.path(), SampleDelta(9, 5))
                   .has_value()
               ? 0
               : 5;
  });
  if (end.exit_code == kNoDisk) {
    GTEST_SKIP() << "this user may not mount a small disk";
  }
  EXPECT_EQ(end.exit_code, 0);
}

TEST(DeltaFaultsTest, AlwaysWrongBytesAreFound) {
  const TemporaryFolder workspace;
  FaultyFileSystem files(
      FileSystem::Real(),
      {.at = 1, .fault = Fault::kFlippedBit, .onwards = true});
  std::vector<milliseconds> pauses;
  const auto written = WriteDelta(files, workspace.path(), SampleDelta(9, 5),
                                  Remembering(&pauses));
  ASSERT_FALSE(written.has_value());
  EXPECT_EQ(written.error().code, ErrorCode::kCorruption);
  EXPECT_EQ(pauses.size(), 2u);
  EXPECT_THAT(FilesBelow(workspace.path()), IsEmpty());
  EXPECT_FALSE(std::filesystem::exists(workspace / "deltas/lines/run-1"));
}

class DeltaKillTest : public ::testing::TestWithParam<Fault> {};

TEST_P(DeltaKillTest, TheDeltaIsWholeOrAbsentAndTheNextAttemptFinishes) {
  const Delta delta = SampleDelta(9, 5);
  const TemporaryFolder workspace;
  const std::string path = workspace / DeltaPath("lines", "run-1");
  const auto write = [&](FileSystem& files) {
    return WriteDelta(files, workspace.path(), delta).has_value() ? 0 : 1;
  };
  const auto check = [&](std::uint64_t at, bool) {
    if (std::filesystem::exists(path)) {
      EXPECT_EQ(ReadDelta(path), delta) << at;
    }
    EXPECT_EQ(write(FileSystem::Real()), 0) << at;
    EXPECT_THAT(FilesBelow(workspace.path()),
                ElementsAre(DeltaPath("lines", "run-1")));
    std::filesystem::remove_all(workspace / "deltas");
  };
  EXPECT_GT(testing::SweepKills(GetParam(), write, check), 12);
}

INSTANTIATE_TEST_SUITE_P(All, DeltaKillTest,
                         ::testing::Values(Fault::kKillBefore,
                                           Fault::kKillAfter,
                                           Fault::kKillInside));

}  // namespace
}  // namespace rescan::index
