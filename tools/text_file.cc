#include "tools/text_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "engine/image/input_file.h"
#include "kernels/base/text.h"

namespace rescan::cli {

Result<std::string> ReadTextFile(const std::string& path,
                                 std::uint64_t max_bytes) {
  const std::string name = PathForDisplay(path);
  // Opening a fifo must not wait for somebody who writes.
  const FileDescriptor file(
      open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.valid()) {
    return Fail(ErrorCode::kInvalidArgument,
                name + ": " + std::strerror(errno));
  }
  struct stat status {};
  if (fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
    return Fail(ErrorCode::kInvalidArgument, name + ": not a regular file");
  }
  const auto bytes = ReadWholeFile(file, max_bytes);
  if (!bytes) {
    return Fail(bytes.error().code, name + ": " + bytes.error().message);
  }
  return std::string(bytes->begin(), bytes->end());
}

}  // namespace rescan::cli
