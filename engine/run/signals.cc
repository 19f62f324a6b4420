#include "engine/run/signals.h"

#include <pthread.h>

#include <atomic>

namespace rescan {
namespace {

// All that a handler may touch: lock-free atomics.
std::atomic<int> g_stop_requests{0};
std::atomic<int> g_first_stop{0};
std::atomic<bool> g_report_requested{false};
static_assert(std::atomic<int>::is_always_lock_free);

void OnStop(int signal) {
  int none = 0;
  g_first_stop.compare_exchange_strong(none, signal);
  g_stop_requests.fetch_add(1);
}

void OnReport(int) { g_report_requested.store(true); }

void Install(int signal, void (*handler)(int), struct sigaction* old) {
  struct sigaction action {};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  sigaction(signal, &action, old);
}

}  // namespace

SignalWatch::SignalWatch() {
  g_stop_requests.store(0);
  g_first_stop.store(0);
  g_report_requested.store(false);
  Install(SIGINT, OnStop, &old_int_);
  Install(SIGTERM, OnStop, &old_term_);
  Install(SIGUSR1, OnReport, &old_usr1_);
}

SignalWatch::~SignalWatch() {
  sigaction(SIGINT, &old_int_, nullptr);
  sigaction(SIGTERM, &old_term_, nullptr);
  sigaction(SIGUSR1, &old_usr1_, nullptr);
}

int SignalWatch::StopRequests() const { return g_stop_requests.load(); }
int SignalWatch::FirstStopSignal() const { return g_first_stop.load(); }
bool SignalWatch::TakeReportRequest() {
  return g_report_requested.exchange(false);
}

SignalBlock::SignalBlock() {
  sigset_t blocked;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGINT);
  sigaddset(&blocked, SIGTERM);
  sigaddset(&blocked, SIGUSR1);
  pthread_sigmask(SIG_BLOCK, &blocked, &old_);
}

SignalBlock::~SignalBlock() { pthread_sigmask(SIG_SETMASK, &old_, nullptr); }

}  // namespace rescan
