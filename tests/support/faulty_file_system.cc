#include "tests/support/faulty_file_system.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <mutex>
#include <span>
#include <system_error>
#include <utility>

namespace rescan::testing {

using index::FileSystem;
using index::FolderEntry;
using index::OutputFile;

struct FaultyFileSystem::State {
  explicit State(FaultPlan given) : plan(given) {}

  // Counts an operation and says what is to happen to it.
  Fault Begin(std::string what) {
    const std::lock_guard lock(mutex);
    log.push_back(std::move(what));
    const std::uint64_t n = log.size();
    const bool strikes =
        plan.at != 0 && (n == plan.at || (plan.onwards && n > plan.at));
    if (strikes) struck = true;
    return strikes ? plan.fault : Fault::kNone;
  }

  const FaultPlan plan;
  std::mutex mutex;
  std::vector<std::string> log;  // guarded by mutex
  bool struck = false;           // guarded by mutex
};

namespace {

[[noreturn]] void Die() {
  kill(getpid(), SIGKILL);
  _exit(126);  // not reached
}

tl::unexpected<Error> Injected(Fault fault, const std::string& path) {
  const bool full = fault == Fault::kStorageFull || fault == Fault::kShortWrite;
  return Fail(full ? ErrorCode::kStorageFull : ErrorCode::kIo,
              path + ": injected fault");
}

// An operation that writes no bytes.
template <class Operation>
auto Perform(Fault fault, const std::string& path, Operation operation)
    -> decltype(operation()) {
  switch (fault) {
    case Fault::kNone:
    case Fault::kFlippedBit:
      break;
    case Fault::kIo:
    case Fault::kStorageFull:
    case Fault::kShortWrite:
      return Injected(fault, path);
    case Fault::kKillBefore:
    case Fault::kKillInside:
      Die();
    case Fault::kLateIo: {
      const auto done = operation();
      return Injected(fault, path);
    }
    case Fault::kKillAfter: {
      const auto done = operation();
      Die();
    }
  }
  return operation();
}

std::vector<std::byte> WithFlippedBit(std::span<const std::byte> bytes) {
  std::vector<std::byte> copy(bytes.begin(), bytes.end());
  if (!copy.empty()) copy[copy.size() / 2] ^= std::byte{0x10};
  return copy;
}

class FaultyFile final : public OutputFile {
 public:
  FaultyFile(std::unique_ptr<OutputFile> below, std::string path,
             std::shared_ptr<FaultyFileSystem::State> state)
      : below_(std::move(below)),
        path_(std::move(path)),
        state_(std::move(state)) {}

  Status Append(std::span<const std::byte> bytes) override {
    return Write("append ", bytes, [&](std::span<const std::byte> part) {
      return below_->Append(part);
    });
  }

  Status Overwrite(std::uint64_t offset,
                   std::span<const std::byte> bytes) override {
    return Write("overwrite ", bytes, [&](std::span<const std::byte> part) {
      return below_->Overwrite(offset, part);
    });
  }

  Status Sync() override {
    return Perform(state_->Begin("sync " + path_), path_,
                   [&] { return below_->Sync(); });
  }

  Status Close() override {
    return Perform(state_->Begin("close " + path_), path_,
                   [&] { return below_->Close(); });
  }

 private:
  template <class Operation>
  Status Write(const char* what, std::span<const std::byte> bytes,
               Operation operation) {
    const Fault fault = state_->Begin(what + path_);
    if (fault == Fault::kFlippedBit) return operation(WithFlippedBit(bytes));
    if (fault == Fault::kShortWrite || fault == Fault::kKillInside) {
      const Status half = operation(bytes.first(bytes.size() / 2));
      if (fault == Fault::kKillInside) Die();
      return Injected(fault, path_);
    }
    return Perform(fault, path_, [&] { return operation(bytes); });
  }

  std::unique_ptr<OutputFile> below_;
  std::string path_;
  std::shared_ptr<FaultyFileSystem::State> state_;
};

}  // namespace

FaultyFileSystem::FaultyFileSystem(FileSystem& below, FaultPlan plan)
    : below_(below), state_(std::make_shared<State>(plan)) {}

FaultyFileSystem::~FaultyFileSystem() = default;

std::uint64_t FaultyFileSystem::Count() const {
  const std::lock_guard lock(state_->mutex);
  return state_->log.size();
}

bool FaultyFileSystem::Struck() const {
  const std::lock_guard lock(state_->mutex);
  return state_->struck;
}

std::vector<std::string> FaultyFileSystem::Log() const {
  const std::lock_guard lock(state_->mutex);
  return state_->log;
}

Result<bool> FaultyFileSystem::MakeFolder(const std::string& path) {
  return Perform(state_->Begin("mkdir " + path), path,
                 [&] { return below_.MakeFolder(path); });
}

Result<std::unique_ptr<OutputFile>> FaultyFileSystem::Create(
    const std::string& path) {
  Result<std::unique_ptr<OutputFile>> file =
      Perform(state_->Begin("create " + path), path,
              [&] { return below_.Create(path); });
  if (!file.has_value()) return file;
  return std::make_unique<FaultyFile>(std::move(*file), path, state_);
}

Status FaultyFileSystem::Rename(const std::string& from,
                                const std::string& to) {
  return Perform(state_->Begin("rename " + from + " " + to), to,
                 [&] { return below_.Rename(from, to); });
}

Status FaultyFileSystem::SyncFolder(const std::string& path) {
  return Perform(state_->Begin("sync " + path), path,
                 [&] { return below_.SyncFolder(path); });
}

Result<bool> FaultyFileSystem::RemoveFile(const std::string& path) {
  return Perform(state_->Begin("unlink " + path), path,
                 [&] { return below_.RemoveFile(path); });
}

Result<bool> FaultyFileSystem::RemoveFolder(const std::string& path) {
  return Perform(state_->Begin("rmdir " + path), path,
                 [&] { return below_.RemoveFolder(path); });
}

Result<std::vector<FolderEntry>> FaultyFileSystem::List(
    const std::string& path) {
  return Perform(state_->Begin("list " + path), path,
                 [&] { return below_.List(path); });
}

ChildEnd RunInChild(const std::function<int()>& work) {
  const pid_t pid = fork();
  if (pid < 0) {
    throw std::system_error(errno, std::generic_category(), "fork");
  }
  if (pid == 0) {
    int code = 125;
    try {
      code = work();
    } catch (...) {
    }
    _exit(code);
  }
  int status = 0;
  while (waitpid(pid, &status, 0) < 0) {
    if (errno != EINTR) {
      throw std::system_error(errno, std::generic_category(), "waitpid");
    }
  }
  if (WIFSIGNALED(status)) return {.signal = WTERMSIG(status), .exit_code = -1};
  return {.signal = 0, .exit_code = WEXITSTATUS(status)};
}

int SweepKills(
    Fault fault, const std::function<int(FileSystem&)>& work,
    const std::function<void(std::uint64_t at, bool killed)>& check) {
  for (int killed = 0;; ++killed) {
    const auto at = static_cast<std::uint64_t>(killed) + 1;
    const ChildEnd end = RunInChild([&] {
      FaultyFileSystem files(FileSystem::Real(), {.at = at, .fault = fault});
      return work(files);
    });
    const bool was_killed = end.signal == SIGKILL;
    if (!was_killed && end.exit_code != 0) return -1;
    check(at, was_killed);
    if (!was_killed) return killed;
  }
}

}  // namespace rescan::testing
