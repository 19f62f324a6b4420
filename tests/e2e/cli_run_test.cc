// run, status, failures, export and versions, through the program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "engine/records/run_lock.h"
#include "tests/e2e/program_fixture.h"
#include "tests/support/strict_csv.h"

namespace rescan::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using std::chrono::milliseconds;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

class CliRunTest : public ProgramTest {
 protected:
  // Two pages, a copy of the first, a file that is no image but says so.
  void MakeInputs() {
    Page("a.png", "HELLO WORLD");
    Page("sub/b.jpg", "SECOND PAGE");
    Page("sub/copy.png", "HELLO WORLD");
    Input("broken.png", "no picture");
    Input("notes.txt", "not an image");
  }

  static std::map<std::string, int> EventCounts(const std::string& out) {
    std::map<std::string, int> counts;
    for (const json& event : JsonLines(out)) {
      ++counts[event.at("event").get<std::string>()];
    }
    return counts;
  }

  static json LastEvent(const std::string& out) {
    const auto events = JsonLines(out);
    return events.empty() ? json() : events.back();
  }
};

TEST_F(CliRunTest, DamagedBankHolidaysStopARunBeforeItBegins) {
  Page("a.png", "HELLO WORLD");
  fs::create_directories(workspace_);
  const std::string file = workspace_ + "/bank-holidays.json";
  WriteFileBytes(file, R"({"region": "x", "years": {"2025": 7}})");
  const ProcessResult damaged = Run({"run", input_});
  EXPECT_EQ(damaged.exit_code, 2);
  EXPECT_THAT(damaged.err, HasSubstr(file));
  EXPECT_FALSE(fs::exists(workspace_ + "/rescan.db"));
  WriteFileBytes(file, R"({"region": "x", "years": {"2025": []}})");
  EXPECT_EQ(Run({"run", input_}).exit_code, 0);
}

TEST_F(CliRunTest, ReadsAFolderAndSaysSo) {
  MakeInputs();
  const ProcessResult first = Run({"run", input_, "--json", "--jobs", "2"});
  EXPECT_EQ(first.exit_code, 3) << first.err;
  EXPECT_THAT(first.err, IsEmpty());
  auto counts = EventCounts(first.out);
  EXPECT_EQ(counts["planned"], 1);
  EXPECT_EQ(counts["image"], 3);
  EXPECT_EQ(counts["duplicate"], 1);
  EXPECT_GE(counts["progress"], 1);
  EXPECT_EQ(counts["summary"], 1);
  const json summary = LastEvent(first.out);
  EXPECT_EQ(summary["end"], "done");
  EXPECT_EQ(summary["inputs"], 4);
  EXPECT_EQ(summary["done"], 3);
  EXPECT_EQ(summary["duplicates"], 1);
  EXPECT_EQ(summary["failed"], 1);
  EXPECT_EQ(summary["pending"], 0);
  EXPECT_EQ(summary["ignored_files"], 1);
  EXPECT_EQ(summary["failures"]["DECODE_ERROR"], 1);
  EXPECT_GT(summary["stage_cpu_seconds"]["recognise"], 0);

  const json again = LastEvent(Run({"run", input_, "--json"}).out);
  EXPECT_EQ(again["unchanged"], 3);
  EXPECT_EQ(again["failed_earlier"], 1);
  EXPECT_EQ(again["processed_now"], 0);
}

TEST_F(CliRunTest, TheSummaryForPeopleProvesItsCounts) {
  MakeInputs();
  const ProcessResult result = Run({"run", input_});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.out,
              HasSubstr("4 = 3 done + 1 failed + 0 unchanged + 0 pending"));
  EXPECT_THAT(result.out, HasSubstr("rescan failures list"));
  EXPECT_THAT(result.out, HasSubstr(workspace_));
  EXPECT_THAT(result.err, HasSubstr("DECODE_ERROR"));
  // Neither a bar nor anything that moves a cursor.
  EXPECT_THAT(result.err, Not(HasSubstr("\x1b")));
  EXPECT_THAT(result.err, Not(HasSubstr("█")));
}

TEST_F(CliRunTest, TheBarIsForTerminalsOnly) {
  MakeInputs();
  SubprocessOptions options = Options({"run", input_});
  options.terminal = true;
  const ProcessResult result = RunProcess(options);
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, HasSubstr("\r["));
  EXPECT_THAT(result.err, HasSubstr("100% | 4/4 images | ✓ 3 | ✗ 1 |"));
  EXPECT_THAT(result.out, Not(HasSubstr("█")));
}

TEST_F(CliRunTest, ADryRunChangesNothing) {
  MakeInputs();
  const ProcessResult result = Run({"run", input_, "--dry-run"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out,
              HasSubstr("1. " + fs::canonical(input_).string() + "/a.png\n"));
  EXPECT_THAT(result.out, HasSubstr("nothing was changed"));
  EXPECT_EQ(LastEvent(Run({"run", input_, "--json"}).out)["processed_now"], 4);
}

TEST_F(CliRunTest, AMistypedInputMakesNoWorkspace) {
  EXPECT_EQ(Run({"run", input_ + "/missing"}).exit_code, 2);
  EXPECT_FALSE(fs::exists(workspace_));
}

TEST_F(CliRunTest, FreshAsksAndTakesNoForAnAnswer) {
  MakeInputs();
  SubprocessOptions options = Options({"run", input_, "--fresh"});
  options.terminal = true;
  options.input = "no\n";
  ProcessResult result = RunProcess(options);
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.err, HasSubstr("Start over?"));
  EXPECT_THAT(result.err, HasSubstr("Cancelled."));
  EXPECT_FALSE(fs::exists(workspace_));
  options.input = "YES\n";
  result = RunProcess(options);
  EXPECT_EQ(result.exit_code, 3) << result.err;
  EXPECT_EQ(Run({"run", input_, "--fresh", "--yes"}).exit_code, 3);
}

TEST_F(CliRunTest, ModeAllAsksOnATerminalOnly) {
  Page("a.png", "HELLO");
  EXPECT_EQ(Run({"run", input_, "--mode", "all"}).exit_code, 0);
  SubprocessOptions options = Options({"run", input_, "--mode", "all"});
  options.terminal = true;
  options.input = "\n";
  const ProcessResult result = RunProcess(options);
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.err, HasSubstr("Cancelled."));
}

TEST_F(CliRunTest, AStopFileStopsWithItsOwnCode) {
  MakeInputs();
  WriteFileBytes(folder_ / "STOP_RESCAN", "");  // TMPDIR of the test
  const ProcessResult result = Run({"run", input_});
  EXPECT_EQ(result.exit_code, 5);
  EXPECT_THAT(result.out, HasSubstr("No run was begun"));
  EXPECT_THAT(result.out, HasSubstr("remove it to go on"));
  // A file of one's own choice replaces the two usual ones.
  EXPECT_EQ(
      Run({"run", input_, "--stop-file", folder_ / "elsewhere"}).exit_code, 3);
}

TEST_F(CliRunTest, AWorkspaceInUseIsLeftAlone) {
  Page("a.png", "HELLO");
  ASSERT_EQ(Run({"run", input_}).exit_code, 0);
  const auto lock = RunLock::Acquire(workspace_);
  ASSERT_TRUE(lock.has_value());
  const ProcessResult result = Run({"run", input_});
  EXPECT_EQ(result.exit_code, 11);
  EXPECT_THAT(result.err, StartsWith("rescan run: "));
}

TEST_F(CliRunTest, AWorkspaceInsideAnInputIsRefused) {
  Page("a.png", "HELLO");
  const ProcessResult result =
      Run({"run", input_, "--workspace", input_ + "/records"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_FALSE(fs::exists(input_ + "/records"));
}

TEST_F(CliRunTest, SurroundingsThatLackSomething) {
  Page("a.png", "HELLO");
  const std::vector<std::pair<std::string, int>> cases = {
      {"TESSDATA_PREFIX", 6}, {"RESCAN_DATA", 2}, {"RESCAN_SIMD", 2}};
  for (const auto& [variable, code] : cases) {
    SubprocessOptions options = Options({"run", input_});
    options.env[variable] = "/nonexistent";
    const ProcessResult result = RunProcess(options);
    EXPECT_EQ(result.exit_code, code) << variable;
    EXPECT_THAT(result.err, Not(IsEmpty()));
    EXPECT_FALSE(fs::exists(workspace_)) << variable;
  }
}

TEST_F(CliRunTest, ADatabaseThatIsNoneFailsItsVerification) {
  Page("a.png", "HELLO");
  fs::create_directory(workspace_);
  WriteFileBytes(workspace_ + "/rescan.db", std::string(8192, 'x'));
  EXPECT_EQ(Run({"run", input_}).exit_code, 12);
  EXPECT_EQ(Run({"status"}).exit_code, 12);
  EXPECT_EQ(Run({"export"}).exit_code, 12);
}

TEST_F(CliRunTest, StatusShowsTheLatestRun) {
  EXPECT_EQ(Run({"status"}).exit_code, 10);
  MakeInputs();
  Run({"run", input_});
  const ProcessResult text = Run({"status"});
  EXPECT_EQ(text.exit_code, 0);
  EXPECT_THAT(text.out, HasSubstr("Run 1\n"));
  EXPECT_THAT(text.out,
              HasSubstr("4 = 3 done + 1 failed + 0 unchanged + 0 pending"));
  // Nothing runs: watching ends at once.
  const json status = LastEvent(Run({"status", "--watch", "--json"}).out);
  EXPECT_EQ(status["running"], false);
  EXPECT_EQ(status["state"], "finished");
  EXPECT_EQ(status["failures"]["DECODE_ERROR"], 1);
}

TEST_F(CliRunTest, StatusWatchesARunUntilItEnds) {
  for (int i = 0; i < 6; ++i) {
    Page(std::to_string(i) + ".png", "PAGE " + std::to_string(i));
  }
  SubprocessOptions options = Options({"run", input_, "--jobs", "1"});
  options.program = kFaultyProgram;
  options.env["RESCAN_TEST_FAULT"] = "slow:.png";
  Subprocess run = Subprocess::Start(options);
  ASSERT_TRUE(
      run.WaitUntil([&] { return fs::exists(workspace_ + "/progress.json"); },
                    std::chrono::seconds(60)));
  const auto seen = JsonLines(Run({"status", "--watch", "--json"}).out);
  ASSERT_GE(seen.size(), 2u);
  EXPECT_EQ(seen.front()["running"], true);
  EXPECT_EQ(seen.front()["process_id"], run.pid());
  EXPECT_EQ(seen.back()["running"], false);
  EXPECT_EQ(run.Wait().exit_code, 0);
}

TEST_F(CliRunTest, SignalsEndARunCleanly) {
  for (int i = 0; i < 20; ++i) {
    Page(std::to_string(i) + ".png", "PAGE " + std::to_string(i));
  }
  SubprocessOptions options = Options({"run", input_, "--jobs", "1", "--json"});
  options.program = kFaultyProgram;
  options.env["RESCAN_TEST_FAULT"] = "slow:.png";
  const std::vector<std::pair<int, int>> cases = {{SIGINT, 130},
                                                  {SIGTERM, 143}};
  for (const auto& [signal, code] : cases) {
    Subprocess run = Subprocess::Start(options);
    ASSERT_TRUE(run.WaitUntil(
        [&] {
          return run.Out().find("\"event\":\"image\"") != std::string::npos;
        },
        std::chrono::seconds(60)));
    run.Signal(SIGUSR1);
    EXPECT_TRUE(run.WaitUntil(
        [&] {
          return run.Out().find("\"event\":\"running\"") != std::string::npos;
        },
        std::chrono::seconds(60)));
    run.Signal(signal);
    const ProcessResult result = run.Wait();
    EXPECT_EQ(result.exit_code, code) << result.err;
    const json summary = LastEvent(result.out);
    EXPECT_EQ(summary["event"], "summary");
    EXPECT_GT(summary["pending"], 0);
  }
  options.env.erase("RESCAN_TEST_FAULT");
  const ProcessResult rest = RunProcess(options);
  EXPECT_EQ(rest.exit_code, 0);
  EXPECT_EQ(LastEvent(rest.out)["resumed"], true);
  EXPECT_EQ(LastEvent(rest.out)["done"], 20);
}

TEST_F(CliRunTest, FailuresAreListedCountedExportedAndRetried) {
  MakeInputs();
  Run({"run", input_});
  const ProcessResult list = Run({"failures", "list"});
  EXPECT_EQ(list.exit_code, 0);
  EXPECT_THAT(list.out, HasSubstr("broken.png"));
  EXPECT_THAT(Run({"failures", "list", "--type", "TIMEOUT_ERROR"}).out,
              IsEmpty());
  const json stats = JsonLines(Run({"failures", "stats", "--json"}).out).at(0);
  EXPECT_EQ(stats["total_failures"], 1);
  EXPECT_EQ(stats["failure_types"]["DECODE_ERROR"], 1);
  EXPECT_EQ(stats["recent_failures_24h"], 1);

  // Still broken: a second attempt, then mended: a success.
  EXPECT_EQ(Run({"failures", "retry"}).exit_code, 3);
  const auto rows = JsonLines(Run({"failures", "list", "--json"}).out);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0]["AttemptNumber"], 2);
  EXPECT_EQ(rows[1]["AttemptNumber"], 1);
  EXPECT_EQ(
      JsonLines(Run({"failures", "list", "--json", "--limit", "1"}).out).size(),
      1u);
  Page("broken.png", "MENDED");
  EXPECT_EQ(Run({"failures", "retry"}).exit_code, 0);
  EXPECT_THAT(Run({"failures", "list", "--unresolved"}).out, IsEmpty());
  const ProcessResult nothing = Run({"failures", "retry"});
  EXPECT_EQ(nothing.exit_code, 0);
  EXPECT_THAT(nothing.err, HasSubstr("nothing to try again"));
}

TEST_F(CliRunTest, RetryGoesThroughAllThatFailAgain) {
  for (int i = 0; i < 30; ++i) {
    Input(std::to_string(i) + ".png", "no picture " + std::to_string(i));
  }
  EXPECT_EQ(Run({"run", input_}).exit_code, 4);
  EXPECT_EQ(Run({"run", input_, "--max-consecutive-failures", "100",
                 "--failure-rate", "1"})
                .exit_code,
            3);
  EXPECT_EQ(Run({"failures", "retry", "--yes"}).exit_code, 3);
  const json stats = JsonLines(Run({"failures", "stats", "--json"}).out).at(0);
  EXPECT_EQ(stats["total_failures"], 60);
  EXPECT_EQ(stats["unique_images"], 30);
}

TEST_F(CliRunTest, RetrySaysWhichImagesAreGone) {
  MakeInputs();
  Run({"run", input_});
  fs::remove(input_ + "/broken.png");
  const ProcessResult result = Run({"failures", "retry"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, HasSubstr("IO_ERROR"));
  EXPECT_THAT(result.err, HasSubstr("broken.png"));
  EXPECT_THAT(result.err, HasSubstr("No such file"));
}

TEST_F(CliRunTest, RetryTakesRecordedPathsForFilesWhateverIsThereNow) {
  for (const char* name : {"fifo", "folder", "gone", "link", "mended"}) {
    Input(std::string(name) + ".png", std::string("no picture: ") + name);
  }
  EXPECT_EQ(Run({"run", input_}).exit_code, 3);
  for (const char* name : {"fifo", "folder", "gone", "link"}) {
    fs::remove(input_ + "/" + name + ".png");
  }
  ASSERT_EQ(mkfifo((input_ + "/fifo.png").c_str(), 0600), 0);
  Page("folder.png/within.png", "WITHIN");
  WriteFileBytes(folder_ / "target.png", "elsewhere");
  fs::create_symlink(folder_ / "target.png", input_ + "/link.png");
  Page("mended.png", "MENDED");
  const ProcessResult result = Run({"failures", "retry", "--json"});
  EXPECT_EQ(result.exit_code, 3) << result.err;
  const json summary = LastEvent(result.out);
  EXPECT_EQ(summary["inputs"], 5);
  EXPECT_EQ(summary["done"], 1);
  EXPECT_EQ(summary["failures"]["IO_ERROR"], 4);
  // Neither a folder's files nor a link's target came in.
  EXPECT_EQ(JsonLines(Run({"export"}).out).size(), 5u);
}

TEST_F(CliRunTest, RetryKeepsWhoseAndWhatKindAnImageIs) {
  const std::string ann = Input("ann.png", "no picture, ann's");
  const std::string bob = Input("bob.png", "no picture, bob's");
  Input("bad.png", "no picture, nobody's");
  Run({"run", ann, "--user", "ann", "--kind", "receipt"});
  Run({"run", bob, "--user", "bob"});
  Run({"run", input_ + "/bad.png"});
  Page("ann.png", "ANN");
  Page("bob.png", "BOB");
  // The worst of the three runs counts.
  EXPECT_EQ(Run({"failures", "retry"}).exit_code, 3);
  const auto images = JsonLines(Run({"export"}).out);
  ASSERT_EQ(images.size(), 3u);
  EXPECT_EQ(images[0]["user"], "ann");
  EXPECT_EQ(images[0]["kind"], "receipt");
  EXPECT_EQ(images[0]["status"], "SUCCESS");
  EXPECT_EQ(images[1]["status"], "FAILED");
  EXPECT_EQ(images[2]["user"], "bob");
  EXPECT_EQ(images[2]["kind"], "auto");
  EXPECT_EQ(images[2]["status"], "SUCCESS");
}

TEST_F(CliRunTest, NoExportReplacesTheWorkspacesOwnFiles) {
  MakeInputs();
  Run({"run", input_});
  const std::string database = ReadFileBytes(workspace_ + "/rescan.db");
  fs::create_directory_symlink(workspace_, folder_ / "alias");
  for (const std::string& folder : {workspace_, folder_ / "alias"}) {
    for (const char* name : {"rescan.db", "rescan.db-wal", "rescan.db-shm",
                             "run.lock", "progress.json"}) {
      const std::string file = folder + "/" + name;
      EXPECT_EQ(Run({"export", "--output", file}).exit_code, 2) << file;
      EXPECT_EQ(Run({"failures", "export", "--output", file}).exit_code, 2)
          << file;
    }
  }
  EXPECT_EQ(ReadFileBytes(workspace_ + "/rescan.db"), database);
  EXPECT_EQ(Run({"export", "--output", workspace_ + "/e.jsonl"}).exit_code, 0);
}

TEST_F(CliRunTest, FailuresExportWritesNineteenColumns) {
  MakeInputs();
  Input("=\xff\"odd\",\nname.png", "");
  Run({"run", input_});
  ProcessResult result = Run({"failures", "export"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  std::vector<std::string> files;
  for (const auto& entry : fs::directory_iterator(folder_.path())) {
    const std::string name = entry.path().filename();
    if (name.starts_with("failed_images_")) files.push_back(name);
  }
  ASSERT_EQ(files.size(), 1u);
  EXPECT_THAT(files[0],
              ::testing::MatchesRegex("failed_images_[0-9]{8}_[0-9]{6}\\.csv"));
  const auto rows = ParseStrictCsv(ReadFileBytes(folder_ / files[0]));
  ASSERT_EQ(rows.size(), 3u);
  for (const auto& row : rows) EXPECT_EQ(row.size(), 19u);

  result = Run({"failures", "export", "--output", folder_ / "f.csv", "--json"});
  EXPECT_EQ(LastEvent(result.out)["rows"], 2);
  EXPECT_EQ(ReadFileBytes(folder_ / "f.csv"),
            ReadFileBytes(folder_ / files[0]));

  result = Run({"failures", "export", "--output", input_ + "/f.csv"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_FALSE(fs::exists(input_ + "/f.csv"));
}

TEST_F(CliRunTest, WithoutFailuresNoFileIsWritten) {
  Page("a.png", "HELLO");
  Run({"run", input_});
  const ProcessResult result =
      Run({"failures", "export", "--output", folder_ / "f.csv"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.err, HasSubstr("No failed images"));
  EXPECT_FALSE(fs::exists(folder_ / "f.csv"));
}

TEST_F(CliRunTest, ExportHasEveryEntityInBothForms) {
  MakeInputs();
  Page("odd\xff\n name.png", "ODD NAME");
  Run({"run", input_});
  const auto images = JsonLines(Run({"export"}).out);
  ASSERT_EQ(images.size(), 5u);
  int lines = 0;
  int words = 0;
  bool odd = false;
  for (const json& image : images) {
    lines += image.value("line_count", 0);
    words += image.value("word_count", 0);
    const std::string path = image["path"];
    odd = odd || path.ends_with("/odd\\xff\n name.png");
  }
  EXPECT_TRUE(odd);
  EXPECT_GT(lines, 0);
  EXPECT_GT(words, lines);
  const std::vector<std::pair<std::string, int>> expected = {
      {"images", 5}, {"lines", lines}, {"words", words}, {"letters", -1}};
  for (const auto& [what, count] : expected) {
    const ProcessResult json_form =
        Run({"export", "--what", what, "--format", "jsonl"});
    EXPECT_EQ(json_form.exit_code, 0) << json_form.err;
    const auto objects = JsonLines(json_form.out);
    const std::string file = folder_ / (what + ".csv");
    EXPECT_EQ(
        Run({"export", "--what", what, "--format", "csv", "--output", file})
            .exit_code,
        0);
    const auto rows = ParseStrictCsv(ReadFileBytes(file));
    EXPECT_EQ(rows.size(), objects.size() + 1) << what;
    if (count >= 0) {
      EXPECT_EQ(static_cast<int>(objects.size()), count) << what;
    }
    EXPECT_EQ(json_form.out, Run({"export", "--what", what}).out);
  }
  EXPECT_EQ(Run({"export", "--output", input_ + "/x"}).exit_code, 2);
  EXPECT_FALSE(fs::exists(input_ + "/x"));
}

TEST_F(CliRunTest, ExportsByUser) {
  Page("a.png", "HELLO");
  Run({"run", input_, "--user", "ann"});
  EXPECT_EQ(JsonLines(Run({"export", "--user", "ann"}).out).size(), 1u);
  EXPECT_TRUE(Run({"export", "--user", "bob"}).out.empty());
}

TEST_F(CliRunTest, AFullDiskUnderTheOutputIsAnError) {
  Page("a.png", "HELLO");
  Run({"run", input_});
  SubprocessOptions options = Options({});
  options.program = "/bin/sh";
  options.args = {"-c", "\"$1\" export > /dev/full", "sh", kProgram};
  const ProcessResult result = RunProcess(options);
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("cannot write standard output"));
}

TEST_F(CliRunTest, VersionsNeedNoWorkspace) {
  const auto list = JsonLines(Run({"versions", "list", "--json"}).out);
  ASSERT_FALSE(list.empty());
  const ProcessResult show = Run({"versions", "show", "tesseract-fast"});
  EXPECT_EQ(show.exit_code, 0);
  EXPECT_THAT(show.out, HasSubstr("traineddata sha256"));
  EXPECT_FALSE(fs::exists(workspace_));

  Page("a.png", "HELLO");
  Run({"run", input_});
  const json after =
      JsonLines(Run({"versions", "show", "tesseract-fast", "--json"}).out)
          .at(0);
  EXPECT_EQ(after["in_store"], true);
  EXPECT_EQ(after["current_readings"], 1);
}

TEST_F(CliRunTest, ABrokenProfileIsNamedBesideTheOthers) {
  const std::string folder = folder_ / "data/ocr-versions";
  fs::create_directories(folder);
  fs::copy_file(RESCAN_SOURCE_DIR "/data/ocr-versions/tesseract-plain.json",
                folder + "/whole.json");
  WriteFileBytes(folder + "/broken.json", "{\"version\": 1}");
  const auto run = [&](std::vector<std::string> args) {
    SubprocessOptions options = Options(args);
    options.env["RESCAN_DATA"] = folder_ / "data";
    return RunProcess(options);
  };
  const std::string fault = "broken.json: field \"version\" must be numbers";
  const ProcessResult list = run({"versions", "list", "--json"});
  EXPECT_EQ(list.exit_code, 2);
  ASSERT_EQ(JsonLines(list.out).size(), 1u);
  EXPECT_EQ(JsonLines(list.out)[0]["name"], "whole");
  EXPECT_THAT(list.err, HasSubstr(fault));
  EXPECT_THAT(run({"versions", "list"}).out, HasSubstr("whole"));

  EXPECT_EQ(run({"versions", "show", "whole"}).exit_code, 0);
  const ProcessResult show = run({"versions", "show", "broken"});
  EXPECT_EQ(show.exit_code, 2);
  EXPECT_THAT(show.err, HasSubstr(fault));
}

TEST_F(CliRunTest, ABadValueOfAParameterEndsTheRunBeforeAnyImage) {
  const std::string folder = folder_ / "data/ocr-versions";
  fs::create_directories(folder);
  std::string profile = ReadFileBytes(
      RESCAN_SOURCE_DIR "/data/ocr-versions/tesseract-plain.json");
  const std::string none = "\"parameters\": {}";
  ASSERT_NE(std::string::npos, profile.find(none));
  profile.replace(profile.find(none), none.size(),
                  R"("parameters": {"tessedit_do_invert": "off"})");
  WriteFileBytes(folder + "/own.json", profile);
  Page("a.png", "HELLO");
  SubprocessOptions options = Options({"run", input_, "--ocr-version", "own"});
  options.env["RESCAN_DATA"] = folder_ / "data";
  const ProcessResult result = RunProcess(options);
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err,
              HasSubstr("own.json): parameter \"tessedit_do_invert\" is "
                        "\"off\", but must be 0 or 1"));
}

TEST_F(CliRunTest, VersionNamesTheLibraries) {
  const ProcessResult text = Run({"--version"});
  EXPECT_EQ(text.exit_code, 0);
  EXPECT_THAT(text.out, StartsWith("rescan "));
  const json versions = JsonLines(Run({"--version", "--json"}).out).at(0);
  for (const char* name : {"rescan", "tesseract", "leptonica", "opencv",
                           "faiss", "sqlite", "simd"}) {
    EXPECT_FALSE(versions.at(name).get<std::string>().empty()) << name;
    EXPECT_THAT(text.out, HasSubstr(versions.at(name).get<std::string>()));
  }
  SubprocessOptions options = Options({"--version", "--json"});
  options.env["RESCAN_SIMD"] = "SCALAR";
  EXPECT_EQ(JsonLines(RunProcess(options).out).at(0)["simd"], "SCALAR");
}

}  // namespace
}  // namespace rescan::testing
