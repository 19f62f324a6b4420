#ifndef RESCAN_ENGINE_RUN_STOP_FILES_H_
#define RESCAN_ENGINE_RUN_STOP_FILES_H_

#include <optional>
#include <span>
#include <string>

namespace rescan {

// The first of `paths` at which anything exists, be it a dangling link; its
// mere existence stops a run. Thread-safe; costs one lstat each.
[[nodiscard]] std::optional<std::string> FindStopFile(
    std::span<const std::string> paths);

// "stopped by the stop file PATH; remove it to go on".
[[nodiscard]] std::string StopFileMessage(const std::string& path);

}  // namespace rescan

#endif  // RESCAN_ENGINE_RUN_STOP_FILES_H_
