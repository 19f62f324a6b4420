// Where results go: standard output, or a file that appears whole or not at
// all.
#ifndef RESCAN_TOOLS_OUTPUT_H_
#define RESCAN_TOOLS_OUTPUT_H_

#include <memory>
#include <string>
#include <string_view>

#include "kernels/base/result.h"

namespace rescan::cli {

// Results on standard output.
void Print(std::string_view text);
void FlushPrinted();
// Messages on standard error.
void Note(std::string_view text);

// Everything printed has reached its destination. Error kIo otherwise (a full
// disk, a closed pipe).
[[nodiscard]] Status PrintedWell();

// A stream of bytes to a destination. Not thread-safe.
class Output {
 public:
  virtual ~Output() = default;
  [[nodiscard]] virtual Status Write(std::string_view bytes) = 0;
  // Makes the result visible. Without it a file never appears.
  [[nodiscard]] virtual Status Commit() = 0;
};

[[nodiscard]] std::unique_ptr<Output> StandardOutput();

enum class Durability {
  kDurable,    // flushed to the disk before it becomes visible
  kRemakable,  // a power cut may lose it: one of many that can be made again
};

// A temporary file beside `path` that replaces it on Commit (rename). Folders
// on the way are made. Error kIo names the path and the reason.
[[nodiscard]] Result<std::unique_ptr<Output>> FileOutput(
    const std::string& path, Durability durability = Durability::kDurable);

// Absolute, without "." and "..", symbolic links resolved as far as the path
// exists.
[[nodiscard]] std::string ResolvedPath(const std::string& path);

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_OUTPUT_H_
