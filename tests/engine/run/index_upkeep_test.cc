// Deltas, compaction and rebuild over a real workspace with SQLite under them.
#include "engine/run/index_upkeep.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "engine/records/run_lock.h"
#include "engine/records/sqlite_ledger.h"
#include "engine/run/text_index.h"
#include "tests/engine/records/record_samples.h"
#include "tests/support/faulty_file_system.h"

namespace rescan {
namespace {

namespace fs = std::filesystem;
using index::FileSystem;
using testing::Fault;
using testing::FaultyFileSystem;
using ::testing::HasSubstr;
using testing::Must;
using testing::Records;
using testing::Sql;
using testing::SqlNumber;

UpkeepOptions OptionsFor(const std::string& workspace) {
  UpkeepOptions options;
  options.workspace = workspace;
  return options;
}

// Brings everything up to date, then compares index and records.
void ExpectUpToDate(const std::string& workspace) {
  const UpkeepOptions options = OptionsFor(workspace);
  EXPECT_TRUE(Must(CatchUp(options)).had_lock);
  for (const std::string& name : TextCollectionNames()) {
    (void)Must(CompactCollection(options, name));
    const IndexCheck check = Must(CheckIndex(options, name));
    EXPECT_TRUE(check.report.ok())
        << ::testing::PrintToString(check.report.problems);
    EXPECT_TRUE(check.compared_with_records) << name;
    EXPECT_GT(check.report.vectors, 0);
  }
}

TEST(IndexUpkeep, ReadingsComeInOnceAndOutdatedOnesLeave) {
  Records records;
  records.ReadAll(0, 4);
  ExpectUpToDate(records.workspace());
  const auto again =
      Must(CompactCollection(OptionsFor(records.workspace()), "lines"));
  EXPECT_EQ(again.version, "");
  records.ReadAll(2, 4, /*version=*/1);
  ExpectUpToDate(records.workspace());
}

TEST(IndexUpkeep, AnIndexOfAnotherModelIsNeitherSoundNorMerged) {
  Records records;
  records.ReadAll(0, 2);
  ExpectUpToDate(records.workspace());
  Sql(records.database(), "UPDATE snapshot_versions SET model = 'older'");
  const UpkeepOptions options = OptionsFor(records.workspace());
  for (const std::string& name : TextCollectionNames()) {
    SCOPED_TRACE(name);
    const auto merged = CompactCollection(options, name);
    ASSERT_FALSE(merged.has_value());
    EXPECT_EQ(merged.error().code, ErrorCode::kUnsupported);
    const auto checked = CheckIndex(options, name);
    ASSERT_FALSE(checked.has_value());
    EXPECT_EQ(checked.error().code, ErrorCode::kUnsupported);
    EXPECT_THAT(checked.error().message,
                HasSubstr("rescan index rebuild --collection " + name));
    EXPECT_TRUE(RebuildFromRecords(options, name).has_value());
  }
  ExpectUpToDate(records.workspace());
}

TEST(IndexUpkeep, WhileARunHoldsTheWorkspaceItWritesTheDeltas) {
  Records records;
  records.ReadAll(0, 1);
  const auto lock = Must(RunLock::Acquire(records.workspace()));
  const CatchUpReport report = Must(CatchUp(OptionsFor(records.workspace())));
  EXPECT_FALSE(report.had_lock);
  EXPECT_EQ(report.tally.runs, 0);
}

TEST(IndexUpkeep, AStopLeavesAllAsItWas) {
  Records records;
  records.ReadAll(0, 2);
  UpkeepOptions options = OptionsFor(records.workspace());
  options.stop = [] { return true; };
  const auto stopped = CatchUp(options);
  ASSERT_FALSE(stopped.has_value());
  EXPECT_EQ(stopped.error().code, ErrorCode::kCancelled);
  ExpectUpToDate(records.workspace());
}

TEST(IndexUpkeep, AnIndexOfAnotherModelIsRebuilt) {
  Records records;
  records.ReadAll(0, 2);
  ExpectUpToDate(records.workspace());
  const std::string& workspace = records.workspace();
  Sql(records.database(), "UPDATE snapshot_versions SET model = 'other'");
  const auto search = TextIndex::Open(workspace, "lines");
  EXPECT_FALSE(search.has_value());
  records.ReadAll(2, 3);
  EXPECT_EQ(CatchUp(OptionsFor(workspace)).error().code,
            ErrorCode::kUnsupported);
  for (const std::string& name : TextCollectionNames()) {
    EXPECT_NE(Must(RebuildFromRecords(OptionsFor(workspace), name)).version,
              "");
  }
  ExpectUpToDate(workspace);
}

// All but one image were read again, and nothing was compacted since.
TEST(IndexUpkeep, OutdatedVectorsDoNotCrowdOutCurrentOnes) {
  Records records;
  records.ReadAll(0, 30);
  ExpectUpToDate(records.workspace());
  records.ReadAll(0, 29, /*version=*/1);
  const auto index = Must(TextIndex::Open(records.workspace(), "words"));
  const std::int64_t vectors =
      SqlNumber(records.database(),
                "SELECT word_vectors FROM readings"
                " WHERE superseded = 0 AND delta_run_id IS NOT NULL");
  ASSERT_GT(vectors, 1);
  TextIndexQuery query;
  query.text = "a";
  query.k = static_cast<int>(vectors);
  EXPECT_EQ(Must(index->Find(query)).size(), static_cast<std::size_t>(vectors));
}

TEST(IndexUpkeep, NoSuchCollection) {
  Records records;
  EXPECT_EQ(TextIndex::Open(records.workspace(), "faces").error().code,
            ErrorCode::kInvalidArgument);
  EXPECT_EQ(TextIndex::Open(records.workspace(), "lines").error().code,
            ErrorCode::kNotFound);
}

// A compaction over the records is killed at every change of the disk in turn.
class IndexUpkeepKills : public ::testing::TestWithParam<Fault> {};

TEST_P(IndexUpkeepKills, LoseNoVectorAndTheNextFinishes) {
  Records records;
  records.ReadAll(0, 2);
  ExpectUpToDate(records.workspace());
  records.ReadAll(1, 3, /*version=*/1);
  (void)Must(CatchUp(OptionsFor(records.workspace())));
  records.Close();
  for (std::uint64_t n = 1;; ++n) {
    SCOPED_TRACE(n);
    ASSERT_LT(n, 200u);
    const testing::TemporaryFolder copy;
    fs::copy(
        records.workspace(), copy.path(),
        fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    const auto end = testing::RunInChild([&] {
      FaultyFileSystem files(FileSystem::Real(),
                             {.at = n, .fault = GetParam()});
      const auto ledger =
          SqliteLedger::Open(copy.path(), StoreMode::kReadWrite);
      if (!ledger) return 1;
      index::CompactionOptions options;
      options.workspace = copy.path();
      options.collection = "words";
      options.files = &files;
      return index::Compact(**ledger, options) ? 0 : 1;
    });
    // What was in before can be found, whatever happened.
    const auto index = TextIndex::Open(copy.path(), "words");
    ASSERT_TRUE(index.has_value()) << index.error().message;
    Sql(copy / "rescan.db", "DELETE FROM compaction_leases");
    ExpectUpToDate(copy.path());
    if (end.signal == 0) {
      EXPECT_EQ(end.exit_code, 0);
      EXPECT_GT(n, 5u);
      return;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Each, IndexUpkeepKills,
                         ::testing::Values(Fault::kKillBefore,
                                           Fault::kKillInside));

}  // namespace
}  // namespace rescan
