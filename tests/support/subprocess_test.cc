#include "tests/support/subprocess.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>

namespace rescan::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::HasSubstr;

SubprocessOptions Shell(const std::string& script) {
  SubprocessOptions options;
  options.program = "/bin/sh";
  options.args = {"-c", script};
  return options;
}

TEST(SubprocessTest, CollectsOutputErrorAndExitCode) {
  const ProcessResult result =
      RunProcess(Shell("echo out; echo err >&2; exit 7"));
  EXPECT_EQ(result.exit_code, 7);
  EXPECT_EQ(result.signal, 0);
  EXPECT_FALSE(result.timed_out);
  EXPECT_EQ(result.out, "out\n");
  EXPECT_EQ(result.err, "err\n");
}

TEST(SubprocessTest, PassesArgumentsEnvironmentInputAndFolder) {
  SubprocessOptions options =
      Shell("cat; printf '<%s>' \"$1\" \"$VALUE\" \"$GONE\"; pwd");
  options.args.insert(options.args.end(), {"sh", std::string("a \xff\n'b")});
  options.env = {{"VALUE", "x y"}, {"GONE", std::nullopt}};
  options.input = "typed";
  options.working_directory = "/";
  setenv("GONE", "inherited", 1);
  const ProcessResult result = RunProcess(options);
  EXPECT_EQ(result.out, "typed<a \xff\n'b><x y><>/\n");
}

TEST(SubprocessTest, ReportsTheSignalThatEndedIt) {
  const ProcessResult result = RunProcess(Shell("kill -SEGV $$"));
  EXPECT_EQ(result.signal, SIGSEGV);
  EXPECT_EQ(result.exit_code, -1);
}

TEST(SubprocessTest, KillsTheWholeGroupWhenTimeIsOver) {
  SubprocessOptions options = Shell("sleep 60 & echo $!; wait");
  const ProcessResult result = RunProcess(options, milliseconds(300));
  EXPECT_TRUE(result.timed_out);
  EXPECT_EQ(result.signal, SIGKILL);
  const int child = std::stoi(result.out);
  // The orphan is reaped by init soon after; until then it is a zombie.
  for (int i = 0; i < 200 && kill(child, 0) == 0; ++i) {
    const std::string stat =
        ReadFileBytes("/proc/" + std::to_string(child) + "/stat");
    if (stat.find(") Z") != std::string::npos) return;
    usleep(10'000);
  }
  EXPECT_NE(kill(child, 0), 0);
}

TEST(SubprocessTest, SignalsABackgroundProgramOnCondition) {
  Subprocess process =
      Subprocess::Start(Shell("trap 'echo drained; exit 5' TERM; echo ready; "
                              "while :; do sleep 0.01; done"));
  ASSERT_TRUE(process.WaitUntil([&] { return process.Out() == "ready\n"; },
                                seconds(20)));
  EXPECT_FALSE(process.Ended());
  process.Signal(SIGTERM);
  const ProcessResult result = process.Wait(seconds(20));
  EXPECT_EQ(result.exit_code, 5);
  EXPECT_EQ(result.out, "ready\ndrained\n");
}

TEST(SubprocessTest, WaitUntilEndsWithTheProgram) {
  Subprocess process = Subprocess::Start(Shell("exit 0"));
  EXPECT_FALSE(process.WaitUntil([] { return false; }, seconds(60)));
  EXPECT_EQ(process.Wait().exit_code, 0);
}

TEST(SubprocessTest, OutputLargerThanAPipeDoesNotBlock) {
  const ProcessResult result =
      RunProcess(Shell("head -c 3000000 /dev/zero"), seconds(30));
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out.size(), 3'000'000u);
}

TEST(SubprocessTest, OffersATerminalForInputAndError) {
  SubprocessOptions options = Shell(
      "test -t 0 && test -t 2 && ! test -t 1 && "
      "read answer && echo \"got $answer\" >&2 && echo plain");
  options.terminal = true;
  options.input = "yes\n";
  const ProcessResult result = RunProcess(options);
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out, "plain\n");
  EXPECT_THAT(result.err, HasSubstr("got yes\r\n"));
}

TEST(SubprocessTest, AMissingProgramEndsWith127) {
  SubprocessOptions options;
  options.program = "/nonexistent/program";
  EXPECT_EQ(RunProcess(options).exit_code, 127);
}

TEST(TemporaryFolderTest, IsRemovedWithItsContent) {
  std::string path;
  {
    TemporaryFolder folder;
    path = folder.path();
    WriteFileBytes(folder / "file", std::string("a\0b", 3));
    EXPECT_EQ(ReadFileBytes(folder / "file"), std::string("a\0b", 3));
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace rescan::testing
