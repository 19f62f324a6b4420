// Files as they are read: regular ones only, nothing followed, nothing trusted.
#ifndef RESCAN_INDEX_INPUT_FILE_H_
#define RESCAN_INDEX_INPUT_FILE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <utility>

#include "kernels/base/result.h"
#include "kernels/base/sha256.h"

namespace rescan::index {

// An open regular file. Move-only. ReadAt may be called from several threads.
class InputFile {
 public:
  // kNotFound, kIo, or kCorruption for a folder, symlink, fifo or device, since
  // none was written in its place; kLimit if it is larger than `max_bytes`.
  [[nodiscard]] static Result<InputFile> Open(const std::string& path,
                                              std::uint64_t max_bytes);
  ~InputFile();
  InputFile(InputFile&& other) noexcept;
  InputFile& operator=(InputFile&& other) noexcept;

  [[nodiscard]] const std::string& path() const { return path_; }
  // When it was opened.
  [[nodiscard]] std::uint64_t size() const { return size_; }
  // For the adapters of libraries; stays open as long as this.
  [[nodiscard]] int descriptor() const { return fd_; }

  // Fills `bytes` from `offset` on. kCorruption if the file ends before.
  [[nodiscard]] Status ReadAt(std::uint64_t offset,
                              std::span<std::byte> bytes) const;

  // SHA-256 of `length` bytes from `offset` on, read in pieces.
  [[nodiscard]] Result<Sha256Digest> HashOf(std::uint64_t offset,
                                            std::uint64_t length) const;

  // "path: what", for messages about the content.
  [[nodiscard]] tl::unexpected<Error> Corrupt(std::string_view what) const;

 private:
  InputFile(std::string path, int fd, std::uint64_t size)
      : path_(std::move(path)), fd_(fd), size_(size) {}

  std::string path_;
  int fd_ = -1;
  std::uint64_t size_ = 0;
};

// A file's bytes in the address space, read only. Move-only. Reading them is
// safe as long as nobody cuts the file off: for files of ours that are never
// changed in place.
class MappedFile {
 public:
  // REQUIRES: file.size() > 0.
  [[nodiscard]] static Result<MappedFile> Map(const InputFile& file);
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;

  [[nodiscard]] std::span<const std::byte> bytes() const { return bytes_; }

 private:
  explicit MappedFile(std::span<const std::byte> bytes) : bytes_(bytes) {}

  std::span<const std::byte> bytes_;
};

}  // namespace rescan::index

#endif  // RESCAN_INDEX_INPUT_FILE_H_
