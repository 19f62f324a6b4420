#include "tests/e2e/run_calls.h"

#include <gtest/gtest.h>

#include <ostream>
#include <sstream>

namespace rescan::testing {

SubprocessOptions OptionsFor(const Call& call) {
  static const TemporaryFolder elsewhere;
  SubprocessOptions options = CallIn(elsewhere.path(), call.args, call.faulty);
  for (const auto& [name, value] : call.env) options.env[name] = value;
  return options;
}

ProcessResult Rescan(const Call& call) {
  return RunProcess(OptionsFor(call), std::chrono::minutes(4));
}

ProcessResult RunRescan(const std::string& workspace,
                        const std::vector<std::string>& inputs,
                        const Call& extra) {
  Call call = extra;
  call.args = {"run"};
  call.args.insert(call.args.end(), inputs.begin(), inputs.end());
  call.args.insert(call.args.end(), {"--workspace", workspace, "--json"});
  call.args.insert(call.args.end(), extra.args.begin(), extra.args.end());
  return Rescan(call);
}

nlohmann::json SummaryOf(const ProcessResult& result) {
  for (const nlohmann::json& event : JsonLines(result.out)) {
    if (event.value("event", "") == "summary") return event;
  }
  ADD_FAILURE() << "no summary; standard error:\n" << result.err;
  return {};
}

void PrintTo(const Counts& counts, std::ostream* out) {
  *out << counts.inputs << " inputs = " << counts.done << " done + "
       << counts.failed << " failed + " << counts.unchanged << " unchanged + "
       << counts.pending << " pending";
}

Counts CountsOf(const ProcessResult& result) {
  const nlohmann::json summary = SummaryOf(result);
  if (summary.is_null()) return {};
  const Counts counts = {.inputs = summary.value("inputs", -1),
                         .done = summary.value("done", -1),
                         .failed = summary.value("failed", -1),
                         .unchanged = summary.value("unchanged", -1),
                         .pending = summary.value("pending", -1)};
  EXPECT_EQ(counts.inputs,
            counts.done + counts.failed + counts.unchanged + counts.pending);
  return counts;
}

std::string ExportAll(const std::string& workspace) {
  std::string all;
  for (const char* what : {"images", "lines", "words", "letters"}) {
    const ProcessResult result =
        Rescan({.args = {"export", "--what", what, "--format", "jsonl",
                         "--superseded", "--workspace", workspace}});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    all += result.out;
  }
  return all;
}

std::vector<nlohmann::json> Failures(const std::string& workspace) {
  const ProcessResult result = Rescan(
      {.args = {"failures", "list", "--json", "--workspace", workspace}});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  return JsonLines(result.out);
}

}  // namespace rescan::testing
