#include "index/file_system.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/support/faulty_file_system.h"
#include "tests/support/subprocess.h"

namespace rescan::index {
namespace {

using ::testing::ElementsAre;
using testing::Fault;
using testing::FaultyFileSystem;
using ::testing::HasSubstr;
using testing::ReadFileBytes;
using testing::TemporaryFolder;
using testing::WriteFileBytes;

std::span<const std::byte> Bytes(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

Status Put(FileSystem& files, const std::string& path, std::string_view text) {
  return WriteDurably(files, path, [&](OutputFile& file) -> Status {
    const std::size_t half = text.size() / 2;
    RESCAN_TRY(file.Append(Bytes(text.substr(0, half))));
    return file.Append(Bytes(text.substr(half)));
  });
}

TEST(ParentFolderTest, IsWhatStandsBeforeTheLastName) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"/a/b", "/a"}, {"/a", "/"}, {"/", "/"},      {"a/b", "a"},
      {"a", "."},     {"", "."},   {"a/b/", "a"},   {"a//b", "a"},
      {"//a", "/"},   {".", "."},  {"./a/b", "./a"}};
  for (const auto& [path, parent] : cases) {
    EXPECT_EQ(ParentFolder(path), parent) << path;
  }
}

TEST(RealFileSystemTest, AppendsAndOverwrites) {
  const TemporaryFolder folder;
  auto file = FileSystem::Real().Create(folder / "a");
  ASSERT_TRUE(file.has_value());
  EXPECT_TRUE((*file)->Append(Bytes("head....")).has_value());
  EXPECT_TRUE((*file)->Append(Bytes("tail")).has_value());
  EXPECT_TRUE((*file)->Overwrite(4, Bytes("body")).has_value());
  EXPECT_TRUE((*file)->Append(Bytes("end")).has_value());
  EXPECT_TRUE((*file)->Sync().has_value());
  EXPECT_TRUE((*file)->Close().has_value());
  EXPECT_EQ(ReadFileBytes(folder / "a"), "headbodytailend");
}

TEST(RealFileSystemTest, CreateTakesNoNameThatIsTaken) {
  const TemporaryFolder folder;
  WriteFileBytes(folder / "there", "old");
  ASSERT_EQ(symlink("nowhere", (folder / "link").c_str()), 0);
  for (const char* name : {"there", "link"}) {
    const auto file = FileSystem::Real().Create(folder / name);
    ASSERT_FALSE(file.has_value()) << name;
    EXPECT_EQ(file.error().code, ErrorCode::kIo);
    EXPECT_THAT(file.error().message, HasSubstr(folder / name));
  }
  EXPECT_EQ(ReadFileBytes(folder / "there"), "old");
  EXPECT_FALSE(std::filesystem::exists(folder / "nowhere"));
}

TEST(RealFileSystemTest, WhatIsNotThereIsNotFound) {
  const TemporaryFolder folder;
  FileSystem& files = FileSystem::Real();
  const std::string path = folder / "no/such";
  EXPECT_EQ(files.MakeFolder(path).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(files.Create(path).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(files.Rename(path, folder / "b").error().code,
            ErrorCode::kNotFound);
  EXPECT_EQ(files.SyncFolder(path).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(files.List(path).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(files.RemoveFile(path), false);
  EXPECT_EQ(files.RemoveFolder(path), false);
}

TEST(RealFileSystemTest, AFileInTheWayOfAFolderIsAnError) {
  const TemporaryFolder folder;
  WriteFileBytes(folder / "a", "");
  const auto made = FileSystem::Real().MakeFolder(folder / "a");
  ASSERT_FALSE(made.has_value());
  EXPECT_EQ(made.error().code, ErrorCode::kIo);
  EXPECT_FALSE(MakeFolders(FileSystem::Real(), folder / "a/b").has_value());
}

TEST(RealFileSystemTest, ListsByNameWithKinds) {
  const TemporaryFolder folder;
  WriteFileBytes(folder / "b", "");
  std::filesystem::create_directory(folder / "a");
  ASSERT_EQ(symlink("a", (folder / "d").c_str()), 0);
  ASSERT_EQ(mkfifo((folder / "c").c_str(), 0600), 0);
  const auto entries = FileSystem::Real().List(folder.path());
  ASSERT_TRUE(entries.has_value());
  EXPECT_THAT(*entries, ElementsAre(FolderEntry{"a", EntryKind::kFolder},
                                    FolderEntry{"b", EntryKind::kFile},
                                    FolderEntry{"c", EntryKind::kOther},
                                    FolderEntry{"d", EntryKind::kOther}));
  EXPECT_FALSE(FileSystem::Real().List(folder / "d").has_value());
}

// A file that may not grow further is as near to a full disk as any user gets.
TEST(RealFileSystemTest, AWriteThatTheSystemCutsShortIsAnError) {
  const TemporaryFolder folder;
  const testing::ChildEnd end = testing::RunInChild([&] {
    const rlimit limit{.rlim_cur = 100, .rlim_max = 100};
    setrlimit(RLIMIT_FSIZE, &limit);
    std::signal(SIGXFSZ, SIG_IGN);
    const Status status =
        Put(FileSystem::Real(), folder / "a", std::string(300, 'x'));
    if (status.has_value()) return 1;
    return status.error().message.starts_with(folder / "a.tmp") ? 0 : 2;
  });
  EXPECT_EQ(end.exit_code, 0);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(MakeFoldersTest, EachNewNameIsSyncedBeforeTheNextIsMade) {
  const TemporaryFolder folder;
  FaultyFileSystem files(FileSystem::Real());
  const std::string top = folder.path();
  ASSERT_TRUE(MakeFolders(files, top + "/a/b").has_value());
  EXPECT_TRUE(std::filesystem::is_directory(top + "/a/b"));
  EXPECT_THAT(files.Log(),
              ElementsAre("mkdir " + top + "/a/b", "mkdir " + top + "/a",
                          "sync " + ParentFolder(top), "sync " + top,
                          "mkdir " + top + "/a/b", "sync " + top + "/a"));
  EXPECT_TRUE(MakeFolders(files, top + "/a/b").has_value());
}

TEST(WriteDurablyTest, SyncsTheFileThenRenamesThenSyncsTheFolder) {
  const TemporaryFolder folder;
  FaultyFileSystem files(FileSystem::Real());
  const std::string path = folder / "x/file";
  ASSERT_TRUE(Put(files, path, "content").has_value());
  EXPECT_EQ(ReadFileBytes(path), "content");
  const std::vector<std::string> log = files.Log();
  const std::vector<std::string> tail(log.end() - 7, log.end());
  EXPECT_THAT(
      tail,
      ElementsAre("create " + path + ".tmp", "append " + path + ".tmp",
                  "append " + path + ".tmp", "sync " + path + ".tmp",
                  "close " + path + ".tmp", "rename " + path + ".tmp " + path,
                  "sync " + ParentFolder(path)));
}

TEST(WriteDurablyTest, ALeftoverOfAKilledProcessIsNotInTheWay) {
  const TemporaryFolder folder;
  WriteFileBytes(folder / "a.tmp", "half of somethi");
  ASSERT_TRUE(Put(FileSystem::Real(), folder / "a", "new").has_value());
  EXPECT_EQ(ReadFileBytes(folder / "a"), "new");
  EXPECT_FALSE(std::filesystem::exists(folder / "a.tmp"));
}

TEST(WriteDurablyTest, AnErrorOfTheWriterComesBack) {
  const TemporaryFolder folder;
  const Status status =
      WriteDurably(FileSystem::Real(), folder / "a", [](OutputFile&) -> Status {
        return Fail(ErrorCode::kCancelled, "stopped");
      });
  EXPECT_EQ(status.error(), (Error{ErrorCode::kCancelled, "stopped"}));
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

class WriteDurablyFaultTest : public ::testing::TestWithParam<Fault> {};

TEST_P(WriteDurablyFaultTest, TheFileIsTheOldOneOrTheNewOne) {
  std::uint64_t n = 1;
  for (bool through = false; !through; ++n) {
    const TemporaryFolder folder;
    WriteFileBytes(folder / "a", "old");
    FaultyFileSystem files(FileSystem::Real(), {.at = n, .fault = GetParam()});
    const Status status = Put(files, folder / "a", "the new content");
    through = !files.Struck();
    EXPECT_EQ(status.has_value(), through) << files.Log().back();
    const std::string content = ReadFileBytes(folder / "a");
    if (through) {
      EXPECT_EQ(content, "the new content");
    } else {
      EXPECT_TRUE(content == "old" || content == "the new content") << content;
    }
    EXPECT_FALSE(std::filesystem::exists(folder / "a.tmp")) << n;
  }
  EXPECT_GT(n, 9u);
}

INSTANTIATE_TEST_SUITE_P(All, WriteDurablyFaultTest,
                         ::testing::Values(Fault::kIo, Fault::kStorageFull,
                                           Fault::kShortWrite, Fault::kLateIo));

class WriteDurablyKillTest : public ::testing::TestWithParam<Fault> {};

TEST_P(WriteDurablyKillTest, TheFileIsTheOldOneOrTheNewOne) {
  const TemporaryFolder folder;
  WriteFileBytes(folder / "a", "old");
  const int kills = testing::SweepKills(
      GetParam(),
      [&](FileSystem& files) {
        return Put(files, folder / "a", "the new content").has_value() ? 0 : 1;
      },
      [&](std::uint64_t at, bool killed) {
        const std::string content = ReadFileBytes(folder / "a");
        if (!killed) {
          EXPECT_EQ(content, "the new content");
        } else {
          EXPECT_TRUE(content == "old" || content == "the new content") << at;
        }
        WriteFileBytes(folder / "a", "old");
      });
  EXPECT_EQ(kills, 10);
}

INSTANTIATE_TEST_SUITE_P(All, WriteDurablyKillTest,
                         ::testing::Values(Fault::kKillBefore,
                                           Fault::kKillAfter,
                                           Fault::kKillInside));

TEST(RemoveTreeTest, RemovesLinksAndNotWhatTheyPointTo) {
  const TemporaryFolder folder;
  FileSystem& files = FileSystem::Real();
  std::filesystem::create_directories(folder / "tree/a/b");
  std::filesystem::create_directory(folder / "outside");
  WriteFileBytes(folder / "outside/kept", "kept");
  WriteFileBytes(folder / "tree/a/b/file", "gone");
  std::filesystem::create_symlink(folder / "outside", folder / "tree/a/link");
  EXPECT_EQ(RemoveTree(files, folder / "tree"), true);
  EXPECT_FALSE(std::filesystem::exists(folder / "tree"));
  EXPECT_EQ(ReadFileBytes(folder / "outside/kept"), "kept");
  EXPECT_EQ(RemoveTree(files, folder / "tree"), false);

  std::filesystem::create_symlink(folder / "outside", folder / "tree");
  EXPECT_FALSE(RemoveTree(files, folder / "tree").has_value());
  EXPECT_EQ(ReadFileBytes(folder / "outside/kept"), "kept");
}

TEST(FaultyFileSystemTest, FailsFromTheOperationOn) {
  const TemporaryFolder folder;
  FaultyFileSystem files(
      FileSystem::Real(),
      {.at = 2, .fault = Fault::kStorageFull, .onwards = true});
  EXPECT_TRUE(files.MakeFolder(folder / "a").has_value());
  EXPECT_FALSE(files.Struck());
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(files.MakeFolder(folder / "b").error().code,
              ErrorCode::kStorageFull);
  }
  EXPECT_TRUE(files.Struck());
  EXPECT_EQ(files.Count(), 4u);
  EXPECT_FALSE(std::filesystem::exists(folder / "b"));
}

TEST(FaultyFileSystemTest, FlipsABit) {
  const TemporaryFolder folder;
  FaultyFileSystem files(FileSystem::Real(),
                         {.at = 2, .fault = Fault::kFlippedBit});
  auto file = files.Create(folder / "a");
  ASSERT_TRUE(file.has_value());
  EXPECT_TRUE((*file)->Append(Bytes("abc")).has_value());
  EXPECT_EQ(ReadFileBytes(folder / "a"), "arc");
}

}  // namespace
}  // namespace rescan::index
