#include "bench/measure/command.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace rescan::bench {
namespace {

double Now() {
  return std::chrono::duration<double>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

double Seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) +
         static_cast<double>(time.tv_usec) * 1e-6;
}

void Redirect(const std::string& path, int target) {
  const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (fd < 0 || dup2(fd, target) < 0) _exit(126);
  close(fd);
}

}  // namespace

Started Start(const Command& command) {
  Started started;
  started.started_at = Now();
  started.pid = fork();
  if (started.pid < 0) {
    fmt::print(stderr, "fork: {}\n", std::strerror(errno));
    std::exit(1);
  }
  if (started.pid == 0) {
    for (const std::string& setting : command.environment) {
      const std::size_t equals = setting.find('=');
      setenv(setting.substr(0, equals).c_str(),
             setting.substr(equals + 1).c_str(), 1);
    }
    Redirect("/dev/null", STDIN_FILENO);
    Redirect(command.standard_output, STDOUT_FILENO);
    Redirect(command.standard_error, STDERR_FILENO);
    std::vector<char*> arguments;
    for (const std::string& argument : command.arguments) {
      arguments.push_back(const_cast<char*>(argument.c_str()));
    }
    arguments.push_back(nullptr);
    execvp(arguments[0], arguments.data());
    _exit(127);
  }
  return started;
}

Timing Wait(const Started& started) {
  Timing timing;
  rusage usage{};
  int status = 0;
  while (wait4(started.pid, &status, 0, &usage) < 0 && errno == EINTR) {
  }
  timing.wall_seconds = Now() - started.started_at;
  timing.cpu_seconds = Seconds(usage.ru_utime) + Seconds(usage.ru_stime);
  timing.peak_rss_bytes = static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
  timing.exit_code =
      WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return timing;
}

Timing Run(const Command& command) { return Wait(Start(command)); }

Timing RunOrDie(const Command& command, std::vector<int> accepted) {
  const Timing timing = Run(command);
  if (std::find(accepted.begin(), accepted.end(), timing.exit_code) ==
      accepted.end()) {
    fmt::print(stderr, "exit code {} from: {}\n", timing.exit_code,
               fmt::join(command.arguments, " "));
    std::exit(2);
  }
  return timing;
}

}  // namespace rescan::bench
