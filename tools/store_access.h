#ifndef RESCAN_TOOLS_STORE_ACCESS_H_
#define RESCAN_TOOLS_STORE_ACCESS_H_

#include <string>

#include "engine/records/store.h"
#include "kernels/base/result.h"

namespace rescan::cli {

// kInvalidArgument if `output` is one of the workspace's own files, lies in one
// of its own folders, or is or lies in an input of a recorded run: nothing is
// ever written there. Other errors as RecordStore's.
[[nodiscard]] Status CheckMayBeWritten(RecordStore& store,
                                       const std::string& workspace,
                                       const std::string& output);

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_STORE_ACCESS_H_
