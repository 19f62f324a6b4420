#include "engine/run/delta_builder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "engine/records/sqlite_ledger.h"
#include "tests/engine/records/record_samples.h"
#include "tests/support/faulty_file_system.h"

namespace rescan {
namespace {

namespace fs = std::filesystem;
using index::FileSystem;
using testing::Fault;
using testing::FaultPlan;
using testing::FaultyFileSystem;
using ::testing::HasSubstr;
using testing::MakeItem;
using testing::MakeSuccess;
using testing::Must;
using testing::Records;
using testing::Sql;
using testing::SqlNumber;

DeltaBuilderOptions OptionsFor(const std::string& workspace,
                               FileSystem& files = FileSystem::Real()) {
  DeltaBuilderOptions options;
  options.workspace = workspace;
  options.files = &files;
  options.delta.sleep = [](std::chrono::milliseconds) {};
  return options;
}

Status BuildAll(DeltaBuilder& builder) {
  while (true) {
    const Result<bool> built = builder.BuildBatch();
    if (!built) return tl::unexpected(built.error());
    if (!*built) return {};
  }
}

// What an undisturbed builder does with whatever it finds.
Status CatchUp(const std::string& workspace,
               FileSystem& files = FileSystem::Real()) {
  const auto builder = DeltaBuilder::Open(OptionsFor(workspace, files));
  if (!builder) return tl::unexpected(builder.error());
  RESCAN_TRY((*builder)->RemoveOrphans());
  return BuildAll(**builder);
}

std::set<std::string> DeltaFolders(const std::string& workspace) {
  std::set<std::string> names;
  for (const char* collection : {"lines", "words"}) {
    const fs::path folder = fs::path(workspace) / "deltas" / collection;
    if (!fs::exists(folder)) continue;
    for (const auto& entry : fs::directory_iterator(folder)) {
      names.insert(entry.path().string());
    }
  }
  return names;
}

// Every delta that the records name is there and whole. Ids of its vectors.
std::set<std::string> CheckedIds(const std::string& workspace,
                                 const std::string& collection) {
  std::set<std::string> ids;
  const auto ledger = Must(SqliteLedger::Open(workspace, StoreMode::kReadOnly));
  for (const auto& run : Must(ledger->Runs(collection))) {
    index::DeltaLimits limits;
    limits.sha256 = run.sha256;
    const auto delta =
        Must(index::ReadDelta(workspace + "/" + run.delta_path, limits));
    EXPECT_EQ(static_cast<std::int64_t>(delta.records.size()), run.count);
    EXPECT_EQ(delta.run_id, run.run_id);
    for (const auto& record : delta.records) ids.insert(record.id);
  }
  return ids;
}

// Ids of all vectors that current readings have.
std::set<std::string> CurrentIds(const std::string& workspace,
                                 const std::string& collection) {
  const auto collections = Must(TextCollections::Create());
  const auto next = Must(CurrentVectors(workspace, collection, collections));
  const auto dimension =
      static_cast<std::size_t>(collections.EmbedderOf(collection)->dimension());
  std::set<std::string> ids;
  while (true) {
    std::vector<index::VectorRecord> records;
    std::vector<float> vectors;
    if (!Must(next(&records, &vectors))) return ids;
    EXPECT_EQ(vectors.size(), records.size() * dimension);
    for (const auto& record : records) ids.insert(record.id);
  }
}

class DeltaBuilderTest : public ::testing::Test {
 protected:
  Records records_;
  const std::string workspace_ = records_.workspace();
};

TEST_F(DeltaBuilderTest, EveryCurrentReadingGetsItsVectorsOnDiskOnce) {
  records_.ReadAll(0, 5);
  records_.ReadAll(1, 2, /*version=*/1);
  const auto builder = Must(DeltaBuilder::Open(OptionsFor(workspace_)));
  builder->SetImageRun(1);
  Must(BuildAll(*builder));
  for (const char* collection : {"lines", "words"}) {
    const auto ids = CheckedIds(workspace_, collection);
    EXPECT_FALSE(ids.empty());
    EXPECT_EQ(ids, CurrentIds(workspace_, collection));
  }
  const DeltaTally& tally = builder->tally();
  EXPECT_EQ(tally.runs, 1);
  EXPECT_EQ(tally.deltas, 2);
  EXPECT_EQ(tally.readings, 5);
  EXPECT_EQ(SqlNumber(records_.database(),
                      "SELECT sum(line_vectors) FROM readings"
                      " WHERE superseded = 0"),
            tally.line_vectors);
  EXPECT_EQ(SqlNumber(records_.database(),
                      "SELECT sum(vector_count) FROM compaction_deltas"),
            tally.line_vectors + tally.word_vectors);
  EXPECT_EQ(
      SqlNumber(records_.database(),
                "SELECT count(*) FROM compaction_runs WHERE image_run = 1"
                " AND run_id LIKE '________-____-4___-____-____________'"),
      1);
  EXPECT_FALSE(Must(builder->BuildBatch()));
  EXPECT_EQ(builder->tally().runs, 1);
}

TEST_F(DeltaBuilderTest, BatchesAreBounded) {
  records_.ReadAll(0, 10);
  DeltaBuilderOptions options = OptionsFor(workspace_);
  // Pages of 3 lines and 9 words.
  options.batch_entities = 30;
  const auto builder = Must(DeltaBuilder::Open(options));
  Must(BuildAll(*builder));
  EXPECT_EQ(builder->tally().runs, 4);
  EXPECT_EQ(CheckedIds(workspace_, "words"), CurrentIds(workspace_, "words"));
}

TEST_F(DeltaBuilderTest, AReadingWithoutTextIsMarkedAndHasNoDelta) {
  const RunId run = records_.Begin();
  const auto items = records_.Plan(run, {MakeItem(1)});
  Outcome outcome = MakeSuccess(1);
  outcome.reading->page.lines.clear();
  Must(records_->RecordOutcome(run, items[0], {}, outcome));
  Must(records_->EndRun(run, RunState::kFinished, ""));
  Must(CatchUp(workspace_));
  EXPECT_TRUE(DeltaFolders(workspace_).empty());
  EXPECT_EQ(SqlNumber(records_.database(),
                      "SELECT count(*) FROM readings"
                      " WHERE delta_run_id IS NULL"),
            0);
  EXPECT_EQ(
      SqlNumber(records_.database(), "SELECT count(*) FROM compaction_deltas"),
      0);
}

TEST_F(DeltaBuilderTest, OrphansGoAndOnlyThey) {
  records_.ReadAll(0, 2);
  Must(CatchUp(workspace_));
  const auto before = DeltaFolders(workspace_);
  ASSERT_EQ(before.size(), 2u);
  const std::string orphan =
      workspace_ + "/deltas/lines/01234567-89ab-4def-8123-456789abcdef";
  const std::string not_ours = workspace_ + "/deltas/lines/backup";
  fs::create_directories(orphan);
  testing::WriteFileBytes(orphan + "/delta.zip", "x");
  fs::create_directories(not_ours);
  testing::WriteFileBytes(workspace_ + "/deltas/lines/a-file", "x");
  const auto builder = Must(DeltaBuilder::Open(OptionsFor(workspace_)));
  Must(builder->RemoveOrphans());
  EXPECT_EQ(builder->tally().orphans_removed, 1);
  EXPECT_FALSE(fs::exists(orphan));
  EXPECT_TRUE(fs::remove(not_ours));
  EXPECT_TRUE(fs::remove(workspace_ + "/deltas/lines/a-file"));
  EXPECT_EQ(DeltaFolders(workspace_), before);
}

TEST_F(DeltaBuilderTest, AnIndexOfAnotherModelTakesNoVectors) {
  records_.ReadAll(0, 1);
  Sql(records_.database(),
      "INSERT INTO snapshot_versions VALUES"
      " ('words', 'v1', 1, 'another-model', 8, 0, 'now', 0, NULL)");
  const auto builder = DeltaBuilder::Open(OptionsFor(workspace_));
  ASSERT_FALSE(builder.has_value());
  EXPECT_EQ(builder.error().code, ErrorCode::kUnsupported);
  EXPECT_THAT(builder.error().message, HasSubstr("another-model"));
  EXPECT_THAT(builder.error().message, HasSubstr("rescan index rebuild"));
}

// The n-th change of the disk fails, or is the last of the process, for every
// n: what the records name is whole, and the next builder finishes the job.
class DeltaBuilderFaults : public ::testing::TestWithParam<Fault> {};

TEST_P(DeltaBuilderFaults, LeaveNothingHalfAndNothingLost) {
  const bool kills = GetParam() == Fault::kKillBefore ||
                     GetParam() == Fault::kKillAfter ||
                     GetParam() == Fault::kKillInside;
  for (std::uint64_t n = 1;; ++n) {
    SCOPED_TRACE(n);
    ASSERT_LT(n, 200u);
    Records records;
    records.ReadAll(0, 3);
    records.Close();
    const std::string& workspace = records.workspace();
    bool through = false;
    if (kills) {
      const auto end = testing::RunInChild([&] {
        FaultyFileSystem files(FileSystem::Real(),
                               {.at = n, .fault = GetParam()});
        return CatchUp(workspace, files) ? 0 : 1;
      });
      through = end.signal == 0;
      if (through) {
        EXPECT_EQ(end.exit_code, 0);
      }
    } else {
      FaultyFileSystem files(FileSystem::Real(),
                             {.at = n, .fault = GetParam(), .onwards = true});
      const Status built = CatchUp(workspace, files);
      through = !files.Struck();
      EXPECT_TRUE(!through || built.has_value());
    }
    (void)CheckedIds(workspace, "lines");
    (void)CheckedIds(workspace, "words");
    Must(CatchUp(workspace));
    EXPECT_EQ(CheckedIds(workspace, "lines"), CurrentIds(workspace, "lines"));
    EXPECT_EQ(CheckedIds(workspace, "words"), CurrentIds(workspace, "words"));
    EXPECT_EQ(DeltaFolders(workspace).size(), 2u) << "orphans are left";
    if (through) {
      EXPECT_GT(n, 10u);
      return;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Each, DeltaBuilderFaults,
                         ::testing::Values(Fault::kIo, Fault::kStorageFull,
                                           Fault::kKillBefore,
                                           Fault::kKillAfter,
                                           Fault::kKillInside));

}  // namespace
}  // namespace rescan
