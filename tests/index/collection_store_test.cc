#include "index/collection_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "tests/support/compaction_world.h"
#include "tests/support/subprocess.h"

namespace rescan::index {
namespace {

using testing::CompactionWorld;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class CollectionStoreTest : public ::testing::Test {
 protected:
  std::string Compacted() {
    const auto report = Compact(world_.ledger(), world_.Options());
    EXPECT_TRUE(report.has_value())
        << (report.has_value() ? "" : report.error().message);
    return report.has_value() ? report->version : "";
  }

  Result<std::optional<OpenedCollection>> Opened() {
    return OpenCurrent(world_.ledger(), world_.folder(), "lines");
  }

  VerifyReport Verified(const NextVectors& truth = {}) {
    const auto report =
        VerifyCollection(world_.ledger(), world_.folder(), "lines", truth);
    EXPECT_TRUE(report.has_value());
    return report.value_or(VerifyReport{});
  }

  // One line per image, in two batches.
  static NextVectors Lines(const std::vector<std::string>& images) {
    return [images, at = std::size_t{0}](
               auto* records, auto* vectors) mutable -> Result<bool> {
      if (at == images.size()) return false;
      const std::size_t end = at == 0 ? (images.size() + 1) / 2 : images.size();
      for (; at < end; ++at) {
        const std::string id = CompactionWorld::IdOf(images[at], 1);
        records->push_back({id, images[at], 1, "", "{}"});
        const auto vector = CompactionWorld::VectorOf(id, 1);
        vectors->insert(vectors->end(), vector.begin(), vector.end());
      }
      return true;
    };
  }

  testing::TemporaryFolder folder_;
  CompactionWorld world_{folder_.path()};
};

TEST_F(CollectionStoreTest, BeforeTheFirstSnapshotThereIsNone) {
  const auto opened = Opened();
  ASSERT_TRUE(opened.has_value());
  EXPECT_FALSE(opened->has_value());
  EXPECT_TRUE(Verified().ok());
  const auto stats =
      DescribeCollection(world_.ledger(), world_.folder(), "lines");
  ASSERT_TRUE(stats.has_value());
  EXPECT_THAT(stats->versions, IsEmpty());
}

TEST_F(CollectionStoreTest, OpensTheCurrentSnapshot) {
  world_.AddRun("one", {"a"});
  Compacted();
  world_.AddRun("two", {"b"});
  const std::string version = Compacted();
  const auto opened = Opened();
  ASSERT_TRUE(opened.has_value() && opened->has_value());
  EXPECT_EQ((*opened)->version, version);
  EXPECT_THAT((*opened)->warnings, IsEmpty());
  EXPECT_EQ(CompactionWorld::HeldBy((*opened)->collection), world_.Wanted());
}

TEST_F(CollectionStoreTest, ADamagedSnapshotIsStoodInForAndItIsSaid) {
  world_.AddRun("one", {"a"});
  const std::string first = Compacted();
  world_.AddRun("two", {"b"});
  const std::string second = Compacted();
  testing::FlipBit(world_.SnapshotFilePath(second));
  const auto opened = Opened();
  ASSERT_TRUE(opened.has_value() && opened->has_value());
  EXPECT_EQ((*opened)->version, first);
  EXPECT_EQ((*opened)->collection.size(), 3u);
  ASSERT_THAT((*opened)->warnings, SizeIs(2));
  EXPECT_THAT((*opened)->warnings[0], HasSubstr(second));
  EXPECT_THAT((*opened)->warnings[1], HasSubstr("rescan compact"));
}

TEST_F(CollectionStoreTest, WithoutAWholeSnapshotThereIsAnError) {
  world_.AddRun("one", {"a"});
  testing::FlipBit(world_.SnapshotFilePath(Compacted()));
  const auto opened = Opened();
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().code, ErrorCode::kCorruption);
  EXPECT_THAT(opened.error().message, HasSubstr("rescan index rebuild"));
}

TEST_F(CollectionStoreTest, ASnapshotOfAnotherVersionInItsPlaceIsNoticed) {
  world_.AddRun("one", {"a"});
  const std::string first = Compacted();
  world_.AddRun("two", {"b"});
  const std::string second = Compacted();
  std::filesystem::copy_file(world_.SnapshotFilePath(first),
                             world_.SnapshotFilePath(second),
                             std::filesystem::copy_options::overwrite_existing);
  const auto opened = Opened();
  ASSERT_TRUE(opened.has_value() && opened->has_value());
  EXPECT_EQ((*opened)->version, first);
}

TEST_F(CollectionStoreTest, ARebuildHoldsTheRecordsAndEndsWhatWaited) {
  world_.AddRun("one", {"a", "x"});
  Compacted();
  world_.AddRun("bad", {"b"});
  testing::FlipBit(world_.DeltaFilePath("bad"));
  Compacted();
  world_.AddRun("waiting", {"c"});
  world_.RemoveImage("x");
  const auto report = RebuildCollection(world_.ledger(), world_.Options(),
                                        Lines({"a", "b", "c"}));
  ASSERT_TRUE(report.has_value()) << report.error().message;
  EXPECT_EQ(report->version, world_.CurrentVersion());
  EXPECT_EQ(report->merged, 3);
  EXPECT_THAT(world_.Held(), SizeIs(3));
  EXPECT_EQ(world_.Run("waiting").state, CompactionState::kCompleted);
  EXPECT_EQ(world_.Run("waiting").skipped, 3);
  EXPECT_EQ(world_.Run("bad").state, CompactionState::kFailed);
  EXPECT_TRUE(world_.ledger().Versions("lines")->front().rebuilt);
  EXPECT_EQ(Compacted(), "") << "nothing waits";
  EXPECT_THAT(world_.Leftovers(), IsEmpty());
}

TEST_F(CollectionStoreTest, ARebuildHealsACollectionWithoutAWholeSnapshot) {
  world_.AddRun("one", {"a"});
  testing::FlipBit(world_.SnapshotFilePath(Compacted()));
  ASSERT_TRUE(RebuildCollection(world_.ledger(), world_.Options(), Lines({"a"}))
                  .has_value());
  EXPECT_THAT(world_.Held(), SizeIs(1));
}

TEST_F(CollectionStoreTest, ARebuildThatFailsChangesNothing) {
  world_.AddRun("one", {"a"});
  const std::string before = Compacted();
  world_.AddRun("two", {"b"});
  NextVectors lines = Lines({"a", "b", "c"});
  int calls = 0;
  const auto report =
      RebuildCollection(world_.ledger(), world_.Options(),
                        [&](auto* records, auto* vectors) -> Result<bool> {
                          if (++calls == 2)
                            return Fail(ErrorCode::kIo, "the records broke");
                          return lines(records, vectors);
                        });
  ASSERT_FALSE(report.has_value());
  EXPECT_EQ(report.error().message, "the records broke");
  auto options = world_.Options();
  options.stop = [] { return true; };
  EXPECT_EQ(
      RebuildCollection(world_.ledger(), options, Lines({"a"})).error().code,
      ErrorCode::kCancelled);
  EXPECT_EQ(world_.CurrentVersion(), before);
  EXPECT_EQ(world_.Run("two").state, CompactionState::kPending);
  EXPECT_EQ(world_.ledger().State().collections["lines"].lease_owner, "");
}

TEST_F(CollectionStoreTest, AgreementIsExact) {
  world_.AddRun("one", {"a", "b", "c"});
  Compacted();
  world_.AddRun("two", {"d"});
  world_.ReadAgain("b", 2);
  world_.AddRun("three", {"b"}, 2);
  Compacted();
  world_.AddRun("bad", {"e"});
  testing::FlipBit(world_.DeltaFilePath("bad"));
  Compacted();
  world_.RemoveImage("c");
  world_.AddRun("waiting", {"f"});
  const VerifyReport report = Verified();
  EXPECT_THAT(report.problems, IsEmpty());
  EXPECT_EQ(report.version, world_.CurrentVersion());
  EXPECT_EQ(report.vectors, 11);
  EXPECT_EQ(report.in_deltas, 8);
  EXPECT_EQ(report.awaiting_removal, 3);
  EXPECT_EQ(report.beyond_deltas, 0);
  EXPECT_EQ(report.delta_records, 14);
  EXPECT_EQ(report.found, 8);
  EXPECT_EQ(report.superseded, 6);
  EXPECT_EQ(report.runs_completed, 3);
  EXPECT_EQ(report.runs_waiting, 1);
  EXPECT_EQ(report.runs_failed, 1);
  EXPECT_EQ(report.versions, 2);
}

TEST_F(CollectionStoreTest, RemovedDeltasAreAccountedFor) {
  world_.AddRun("one", {"a"});
  Compacted();
  world_.ledger().Advance(std::chrono::days(8));
  world_.AddRun("two", {"b"});
  Compacted();
  const VerifyReport report = Verified();
  EXPECT_TRUE(report.ok());
  EXPECT_EQ(report.deltas_removed, 1);
  EXPECT_EQ(report.in_deltas, 3);
  EXPECT_EQ(report.beyond_deltas, 3);
}

TEST_F(CollectionStoreTest, EachDisagreementIsFound) {
  world_.AddRun("one", {"a"});
  const std::string first = Compacted();
  world_.AddRun("two", {"b"});
  const std::string second = Compacted();
  const auto edit = [&](const std::function<void(testing::LedgerState&)>& how) {
    const testing::LedgerState before = world_.ledger().State();
    world_.ledger().store()->Transact([&](testing::LedgerState& state) {
      how(state);
      return true;
    });
    const VerifyReport report = Verified();
    world_.ledger().store()->Transact([&](testing::LedgerState& state) {
      state = before;
      return true;
    });
    return report.problem_count;
  };
  EXPECT_EQ(edit([](auto&) {}), 0);
  EXPECT_EQ(edit([](auto& s) { s.collections["lines"].versions[1].count = 5; }),
            1 + 6)
      << "the snapshot is not the one, so its vectors are missing";
  EXPECT_EQ(
      edit([](auto& s) { s.collections["lines"].runs[0].run.merged = 2; }), 1);
  EXPECT_EQ(
      edit([](auto& s) { s.collections["lines"].runs[0].run.sha256[0] ^= 1; }),
      1);
  EXPECT_EQ(edit([](auto& s) { s.revisions["a"] = 2; }), 3)
      << "stale vectors that nothing removes";
  EXPECT_EQ(edit([](auto& s) { s.revisions.erase("a"); }), 3);
  // The pointer on an older snapshot: run two's vectors are not there.
  EXPECT_EQ(edit([](auto& s) { s.collections["lines"].versions.pop_back(); }),
            3);
  testing::FlipBit(world_.SnapshotFilePath(first));
  EXPECT_TRUE(Verified().ok());
  EXPECT_THAT(Verified().warnings, SizeIs(1)) << "not the current one";
  EXPECT_EQ(Verified().versions, 1);
  EXPECT_EQ(Verified().versions_damaged, 1);
  testing::FlipBit(world_.DeltaFilePath("one"));
  EXPECT_EQ(Verified().problem_count, 1);
  testing::FlipBit(world_.SnapshotFilePath(second));
  EXPECT_FALSE(Verified().ok());
}

TEST_F(CollectionStoreTest, AnImageThatCameBackIsWaitedFor) {
  world_.AddRun("one", {"a", "b"});
  Compacted();
  world_.RemoveImage("a");
  Compacted();
  world_.Read("a", 1);
  EXPECT_EQ(Verified().problem_count, 3) << "nothing brings it back";
  const std::vector<std::string> without_delta = {"a"};
  const auto report = VerifyCollection(world_.ledger(), world_.folder(),
                                       "lines", {}, without_delta);
  ASSERT_TRUE(report.has_value());
  EXPECT_THAT(report->problems, IsEmpty());
  EXPECT_EQ(report->coming, 3);
  world_.AddRun("two", {"a"});
  EXPECT_THAT(Verified().problems, IsEmpty());
  EXPECT_EQ(Verified().coming, 3);
  Compacted();
  EXPECT_EQ(Verified().coming, 0);
  EXPECT_EQ(Verified().found, 9);
}

TEST_F(CollectionStoreTest, ARebuildCuresALostDelta) {
  world_.AddRun("one", {"a"});
  Compacted();
  std::filesystem::remove(world_.DeltaFilePath("one"));
  EXPECT_EQ(Verified().problem_count, 1);
  ASSERT_TRUE(RebuildCollection(world_.ledger(), world_.Options(), Lines({"a"}))
                  .has_value());
  EXPECT_THAT(Verified().problems, IsEmpty());
  EXPECT_THAT(Verified().warnings, SizeIs(1));
  // Nor is it missed when the rebuilt version itself has gone.
  for (int i = 0; i < 4; ++i) {
    world_.AddRun("more" + std::to_string(i), {"b"});
    Compacted();
  }
  EXPECT_FALSE(world_.ledger().Versions("lines")->back().rebuilt);
  EXPECT_THAT(Verified().problems, IsEmpty());
  std::filesystem::remove(world_.DeltaFilePath("more3"));
  EXPECT_EQ(Verified().problem_count, 1);
}

TEST_F(CollectionStoreTest, TheTruthOfTheRecordsIsCompared) {
  ASSERT_TRUE(
      RebuildCollection(world_.ledger(), world_.Options(), Lines({"a", "b"}))
          .has_value());
  world_.Read("a", 1);
  world_.Read("b", 1);
  world_.Read("c", 1);
  EXPECT_TRUE(Verified(Lines({"a", "b"})).ok());
  EXPECT_EQ(Verified(Lines({"a"})).problem_count, 1) << "one too many";
  EXPECT_EQ(Verified(Lines({"a", "c"})).problem_count, 1);
  EXPECT_EQ(Verified(Lines({"a", "b", "c"})).problem_count, 2);
  EXPECT_EQ(Verified(Lines({"a", "b", "c"})).truth_problems, 2);
}

TEST_F(CollectionStoreTest, ProblemsAreCappedButCounted) {
  world_.AddRun("one", {"a"}, 60);
  Compacted();
  world_.Read("a", 2);
  const VerifyReport report = Verified();
  EXPECT_EQ(report.problem_count, 60);
  EXPECT_THAT(report.problems, SizeIs(50));
}

TEST_F(CollectionStoreTest, StatsSayWhatIsThere) {
  world_.AddRun("one", {"a"});
  const std::string version = Compacted();
  world_.AddRun("two", {"b"}, 5);
  world_.RemoveImage("a");
  const auto stats =
      DescribeCollection(world_.ledger(), world_.folder(), "lines");
  ASSERT_TRUE(stats.has_value());
  ASSERT_THAT(stats->versions, SizeIs(1));
  EXPECT_EQ(stats->versions[0].version.version, version);
  EXPECT_EQ(stats->versions[0].bytes,
            std::filesystem::file_size(world_.SnapshotFilePath(version)));
  EXPECT_EQ(stats->index_spec, "Auto");
  EXPECT_EQ(stats->runs_pending, 1);
  EXPECT_EQ(stats->runs_completed, 1);
  EXPECT_EQ(stats->vectors_waiting, 5);
  EXPECT_EQ(stats->changes_waiting, 1);
  EXPECT_EQ(stats->waiting_bytes,
            std::filesystem::file_size(world_.DeltaFilePath("two")));
  EXPECT_EQ(stats->delta_bytes,
            stats->waiting_bytes +
                std::filesystem::file_size(world_.DeltaFilePath("one")));
}

}  // namespace
}  // namespace rescan::index
