#include "index/input_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "index/system_error.h"
#include "kernels/base/text.h"

namespace rescan::index {
namespace {

// Small enough to stay in a core's second-level cache between reading and
// hashing, large enough for few calls.
constexpr std::size_t kPieceBytes = 256 << 10;

}  // namespace

Result<InputFile> InputFile::Open(const std::string& path,
                                  std::uint64_t max_bytes) {
  // Without O_NONBLOCK a fifo would wait for a writer.
  const int fd = RepeatInterrupted([&] {
    return open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  });
  if (fd < 0) {
    if (errno == ELOOP || errno == ENXIO) {
      return Fail(ErrorCode::kCorruption,
                  PathForDisplay(path) + ": not a regular file");
    }
    return SystemError(path, "cannot open");
  }
  InputFile file(path, fd, 0);
  struct stat info {};
  if (fstat(fd, &info) != 0) return SystemError(path, "cannot look at");
  if (!S_ISREG(info.st_mode)) {
    return Fail(ErrorCode::kCorruption,
                PathForDisplay(path) + ": not a regular file");
  }
  file.size_ = static_cast<std::uint64_t>(info.st_size);
  if (file.size_ > max_bytes) {
    return Fail(ErrorCode::kLimit,
                PathForDisplay(path) + ": has " + std::to_string(file.size_) +
                    " bytes, the limit is " + std::to_string(max_bytes));
  }
  return file;
}

InputFile::~InputFile() {
  if (fd_ >= 0) close(fd_);
}

InputFile::InputFile(InputFile&& other) noexcept
    : path_(std::move(other.path_)),
      fd_(std::exchange(other.fd_, -1)),
      size_(other.size_) {}

InputFile& InputFile::operator=(InputFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(fd_, other.fd_);
  std::swap(size_, other.size_);
  return *this;
}

Status InputFile::ReadAt(std::uint64_t offset,
                         std::span<std::byte> bytes) const {
  while (!bytes.empty()) {
    const ssize_t n = RepeatInterrupted([&] {
      return pread(fd_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    });
    if (n < 0) return SystemError(path_, "cannot read");
    if (n == 0) return Corrupt("ends too early");
    offset += static_cast<std::uint64_t>(n);
    bytes = bytes.subspan(static_cast<std::size_t>(n));
  }
  return {};
}

Result<Sha256Digest> InputFile::HashOf(std::uint64_t offset,
                                       std::uint64_t length) const {
  Sha256 hash;
  std::vector<std::byte> piece(
      static_cast<std::size_t>(std::min<std::uint64_t>(length, kPieceBytes)));
  while (length > 0) {
    const std::span<std::byte> part = std::span(piece).first(
        static_cast<std::size_t>(std::min<std::uint64_t>(length, kPieceBytes)));
    RESCAN_TRY(ReadAt(offset, part));
    hash.Update(std::string_view(reinterpret_cast<const char*>(part.data()),
                                 part.size()));
    offset += part.size();
    length -= part.size();
  }
  return hash.Finish();
}

tl::unexpected<Error> InputFile::Corrupt(std::string_view what) const {
  return Fail(ErrorCode::kCorruption,
              PathForDisplay(path_) + ": " + std::string(what));
}

Result<MappedFile> MappedFile::Map(const InputFile& file) {
  const auto size = static_cast<std::size_t>(file.size());
  void* start =
      mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.descriptor(), 0);
  if (start == MAP_FAILED) return SystemError(file.path(), "cannot map");
  return MappedFile({static_cast<const std::byte*>(start), size});
}

MappedFile::~MappedFile() {
  if (bytes_.data() == nullptr) return;
  munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : bytes_(std::exchange(other.bytes_, {})) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  return *this;
}

}  // namespace rescan::index
