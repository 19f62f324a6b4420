#ifndef RESCAN_TOOLS_RESULT_FILE_H_
#define RESCAN_TOOLS_RESULT_FILE_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "tools/numbers.h"
#include "tools/options.h"

namespace rescan::cli {

// Writes `bytes` to `file`, whole or not at all and never over the workspace's
// own files or the inputs of its runs, then prints how many `rows` of `what` it
// has; - is standard output, which then has nothing else. Errors are said under
// the command's `name`; returns the exit code.
[[nodiscard]] int WriteResultFile(const std::string& name,
                                  const CommonOptions& common,
                                  const std::string& file,
                                  std::string_view bytes, std::size_t rows,
                                  const Noun& what);

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_RESULT_FILE_H_
