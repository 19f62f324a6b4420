#ifndef RESCAN_TESTS_E2E_RUN_CALLS_H_
#define RESCAN_TESTS_E2E_RUN_CALLS_H_

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/e2e/program_fixture.h"
#include "tests/support/subprocess.h"

namespace rescan::testing {

// How to call the program under test.
struct Call {
  std::vector<std::string> args;
  std::map<std::string, std::string> env = {};
  // The build with fault hooks instead of the one that users get.
  bool faulty = false;
};

[[nodiscard]] SubprocessOptions OptionsFor(const Call& call);
[[nodiscard]] ProcessResult Rescan(const Call& call);

// Calls `rescan run INPUTS... --workspace W --json ARGS...`.
[[nodiscard]] ProcessResult RunRescan(const std::string& workspace,
                                      const std::vector<std::string>& inputs,
                                      const Call& extra = {});

// The summary event of a run; a test failure and null without one.
[[nodiscard]] nlohmann::json SummaryOf(const ProcessResult& result);
// done, failed, unchanged, pending and inputs of a summary, with the equation
// between them checked.
struct Counts {
  int inputs = 0, done = 0, failed = 0, unchanged = 0, pending = 0;
  friend bool operator==(const Counts&, const Counts&) = default;
};
void PrintTo(const Counts& counts, std::ostream* out);
[[nodiscard]] Counts CountsOf(const ProcessResult& result);

// `rescan export --what ... --format jsonl` of every kind, one after another:
// all that the records say of the images, superseded results too (an image
// that was read twice shows).
[[nodiscard]] std::string ExportAll(const std::string& workspace);
// Rows of `rescan failures list --json`, newest first.
[[nodiscard]] std::vector<nlohmann::json> Failures(
    const std::string& workspace);

}  // namespace rescan::testing

#endif  // RESCAN_TESTS_E2E_RUN_CALLS_H_
