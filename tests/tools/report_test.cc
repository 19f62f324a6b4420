#include "tools/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rescan::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

RunSummary Example() {
  RunSummary summary;
  summary.run = 3;
  summary.counts = {62, 58, 1, 3, 1, 1, 0};
  summary.processed_now = 60;
  summary.ignored_files = 4;
  summary.skipped_entries = {{"fifo", 1}, {"symbolic link", 2}};
  summary.extra_frames = 19;
  summary.with_warnings = 1;
  summary.classes = {{"NATIVE", 3}, {"PHOTO", 20}, {"SCAN", 34}};
  summary.failures = {{"DECODE_ERROR", 2}};
  summary.elapsed_seconds = 72;
  summary.images_per_minute = 50;
  summary.per_image = {0.52, 1.2};
  summary.per_stage = {{"open", {0.01, 0.02}}};
  summary.supervisor_peak_rss_bytes = 30u << 20;
  summary.worker_peak_rss_bytes = 120u << 20;
  return summary;
}

TEST(SummaryTextTest, SaysEverythingInAlignedColumns) {
  EXPECT_EQ(
      SummaryText(Example(), "/w"),
      "Run 3 finished.\n"
      "  inputs         62 = 58 done + 3 failed + 1 unchanged + 0 pending\n"
      "  duplicates     1 linked to an equal file\n"
      "  failed before  1 not tried again (--mode failed does)\n"
      "  classes        NATIVE 3, PHOTO 20, SCAN 34\n"
      "  failures       DECODE_ERROR 2 (see: rescan failures list)\n"
      "  ignored        4 files that are no images\n"
      "  passed over    fifo 1, symbolic link 2\n"
      "  extra frames   19 not read: only the first page of a file is, so far\n"
      "  damaged        1 read around some damage\n"
      "  time           1:12 for 60 images, 50.0 images/min\n"
      "  per image      p50 0.520 s, p95 1.200 s\n"
      "    open         p50 0.010 s, p95 0.020 s CPU\n"
      "  peak memory    30.0 MiB supervisor, 120.0 MiB largest worker\n"
      "  workspace      /w\n");
}

TEST(SummaryTextTest, SaysWhatBecameOfTheVectors) {
  RunSummary summary = Example();
  summary.index.deltas = 2;
  summary.index.line_vectors = 100;
  summary.index.word_vectors = 400;
  summary.index.bytes = 3 << 20;
  summary.index.waiting = 500;
  EXPECT_THAT(
      SummaryText(summary, "/w"),
      HasSubstr("  vectors        100 of lines, 400 of words, 3.0 MiB on"
                " disk\n"
                "  not merged     500 vectors (rescan compact does)\n"
                "  time "));
  summary.index.waiting = 0;
  summary.index.compacted = {"lines", "words"};
  summary.index.missing = 3;
  EXPECT_THAT(SummaryText(summary, "/w"),
              HasSubstr(" disk\n"
                        "  merged into    the index of lines, words\n"
                        "  no vectors     3 images so far (the next run or"
                        " rescan compact makes them)\n"));
}

TEST(SummaryTextTest, SaysThatImagesMayHaveBeenPassedOver) {
  RunSummary summary = Example();
  EXPECT_THAT(SummaryText(summary, "/w"), Not(HasSubstr("unreadable")));
  summary.skipped_entries = {{"unreadable folder", 2}};
  summary.unreadable_entries = 2;
  EXPECT_THAT(SummaryText(summary, "/w"),
              HasSubstr("  passed over    unreadable folder 2\n"
                        "  unreadable     images may have been passed over "
                        "there\n"));
}

TEST(SummaryTextTest, AStoppedRunSaysWhyAndHowToGoOn) {
  RunSummary summary = Example();
  summary.end = RunEnd::kBreaker;
  summary.stop_message = "10 failures in a row, mostly DECODE_ERROR";
  EXPECT_THAT(SummaryText(summary, "/w"),
              HasSubstr("Run 3 stopped: 10 failures in a row, mostly "
                        "DECODE_ERROR\nRun the same command again to "
                        "resume.\n"));
  summary.stop_message = "stopped by the stop file /w/S; remove it to go on";
  EXPECT_THAT(SummaryText(summary, "/w"),
              HasSubstr("Run 3 stopped by the stop file /w/S; remove it"));
  summary.end = RunEnd::kStoreFailed;
  summary.error = {ErrorCode::kStorageFull, "no space left for /w/rescan.db"};
  EXPECT_THAT(SummaryText(summary, "/w"),
              HasSubstr("Run 3 stopped: no space left for /w/rescan.db\n"));
}

TEST(SummaryTextTest, AStopBeforeThereWasARunHasNoNumbers) {
  RunSummary summary;
  summary.end = RunEnd::kInterrupted;
  summary.stop_message = "interrupted (SIGINT)";
  EXPECT_EQ(SummaryText(summary, "/w"),
            "No run was begun: interrupted (SIGINT)\n"
            "  workspace  /w\n");
  summary.dry_run = true;
  EXPECT_THAT(SummaryText(summary, "/w"), Not(HasSubstr("0 = 0")));
}

TEST(SummaryTextTest, ALimitThatLeavesSomePendingSaysSo) {
  RunSummary summary = Example();
  summary.counts.pending = 5;
  EXPECT_THAT(SummaryText(summary, "/w"), HasSubstr("reached its limit"));
}

TEST(SummaryTextTest, ADryRunTalksOfNoSpeed) {
  RunSummary summary = Example();
  summary.dry_run = true;
  const std::string text = SummaryText(summary, "/w");
  EXPECT_THAT(text, HasSubstr("nothing was changed"));
  EXPECT_THAT(text, Not(HasSubstr("images/min")));
}

TEST(SummaryJsonTest, HasTheNumbersUnderTheirNames) {
  RunSummary summary = Example();
  summary.stage_cpu_seconds = {{"decode", 1}, {"recognise", 4}};
  const Json json = SummaryJson(summary, "/w\xff");
  EXPECT_EQ(json["event"], "summary");
  EXPECT_EQ(json["end"], "done");
  EXPECT_EQ(json["inputs"], 62);
  EXPECT_EQ(json["failed_earlier"], 1);
  EXPECT_EQ(json["failures"]["DECODE_ERROR"], 2);
  EXPECT_EQ(json["stage_cpu_seconds"]["decode"], 1.0);
  EXPECT_EQ(json["stage_cpu_seconds"]["recognise"], 4.0);
  EXPECT_EQ(json["per_stage_cpu_seconds"]["open"]["p95"], 0.02);
  EXPECT_EQ(json["workspace"], "/w\\xff");
}

TEST(StageProfileTest, SumsUpToTheWhole) {
  RunSummary summary = Example();
  summary.read_now = 50;
  summary.cpu_seconds = 20;
  summary.stage_cpu_seconds = {{"open", 0.5},     {"decode", 1},
                               {"classify", 0.2}, {"prepare", 1.5},
                               {"layout", 2},     {"recognise", 12.8}};
  EXPECT_EQ(StageProfileText(summary),
            "CPU time of the 50 images that were read:\n"
            "  stage          CPU  per image    share\n"
            "  open        0.50 s    10.0 ms    2.5 %\n"
            "  decode      1.00 s    20.0 ms    5.0 %\n"
            "  classify    0.20 s     4.0 ms    1.0 %\n"
            "  prepare     1.50 s    30.0 ms    7.5 %\n"
            "  layout      2.00 s    40.0 ms   10.0 %\n"
            "  recognise  12.80 s   256.0 ms   64.0 %\n"
            "  rest        2.00 s    40.0 ms   10.0 %\n"
            "  all        20.00 s   400.0 ms  100.0 %\n");
  double sum = 0;
  const Json profile = StageProfileJson(summary);
  for (std::size_t i = 0; i + 1 < profile.size(); ++i) {
    sum += profile[i]["cpu_seconds"].get<double>();
  }
  EXPECT_EQ(profile.back()["stage"], "all");
  EXPECT_NEAR(profile.back()["cpu_seconds"].get<double>(), sum, 1e-9);
  EXPECT_NEAR(profile[6]["share"].get<double>(), 0.1, 1e-9);
  EXPECT_NEAR(profile[6]["cpu_seconds_per_image"].get<double>(), 0.04, 1e-9);
}

TEST(StageProfileTest, NothingReadIsNoDivision) {
  const std::vector<StageShare> profile = StageProfile(RunSummary());
  ASSERT_EQ(profile.size(), kCpuStages.size() + 2);
  for (const StageShare& stage : profile) {
    EXPECT_EQ(stage.per_image, 0);
    EXPECT_EQ(stage.share, 0);
  }
}

TEST(JsonLineTest, IsOneLineOfValidUtf8) {
  EXPECT_EQ(JsonLine({{"b", "a\xff\n"}, {"a", 0.957}}),
            "{\"b\":\"a\xEF\xBF\xBD\\n\",\"a\":0.957}\n");
}

}  // namespace
}  // namespace rescan::cli
