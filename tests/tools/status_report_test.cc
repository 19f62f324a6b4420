#include "tools/status_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>

#include "engine/records/run_lock.h"
#include "engine/records/timestamp.h"
#include "tests/support/subprocess.h"

namespace rescan::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A run under way that gives no reason to warn.
StatusReport Healthy() {
  StatusReport report;
  report.workspace = "/w";
  report.run.emplace();
  report.run->id = 7;
  report.run->started_at = "2026-11-21T10:00:00Z";
  report.counts = {250, 100, 0, 12, 2, 40, 98};
  report.owner = 4711;
  report.running_seconds = 600;
  report.progress.emplace();
  report.progress->images_per_minute = 30;
  report.progress->eta_seconds = 170;
  report.progress->running = {{"/in/a.png", 2.5}};
  return report;
}

TEST(StatusWarningsTest, AHealthyRunHasNone) {
  EXPECT_THAT(StatusWarnings(Healthy()), IsEmpty());
}

TEST(StatusWarningsTest, SlowOnlyAfterTheFirstMinute) {
  StatusReport report = Healthy();
  report.progress->images_per_minute = 9.9;
  EXPECT_THAT(StatusWarnings(report), ElementsAre("slow: 9.9 images/min"));
  report.running_seconds = 60;
  EXPECT_THAT(StatusWarnings(report), IsEmpty());
  report.running_seconds = 600;
  report.progress->images_per_minute = 10;
  EXPECT_THAT(StatusWarnings(report), IsEmpty());
}

TEST(StatusWarningsTest, MoreThanTenPercentFailed) {
  StatusReport report = Healthy();
  report.counts.failed = 13;  // 11 of 111 in this run
  EXPECT_THAT(StatusWarnings(report), IsEmpty());
  report.counts.failed = 14;  // 12 of 112
  EXPECT_THAT(StatusWarnings(report), ElementsAre("12 of 112 images failed"));
}

TEST(StatusWarningsTest, NoNewRowsCountsTheSilenceOfTheFileToo) {
  StatusReport report = Healthy();
  report.progress->seconds_since_new_rows = 200;
  report.progress_age_seconds = 100;
  EXPECT_THAT(StatusWarnings(report), IsEmpty());
  report.progress_age_seconds = 101;
  EXPECT_THAT(StatusWarnings(report), ElementsAre("no new rows for 5:01"));
}

TEST(StatusWarningsTest, ARunThatEndedHasNone) {
  StatusReport report = Healthy();
  report.counts.failed = 200;
  report.owner = 0;
  report.progress.reset();
  EXPECT_THAT(StatusWarnings(report), IsEmpty());
}

TEST(StatusTextTest, ShowsStateCountsBarAndRunningImages) {
  StatusReport report = Healthy();
  report.failures = {{"TIMEOUT_ERROR", 10}};
  report.progress_age_seconds = 0.5;
  const std::string text = StatusText(report);
  EXPECT_THAT(text, HasSubstr("Run 7\n"));
  EXPECT_THAT(text, HasSubstr("running (process 4711)"));
  EXPECT_THAT(
      text,
      HasSubstr("250 = 100 done + 12 failed + 40 unchanged + 98 pending"));
  EXPECT_THAT(text, HasSubstr("53% | 110/208 images | ✓ 100 | ✗ 10 | 30.0/min "
                              "| ETA 2:50\n"));
  EXPECT_THAT(text, HasSubstr("TIMEOUT_ERROR 10"));
  EXPECT_THAT(text, HasSubstr("reading for 3.0 s: /in/a.png"));
}

TEST(StatusTextTest, TellsAKilledRunFromAFinishedOne) {
  StatusReport report = Healthy();
  report.owner = 0;
  report.progress.reset();
  EXPECT_THAT(StatusText(report), HasSubstr("killed; run the same command"));
  report.run->state = RunState::kStopped;
  report.run->stop_reason = "stop file";
  EXPECT_THAT(StatusText(report), HasSubstr("stop file"));
}

// The latest run in the store is then the one before.
TEST(StatusTextTest, ARunThatPlansShowsNothingOfTheOneBefore) {
  StatusReport report = Healthy();
  report.run->state = RunState::kFinished;
  report.progress.reset();
  EXPECT_EQ(StatusText(report),
            "A run is being planned in /w (process 4711)\n");
  const Json json = StatusJson(report);
  EXPECT_EQ(json["state"], "planning");
  EXPECT_EQ(json["running"], true);
  EXPECT_EQ(json["run"], nullptr);
  EXPECT_FALSE(json.contains("done"));
}

TEST(StatusTextTest, AnEmptyStoreIsNoError) {
  StatusReport report;
  report.workspace = "/w";
  EXPECT_EQ(StatusText(report), "Nothing was run yet in /w\n");
  EXPECT_EQ(StatusJson(report)["run"], nullptr);
}

TEST(StatusJsonTest, HasTheSameFacts) {
  const Json json = StatusJson(Healthy());
  EXPECT_EQ(json["running"], true);
  EXPECT_EQ(json["pending"], 98);
  EXPECT_EQ(json["processed"], 110);
  EXPECT_EQ(json["total"], 208);
  EXPECT_EQ(json["percent"], 53);
  EXPECT_EQ(json["images"][0]["path"], "/in/a.png");
  EXPECT_EQ(json["warnings"], Json::array());
}

// A run begun long ago and resumed just now, under way.
TEST(GatherStatusTest, AResumedRunIsAsOldAsItsSession) {
  const rescan::testing::TemporaryFolder folder;
  const auto lock = RunLock::Acquire(folder.path());
  ASSERT_TRUE(lock.has_value()) << lock.error().message;
  auto store = RecordStore::Open(folder.path(), StoreMode::kCreate);
  ASSERT_TRUE(store.has_value()) << store.error().message;
  OcrVersion version;
  version.profile.name = "v1";
  version.fingerprint = "1";
  const auto version_id = (*store)->RegisterVersion(version);
  ASSERT_TRUE(version_id.has_value()) << version_id.error().message;
  RunKey key;
  key.inputs = {"/in"};
  key.version = *version_id;
  const auto run = (*store)->BeginRun(key);
  ASSERT_TRUE(run.has_value()) << run.error().message;
  Progress progress;
  progress.run = *run;
  progress.process_id = getpid();
  progress.state = "running";
  progress.started_at = "2020-01-01T00:00:00Z";
  progress.session_started_at = TimestampOf(std::chrono::system_clock::now());
  progress.updated_at = progress.session_started_at;
  ASSERT_TRUE(WriteProgress(folder.path(), progress));
  const auto report = GatherStatus(folder.path());
  ASSERT_TRUE(report.has_value()) << report.error().message;
  ASSERT_FALSE(report->planning());
  EXPECT_LT(report->running_seconds, 3600);
  EXPECT_THAT(StatusWarnings(*report), IsEmpty());
}

TEST(SecondsSinceUtcTest, TakesTimesWithAndWithoutFractions) {
  EXPECT_GT(SecondsSinceUtc("2020-01-01T00:00:00Z"), 1e8);
  EXPECT_NEAR(SecondsSinceUtc("2020-01-01T00:00:00.5Z"),
              SecondsSinceUtc("2020-01-01T00:00:00Z"), 5);
  EXPECT_EQ(SecondsSinceUtc("9999-01-01T00:00:00Z"), 0);
  EXPECT_LT(SecondsSinceUtc("yesterday"), 0);
}

}  // namespace
}  // namespace rescan::cli
