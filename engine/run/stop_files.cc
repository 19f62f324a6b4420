#include "engine/run/stop_files.h"

#include <sys/stat.h>

#include "kernels/base/text.h"

namespace rescan {

std::optional<std::string> FindStopFile(std::span<const std::string> paths) {
  for (const std::string& path : paths) {
    struct stat info {};
    if (!path.empty() && lstat(path.c_str(), &info) == 0) return path;
  }
  return std::nullopt;
}

std::string StopFileMessage(const std::string& path) {
  return "stopped by the stop file " + PathForDisplay(path) +
         "; remove it to go on";
}

}  // namespace rescan
