// What a run works on: modes, copies, limits, dry runs, odd inputs.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <string>
#include <vector>

#include "tests/engine/run/run_fixture.h"

namespace rescan::testing {
namespace {

using Paths = std::vector<std::string>;

TEST_F(RunTest, ReadsEveryImageOnceAndThenNothing) {
  PutMany(5);
  Put("bad.png", "fail cut off");
  const RunSummary first = Run();
  EXPECT_EQ(first.end, RunEnd::kDone);
  EXPECT_FALSE(first.resumed);
  EXPECT_EQ(first.counts.inputs, 6);
  EXPECT_EQ(first.counts.done, 5);
  EXPECT_EQ(first.counts.failed, 1);
  EXPECT_EQ(first.failures.at("DECODE_ERROR"), 1);
  EXPECT_EQ(watcher_.total, 6);

  const RunSummary second = Run();
  EXPECT_EQ(second.end, RunEnd::kDone);
  EXPECT_NE(second.run, first.run);
  EXPECT_EQ(second.counts.unchanged, 5);
  EXPECT_EQ(second.counts.failed, 1);
  EXPECT_EQ(second.counts.failed_earlier, 1);
  EXPECT_EQ(second.processed_now, 0);
  EXPECT_EQ(world_.LanesMade(), 1) << "nothing to read needs no worker";
  EXPECT_EQ(Failures(), (Paths{In("bad.png") + " DECODE_ERROR 1"}));
}

TEST_F(RunTest, AnEmptyFolderIsDone) {
  const RunSummary summary = Run();
  EXPECT_EQ(summary.end, RunEnd::kDone);
  EXPECT_EQ(summary.counts.inputs, 0);
  EXPECT_EQ(StateOf(summary.run), RunState::kFinished);
}

TEST_F(RunTest, OtherFilesAndEntriesAreCounted) {
  PutMany(1);
  WriteFileBytes(In("notes.txt"), "text");
  ASSERT_EQ(symlink("ok-000.png", In("link.png").c_str()), 0);
  ASSERT_EQ(mkfifo(In("fifo.png").c_str(), 0644), 0);
  const RunSummary summary = Run();
  EXPECT_EQ(summary.counts.inputs, 1);
  EXPECT_EQ(summary.ignored_files, 1);
  EXPECT_EQ(summary.skipped_entries.at("symbolic link"), 1);
  EXPECT_EQ(summary.skipped_entries.at("fifo"), 1);
}

TEST_F(RunTest, EqualFilesAreReadOnceAndTheFirstByPathLeads) {
  for (const char* name : {"c.png", "a.png", "b.png"}) Put(name, "ok same");
  Put("d.png", "ok other");
  const RunSummary summary = Run();
  EXPECT_EQ(summary.counts.done, 4);
  EXPECT_EQ(summary.counts.duplicates, 2);
  EXPECT_EQ(world_.Begun(), (Paths{In("a.png"), In("d.png")}));
  EXPECT_EQ(watcher_.duplicates, (Paths{In("b.png"), In("c.png")}));
  const Paths records = Records();
  ASSERT_EQ(records.size(), 4u);
  EXPECT_NE(records[2].find("copy of [" + In("a.png") + "]"), std::string::npos)
      << records[2];
}

TEST_F(RunTest, CopiesOfAFailureFailWithIt) {
  for (const char* name : {"a.png", "b.png", "c.png"}) Put(name, "fail bad");
  const RunSummary summary = Run();
  EXPECT_EQ(summary.counts.failed, 3);
  EXPECT_EQ(summary.failures.at("DECODE_ERROR"), 3);
  EXPECT_EQ(world_.Begun().size(), 1u);
  EXPECT_EQ(watcher_.images.size(), 3u);
  EXPECT_EQ(Failures().size(), 3u);
}

TEST_F(RunTest, CopiesOfAnUnreadablePathAreReadThemselves) {
  for (const char* name : {"a.png", "b.png", "c.png"}) Put(name, "ok same");
  world_.on_begin = [&](const std::string& path) {
    if (path == In("a.png")) std::remove(path.c_str());
  };
  const RunSummary summary = Run();
  EXPECT_EQ(summary.counts.failed, 1);
  EXPECT_EQ(summary.counts.done, 2);
  EXPECT_EQ(summary.counts.duplicates, 1);
  EXPECT_EQ(world_.Begun(), (Paths{In("a.png"), In("b.png")}));
}

TEST_F(RunTest, CopiesOfAFileThatChangedMeanwhileAreReadThemselves) {
  for (const char* name : {"a.png", "b.png", "c.png"}) Put(name, "ok same");
  world_.on_begin = [&](const std::string& path) {
    if (path == In("a.png")) Put("a.png", "ok changed");
  };
  const RunSummary summary = Run();
  EXPECT_EQ(summary.counts.done, 3);
  EXPECT_EQ(summary.counts.duplicates, 1);
  const Paths records = Records();
  EXPECT_NE(records[0].find("[changed]"), std::string::npos) << records[0];
  EXPECT_NE(records[1].find("[same]"), std::string::npos) << records[1];
  world_.on_begin = nullptr;
  EXPECT_EQ(Run().counts.unchanged, 3);
}

TEST_F(RunTest, AMovedOrCopiedFileIsLinkedWithoutAWorker) {
  PutMany(3);
  Run();
  ASSERT_EQ(rename(In("ok-000.png").c_str(), In("moved.png").c_str()), 0);
  WriteFileBytes(In("copy.png"), ReadFileBytes(In("ok-001.png")));
  const RunSummary summary = Run();
  EXPECT_EQ(summary.counts.done, 2);
  EXPECT_EQ(summary.counts.duplicates, 2);
  EXPECT_EQ(summary.counts.unchanged, 2);
  EXPECT_EQ(world_.LanesMade(), 1);
  EXPECT_EQ(watcher_.duplicates, (Paths{In("copy.png"), In("moved.png")}));
}

TEST_F(RunTest, AChangedFileIsReadAgainWhateverItsTimeStamp) {
  PutMany(2);
  Run();
  Put("ok-001.png", "ok new content");
  const timespec old_times[2] = {{1, 0}, {1, 0}};
  ASSERT_EQ(utimensat(AT_FDCWD, In("ok-001.png").c_str(), old_times, 0), 0);
  const RunSummary summary = Run();
  EXPECT_EQ(summary.counts.done, 1);
  EXPECT_EQ(summary.counts.unchanged, 1);
}

TEST_F(RunTest, OutdatedReadsOnlyWhatAnOlderVersionRead) {
  PutMany(2);
  options_.version = FakeVersion("1.9");
  Run();
  Put("later.png", "ok later");
  options_.version = FakeVersion("1.10");
  Run();
  options_.mode = RunMode::kOutdated;
  const RunSummary summary = Run();
  EXPECT_EQ(summary.counts.done, 2);
  EXPECT_EQ(summary.counts.unchanged, 1);
  EXPECT_EQ(Records().size(), 5u) << "two superseded readings are kept";
  EXPECT_EQ(Run().counts.unchanged, 3);
  options_.version = FakeVersion("1.9");
  EXPECT_EQ(Run().counts.unchanged, 3) << "an older version changes nothing";
}

TEST_F(RunTest, FailedTriesOnlyWhatFailedAgain) {
  PutMany(2);
  Put("bad.png", "fail once");
  Run();
  Put("new.png", "ok new");
  options_.mode = RunMode::kFailed;
  RunSummary summary = Run();
  EXPECT_EQ(summary.counts.failed, 1);
  EXPECT_EQ(summary.counts.failed_earlier, 0);
  EXPECT_EQ(summary.counts.unchanged, 3);
  EXPECT_EQ(Failures(), (Paths{In("bad.png") + " DECODE_ERROR 1",
                               In("bad.png") + " DECODE_ERROR 2"}));
  Put("bad.png", "ok mended");
  summary = Run();
  EXPECT_EQ(summary.counts.done, 1);
  EXPECT_EQ(summary.counts.unchanged, 3);
}

TEST_F(RunTest, AFailureIsTriedAgainUnderAnotherVersion) {
  Put("bad.png", "fail always");
  Run();
  options_.version = FakeVersion("2.0");
  const RunSummary summary = Run();
  EXPECT_EQ(summary.counts.failed, 1);
  EXPECT_EQ(summary.counts.failed_earlier, 0);
  EXPECT_EQ(Failures().size(), 2u);
}

TEST_F(RunTest, AllReadsEverythingAgain) {
  PutMany(3);
  Put("copy.png", "ok text 1");
  Run();
  options_.mode = RunMode::kAll;
  const RunSummary summary = Run();
  EXPECT_EQ(summary.counts.done, 4);
  EXPECT_EQ(summary.counts.duplicates, 1);
  EXPECT_EQ(summary.counts.unchanged, 0);
}

TEST_F(RunTest, UsersHaveTheirOwnImages) {
  PutMany(1);
  options_.user = "ann";
  Run();
  options_.user = "bob";
  const RunSummary summary = Run();
  EXPECT_EQ(summary.counts.done, 1);
  EXPECT_EQ(summary.counts.duplicates, 1) << "the bytes have been read";
}

TEST_F(RunTest, LimitLeavesTheRestPendingAndIsResumed) {
  PutMany(7);
  Put("copy.png", "ok text 3");  // sorts first and so leads
  options_.limit = 3;
  const RunSummary first = Run();
  EXPECT_EQ(first.end, RunEnd::kDone);
  EXPECT_EQ(first.processed_now, 3);
  EXPECT_EQ(first.counts.pending, 5);
  EXPECT_EQ(StateOf(first.run), RunState::kStopped);
  EXPECT_EQ(watcher_.total, 3);

  const RunSummary second = Run();
  EXPECT_EQ(second.run, first.run);
  EXPECT_TRUE(second.resumed);
  EXPECT_EQ(second.processed_now, 3);
  EXPECT_EQ(second.counts.done, 6);
  EXPECT_EQ(second.counts.duplicates, 1);
  options_.limit = 100;
  const RunSummary third = Run();
  EXPECT_EQ(third.counts.done, 8);
  EXPECT_EQ(StateOf(third.run), RunState::kFinished);
  EXPECT_EQ(world_.Begun().size(), 7u);
}

TEST_F(RunTest, ADryRunWritesNothingAtAll) {
  PutMany(3);
  options_.dry_run = true;
  const RunSummary summary = Run();
  EXPECT_TRUE(summary.dry_run);
  EXPECT_EQ(summary.counts.pending, 3);
  EXPECT_EQ(watcher_.would,
            (Paths{In("ok-000.png"), In("ok-001.png"), In("ok-002.png")}));
  EXPECT_NE(access(Workspace().c_str(), F_OK), 0) << "no workspace is made";
  EXPECT_EQ(world_.LanesMade(), 0);
}

TEST_F(RunTest, ADryRunSaysWhatTheRunWouldDo) {
  PutMany(3);
  Put("bad.png", "fail x");
  options_.limit = 2;
  Run();  // bad.png and ok-000.png
  const std::string before = ReadFileBytes(Workspace() + "/rescan.db");
  options_.dry_run = true;
  const RunSummary dry = Run();
  EXPECT_TRUE(dry.resumed);
  EXPECT_EQ(dry.counts.inputs, 4);
  EXPECT_EQ(dry.counts.done, 1);
  EXPECT_EQ(dry.counts.failed, 1);
  EXPECT_EQ(dry.counts.pending, 2);
  EXPECT_EQ(watcher_.would, (Paths{In("ok-001.png"), In("ok-002.png")}));
  EXPECT_EQ(ReadFileBytes(Workspace() + "/rescan.db"), before);

  options_.fresh = true;
  const RunSummary fresh = Run();
  EXPECT_FALSE(fresh.resumed);
  EXPECT_EQ(fresh.counts.unchanged, 1);
  EXPECT_EQ(fresh.counts.failed_earlier, 1);
  EXPECT_EQ(fresh.counts.pending, 2);
}

TEST_F(RunTest, TheWorkspaceIsNeverInAnInputFolder) {
  PutMany(1);
  options_.workspace = In("ws");
  EXPECT_EQ(RunError().code, ErrorCode::kInvalidArgument);
  ASSERT_EQ(symlink(In("").c_str(), (folder_ / "elsewhere").c_str()), 0);
  options_.workspace = folder_ / "elsewhere/ws";
  EXPECT_EQ(RunError().code, ErrorCode::kInvalidArgument);
  options_.dry_run = true;
  EXPECT_EQ(RunError().code, ErrorCode::kInvalidArgument);
  EXPECT_NE(access(In("ws").c_str(), F_OK), 0);
}

TEST_F(RunTest, AMissingInputIsAnErrorBeforeAnything) {
  options_.inputs.push_back(folder_ / "missing");
  EXPECT_EQ(RunError().code, ErrorCode::kNotFound);
  EXPECT_NE(access(Workspace().c_str(), F_OK), 0);
}

TEST_F(RunTest, AnUnreadableInputFailsAndIsNotTriedForEver) {
  const std::string path = Put("gone.png", "ok x");
  options_.inputs = {path};
  world_.on_begin = [](const std::string& begun) {
    std::remove(begun.c_str());
  };
  const RunSummary summary = Run();
  EXPECT_EQ(summary.counts.failed, 1);
  EXPECT_EQ(summary.failures.at("IO_ERROR"), 1);
}

TEST_F(RunTest, FiguresOfTheSummary) {
  PutMany(4);
  options_.jobs = 2;
  const RunSummary summary = Run();
  EXPECT_EQ(summary.classes.size(), 1u);
  EXPECT_EQ(summary.per_image.p50, 0.5);
  EXPECT_EQ(summary.per_stage.size(), kCpuStages.size());
  EXPECT_GT(summary.supervisor_peak_rss_bytes, 0u);
  EXPECT_GT(summary.images_per_minute, 0);
}

}  // namespace
}  // namespace rescan::testing
