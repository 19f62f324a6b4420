#include "engine/run/breaker.h"

#include <gtest/gtest.h>

#include <string>

namespace rescan {
namespace {

void Fail(CircuitBreaker& breaker, int times,
          FailureType type = FailureType::kDecode,
          const std::string& cause = "cut off") {
  for (int i = 0; i < times; ++i) breaker.AddFailure(type, cause);
}

TEST(CircuitBreakerTest, Pitfall33TenFailuresInARowOpenItAndNineDoNot) {
  CircuitBreaker breaker({10, 20, 0.5});
  Fail(breaker, 9);
  EXPECT_FALSE(breaker.open()) << breaker.message();
  Fail(breaker, 1);
  EXPECT_EQ(breaker.message(),
            "stopped by the circuit breaker: 10 consecutive failures "
            "(limit 10); most common cause: DECODE_ERROR (10 of 10): cut off");
}

TEST(CircuitBreakerTest, ASuccessStartsTheRowAnew) {
  CircuitBreaker breaker({10, 1000, 0.5});
  Fail(breaker, 9);
  breaker.AddSuccess();
  Fail(breaker, 9);
  EXPECT_FALSE(breaker.open()) << breaker.message();
  Fail(breaker, 1);
  EXPECT_TRUE(breaker.open());
}

// Alternates successes and failures, then adds failures, so that no row of
// them is long.
void Mixed(CircuitBreaker& breaker, int pairs) {
  for (int i = 0; i < pairs; ++i) {
    breaker.AddSuccess();
    Fail(breaker, 1, FailureType::kTimeout, "too slow");
  }
}

TEST(CircuitBreakerTest, Pitfall33HalfOfTheWindowMayFailAndOneMoreMayNot) {
  CircuitBreaker breaker({10, 20, 0.5});
  Mixed(breaker, 10);
  EXPECT_FALSE(breaker.open()) << "10 of 20: " << breaker.message();
  // The window now begins with a success; this failure pushes it out.
  Fail(breaker, 1, FailureType::kDecode, "cut off");
  EXPECT_EQ(breaker.message(),
            "stopped by the circuit breaker: 11 of the last 20 images failed "
            "(limit 50 %); most common cause: TIMEOUT_ERROR (10 of 11): too "
            "slow");
}

TEST(CircuitBreakerTest, TheRateCountsOnlyOnceTheWindowIsFull) {
  CircuitBreaker breaker({10, 20, 0.5});
  Fail(breaker, 9);
  breaker.AddSuccess();
  Fail(breaker, 9);
  EXPECT_FALSE(breaker.open()) << "18 of 19: " << breaker.message();
  breaker.AddSuccess();
  EXPECT_TRUE(breaker.open()) << "18 of 20";
}

TEST(CircuitBreakerTest, OldOutcomesLeaveTheWindow) {
  CircuitBreaker breaker({100, 4, 0.5});
  Fail(breaker, 2);
  for (int i = 0; i < 4; ++i) breaker.AddSuccess();
  Fail(breaker, 2);
  EXPECT_FALSE(breaker.open()) << breaker.message();
  Fail(breaker, 1);
  EXPECT_TRUE(breaker.open());
}

TEST(CircuitBreakerTest, ARateThatIsNoBinaryFractionIsStillMetExactly) {
  CircuitBreaker breaker({1000, 100, 0.29});
  for (int i = 0; i < 71; ++i) breaker.AddSuccess();
  Fail(breaker, 29);
  EXPECT_FALSE(breaker.open()) << "29 of 100 is not more than 29 %";
  CircuitBreaker more({1000, 100, 0.29});
  for (int i = 0; i < 70; ++i) more.AddSuccess();
  Fail(more, 30);
  EXPECT_TRUE(more.open());
}

TEST(CircuitBreakerTest, ARateOfOneNeverOpensIt) {
  CircuitBreaker breaker({1000, 5, 1.0});
  Fail(breaker, 50);
  EXPECT_FALSE(breaker.open());
}

TEST(CircuitBreakerTest, NamesTheMostCommonTypeAndItsMostCommonCause) {
  CircuitBreaker breaker({10, 20, 0.5});
  Fail(breaker, 2, FailureType::kIo, "Permission denied");
  Fail(breaker, 3, FailureType::kDecode, "cut off");
  Fail(breaker, 5, FailureType::kDecode, "empty file");
  EXPECT_EQ(breaker.message(),
            "stopped by the circuit breaker: 10 consecutive failures (limit "
            "10); most common cause: DECODE_ERROR (8 of 10): empty file");
}

TEST(CircuitBreakerTest, KeepsItsFirstReason) {
  CircuitBreaker breaker({2, 20, 0.5});
  Fail(breaker, 2);
  const std::string first = breaker.message();
  Fail(breaker, 5);
  breaker.AddSuccess();
  EXPECT_EQ(breaker.message(), first);
  EXPECT_TRUE(breaker.open());
}

struct CauseCase {
  const char* name;
  std::string message, path, cause;
};

class CauseOfTest : public ::testing::TestWithParam<CauseCase> {};

TEST_P(CauseOfTest, LeavesOutWhatDiffersFromImageToImage) {
  EXPECT_EQ(CauseOf(GetParam().message, GetParam().path), GetParam().cause);
}

INSTANTIATE_TEST_SUITE_P(
    Messages, CauseOfTest,
    ::testing::Values(
        CauseCase{"PathFirst", "/a/b.png: not an image", "/a/b.png",
                  "not an image"},
        CauseCase{"PathQuotedInside", "cannot read \"/a/b.png\"", "/a/b.png",
                  "cannot read"},
        CauseCase{"PathEscaped", "/a/\\x0a.png: empty file", "/a/\n.png",
                  "empty file"},
        CauseCase{"NoPath", "not an image", "/a/b.png", "not an image"},
        CauseCase{"OnlyThePath", "/a/b.png", "/a/b.png", ""},
        CauseCase{"FirstLineOnly", "first\nsecond", "/a", "first"},
        CauseCase{"Empty", "", "/a", ""},
        CauseCase{"Long", std::string(500, 'x'), "/a", std::string(100, 'x')}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace rescan
