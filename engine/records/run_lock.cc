#include "engine/records/run_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <nlohmann/json.hpp>
#include <string_view>
#include <thread>
#include <utility>

#include "engine/records/timestamp.h"
#include "kernels/base/text.h"

namespace rescan {
namespace {

using std::chrono::milliseconds;

// OwnerOf holds the lock for a moment to see whether it is free, and a new
// owner needs a moment to write its name: both are waited for.
constexpr int kPatience = 20;
constexpr milliseconds kPause{10};

struct Owner {
  int process_id = 0;  // 0 = the file does not say, or names a dead process
  std::string started;
};

std::string LockPath(const std::string& workspace) {
  return workspace + "/run.lock";
}

Owner ReadOwner(int fd) {
  std::array<char, 512> buffer{};
  const ssize_t size = pread(fd, buffer.data(), buffer.size(), 0);
  if (size <= 0) return {};
  const auto json = nlohmann::json::parse(
      std::string_view(buffer.data(), static_cast<std::size_t>(size)), nullptr,
      /*allow_exceptions=*/false);
  if (!json.is_object()) return {};
  Owner owner;
  const auto pid = json.find("pid");
  if (pid == json.end() || !pid->is_number_integer()) return {};
  owner.process_id = pid->get<int>();
  // A new owner may hold the lock and not have written its name yet.
  if (owner.process_id <= 0 ||
      (kill(owner.process_id, 0) != 0 && errno == ESRCH)) {
    return {};
  }
  if (const auto started = json.find("started");
      started != json.end() && started->is_string()) {
    owner.started = started->get<std::string>();
  }
  return owner;
}

Status WriteOwner(int fd, const std::string& path) {
  const nlohmann::json json = {
      {"pid", getpid()},
      {"started", TimestampOf(std::chrono::system_clock::now())}};
  const std::string text = json.dump() + "\n";
  // Emptied first, so that a reader never sees two owners mixed.
  if (ftruncate(fd, 0) != 0 || pwrite(fd, text.data(), text.size(), 0) !=
                                   static_cast<ssize_t>(text.size())) {
    return Fail(errno == ENOSPC ? ErrorCode::kStorageFull : ErrorCode::kIo,
                fmt::format("{}: cannot write the lock file: {}",
                            PathForDisplay(path), std::strerror(errno)));
  }
  return {};
}

// True once the lock is held; false while another holds it.
bool TryLock(int fd, int operation) {
  for (int i = 0; i < kPatience; ++i) {
    if (flock(fd, operation | LOCK_NB) == 0) return true;
    if (errno != EWOULDBLOCK && errno != EINTR) return false;
    std::this_thread::sleep_for(kPause);
  }
  errno = EWOULDBLOCK;
  return false;
}

std::string OwnerText(const Owner& owner) {
  if (owner.process_id == 0) return "another process";
  std::string text = fmt::format("process {}", owner.process_id);
  if (!owner.started.empty()) text += fmt::format(" since {}", owner.started);
  return text;
}

}  // namespace

Result<RunLock> RunLock::Acquire(const std::string& workspace) {
  const std::string path = LockPath(workspace);
  FileDescriptor file(
      open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644));
  if (!file.valid()) {
    return Fail(ErrorCode::kIo,
                fmt::format("{}: cannot open the lock file: {}",
                            PathForDisplay(path), std::strerror(errno)));
  }
  if (!TryLock(file.get(), LOCK_EX)) {
    if (errno != EWOULDBLOCK) {
      return Fail(ErrorCode::kIo,
                  fmt::format("{}: cannot be locked: {}", PathForDisplay(path),
                              std::strerror(errno)));
    }
    return Fail(
        ErrorCode::kLocked,
        fmt::format("{}: the workspace is in use by {}", PathForDisplay(path),
                    OwnerText(ReadOwner(file.get()))));
  }
  RESCAN_TRY(WriteOwner(file.get(), path));
  return RunLock(std::move(file));
}

int RunLock::OwnerOf(const std::string& workspace) {
  const std::string path = LockPath(workspace);
  const FileDescriptor file(
      open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!file.valid()) return 0;
  for (int i = 0; i < kPatience; ++i) {
    // Closing the file gives the shared lock back.
    if (flock(file.get(), LOCK_SH | LOCK_NB) == 0) return 0;
    if (const Owner owner = ReadOwner(file.get()); owner.process_id != 0) {
      return owner.process_id;
    }
    std::this_thread::sleep_for(kPause);
  }
  return -1;
}

}  // namespace rescan
