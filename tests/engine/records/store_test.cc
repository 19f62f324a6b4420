// The main path of a run through the records.
#include "engine/records/store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/engine/records/record_samples.h"

namespace rescan {
namespace {

using testing::Contradictions;
using ::testing::IsEmpty;
using testing::MakeFailure;
using testing::MakeItem;
using testing::MakeItems;
using testing::MakePath;
using testing::MakeSuccess;
using testing::MakeVersion;
using testing::Must;
using testing::Records;

void ExpectCounts(const RunCounts& counts, const RunCounts& expected) {
  EXPECT_EQ(counts.inputs, expected.inputs);
  EXPECT_EQ(counts.done, expected.done);
  EXPECT_EQ(counts.duplicates, expected.duplicates);
  EXPECT_EQ(counts.failed, expected.failed);
  EXPECT_EQ(counts.failed_earlier, expected.failed_earlier);
  EXPECT_EQ(counts.unchanged, expected.unchanged);
  EXPECT_EQ(counts.pending, expected.pending);
}

TEST(Store, ARunFromPlanToEnd) {
  Records records;
  const RunId run = records.Begin();
  const std::vector<RunItem> items = records.Plan(run, MakeItems(0, 4), 5, 2);
  ASSERT_EQ(items.size(), 4u);
  EXPECT_EQ(items[3].path, MakePath(3));
  EXPECT_EQ(items[3].sha256, MakeItem(3).sha256);
  ExpectCounts(records.Count(run), {.inputs = 11,
                                    .failed = 2,
                                    .failed_earlier = 2,
                                    .unchanged = 5,
                                    .pending = 4});

  Must(records->RecordOutcome(run, items[0], {}, MakeSuccess(0)));
  Must(records->RecordOutcome(run, items[1], {}, MakeFailure(1)));
  Must(records->RecordOutcome(run, items[2], {}, MakeSuccess(2)));
  ExpectCounts(records.Count(run), {.inputs = 11,
                                    .done = 2,
                                    .failed = 3,
                                    .failed_earlier = 2,
                                    .unchanged = 5,
                                    .pending = 1});
  const Status early = records->EndRun(run, RunState::kFinished, "");
  ASSERT_FALSE(early.has_value());
  EXPECT_EQ(early.error().code, ErrorCode::kInvalidArgument);

  Must(records->RecordOutcome(run, items[3], {}, MakeSuccess(3)));
  Must(records->EndRun(run, RunState::kFinished, ""));
  ExpectCounts(records.Count(run), {.inputs = 11,
                                    .done = 3,
                                    .failed = 3,
                                    .failed_earlier = 2,
                                    .unchanged = 5});
  EXPECT_TRUE(records->Verify().has_value());
  EXPECT_THAT(Contradictions(records.database()), IsEmpty());
}

TEST(Store, WhatGoesInComesOutEqual) {
  Records records;
  const RunId run = records.Begin();
  const auto items = records.Plan(run, MakeItems(0, 9));
  for (int i = 0; i < 9; ++i) {
    // 0 lines: a blank page is a success.
    Must(records->RecordOutcome(run, items[static_cast<std::size_t>(i)], {},
                                MakeSuccess(i, {i, i, i})));
  }
  ExportRequest request;
  request.with_page = true;
  const auto images = records.Exported(request);
  ASSERT_EQ(images.size(), 9u);
  for (int i = 0; i < 9; ++i) {
    const ExportedImage& image = images[static_cast<std::size_t>(i)];
    const Outcome expected = MakeSuccess(i, {i, i, i});
    SCOPED_TRACE(image.path);
    EXPECT_EQ(image.path, MakePath(i));
    EXPECT_EQ(image.status, "SUCCESS");
    EXPECT_EQ(image.file_sha256, expected.facts->file_sha256);
    EXPECT_EQ(image.pixel_sha256, expected.facts->pixel_sha256);
    EXPECT_EQ(image.metadata, MetadataOf(*expected.facts));
    EXPECT_EQ(image.exif_orientation, expected.facts->exif_orientation);
    EXPECT_EQ(image.frame_count, expected.facts->frame_count);
    EXPECT_EQ(image.warnings, expected.facts->warnings);
    EXPECT_EQ(image.full_version, "1.0.0-2026-11-21");
    EXPECT_EQ(image.fingerprint, MakeVersion().fingerprint);
    EXPECT_EQ(image.line_count, i);
    EXPECT_EQ(image.word_count, i * i);
    ASSERT_TRUE(image.reading.has_value());
    EXPECT_TRUE(image.reading->page == expected.reading->page);
    const Classification& got = image.reading->classification;
    const Classification& put = expected.reading->classification;
    EXPECT_EQ(got.image_class, put.image_class);
    EXPECT_EQ(got.rule, put.rule);
    EXPECT_EQ(got.margins.left, put.margins.left);
    EXPECT_EQ(got.margins.right, put.margins.right);
    EXPECT_EQ(got.margins.top, put.margins.top);
    EXPECT_EQ(got.margins.bottom, put.margins.bottom);
    EXPECT_EQ(got.scan_distance, put.scan_distance);
    EXPECT_EQ(got.photo_distance, put.photo_distance);
    EXPECT_EQ(got.pixels.border_white, put.pixels.border_white);
    EXPECT_EQ(got.pixels.mean_saturation, put.pixels.mean_saturation);
    EXPECT_EQ(got.pixels.border_mean_luminance,
              put.pixels.border_mean_luminance);
    EXPECT_EQ(got.pixels.border_stddev, put.pixels.border_stddev);
    EXPECT_EQ(got.content, put.content);
    EXPECT_EQ(image.reading->prepared_scale, expected.reading->prepared_scale);
    EXPECT_EQ(image.reading->osd_orientation,
              expected.reading->osd_orientation);
  }
}

}  // namespace
}  // namespace rescan
