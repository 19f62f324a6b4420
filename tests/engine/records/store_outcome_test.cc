// What is recorded of one image, together or not at all.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "engine/records/outcome.h"
#include "engine/records/store.h"
#include "tests/engine/records/record_samples.h"

namespace rescan {
namespace {

using testing::Contradictions;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::MakeDigest;
using testing::MakeFailure;
using testing::MakeItem;
using testing::MakeItems;
using testing::MakePath;
using testing::MakeSuccess;
using testing::MakeVersion;
using testing::Must;
using testing::Records;
using testing::Sql;
using testing::SqlNumber;
using testing::SqlRow;

// Three paths with the bytes of number 0.
std::vector<PlanItem> ThreeCopies() {
  std::vector<PlanItem> items = MakeItems(0, 3);
  for (PlanItem& item : items) item.sha256 = MakeDigest(0);
  return items;
}

std::vector<RunItem> Followers(const std::vector<RunItem>& items) {
  return {items.begin() + 1, items.end()};
}

ErrorCode CodeOf(const Status& status) {
  return status ? ErrorCode::kInternal : status.error().code;
}

TEST(StoreOutcome, ReadingAgainSupersedesInOneStep) {
  Records records;
  records.ReadAll(0, 2, 0);
  records.ReadAll(0, 1, 1);
  records.ReadAll(0, 1, 1);  // the same version supersedes too
  EXPECT_THAT(Sql(records.database(),
                  "SELECT content_id, superseded, version_id FROM readings"
                  " ORDER BY id"),
              ElementsAre(SqlRow{"1", "1", "1"}, SqlRow{"2", "0", "1"},
                          SqlRow{"1", "1", "2"}, SqlRow{"1", "0", "2"}));
  EXPECT_THAT(Contradictions(records.database()), IsEmpty());
  const auto versions = Must(records->ListVersions());
  ASSERT_EQ(versions.size(), 2u);
  EXPECT_EQ(versions[0].current_readings, 1);
  EXPECT_EQ(versions[0].superseded_readings, 1);
  EXPECT_EQ(versions[1].current_readings, 1);
  EXPECT_EQ(versions[1].superseded_readings, 1);
}

TEST(StoreOutcome, AutoLeavesAKindThatIsKnown) {
  Records records;
  const auto kind_after = [&records](const std::string& kind,
                                     const Outcome& outcome) {
    RunKey key;
    key.kind = kind;
    key.version = Must(records->RegisterVersion(MakeVersion()));
    const RunId run = Must(records->BeginRun(key));
    const auto items = records.Plan(run, {MakeItem(0)});
    Must(records->RecordOutcome(run, items.at(0), {}, outcome));
    return Sql(records.database(), "SELECT kind FROM images").at(0).at(0);
  };
  EXPECT_EQ(kind_after("auto", MakeSuccess(0)), "auto");
  EXPECT_EQ(kind_after("receipt", MakeFailure(0)), "receipt");
  EXPECT_EQ(kind_after("auto", MakeSuccess(0)), "receipt");
  EXPECT_EQ(kind_after("photo", MakeSuccess(0)), "photo");
}

TEST(StoreOutcome, AutoLeavesThePlannedKindOfAnImageNotYetRead) {
  Records records;
  for (const char* kind : {"timesheet", "auto"}) {
    RunKey key;
    key.kind = kind;
    key.version = Must(records->RegisterVersion(MakeVersion()));
    (void)records.Plan(Must(records->BeginRun(key)), {MakeItem(0)});
  }
  EXPECT_THAT(Sql(records.database(), "SELECT kind FROM images"),
              ElementsAre(SqlRow{"timesheet"}));
}

TEST(StoreOutcome, AFailedRereadKeepsTheOldReading) {
  Records records;
  records.ReadAll(0, 1, 0);
  const RunId run = records.Begin(RunMode::kOutdated, 1);
  const auto items = records.Plan(run, {MakeItem(0)});
  Must(records->RecordOutcome(run, items[0], {}, MakeFailure(0)));
  const auto images = records.Exported();
  ASSERT_EQ(images.size(), 1u);
  EXPECT_EQ(images[0].status, "FAILED");
  EXPECT_TRUE(images[0].current);
  EXPECT_EQ(images[0].full_version, MakeVersion(0).full_version);
  EXPECT_TRUE(images[0].reading.has_value());
}

TEST(StoreOutcome, AFileThatBecameUnreadableKeepsItsReading) {
  Records records;
  records.ReadAll(0, 1);
  const RunId run = records.Begin(RunMode::kAll);
  const auto items = records.Plan(run, {{MakePath(0), std::nullopt, 0}});
  Outcome outcome = MakeFailure(0, FailureType::kIo);
  outcome.facts.reset();
  Must(records->RecordOutcome(run, items[0], {}, outcome));
  const ExportedImage image = records.Exported().at(0);
  EXPECT_EQ(image.status, "FAILED");
  EXPECT_EQ(image.file_sha256, MakeDigest(0));
  EXPECT_TRUE(image.reading.has_value());
  EXPECT_FALSE(
      Must(records->LookUp("u", MakePath(0), MakeDigest(0))).succeeded);
}

TEST(StoreOutcome, ASuccessEndsItsFollowersAsDuplicates) {
  Records records;
  const RunId run = records.Begin();
  const auto items = records.Plan(run, ThreeCopies());
  Must(records->RecordOutcome(run, items[0], Followers(items), MakeSuccess(0)));
  const RunCounts counts = records.Count(run);
  EXPECT_EQ(counts.done, 3);
  EXPECT_EQ(counts.duplicates, 2);
  EXPECT_EQ(SqlNumber(records.database(), "SELECT count(*) FROM readings"), 1);
  const auto images = records.Exported();
  EXPECT_EQ(images.at(0).duplicate_of, "");
  EXPECT_EQ(images.at(1).duplicate_of, MakePath(0));
  EXPECT_EQ(images.at(2).duplicate_of, MakePath(0));
  EXPECT_TRUE(images.at(2).reading.has_value());
  EXPECT_EQ(images.at(2).status, "SUCCESS");
  EXPECT_THAT(Contradictions(records.database()), IsEmpty());
}

TEST(StoreOutcome, AFailureFailsItsFollowersWithARowEach) {
  Records records;
  const RunId run = records.Begin();
  const auto items = records.Plan(run, ThreeCopies());
  Must(records->RecordOutcome(run, items[0], Followers(items), MakeFailure(0)));
  EXPECT_EQ(records.Count(run).failed, 3);
  const auto failures = Must(records->ListFailures({}));
  ASSERT_EQ(failures.size(), 3u);
  for (const FailureRow& row : failures) {
    EXPECT_EQ(row.attempt, 1);
    EXPECT_EQ(row.message.find("the same bytes as " + MakePath(0)) !=
                  std::string::npos,
              row.path != MakePath(0))
        << row.message;
  }
  EXPECT_THAT(Contradictions(records.database()), IsEmpty());
}

TEST(StoreOutcome, ALaterCopyIsLinkedNotRead) {
  Records records;
  records.ReadAll(0, 1, 4);
  const RunId run = records.Begin();
  PlanItem copy = MakeItem(8);
  copy.sha256 = MakeDigest(0);
  const auto items = records.Plan(run, {copy, MakeItem(9)});
  Must(records->RecordDuplicate(run, items[0]));
  EXPECT_EQ(records.Count(run).duplicates, 1);
  const KnownInput known = Must(records->LookUp("u", copy.path, copy.sha256));
  EXPECT_TRUE(known.same_bytes);
  EXPECT_TRUE(known.succeeded);
  // Not read yet: nothing to be linked to.
  EXPECT_EQ(CodeOf(records->RecordDuplicate(run, items[1])),
            ErrorCode::kInvalidArgument);
  EXPECT_EQ(records.Count(run).pending, 1);
}

TEST(StoreOutcome, TheBytesTheWorkerSawCount) {
  Records records;
  const RunId run = records.Begin();
  const auto items = records.Plan(run, ThreeCopies());
  // The file changed after the plan.
  EXPECT_EQ(CodeOf(records->RecordOutcome(run, items[0], Followers(items),
                                          MakeSuccess(5))),
            ErrorCode::kInvalidArgument);
  Must(records->RecordOutcome(run, items[0], {}, MakeSuccess(5)));
  EXPECT_EQ(records.Exported().at(0).file_sha256, MakeDigest(5));
  EXPECT_FALSE(
      Must(records->LookUp("u", MakePath(0), MakeDigest(0))).succeeded);
  EXPECT_TRUE(Must(records->LookUp("u", MakePath(0), MakeDigest(5))).succeeded);
  EXPECT_EQ(Must(records->EndedItems(run)).at(MakePath(0)).sha256,
            MakeDigest(5));
  EXPECT_THAT(Contradictions(records.database()), IsEmpty());
}

TEST(StoreOutcome, AnAttemptLeavesTheItemPending) {
  Records records;
  const RunId run = records.Begin();
  const auto items = records.Plan(run, {MakeItem(0)});
  Outcome crash = MakeFailure(0, FailureType::kCrash);
  crash.facts.reset();
  crash.killed_worker = true;
  Must(records->RecordAttempt(run, items[0], crash));
  EXPECT_EQ(records.Count(run).pending, 1);
  EXPECT_EQ(records.Count(run).failed, 0);
  EXPECT_EQ(records.Exported().at(0).status, "PENDING");
  EXPECT_EQ(records.Plan(run, {MakeItem(0)}).at(0).kills, 1);
  Must(records->RecordOutcome(run, items[0], {}, crash));
  const auto failures = Must(records->ListFailures({}));
  ASSERT_EQ(failures.size(), 2u);
  EXPECT_EQ(failures[0].attempt, 2);
  EXPECT_EQ(failures[1].attempt, 1);
  // Nothing was decoded, but the plan knows the file.
  EXPECT_EQ(failures[0].image_size, MakeItem(0).size);
  EXPECT_EQ(failures[0].metadata, ImageMetadata{});
  // One image, whatever the number of its attempts.
  EXPECT_THAT(
      Must(records->FailureTypesOfRun(run)),
      ElementsAre(std::pair<std::string, std::int64_t>("CRASH_ERROR", 1)));
}

TEST(StoreOutcome, AnImageEndsOnce) {
  Records records;
  const RunId run = records.Begin();
  const auto items = records.Plan(run, MakeItems(0, 1));
  Must(records->RecordOutcome(run, items[0], {}, MakeSuccess(0)));
  for (const Outcome& outcome : {MakeSuccess(0), MakeFailure(0)}) {
    EXPECT_EQ(CodeOf(records->RecordOutcome(run, items[0], {}, outcome)),
              ErrorCode::kInvalidArgument);
  }
  EXPECT_EQ(CodeOf(records->RecordDuplicate(run, items[0])),
            ErrorCode::kInvalidArgument);
  EXPECT_EQ(CodeOf(records->RecordAttempt(run, items[0], MakeFailure(0))),
            ErrorCode::kInvalidArgument);
  EXPECT_EQ(SqlNumber(records.database(), "SELECT count(*) FROM readings"), 1);
  EXPECT_EQ(SqlNumber(records.database(), "SELECT count(*) FROM failures"), 0);
}

TEST(StoreOutcome, WhatMakesNoSenseIsRefusedWhole) {
  Records records;
  const RunId run = records.Begin();
  const auto items = records.Plan(run, MakeItems(0, 1));
  Outcome neither;
  neither.facts = testing::MakeFacts(0);
  Outcome both = MakeSuccess(0);
  both.failure = MakeFailure(0).failure;
  Outcome without_facts = MakeSuccess(0);
  without_facts.facts.reset();
  for (const Outcome& outcome : {neither, both, without_facts}) {
    EXPECT_EQ(CodeOf(records->RecordOutcome(run, items[0], {}, outcome)),
              ErrorCode::kInvalidArgument);
  }
  EXPECT_EQ(CodeOf(records->RecordAttempt(run, items[0], MakeSuccess(0))),
            ErrorCode::kInvalidArgument);

  std::vector<Outcome> disordered(4, MakeSuccess(0));
  disordered[0].reading->page.lines[1].id =
      disordered[0].reading->page.lines[0].id;
  disordered[1].reading->page.lines[0].id = 0;
  disordered[2].reading->page.lines[2].words[1].id = 1;
  disordered[3].reading->page.lines[2].words[2].letter_ids.clear();
  for (const Outcome& outcome : disordered) {
    EXPECT_FALSE(records->RecordOutcome(run, items[0], {}, outcome));
  }
  EXPECT_EQ(SqlNumber(records.database(),
                      "SELECT (SELECT count(*) FROM readings) +"
                      " (SELECT count(*) FROM lines) +"
                      " (SELECT count(*) FROM words) +"
                      " (SELECT count(*) FROM processed)"),
            0);
  Must(records->RecordOutcome(run, items[0], {}, MakeSuccess(0)));
}

TEST(StoreOutcome, NumbersThatAreNoneSurvive) {
  Records records;
  const RunId run = records.Begin();
  const auto items = records.Plan(run, MakeItems(0, 1));
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  Outcome outcome = MakeSuccess(0, {1, 1, 1});
  outcome.reading->classification.scan_distance = kNan;
  outcome.reading->classification.photo_distance = -kInfinity;
  Line& line = outcome.reading->page.lines[0];
  line.angle_degrees = static_cast<float>(kNan);
  line.words[0].confidence = static_cast<float>(kInfinity);
  line.text = std::string("a\0b\xff", 4);
  Must(records->RecordOutcome(run, items[0], {}, outcome));
  ExportRequest request;
  request.with_page = true;
  const ExportedImage image = records.Exported(request).at(0);
  EXPECT_TRUE(std::isnan(image.reading->classification.scan_distance));
  EXPECT_EQ(image.reading->classification.photo_distance, -kInfinity);
  const Line& got = image.reading->page.lines.at(0);
  EXPECT_TRUE(std::isnan(got.angle_degrees));
  EXPECT_TRUE(std::isinf(got.words.at(0).confidence));
  EXPECT_EQ(got.text, line.text);
}

TEST(StoreOutcome, FactsComeWithTheFirstDecodedAttempt) {
  Records records;
  const RunId run = records.Begin();
  const auto items = records.Plan(run, MakeItems(0, 1));
  Outcome undecoded = MakeFailure(0, FailureType::kDecode);
  undecoded.facts = ImageFacts{};
  undecoded.facts->file_sha256 = MakeDigest(0);
  undecoded.facts->file_size = 4711;
  Must(records->RecordOutcome(run, items[0], {}, undecoded));
  ExportedImage image = records.Exported().at(0);
  EXPECT_EQ(image.file_sha256, MakeDigest(0));
  EXPECT_FALSE(image.pixel_sha256.has_value());
  EXPECT_EQ(image.metadata, ImageMetadata{});

  const RunId second = records.Begin(RunMode::kFailed);
  const auto again = records.Plan(second, MakeItems(0, 1));
  Must(records->RecordOutcome(second, again[0], {}, MakeSuccess(0)));
  image = records.Exported().at(0);
  EXPECT_EQ(image.metadata.width, 1000);
  EXPECT_TRUE(image.pixel_sha256.has_value());
}

// A reduced decoding gives no hash of the pixels; read again as a whole, the
// image gets it, and keeps the warnings of the first time.
TEST(StoreOutcome, TheHashOfThePixelsMayComeLater) {
  Records records;
  const RunId run = records.Begin();
  const auto items = records.Plan(run, MakeItems(0, 1));
  Outcome reduced = MakeSuccess(0);
  const auto hash = reduced.facts->pixel_sha256;
  reduced.facts->pixel_sha256.reset();
  reduced.facts->warnings = {"damaged"};
  Must(records->RecordOutcome(run, items[0], {}, reduced));
  ExportedImage image = records.Exported().at(0);
  EXPECT_FALSE(image.pixel_sha256.has_value());
  EXPECT_EQ(image.metadata.width, 1000);

  for (const bool whole : {false, true}) {
    const RunId again = records.Begin(RunMode::kAll);
    const auto item = records.Plan(again, MakeItems(0, 1));
    if (whole) reduced.facts->pixel_sha256 = hash;
    Must(records->RecordOutcome(again, item[0], {}, reduced));
    image = records.Exported().at(0);
    EXPECT_EQ(image.pixel_sha256.has_value(), whole);
    EXPECT_EQ(image.warnings, std::vector<std::string>{"damaged"});
  }
  EXPECT_EQ(image.pixel_sha256, hash);
}

// A failure row that the database refuses costs neither the mark nor the run.
TEST(StoreOutcome, ARefusedFailureRowIsAWarning) {
  Records records;
  const RunId run = records.Begin();
  const auto items = records.Plan(run, MakeItems(0, 2));
  Sql(records.database(),
      "CREATE TRIGGER refuse BEFORE INSERT ON failures"
      " WHEN NEW.failure_type = 'TIMEOUT_ERROR'"
      " BEGIN SELECT RAISE(ABORT, 'not today'); END");
  Must(records->RecordOutcome(run, items[0], {},
                              MakeFailure(0, FailureType::kTimeout)));
  Must(records->RecordAttempt(run, items[1],
                              MakeFailure(1, FailureType::kTimeout)));
  Must(records->RecordOutcome(run, items[1], {}, MakeFailure(1)));
  const auto warnings = records->TakeWarnings();
  ASSERT_EQ(warnings.size(), 2u);
  EXPECT_THAT(warnings[0], HasSubstr(MakePath(0)));
  EXPECT_THAT(warnings[0], HasSubstr("not today"));
  EXPECT_THAT(records->TakeWarnings(), IsEmpty());
  EXPECT_EQ(records.Count(run).failed, 2);
  EXPECT_EQ(records.Exported().at(0).status, "FAILED");
  EXPECT_EQ(Must(records->ListFailures({})).size(), 1u);
  const auto types = Must(records->FailureTypesOfRun(run));
  EXPECT_THAT(types,
              ElementsAre(std::pair<std::string, std::int64_t>("OCR_ERROR", 1),
                          std::pair<std::string, std::int64_t>("UNKNOWN", 1)));
}

TEST(FailureType, NamesArePersistent) {
  const std::vector<std::pair<FailureType, std::string>> names = {
      {FailureType::kIo, "IO_ERROR"},
      {FailureType::kDecode, "DECODE_ERROR"},
      {FailureType::kLimit, "LIMIT_ERROR"},
      {FailureType::kTimeout, "TIMEOUT_ERROR"},
      {FailureType::kCrash, "CRASH_ERROR"},
      {FailureType::kOcr, "OCR_ERROR"},
      {FailureType::kParsing, "PARSING_ERROR"},
      {FailureType::kValidation, "VALIDATION_ERROR"},
      {FailureType::kThrottling, "THROTTLING_ERROR"},
      {FailureType::kTextract, "TEXTRACT_ERROR"}};
  for (const auto& [type, name] : names) {
    EXPECT_EQ(FailureTypeName(type), name);
    EXPECT_EQ(FailureTypeFromName(name), type);
  }
  EXPECT_FALSE(FailureTypeFromName("ocr_error").has_value());
  EXPECT_FALSE(FailureTypeFromName("").has_value());
}

}  // namespace
}  // namespace rescan
