#include "index/snapshot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/faulty_file_system.h"
#include "tests/support/index_samples.h"
#include "tests/support/subprocess.h"

namespace rescan::index {
namespace {

using testing::Fault;
using testing::FaultyFileSystem;
using ::testing::HasSubstr;
using testing::ReadFileBytes;
using testing::SampleRecords;
using testing::SampleVectors;
using testing::TemporaryFolder;
using testing::WriteFileBytes;

Collection SampleCollection(int count, int dimension,
                            const std::string& model = "sample-1") {
  auto collection = Collection::Create(
      {.name = "lines", .model = model, .dimension = dimension});
  EXPECT_TRUE(collection.has_value());
  EXPECT_TRUE(
      collection->Upsert(SampleRecords(count), SampleVectors(count, dimension))
          .has_value());
  return std::move(*collection);
}

void ExpectEqual(const Collection& a, const Collection& b) {
  EXPECT_EQ(a.spec(), b.spec());
  ASSERT_EQ(a.size(), b.size());
  EXPECT_TRUE(std::ranges::equal(a.records(), b.records()));
  for (std::size_t row = 0; row < a.size(); ++row) {
    EXPECT_TRUE(std::ranges::equal(a.vector(row), b.vector(row))) << row;
  }
}

bool IsWhole(const std::string& file, const Collection& collection) {
  const auto read = ReadSnapshot(file);
  return read.has_value() &&
         std::ranges::equal(read->records(), collection.records());
}

TEST(SnapshotTest, ComesBackAsItWas) {
  for (const int count : {0, 1, 500}) {
    const TemporaryFolder folder;
    const std::string file = folder / "index/lines/v1/snapshot";
    const Collection collection = SampleCollection(count, 17);
    const auto written = WriteSnapshot(FileSystem::Real(), file, collection);
    ASSERT_TRUE(written.has_value()) << written.error().message;
    EXPECT_EQ(written->bytes, std::filesystem::file_size(file));
    EXPECT_EQ(written->count, count);
    const auto read = ReadSnapshot(file);
    ASSERT_TRUE(read.has_value()) << read.error().message;
    ExpectEqual(*read, collection);
    EXPECT_TRUE(VerifySnapshot(file).has_value());
    const auto header = ReadSnapshotHeader(file);
    ASSERT_TRUE(header.has_value()) << header.error().message;
    EXPECT_EQ(header->spec, collection.spec());
    EXPECT_EQ(header->count, static_cast<std::uint64_t>(count));
  }
}

TEST(SnapshotTest, EqualContentGivesEqualFilesAndHashes) {
  const TemporaryFolder folder;
  const auto a =
      WriteSnapshot(FileSystem::Real(), folder / "a", SampleCollection(30, 8));
  const auto b =
      WriteSnapshot(FileSystem::Real(), folder / "b", SampleCollection(30, 8));
  const auto other = WriteSnapshot(FileSystem::Real(), folder / "c",
                                   SampleCollection(30, 8, "sample-2"));
  ASSERT_TRUE(a.has_value() && b.has_value() && other.has_value());
  EXPECT_EQ(*a, *b);
  EXPECT_EQ(ReadFileBytes(folder / "a"), ReadFileBytes(folder / "b"));
  EXPECT_NE(a->sha256, other->sha256);
}

TEST(SnapshotTest, ASearchFindsTheSame) {
  const TemporaryFolder folder;
  const Collection collection = SampleCollection(200, 16);
  ASSERT_TRUE(
      WriteSnapshot(FileSystem::Real(), folder / "s", collection).has_value());
  const auto read = ReadSnapshot(folder / "s");
  ASSERT_TRUE(read.has_value()) << read.error().message;
  const std::vector<float> query = SampleVectors(1, 16, 99);
  const auto before = collection.Search(query, {.k = 7});
  const auto after = read->Search(query, {.k = 7});
  ASSERT_TRUE(before.has_value() && after.has_value());
  ASSERT_EQ(before->size(), after->size());
  for (std::size_t i = 0; i < before->size(); ++i) {
    EXPECT_EQ((*before)[i].record->id, (*after)[i].record->id);
    EXPECT_EQ((*before)[i].score, (*after)[i].score);
  }
}

TEST(SnapshotTest, ANameTooLongIsRefused) {
  const TemporaryFolder folder;
  const auto written =
      WriteSnapshot(FileSystem::Real(), folder / "s",
                    SampleCollection(1, 4, std::string(257, 'm')));
  ASSERT_FALSE(written.has_value());
  EXPECT_EQ(written.error().code, ErrorCode::kInvalidArgument);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(SnapshotTest, OnlyRegularFilesAreRead) {
  const TemporaryFolder folder;
  ASSERT_TRUE(
      WriteSnapshot(FileSystem::Real(), folder / "s", SampleCollection(3, 4))
          .has_value());
  ASSERT_EQ(symlink("s", (folder / "link").c_str()), 0);
  ASSERT_EQ(mkfifo((folder / "fifo").c_str(), 0600), 0);
  std::filesystem::create_directory(folder / "folder");
  for (const char* name : {"link", "fifo", "folder"}) {
    const auto read = ReadSnapshot(folder / name);
    ASSERT_FALSE(read.has_value()) << name;
    EXPECT_EQ(read.error().code, ErrorCode::kCorruption) << name;
    EXPECT_THAT(read.error().message, HasSubstr(folder / name));
  }
  EXPECT_EQ(ReadSnapshot(folder / "none").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(ReadSnapshot(folder / "s", {.max_file_bytes = 1000}).error().code,
            ErrorCode::kLimit);
}

class SnapshotFaultTest : public ::testing::TestWithParam<Fault> {};

TEST_P(SnapshotFaultTest, TheFileIsWholeOrAbsent) {
  const Collection collection = SampleCollection(9, 5);
  std::uint64_t n = 1;
  for (bool through = false; !through; ++n) {
    const TemporaryFolder folder;
    const std::string file = folder / "v1/snapshot";
    FaultyFileSystem files(FileSystem::Real(), {.at = n, .fault = GetParam()});
    const auto written = WriteSnapshot(files, file, collection);
    through = !files.Struck();
    if (written.has_value()) {
      EXPECT_TRUE(IsWhole(file, collection)) << n;
    } else {
      EXPECT_FALSE(through) << written.error().message;
      EXPECT_FALSE(std::filesystem::exists(file + ".tmp")) << n;
    }
    if (std::filesystem::exists(file)) {
      EXPECT_TRUE(IsWhole(file, collection)) << n;
    }
  }
  EXPECT_GT(n, 12u);
}

INSTANTIATE_TEST_SUITE_P(All, SnapshotFaultTest,
                         ::testing::Values(Fault::kIo, Fault::kStorageFull,
                                           Fault::kShortWrite, Fault::kLateIo,
                                           Fault::kFlippedBit));

class SnapshotKillTest : public ::testing::TestWithParam<Fault> {};

TEST_P(SnapshotKillTest, TheFileIsWholeOrAbsent) {
  const TemporaryFolder folder;
  const Collection collection = SampleCollection(9, 5);
  const std::string file = folder / "v1/snapshot";
  const auto write = [&](FileSystem& files) {
    return WriteSnapshot(files, file, collection).has_value() ? 0 : 1;
  };
  const auto check = [&](std::uint64_t at, bool) {
    if (std::filesystem::exists(file)) {
      EXPECT_TRUE(IsWhole(file, collection)) << at;
    }
    EXPECT_EQ(write(FileSystem::Real()), 0) << at;
    EXPECT_FALSE(std::filesystem::exists(file + ".tmp")) << at;
    std::filesystem::remove_all(folder / "v1");
  };
  EXPECT_GT(testing::SweepKills(GetParam(), write, check), 12);
}

INSTANTIATE_TEST_SUITE_P(All, SnapshotKillTest,
                         ::testing::Values(Fault::kKillBefore,
                                           Fault::kKillAfter,
                                           Fault::kKillInside));

}  // namespace
}  // namespace rescan::index
