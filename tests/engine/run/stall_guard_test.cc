#include "engine/run/stall_guard.h"

#include <gtest/gtest.h>

namespace rescan {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using Verdict = StallGuard::Verdict;
using Clock = StallGuard::Clock;

constexpr Clock::time_point kStart{};

// Looks every ten seconds until just before `to`: all must be `verdict`.
void LookUntil(StallGuard& guard, Clock::time_point from, Clock::time_point to,
               Verdict verdict = Verdict::kFine) {
  for (; from < to; from += seconds(10)) {
    EXPECT_EQ(guard.Check(from), verdict) << (from - kStart) / seconds(1);
  }
}

TEST(StallGuardTest, WarnsAtHalfTheLimitAndStopsAtIt) {
  StallGuard guard(minutes(10), kStart);
  LookUntil(guard, kStart, kStart + minutes(5));
  EXPECT_EQ(guard.Check(kStart + minutes(5) - seconds(1)), Verdict::kFine);
  EXPECT_EQ(guard.Check(kStart + minutes(5)), Verdict::kWarn);
  LookUntil(guard, kStart + minutes(5), kStart + minutes(10));  // said once
  EXPECT_EQ(guard.Check(kStart + minutes(10) - seconds(1)), Verdict::kFine);
  EXPECT_EQ(guard.Check(kStart + minutes(10)), Verdict::kStop);
}

TEST(StallGuardTest, NewRowsStartTheTimeAnew) {
  StallGuard guard(minutes(10), kStart);
  guard.NewRows(kStart + minutes(9));
  LookUntil(guard, kStart + minutes(9), kStart + minutes(14));
  EXPECT_EQ(guard.Check(kStart + minutes(14)), Verdict::kWarn);
  guard.NewRows(kStart + minutes(15));
  LookUntil(guard, kStart + minutes(15), kStart + minutes(20));
  EXPECT_EQ(guard.Check(kStart + minutes(20)), Verdict::kWarn) << "a new spell";
  LookUntil(guard, kStart + minutes(20), kStart + minutes(25));
  EXPECT_EQ(guard.Check(kStart + minutes(25)), Verdict::kStop);
}

TEST(StallGuardTest, TimeInWhichNoOneLookedHardlyCounts) {
  StallGuard guard(minutes(1), kStart);
  EXPECT_EQ(guard.Check(kStart + minutes(90)), Verdict::kFine);
  EXPECT_EQ(guard.Quiet(kStart + minutes(90)), StallGuard::kMaxGap);
  EXPECT_EQ(guard.Check(kStart + minutes(180)), Verdict::kFine);
  EXPECT_EQ(guard.Quiet(kStart + minutes(181)), 3 * StallGuard::kMaxGap);
}

TEST(StallGuardTest, CountsFromTheStartWithoutAnyRows) {
  const StallGuard guard(minutes(1), kStart);
  EXPECT_EQ(guard.Quiet(kStart + seconds(4)), seconds(4));
}

}  // namespace
}  // namespace rescan
