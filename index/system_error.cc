#include "index/system_error.h"

#include <string>
#include <system_error>

#include "kernels/base/text.h"

namespace rescan::index {
namespace {

ErrorCode CodeOf(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return ErrorCode::kStorageFull;
    case ENOENT:
      return ErrorCode::kNotFound;
    case ENOMEM:
      return ErrorCode::kLimit;
    default:
      return ErrorCode::kIo;
  }
}

}  // namespace

tl::unexpected<Error> SystemError(std::string_view path,
                                  std::string_view what) {
  const int error = errno;
  return Fail(CodeOf(error), PathForDisplay(path) + ": " + std::string(what) +
                                 ": " + std::generic_category().message(error));
}

}  // namespace rescan::index
