#ifndef RESCAN_TOOLS_INTERRUPT_H_
#define RESCAN_TOOLS_INTERRUPT_H_

namespace rescan::cli {

// While it lives, SIGINT and SIGTERM are remembered instead of ending the
// program; blocking system calls return early. One at a time; for commands
// that end on their own terms. (`rescan run` has its own handling.)
class InterruptWatch {
 public:
  InterruptWatch();
  ~InterruptWatch();
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;

  // 0, SIGINT or SIGTERM.
  [[nodiscard]] int signal() const;
  // 130 or 143 for the signal; REQUIRES: signal() != 0.
  [[nodiscard]] int exit_code() const;
};

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_INTERRUPT_H_
