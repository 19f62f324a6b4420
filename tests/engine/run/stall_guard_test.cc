#include "engine/run/stall_guard.h"

#include <gtest/gtest.h>

namespace rescan {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using Verdict = StallGuard::Verdict;

constexpr StallGuard::Clock::time_point kStart{};

TEST(StallGuardTest, WarnsAtHalfTheLimitAndStopsAtIt) {
  StallGuard guard(minutes(10), kStart);
  EXPECT_EQ(guard.Check(kStart + minutes(5) - seconds(1)), Verdict::kFine);
  EXPECT_EQ(guard.Check(kStart + minutes(5)), Verdict::kWarn);
  EXPECT_EQ(guard.Check(kStart + minutes(6)), Verdict::kFine) << "said once";
  EXPECT_EQ(guard.Check(kStart + minutes(10) - seconds(1)), Verdict::kFine);
  EXPECT_EQ(guard.Check(kStart + minutes(10)), Verdict::kStop);
}

TEST(StallGuardTest, NewRowsStartTheTimeAnew) {
  StallGuard guard(minutes(10), kStart);
  guard.NewRows(kStart + minutes(9));
  EXPECT_EQ(guard.Check(kStart + minutes(13)), Verdict::kFine);
  EXPECT_EQ(guard.Check(kStart + minutes(14)), Verdict::kWarn);
  guard.NewRows(kStart + minutes(15));
  EXPECT_EQ(guard.Check(kStart + minutes(20)), Verdict::kWarn) << "a new spell";
  EXPECT_EQ(guard.Check(kStart + minutes(25)), Verdict::kStop);
}

TEST(StallGuardTest, CountsFromTheStartWithoutAnyRows) {
  const StallGuard guard(minutes(1), kStart);
  EXPECT_EQ(guard.Quiet(kStart + seconds(42)), seconds(42));
}

}  // namespace
}  // namespace rescan
