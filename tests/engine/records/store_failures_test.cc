#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "engine/records/store.h"
#include "engine/records/timestamp.h"
#include "kernels/base/text.h"
#include "tests/engine/records/record_samples.h"

namespace rescan {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::seconds;
using std::chrono::system_clock;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::MakeFacts;
using testing::MakeFailure;
using testing::MakeItem;
using testing::MakeItems;
using testing::MakePath;
using testing::MakeVersion;
using testing::Must;
using ::testing::Pair;
using testing::Records;
using testing::Sql;

// A clock that tests move by hand; 2026-11-21T12:00:00Z at first.
struct Clock {
  system_clock::time_point time =
      std::chrono::sys_days(std::chrono::year(2026) / 11 / 21) + hours(12);
  [[nodiscard]] StoreOptions Options() {
    StoreOptions options;
    options.now = [this] { return time; };
    return options;
  }
};

// One run, one image, one failure.
void FailOnce(Records& records, int number, const Outcome& outcome,
              int version = 0, const std::string& user = "u") {
  const RunId run = records.Begin(RunMode::kFailed, version, user);
  const auto items = records.Plan(run, {MakeItem(number)});
  Must(records->RecordOutcome(run, items.at(0), {}, outcome));
}

TEST(Timestamp, IsUtcWithMicroseconds) {
  const auto day = std::chrono::sys_days(std::chrono::year(2024) / 2 / 29);
  EXPECT_EQ(TimestampOf(day), "2024-02-29T00:00:00.000000Z");
  EXPECT_EQ(
      TimestampOf(day + hours(23) + seconds(59 * 60 + 59) + microseconds(42)),
      "2024-02-29T23:59:59.000042Z");
  EXPECT_EQ(TimestampOf(system_clock::time_point{} - microseconds(1)),
            "1969-12-31T23:59:59.999999Z");
}

TEST(StoreFailures, ARowCarriesEveryField) {
  Clock clock;
  Records records(clock.Options());
  Outcome outcome = MakeFailure(3, FailureType::kValidation);
  outcome.failure->raw_ocr_output = "raw\n\"text\"";
  outcome.failure->validation_errors = "one\ntwo";
  outcome.failure->stack_trace = "frame 1\nframe 2";
  outcome.seconds.wall = 0.1;
  FailOnce(records, 3, outcome);
  const auto rows = Must(records->ListFailures({}));
  ASSERT_EQ(rows.size(), 1u);
  const FailureRow& row = rows[0];
  EXPECT_EQ(row.path, MakePath(3));
  EXPECT_EQ(row.timestamp, "2026-11-21T12:00:00.000000Z");
  EXPECT_EQ(row.type, "VALIDATION_ERROR");
  EXPECT_EQ(row.message, outcome.failure->message);
  EXPECT_EQ(row.error_code, "Internal");
  EXPECT_EQ(row.ocr_version, "1.0.0");
  EXPECT_EQ(row.ocr_build_date, "2026-11-21");
  EXPECT_EQ(row.ocr_description, "made up");
  EXPECT_EQ(row.ocr_full_version, "1.0.0-2026-11-21");
  EXPECT_EQ(row.model_id, "tesseract 5.3.0");
  EXPECT_EQ(row.processing_seconds, 0.1);
  EXPECT_EQ(row.validation_errors, "one\ntwo");
  EXPECT_EQ(row.image_folder, "/in");
  EXPECT_EQ(row.region, "local");
  EXPECT_EQ(row.image_size, MakeFacts(3).file_size);
  EXPECT_EQ(row.attempt, 1);
  EXPECT_EQ(row.log_stream, "1");
  EXPECT_EQ(row.raw_ocr_output, "raw\n\"text\"");
  EXPECT_EQ(row.stack_trace, "frame 1\nframe 2");
  EXPECT_EQ(row.metadata, MetadataOf(MakeFacts(3)));
}

TEST(StoreFailures, WhatTheVersionDoesNotStateIsUnknown) {
  Records records;
  OcrVersion bare;
  bare.fingerprint = "f";
  RunKey key;
  key.version = Must(records->RegisterVersion(bare));
  const RunId run = Must(records->BeginRun(key));
  const auto items = records.Plan(run, {{"relative.png", std::nullopt, 0}});
  Outcome outcome = MakeFailure(0);
  outcome.facts.reset();
  Must(records->RecordOutcome(run, items[0], {}, outcome));
  const FailureRow row = Must(records->ListFailures({})).at(0);
  EXPECT_EQ(row.ocr_version, "unknown");
  EXPECT_EQ(row.ocr_build_date, "unknown");
  EXPECT_EQ(row.ocr_description, "unknown");
  EXPECT_EQ(row.ocr_full_version, "unknown");
  EXPECT_EQ(row.image_folder, ".");
  EXPECT_EQ(row.image_size, 0u);
}

TEST(StoreFailures, Pitfall26FailureRowsExistAndAttemptsCountUpPerImage) {
  Records records;
  for (int i = 0; i < 3; ++i) FailOnce(records, 0, MakeFailure(0), i);
  FailOnce(records, 1, MakeFailure(1));
  FailOnce(records, 0, MakeFailure(0), 0, "another user");
  std::vector<std::pair<std::string, int>> attempts;
  for (const auto& row : Must(records->ListFailures({}))) {
    attempts.emplace_back(row.path, row.attempt);
  }
  EXPECT_THAT(attempts, ElementsAre(Pair(MakePath(0), 1), Pair(MakePath(1), 1),
                                    Pair(MakePath(0), 3), Pair(MakePath(0), 2),
                                    Pair(MakePath(0), 1)));
}

TEST(StoreFailures, TextIsCutAtCharacters) {
  Records records;
  std::string long_text;
  while (long_text.size() < 60'000) long_text += "é中😀\xff";
  Outcome outcome = MakeFailure(0);
  outcome.failure->message = long_text;
  outcome.failure->raw_ocr_output = long_text;
  outcome.failure->validation_errors = long_text;
  outcome.failure->stack_trace = long_text;
  FailOnce(records, 0, outcome);
  const FailureRow row = Must(records->ListFailures({})).at(0);
  EXPECT_EQ(SplitCharacters(row.message).size(), 5000u);
  EXPECT_EQ(SplitCharacters(row.raw_ocr_output).size(), 10000u);
  EXPECT_EQ(SplitCharacters(row.validation_errors).size(), 2000u);
  EXPECT_EQ(SplitCharacters(row.stack_trace).size(), 5000u);
  EXPECT_TRUE(long_text.starts_with(row.message));
  EXPECT_TRUE(long_text.starts_with(row.raw_ocr_output));
}

TEST(StoreFailures, TextAtTheLimitIsKept) {
  Records records;
  Outcome outcome = MakeFailure(0);
  outcome.failure->message = std::string(5000, 'x');
  outcome.failure->raw_ocr_output = std::string("nul \0 inside", 12);
  FailOnce(records, 0, outcome);
  const FailureRow row = Must(records->ListFailures({})).at(0);
  EXPECT_EQ(row.message, outcome.failure->message);
  EXPECT_EQ(row.raw_ocr_output, outcome.failure->raw_ocr_output);
}

TEST(StoreFailures, NewestFirst) {
  Clock clock;
  Records records(clock.Options());
  FailOnce(records, 0, MakeFailure(0));
  clock.time += hours(1);
  FailOnce(records, 1, MakeFailure(1));
  clock.time -= hours(2);  // a clock that was set back
  FailOnce(records, 2, MakeFailure(2));
  std::vector<std::string> paths;
  for (const auto& row : Must(records->ListFailures({}))) {
    paths.push_back(row.path);
  }
  EXPECT_THAT(paths, ElementsAre(MakePath(1), MakePath(0), MakePath(2)));
}

TEST(StoreFailures, FiltersNarrow) {
  Records records;
  FailOnce(records, 0, MakeFailure(0, FailureType::kDecode));
  FailOnce(records, 1, MakeFailure(1, FailureType::kOcr), 0, "other");
  FailOnce(records, 0, MakeFailure(0, FailureType::kOcr));
  const auto count = [&records](const std::string& user,
                                const std::string& type = "",
                                std::int64_t run = 0) {
    FailureFilter filter;
    filter.user = user;
    filter.type = type;
    filter.run = run;
    return Must(records->ListFailures(filter)).size();
  };
  EXPECT_EQ(count(""), 3u);
  EXPECT_EQ(count("u"), 2u);
  EXPECT_EQ(count("nobody"), 0u);
  EXPECT_EQ(count("", "OCR_ERROR"), 2u);
  EXPECT_EQ(count("u", "OCR_ERROR"), 1u);
  EXPECT_EQ(count("", "", 2), 1u);
  EXPECT_EQ(count("", "", 9), 0u);
}

TEST(StoreFailures, ASuccessResolvesWhatCameBeforeIt) {
  Clock clock;  // stands still: it is not the time that tells
  Records records(clock.Options());
  FailureFilter unresolved;
  unresolved.unresolved_only = true;
  FailOnce(records, 0, MakeFailure(0));
  FailOnce(records, 1, MakeFailure(1));
  EXPECT_EQ(Must(records->ListFailures(unresolved)).size(), 2u);
  records.ReadAll(0, 1);
  auto rows = Must(records->ListFailures(unresolved));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].path, MakePath(1));
  FailOnce(records, 0, MakeFailure(0));
  rows = Must(records->ListFailures(unresolved));
  ASSERT_EQ(rows.size(), 3u);  // the mark is FAILED again

  records.ReadAll(0, 1);
  const RunId run = records.Begin();
  const auto items = records.Plan(run, {MakeItem(0)});
  Must(records->RecordAttempt(run, items[0], MakeFailure(0)));
  rows = Must(records->ListFailures(unresolved));
  ASSERT_EQ(rows.size(), 2u);  // the attempt after the success, and image 1
  EXPECT_EQ(rows[0].attempt, 3);
  EXPECT_EQ(Must(records->ListFailures({})).size(), 4u);
}

TEST(StoreFailures, ALimitKeepsTheNewest) {
  Records records;
  for (int i = 0; i < 5; ++i) FailOnce(records, i, MakeFailure(i));
  FailureFilter filter;
  filter.limit = 2;
  std::vector<std::string> paths;
  for (const auto& row : Must(records->ListFailures(filter))) {
    paths.push_back(row.path);
  }
  EXPECT_THAT(paths, ElementsAre(MakePath(4), MakePath(3)));
  filter.limit = 9;
  EXPECT_EQ(Must(records->ListFailures(filter)).size(), 5u);
}

TEST(StoreFailures, TheirImagesComeOnceByUserAndKind) {
  Records records;
  for (int i = 0; i < 2; ++i) FailOnce(records, 1, MakeFailure(1), i);
  FailOnce(records, 0, MakeFailure(0), 0, "ann");
  FailOnce(records, 0, MakeFailure(0));
  FailOnce(records, 2, MakeFailure(2));
  records.ReadAll(2, 3);
  Sql(records.database(),
      "UPDATE images SET kind = 'receipt' WHERE path = '/in/0.png'"
      " AND user = 'u'");
  FailureFilter filter;
  filter.unresolved_only = true;
  std::vector<std::vector<std::string>> images;
  for (const auto& image : Must(records->FailedInputs(filter))) {
    images.push_back({image.user, image.kind, image.path});
  }
  EXPECT_THAT(images, ElementsAre(ElementsAre("ann", "auto", MakePath(0)),
                                  ElementsAre("u", "auto", MakePath(1)),
                                  ElementsAre("u", "receipt", MakePath(0))));
  filter.type = "TIMEOUT_ERROR";
  EXPECT_THAT(Must(records->FailedInputs(filter)), IsEmpty());
}

TEST(StoreFailures, ForEachStopsWithItsReceiversError) {
  Records records;
  FailOnce(records, 0, MakeFailure(0));
  FailOnce(records, 1, MakeFailure(1));
  int seen = 0;
  const Status status =
      records->ForEachFailure({}, [&seen](const FailureRow&) -> Status {
        ++seen;
        return Fail(ErrorCode::kIo, "no room");
      });
  ASSERT_FALSE(status.has_value());
  EXPECT_EQ(status.error().message, "no room");
  EXPECT_EQ(seen, 1);
  // Nothing stays open behind it.
  FailOnce(records, 2, MakeFailure(2));
}

TEST(StoreFailures, StatisticsOfNothingAreZero) {
  Records records;
  const FailureStatistics statistics = Must(records->FailureStats());
  EXPECT_EQ(statistics.total_failures, 0);
  EXPECT_EQ(statistics.unique_images, 0);
  EXPECT_EQ(statistics.recent_failures_24h, 0);
  EXPECT_THAT(statistics.failure_types, IsEmpty());
  EXPECT_THAT(statistics.ocr_versions, IsEmpty());
}

TEST(StoreFailures, StatisticsCount) {
  Clock clock;
  Records records(clock.Options());
  FailOnce(records, 0, MakeFailure(0, FailureType::kDecode), 0);
  clock.time += seconds(1);
  FailOnce(records, 0, MakeFailure(0, FailureType::kOcr), 1);
  FailOnce(records, 1, MakeFailure(1, FailureType::kOcr), 1);
  clock.time += hours(24) - seconds(1);  // the first is exactly a day old
  const FailureStatistics statistics = Must(records->FailureStats());
  EXPECT_EQ(statistics.total_failures, 3);
  EXPECT_EQ(statistics.unique_images, 2);
  EXPECT_THAT(statistics.failure_types,
              ElementsAre(Pair("DECODE_ERROR", 1), Pair("OCR_ERROR", 2)));
  EXPECT_THAT(statistics.ocr_versions,
              ElementsAre(Pair(MakeVersion(0).full_version, 1),
                          Pair(MakeVersion(1).full_version, 2)));
  EXPECT_EQ(statistics.recent_failures_24h, 2);
  // Rows from elsewhere may hold anything.
  Sql(records.database(),
      "UPDATE failures SET failed_at = 'yesterday', failure_type = ''"
      " WHERE id = 2");
  const FailureStatistics odd = Must(records->FailureStats());
  EXPECT_EQ(odd.recent_failures_24h, 1);
  EXPECT_EQ(odd.failure_types.at("UNKNOWN"), 1);
}

TEST(StoreFailures, TypesOfARunComeMostFrequentFirst) {
  Records records;
  const RunId run = records.Begin();
  const auto items = records.Plan(run, MakeItems(0, 6));
  const FailureType types[] = {FailureType::kOcr, FailureType::kDecode,
                               FailureType::kDecode, FailureType::kTimeout,
                               FailureType::kDecode};
  for (std::size_t i = 0; i < 5; ++i) {
    Must(records->RecordOutcome(run, items[i], {},
                                MakeFailure(static_cast<int>(i), types[i])));
  }
  // A failure of another run does not count.
  FailOnce(records, 20, MakeFailure(20));
  EXPECT_THAT(Must(records->FailureTypesOfRun(run)),
              ElementsAre(Pair("DECODE_ERROR", 3), Pair("OCR_ERROR", 1),
                          Pair("TIMEOUT_ERROR", 1)));
  EXPECT_THAT(Must(records->FailureTypesOfRun(99)), IsEmpty());
}

}  // namespace
}  // namespace rescan
