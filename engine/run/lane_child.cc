#include "engine/run/lane_child.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "kernels/base/text.h"

namespace rescan {
namespace {

constexpr std::size_t kTailBytes = 4096;
// Descriptors are moved here or above, out of the way of those a child gets.
constexpr int kFirstFree = kWorkerSocket + 1;

tl::unexpected<Error> FailCode(const char* what, int code) {
  const std::error_code error(code, std::generic_category());
  return Fail(ErrorCode::kIo,
              fmt::format("cannot start a worker process: {}: {}", what,
                          error.message()));
}

// The same open file under a number that is no standard stream's, should the
// program have been started with one of those closed.
FileDescriptor OutOfTheWay(int fd) {
  FileDescriptor low(fd);
  if (fd >= kFirstFree || fd < 0) return low;
  return FileDescriptor(fcntl(fd, F_DUPFD_CLOEXEC, kFirstFree));
}

struct Ends {
  FileDescriptor ours, childs;
};

Result<Ends> SocketPair() {
  std::array<int, 2> fds{-1, -1};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds.data()) != 0) {
    return FailCode("socketpair", errno);
  }
  return Ends{OutOfTheWay(fds[0]), OutOfTheWay(fds[1])};
}

// Only our end does not block: a child that writes a lot waits for us.
Result<Ends> ChatterPipe() {
  std::array<int, 2> fds{-1, -1};
  if (pipe2(fds.data(), O_CLOEXEC) != 0) return FailCode("pipe", errno);
  Ends ends{OutOfTheWay(fds[0]), OutOfTheWay(fds[1])};
  if (fcntl(ends.ours.get(), F_SETFL, O_NONBLOCK) != 0) {
    return FailCode("fcntl", errno);
  }
  return ends;
}

// What a worker's libraries must find in the environment when they are loaded:
// OpenMP reads OMP_THREAD_LIMIT before main, OpenBLAS and OpenCV likewise.
std::vector<std::string> WorkerEnvironment(const WorkerSettings& settings) {
  const std::int64_t pixels =
      std::int64_t{settings.limits.max_megapixels} * 1'000'000;
  const std::vector<std::pair<std::string, std::string>> set = {
      {"OMP_THREAD_LIMIT", "1"},
      {"OPENBLAS_NUM_THREADS", "1"},
      {"OPENCV_FOR_THREADS_NUM", "1"},
      {"OPENCV_OPENCL_RUNTIME", "disabled"},
      {"OPENCV_IO_MAX_IMAGE_PIXELS", std::to_string(pixels)},
      {"OPENCV_IO_MAX_IMAGE_WIDTH", std::to_string(pixels)},
      {"OPENCV_IO_MAX_IMAGE_HEIGHT", std::to_string(pixels)},
      {"MALLOC_ARENA_MAX", "1"},
  };
  std::vector<std::string> environment;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::string_view name = text.substr(0, text.find('='));
    bool ours = false;
    for (const auto& [key, value] : set) ours = ours || key == name;
    if (!ours) environment.emplace_back(text);
  }
  for (const auto& [key, value] : set) {
    environment.push_back(fmt::format("{}={}", key, value));
  }
  return environment;
}

// posix_spawn's two parameter objects, freed at the end.
class SpawnSetup {
 public:
  SpawnSetup() {
    posix_spawn_file_actions_init(&actions_);
    posix_spawnattr_init(&attributes_);
  }
  ~SpawnSetup() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  SpawnSetup(const SpawnSetup&) = delete;
  SpawnSetup& operator=(const SpawnSetup&) = delete;

  // Returns 0 or an errno value, as its parts do.
  int Fill(int socket, int chatter) {
    sigset_t all, none;
    sigfillset(&all);
    sigdelset(&all, SIGKILL);
    sigdelset(&all, SIGSTOP);
    sigemptyset(&none);
    int error = posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO,
                                                 "/dev/null", O_RDONLY, 0);
    const std::array<std::pair<int, int>, 3> moves = {
        {{chatter, STDOUT_FILENO},
         {chatter, STDERR_FILENO},
         {socket, kWorkerSocket}}};
    for (const auto& [from, to] : moves) {
      if (error == 0) {
        error = posix_spawn_file_actions_adddup2(&actions_, from, to);
      }
    }
    if (error == 0) {
      error = posix_spawn_file_actions_addclosefrom_np(&actions_, kFirstFree);
    }
    if (error == 0) error = posix_spawnattr_setsigdefault(&attributes_, &all);
    if (error == 0) error = posix_spawnattr_setsigmask(&attributes_, &none);
    if (error == 0) error = posix_spawnattr_setpgroup(&attributes_, 0);
    if (error == 0) {
      error = posix_spawnattr_setflags(
          &attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF |
                            POSIX_SPAWN_SETSIGMASK);
    }
    return error;
  }

  int Spawn(pid_t* pid, char* const* arguments, char* const* environment) {
    return posix_spawn(pid, "/proc/self/exe", &actions_, &attributes_,
                       arguments, environment);
  }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

std::vector<char*> Pointers(std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  pointers.reserve(strings.size() + 1);
  for (std::string& text : strings) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

WorkerProcess::WorkerProcess(pid_t pid, FileDescriptor socket,
                             FileDescriptor chatter)
    : pid_(pid), socket_(std::move(socket)), chatter_(std::move(chatter)) {}

Result<std::unique_ptr<WorkerProcess>> WorkerProcess::Start(
    const WorkerSettings& settings) {
  auto sockets = SocketPair();
  if (!sockets.has_value()) return tl::unexpected(sockets.error());
  auto pipe = ChatterPipe();
  if (!pipe.has_value()) return tl::unexpected(pipe.error());
  SpawnSetup setup;
  int error = setup.Fill(sockets->childs.get(), pipe->childs.get());
  if (error != 0) return FailCode("posix_spawn", error);

  std::vector<std::string> arguments = {"rescan", "worker", "--fd",
                                        std::to_string(kWorkerSocket)};
  std::vector<std::string> environment = WorkerEnvironment(settings);
  pid_t pid = 0;
  error = setup.Spawn(&pid, Pointers(arguments).data(),
                      Pointers(environment).data());
  if (error != 0) return FailCode("posix_spawn", error);
  return std::unique_ptr<WorkerProcess>(
      new WorkerProcess(pid, std::move(sockets->ours), std::move(pipe->ours)));
}

WorkerProcess::~WorkerProcess() {
  // Its read ends at the hang-up, and a write to a closed pipe fails instead
  // of waiting for us.
  socket_.Close();
  chatter_.Close();
  Await(std::chrono::seconds(1));
}

void WorkerProcess::ReadChatter() {
  std::array<char, std::size_t{64} << 10> chunk;
  const ssize_t got = read(chatter_.get(), chunk.data(), chunk.size());
  if (got > 0) {
    tail_.append(chunk.data(), static_cast<std::size_t>(got));
    if (tail_.size() > kTailBytes) tail_.erase(0, tail_.size() - kTailBytes);
  } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
    chatter_.Close();
  }
}

std::string WorkerProcess::ChatterTail() const { return ToValidUtf8(tail_); }

bool WorkerProcess::Reap(int options, ChildEnd* end) {
  if (pid_ == 0) return true;
  int status = 0;
  pid_t reaped = 0;
  do {
    reaped = waitpid(pid_, &status, options);
  } while (reaped < 0 && errno == EINTR);
  if (reaped == 0) return false;
  if (reaped == pid_) {
    if (WIFEXITED(status)) end->exit_code = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) end->signal = WTERMSIG(status);
  }
  pid_ = 0;
  return true;
}

void WorkerProcess::Kill() {
  if (pid_ == 0) return;
  kill(-pid_, SIGKILL);
  kill(pid_, SIGKILL);
  ChildEnd ignored;
  Reap(0, &ignored);
}

ChildEnd WorkerProcess::Await(std::chrono::milliseconds grace) {
  ChildEnd end;
  const auto deadline = std::chrono::steady_clock::now() + grace;
  while (!Reap(WNOHANG, &end)) {
    if (std::chrono::steady_clock::now() >= deadline) {
      Kill();
      break;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return end;
}

std::string SignalName(int signal) {
  const char* name = sigabbrev_np(signal);
  return name != nullptr ? fmt::format("SIG{}", name)
                         : fmt::format("signal {}", signal);
}

}  // namespace rescan
