// The rescan program with faults on request: for tests only.
#include <cstdlib>

#include "tests/support/fault_hooks.h"
#include "tools/rescan_main.h"

int main(int argc, char** argv) {
  rescan::testing::InstallFaultHooks();
  rescan::CliHooks hooks;
  // A database that may not grow further answers as a full disk does.
  if (const char* pages = std::getenv("RESCAN_TEST_MAX_PAGES")) {
    hooks.store.max_pages = std::strtoll(pages, nullptr, 10);
  }
  return rescan::RescanMain(argc, argv, hooks);
}
