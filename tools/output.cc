#include "tools/output.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "engine/image/input_file.h"
#include "kernels/base/text.h"

namespace rescan::cli {
namespace {

namespace fs = std::filesystem;

Error IoError(const std::string& path, const std::string& reason) {
  return Error{
      errno == ENOSPC ? ErrorCode::kStorageFull : ErrorCode::kIo,
      fmt::format("cannot write {}: {}", PathForDisplay(path), reason)};
}

class PrintOutput : public Output {
 public:
  Status Write(std::string_view bytes) override {
    Print(bytes);
    if (std::ferror(stdout) == 0) return {};
    return PrintedWell();
  }
  Status Commit() override { return PrintedWell(); }
};

class TemporaryFileOutput : public Output {
 public:
  TemporaryFileOutput(std::string path, std::string temporary,
                      FileDescriptor file, Durability durability)
      : path_(std::move(path)),
        temporary_(std::move(temporary)),
        file_(std::move(file)),
        durability_(durability) {}

  ~TemporaryFileOutput() override {
    if (!committed_) unlink(temporary_.c_str());
  }

  Status Write(std::string_view bytes) override {
    buffer_ += bytes;
    if (buffer_.size() < kBufferBytes) return {};
    return Flush();
  }

  Status Commit() override {
    RESCAN_TRY(Flush());
    const bool flush = durability_ == Durability::kDurable;
    if ((flush && fsync(file_.get()) != 0) ||
        rename(temporary_.c_str(), path_.c_str()) != 0) {
      return tl::unexpected(IoError(path_, std::strerror(errno)));
    }
    committed_ = true;
    return {};
  }

 private:
  static constexpr std::size_t kBufferBytes = 1 << 16;

  Status Flush() {
    std::string_view rest = buffer_;
    while (!rest.empty()) {
      const ssize_t n = write(file_.get(), rest.data(), rest.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return tl::unexpected(IoError(path_, std::strerror(errno)));
      rest.remove_prefix(static_cast<std::size_t>(n));
    }
    buffer_.clear();
    return {};
  }

  std::string path_;
  std::string temporary_;
  FileDescriptor file_;
  Durability durability_;
  std::string buffer_;
  bool committed_ = false;
};

}  // namespace

void Print(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
}

void FlushPrinted() { std::fflush(stdout); }

void Note(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
}

Status PrintedWell() {
  const bool flushed = std::fflush(stdout) == 0;
  if (flushed && std::ferror(stdout) == 0) return {};
  return tl::unexpected(IoError("standard output", std::strerror(errno)));
}

std::unique_ptr<Output> StandardOutput() {
  return std::make_unique<PrintOutput>();
}

Result<std::unique_ptr<Output>> FileOutput(const std::string& path,
                                           Durability durability) {
  std::error_code error;
  const fs::path parent = fs::path(path).parent_path();
  if (!parent.empty()) fs::create_directories(parent, error);
  if (error) return tl::unexpected(IoError(path, error.message()));
  const std::string temporary = fmt::format("{}.{}.tmp", path, getpid());
  FileDescriptor file(
      open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
  if (!file.valid()) {
    return tl::unexpected(IoError(path, std::strerror(errno)));
  }
  return std::make_unique<TemporaryFileOutput>(path, temporary, std::move(file),
                                               durability);
}

std::string ResolvedPath(const std::string& path) {
  std::error_code error;
  fs::path resolved = fs::weakly_canonical(fs::absolute(path), error);
  if (error) resolved = fs::absolute(path).lexically_normal();
  // "folder/" and "folder" are the same place.
  if (!resolved.has_filename() && resolved.has_relative_path()) {
    resolved = resolved.parent_path();
  }
  return resolved.string();
}

}  // namespace rescan::cli
