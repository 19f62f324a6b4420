// compact, delta, index and search, through the program: from images to lines
// that are found again, and what damage, kills and rivals cost.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "tests/e2e/run_calls.h"
#include "tests/engine/records/record_samples.h"
#include "tests/support/test_images.h"

namespace rescan::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

// The files below the workspace with their hashes, but the database.
std::map<std::string, std::string> FilesOf(const std::string& workspace) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(workspace)) {
    const std::string path = entry.path();
    if (!entry.is_regular_file() ||
        path.find("rescan.db") != std::string::npos) {
      continue;
    }
    files[path] = ToHex(Sha256Of(ReadFileBytes(path)));
  }
  return files;
}

void FlipByte(const std::string& file, std::size_t at) {
  std::string bytes = ReadFileBytes(file);
  bytes.at(at) = static_cast<char>(bytes.at(at) ^ 0x20);
  WriteFileBytes(file, bytes);
}

class CliIndexTest : public ProgramTest {
 protected:
  void Pages() {
    Page("a.png", "HELLO WORLD");
    Page("b.png", "TOTAL DUE 12.50");
    Page("c.png", "INVOICE NUMBER");
  }

  // The collection's line of a command with --json.
  json Of(const std::string& collection, const std::vector<std::string>& args,
          int exit_code = 0) {
    std::vector<std::string> with_json = args;
    with_json.emplace_back("--json");
    const ProcessResult result = Run(with_json);
    EXPECT_EQ(result.exit_code, exit_code) << result.err;
    for (const json& line : JsonLines(result.out)) {
      if (line.value("collection", "") == collection) return line;
    }
    ADD_FAILURE() << "nothing about " << collection << ": " << result.out;
    return {};
  }

  std::vector<json> Lines(const std::vector<std::string>& args) {
    std::vector<std::string> with_json = args;
    with_json.emplace_back("--json");
    const ProcessResult result = Run(with_json);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return JsonLines(result.out);
  }

  std::int64_t Indexed(const std::string& collection) {
    return Of(collection, {"index", "stats"})["vectors"].get<std::int64_t>();
  }

  void ExpectAllAgrees() {
    for (const json& check : Lines({"index", "verify"})) {
      EXPECT_TRUE(check["ok"].get<bool>()) << check;
      EXPECT_TRUE(check["compared_with_records"].get<bool>()) << check;
      EXPECT_EQ(check["readings_without_delta"], 0) << check;
      EXPECT_EQ(check["runs_waiting"], 0) << check;
    }
    EXPECT_EQ(Run({"delta", "verify"}).exit_code, 0);
  }

  // The delta file of the collection's newest run.
  std::string NewestDelta(const std::string& collection) {
    return workspace_ + "/" +
           Lines({"delta", "list", "--collection", collection})
               .at(0)["path"]
               .get<std::string>();
  }
  std::string SnapshotOf(const std::string& collection) {
    return workspace_ + "/index/" + collection + "/" +
           Of(collection, {"index", "stats"})["versions"][0]["version"]
               .get<std::string>() +
           "/snapshot";
  }
};

TEST_F(CliIndexTest, FromSamplesToLinesThatAreFoundAgain) {
  const std::string samples = RESCAN_SOURCE_DIR "/data/samples";
  const ProcessResult run = Run({"run", samples, "--json"});
  ASSERT_EQ(run.exit_code, 0) << run.err;
  const json summary = JsonLines(run.out).back();
  const json& index = summary["index"];
  EXPECT_EQ(index["readings"], summary["done"]);
  EXPECT_EQ(index["readings_without_delta"], 0);
  EXPECT_TRUE(index["error"].is_null());

  const json merged = Of("lines", {"compact"});
  EXPECT_EQ(merged["merged"], index["line_vectors"]);
  ExpectAllAgrees();
  EXPECT_EQ(Indexed("lines"), index["line_vectors"]);
  EXPECT_EQ(Indexed("words"), index["word_vectors"]);

  // "We have received your report", two letters wrong.
  const auto found =
      Lines({"index", "search", "We have recieved you report", "-k", "3"});
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0]["text"], "We have received your report");
  EXPECT_THAT(found[0]["path"].get<std::string>(),
              HasSubstr("native-chat-dark.png"));
  EXPECT_GE(found[0]["similarity"], 80);
  EXPECT_EQ(found[0]["band"], "review");

  // A second compaction has nothing to do and writes nothing.
  const auto rows = [this] {
    return Sql(workspace_ + "/rescan.db",
               "SELECT * FROM compaction_deltas, snapshot_versions");
  };
  const auto files_before = FilesOf(workspace_);
  const auto rows_before = rows();
  EXPECT_TRUE(Of("words", {"compact"})["version"].is_null());
  EXPECT_EQ(FilesOf(workspace_), files_before);
  EXPECT_EQ(rows(), rows_before);
}

TEST_F(CliIndexTest, SearchFindsWordsAndWhatLooksLikeThem) {
  Pages();
  ASSERT_EQ(Run({"run", input_}).exit_code, 0);
  // Words are found before anything is merged.
  ProcessResult result = Run({"search", "12.50"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, AllOf(HasSubstr("b.png"), HasSubstr("TOTAL DUE")));
  EXPECT_THAT(result.err, HasSubstr("no index of lines yet"));
  ASSERT_EQ(Run({"compact"}).exit_code, 0);

  const auto words = Lines({"search", "due total"});
  ASSERT_GE(words.size(), 1u);
  EXPECT_EQ(words[0]["match"], "words");
  EXPECT_EQ(words[0]["matches"].size(), 2u);
  EXPECT_GT(words[0]["width"], 0);
  for (std::size_t i = 1; i < words.size(); ++i) {
    EXPECT_EQ(words[i]["match"], "similar");
  }
  // Two letters wrong: no words, but a similar line.
  const auto similar = Lines({"search", "TOTAI DVE 12.50"});
  ASSERT_GE(similar.size(), 1u);
  EXPECT_EQ(similar[0]["match"], "similar");
  EXPECT_EQ(similar[0]["text"], "TOTAL DUE 12.50");
  EXPECT_TRUE(Lines({"search", "TOTAI DVE 12.50", "--similar", "0"}).empty());
  EXPECT_EQ(Lines({"search", "due", "--limit", "1"}).size(), 1u);

  for (const char* odd : {"\"", "(", "a AND", "NEAR(", "*", "^", "{x}:y",
                          "due)", "--", "'; DROP TABLE lines; --"}) {
    // A text that begins with a dash needs "--" in front, as everywhere.
    result = Run({"search", "--limit", "3", "--", odd});
    EXPECT_EQ(result.exit_code, 0) << odd << ": " << result.err;
    EXPECT_THAT(result.err, Not(HasSubstr("SQL"))) << odd;
  }
  EXPECT_EQ(Lines({"search", "invoice", "--similar", "0"}).size(), 1u);
  EXPECT_EQ(Lines({"search", "inv*", "--similar", "0"}).size(), 1u);
  EXPECT_TRUE(Lines({"search", "invoice", "--class", "PHOTO", "--similar", "0"})
                  .empty());
  EXPECT_EQ(Lines({"search", "invoice", "--ocr-version", "tesseract-fast",
                   "--similar", "0"})
                .size(),
            1u);
}

TEST_F(CliIndexTest, MatchesStandOutOnATerminalOnly) {
  Pages();
  Run({"run", input_});
  SubprocessOptions options = Options({});
  options.program = "/usr/bin/script";
  if (!fs::exists(options.program)) {
    GTEST_SKIP() << "script is not here to give standard output a terminal";
  }
  options.args = {"-qec", kProgram + " search invoice", "/dev/null"};
  EXPECT_THAT(RunProcess(options).out, HasSubstr("\x1b[1;31mINVOICE\x1b[0m"));
  EXPECT_THAT(Run({"search", "invoice"}).out, Not(HasSubstr("\x1b")));
}

TEST_F(CliIndexTest, ReadAgainWithAnotherVersionTheOldVectorsVanish) {
  Pages();
  ASSERT_EQ(Run({"run", input_}).exit_code, 0);
  ASSERT_EQ(Run({"compact"}).exit_code, 0);
  const auto before = Indexed("words");
  ASSERT_EQ(Run({"run", input_, "--ocr-version", "tesseract-plain", "--mode",
                 "all", "--yes", "--no-compact"})
                .exit_code,
            0);
  const ProcessResult search = Run({"index", "search", "HELLO WORLD"});
  EXPECT_THAT(search.err, HasSubstr("rescan compact"));
  EXPECT_THAT(search.out, Not(HasSubstr("HELLO"))) << "what is outdated";
  const json merged = Of("words", {"compact"});
  EXPECT_EQ(merged["removed"], before);
  ExpectAllAgrees();
  EXPECT_THAT(Run({"index", "search", "HELLO WORLD"}).out, HasSubstr("HELLO"));
}

TEST_F(CliIndexTest, AFileThatChangedTakesItsOldVectorsWithIt) {
  Pages();
  Run({"run", input_});
  Run({"compact"});
  Page("a.png", "GOODBYE MOON");
  ASSERT_EQ(Run({"run", input_}).exit_code, 0);
  ASSERT_EQ(Run({"compact"}).exit_code, 0);
  ExpectAllAgrees();
  EXPECT_THAT(Run({"index", "search", "HELLO WORLD"}).out,
              Not(HasSubstr("HELLO")));
  Page("a.png", "HELLO WORLD");
  ASSERT_EQ(Run({"run", input_}).exit_code, 0);
  ASSERT_EQ(Run({"compact"}).exit_code, 0);
  ExpectAllAgrees();
  EXPECT_THAT(Run({"index", "search", "HELLO WORLD"}).out, HasSubstr("HELLO"));
}

TEST_F(CliIndexTest, ARebuiltIndexFindsTheSame) {
  Pages();
  Run({"run", input_});
  Run({"compact"});
  const std::vector<std::string> search = {"index", "search", "total",
                                           "--json"};
  const std::string before = Run(search).out;
  ASSERT_FALSE(before.empty());
  ASSERT_EQ(Run({"index", "rebuild"}).exit_code, 0);
  EXPECT_EQ(Run(search).out, before);
  ExpectAllAgrees();
  // And without any snapshot or delta left.
  fs::remove_all(workspace_ + "/index");
  fs::remove_all(workspace_ + "/deltas");
  EXPECT_EQ(Run({"index", "verify"}).exit_code, 12);
  ASSERT_EQ(Run({"index", "rebuild"}).exit_code, 0);
  EXPECT_EQ(Run(search).out, before);
}

TEST_F(CliIndexTest, ADamagedSnapshotIsReplacedByTheOneBefore) {
  Pages();
  Run({"run", input_});
  Run({"compact"});
  Page("d.png", "FOURTH PAGE");
  Run({"run", input_});
  Run({"compact"});
  FlipByte(SnapshotOf("lines"), 2000);
  const ProcessResult search = Run({"index", "search", "HELLO WORLD"});
  EXPECT_EQ(search.exit_code, 0);
  EXPECT_THAT(search.err, HasSubstr("warning: "));
  EXPECT_THAT(search.out, HasSubstr("HELLO"));
  EXPECT_FALSE(Of("lines", {"index", "verify"}, 12)["problems"].empty());
  // The next compaction mends it.
  EXPECT_EQ(Run({"compact"}).exit_code, 0);
  ExpectAllAgrees();
  EXPECT_THAT(Run({"index", "search", "FOURTH PAGE"}).out, HasSubstr("FOURTH"));
}

TEST_F(CliIndexTest, ADamagedDeltaFailsAloneAndIsMadeAnew) {
  Page("a.png", "HELLO WORLD");
  Run({"run", input_});
  const std::string damaged = NewestDelta("lines");
  Page("b.png", "TOTAL DUE");
  Run({"run", input_});
  FlipByte(damaged, 300);

  const ProcessResult verify = Run({"delta", "verify"});
  EXPECT_EQ(verify.exit_code, 12);
  EXPECT_THAT(verify.out, HasSubstr("3 deltas are whole, 1 damaged"));
  EXPECT_THAT(verify.out,
              HasSubstr(fs::path(damaged).parent_path().filename().string()));

  const json lines = Of("lines", {"compact"}, 12);
  EXPECT_EQ(lines["runs_failed"], 1);
  EXPECT_EQ(lines["runs_merged"], 1);
  EXPECT_THAT(Run({"index", "search", "TOTAL DUE"}).out, HasSubstr("TOTAL"));
  EXPECT_THAT(Run({"delta", "list"}).out, HasSubstr("FAILED"));

  EXPECT_EQ(Run({"compact"}).exit_code, 0);
  EXPECT_THAT(Run({"index", "search", "HELLO WORLD"}).out, HasSubstr("HELLO"));
  for (const json& check : Lines({"index", "verify"})) {
    EXPECT_TRUE(check["ok"].get<bool>()) << check;
    EXPECT_TRUE(check["compared_with_records"].get<bool>()) << check;
  }
}

TEST_F(CliIndexTest, RunsCanLeaveTheIndexAloneAndOthersCatchUp) {
  Pages();
  const json without =
      JsonLines(Run({"run", input_, "--no-index", "--json"}).out).back();
  EXPECT_EQ(without["index"]["enabled"], false);
  EXPECT_FALSE(fs::exists(workspace_ + "/deltas"));
  const json check = Of("lines", {"index", "verify"});
  EXPECT_EQ(check["readings_without_delta"], 3);
  // Nothing to read any more, but vectors to make.
  const json with = JsonLines(Run({"run", input_, "--json"}).out).back();
  EXPECT_EQ(with["unchanged"], 3);
  EXPECT_EQ(with["index"]["readings"], 3);
  EXPECT_EQ(with["index"]["readings_without_delta"], 0);
}

TEST_F(CliIndexTest, EnoughDeltasAreMergedAtTheEndOfARun) {
  Pages();
  const json few = JsonLines(Run({"run", input_, "--json"}).out).back();
  EXPECT_TRUE(few["index"]["compacted"].empty());
  EXPECT_GT(few["index"]["waiting_vectors"], 0);
  Page("d.png", "FOURTH PAGE");
  const json many =
      JsonLines(Run({"run", input_, "--json", "--compact-deltas", "2"}).out)
          .back();
  EXPECT_EQ(many["index"]["compacted"], (json{"lines", "words"}));
  EXPECT_EQ(many["index"]["waiting_vectors"], 0);
  ExpectAllAgrees();
}

TEST_F(CliIndexTest, TwoCompactionsAtOnceLoseNothing) {
  Pages();
  Run({"run", input_});
  std::vector<Subprocess> both;
  for (int i = 0; i < 2; ++i) {
    both.push_back(Subprocess::Start(Options({"compact", "--json"})));
  }
  int done = 0;
  for (Subprocess& one : both) {
    const ProcessResult result = one.Wait();
    // The one that comes second leaves, or finds nothing to do.
    EXPECT_TRUE(result.exit_code == 0 || result.exit_code == 11) << result.err;
    done += result.exit_code == 0 ? 1 : 0;
  }
  EXPECT_GE(done, 1);
  EXPECT_EQ(Run({"compact"}).exit_code, 0);
  ExpectAllAgrees();
}

// Going ahead with the words, it could be in the way of the one that has the
// lines, and that one in its: both would leave.
TEST_F(CliIndexTest, ACompactionDoesNotOvertakeTheOneAtWork) {
  Pages();
  Run({"run", input_});
  Sql(workspace_ + "/rescan.db",
      "INSERT INTO compaction_leases VALUES ('lines', 'another',"
      " '2020-01-01T00:00:00.000Z', '9999-01-01T00:00:00.000Z')");
  const ProcessResult compact = Run({"compact"});
  EXPECT_EQ(compact.exit_code, 11) << compact.out;
  EXPECT_THAT(compact.err, HasSubstr("another compaction is at work"));
  EXPECT_EQ(Indexed("words"), 0);
  Sql(workspace_ + "/rescan.db", "DELETE FROM compaction_leases");
  EXPECT_EQ(Run({"compact"}).exit_code, 0);
  EXPECT_GT(Indexed("words"), 0);
  ExpectAllAgrees();
}

TEST_F(CliIndexTest, KilledRunsAndCompactionsLeaveNothingBehind) {
  for (int i = 0; i < 30; ++i) {
    Page(std::to_string(i) + ".png", "PAGE NUMBER " + std::to_string(i));
  }
  std::mt19937 random(4);
  for (int i = 0; i < 8; ++i) {
    Subprocess run =
        Subprocess::Start(Options({"run", input_, "--compact-deltas", "1"}));
    std::this_thread::sleep_for(std::chrono::milliseconds(random() % 700));
    run.Signal(SIGKILL);
    (void)run.Wait();
    Subprocess compact = Subprocess::Start(Options({"compact"}));
    std::this_thread::sleep_for(std::chrono::milliseconds(random() % 60));
    compact.Signal(SIGKILL);
    (void)compact.Wait();
  }
  const json summary = JsonLines(Run({"run", input_, "--json"}).out).back();
  EXPECT_EQ(summary["pending"], 0);
  EXPECT_EQ(summary["index"]["readings_without_delta"], 0);
  // A dead compaction's lease ends after some minutes; here it does now.
  Sql(workspace_ + "/rescan.db", "DELETE FROM compaction_leases");
  EXPECT_EQ(Run({"compact"}).exit_code, 0);
  ExpectAllAgrees();
}

TEST_F(CliIndexTest, ReadingCommandsWorkWhileARunWrites) {
  for (int i = 0; i < 12; ++i) {
    Page(std::to_string(i) + ".png", "PAGE NUMBER " + std::to_string(i));
  }
  Run({"run", input_, "--limit", "3"});
  Run({"compact"});
  Subprocess run = Subprocess::Start(Options({"run", input_}));
  int asked = 0;
  while (!run.Ended() && asked < 200) {
    for (const std::vector<std::string>& args :
         {std::vector<std::string>{"search", "page"},
          {"index", "search", "PAGE NUMBER 1"},
          {"index", "stats"},
          {"delta", "list"}}) {
      const ProcessResult result = Run(args);
      EXPECT_EQ(result.exit_code, 0) << args[0] << ": " << result.err;
    }
    // What it says is of one moment; that it ends well is what counts.
    const ProcessResult verify = Run({"index", "verify"});
    EXPECT_EQ(verify.exit_code, 0) << verify.out << verify.err;
    ++asked;
  }
  EXPECT_GT(asked, 0);
  EXPECT_EQ(run.Wait().exit_code, 0);
}

TEST_F(CliIndexTest, AnOlderWorkspaceIsMigratedAndGetsItsVectors) {
  fs::create_directory(workspace_);
  const std::string database = workspace_ + "/rescan.db";
  WriteFileBytes(database, "");
  Sql(database,
      ReadFileBytes(RESCAN_SOURCE_DIR "/tests/engine/records/schema_v2.sql"));
  Sql(database, "PRAGMA journal_mode = wal");
  // What only reads does not migrate, and says so.
  const ProcessResult reader = Run({"search", "desk"});
  EXPECT_EQ(reader.exit_code, 12);
  EXPECT_THAT(reader.err, HasSubstr("schema 2"));
  // A run over something else brings the old images' vectors along.
  Page("a.png", "HELLO WORLD");
  const json summary = JsonLines(Run({"run", input_, "--json"}).out).back();
  EXPECT_EQ(summary["index"]["readings"], 3);
  EXPECT_EQ(Run({"compact"}).exit_code, 0);
  ExpectAllAgrees();
  EXPECT_EQ(Lines({"search", "\"front desk\"", "--similar", "0"}).size(), 1u);
  EXPECT_EQ(
      Lines({"index", "search", "Let us met at the frunt desk"}).at(0)["text"],
      "Let us meet at the front desk.");
}

TEST_F(CliIndexTest, WithoutRecordsThereIsNothingToDo) {
  for (const std::vector<std::string>& args :
       {std::vector<std::string>{"compact"},
        {"index", "stats"},
        {"index", "verify"},
        {"index", "rebuild"},
        {"index", "search", "x"},
        {"delta", "list"},
        {"search", "x"}}) {
    const ProcessResult result = Run(args);
    EXPECT_EQ(result.exit_code, 10) << args[0] << result.err;
    EXPECT_THAT(result.err, HasSubstr("there are no records yet"));
  }
  EXPECT_FALSE(fs::exists(workspace_));
  Pages();
  Run({"run", input_, "--no-index"});
  EXPECT_EQ(Run({"index", "search", "x"}).exit_code, 10);
  EXPECT_EQ(Run({"index", "search", "..."}).exit_code, 10);
  Run({"compact"});
  EXPECT_EQ(Run({"index", "search", "..."}).exit_code, 2);
  EXPECT_EQ(Run({"index", "search", "x", "-k", "0"}).exit_code, 2);
  EXPECT_EQ(Run({"delta", "show", "nobody"}).exit_code, 2);
}

}  // namespace
}  // namespace rescan::testing
