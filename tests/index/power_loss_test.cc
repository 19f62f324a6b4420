// What index/ has reported as written is there after the power was cut, and
// what it was writing is whole or absent.
#include "tests/support/power_loss.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>

#include "index/delta.h"
#include "index/snapshot.h"
#include "tests/support/faulty_file_system.h"
#include "tests/support/index_samples.h"
#include "tests/support/subprocess.h"

namespace rescan::index {
namespace {

using testing::Fault;
using testing::FaultyFileSystem;
using testing::PowerLossFileSystem;
using testing::ReadFileBytes;
using testing::SampleDelta;
using testing::TemporaryFolder;
using testing::WriteFileBytes;

Status Put(FileSystem& files, const std::string& path,
           const std::string& text) {
  return WriteDurably(files, path, [&](OutputFile& file) {
    return file.Append(std::as_bytes(std::span(text)));
  });
}

// The power goes before every operation of `work`, in turn, and at last behind
// all of them. `check` is told whether `work` had reported success.
void SweepPowerLoss(const std::function<Status(FileSystem&)>& work,
                    const std::function<void()>& prepare,
                    const std::function<void(bool done)>& check) {
  bool through = false;
  for (std::uint64_t n = 1; !through; ++n) {
    SCOPED_TRACE(n);
    prepare();
    PowerLossFileSystem disk;
    FaultyFileSystem files(disk,
                           {.at = n, .fault = Fault::kIo, .onwards = true});
    const Status status = work(files);
    through = !files.Struck();
    ASSERT_EQ(status.has_value(), through);
    disk.LosePower();
    check(through);
  }
}

TEST(PowerLossTest, TheDiskForgetsWhatWasNotFlushed) {
  const TemporaryFolder folder;
  const std::string path = folder / "a/b";
  PowerLossFileSystem disk;
  ASSERT_TRUE(disk.MakeFolder(folder / "a").has_value());
  ASSERT_TRUE(disk.SyncFolder(folder.path()).has_value());
  auto file = disk.Create(path);
  ASSERT_TRUE(file.has_value());
  const std::string text = "12345678";
  ASSERT_TRUE((*file)->Append(std::as_bytes(std::span(text))).has_value());
  ASSERT_TRUE(disk.SyncFolder(folder / "a").has_value());
  ASSERT_TRUE(disk.Rename(path, folder / "a/c").has_value());
  disk.LosePower();
  EXPECT_EQ(ReadFileBytes(path), "1234");
  EXPECT_FALSE(std::filesystem::exists(folder / "a/c"));

  ASSERT_TRUE(disk.RemoveFile(path).has_value());
  ASSERT_TRUE(disk.RemoveFolder(folder / "a").has_value());
  disk.LosePower();
  EXPECT_EQ(ReadFileBytes(path), "1234");
}

TEST(PowerLossTest, AFileIsTheOldOneOrTheNewOne) {
  const TemporaryFolder folder;
  SweepPowerLoss(
      [&](FileSystem& files) { return Put(files, folder / "x", "the new"); },
      [&] { WriteFileBytes(folder / "x", "old"); },
      [&](bool done) {
        const std::string content = ReadFileBytes(folder / "x");
        EXPECT_TRUE(content == "the new" || (!done && content == "old"))
            << content;
      });
}

TEST(PowerLossTest, ADeltaIsWholeOrAbsent) {
  const TemporaryFolder workspace;
  const Delta delta = SampleDelta(5, 4);
  const std::string path = workspace / DeltaPath("lines", "run-1");
  DeltaOptions once;
  once.attempts = 1;
  SweepPowerLoss(
      [&](FileSystem& files) -> Status {
        const auto written = WriteDelta(files, workspace.path(), delta, once);
        if (!written.has_value()) return tl::unexpected(written.error());
        return {};
      },
      [&] { std::filesystem::remove_all(workspace / "deltas"); },
      [&](bool done) {
        if (done || std::filesystem::exists(path)) {
          EXPECT_EQ(ReadDelta(path), delta);
        }
      });
}

// Another run in the folder that a process left which died before it had
// flushed the folder's name.
TEST(PowerLossTest, AFolderThatWasLeftUnflushedIsFlushed) {
  const TemporaryFolder workspace;
  const Delta delta = SampleDelta(5, 4);
  PowerLossFileSystem disk;
  ASSERT_TRUE(disk.MakeFolder(workspace / "deltas").has_value());
  ASSERT_TRUE(disk.SyncFolder(workspace.path()).has_value());
  ASSERT_TRUE(disk.MakeFolder(workspace / "deltas/lines").has_value());
  const auto written = WriteDelta(disk, workspace.path(), delta);
  ASSERT_TRUE(written.has_value());
  disk.LosePower();
  EXPECT_EQ(ReadDelta(workspace / written->path), delta);
}

// Likewise for a delta that is there when it is written again.
TEST(PowerLossTest, ADeltaThatWasLeftUnflushedIsFlushed) {
  const TemporaryFolder workspace;
  const Delta delta = SampleDelta(5, 4);
  PowerLossFileSystem disk;
  const std::uint64_t all = [&] {
    const TemporaryFolder other;
    FaultyFileSystem counting(FileSystem::Real());
    EXPECT_TRUE(WriteDelta(counting, other.path(), delta).has_value());
    return counting.Count();
  }();
  // The flushing of the folder, last of all, does not happen; nor does the
  // removal behind it, as if the process had died.
  FaultyFileSystem dying(disk,
                         {.at = all, .fault = Fault::kIo, .onwards = true});
  DeltaOptions once;
  once.attempts = 1;
  ASSERT_FALSE(WriteDelta(dying, workspace.path(), delta, once).has_value());
  const std::string path = workspace / DeltaPath("lines", "run-1");
  ASSERT_TRUE(std::filesystem::exists(path));
  ASSERT_TRUE(WriteDelta(disk, workspace.path(), delta).has_value());
  disk.LosePower();
  EXPECT_EQ(ReadDelta(path), delta);
}

TEST(PowerLossTest, ASnapshotIsWholeOrAbsent) {
  const TemporaryFolder workspace;
  auto collection = Collection::Create(
      {.name = "lines", .model = "sample-1", .dimension = 4});
  ASSERT_TRUE(collection.has_value());
  ASSERT_TRUE(
      collection
          ->Upsert(testing::SampleRecords(5), testing::SampleVectors(5, 4))
          .has_value());
  const std::string path = workspace / "index/lines/v1/snapshot";
  SweepPowerLoss(
      [&](FileSystem& files) -> Status {
        const auto written = WriteSnapshot(files, path, *collection);
        if (!written.has_value()) return tl::unexpected(written.error());
        return {};
      },
      [&] { std::filesystem::remove_all(workspace / "index"); },
      [&](bool done) {
        if (!done && !std::filesystem::exists(path)) return;
        const auto read = ReadSnapshot(path);
        ASSERT_TRUE(read.has_value()) << read.error().message;
        EXPECT_TRUE(std::ranges::equal(read->records(), collection->records()));
      });
}

}  // namespace
}  // namespace rescan::index
