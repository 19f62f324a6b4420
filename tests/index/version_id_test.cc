#include "index/version_id.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace rescan::index {
namespace {

using std::chrono::microseconds;
using std::chrono::sys_days;
using std::chrono::year;

constexpr auto kDay = sys_days(year{2026} / 11 / 22);

std::string TimeOf(const std::string& id) { return id.substr(0, 22); }

TEST(VersionId, IsTheTimeAndSomethingRandom) {
  const auto now = kDay + std::chrono::hours(5) + microseconds(61'000'007);
  const std::string one = NextVersionId(now, "");
  EXPECT_EQ(TimeOf(one), "20261122T050101000007Z");
  EXPECT_TRUE(IsVersionId(one)) << one;
  EXPECT_NE(one, NextVersionId(now, "")) << "two compactors in a microsecond";
}

TEST(VersionId, FollowsThePreviousWhateverTheClockSays) {
  const std::string late = NextVersionId(kDay + std::chrono::hours(20), "");
  for (const auto now :
       {kDay + std::chrono::hours(20), kDay + std::chrono::hours(1),
        sys_days(year{1970} / 1 / 1) + std::chrono::hours(0)}) {
    const std::string next = NextVersionId(now, late);
    EXPECT_LT(late, next);
    EXPECT_EQ(TimeOf(next), "20261122T200000000001Z");
  }
  EXPECT_EQ(TimeOf(NextVersionId(kDay + std::chrono::hours(21), late)),
            "20261122T210000000000Z");
}

TEST(VersionId, AMicrosecondMoreMayBeAnotherYear) {
  const std::string last = "20261231T235959999999Z-ffffffff";
  EXPECT_EQ(TimeOf(NextVersionId(kDay, last)), "20270101T000000000000Z");
}

TEST(VersionId, AnythingElseIsNone) {
  EXPECT_TRUE(IsVersionId("20261122T050101000007Z-0a1b2c3d"));
  for (const char* text :
       {"", ".", "..", "lost+found", "20261122T050101000007Z-0a1b2c3",
        "20261122T050101000007Z-0a1b2c3d5", "20261122T050101000007Z-0A1B2C3D",
        "20261122t050101000007Z-0a1b2c3d", "2026112aT050101000007Z-0a1b2c3d",
        "20261122T050101000007Z-0a1b2c3d/",
        "20261122T050101000007Z/0a1b2c3d"}) {
    EXPECT_FALSE(IsVersionId(text)) << text;
  }
}

TEST(RandomName, IsNeverTheSame) {
  EXPECT_EQ(RandomName().size(), 32u);
  EXPECT_NE(RandomName(), RandomName());
}

}  // namespace
}  // namespace rescan::index
