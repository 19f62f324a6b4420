#ifndef RESCAN_ENGINE_IMAGE_INPUT_FILE_H_
#define RESCAN_ENGINE_IMAGE_INPUT_FILE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/base/result.h"

namespace rescan {

// A file descriptor that closes itself. Move-only.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int fd) : fd_(fd) {}
  ~FileDescriptor() { Close(); }
  FileDescriptor(FileDescriptor&& other) noexcept : fd_(other.Release()) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept;

  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool valid() const { return fd_ >= 0; }
  [[nodiscard]] int Release();
  void Close();

 private:
  int fd_ = -1;
};

// Opens `path` for reading without following a symbolic link in its last
// component and without blocking (O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC), and
// only if it is a regular file. `path` is any byte string without NUL.
// Errors: kNotFound, kInvalidArgument (symbolic link, folder, fifo, socket or
// device: the message says which), kIo (permission and the rest). The message
// names the path in display form and the reason.
[[nodiscard]] Result<FileDescriptor> OpenRegularFile(const std::string& path);

// Size in bytes of an open file.
[[nodiscard]] Result<std::uint64_t> FileSize(const FileDescriptor& file);

// Reads the whole file from its start. Error kLimit when it is longer than
// `max_bytes`, checked before anything is allocated; kIo when a read fails.
// A file that shrinks meanwhile gives the bytes that were there.
[[nodiscard]] Result<std::vector<std::uint8_t>> ReadWholeFile(
    const FileDescriptor& file, std::uint64_t max_bytes);

}  // namespace rescan

#endif  // RESCAN_ENGINE_IMAGE_INPUT_FILE_H_
