#include "index/delta.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <functional>
#include <limits>
#include <ostream>
#include <string>
#include <vector>

#include "tests/support/faulty_file_system.h"
#include "tests/support/index_samples.h"
#include "tests/support/subprocess.h"

namespace rescan::index {
namespace {

using testing::FaultyFileSystem;
using ::testing::HasSubstr;
using testing::ReadFileBytes;
using testing::SampleDelta;
using testing::TemporaryFolder;
using testing::WriteFileBytes;

TEST(DeltaTest, ComesBackAsItWas) {
  for (const int count : {0, 1, 7, 1000}) {
    const TemporaryFolder workspace;
    const Delta delta = SampleDelta(count, 33);
    const auto written =
        WriteDelta(FileSystem::Real(), workspace.path(), delta);
    ASSERT_TRUE(written.has_value()) << written.error().message;
    EXPECT_EQ(written->path, "deltas/lines/run-1/delta.zip");
    EXPECT_EQ(written->count, count);
    const std::string bytes = ReadFileBytes(workspace / written->path);
    EXPECT_EQ(written->bytes, bytes.size());
    EXPECT_EQ(written->sha256, Sha256Of(bytes));
    const auto read =
        ReadDelta(workspace / written->path, {.sha256 = written->sha256});
    ASSERT_TRUE(read.has_value()) << read.error().message;
    EXPECT_EQ(*read, delta);
    const auto manifest = ReadDeltaManifest(workspace / written->path);
    ASSERT_TRUE(manifest.has_value()) << manifest.error().message;
    EXPECT_EQ(manifest->count, count);
    EXPECT_EQ(manifest->model, "sample-1");
    EXPECT_EQ(VerifyDelta(workspace / written->path), *manifest);
  }
}

TEST(DeltaTest, ExtremeValuesComeBack) {
  const TemporaryFolder workspace;
  Delta delta = SampleDelta(2, 3);
  delta.records[0].revision = std::numeric_limits<std::int64_t>::max();
  delta.records[0].metadata = R"({"n":[1e308,-0.0,null],"\u0000":{"":""}})";
  delta.records[0].owner =
      std::string("\0\x1f\x7f\"\\/\r\n", 8) + "\xf0\x9f\xa7\xbe";
  delta.vectors = {-0.0f, 1, std::numeric_limits<float>::denorm_min(),
                   0.6f,  0, -0.8f};
  ASSERT_TRUE(
      WriteDelta(FileSystem::Real(), workspace.path(), delta).has_value());
  const auto read = ReadDelta(workspace / "deltas/lines/run-1/delta.zip");
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_EQ(*read, delta);
  EXPECT_TRUE(std::signbit(read->vectors[0]));
}

TEST(DeltaTest, EqualContentGivesEqualFiles) {
  const Delta delta = SampleDelta(20, 8);
  const TemporaryFolder one;
  const TemporaryFolder two;
  ASSERT_TRUE(WriteDelta(FileSystem::Real(), one.path(), delta).has_value());
  ASSERT_TRUE(WriteDelta(FileSystem::Real(), two.path(), delta).has_value());
  const std::string name = DeltaPath("lines", "run-1");
  EXPECT_EQ(ReadFileBytes(one / name), ReadFileBytes(two / name));
}

TEST(DeltaTest, WhatIsThereStays) {
  const TemporaryFolder workspace;
  Delta delta = SampleDelta(5, 8);
  const auto first = WriteDelta(FileSystem::Real(), workspace.path(), delta);
  ASSERT_TRUE(first.has_value());
  FaultyFileSystem files(FileSystem::Real());
  EXPECT_EQ(WriteDelta(files, workspace.path(), delta), first);
  for (const std::string& operation : files.Log()) {
    EXPECT_TRUE(operation.starts_with("mkdir ") ||
                operation.starts_with("sync "))
        << operation;
  }

  const std::string bytes = ReadFileBytes(workspace / first->path);
  delta.records[0].owner = "another";
  const auto other = WriteDelta(FileSystem::Real(), workspace.path(), delta);
  ASSERT_FALSE(other.has_value());
  EXPECT_EQ(other.error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(ReadFileBytes(workspace / first->path), bytes);
}

TEST(DeltaTest, DamageThatIsThereIsReplaced) {
  const TemporaryFolder workspace;
  const Delta delta = SampleDelta(5, 8);
  const auto first = WriteDelta(FileSystem::Real(), workspace.path(), delta);
  ASSERT_TRUE(first.has_value());
  std::string bytes = ReadFileBytes(workspace / first->path);
  bytes[bytes.size() / 2] ^= 1;
  WriteFileBytes(workspace / first->path, bytes);
  EXPECT_EQ(WriteDelta(FileSystem::Real(), workspace.path(), delta), first);
  EXPECT_TRUE(ReadDelta(workspace / first->path).has_value());
}

TEST(DeltaTest, OnlyTheFileThatWasWrittenIsTaken) {
  const TemporaryFolder workspace;
  const Delta delta = SampleDelta(5, 8);
  const auto file = WriteDelta(FileSystem::Real(), workspace.path(), delta);
  ASSERT_TRUE(file.has_value());
  const auto read =
      ReadDelta(workspace / file->path, {.sha256 = Sha256Of("something else")});
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().code, ErrorCode::kCorruption);
}

struct BadDelta {
  std::string name;
  std::function<void(Delta&)> spoil;
  std::string message;
};

void PrintTo(const BadDelta& bad, std::ostream* out) { *out << bad.name; }

class BadDeltaTest : public ::testing::TestWithParam<BadDelta> {};

TEST_P(BadDeltaTest, IsRefusedBeforeAnythingIsWritten) {
  const TemporaryFolder workspace;
  Delta delta = SampleDelta(6, 4);
  GetParam().spoil(delta);
  FaultyFileSystem files(FileSystem::Real());
  const auto written = WriteDelta(files, workspace.path(), delta);
  ASSERT_FALSE(written.has_value());
  EXPECT_EQ(written.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(written.error().message, HasSubstr(GetParam().message));
  EXPECT_EQ(files.Count(), 0u);
}

INSTANTIATE_TEST_SUITE_P(
    All, BadDeltaTest,
    ::testing::Values(
        BadDelta{"run", [](Delta& d) { d.run_id = "../escape"; }, "plain"},
        BadDelta{"no_run", [](Delta& d) { d.run_id = ""; }, "plain"},
        BadDelta{"dots", [](Delta& d) { d.collection = ".."; }, "plain"},
        BadDelta{"slash", [](Delta& d) { d.collection = "a/b"; }, "plain"},
        BadDelta{"long", [](Delta& d) { d.run_id = std::string(129, 'a'); },
                 "plain"},
        BadDelta{"model", [](Delta& d) { d.model = ""; }, "model"},
        BadDelta{"dimension", [](Delta& d) { d.dimension = 0; }, "dimension 0"},
        BadDelta{"negative", [](Delta& d) { d.dimension = -4; }, "dimension"},
        BadDelta{"huge", [](Delta& d) { d.dimension = 65537; }, "dimension"},
        BadDelta{"short", [](Delta& d) { d.vectors.pop_back(); }, "match"},
        BadDelta{"row", [](Delta& d) { d.vectors.resize(20); }, "match"},
        BadDelta{"nan", [](Delta& d) { d.vectors[9] = std::nanf(""); },
                 "#LINE#00003' is not of length 1"},
        BadDelta{"infinite", [](Delta& d) { d.vectors[9] = INFINITY; },
                 "length"},
        BadDelta{"zero",
                 [](Delta& d) {
                   for (int i = 4; i < 8; ++i) d.vectors[i] = 0;
                 },
                 "#LINE#00002' is not of length 1"},
        BadDelta{"long_vector", [](Delta& d) { d.vectors[0] = 2; }, "length"},
        BadDelta{"twice", [](Delta& d) { d.records[5].id = d.records[1].id; },
                 "#LINE#00002 stands twice"},
        BadDelta{"no_id", [](Delta& d) { d.records[3].id = ""; }, "id"},
        BadDelta{"asset", [](Delta& d) { d.records[3].asset = ""; }, "asset"},
        BadDelta{"revision", [](Delta& d) { d.records[3].revision = -1; },
                 "revision"},
        BadDelta{"utf8", [](Delta& d) { d.records[3].owner = "\xff"; },
                 "UTF-8"},
        BadDelta{"no_json", [](Delta& d) { d.records[3].metadata = "{"; },
                 "metadata"},
        BadDelta{"array", [](Delta& d) { d.records[3].metadata = "[]"; },
                 "metadata"},
        BadDelta{"lines", [](Delta& d) { d.records[3].metadata = "{\n}"; },
                 "metadata"},
        BadDelta{"json_utf8",
                 [](Delta& d) { d.records[3].metadata = "{\"\xc0\":1}"; },
                 "metadata"},
        BadDelta{"fat",
                 [](Delta& d) {
                   d.records[3].metadata =
                       "{\"a\":\"" + std::string(1 << 20, 'a') + "\"}";
                 },
                 "megabyte"}),
    [](const auto& bad) { return bad.param.name; });

TEST(DeltaTest, TooLargeIsRefused) {
  const TemporaryFolder workspace;
  DeltaOptions options;
  options.limits.max_file_bytes = 10'000;
  const auto written = WriteDelta(FileSystem::Real(), workspace.path(),
                                  SampleDelta(100, 64), options);
  ASSERT_FALSE(written.has_value());
  EXPECT_EQ(written.error().code, ErrorCode::kLimit);
  EXPECT_TRUE(std::filesystem::is_empty(workspace.path()));
}

}  // namespace
}  // namespace rescan::index
