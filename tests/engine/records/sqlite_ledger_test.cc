// The ledger over SQLite: what any ledger must do, and what readings that come
// and go mean to it.
#include "engine/records/sqlite_ledger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "engine/records/vector_records.h"
#include "tests/engine/records/record_samples.h"
#include "tests/support/ledger_contract.h"

namespace rescan {
namespace {

using index::VectorChange;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::MakeDigest;
using testing::MakeItem;
using testing::MakeSuccess;
using testing::Must;
using testing::Records;
using testing::Sql;
using testing::SqlNumber;

// The contract's images have names; those of the records are hashes.
class NamedAssets : public index::CompactionLedger {
 public:
  explicit NamedAssets(std::unique_ptr<SqliteLedger> ledger)
      : ledger_(std::move(ledger)) {}

  Result<std::unique_ptr<index::LeaseRenewer>> OpenRenewer() override {
    return ledger_->OpenRenewer();
  }
  Result<bool> AcquireLease(const std::string& collection,
                            const std::string& owner,
                            std::chrono::milliseconds ttl) override {
    return ledger_->AcquireLease(collection, owner, ttl);
  }
  Result<bool> RenewLease(const std::string& collection,
                          const std::string& owner,
                          std::chrono::milliseconds ttl) override {
    return ledger_->RenewLease(collection, owner, ttl);
  }
  Status ReleaseLease(const std::string& collection,
                      const std::string& owner) override {
    return ledger_->ReleaseLease(collection, owner);
  }
  Result<std::vector<index::SnapshotVersion>> Versions(
      const std::string& collection) override {
    return ledger_->Versions(collection);
  }
  Result<std::vector<index::DeltaRun>> Runs(
      const std::string& collection) override {
    return ledger_->Runs(collection);
  }
  Result<std::vector<index::DeltaRun>> RunsSince(
      const std::string& collection, const std::string& base) override {
    return ledger_->RunsSince(collection, base);
  }
  Result<std::vector<VectorChange>> ChangesSince(
      const std::string& collection, const std::string& base) override {
    return ledger_->ChangesSince(collection, base);
  }
  Result<std::vector<std::optional<std::int64_t>>> CurrentRevisions(
      const std::string& collection,
      std::span<const std::string> assets) override {
    std::vector<std::string> hashes;
    for (const std::string& asset : assets) {
      hashes.push_back(ToHex(Sha256Of(asset)));
    }
    return ledger_->CurrentRevisions(collection, hashes);
  }
  Status MarkProcessing(const std::string& collection,
                        std::span<const std::string> run_ids) override {
    return ledger_->MarkProcessing(collection, run_ids);
  }
  Status MarkFailed(const std::string& collection, const std::string& run_id,
                    const std::string& error) override {
    return ledger_->MarkFailed(collection, run_id, error);
  }
  Result<index::SwitchResult> SwitchVersion(
      const index::VersionSwitch& change) override {
    return ledger_->SwitchVersion(change);
  }
  Status ForgetVersion(const std::string& collection,
                       const std::string& version) override {
    return ledger_->ForgetVersion(collection, version);
  }
  Result<std::vector<index::DeltaRun>> ExpiredRuns(
      const std::string& collection,
      std::chrono::system_clock::time_point older_than) override {
    return ledger_->ExpiredRuns(collection, older_than);
  }
  Status MarkDeltaDeleted(const std::string& collection,
                          const std::string& run_id) override {
    return ledger_->MarkDeltaDeleted(collection, run_id);
  }

 private:
  std::unique_ptr<SqliteLedger> ledger_;
};

class SqliteHarness : public testing::LedgerHarness {
 public:
  SqliteHarness() {
    options_.now = [time = time_] {
      return std::chrono::system_clock::time_point(
          std::chrono::microseconds(time->load()));
    };
  }

  std::unique_ptr<index::CompactionLedger> Open() override {
    return std::make_unique<NamedAssets>(Must(SqliteLedger::Open(
        records_.workspace(), StoreMode::kReadWrite, options_)));
  }
  void AddRun(const std::string& collection,
              const index::DeltaRun& run) override {
    auto vectors = Must(VectorRecords::Open(records_.workspace(),
                                            StoreMode::kReadWrite, options_));
    NewCompactionRun added;
    added.run_id = run.run_id;
    added.deltas = {
        {collection, run.delta_path, "model", 8, run.count, 1, run.sha256}};
    Must(vectors->AddRun(added));
  }
  std::int64_t AddChange(const std::string& collection, VectorChange::Kind kind,
                         const std::string& asset,
                         const std::string& patch) override {
    Sql(records_.database(),
        "INSERT INTO vector_changes (kind, asset, collection, patch) VALUES"
        " ('" +
            std::string(kind == VectorChange::Kind::kRemove ? "REMOVE"
                                                            : "UPDATE") +
            "', '" + asset + "', '" + collection + "', '" + patch + "')");
    return SqlNumber(records_.database(),
                     "SELECT max(seq) FROM vector_changes");
  }
  std::int64_t AddReading(const std::string& asset) override {
    PlanItem item = MakeItem(0);
    item.path = "/in/" + asset;
    item.sha256 = Sha256Of(asset);
    const RunId run = records_.Begin(RunMode::kAll);
    const auto items = records_.Plan(run, {item});
    Outcome outcome = MakeSuccess(0);
    outcome.facts->file_sha256 = *item.sha256;
    Must(records_->RecordOutcome(run, items.at(0), {}, outcome));
    Must(records_->EndRun(run, RunState::kFinished, ""));
    return SqlNumber(records_.database(), "SELECT max(id) FROM readings");
  }
  void RemoveImage(const std::string& asset) override {
    Sql(records_.database(),
        "DELETE FROM images WHERE path = '/in/" + asset + "'");
  }
  void Advance(std::chrono::milliseconds by) override {
    *time_ += std::chrono::microseconds(by).count();
  }
  std::chrono::system_clock::time_point Now() override {
    return options_.now();
  }

 private:
  std::shared_ptr<std::atomic<std::int64_t>> time_ =
      std::make_shared<std::atomic<std::int64_t>>(1'800'000'000'000'000);
  StoreOptions options_;
  Records records_;
};

std::unique_ptr<testing::LedgerHarness> MakeSqliteHarness() {
  return std::make_unique<SqliteHarness>();
}

}  // namespace

namespace testing {
INSTANTIATE_TEST_SUITE_P(Sqlite, LedgerContract,
                         ::testing::Values(&MakeSqliteHarness));
}  // namespace testing

namespace {

// A compaction dies, then the clock is set back by a year.
TEST(SqliteLedgerLease, OneThatWasRenewedInTheFutureHoldsNobodyUp) {
  Records records;
  auto now = std::chrono::system_clock::now();
  StoreOptions options;
  options.now = [&now] { return now; };
  const auto ledger = Must(
      SqliteLedger::Open(records.workspace(), StoreMode::kReadWrite, options));
  const std::chrono::minutes ttl(3);
  ASSERT_TRUE(Must(ledger->AcquireLease("lines", "dead", ttl)));
  now -= std::chrono::minutes(9);
  EXPECT_FALSE(Must(ledger->AcquireLease("lines", "other", ttl)))
      << "clocks may differ a little";
  now -= std::chrono::hours(24 * 365);
  EXPECT_TRUE(Must(ledger->AcquireLease("lines", "next", ttl)));
  EXPECT_FALSE(Must(ledger->RenewLease("lines", "dead", ttl)));
}

// Images 0 and 1, each read once, in the deltas of one run.
class VectorRecordsTest : public ::testing::Test {
 protected:
  VectorRecordsTest()
      : vectors_(Must(
            VectorRecords::Open(records_.workspace(), StoreMode::kReadWrite))),
        ledger_(Must(
            SqliteLedger::Open(records_.workspace(), StoreMode::kReadWrite))) {
    records_.ReadAll(0, 2);
    Hold("run-1");
  }

  // Puts every reading without a delta into the run.
  void Hold(const std::string& run_id) {
    NewCompactionRun run;
    run.run_id = run_id;
    run.deltas = {{"lines", "deltas/lines/" + run_id, "m", 8, 6, 100, {}}};
    for (const auto& reading : Must(vectors_->WithoutDelta(0, 1'000'000))) {
      run.readings.push_back({reading.id, 3, 9});
    }
    Must(vectors_->AddRun(run));
  }

  std::vector<std::int64_t> WithoutDelta() {
    std::vector<std::int64_t> ids;
    for (const auto& reading : Must(vectors_->WithoutDelta(0, 1'000'000))) {
      ids.push_back(reading.id);
    }
    return ids;
  }

  std::vector<std::string> RemovedAssets() {
    std::vector<std::string> assets;
    for (const auto& change : Must(ledger_->ChangesSince("lines", ""))) {
      EXPECT_EQ(change.kind, VectorChange::Kind::kRemove);
      assets.push_back(change.asset);
    }
    return assets;
  }

  // Path `number` now has the bytes `bytes`, and is read.
  void ReadWithBytes(int number, int bytes) {
    const RunId run = records_.Begin(RunMode::kAll);
    PlanItem item = MakeItem(number);
    item.sha256 = MakeDigest(bytes);
    const auto items = records_.Plan(run, {item});
    Must(records_->RecordOutcome(run, items.at(0), {}, MakeSuccess(bytes)));
    Must(records_->EndRun(run, RunState::kFinished, ""));
  }

  std::optional<std::int64_t> Revision(int number) {
    const std::vector<std::string> assets = {ToHex(MakeDigest(number))};
    return Must(ledger_->CurrentRevisions("lines", assets)).at(0);
  }

  Records records_;
  std::unique_ptr<VectorRecords> vectors_;
  std::unique_ptr<SqliteLedger> ledger_;
};

TEST_F(VectorRecordsTest, ANewReadingHasNoDeltaUntilARunHoldsIt) {
  EXPECT_THAT(WithoutDelta(), IsEmpty());
  records_.ReadAll(2, 4);
  EXPECT_THAT(WithoutDelta(), ElementsAre(3, 4));
  EXPECT_EQ(Must(vectors_->CountWithoutDelta()), 2);
  Hold("run-2");
  EXPECT_THAT(WithoutDelta(), IsEmpty());
  EXPECT_THAT(RemovedAssets(), IsEmpty());
  const auto current = Must(vectors_->Current(1, 1'000'000));
  ASSERT_EQ(current.size(), 3u);
  EXPECT_EQ(current[0].id, 2);
  EXPECT_EQ(current[0].delta_run, "run-1");
  EXPECT_EQ(current[0].line_vectors, 3);
  EXPECT_EQ(current[0].word_vectors, 9);
  EXPECT_EQ(current[2].delta_run, "run-2");
}

TEST_F(VectorRecordsTest, BatchesAreBoundedAndMissNothing) {
  records_.ReadAll(2, 30);
  std::vector<std::int64_t> seen;
  std::int64_t after = 0;
  while (true) {
    // Pages of 3 lines and 9 words.
    const auto batch = Must(vectors_->WithoutDelta(after, 40));
    if (batch.empty()) break;
    EXPECT_LE(batch.size(), 4u);
    for (const auto& reading : batch) seen.push_back(reading.id);
    after = batch.back().id;
  }
  EXPECT_EQ(seen.size(), 28u);
  EXPECT_EQ(Must(vectors_->WithoutDelta(0, 1)).size(), 1u);
}

TEST_F(VectorRecordsTest, ReadingAgainRemovesTheOldVectorsInTheSameBreath) {
  records_.ReadAll(1, 2, /*version=*/1);
  EXPECT_THAT(RemovedAssets(), ElementsAre(ToHex(MakeDigest(1))));
  EXPECT_THAT(WithoutDelta(), ElementsAre(3));
  EXPECT_EQ(Revision(1), 3);
  // No delta holds it, but an index made from the records may.
  records_.ReadAll(1, 2, /*version=*/2);
  EXPECT_EQ(RemovedAssets().size(), 2u);
  EXPECT_THAT(WithoutDelta(), ElementsAre(4));
}

// The lines came into the index, then the delta of words turned out bad: the
// readings have no delta, and yet there are vectors to take out.
TEST_F(VectorRecordsTest, AReadingGivenBackIsStillRemovedWhenItsImageGoes) {
  Must(ledger_->MarkFailed("words", "run-1", "no such delta"));
  EXPECT_THAT(WithoutDelta(), IsEmpty());
  Must(ledger_->MarkFailed("lines", "run-1", "bad zip"));
  ASSERT_THAT(WithoutDelta(), ElementsAre(1, 2));
  ReadWithBytes(1, 7);
  EXPECT_THAT(RemovedAssets(), ElementsAre(ToHex(MakeDigest(1))));
  Sql(records_.database(), "DELETE FROM images WHERE path = '/in/0.png'");
  EXPECT_THAT(RemovedAssets(),
              ElementsAre(ToHex(MakeDigest(1)), ToHex(MakeDigest(0))));
}

TEST_F(VectorRecordsTest, OtherBytesUnderAPathTakeTheOldOnesOut) {
  ReadWithBytes(1, 7);
  EXPECT_THAT(RemovedAssets(), ElementsAre(ToHex(MakeDigest(1))));
  EXPECT_EQ(Revision(1), std::nullopt);
  EXPECT_EQ(Revision(7), 3);
  EXPECT_THAT(WithoutDelta(), ElementsAre(3));
  EXPECT_EQ(Must(vectors_->Current(0, 1'000'000)).size(), 2u);
}

TEST_F(VectorRecordsTest, BytesThatAnotherPathHasStay) {
  // Path 2 is a copy of image 1.
  const RunId run = records_.Begin();
  PlanItem copy = MakeItem(2);
  copy.sha256 = MakeDigest(1);
  const auto items = records_.Plan(run, {copy});
  Must(records_->RecordDuplicate(run, items.at(0)));
  Must(records_->EndRun(run, RunState::kFinished, ""));
  const auto paths = Must(vectors_->Paths(MakeDigest(1)));
  EXPECT_EQ(paths.first, "/in/1.png");
  EXPECT_EQ(paths.others, 1);
  ReadWithBytes(1, 7);
  EXPECT_THAT(RemovedAssets(), IsEmpty());
  EXPECT_EQ(Revision(1), 2);
}

TEST_F(VectorRecordsTest, BytesThatComeBackGetADeltaAgain) {
  ReadWithBytes(1, 7);
  Hold("run-2");
  const RunId run = records_.Begin(RunMode::kAll);
  const auto items = records_.Plan(run, {MakeItem(1)});
  Must(records_->RecordDuplicate(run, items.at(0)));
  Must(records_->EndRun(run, RunState::kFinished, ""));
  EXPECT_EQ(Revision(1), 2);
  EXPECT_EQ(Revision(7), std::nullopt);
  EXPECT_THAT(WithoutDelta(), ElementsAre(2));
  EXPECT_THAT(RemovedAssets(),
              ElementsAre(ToHex(MakeDigest(1)), ToHex(MakeDigest(7))));
}

TEST_F(VectorRecordsTest, AFailedRunGivesItsReadingsBack) {
  Must(ledger_->MarkFailed("lines", "run-1", "bad zip"));
  EXPECT_THAT(WithoutDelta(), ElementsAre(1, 2));
  Hold("run-2");
  // Failing it once more changes nothing.
  Must(ledger_->MarkFailed("lines", "run-1", "again"));
  EXPECT_THAT(WithoutDelta(), IsEmpty());
}

TEST_F(VectorRecordsTest, ADeletedReadingTakesItsVectorsOut) {
  Sql(records_.database(),
      "DELETE FROM words WHERE reading_id = 2;"
      "DELETE FROM lines WHERE reading_id = 2;"
      "DELETE FROM readings WHERE id = 2");
  EXPECT_THAT(RemovedAssets(), ElementsAre(ToHex(MakeDigest(1))));
  EXPECT_EQ(Revision(1), std::nullopt);
}

TEST_F(VectorRecordsTest, ARunIsThereWholeOrNotAtAll) {
  records_.ReadAll(2, 3);
  NewCompactionRun run;
  run.run_id = "run-2";
  run.deltas = {{"lines", "a", "m", 8, 6, 100, {}},
                {"lines", "b", "m", 8, 6, 100, {}}};
  run.readings = {{3, 1, 1}};
  EXPECT_FALSE(vectors_->AddRun(run).has_value());
  EXPECT_FALSE(Must(vectors_->HasRun("run-2")));
  EXPECT_THAT(WithoutDelta(), ElementsAre(3));
  run.deltas.clear();
  Must(vectors_->AddRun(run));
  EXPECT_TRUE(Must(vectors_->HasRun("run-2")));
  EXPECT_EQ(Must(ledger_->Runs("lines")).size(), 1u);
}

TEST_F(VectorRecordsTest, ListsAndSums) {
  records_.ReadAll(2, 3);
  Hold("run-2");
  Must(ledger_->MarkFailed("lines", "run-2", "bad zip"));
  const auto rows = Must(vectors_->Deltas("", "", 0));
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].run_id, "run-2");
  EXPECT_EQ(rows[0].state, "FAILED");
  EXPECT_EQ(rows[0].error, "bad zip");
  EXPECT_EQ(rows[1].state, "PENDING");
  EXPECT_EQ(Must(vectors_->Deltas("", "", 1)).size(), 1u);
  EXPECT_EQ(Must(vectors_->Deltas("lines", "run-1", 0)).size(), 1u);
  EXPECT_EQ(Must(vectors_->Deltas("words", "", 0)).size(), 0u);
  const auto totals = Must(vectors_->Totals());
  ASSERT_EQ(totals.size(), 1u);
  EXPECT_EQ(totals[0].open_deltas, 1);
  EXPECT_EQ(totals[0].open_vectors, 6);
  EXPECT_EQ(totals[0].open_bytes, 100);
  EXPECT_EQ(totals[0].failed_deltas, 1);
  EXPECT_THAT(Must(vectors_->Collections()), ElementsAre("lines"));
}

TEST_F(VectorRecordsTest, APageComesBackWithoutItsLetters) {
  const Page page = Must(vectors_->PageOf(1));
  Page expected = MakeSuccess(0).reading->page;
  for (Line& line : expected.lines) {
    for (Word& word : line.words) {
      word.letters.clear();
      word.letter_ids.clear();
    }
  }
  EXPECT_EQ(page, expected);
  EXPECT_THAT(vectors_->PageOf(99).error().message, HasSubstr("99"));
}

}  // namespace
}  // namespace rescan
