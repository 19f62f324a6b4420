#include "tests/e2e/program_fixture.h"

#include <filesystem>
#include <optional>
#include <sstream>

#include "tests/support/test_images.h"

namespace rescan::testing {

namespace fs = std::filesystem;

const std::string ProgramTest::kProgram = RESCAN_PROGRAM;
const std::string ProgramTest::kFaultyProgram = RESCAN_FAULTY_PROGRAM;

std::vector<nlohmann::json> JsonLines(const std::string& text) {
  std::vector<nlohmann::json> result;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    nlohmann::json json = nlohmann::json::parse(line, nullptr, false);
    EXPECT_FALSE(json.is_discarded()) << line;
    result.push_back(std::move(json));
  }
  return result;
}

ProgramTest::ProgramTest()
    : input_(folder_ / "input"), workspace_(folder_ / "workspace") {
  fs::create_directory(input_);
}

SubprocessOptions CallIn(const std::string& folder,
                         const std::vector<std::string>& args, bool faulty) {
  SubprocessOptions options;
  options.program = faulty ? RESCAN_FAULTY_PROGRAM : RESCAN_PROGRAM;
  options.args = args;
  options.working_directory = folder;
  options.env = {{"RESCAN_WORKSPACE", std::nullopt},
                 {"RESCAN_DATA", std::nullopt},
                 // Whatever models this machine has.
                 {"RESCAN_MODELS", folder + "/models"},
                 {"RESCAN_SIMD", std::nullopt},
                 {"TESSDATA_PREFIX", std::nullopt},
                 // A stop file that others left must not stop these runs.
                 {"TMPDIR", folder}};
  return options;
}

SubprocessOptions ProgramTest::Options(
    const std::vector<std::string>& args) const {
  SubprocessOptions options = CallIn(folder_.path(), args);
  options.env["RESCAN_WORKSPACE"] = workspace_;
  return options;
}

ProcessResult ProgramTest::Run(const std::vector<std::string>& args) const {
  return RunProcess(Options(args), std::chrono::seconds(120));
}

std::string ProgramTest::Input(const std::string& name,
                               const std::string& bytes) const {
  const std::string path = input_ + "/" + name;
  fs::create_directories(fs::path(path).parent_path());
  WriteFileBytes(path, bytes);
  return path;
}

std::string ProgramTest::Page(const std::string& name,
                              const std::string& text) const {
  return Input(name, TextPage(text, fs::path(name).extension().string()));
}

}  // namespace rescan::testing
