#include "engine/run/failure.h"

#include <fmt/format.h>

#include "kernels/base/text.h"

namespace rescan {

std::string_view ErrorCodeName(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidArgument:
      return "InvalidArgument";
    case ErrorCode::kNotFound:
      return "NotFound";
    case ErrorCode::kIo:
      return "Io";
    case ErrorCode::kCorruption:
      return "Corruption";
    case ErrorCode::kUnsupported:
      return "Unsupported";
    case ErrorCode::kLimit:
      return "Limit";
    case ErrorCode::kTimeout:
      return "Timeout";
    case ErrorCode::kCancelled:
      return "Cancelled";
    case ErrorCode::kCrash:
      return "Crash";
    case ErrorCode::kMissingData:
      return "MissingData";
    case ErrorCode::kLocked:
      return "Locked";
    case ErrorCode::kStorageFull:
      return "StorageFull";
    case ErrorCode::kInternal:
      return "Internal";
  }
  return "Internal";
}

FailureType FailureTypeOf(ErrorCode code, FailedStage stage) {
  // These mean the same wherever they arise.
  if (code == ErrorCode::kLimit) return FailureType::kLimit;
  if (code == ErrorCode::kTimeout) return FailureType::kTimeout;
  if (code == ErrorCode::kCrash) return FailureType::kCrash;
  if (code == ErrorCode::kIo) return FailureType::kIo;
  switch (stage) {
    case FailedStage::kFile:
      return FailureType::kIo;
    case FailedStage::kOpen:
      return FailureType::kDecode;
    case FailedStage::kRead:
      return FailureType::kOcr;
  }
  return FailureType::kOcr;
}

Failure FailureOf(const Error& error, FailedStage stage,
                  std::string_view path) {
  Failure failure;
  failure.type = FailureTypeOf(error.code, stage);
  failure.error_code = ErrorCodeName(error.code);
  failure.message =
      path.empty() ? error.message
                   : fmt::format("{}: {}", PathForDisplay(path), error.message);
  return failure;
}

Failure TimeoutFailure(std::string_view path, double seconds) {
  return FailureOf(
      {ErrorCode::kTimeout,
       fmt::format("not finished after {:g} s (--timeout)", seconds)},
      FailedStage::kRead, path);
}

Failure MemoryFailure(std::string_view path, std::uint64_t mebibytes) {
  return FailureOf({ErrorCode::kLimit,
                    fmt::format("needs more memory than a worker may have "
                                "({} MiB, --memory-limit)",
                                mebibytes)},
                   FailedStage::kRead, path);
}

}  // namespace rescan
