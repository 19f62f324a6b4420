#include "engine/image/input_file.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <utility>

#include "tests/support/subprocess.h"

namespace rescan {
namespace {

using ::testing::HasSubstr;

class InputFileTest : public ::testing::Test {
 protected:
  rescan::testing::TemporaryFolder folder_;

  static void ExpectRefused(const std::string& path, ErrorCode code,
                            const char* why) {
    const auto file = OpenRegularFile(path);
    ASSERT_FALSE(file.has_value()) << path;
    EXPECT_EQ(code, file.error().code) << file.error().message;
    EXPECT_THAT(file.error().message, HasSubstr(why));
  }
};

TEST_F(InputFileTest, ReadsAWholeFile) {
  const std::string path = folder_ / "a";
  const std::string content("\0\1\2three", 8);
  rescan::testing::WriteFileBytes(path, content);
  const auto file = OpenRegularFile(path);
  ASSERT_TRUE(file.has_value()) << file.error().message;
  EXPECT_NE(0, ::fcntl(file->get(), F_GETFD) & FD_CLOEXEC);
  EXPECT_EQ(8u, FileSize(*file).value());
  // Twice, and whatever the file offset is.
  for (int i = 0; i < 2; ++i) {
    const auto bytes = ReadWholeFile(*file, 8);
    ASSERT_TRUE(bytes.has_value());
    EXPECT_EQ(content, std::string(bytes->begin(), bytes->end()));
    ::lseek(file->get(), 3, SEEK_SET);
  }
}

TEST_F(InputFileTest, ALongFileIsALimit) {
  const std::string path = folder_ / "a";
  rescan::testing::WriteFileBytes(path, "123456789");
  const auto file = OpenRegularFile(path);
  ASSERT_TRUE(file.has_value());
  const auto bytes = ReadWholeFile(*file, 8);
  ASSERT_FALSE(bytes.has_value());
  EXPECT_EQ(ErrorCode::kLimit, bytes.error().code);
}

TEST_F(InputFileTest, ASparseGiantIsRefusedWithoutAllocating) {
  const std::string path = folder_ / "a";
  rescan::testing::WriteFileBytes(path, "");
  ASSERT_EQ(0, ::truncate(path.c_str(), off_t{1} << 40));
  const auto file = OpenRegularFile(path);
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ(ErrorCode::kLimit,
            ReadWholeFile(*file, std::uint64_t{1} << 30).error().code);
}

TEST_F(InputFileTest, AnEmptyFileIsRead) {
  rescan::testing::WriteFileBytes(folder_ / "a", "");
  const auto file = OpenRegularFile(folder_ / "a");
  ASSERT_TRUE(file.has_value());
  EXPECT_TRUE(ReadWholeFile(*file, 0).value().empty());
}

TEST_F(InputFileTest, NothingButRegularFiles) {
  const std::string file = folder_ / "file";
  const std::string link = folder_ / "link";
  const std::string loop = folder_ / "loop";
  const std::string fifo = folder_ / "fifo";
  rescan::testing::WriteFileBytes(file, "x");
  ASSERT_EQ(0, ::symlink(file.c_str(), link.c_str()));
  ASSERT_EQ(0, ::symlink(loop.c_str(), loop.c_str()));
  ASSERT_EQ(0, ::mkfifo(fifo.c_str(), 0600));
  ExpectRefused(link, ErrorCode::kInvalidArgument, "symbolic link");
  ExpectRefused(loop, ErrorCode::kInvalidArgument, "symbolic link");
  // Nobody writes into it: opening must not wait for somebody who does.
  ExpectRefused(fifo, ErrorCode::kInvalidArgument, "fifo");
  ExpectRefused(folder_.path(), ErrorCode::kInvalidArgument, "folder");
  ExpectRefused("/dev/null", ErrorCode::kInvalidArgument, "device");
  ExpectRefused(folder_ / "missing", ErrorCode::kNotFound, "No such file");
  ExpectRefused(file + "/x", ErrorCode::kNotFound, "Not a directory");
  ExpectRefused("", ErrorCode::kInvalidArgument, "not a path");
  ExpectRefused(std::string("a\0b", 3), ErrorCode::kInvalidArgument,
                "not a path");
}

TEST_F(InputFileTest, ASocketIsRefused) {
  const std::string path = folder_ / "s";
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  ASSERT_LT(path.size(), sizeof address.sun_path);
  std::memcpy(address.sun_path, path.data(), path.size());
  const FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM, 0));
  ASSERT_EQ(0, ::bind(socket.get(), reinterpret_cast<sockaddr*>(&address),
                      sizeof address));
  ExpectRefused(path, ErrorCode::kInvalidArgument, "socket");
}

TEST_F(InputFileTest, AnyNameWillDoAndIsShownSafely) {
  for (const std::string name :
       {"a b", "quote'\"", "line\nend", "\xff\xfe", "-rf", "\x1b[31m"}) {
    const std::string path = folder_ / name;
    rescan::testing::WriteFileBytes(path, "x");
    EXPECT_TRUE(OpenRegularFile(path).has_value()) << name;
    const auto missing = OpenRegularFile(path + "x");
    ASSERT_FALSE(missing.has_value());
    EXPECT_EQ(std::string::npos, missing.error().message.find('\n'));
    EXPECT_EQ(std::string::npos, missing.error().message.find('\x1b'));
  }
}

TEST_F(InputFileTest, DescriptorsMoveAndCloseOnce) {
  rescan::testing::WriteFileBytes(folder_ / "a", "x");
  auto first = OpenRegularFile(folder_ / "a");
  ASSERT_TRUE(first.has_value());
  const int fd = first->get();
  FileDescriptor second = std::move(*first);
  EXPECT_FALSE(first->valid());
  EXPECT_EQ(fd, second.get());
  FileDescriptor third;
  third = std::move(second);
  EXPECT_EQ(fd, third.get());
  third.Close();
  EXPECT_FALSE(third.valid());
  EXPECT_EQ(-1, ::fcntl(fd, F_GETFD));
}

}  // namespace
}  // namespace rescan
