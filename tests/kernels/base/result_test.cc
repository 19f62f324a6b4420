#include "kernels/base/result.h"

#include <gtest/gtest.h>

#include <string>

namespace rescan {
namespace {

Status FailOn(int wanted, int step) {
  if (step == wanted) {
    return Fail(ErrorCode::kNotFound, "step " + std::to_string(step));
  }
  return {};
}

// Fails at step `wanted`, counting in `done` the steps before it.
Result<std::string> Steps(int wanted, int& done) {
  for (int step = 0; step < 3; ++step) {
    RESCAN_TRY(FailOn(wanted, step));
    ++done;
  }
  return "finished";
}

TEST(ResultTest, TryReturnsTheFirstErrorAndStopsThere) {
  int done = 0;
  const Result<std::string> result = Steps(1, done);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ((Error{ErrorCode::kNotFound, "step 1"}), result.error());
  EXPECT_EQ(1, done);
}

TEST(ResultTest, TryGoesOnAfterSuccess) {
  int done = 0;
  const Result<std::string> result = Steps(-1, done);
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ("finished", *result);
  EXPECT_EQ(3, done);
}

TEST(ResultTest, TryEvaluatesItsExpressionOnce) {
  int calls = 0;
  const auto enclosing = [&]() -> Status {
    RESCAN_TRY([&]() -> Status {
      ++calls;
      return {};
    }());
    return {};
  };
  EXPECT_TRUE(enclosing().has_value());
  EXPECT_EQ(1, calls);
}

TEST(ResultTest, ErrorsDifferByCodeAndByMessage) {
  const Error error{ErrorCode::kIo, "disk"};
  EXPECT_NE(error, (Error{ErrorCode::kLimit, "disk"}));
  EXPECT_NE(error, (Error{ErrorCode::kIo, "tape"}));
}

}  // namespace
}  // namespace rescan
