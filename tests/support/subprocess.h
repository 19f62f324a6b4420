// Runs programs from tests: arguments, environment and input in; output, exit
// code and signal out. In the foreground with a time limit, or in the
// background with signals sent on the way.
#ifndef RESCAN_TESTS_SUPPORT_SUBPROCESS_H_
#define RESCAN_TESTS_SUPPORT_SUBPROCESS_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace rescan::testing {

struct SubprocessOptions {
  std::string program;            // a path; PATH is not searched
  std::vector<std::string> args;  // any bytes but NUL, without the program
  // Changes to the inherited environment; an absent value removes the name.
  std::map<std::string, std::optional<std::string>> env;
  std::string input;              // standard input, then end of file
  std::string working_directory;  // empty = the caller's
  // Standard input and standard error are a pseudo-terminal, as for a person
  // who sends only standard output elsewhere. ProcessResult::err then holds
  // what the terminal showed: \r\n line ends, and the input's echo.
  bool terminal = false;
};

struct ProcessResult {
  int exit_code = -1;      // -1 when a signal ended it
  int signal = 0;          // the signal that ended it, 0 = none
  bool timed_out = false;  // it was killed because its time was over
  std::string out;
  std::string err;
  double wall_seconds = 0;
  double cpu_seconds = 0;  // user and system, with its waited-for children
  // Largest of the process and its waited-for children.
  std::uint64_t peak_rss_bytes = 0;
};

// A running program, leader of a session and process group of its own. Its
// group is killed when the object or the test program goes away. Output goes
// to unnamed files, so it never blocks on the test. Move-only; one thread.
class Subprocess {
 public:
  // Throws std::system_error when the system refuses. A program that cannot
  // be executed ends with exit code 127 and says why on standard error.
  [[nodiscard]] static Subprocess Start(const SubprocessOptions& options);
  ~Subprocess();
  Subprocess(Subprocess&& other) noexcept;
  Subprocess& operator=(Subprocess&&) = delete;

  [[nodiscard]] int pid() const { return pid_; }

  // To the program alone, not to its children.
  void Signal(int number) const;

  // Standard output and error so far.
  [[nodiscard]] std::string Out() const;
  [[nodiscard]] std::string Err();

  // Waits until `condition` holds (asked every 10 ms), the program ends or
  // the time is over; returns the condition's last answer.
  bool WaitUntil(const std::function<bool()>& condition,
                 std::chrono::milliseconds limit);

  // True if it has ended; does not wait.
  [[nodiscard]] bool Ended();

  // Waits for the end; when the time is over the whole group is killed. Call
  // once.
  ProcessResult Wait(
      std::chrono::milliseconds limit = std::chrono::seconds(60));

 private:
  Subprocess() = default;
  bool PollEnd(std::chrono::milliseconds limit);
  void DrainTerminal();

  int pid_ = -1;
  int pidfd_ = -1;
  int out_fd_ = -1;
  int err_fd_ = -1;
  int terminal_fd_ = -1;
  std::string terminal_text_;
  std::chrono::steady_clock::time_point started_;
};

// Start and Wait in one.
[[nodiscard]] ProcessResult RunProcess(
    const SubprocessOptions& options,
    std::chrono::milliseconds limit = std::chrono::seconds(60));

// The bytes of a file; throws std::runtime_error when it cannot be read.
[[nodiscard]] std::string ReadFileBytes(const std::string& path);
// Makes the file, or replaces it; throws likewise.
void WriteFileBytes(const std::string& path, const std::string& bytes);

// A new folder below the system's temporary one, removed with all its content
// when the object goes away.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }
  // path() + "/" + name
  [[nodiscard]] std::string operator/(const std::string& name) const;

 private:
  std::string path_;
};

}  // namespace rescan::testing

#endif  // RESCAN_TESTS_SUPPORT_SUBPROCESS_H_
