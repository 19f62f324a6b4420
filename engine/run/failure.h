// How the errors of the stages become failures of an image.
#ifndef RESCAN_ENGINE_RUN_FAILURE_H_
#define RESCAN_ENGINE_RUN_FAILURE_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/records/outcome.h"
#include "kernels/base/result.h"

namespace rescan {

// "InvalidArgument", "NotFound", "Io", ... : what Failure::error_code holds
// for an error without a name of its own (persistent).
[[nodiscard]] std::string_view ErrorCodeName(ErrorCode code);

// Where in the way of an image an error arose.
enum class FailedStage {
  kFile,  // opening and reading the file
  kOpen,  // decoding the picture
  kRead,  // recognition
};

// By the error's class and the stage, never by its words.
[[nodiscard]] FailureType FailureTypeOf(ErrorCode code, FailedStage stage);

// The failure that `error` is, its message prefixed with `path` in display
// form, unless `path` is empty (a message that names the file already).
[[nodiscard]] Failure FailureOf(const Error& error, FailedStage stage,
                                std::string_view path);

// The failures that worker and lane tell alike, whichever of them notices
// first. `path` is raw bytes; `seconds` and `mebibytes` are the limits passed.
[[nodiscard]] Failure TimeoutFailure(std::string_view path, double seconds);
[[nodiscard]] Failure MemoryFailure(std::string_view path,
                                    std::uint64_t mebibytes);

}  // namespace rescan

#endif  // RESCAN_ENGINE_RUN_FAILURE_H_
