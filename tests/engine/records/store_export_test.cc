// The export, and the list of versions.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "engine/records/store.h"
#include "tests/engine/records/record_samples.h"
#include "tests/support/random.h"

namespace rescan {
namespace {

using support::Below;
using support::Seed;
using ::testing::ElementsAre;
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

std::vector<std::string> Paths(const std::vector<ExportedImage>& images) {
  std::vector<std::string> paths;
  paths.reserve(images.size());
  for (const ExportedImage& image : images) paths.push_back(image.path);
  return paths;
}

// Everything an export says of an image, as text to compare.
std::string Described(const ExportedImage& image) {
  std::string text = image.path + "|" + image.user + "|" + image.kind + "|" +
                     image.status + "|" + image.duplicate_of + "|" +
                     image.full_version + "|" + image.fingerprint + "|" +
                     (image.current ? "current" : "superseded");
  if (image.file_sha256) text += "|" + ToHex(*image.file_sha256);
  if (image.pixel_sha256) text += "|" + ToHex(*image.pixel_sha256);
  for (const std::string& warning : image.warnings) text += "|" + warning;
  if (image.reading) {
    for (const Line& line : image.reading->page.lines) text += "|" + line.text;
  }
  return text;
}

std::vector<std::string> Described(Records& records) {
  ExportRequest request;
  request.with_page = true;
  std::vector<std::string> texts;
  for (const ExportedImage& image : records.Exported(request)) {
    texts.push_back(Described(image));
  }
  return texts;
}

TEST(StoreExport, NothingIsNothing) {
  Records records;
  EXPECT_THAT(records.Exported(), IsEmpty());
}

TEST(StoreExport, PendingAndFailedImagesAreThere) {
  Records records;
  const RunId run = records.Begin();
  const auto items = records.Plan(
      run, {MakeItem(0), MakeItem(1), {MakePath(2), std::nullopt, 0}});
  Must(records->RecordOutcome(run, items[1], {}, MakeFailure(1)));
  const auto images = records.Exported();
  ASSERT_EQ(images.size(), 3u);
  EXPECT_EQ(images[0].status, "PENDING");
  EXPECT_EQ(images[0].file_sha256, MakeDigest(0));
  EXPECT_EQ(images[0].metadata, ImageMetadata{});
  EXPECT_FALSE(images[0].reading.has_value());
  EXPECT_EQ(images[1].status, "FAILED");
  EXPECT_EQ(images[1].kind, "auto");
  EXPECT_EQ(images[1].metadata.width, 1000);
  EXPECT_EQ(images[2].status, "PENDING");
  EXPECT_FALSE(images[2].file_sha256.has_value());
}

TEST(StoreExport, PagesComeOnlyWhenAskedFor) {
  Records records;
  records.ReadAll(0, 1);
  const ExportedImage without = records.Exported().at(0);
  EXPECT_THAT(without.reading->page.lines, IsEmpty());
  EXPECT_EQ(without.reading->page.width, 1000);
  EXPECT_EQ(without.line_count, 3);
  ExportRequest request;
  request.with_page = true;
  EXPECT_EQ(records.Exported(request).at(0).reading->page.lines.size(), 3u);
}

TEST(StoreExport, CorrectionsOfWordsComeBack) {
  Records records;
  records.ReadAll(0, 1);
  ExportRequest request;
  request.with_page = true;
  const Page page = MakeSuccess(0).reading->page;
  EXPECT_EQ(records.Exported(request).at(0).reading->page, page);
  std::int64_t corrected = 0;
  for (const Line& line : page.lines) {
    for (const Word& word : line.words) {
      corrected += word.correction != Correction::kNone ? 1 : 0;
    }
  }
  ASSERT_GT(corrected, 0);
  EXPECT_EQ(
      SqlNumber(records.database(), "SELECT count(*) FROM word_corrections"),
      corrected);
}

TEST(StoreExport, ACorrectionThatMakesNoSenseIsDamage) {
  for (const char* damage :
       {"UPDATE word_corrections SET rule = 'guessed'",
        "UPDATE word_corrections SET word_id = word_id + 90",
        "UPDATE word_corrections SET line_id = line_id + 90"}) {
    Records records;
    records.ReadAll(0, 1);
    Sql(records.database(), damage);
    ExportRequest request;
    request.with_page = true;
    const Status read =
        records->Export(request, [](const ExportedImage&) { return Status(); });
    ASSERT_FALSE(read.has_value()) << damage;
    EXPECT_EQ(read.error().code, ErrorCode::kCorruption);
  }
}

TEST(StoreExport, SupersededReadingsComeBeforeTheirSuccessors) {
  Records records;
  records.ReadAll(0, 2, 10);
  records.ReadAll(0, 1, 9);  // an older version read later is current
  records.ReadAll(0, 1, 2);
  ExportRequest request;
  request.with_superseded = true;
  const auto images = records.Exported(request);
  EXPECT_THAT(Paths(images),
              ElementsAre(MakePath(0), MakePath(0), MakePath(0), MakePath(1)));
  // By number, not by text: 1.2 before 1.9 before 1.10.
  EXPECT_EQ(images[0].full_version, MakeVersion(2).full_version);
  EXPECT_TRUE(images[0].current);
  EXPECT_EQ(images[1].full_version, MakeVersion(9).full_version);
  EXPECT_FALSE(images[1].current);
  EXPECT_EQ(images[2].full_version, MakeVersion(10).full_version);
  EXPECT_FALSE(images[2].current);
  EXPECT_TRUE(images[3].current);
  EXPECT_EQ(records.Exported().size(), 2u);
}

TEST(StoreExport, ResultsOfEarlierBytesStayQueryable) {
  Records records;
  records.ReadAll(0, 1, 0);
  records.ReadAll(0, 1, 1);
  const RunId run = records.Begin(RunMode::kMissing, 2);
  PlanItem changed = MakeItem(0);
  changed.sha256 = MakeDigest(9);
  const auto items = records.Plan(run, {changed});
  Must(records->RecordOutcome(run, items[0], {}, MakeFailure(9)));
  ExportRequest request;
  request.with_superseded = true;
  request.with_page = true;
  const auto images = records.Exported(request);
  ASSERT_EQ(images.size(), 3u);
  for (int i = 0; i < 2; ++i) {
    const ExportedImage& earlier = images[static_cast<std::size_t>(i)];
    EXPECT_EQ(earlier.path, MakePath(0));
    EXPECT_EQ(earlier.file_sha256, MakeDigest(0));
    EXPECT_EQ(earlier.metadata, MetadataOf(*MakeSuccess(0).facts));
    EXPECT_EQ(earlier.full_version, MakeVersion(i).full_version);
    EXPECT_EQ(earlier.status, "SUCCESS");
    EXPECT_FALSE(earlier.current);
    EXPECT_TRUE(earlier.reading->page == MakeSuccess(0).reading->page);
  }
  EXPECT_EQ(images[2].file_sha256, MakeDigest(9));
  EXPECT_EQ(images[2].status, "FAILED");
  EXPECT_FALSE(images[2].reading.has_value());
  EXPECT_EQ(records.Exported().size(), 1u);
}

// The file changes while its run is stopped, twice, and back again.
TEST(StoreExport, BytesThatComeBackAreNoLongerEarlier) {
  Records records;
  const RunId run = records.Begin();
  for (const int bytes : {3, 4, 3}) {
    PlanItem item = MakeItem(0);
    item.sha256 = MakeDigest(bytes);
    const auto items = records.Plan(run, {item});
    ASSERT_EQ(items.size(), 1u);
    Must(records->RecordOutcome(run, items[0], {}, MakeSuccess(bytes)));
  }
  ExportRequest request;
  request.with_superseded = true;
  const auto images = records.Exported(request);
  ASSERT_EQ(images.size(), 3u);
  EXPECT_EQ(images[0].file_sha256, MakeDigest(4));
  EXPECT_FALSE(images[0].current);
  EXPECT_EQ(images[1].file_sha256, MakeDigest(3));
  EXPECT_FALSE(images[1].current);
  EXPECT_EQ(images[2].file_sha256, MakeDigest(3));
  EXPECT_TRUE(images[2].current);
}

TEST(StoreExport, UsersAreKeptApart) {
  Records records;
  records.ReadAll(0, 1);
  const RunId run = records.Begin(RunMode::kAll, 0, "a");
  std::vector<PlanItem> copies = MakeItems(0, 3);
  for (PlanItem& item : copies) item.sha256 = MakeDigest(0);
  for (const RunItem& item : records.Plan(run, copies)) {
    Must(records->RecordDuplicate(run, item));
  }
  ExportRequest request;
  EXPECT_THAT(Paths(records.Exported(request)),
              ElementsAre(MakePath(0), MakePath(0), MakePath(1), MakePath(2)));
  EXPECT_EQ(records.Exported(request).at(0).user, "a");
  EXPECT_EQ(records.Exported(request).at(1).user, "u");
  request.user = "a";
  const auto of_a = records.Exported(request);
  EXPECT_EQ(of_a.size(), 3u);
  EXPECT_EQ(of_a.at(0).duplicate_of, "");
  EXPECT_EQ(of_a.at(2).duplicate_of, MakePath(0));
  request.user = "u";
  EXPECT_EQ(records.Exported(request).size(), 1u);
  // Another user's copy is none of this user's business.
  EXPECT_EQ(records.Exported(request).at(0).duplicate_of, "");
  request.user = "nobody";
  EXPECT_THAT(records.Exported(request), IsEmpty());
}

// Whatever order the work was done in, and however often it was tried.
TEST(StoreExport, IsAFunctionOfFilePathAndVersion) {
  std::mt19937 rng(Seed(21));
  std::vector<std::string> expected;
  for (int round = 0; round < 4; ++round) {
    Records records;
    std::vector<PlanItem> plan = MakeItems(0, 12);
    plan.push_back({"/in/copy of 5", MakeDigest(5), 1});
    if (round > 0) {
      for (std::size_t i = plan.size(); i > 1; --i) {
        std::swap(plan[i - 1], plan[Below(rng, static_cast<std::uint32_t>(i))]);
      }
    }
    const RunId run = records.Begin();
    for (const RunItem& item : records.Plan(run, plan)) {
      int number = 0;
      while (MakeDigest(number) != item.sha256) ++number;
      const KnownInput known =
          Must(records->LookUp("u", item.path, item.sha256));
      if (Below(rng, 3) == 0) {
        Must(records->RecordAttempt(run, item, MakeFailure(number)));
      }
      if (known.read_content) {
        Must(records->RecordDuplicate(run, item));
      } else if (number == 7) {
        Must(records->RecordOutcome(run, item, {}, MakeFailure(7)));
      } else {
        Must(records->RecordOutcome(run, item, {}, MakeSuccess(number)));
      }
    }
    if (round == 0) expected = Described(records);
    EXPECT_EQ(expected.size(), 13u);
    EXPECT_EQ(Described(records), expected) << "round " << round;
  }
}

TEST(StoreExport, StopsWithItsReceiversError) {
  Records records;
  records.ReadAll(0, 3);
  int seen = 0;
  const Status status =
      records->Export({}, [&seen](const ExportedImage&) -> Status {
        if (++seen < 2) return {};
        return Fail(ErrorCode::kStorageFull, "no room");
      });
  ASSERT_FALSE(status.has_value());
  EXPECT_EQ(status.error(), (Error{ErrorCode::kStorageFull, "no room"}));
  EXPECT_EQ(seen, 2);
  records.ReadAll(0, 1, 1);  // nothing stays open behind it
}

TEST(StoreExport, ItsReceiverMayAskTheStore) {
  Records records;
  records.ReadAll(0, 3);
  std::vector<std::string> inner;
  Must(records->Export({}, [&](const ExportedImage& image) -> Status {
    EXPECT_TRUE(
        Must(records->LookUp("u", image.path, image.file_sha256)).succeeded);
    inner = Paths(records.Exported());
    return {};
  }));
  EXPECT_EQ(inner.size(), 3u);
}

TEST(StoreVersions, AreFoundByFingerprint) {
  Records records;
  const VersionId first = Must(records->RegisterVersion(MakeVersion(0)));
  EXPECT_EQ(Must(records->RegisterVersion(MakeVersion(0))), first);
  OcrVersion renamed = MakeVersion(0);
  renamed.profile.name = "another name";
  EXPECT_EQ(Must(records->RegisterVersion(renamed)), first);
  EXPECT_NE(Must(records->RegisterVersion(MakeVersion(1))), first);
}

TEST(StoreVersions, AreListedOldestFirstWithAllTheyAre) {
  Records records;
  for (const int number : {10, 2, 9}) {
    Must(records->RegisterVersion(MakeVersion(number)));
  }
  records.ReadAll(0, 2, 9);
  const auto rows = Must(records->ListVersions());
  ASSERT_EQ(rows.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    const OcrVersion expected = MakeVersion(std::vector<int>{2, 9, 10}[i]);
    const OcrVersion& got = rows[i].version;
    EXPECT_EQ(got.fingerprint, expected.fingerprint);
    EXPECT_EQ(got.full_version, expected.full_version);
    EXPECT_EQ(got.engine_version, expected.engine_version);
    EXPECT_EQ(got.library_build, expected.library_build);
    EXPECT_EQ(got.traineddata_path, expected.traineddata_path);
    EXPECT_EQ(got.traineddata_sha256, expected.traineddata_sha256);
    EXPECT_EQ(got.profile.name, expected.profile.name);
    EXPECT_EQ(got.profile.version, expected.profile.version);
    EXPECT_EQ(got.profile.build_date, expected.profile.build_date);
    EXPECT_EQ(got.profile.description, expected.profile.description);
    EXPECT_EQ(got.profile.engine, expected.profile.engine);
    EXPECT_EQ(got.profile.language, expected.profile.language);
    EXPECT_EQ(got.profile.page_segmentation_mode,
              expected.profile.page_segmentation_mode);
    EXPECT_EQ(got.profile.preprocessing_version,
              expected.profile.preprocessing_version);
    EXPECT_EQ(got.profile.parameters, expected.profile.parameters);
    EXPECT_EQ(got.profile.preparation, expected.profile.preparation);
    EXPECT_EQ(rows[i].current_readings, i == 1 ? 2 : 0);
    EXPECT_EQ(rows[i].superseded_readings, 0);
  }
}

}  // namespace
}  // namespace rescan
