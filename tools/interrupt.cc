#include "tools/interrupt.h"

#include <atomic>
#include <csignal>

#include "tools/exit_code.h"

namespace rescan::cli {
namespace {

std::atomic<int> received{0};
struct sigaction old_int, old_term;

void Remember(int number) { received.store(number); }

}  // namespace

InterruptWatch::InterruptWatch() {
  received.store(0);
  struct sigaction action {};
  action.sa_handler = Remember;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, &old_int);
  sigaction(SIGTERM, &action, &old_term);
}

InterruptWatch::~InterruptWatch() {
  sigaction(SIGINT, &old_int, nullptr);
  sigaction(SIGTERM, &old_term, nullptr);
}

int InterruptWatch::signal() const { return received.load(); }

int InterruptWatch::exit_code() const {
  return signal() == SIGTERM ? kExitTerminated : kExitInterrupted;
}

}  // namespace rescan::cli
