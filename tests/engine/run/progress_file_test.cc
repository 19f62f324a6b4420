#include "engine/run/progress_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "tests/support/subprocess.h"

namespace rescan {
namespace {

using rescan::testing::ReadFileBytes;
using rescan::testing::TemporaryFolder;
using rescan::testing::WriteFileBytes;

Progress Sample() {
  Progress progress;
  progress.run = 12;
  progress.process_id = 4711;
  progress.state = "running";
  progress.started_at = "2026-01-02T03:04:05.000000Z";
  progress.session_started_at = "2026-01-02T03:05:00.000000Z";
  progress.updated_at = "2026-01-02T03:05:05.000000Z";
  progress.counts = {.inputs = 100,
                     .done = 40,
                     .duplicates = 3,
                     .failed = 5,
                     .failed_earlier = 1,
                     .unchanged = 20,
                     .pending = 35};
  progress.session_processed = 17;
  progress.images_per_minute = 31.25;
  progress.eta_seconds = 67.5;
  progress.seconds_since_new_rows = 1.5;
  progress.stop_reason = "stopped: \"quoted\", \xff and\nnew line";
  progress.running = {{"/in/a.png", 0.25}, {"/in/\xfe\n\"\\.png", 12.5}};
  return progress;
}

TEST(ProgressFileTest, ReadsBackWhatWasWritten) {
  const TemporaryFolder folder;
  const Progress written = Sample();
  ASSERT_TRUE(WriteProgress(folder.path(), written));
  const Result<Progress> read = ReadProgress(folder.path());
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->run, written.run);
  EXPECT_EQ(read->process_id, written.process_id);
  EXPECT_EQ(read->state, written.state);
  EXPECT_EQ(read->started_at, written.started_at);
  EXPECT_EQ(read->session_started_at, written.session_started_at);
  EXPECT_EQ(read->updated_at, written.updated_at);
  EXPECT_EQ(read->counts.inputs, 100);
  EXPECT_EQ(read->counts.done, 40);
  EXPECT_EQ(read->counts.duplicates, 3);
  EXPECT_EQ(read->counts.failed, 5);
  EXPECT_EQ(read->counts.failed_earlier, 1);
  EXPECT_EQ(read->counts.unchanged, 20);
  EXPECT_EQ(read->counts.pending, 35);
  EXPECT_EQ(read->session_processed, 17);
  EXPECT_EQ(read->images_per_minute, 31.25);
  EXPECT_EQ(read->eta_seconds, 67.5);
  EXPECT_EQ(read->seconds_since_new_rows, 1.5);
  // Ill-formed UTF-8 in a sentence is replaced; paths survive byte by byte.
  EXPECT_EQ(read->stop_reason,
            "stopped: \"quoted\", \xef\xbf\xbd and\nnew line");
  ASSERT_EQ(read->running.size(), 2u);
  EXPECT_EQ(read->running[0].path, "/in/a.png");
  EXPECT_EQ(read->running[1].path, "/in/\xfe\n\"\\.png");
  EXPECT_EQ(read->running[1].age_seconds, 12.5);
}

TEST(ProgressFileTest, ReplacesTheFileAndLeavesNoOther) {
  const TemporaryFolder folder;
  Progress progress = Sample();
  ASSERT_TRUE(WriteProgress(folder.path(), progress));
  progress.counts.done = 41;
  ASSERT_TRUE(WriteProgress(folder.path(), progress));
  EXPECT_EQ(ReadProgress(folder.path())->counts.done, 41);
  EXPECT_NE(access((folder / "progress.json.tmp").c_str(), F_OK), 0);
}

TEST(ProgressFileTest, WithoutAFileThereWasNoRun) {
  const TemporaryFolder folder;
  const Result<Progress> read = ReadProgress(folder.path());
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::kNotFound);
}

TEST(ProgressFileTest, EveryTruncationIsCorruption) {
  const TemporaryFolder folder;
  ASSERT_TRUE(WriteProgress(folder.path(), Sample()));
  const std::string whole = ReadFileBytes(folder / "progress.json");
  // The last two bytes are the closing brace and the line end.
  for (std::size_t length = 0; length + 2 <= whole.size(); ++length) {
    WriteFileBytes(folder / "progress.json", whole.substr(0, length));
    const Result<Progress> read = ReadProgress(folder.path());
    ASSERT_FALSE(read) << length << " of " << whole.size() << " bytes";
    ASSERT_EQ(read.error().code, ErrorCode::kCorruption);
  }
}

TEST(ProgressFileTest, OtherShapesAreCorruption) {
  const TemporaryFolder folder;
  for (const char* text :
       {"[]", "null", "{\"format\": 2}", "{\"format\": \"1\"}",
        "{\"format\": 1, \"run\": \"x\"}", "\xff\xfe"}) {
    WriteFileBytes(folder / "progress.json", text);
    const Result<Progress> read = ReadProgress(folder.path());
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, ErrorCode::kCorruption) << text;
  }
}

TEST(ProgressFileTest, AWorkspaceThatIsNotThereIsAnErrorNamingTheFile) {
  const TemporaryFolder folder;
  const Status written = WriteProgress(folder / "gone", Sample());
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::kIo);
  EXPECT_NE(written.error().message.find("gone/progress.json"),
            std::string::npos)
      << written.error().message;
}

}  // namespace
}  // namespace rescan
