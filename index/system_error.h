#ifndef RESCAN_INDEX_SYSTEM_ERROR_H_
#define RESCAN_INDEX_SYSTEM_ERROR_H_

#include <cerrno>
#include <string_view>

#include "kernels/base/result.h"

namespace rescan::index {

// errno as an Error "path: what: reason". ENOENT is kNotFound; ENOSPC and
// EDQUOT kStorageFull; ENOMEM kLimit; the rest kIo.
[[nodiscard]] tl::unexpected<Error> SystemError(std::string_view path,
                                                std::string_view what);

// Repeats a system call that a signal interrupted.
template <class Call>
auto RepeatInterrupted(Call call) {
  auto result = call();
  while (result == -1 && errno == EINTR) result = call();
  return result;
}

}  // namespace rescan::index

#endif  // RESCAN_INDEX_SYSTEM_ERROR_H_
