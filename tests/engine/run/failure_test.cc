#include "engine/run/failure.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace rescan {
namespace {

TEST(FailureTest, EveryCodeHasANameOfItsOwn) {
  std::set<std::string_view> names;
  for (int code = 0; code <= static_cast<int>(ErrorCode::kInternal); ++code) {
    names.insert(ErrorCodeName(static_cast<ErrorCode>(code)));
  }
  EXPECT_EQ(names.size(), static_cast<std::size_t>(ErrorCode::kInternal) + 1);
  EXPECT_EQ(ErrorCodeName(ErrorCode::kCorruption), "Corruption");
}

TEST(FailureTest, TypeFollowsCodeAndStage) {
  struct Case {
    ErrorCode code;
    FailedStage stage;
    FailureType type;
  };
  const Case cases[] = {
      {ErrorCode::kNotFound, FailedStage::kFile, FailureType::kIo},
      {ErrorCode::kInvalidArgument, FailedStage::kFile, FailureType::kIo},
      {ErrorCode::kIo, FailedStage::kRead, FailureType::kIo},
      {ErrorCode::kLimit, FailedStage::kFile, FailureType::kLimit},
      {ErrorCode::kLimit, FailedStage::kOpen, FailureType::kLimit},
      {ErrorCode::kCorruption, FailedStage::kOpen, FailureType::kDecode},
      {ErrorCode::kUnsupported, FailedStage::kOpen, FailureType::kDecode},
      {ErrorCode::kInternal, FailedStage::kOpen, FailureType::kDecode},
      {ErrorCode::kInternal, FailedStage::kRead, FailureType::kOcr},
      {ErrorCode::kTimeout, FailedStage::kRead, FailureType::kTimeout},
      {ErrorCode::kCrash, FailedStage::kRead, FailureType::kCrash},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(FailureTypeOf(c.code, c.stage), c.type)
        << ErrorCodeName(c.code) << " at " << static_cast<int>(c.stage);
  }
}

TEST(FailureTest, TheWordsOfAnErrorDoNotMatter) {
  const Failure failure =
      FailureOf({ErrorCode::kCorruption, "timeout, limit, crash"},
                FailedStage::kOpen, "a\nb");
  EXPECT_EQ(failure.type, FailureType::kDecode);
  EXPECT_EQ(failure.error_code, "Corruption");
  EXPECT_EQ(failure.message, "a\\x0ab: timeout, limit, crash");
}

TEST(FailureTest, LimitsAreNamed) {
  EXPECT_EQ(TimeoutFailure("p", 1.5).message,
            "p: not finished after 1.5 s (--timeout)");
  EXPECT_EQ(MemoryFailure("p", 600).message,
            "p: needs more memory than a worker may have "
            "(600 MiB, --memory-limit)");
  EXPECT_EQ(MemoryFailure("p", 600).type, FailureType::kLimit);
}

}  // namespace
}  // namespace rescan
