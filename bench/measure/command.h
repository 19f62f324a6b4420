#ifndef RESCAN_BENCH_MEASURE_COMMAND_H_
#define RESCAN_BENCH_MEASURE_COMMAND_H_

#include <cstdint>
#include <string>
#include <vector>

namespace rescan::bench {

// One finished run of a command, by the system's own accounting.
struct Timing {
  double wall_seconds = 0;
  // User + system time of the command and of every descendant it waited for.
  double cpu_seconds = 0;
  std::uint64_t peak_rss_bytes = 0;  // of the largest single process
  int exit_code = -1;                // 128 + n after signal n
};

// A started command. Its standard output and error go to files.
struct Started {
  int pid = -1;
  double started_at = 0;  // steady clock, seconds
};

struct Command {
  std::vector<std::string> arguments;  // arguments[0] is looked up in PATH
  std::vector<std::string> environment = {};  // NAME=VALUE, added to ours
  std::string standard_output = "/dev/null";
  std::string standard_error = "/dev/null";
};

// Exits the program with a message when the command cannot be started: a
// benchmark without its subject has nothing to say.
[[nodiscard]] Started Start(const Command& command);
[[nodiscard]] Timing Wait(const Started& started);
[[nodiscard]] Timing Run(const Command& command);

// Runs `command` and exits the program with a message and 2 unless it ends with
// one of `accepted`: 1 is a missed goal.
Timing RunOrDie(const Command& command, std::vector<int> accepted = {0});

}  // namespace rescan::bench

#endif  // RESCAN_BENCH_MEASURE_COMMAND_H_
