#include "engine/image/input_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "kernels/base/text.h"

namespace rescan {
namespace {

std::string Reason(int error) { return std::strerror(error); }

const char* KindOf(mode_t mode) {
  if (S_ISLNK(mode)) return "a symbolic link";
  if (S_ISDIR(mode)) return "a folder";
  if (S_ISFIFO(mode)) return "a fifo";
  if (S_ISSOCK(mode)) return "a socket";
  return "a device";
}

Error NotRegular(const std::string& name, const char* kind) {
  return {ErrorCode::kInvalidArgument,
          name + ": is " + kind + ", not a regular file"};
}

// Why open(2) refused; `error` is its errno.
Error OpenError(const std::string& path, const std::string& name, int error) {
  struct stat info {};
  // O_NOFOLLOW says ELOOP for a link and ENXIO for a socket or an idle
  // device; what stands there now gives the better message.
  const bool known = ::lstat(path.c_str(), &info) == 0;
  if (known && (error == ELOOP || error == ENXIO) && !S_ISREG(info.st_mode)) {
    return NotRegular(name, KindOf(info.st_mode));
  }
  if (error == ENOENT || error == ENOTDIR) {
    return {ErrorCode::kNotFound, name + ": " + Reason(error)};
  }
  return {ErrorCode::kIo, name + ": " + Reason(error)};
}

}  // namespace

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
  if (this != &other) {
    Close();
    fd_ = other.Release();
  }
  return *this;
}

int FileDescriptor::Release() { return std::exchange(fd_, -1); }

void FileDescriptor::Close() {
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

Result<FileDescriptor> OpenRegularFile(const std::string& path) {
  const std::string name = PathForDisplay(path);
  if (path.empty() || path.find('\0') != std::string::npos) {
    return Fail(ErrorCode::kInvalidArgument, "'" + name + "': not a path");
  }
  FileDescriptor file;
  do {
    // O_NOCTTY: a terminal must not become ours before fstat refuses it.
    file =
        FileDescriptor(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK |
                                                O_CLOEXEC | O_NOCTTY));
  } while (!file.valid() && errno == EINTR);
  if (!file.valid()) return tl::unexpected(OpenError(path, name, errno));
  struct stat info {};
  if (::fstat(file.get(), &info) != 0) {
    return Fail(ErrorCode::kIo, name + ": " + Reason(errno));
  }
  if (!S_ISREG(info.st_mode)) {
    return tl::unexpected(NotRegular(name, KindOf(info.st_mode)));
  }
  return file;
}

Result<std::uint64_t> FileSize(const FileDescriptor& file) {
  struct stat info {};
  if (::fstat(file.get(), &info) != 0) {
    return Fail(ErrorCode::kIo, "file size: " + Reason(errno));
  }
  return static_cast<std::uint64_t>(info.st_size);
}

Result<std::vector<std::uint8_t>> ReadWholeFile(const FileDescriptor& file,
                                                std::uint64_t max_bytes) {
  const auto size = FileSize(file);
  if (!size.has_value()) return tl::unexpected(size.error());
  if (*size > max_bytes) {
    return Fail(ErrorCode::kLimit,
                fmt::format("file of {} bytes, limit {}", *size, max_bytes));
  }
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(*size));
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t n = ::pread(file.get(), bytes.data() + done,
                              bytes.size() - done, static_cast<off_t>(done));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return Fail(ErrorCode::kIo, "read: " + Reason(errno));
    if (n == 0) break;
    done += static_cast<std::size_t>(n);
  }
  bytes.resize(done);
  return bytes;
}

}  // namespace rescan
