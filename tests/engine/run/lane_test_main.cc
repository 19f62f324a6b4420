#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "engine/run/lane.h"
#include "tests/engine/run/lane_fixture.h"
#include "tests/support/fault_hooks.h"

namespace {

int Supervise(const char* path) {
  auto lane = rescan::MakeLane(rescan::Isolation::kProcess,
                               rescan::testing::TestSettings());
  if (!lane.has_value()) return 1;
  std::puts("ready");
  std::fflush(stdout);
  return (*lane)->Process(path).has_value() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view command = argc > 1 ? argv[1] : "";
  if (command == "worker" && argc == 4) {
    rescan::testing::InstallFaultHooks();
    return rescan::ServeLane(std::atoi(argv[3]));
  }
  if (command == rescan::testing::kSuperviseCommand && argc == 3) {
    return Supervise(argv[2]);
  }
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
