#include "tools/output.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "tests/support/subprocess.h"

namespace rescan::cli {
namespace {

namespace fs = std::filesystem;
using rescan::testing::ReadFileBytes;
using rescan::testing::TemporaryFolder;
using rescan::testing::WriteFileBytes;

std::size_t EntriesOf(const std::string& folder) {
  std::size_t n = 0;
  for (const auto& entry : fs::directory_iterator(folder)) n += entry.exists();
  return n;
}

TEST(FileOutputTest, AppearsWholeOnCommit) {
  const TemporaryFolder folder;
  const std::string path = folder / "a/b/out.csv";
  auto output = FileOutput(path);
  ASSERT_TRUE(output.has_value()) << output.error().message;
  const std::string part(100'000, 'x');
  ASSERT_TRUE((*output)->Write(part).has_value());
  ASSERT_TRUE((*output)->Write("end").has_value());
  EXPECT_FALSE(fs::exists(path));
  ASSERT_TRUE((*output)->Commit().has_value());
  EXPECT_EQ(ReadFileBytes(path), part + "end");
  EXPECT_EQ(EntriesOf(folder / "a/b"), 1u);
}

TEST(FileOutputTest, WithoutCommitTheOldFileStays) {
  const TemporaryFolder folder;
  WriteFileBytes(folder / "out", "old");
  {
    auto output = FileOutput(folder / "out", Durability::kRemakable);
    ASSERT_TRUE(output.has_value());
    ASSERT_TRUE((*output)->Write(std::string(100'000, 'x')).has_value());
  }
  EXPECT_EQ(ReadFileBytes(folder / "out"), "old");
  EXPECT_EQ(EntriesOf(folder.path()), 1u);
}

TEST(FileOutputTest, AnUnusablePathIsAnErrorThatNamesIt) {
  const TemporaryFolder folder;
  WriteFileBytes(folder / "file", "");
  const auto output = FileOutput(folder / "file/out");
  ASSERT_FALSE(output.has_value());
  EXPECT_EQ(output.error().code, ErrorCode::kIo);
  EXPECT_NE(output.error().message.find(folder / "file/out"),
            std::string::npos);
}

TEST(ResolvedPathTest, FollowsLinksAndDropsDots) {
  const TemporaryFolder folder;
  const std::string base = fs::canonical(folder.path());
  fs::create_directory(folder / "real");
  fs::create_directory_symlink(folder / "real", folder / "link");
  EXPECT_EQ(ResolvedPath(folder / "link/../link/new/"), base + "/real/new");
  EXPECT_EQ(ResolvedPath("/"), "/");
}

}  // namespace
}  // namespace rescan::cli
