// Damaged databases: an error or an answer, never a crash.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "engine/records/line_search.h"
#include "engine/records/sqlite_ledger.h"
#include "engine/records/store.h"
#include "engine/records/vector_records.h"
#include "tests/engine/records/record_samples.h"
#include "tests/support/random.h"
#include "tests/support/subprocess.h"

namespace rescan {
namespace {

using support::Below;
using support::Seed;
using testing::kReceiptShape;
using testing::MakeDigest;
using testing::MakeFailure;
using testing::MakeItems;
using testing::MakePath;
using testing::MakeSuccess;
using testing::MakeVersion;
using testing::Must;
using testing::ReadFileBytes;
using testing::Records;
using testing::Sql;
using testing::TemporaryFolder;
using testing::WriteFileBytes;

// A database with something in every table.
std::string SampleDatabase() {
  Records records;
  records.ReadAll(0, 4);
  records.ReadAll(0, 2, 1);
  const RunId run = records.Begin(RunMode::kMissing, 1);
  const auto items = records.Plan(run, MakeItems(4, 8));
  Must(records->RecordOutcome(run, items[0], {}, MakeFailure(4)));
  Must(
      records->RecordOutcome(run, items[1], {}, MakeSuccess(5, kReceiptShape)));
  records.Close();
  return ReadFileBytes(records.database());
}

// How many of the questions and orders were answered with an error. An error
// always says which file.
class Tally {
 public:
  explicit Tally(std::string database) : database_(std::move(database)) {}
  template <class T>
  void Add(const Result<T>& result) {
    ++asked_;
    if (result) return;
    ++errors_;
    EXPECT_NE(result.error().message.find(database_), std::string::npos)
        << result.error().message;
  }
  [[nodiscard]] int asked() const { return asked_; }
  [[nodiscard]] int errors() const { return errors_; }

 private:
  std::string database_;
  int asked_ = 0;
  int errors_ = 0;
};

void AskEverything(RecordStore& store, Tally& tally) {
  ExportRequest request;
  request.with_page = true;
  request.with_superseded = true;
  tally.Add(
      store.Export(request, [](const ExportedImage&) { return Status(); }));
  tally.Add(store.Verify());
  tally.Add(store.ListVersions());
  tally.Add(store.LookUp("u", MakePath(1), MakeDigest(1)));
  tally.Add(store.LookUp("u", MakePath(4), MakeDigest(4)));
  tally.Add(store.EndedItems(1));
  tally.Add(store.CountRun(3));
  tally.Add(store.LatestRun());
  tally.Add(store.FindRun(1));
  tally.Add(store.FailureTypesOfRun(3));
  tally.Add(store.ListFailures({}));
  tally.Add(store.FailureStats());
}

// What stands beside RecordStore over the same file.
void AskTheOthers(const std::string& workspace, Tally& tally) {
  auto search = LineSearch::Open(workspace);
  tally.Add(search);
  std::string anything = "a*";
  for (const char c : std::string("bcdefghijklmnopqrstuvwxyz0123456789")) {
    anything += std::string(" OR ") + c + "*";
  }
  if (search) tally.Add((*search)->Find({.text = anything}));
  auto ledger = SqliteLedger::Open(workspace, StoreMode::kReadOnly);
  tally.Add(ledger);
  if (ledger) {
    tally.Add((*ledger)->RunsSince("lines", ""));
    tally.Add((*ledger)->ChangesSince("lines", ""));
    tally.Add((*ledger)->Versions("lines"));
  }
  auto vectors = VectorRecords::Open(workspace, StoreMode::kReadOnly);
  tally.Add(vectors);
  if (!vectors) return;
  tally.Add((*vectors)->CountWithoutDelta());
  tally.Add((*vectors)->Current(0, 1000));
  tally.Add((*vectors)->Deltas("", "", 0));
  tally.Add((*vectors)->CountText());
  tally.Add((*vectors)->PageOf(1));
  tally.Add((*vectors)->PageOf(5));
}

void WriteSomething(RecordStore& store, Tally& tally) {
  tally.Add(store.RegisterVersion(MakeVersion(5)));
  const auto items = store.SetPlan(3, MakeItems(6, 10), 1, 1);
  tally.Add(items);
  if (!items || items->size() < 3) return;
  tally.Add(store.RecordOutcome(3, items->at(0), {}, MakeSuccess(6)));
  tally.Add(store.RecordOutcome(3, items->at(1), {}, MakeFailure(7)));
  tally.Add(store.EndRun(3, RunState::kStopped, "x"));
}

// True if anything showed that the file is damaged.
bool UseDamaged(const std::string& bytes) {
  const TemporaryFolder folder;
  WriteFileBytes(folder / "rescan.db", bytes);
  Tally tally(folder / "rescan.db");
  for (const StoreMode mode : {StoreMode::kReadOnly, StoreMode::kReadWrite}) {
    auto store = RecordStore::Open(folder.path(), mode);
    tally.Add(store);
    if (!store) continue;
    AskEverything(**store, tally);
    AskTheOthers(folder.path(), tally);
    if (mode == StoreMode::kReadWrite) WriteSomething(**store, tally);
  }
  EXPECT_GT(tally.asked(), 0);
  return tally.errors() > 0;
}

TEST(StoreDamaged, TheSampleItselfIsSound) {
  EXPECT_FALSE(UseDamaged(SampleDatabase()));
}

TEST(StoreDamaged, CutOffAnywhere) {
  const std::string bytes = SampleDatabase();
  std::mt19937 rng(Seed(41));
  for (std::size_t page = 0; page * 4096 < bytes.size(); ++page) {
    for (const std::size_t offset :
         {std::size_t{0}, std::size_t{100}, std::size_t{Below(rng, 4096)}}) {
      const std::size_t size = page * 4096 + offset;
      // The last page is the full text's. It is no truth, is made anew from
      // the lines, and SQLite keeps no check of its blocks.
      if (size > bytes.size() - 4096) continue;
      EXPECT_TRUE(UseDamaged(bytes.substr(0, size))) << size;
    }
  }
}

TEST(StoreDamaged, ChangedBytes) {
  const std::string bytes = SampleDatabase();
  std::mt19937 rng(Seed(42));
  int noticed = 0;
  const auto change = [&](std::size_t at, std::uint32_t value) {
    SCOPED_TRACE(at);
    std::string changed = bytes;
    changed[at] = static_cast<char>(value);
    if (UseDamaged(changed)) ++noticed;
  };
  for (std::size_t at = 0; at < 108; ++at) change(at, Below(rng, 256));
  // The heads of pages steer the most.
  for (std::size_t page = 1; page * 4096 < bytes.size(); ++page) {
    change(page * 4096 + Below(rng, 12), Below(rng, 256));
    change(page * 4096 + 8 + Below(rng, 40), Below(rng, 256));
  }
  for (int i = 0; i < 150; ++i) {
    change(Below(rng, static_cast<std::uint32_t>(bytes.size())),
           Below(rng, 256));
  }
  EXPECT_GT(noticed, 30);
}

TEST(StoreDamaged, WholePagesOfRubbish) {
  const std::string bytes = SampleDatabase();
  std::mt19937 rng(Seed(43));
  for (std::size_t page = 1; page * 4096 < bytes.size(); ++page) {
    SCOPED_TRACE(page);
    std::string changed = bytes;
    changed.replace(page * 4096, 4096, support::RandomBytes(rng, 4096));
    EXPECT_TRUE(UseDamaged(changed));
    changed.replace(page * 4096, 4096, std::string(4096, '\0'));
    EXPECT_TRUE(UseDamaged(changed));
  }
}

// Rows that SQLite finds in order and that make no sense all the same.
TEST(StoreDamaged, RowsThatMakeNoSense) {
  for (const std::string sql :
       {"UPDATE readings SET image_class = 'PAINTING'",
        "UPDATE readings SET deciding_rule = ''",
        "UPDATE readings SET line_count = 1 << 40",
        "UPDATE lines SET left = 1 << 40", "UPDATE lines SET letters = x'00'",
        "UPDATE lines SET letters = x''",
        "DELETE FROM words WHERE word_id = (SELECT min(word_id) FROM words)",
        "PRAGMA foreign_keys = OFF; DELETE FROM lines WHERE line_id > 2",
        "UPDATE runs SET mode = 'sometimes'", "DROP TABLE words",
        "ALTER TABLE images RENAME COLUMN path TO paths"}) {
    Records records;
    records.ReadAll(0, 2);
    records.Close();
    Sql(records.database(), sql);
    EXPECT_TRUE(UseDamaged(ReadFileBytes(records.database()))) << sql;
  }
}

TEST(StoreDamaged, VerifyNamesAMissingRow) {
  Records records;
  records.ReadAll(0, 2);
  Sql(records.database(),
      "PRAGMA foreign_keys = OFF; DELETE FROM contents WHERE id = 1");
  const Status status = records->Verify();
  ASSERT_FALSE(status.has_value());
  EXPECT_EQ(status.error().code, ErrorCode::kCorruption);
  EXPECT_NE(status.error().message.find("contents"), std::string::npos)
      << status.error().message;
}

}  // namespace
}  // namespace rescan
