#include "tests/support/subprocess.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>

namespace rescan::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

[[noreturn]] void ThrowErrno(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

int UnnamedFile(const char* name) {
  const int fd = memfd_create(name, MFD_CLOEXEC);
  if (fd < 0) ThrowErrno("memfd_create");
  return fd;
}

std::string ReadAll(int fd) {
  std::string text;
  std::array<char, 65536> buffer;
  while (true) {
    const ssize_t n = pread(fd, buffer.data(), buffer.size(),
                            static_cast<off_t>(text.size()));
    if (n < 0) ThrowErrno("pread");
    if (n == 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(n));
  }
}

void WriteAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = write(fd, bytes.data(), bytes.size());
    if (n < 0) ThrowErrno("write");
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

std::vector<std::string> EnvironmentWith(
    const std::map<std::string, std::optional<std::string>>& changes) {
  std::vector<std::string> result;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    if (!changes.contains(std::string(text.substr(0, text.find('='))))) {
      result.emplace_back(text);
    }
  }
  for (const auto& [name, value] : changes) {
    if (value) result.push_back(name + "=" + *value);
  }
  return result;
}

std::vector<char*> Pointers(std::vector<std::string>& strings) {
  std::vector<char*> result;
  result.reserve(strings.size() + 1);
  for (std::string& s : strings) result.push_back(s.data());
  result.push_back(nullptr);
  return result;
}

// What the child needs, prepared before the fork: after it only calls that
// are safe in a copy of a threaded process may be made.
struct ChildPlan {
  const char* program;
  const char* working_directory;  // null = stay
  char* const* argv;
  char* const* envp;
  int in_fd, out_fd, err_fd;
  bool terminal;
};

[[noreturn]] void BecomeProgram(const ChildPlan& plan) {
  setsid();
  if (plan.terminal) ioctl(plan.in_fd, TIOCSCTTY, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  dup2(plan.in_fd, STDIN_FILENO);
  dup2(plan.out_fd, STDOUT_FILENO);
  dup2(plan.err_fd, STDERR_FILENO);
  // Tests may run with signals blocked or ignored; the program must not.
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  for (const int number : {SIGINT, SIGTERM, SIGPIPE, SIGUSR1, SIGHUP}) {
    signal(number, SIG_DFL);
  }
  if (plan.working_directory == nullptr || chdir(plan.working_directory) == 0) {
    execve(plan.program, plan.argv, plan.envp);
  }
  constexpr std::string_view kMessage = "cannot execute the program\n";
  (void)!write(STDERR_FILENO, kMessage.data(), kMessage.size());
  _exit(127);
}

}  // namespace

Subprocess Subprocess::Start(const SubprocessOptions& options) {
  std::vector<std::string> args = options.args;
  args.insert(args.begin(), options.program);
  std::vector<std::string> env = EnvironmentWith(options.env);
  const std::vector<char*> argv = Pointers(args);
  const std::vector<char*> envp = Pointers(env);

  Subprocess process;
  process.out_fd_ = UnnamedFile("out");
  int in_fd = -1;
  int err_fd = -1;
  if (options.terminal) {
    if (openpty(&process.terminal_fd_, &in_fd, nullptr, nullptr, nullptr) !=
        0) {
      ThrowErrno("openpty");
    }
    fcntl(process.terminal_fd_, F_SETFD, FD_CLOEXEC);
    fcntl(process.terminal_fd_, F_SETFL, O_NONBLOCK);
    fcntl(in_fd, F_SETFD, FD_CLOEXEC);
    WriteAll(process.terminal_fd_, options.input);
    err_fd = in_fd;
  } else {
    in_fd = UnnamedFile("in");
    WriteAll(in_fd, options.input);
    lseek(in_fd, 0, SEEK_SET);
    process.err_fd_ = UnnamedFile("err");
    err_fd = process.err_fd_;
  }

  const ChildPlan plan{options.program.c_str(),
                       options.working_directory.empty()
                           ? nullptr
                           : options.working_directory.c_str(),
                       argv.data(),
                       envp.data(),
                       in_fd,
                       process.out_fd_,
                       err_fd,
                       options.terminal};
  process.started_ = steady_clock::now();
  process.pid_ = fork();
  if (process.pid_ < 0) ThrowErrno("fork");
  if (process.pid_ == 0) BecomeProgram(plan);
  close(in_fd);
  // glibc 2.36 declares pidfd_open without C linkage.
  process.pidfd_ = static_cast<int>(syscall(SYS_pidfd_open, process.pid_, 0));
  if (process.pidfd_ < 0) ThrowErrno("pidfd_open");
  return process;
}

Subprocess::Subprocess(Subprocess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      pidfd_(std::exchange(other.pidfd_, -1)),
      out_fd_(std::exchange(other.out_fd_, -1)),
      err_fd_(std::exchange(other.err_fd_, -1)),
      terminal_fd_(std::exchange(other.terminal_fd_, -1)),
      terminal_text_(std::move(other.terminal_text_)),
      started_(other.started_) {}

Subprocess::~Subprocess() {
  if (pid_ > 0) {
    kill(-pid_, SIGKILL);
    kill(pid_, SIGKILL);  // it may not have made its own group yet
    waitpid(pid_, nullptr, 0);
  }
  for (const int fd : {pidfd_, out_fd_, err_fd_, terminal_fd_}) {
    if (fd >= 0) close(fd);
  }
}

void Subprocess::Signal(int number) const {
  if (pid_ > 0) kill(pid_, number);
}

std::string Subprocess::Out() const { return ReadAll(out_fd_); }

std::string Subprocess::Err() {
  if (terminal_fd_ < 0) return ReadAll(err_fd_);
  DrainTerminal();
  return terminal_text_;
}

void Subprocess::DrainTerminal() {
  if (terminal_fd_ < 0) return;
  std::array<char, 4096> buffer;
  // A read fails with EIO once the program has closed its side.
  for (ssize_t n; (n = read(terminal_fd_, buffer.data(), buffer.size())) > 0;) {
    terminal_text_.append(buffer.data(), static_cast<std::size_t>(n));
  }
}

bool Subprocess::PollEnd(milliseconds limit) {
  const auto deadline = steady_clock::now() + limit;
  while (true) {
    DrainTerminal();  // a full terminal would block the program
    const auto left = std::chrono::duration_cast<milliseconds>(
        deadline - steady_clock::now());
    // The terminal is looked after in short steps; files need no care.
    const auto step =
        terminal_fd_ < 0 ? left : std::min(left, milliseconds(20));
    pollfd entry{pidfd_, POLLIN, 0};
    const int n =
        poll(&entry, 1, static_cast<int>(std::max<long>(step.count(), 0)));
    if (n > 0) return true;
    if (left.count() <= 0) return false;
  }
}

bool Subprocess::Ended() { return PollEnd(milliseconds(0)); }

bool Subprocess::WaitUntil(const std::function<bool()>& condition,
                           milliseconds limit) {
  const auto deadline = steady_clock::now() + limit;
  while (!condition()) {
    if (PollEnd(milliseconds(10)) || steady_clock::now() > deadline) {
      return condition();
    }
  }
  return true;
}

ProcessResult Subprocess::Wait(milliseconds limit) {
  ProcessResult result;
  result.timed_out = !PollEnd(limit);
  if (result.timed_out) {
    kill(-pid_, SIGKILL);
    kill(pid_, SIGKILL);
  }
  int status = 0;
  rusage usage{};
  while (wait4(pid_, &status, 0, &usage) < 0 && errno == EINTR) {
  }
  result.wall_seconds =
      std::chrono::duration<double>(steady_clock::now() - started_).count();
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) +
           1e-6 * static_cast<double>(t.tv_usec);
  };
  result.cpu_seconds = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  result.peak_rss_bytes = static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
  if (WIFEXITED(status)) result.exit_code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) result.signal = WTERMSIG(status);
  result.out = Out();
  result.err = Err();
  // Children that it left behind are in its group still.
  kill(-pid_, SIGKILL);
  pid_ = -1;
  return result;
}

ProcessResult RunProcess(const SubprocessOptions& options, milliseconds limit) {
  return Subprocess::Start(options).Wait(limit);
}

std::string ReadFileBytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  if (!file) throw std::runtime_error("cannot read " + path);
  return bytes.str();
}

void WriteFileBytes(const std::string& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << bytes;
  file.close();
  if (!file) throw std::runtime_error("cannot write " + path);
}

TemporaryFolder::TemporaryFolder() {
  path_ = (std::filesystem::temp_directory_path() / "rescan-test-XXXXXX");
  if (mkdtemp(path_.data()) == nullptr) ThrowErrno("mkdtemp");
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string TemporaryFolder::operator/(const std::string& name) const {
  return path_ + "/" + name;
}

}  // namespace rescan::testing
