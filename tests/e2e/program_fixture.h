#ifndef RESCAN_TESTS_E2E_PROGRAM_FIXTURE_H_
#define RESCAN_TESTS_E2E_PROGRAM_FIXTURE_H_

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/support/subprocess.h"

namespace rescan::testing {

// Each line of `text` as JSON; a line that is none fails the test.
[[nodiscard]] std::vector<nlohmann::json> JsonLines(const std::string& text);

// A call of the program that users run, or with `faulty` of the one with
// faults, in `folder` and with nothing of the caller's settings: other stop
// files, data folders and the like do not reach it.
[[nodiscard]] SubprocessOptions CallIn(const std::string& folder,
                                       const std::vector<std::string>& args,
                                       bool faulty = false);

// A folder of its own for each test, with a workspace and an input folder in
// it that the test fills, and the program to run there.
class ProgramTest : public ::testing::Test {
 protected:
  ProgramTest();

  // The program that users run, and the same with its faults (tests/support/
  // fault_hooks.h; RESCAN_TEST_MAX_PAGES bounds the database's pages).
  static const std::string kProgram;
  static const std::string kFaultyProgram;

  // What Run passes: RESCAN_WORKSPACE is the test's, the rest is unset.
  [[nodiscard]] SubprocessOptions Options(
      const std::vector<std::string>& args) const;
  ProcessResult Run(const std::vector<std::string>& args) const;

  // Writes input/`name`, making folders on the way, and returns its path.
  std::string Input(const std::string& name, const std::string& bytes) const;
  // The same with a page that reads `text`, encoded by the name's extension.
  std::string Page(const std::string& name, const std::string& text) const;

  const TemporaryFolder folder_;
  const std::string input_;      // folder_/input
  const std::string workspace_;  // folder_/workspace
};

}  // namespace rescan::testing

#endif  // RESCAN_TESTS_E2E_PROGRAM_FIXTURE_H_
