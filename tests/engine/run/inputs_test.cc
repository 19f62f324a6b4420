#include "engine/run/inputs.h"

#include <gtest/gtest.h>
#include <sys/fsuid.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <string>
#include <vector>

#include "kernels/base/sha256.h"
#include "tests/support/subprocess.h"

namespace rescan {
namespace {

using rescan::testing::TemporaryFolder;
using rescan::testing::WriteFileBytes;

const std::string kPng = "\x89PNG\r\n\x1a\n and so on";
const StopCheck kNever = [] { return false; };

void MakeFolder(const std::string& path) {
  ASSERT_EQ(mkdir(path.c_str(), 0755), 0) << path;
}

void MakeLink(const std::string& target, const std::string& path) {
  ASSERT_EQ(symlink(target.c_str(), path.c_str()), 0) << path;
}

// A listening socket's file; false if the path is too long for one.
bool MakeSocket(const std::string& path) {
  sockaddr_un address{};
  if (path.size() >= sizeof(address.sun_path)) return false;
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.c_str(), path.size());
  const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  const bool bound = bind(fd, reinterpret_cast<const sockaddr*>(&address),
                          sizeof(address)) == 0;
  close(fd);
  return bound;
}

struct Listed {
  std::vector<std::string> paths;
  InputList inputs;
  FileList files;
};

Listed List(const std::vector<std::string>& typed, bool recursive = true,
            int threads = 2) {
  Listed listed;
  const Result<InputRoots> roots = ResolveInputs(typed);
  EXPECT_TRUE(roots) << roots.error().message;
  if (!roots) return listed;
  listed.files = ListFiles(*roots, recursive, kNever);
  listed.inputs = HashFiles(listed.files.entries, threads, kNever);
  for (const PlanItem& item : listed.inputs.items) {
    listed.paths.push_back(item.path);
  }
  return listed;
}

using Paths = std::vector<std::string>;

TEST(InputsTest, TellsImagesByContentOrByName) {
  const TemporaryFolder folder;
  WriteFileBytes(folder / "a.txt", kPng);
  WriteFileBytes(folder / "b.txt", "no image");
  WriteFileBytes(folder / "c.JPG", "not one either");
  WriteFileBytes(folder / "d.png", "");
  WriteFileBytes(folder / "e", "");
  const Listed listed = List({folder.path()});
  EXPECT_EQ(listed.paths,
            (Paths{folder / "a.txt", folder / "c.JPG", folder / "d.png"}));
  EXPECT_EQ(listed.inputs.ignored, 2);
}

TEST(InputsTest, ATypedFileIsAnInputWhateverItHolds) {
  const TemporaryFolder folder;
  WriteFileBytes(folder / "notes", "no image");
  EXPECT_EQ(List({folder / "notes"}).paths, (Paths{folder / "notes"}));
  const Listed both = List({folder.path(), folder / "notes"});
  EXPECT_EQ(both.paths, (Paths{folder / "notes"}));
  EXPECT_EQ(both.inputs.ignored, 0);
}

TEST(InputsTest, HashesTheWholeFile) {
  const TemporaryFolder folder;
  // Around the size of the buffer, where the loop could go wrong.
  const std::size_t buffer = 128 << 10;
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{1}, buffer - 1, buffer, buffer + 1,
        2 * buffer, 3 * buffer + 17}) {
    const std::string bytes(size, 'x');
    WriteFileBytes(folder / "a.png", bytes);
    const Listed listed = List({folder.path()});
    ASSERT_EQ(listed.inputs.items.size(), 1u);
    EXPECT_EQ(listed.inputs.items[0].sha256, Sha256Of(bytes)) << size;
    EXPECT_EQ(listed.inputs.items[0].size, size);
  }
}

TEST(InputsTest, EveryByteStringIsAName) {
  const TemporaryFolder folder;
  Paths expected;
  for (const std::string& name :
       {std::string("new\nline.png"), std::string("quote\"'.png"),
        std::string("back\\slash.png"), std::string("invalid \xff\xfe.png"),
        std::string(" blank .png"), std::string("-option.png"),
        std::string("\x01\x1b[2J.png"), std::string("ünï.png"),
        std::string("a,b;c.png"), std::string("=1+1.png")}) {
    WriteFileBytes(folder / name, kPng);
    expected.push_back(folder / name);
  }
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(List({folder.path()}).paths, expected);
}

TEST(InputsTest, SortsByBytesOverFolders) {
  const TemporaryFolder folder;
  MakeFolder(folder / "a");
  WriteFileBytes(folder / "a/z.png", kPng);
  WriteFileBytes(folder / "a.png", kPng);
  WriteFileBytes(folder / "a b.png", kPng);
  WriteFileBytes(folder / "\xc3\xa4.png", kPng);
  EXPECT_EQ(List({folder.path()}).paths,
            (Paths{folder / "a b.png", folder / "a.png", folder / "a/z.png",
                   folder / "\xc3\xa4.png"}));
}

TEST(InputsTest, NeitherFollowsNorOpensWhatIsNoFile) {
  const TemporaryFolder folder;
  const TemporaryFolder outside;
  WriteFileBytes(outside / "secret.png", kPng);
  MakeFolder(folder / "sub");
  WriteFileBytes(folder / "sub/a.png", kPng);
  MakeLink("..", folder / "sub/loop");
  MakeLink("itself.png", folder / "itself.png");
  MakeLink(outside / "secret.png", folder / "link.png");
  MakeLink(outside.path(), folder / "link");
  // Opening a fifo for reading would wait for ever.
  ASSERT_EQ(mkfifo((folder / "fifo.png").c_str(), 0644), 0);
  ASSERT_TRUE(MakeSocket(folder / "socket.png"));
  const Listed listed = List({folder.path()});
  EXPECT_EQ(listed.paths, (Paths{folder / "sub/a.png"}));
  EXPECT_EQ(listed.files.skipped,
            (std::map<std::string, std::int64_t>{
                {"fifo", 1}, {"socket", 1}, {"symbolic link", 4}}));
}

TEST(InputsTest, FollowsALinkThatWasTyped) {
  const TemporaryFolder folder;
  MakeFolder(folder / "real");
  WriteFileBytes(folder / "real/a.png", kPng);
  MakeLink("real", folder / "folder");
  MakeLink("real/a.png", folder / "file");
  EXPECT_EQ(List({folder / "folder"}).paths, (Paths{folder / "real/a.png"}));
  EXPECT_EQ(List({folder / "file"}).paths, (Paths{folder / "real/a.png"}));
}

TEST(InputsTest, OverlappingInputsCountOnce) {
  const TemporaryFolder folder;
  MakeFolder(folder / "a");
  MakeFolder(folder / "a/b");
  MakeFolder(folder / "a b");  // sorts between "a" and "a/b"
  for (const char* name : {"a/1.png", "a/b/2.png", "a b/3.png"}) {
    WriteFileBytes(folder / name, kPng);
  }
  WriteFileBytes(folder / "a/b/readme", "text");
  MakeLink("2.png", folder / "a/b/link");
  const Listed listed =
      List({folder / "a/b", folder / "a", folder / "a/b/2.png", folder / "a b",
            folder / "a/../a", folder / "a/b/2.png"});
  EXPECT_EQ(listed.paths, (Paths{folder / "a b/3.png", folder / "a/1.png",
                                 folder / "a/b/2.png"}));
  EXPECT_EQ(listed.inputs.ignored, 1);
  EXPECT_EQ(listed.files.skipped.at("symbolic link"), 1);
}

TEST(InputsTest, RelativeInputsBecomeAbsolute) {
  const TemporaryFolder folder;
  WriteFileBytes(folder / "a.png", kPng);
  char before[4096];
  ASSERT_NE(getcwd(before, sizeof(before)), nullptr);
  ASSERT_EQ(chdir(folder.path().c_str()), 0);
  const Listed dot = List({"."});
  const Listed file = List({"a.png"});
  ASSERT_EQ(chdir(before), 0);
  EXPECT_EQ(dot.paths, (Paths{folder / "a.png"}));
  EXPECT_EQ(file.paths, (Paths{folder / "a.png"}));
}

TEST(InputsTest, WithoutRecursionSubfoldersAreCounted) {
  const TemporaryFolder folder;
  MakeFolder(folder / "sub");
  WriteFileBytes(folder / "sub/a.png", kPng);
  WriteFileBytes(folder / "b.png", kPng);
  const Listed listed = List({folder.path()}, /*recursive=*/false);
  EXPECT_EQ(listed.paths, (Paths{folder / "b.png"}));
  EXPECT_EQ(listed.files.skipped.at("folder"), 1);
  EXPECT_EQ(List({folder.path(), folder / "sub"}, false).paths,
            (Paths{folder / "b.png", folder / "sub/a.png"}));
}

TEST(InputsTest, DeepTreesNeedNoStack) {
  const TemporaryFolder folder;
  std::string path = folder.path();
  for (int depth = 0; depth < 200; ++depth) {
    path += "/d";
    MakeFolder(path);
  }
  WriteFileBytes(path + "/a.png", kPng);
  EXPECT_EQ(List({folder.path()}).paths, (Paths{path + "/a.png"}));
}

TEST(InputsTest, WhatCannotBeReadShows) {
  const TemporaryFolder folder;
  MakeFolder(folder / "closed");
  WriteFileBytes(folder / "a.png", kPng);
  WriteFileBytes(folder / "b", kPng);
  ASSERT_EQ(chmod((folder / "a.png").c_str(), 0), 0);
  ASSERT_EQ(chmod((folder / "b").c_str(), 0), 0);
  ASSERT_EQ(chmod((folder / "closed").c_str(), 0), 0);
  // The superuser reads everything, but not as somebody else.
  ASSERT_EQ(chmod(folder.path().c_str(), 0755), 0);
  if (geteuid() == 0) setfsuid(65534);
  const Listed listed = List({folder.path()});
  if (geteuid() == 0) setfsuid(0);
  EXPECT_EQ(listed.paths, (Paths{folder / "a.png"}));
  EXPECT_FALSE(listed.inputs.items[0].sha256.has_value());
  EXPECT_EQ(listed.inputs.skipped.at("unreadable file"), 1);
  EXPECT_EQ(listed.files.skipped.at("unreadable folder"), 1);
  EXPECT_EQ(listed.files.warnings.size(), 1u);
  chmod((folder / "closed").c_str(), 0755);
}

TEST(ResolveInputsTest, RefusesAFolderThatCannotBeRead) {
  const TemporaryFolder folder;
  MakeFolder(folder / "closed");
  ASSERT_EQ(chmod((folder / "closed").c_str(), 0), 0);
  ASSERT_EQ(chmod(folder.path().c_str(), 0755), 0);
  if (geteuid() == 0) setfsuid(65534);
  const Result<InputRoots> roots = ResolveInputs({folder / "closed"});
  if (geteuid() == 0) setfsuid(0);
  chmod((folder / "closed").c_str(), 0755);
  ASSERT_FALSE(roots);
  EXPECT_EQ(roots.error().code, ErrorCode::kInvalidArgument);
  EXPECT_NE(roots.error().message.find("closed: Permission denied"),
            std::string::npos)
      << roots.error().message;
}

TEST(InputsTest, AFolderThatIsGoneWhenItIsReadIsWarnedOf) {
  const TemporaryFolder folder;
  MakeFolder(folder / "x");
  const Result<InputRoots> roots = ResolveInputs({folder / "x"});
  ASSERT_TRUE(roots);
  ASSERT_EQ(rmdir((folder / "x").c_str()), 0);
  const FileList files = ListFiles(*roots, true, kNever);
  EXPECT_EQ(files.skipped.at("unreadable folder"), 1);
  ASSERT_EQ(files.warnings.size(), 1u);
  EXPECT_NE(files.warnings[0].find(folder / "x"), std::string::npos);
}

TEST(InputsTest, AFileThatIsGoneWhenItIsHashedStaysAnInput) {
  const TemporaryFolder folder;
  std::vector<FileList::Entry> entries = {{folder / "gone.png", false},
                                          {folder / "gone", true},
                                          {folder / "other", false}};
  const InputList inputs = HashFiles(entries, 1, kNever);
  ASSERT_EQ(inputs.items.size(), 2u);
  EXPECT_FALSE(inputs.items[0].sha256 || inputs.items[1].sha256);
  EXPECT_EQ(inputs.skipped.at("unreadable file"), 1);
}

TEST(InputsTest, AnyNumberOfThreadsGivesTheSameList) {
  const TemporaryFolder folder;
  for (int i = 0; i < 200; ++i) {
    const std::string name = std::to_string(i);
    WriteFileBytes(folder / (name + (i % 3 == 0 ? ".txt" : ".png")),
                   i % 2 == 0 ? kPng + name : "text" + name);
  }
  const Listed one = List({folder.path()}, true, 1);
  for (const int threads : {2, 7, 64}) {
    const Listed many = List({folder.path()}, true, threads);
    ASSERT_EQ(many.paths, one.paths);
    ASSERT_EQ(many.inputs.ignored, one.inputs.ignored);
    for (std::size_t i = 0; i < one.paths.size(); ++i) {
      ASSERT_EQ(many.inputs.items[i].sha256, one.inputs.items[i].sha256);
    }
  }
}

TEST(InputsTest, StopsWhenAsked) {
  const TemporaryFolder folder;
  for (int i = 0; i < 100; ++i) {
    WriteFileBytes(folder / (std::to_string(i) + ".png"), kPng);
  }
  const Result<InputRoots> roots = ResolveInputs({folder.path()});
  const StopCheck at_once = [] { return true; };
  EXPECT_TRUE(ListFiles(*roots, true, at_once).stopped);
  const FileList files = ListFiles(*roots, true, kNever);
  std::atomic<int> asked{0};
  const InputList inputs =
      HashFiles(files.entries, 2, [&] { return ++asked > 3; });
  EXPECT_TRUE(inputs.stopped);
}

struct BadInput {
  const char* name;
  const char* path;
  ErrorCode code;
};

class BadInputTest : public ::testing::TestWithParam<BadInput> {};

TEST_P(BadInputTest, IsAnErrorNamingIt) {
  const Result<InputRoots> roots = ResolveInputs({GetParam().path});
  ASSERT_FALSE(roots);
  EXPECT_EQ(roots.error().code, GetParam().code) << roots.error().message;
  EXPECT_NE(roots.error().message.find(GetParam().path), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, BadInputTest,
    ::testing::Values(
        BadInput{"Missing", "/no/such/file.png", ErrorCode::kNotFound},
        BadInput{"BelowAFile", "/etc/passwd/x", ErrorCode::kNotFound},
        BadInput{"Device", "/dev/null", ErrorCode::kInvalidArgument}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(ResolveInputsTest, RefusesAFifoALoopAndNothing) {
  const TemporaryFolder folder;
  ASSERT_EQ(mkfifo((folder / "fifo").c_str(), 0644), 0);
  MakeLink("loop", folder / "loop");
  for (const std::string& path : {folder / "fifo", folder / "loop"}) {
    const Result<InputRoots> roots = ResolveInputs({path});
    ASSERT_FALSE(roots) << path;
    EXPECT_EQ(roots.error().code, ErrorCode::kInvalidArgument) << path;
  }
  EXPECT_EQ(ResolveInputs({}).error().code, ErrorCode::kInvalidArgument);
}

TEST(CheckOutputOutsideTest, RefusesWhateverLeadsIntoAnInputFolder) {
  const TemporaryFolder folder;
  MakeFolder(folder / "in");
  MakeFolder(folder / "in/sub");
  MakeFolder(folder / "input");
  MakeLink("in/sub", folder / "link");
  WriteFileBytes(folder / "input/a.png", kPng);
  const Result<InputRoots> roots =
      ResolveInputs({folder / "in", folder / "input/a.png"});
  ASSERT_TRUE(roots);
  for (const char* inside :
       {"in", "in/", "in/new", "in/sub/new/deep", "in/../in/x", "link",
        "link/new", "link/..", "other/../in/x"}) {
    const Status status = CheckOutputOutside(*roots, folder / inside);
    ASSERT_FALSE(status) << inside;
    EXPECT_EQ(status.error().code, ErrorCode::kInvalidArgument);
    EXPECT_NE(status.error().message.find(
                  "output is never written under an input folder"),
              std::string::npos);
  }
  for (const char* outside : {"", "out", "input", "input/ws", "in.ws",
                              "in/../out", "link/../../out"}) {
    const Status status = CheckOutputOutside(*roots, folder / outside);
    EXPECT_TRUE(status) << outside << ": " << status.error().message;
  }
}

TEST(CheckOutputOutsideTest, EverythingLiesInTheRoot) {
  InputRoots roots;
  roots.folders = {"/"};
  EXPECT_FALSE(CheckOutputOutside(roots, "/tmp/somewhere"));
}

}  // namespace
}  // namespace rescan
