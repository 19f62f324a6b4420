#include "tools/exit_code.h"

#include <gtest/gtest.h>

namespace rescan::cli {
namespace {

RunSummary Ended(RunEnd end, std::int64_t failed = 0) {
  RunSummary summary;
  summary.end = end;
  summary.counts.failed = failed;
  return summary;
}

TEST(ExitCodeTest, OfRuns) {
  EXPECT_EQ(ExitCodeOf(Ended(RunEnd::kDone)), 0);
  EXPECT_EQ(ExitCodeOf(Ended(RunEnd::kDone, 1)), 3);
  EXPECT_EQ(ExitCodeOf(Ended(RunEnd::kBreaker, 10)), 4);
  EXPECT_EQ(ExitCodeOf(Ended(RunEnd::kStall)), 4);
  EXPECT_EQ(ExitCodeOf(Ended(RunEnd::kStopFile, 1)), 5);
  EXPECT_EQ(ExitCodeOf(Ended(RunEnd::kInterrupted, 1)), 130);
  EXPECT_EQ(ExitCodeOf(Ended(RunEnd::kTerminated)), 143);
}

TEST(ExitCodeTest, ADryRunWithOldFailuresIsDone) {
  RunSummary summary = Ended(RunEnd::kDone, 2);
  summary.dry_run = true;
  EXPECT_EQ(ExitCodeOf(summary), 0);
}

TEST(ExitCodeTest, WhatCouldNotBeReadMayHideImages) {
  RunSummary summary = Ended(RunEnd::kDone);
  summary.skipped_entries = {{"symbolic link", 1}};
  EXPECT_EQ(ExitCodeOf(summary), 0);
  summary.unreadable_entries = 1;
  EXPECT_EQ(ExitCodeOf(summary), 3);
  summary.dry_run = true;
  EXPECT_EQ(ExitCodeOf(summary), 3);
}

TEST(ExitCodeTest, OfRunsThatTheirSurroundingsEnded) {
  RunSummary summary = Ended(RunEnd::kStoreFailed);
  summary.error = {ErrorCode::kStorageFull, "full"};
  EXPECT_EQ(ExitCodeOf(summary), 4);
  summary.error = {ErrorCode::kIo, "gone"};
  EXPECT_EQ(ExitCodeOf(summary), 12);
  summary = Ended(RunEnd::kWorkersFailed);
  summary.error = {ErrorCode::kMissingData, "eng.traineddata"};
  EXPECT_EQ(ExitCodeOf(summary), 6);
  summary.error = {ErrorCode::kInternal, "threads"};
  EXPECT_EQ(ExitCodeOf(summary), 1);
}

TEST(ExitCodeTest, OfRunsWhoseVectorsCouldNotBeWritten) {
  RunSummary summary = Ended(RunEnd::kDone);
  summary.index.error = Error{ErrorCode::kStorageFull, "full"};
  EXPECT_EQ(ExitCodeOf(summary), 4);
  summary.index.error = Error{ErrorCode::kIo, "gone"};
  EXPECT_EQ(ExitCodeOf(summary), 12);
  summary.counts.failed = 1;
  EXPECT_EQ(ExitCodeOf(summary), 3);
}

struct Row {
  ErrorCode code;
  ErrorSource source;
  int exit_code;
};

TEST(ExitCodeTest, OfErrorsByTheirSource) {
  const Row rows[] = {
      {ErrorCode::kInvalidArgument, ErrorSource::kRequest, 2},
      {ErrorCode::kInvalidArgument, ErrorSource::kStore, 2},
      {ErrorCode::kNotFound, ErrorSource::kRequest, 2},
      {ErrorCode::kNotFound, ErrorSource::kRun, 2},
      {ErrorCode::kNotFound, ErrorSource::kStore, 10},
      {ErrorCode::kMissingData, ErrorSource::kRequest, 6},
      {ErrorCode::kMissingData, ErrorSource::kRun, 6},
      {ErrorCode::kLocked, ErrorSource::kRun, 11},
      {ErrorCode::kCorruption, ErrorSource::kRequest, 2},
      {ErrorCode::kCorruption, ErrorSource::kRun, 12},
      {ErrorCode::kCorruption, ErrorSource::kStore, 12},
      {ErrorCode::kIo, ErrorSource::kRequest, 2},
      {ErrorCode::kIo, ErrorSource::kRun, 12},
      {ErrorCode::kIo, ErrorSource::kStore, 12},
      {ErrorCode::kIo, ErrorSource::kOutput, 1},
      {ErrorCode::kStorageFull, ErrorSource::kOutput, 1},
      {ErrorCode::kStorageFull, ErrorSource::kStore, 4},
      {ErrorCode::kCancelled, ErrorSource::kWorkers, 130},
      {ErrorCode::kInternal, ErrorSource::kRun, 1},
      {ErrorCode::kCrash, ErrorSource::kWorkers, 1},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(ExitCodeOf(Error{row.code, ""}, row.source), row.exit_code)
        << static_cast<int>(row.code) << " from "
        << static_cast<int>(row.source);
  }
}

}  // namespace
}  // namespace rescan::cli
