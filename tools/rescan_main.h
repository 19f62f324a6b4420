#ifndef RESCAN_TOOLS_RESCAN_MAIN_H_
#define RESCAN_TOOLS_RESCAN_MAIN_H_

#include "engine/records/store.h"

namespace rescan {

// What a test program may change in the program it is otherwise equal to.
struct CliHooks {
  StoreOptions store;  // for every database that is opened for writing
};

// The `rescan` program: parses, runs one command, returns the exit code
// (tools/exit_code.h). Never throws.
[[nodiscard]] int RescanMain(int argc, char** argv, const CliHooks& hooks = {});

}  // namespace rescan

#endif  // RESCAN_TOOLS_RESCAN_MAIN_H_
