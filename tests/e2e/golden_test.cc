// Compares the program with the transcripts in tests/golden.
#include <gtest/gtest.h>

#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/subprocess.h"

namespace rescan {
namespace {

using rescan::testing::ProcessResult;
using rescan::testing::ReadFileBytes;
using rescan::testing::RunProcess;
using rescan::testing::SubprocessOptions;
using rescan::testing::TemporaryFolder;
using rescan::testing::WriteFileBytes;

std::vector<std::string> Words(const std::string& command) {
  std::vector<std::string> words;
  std::string word;
  bool quoted = false;
  bool begun = false;
  for (const char c : command + " ") {
    if (c == '\'') {
      quoted = !quoted;
      begun = true;
    } else if (c == ' ' && !quoted) {
      if (begun) words.push_back(word);
      word.clear();
      begun = false;
    } else {
      word += c;
      begun = true;
    }
  }
  return words;
}

std::string WithoutText(std::string text, const std::string& what,
                        const std::string& by) {
  for (std::size_t at; (at = text.find(what)) != std::string::npos;) {
    text.replace(at, what.size(), by);
  }
  return text;
}

std::string Played(const std::string& command) {
  const TemporaryFolder folder;
  SubprocessOptions options;
  options.program = RESCAN_PROGRAM;
  options.args = Words(command);
  if (options.args.empty() || options.args[0] != "rescan") {
    return "not a rescan command\n";
  }
  options.args.erase(options.args.begin());
  options.working_directory = folder.path();
  for (const char* name :
       {"RESCAN_WORKSPACE", "RESCAN_DATA", "RESCAN_SIMD", "TESSDATA_PREFIX"}) {
    options.env[name] = std::nullopt;
  }
  // Whatever models this machine has.
  options.env["RESCAN_MODELS"] = folder / "models";
  const ProcessResult result = RunProcess(options);
  // Where the program was built is no part of what it says.
  return WithoutText(
             WithoutText(result.out + result.err, folder.path(), "FOLDER"),
             RESCAN_SOURCE_DIR, "SOURCE") +
         "[exit " + std::to_string(result.exit_code) + "]\n";
}

class GoldenTest : public ::testing::TestWithParam<const char*> {};

TEST_P(GoldenTest, IsWhatTheProgramPrints) {
  const std::string path =
      std::string(RESCAN_SOURCE_DIR) + "/tests/golden/" + GetParam() + ".txt";
  const std::string expected = ReadFileBytes(path);
  std::string actual;
  std::istringstream lines(expected);
  int commands = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("$ ", 0) != 0) continue;
    ++commands;
    if (!actual.empty()) actual += "\n";
    actual += line + "\n" + Played(line.substr(2));
  }
  ASSERT_GT(commands, 0);
  if (std::getenv("RESCAN_UPDATE_GOLDEN") != nullptr) {
    WriteFileBytes(path, actual);
    return;
  }
  EXPECT_EQ(actual, expected) << "see tests/golden/README.md";
}

INSTANTIATE_TEST_SUITE_P(All, GoldenTest,
                         ::testing::Values("help", "no_store", "usage_errors"),
                         [](const auto& row) {
                           return std::string(row.param);
                         });

}  // namespace
}  // namespace rescan
