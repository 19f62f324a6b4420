// Expected failures as values. Every function that can fail for a reason its
// caller should know returns Result<T> (or Status) and is [[nodiscard]].
#ifndef RESCAN_KERNELS_BASE_RESULT_H_
#define RESCAN_KERNELS_BASE_RESULT_H_

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace rescan {

enum class ErrorCode {
  kInvalidArgument,  // a value the caller gave is not acceptable
  kNotFound,         // a file, row or profile is not there
  kIo,               // the system refused a read, write, open or rename
  kCorruption,       // bytes that should make sense do not
  kUnsupported,      // understood, but not something this program handles
  kLimit,            // larger than a configured bound (pixels, bytes, memory)
  kTimeout,          // a time limit passed
  kCancelled,        // stopped on request
  kCrash,            // a worker process died
  kMissingData,      // traineddata or a model is not installed
  kLocked,           // another run owns the workspace
  kStorageFull,      // no space left for the store
  kInternal,         // a bug or a broken invariant
};

// `message` names the file, option or row and the reason, ready for a user.
struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string message;

  friend bool operator==(const Error&, const Error&) = default;
};

template <class T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

[[nodiscard]] inline tl::unexpected<Error> Fail(ErrorCode code,
                                                std::string message) {
  return tl::unexpected<Error>(Error{code, std::move(message)});
}

// Returns the error of `expr` from the enclosing function. For statements
// only; `expr` is evaluated once. To take a value, name the Result and check
// it: the name is worth having in a debugger.
#define RESCAN_TRY(expr)                                             \
  do {                                                               \
    auto rescan_try_result = (expr);                                 \
    if (!rescan_try_result.has_value()) {                            \
      return ::tl::unexpected(std::move(rescan_try_result.error())); \
    }                                                                \
  } while (false)

}  // namespace rescan

#endif  // RESCAN_KERNELS_BASE_RESULT_H_
