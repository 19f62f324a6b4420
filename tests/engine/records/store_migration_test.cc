// Databases of released versions: opened, brought up to date in place.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "engine/records/line_search.h"
#include "engine/records/store.h"
#include "engine/records/timesheet_records.h"
#include "engine/records/vector_records.h"
#include "tests/engine/records/record_samples.h"
#include "tests/support/subprocess.h"

namespace rescan {
namespace {

using testing::Contradictions;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::MakeItem;
using testing::MakeSuccess;
using testing::MakeVersion;
using testing::Must;
using testing::ReadFileBytes;
using testing::Sql;
using testing::SqlNumber;
using testing::TemporaryFolder;
using testing::WriteFileBytes;

// A workspace as schema 1 left it: three images read, one failed.
class StoreMigration : public ::testing::Test {
 protected:
  StoreMigration() {
    WriteFileBytes(database_, "");
    Sql(database_, ReadFileBytes(RESCAN_SCHEMA_V1_SQL));
    Sql(database_, "PRAGMA journal_mode = wal");
  }

  std::vector<ExportedImage> Exported(RecordStore& store) {
    ExportRequest request;
    request.with_page = true;
    std::vector<ExportedImage> images;
    Must(store.Export(request, [&](const ExportedImage& image) {
      images.push_back(image);
      return Status();
    }));
    return images;
  }

  TemporaryFolder folder_;
  const std::string database_ = folder_ / "rescan.db";
};

TEST_F(StoreMigration, ReadersSayThatTheSchemaIsOlder) {
  const auto store = RecordStore::Open(folder_.path(), StoreMode::kReadOnly);
  ASSERT_FALSE(store.has_value());
  EXPECT_THAT(store.error().message, HasSubstr("schema 1"));
  EXPECT_EQ(SqlNumber(database_, "PRAGMA user_version"), 1);
}

TEST_F(StoreMigration, ARunUpgradesInPlaceAndKeepsEveryRow) {
  const auto rows = [&] {
    return Sql(database_,
               "SELECT id, content_id, image_class, deciding_rule, margin_left,"
               " border_stddev, wall_seconds FROM readings");
  };
  const auto before = rows();
  ASSERT_EQ(before.size(), 3u);
  auto store = Must(RecordStore::Open(folder_.path(), StoreMode::kCreate));
  EXPECT_EQ(SqlNumber(database_, "PRAGMA user_version"),
            RecordStore::kSchemaVersion);
  EXPECT_EQ(rows(), before);
  EXPECT_EQ(SqlNumber(database_,
                      "SELECT count(*) FROM readings WHERE classifier IS NULL"
                      " AND native_probability IS NULL"
                      " AND photo_probability IS NULL"
                      " AND scan_probability IS NULL"
                      " AND class_uncertain IS NULL"
                      " AND prepare_seconds IS NULL"
                      " AND prepared_scale IS NULL"
                      " AND osd_orientation IS NULL"),
            3);
  EXPECT_TRUE(store->Verify().has_value());
  EXPECT_THAT(Contradictions(database_), IsEmpty());

  const auto images = Exported(*store);
  ASSERT_EQ(images.size(), 4u);
  EXPECT_EQ(images[0].path, "/in/native-000001.png");
  ASSERT_TRUE(images[0].reading.has_value());
  EXPECT_FALSE(images[0].reading->classification.content.has_value());
  EXPECT_EQ(images[0].reading->page.lines.size(), 3u);
  EXPECT_EQ(images[3].status, "FAILED");
}

TEST_F(StoreMigration, NewRowsStandBesideTheOldOnes) {
  auto store = Must(RecordStore::Open(folder_.path(), StoreMode::kCreate));
  RunKey key;
  key.inputs = {"/in"};
  key.kind = "auto";
  key.rule = "content";
  key.version = Must(store->RegisterVersion(MakeVersion()));
  const RunId run = Must(store->BeginRun(key));
  const auto items = Must(store->SetPlan(run, {MakeItem(1)}, 0, 0));
  const Outcome outcome = MakeSuccess(1);
  ASSERT_TRUE(outcome.reading->classification.content.has_value());
  Must(store->RecordOutcome(run, items[0], {}, outcome));
  Must(store->EndRun(run, RunState::kFinished, ""));
  const auto images = Exported(*store);
  ASSERT_EQ(images.size(), 5u);
  EXPECT_EQ(images[0].reading->classification.content,
            outcome.reading->classification.content);
  EXPECT_FALSE(images[1].reading->classification.content.has_value());
}

// A workspace as schema 2 left it: a screen and a scan read, a copy of the
// scan, one failure.
class StoreMigrationOf2 : public ::testing::Test {
 protected:
  StoreMigrationOf2() {
    WriteFileBytes(database_, "");
    Sql(database_, ReadFileBytes(RESCAN_SCHEMA_V2_SQL));
    Sql(database_, "PRAGMA journal_mode = wal");
  }

  TemporaryFolder folder_;
  const std::string database_ = folder_ / "rescan.db";
};

TEST_F(StoreMigrationOf2, KeepsEveryRowAndFillsTheFullText) {
  const std::vector<std::string> tables = {
      "contents", "images", "processed", "lines", "words", "failures", "runs"};
  const auto rows = [&](const std::string& table) {
    return Sql(database_, "SELECT * FROM " + table);
  };
  std::map<std::string, std::vector<testing::SqlRow>> before;
  for (const auto& table : tables) before[table] = rows(table);
  const std::string kReadings =
      "SELECT id, content_id, version_id, line_count, osd_orientation,"
      " prepared_scale FROM readings";
  const auto readings = Sql(database_, kReadings);
  ASSERT_EQ(readings.size(), 2u);
  {
    auto store = Must(RecordStore::Open(folder_.path(), StoreMode::kReadWrite));
    EXPECT_TRUE(store->Verify().has_value());
  }
  EXPECT_EQ(SqlNumber(database_, "PRAGMA user_version"),
            RecordStore::kSchemaVersion);
  for (const auto& table : tables) {
    EXPECT_EQ(rows(table), before[table]) << table;
  }
  EXPECT_EQ(Sql(database_, kReadings), readings);
  EXPECT_THAT(Contradictions(database_), IsEmpty());

  auto vectors =
      Must(VectorRecords::Open(folder_.path(), StoreMode::kReadOnly));
  EXPECT_EQ(Must(vectors->CountWithoutDelta()), 2);
  const auto text = Must(vectors->CountText());
  EXPECT_EQ(text.lines, 37);
  EXPECT_EQ(text.indexed, 37);
  const auto found = Must(
      Must(LineSearch::Open(folder_.path()))->Find({.text = "\"front desk\""}));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].path, "/in/native-000001.png");
  EXPECT_EQ(found[0].text, "Let us meet at the front desk.");
}

TEST_F(StoreMigrationOf2, ReadersSayThatTheSchemaIsOlder) {
  const auto search = LineSearch::Open(folder_.path());
  ASSERT_FALSE(search.has_value());
  EXPECT_THAT(search.error().message, HasSubstr("schema 2"));
}

// The same brought to schema 3 by the release that had it, with a run of the
// index.
class StoreMigrationOf3 : public StoreMigrationOf2 {
 protected:
  StoreMigrationOf3() { Sql(database_, ReadFileBytes(RESCAN_SCHEMA_V3_SQL)); }
};

TEST_F(StoreMigrationOf3, KeepsEveryRowAndHasNoTimesheetsYet) {
  const std::vector<std::string> tables = {
      "meta",      "contents", "images", "readings",        "processed",
      "lines",     "words",    "runs",   "compaction_runs", "compaction_deltas",
      "run_items", "failures"};
  std::map<std::string, std::vector<testing::SqlRow>> before;
  for (const auto& table : tables) {
    before[table] = Sql(database_, "SELECT * FROM " + table);
    EXPECT_FALSE(before[table].empty()) << table;
  }
  const auto read_only =
      TimesheetRecords::Open(folder_.path(), StoreMode::kReadOnly);
  ASSERT_FALSE(read_only.has_value());
  EXPECT_THAT(read_only.error().message, HasSubstr("schema 3"));

  auto sheets =
      Must(TimesheetRecords::Open(folder_.path(), StoreMode::kReadWrite));
  EXPECT_EQ(SqlNumber(database_, "PRAGMA user_version"),
            RecordStore::kSchemaVersion);
  for (const auto& table : tables) {
    EXPECT_EQ(Sql(database_, "SELECT * FROM " + table), before[table]) << table;
  }
  const auto loaded = Must(sheets->Load({}));
  EXPECT_THAT(loaded.sheets, IsEmpty());
  EXPECT_THAT(loaded.entries, IsEmpty());
  EXPECT_THAT(Must(sheets->Projects()).projects, IsEmpty());
  EXPECT_THAT(Must(sheets->People()).members, IsEmpty());
  EXPECT_THAT(Contradictions(database_), IsEmpty());
  auto store = Must(RecordStore::Open(folder_.path(), StoreMode::kReadOnly));
  EXPECT_TRUE(store->Verify().has_value());
  auto vectors =
      Must(VectorRecords::Open(folder_.path(), StoreMode::kReadOnly));
  EXPECT_EQ(Must(vectors->CountWithoutDelta()), 1);
}

// The same brought to schema 4.
class StoreMigrationOf4 : public StoreMigrationOf3 {
 protected:
  StoreMigrationOf4() { Sql(database_, ReadFileBytes(RESCAN_SCHEMA_V4_SQL)); }
};

TEST_F(StoreMigrationOf4, KeepsEveryRowAndHasNoCorrectionsYet) {
  ASSERT_EQ(SqlNumber(database_, "PRAGMA user_version"), 4);
  const auto words = Sql(database_, "SELECT * FROM words");
  const auto readings = Sql(database_, "SELECT * FROM readings");
  ASSERT_FALSE(words.empty());
  auto store = Must(RecordStore::Open(folder_.path(), StoreMode::kReadWrite));
  EXPECT_EQ(SqlNumber(database_, "PRAGMA user_version"),
            RecordStore::kSchemaVersion);
  EXPECT_EQ(Sql(database_, "SELECT * FROM words"), words);
  EXPECT_EQ(Sql(database_, "SELECT * FROM readings"), readings);
  EXPECT_EQ(SqlNumber(database_, "SELECT count(*) FROM word_corrections"), 0);
  EXPECT_THAT(Contradictions(database_), IsEmpty());
  EXPECT_TRUE(store->Verify().has_value());
  ExportRequest request;
  request.with_page = true;
  std::size_t read = 0;
  Must(store->Export(request, [&](const ExportedImage& image) {
    if (!image.reading) return Status();  // the one that failed
    for (const Line& line : image.reading->page.lines) {
      for (const Word& word : line.words) {
        EXPECT_EQ(word.correction, Correction::kNone);
        ++read;
      }
    }
    return Status();
  }));
  EXPECT_GT(read, 0u);
}

// What a run of schema 4 left of timesheets: a week that was corrected by hand,
// one without hours, a rejection, a sheet that waits, and the dictionaries.
constexpr const char* kSheetRows = R"sql(
INSERT INTO raw_sheets SELECT id, '{}' FROM readings;
INSERT INTO sheets (id, user, content_id, reading_id, state, verdict, valid,
    person_key, person, week, date_range, status, zero_hour, zero_hour_reason,
    weekly_total, entry_count, processed_at, reasons, summary, repair,
    findings, interpretation)
  SELECT id, 'u', content_id, id, iif(id = 1, 'stored', 'pending'),
    iif(id = 1, 'store', 'needs_review'), 1, 'Noa_Lind', 'Noa Lind',
    '2025-09-22', 'Sep 22 2025 - Sep 28 2025', 'Posted', 0, '', 900, 1,
    '2025-10-01T00:00:00.000000Z', '["why"]', 'passed', '', '[]', '{}'
  FROM readings;
INSERT INTO entries (id, sheet_id, user, person_key, person, date, week, key,
    code, name, hours, state, by_hand, raw, confidence, left, top, width,
    height)
  VALUES (7, 1, 'u', 'Noa_Lind', 'Noa Lind', '2025-09-23', '2025-09-22',
    'PJ000001', 'PJ000001', 'Till (PJ000001)', 750, 'corrected', 1, '9.00',
    0.5, 1, 2, 3, 4);
INSERT INTO zero_hour_weeks (sheet_id, user, person_key, person, week, reason)
  VALUES (1, 'u', 'Noa_Lind', 'Noa Lind', '2025-09-15', 'ABSENCE');
INSERT INTO rejections
  VALUES (2, 'u', 'Noa_Lind', 'Noa Lind', 'x', NULL, 'Draft', 'not posted');
INSERT INTO corrections (sheet_id, entry_id, user, person_key, date, key,
    field, rule, before, after, by_hand, made_at)
  VALUES (1, 7, 'u', 'Noa_Lind', '2025-09-23', 'PJ000001', 'hours', 'by_hand',
    '9.00', '7.50', 1, '2025-10-01T00:00:00.000000Z');
INSERT INTO projects VALUES ('PJ000001', 'PJ000001', 'Till', 3);
INSERT INTO project_aliases VALUES ('PJ000001', 'code', 0, 'PJ00OOO1');
INSERT INTO roster VALUES (1, 'Noa Lind');
INSERT INTO name_aliases VALUES ('oa Lind', 'Noa Lind');
)sql";

TEST_F(StoreMigrationOf4, KeepsTimesheetsThroughEveryLaterSchema) {
  Sql(database_, kSheetRows);
  const std::vector<std::string> tables = {
      "raw_sheets", "sheets",      "entries",  "zero_hour_weeks",
      "rejections", "corrections", "projects", "project_aliases",
      "roster",     "name_aliases"};
  std::map<std::string, std::vector<testing::SqlRow>> before;
  for (const auto& table : tables) {
    before[table] = Sql(database_, "SELECT * FROM " + table);
    EXPECT_FALSE(before[table].empty()) << table;
  }
  auto sheets =
      Must(TimesheetRecords::Open(folder_.path(), StoreMode::kReadWrite));
  EXPECT_EQ(SqlNumber(database_, "PRAGMA user_version"),
            RecordStore::kSchemaVersion);
  for (const auto& table : tables) {
    EXPECT_EQ(Sql(database_, "SELECT * FROM " + table), before[table]) << table;
  }
  const auto loaded = Must(sheets->Load({}));
  ASSERT_EQ(loaded.sheets.size(), before["sheets"].size());
  EXPECT_EQ(loaded.sheets[0].rows_by_hand, 1);
  EXPECT_EQ(loaded.sheets[0].stored_hours, 750);
  ASSERT_EQ(loaded.entries.size(), 1u);
  EXPECT_TRUE(loaded.entries[0].by_hand);
  ASSERT_EQ(loaded.entries[0].corrections.size(), 1u);
  EXPECT_EQ(loaded.entries[0].corrections[0].before, "9.00");
  EXPECT_EQ(loaded.zero_hours.size(), 1u);
  EXPECT_EQ(loaded.rejections.size(), 1u);
  EXPECT_EQ(Must(sheets->People()).aliases.at("oa Lind"), "Noa Lind");
  EXPECT_EQ(Must(sheets->Projects()).projects.at(0).code_aliases.size(), 1u);
}

}  // namespace
}  // namespace rescan
