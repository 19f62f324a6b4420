#include "engine/run/signals.h"

#include <gtest/gtest.h>

#include <csignal>
#include <thread>

namespace rescan {
namespace {

volatile std::sig_atomic_t g_outer_calls = 0;
void Outer(int) { g_outer_calls = g_outer_calls + 1; }

TEST(SignalWatchTest, CountsAndRemembersTheFirst) {
  SignalWatch watch;
  EXPECT_EQ(watch.StopRequests(), 0);
  EXPECT_EQ(watch.FirstStopSignal(), 0);
  std::raise(SIGTERM);
  EXPECT_EQ(watch.StopRequests(), 1);
  EXPECT_EQ(watch.FirstStopSignal(), SIGTERM);
  std::raise(SIGINT);
  EXPECT_EQ(watch.StopRequests(), 2);
  EXPECT_EQ(watch.FirstStopSignal(), SIGTERM);
}

TEST(SignalWatchTest, AReportIsAskedForOnceAndStopsNothing) {
  SignalWatch watch;
  EXPECT_FALSE(watch.TakeReportRequest());
  std::raise(SIGUSR1);
  std::raise(SIGUSR1);
  EXPECT_TRUE(watch.TakeReportRequest());
  EXPECT_FALSE(watch.TakeReportRequest());
  EXPECT_EQ(watch.StopRequests(), 0);
}

TEST(SignalWatchTest, EachWatchBeginsAtZero) {
  {
    const SignalWatch watch;
    std::raise(SIGINT);
    EXPECT_EQ(watch.StopRequests(), 1);
  }
  const SignalWatch watch;
  EXPECT_EQ(watch.StopRequests(), 0);
  EXPECT_EQ(watch.FirstStopSignal(), 0);
}

TEST(SignalWatchTest, RestoresWhatWasThere) {
  struct sigaction action {
  }, before{};
  action.sa_handler = Outer;
  ASSERT_EQ(sigaction(SIGINT, &action, &before), 0);
  g_outer_calls = 0;
  {
    const SignalWatch watch;
    std::raise(SIGINT);
    EXPECT_EQ(g_outer_calls, 0);
  }
  std::raise(SIGINT);
  EXPECT_EQ(g_outer_calls, 1);
  sigaction(SIGINT, &before, nullptr);
}

TEST(SignalBlockTest, ThreadsMadeMeanwhileDoNotTakeSignals) {
  sigset_t inside{};
  {
    const SignalBlock block;
    std::thread thread(
        [&inside] { pthread_sigmask(SIG_SETMASK, nullptr, &inside); });
    thread.join();
  }
  for (const int signal : {SIGINT, SIGTERM, SIGUSR1}) {
    EXPECT_EQ(sigismember(&inside, signal), 1) << signal;
  }
  sigset_t after{};
  pthread_sigmask(SIG_SETMASK, nullptr, &after);
  EXPECT_EQ(sigismember(&after, SIGINT), 0);
}

}  // namespace
}  // namespace rescan
