#include "index/compaction.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "index/collection_store.h"
#include "tests/support/compaction_world.h"
#include "tests/support/faulty_file_system.h"
#include "tests/support/faulty_ledger.h"
#include "tests/support/subprocess.h"

namespace rescan::index {
namespace {

using testing::CompactionWorld;
using testing::Contents;
using ::testing::Each;
using testing::FaultyFileSystem;
using testing::FaultyLedger;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class CompactionTest : public ::testing::Test {
 protected:
  CompactionReport Compacted() {
    const auto report = Compact(world_.ledger(), world_.Options());
    EXPECT_TRUE(report.has_value())
        << (report.has_value() ? "" : report.error().message);
    return report.value_or(CompactionReport{});
  }

  Error Refused(const CompactionOptions& options) {
    const auto report = Compact(world_.ledger(), options);
    EXPECT_FALSE(report.has_value());
    return report.has_value() ? Error{} : report.error();
  }

  CompactionState StateOf(const std::string& run) {
    return world_.Run(run).state;
  }

  std::string MetadataOf(const std::string& image, int line) {
    const auto opened = OpenCurrent(world_.ledger(), world_.folder(), "lines");
    const VectorRecord* record =
        (*opened)->collection.Find(CompactionWorld::IdOf(image, line));
    return record == nullptr ? "" : record->metadata;
  }

  testing::TemporaryFolder folder_;
  CompactionWorld world_{folder_.path()};
};

TEST_F(CompactionTest, MergesEveryDeltaIntoAFirstSnapshot) {
  world_.AddRun("one", {"a", "b"});
  world_.AddRun("two", {"c"}, 5);
  const CompactionReport report = Compacted();
  EXPECT_EQ(report.version, world_.CurrentVersion());
  EXPECT_EQ(report.base, "");
  EXPECT_EQ(report.runs_merged, 2);
  EXPECT_EQ(report.merged, 11);
  EXPECT_EQ(report.vectors, 11);
  EXPECT_THAT(report.warnings, IsEmpty());
  EXPECT_THAT(world_.Held(), SizeIs(11));
  EXPECT_EQ(world_.Held(), world_.Wanted());
  for (const char* id : {"one", "two"}) {
    EXPECT_EQ(StateOf(id), CompactionState::kCompleted);
    EXPECT_EQ(world_.Run(id).merged, world_.Run(id).count);
    EXPECT_EQ(world_.Run(id).merged_version, report.version);
    EXPECT_NE(world_.Run(id).started_at, "");
  }
  EXPECT_EQ(world_.ledger().State().collections["lines"].lease_owner, "");
}

TEST_F(CompactionTest, NothingToDoWritesNothing) {
  const auto writes_nothing = [&] {
    FaultyFileSystem files(FileSystem::Real());
    FaultyLedger ledger(world_.ledger());
    const std::string before = testing::ReadFileBytes(folder_ / "ledger");
    auto options = world_.Options();
    options.files = &files;
    const auto report = Compact(ledger, options);
    ASSERT_TRUE(report.has_value()) << report.error().message;
    EXPECT_EQ(report->version, "");
    EXPECT_THAT(files.Log(), Each(HasSubstr("list ")));
    EXPECT_EQ(testing::ReadFileBytes(folder_ / "ledger"), before);
    EXPECT_THAT(ledger.Log(), Each(::testing::Ne("AcquireLease")));
  };
  world_.Read("a", 1);  // makes the ledger's file
  writes_nothing();
  world_.AddRun("one", {"a"});
  Compacted();
  writes_nothing();
}

TEST_F(CompactionTest, AddsToTheSnapshotThatIsThere) {
  world_.AddRun("one", {"a"});
  const std::string first = Compacted().version;
  world_.AddRun("two", {"b"});
  const CompactionReport report = Compacted();
  EXPECT_EQ(report.base, first);
  EXPECT_LT(first, report.version);
  EXPECT_EQ(report.merged, 3);
  EXPECT_EQ(report.vectors, 6);
  EXPECT_EQ(world_.Held(), world_.Wanted());
}

TEST_F(CompactionTest, VersionsFollowEachOtherThoughTheClockStands) {
  std::string previous;
  for (int i = 0; i < 3; ++i) {
    world_.AddRun("run" + std::to_string(i), {std::string(1, char('a' + i))});
    const std::string version = Compacted().version;
    EXPECT_LT(previous, version);
    previous = version;
  }
}

TEST_F(CompactionTest, MergingADeltaTwiceChangesNothing) {
  world_.AddRun("one", {"a", "b"});
  Compacted();
  const Contents before = world_.Held();
  DeltaRun again = world_.Run("one");
  again.state = CompactionState::kPending;
  again.merged_version.clear();
  // As after a fallback: the same delta, to be merged once more.
  world_.ledger().store()->Transact([&](testing::LedgerState& state) {
    state.collections["lines"].runs[0] = {again, 0};
    return true;
  });
  const CompactionReport report = Compacted();
  EXPECT_EQ(report.merged, 6);
  EXPECT_EQ(report.vectors, 6);
  EXPECT_EQ(world_.Held(), before);
}

TEST_F(CompactionTest, ADeltaOfARemovedImageDoesNotResurrectIt) {
  world_.AddRun("one", {"a", "b"});
  world_.RemoveImage("a");
  const CompactionReport report = Compacted();
  EXPECT_EQ(report.merged, 3);
  EXPECT_EQ(report.skipped, 3);
  EXPECT_EQ(report.changes, 1);
  EXPECT_EQ(world_.Run("one").merged, 3);
  EXPECT_EQ(world_.Run("one").skipped, 3);
  EXPECT_THAT(world_.Held(), SizeIs(3));
  EXPECT_EQ(world_.Held(), world_.Wanted());
}

TEST_F(CompactionTest, ARemovalThatCameBeforeTheDeltaStillCounts) {
  world_.AddRun("one", {"b"});
  world_.AddRun("two", {"a"});
  world_.RemoveImage("a");
  // The removal is consumed while the delta waits, as by another machine.
  const auto late = world_.Run("two");
  world_.ledger().store()->Transact([](testing::LedgerState& state) {
    state.collections["lines"].runs.pop_back();
    return true;
  });
  EXPECT_EQ(Compacted().changes, 1);
  world_.ledger().AddRun("lines", late);
  const CompactionReport report = Compacted();
  EXPECT_EQ(report.skipped, 3);
  EXPECT_EQ(report.merged, 0);
  EXPECT_EQ(StateOf("two"), CompactionState::kCompleted);
  EXPECT_THAT(world_.Held(), SizeIs(3));
}

TEST_F(CompactionTest, ARemovedImageGoesAndAnImageReadAgainIsReplaced) {
  world_.AddRun("one", {"a", "b", "c"}, 4);
  Compacted();
  world_.RemoveImage("a");
  world_.ReadAgain("b", 2);
  world_.AddRun("two", {"b"}, 2);  // shorter: lines 3 and 4 must go
  const CompactionReport report = Compacted();
  EXPECT_EQ(report.removed, 8);
  EXPECT_EQ(report.vectors, 6);
  EXPECT_EQ(world_.Held(), world_.Wanted());
  EXPECT_EQ(world_.Held().at(CompactionWorld::IdOf("b", 1)), 2);
}

TEST_F(CompactionTest, StateDecidesEvenWithoutAChange) {
  world_.AddRun("one", {"b"}, 4);
  Compacted();
  world_.Read("b", 2);
  world_.AddRun("two", {"b"}, 2);
  EXPECT_EQ(Compacted().removed, 2);
  EXPECT_EQ(world_.Held(), world_.Wanted());
}

TEST_F(CompactionTest, OldAndNewDeltaOfAnImageInOneGo) {
  world_.AddRun("one", {"b"}, 4);
  world_.ReadAgain("b", 2);
  world_.AddRun("two", {"b"}, 2);
  const CompactionReport report = Compacted();
  EXPECT_EQ(report.skipped, 4);
  EXPECT_EQ(report.merged, 2);
  EXPECT_EQ(world_.Held(), world_.Wanted());
}

TEST_F(CompactionTest, MetadataChangesComeLastAndInOrder) {
  using Kind = VectorChange::Kind;
  world_.ledger().AddChange("lines", Kind::kUpdate, "a",
                            R"({"merchant":"First","text":null})");
  world_.AddRun("one", {"a", "b"}, 2);
  world_.ledger().AddChange("lines", Kind::kUpdate, "a",
                            R"({"merchant":"Second"})");
  world_.ledger().AddChange("lines", Kind::kUpdate, "gone", R"({"x":1})");
  const CompactionReport report = Compacted();
  EXPECT_EQ(report.patched, 4);
  EXPECT_EQ(report.changes, 3);
  EXPECT_EQ(MetadataOf("a", 1), R"({"line":1,"merchant":"Second"})");
  EXPECT_EQ(MetadataOf("b", 1), R"({"line":1,"text":"revision 1"})");
  EXPECT_EQ(Compacted().version, "") << "consumed";
}

TEST_F(CompactionTest, AChangeThatCannotBeAppliedIsToldAndPassedOver) {
  world_.AddRun("one", {"a"});
  world_.ledger().AddChange("lines", VectorChange::Kind::kUpdate, "a", "[1");
  const CompactionReport report = Compacted();
  EXPECT_EQ(report.patched, 0);
  ASSERT_THAT(report.warnings, SizeIs(1));
  EXPECT_THAT(report.warnings[0], HasSubstr("image a"));
  EXPECT_EQ(Compacted().version, "");
}

TEST_F(CompactionTest, ABadDeltaFailsItsRunAndTheOthersGoOn) {
  world_.AddRun("one", {"a"});
  world_.AddRun("bad", {"b"});
  world_.AddRun("gone", {"c"});
  world_.AddRun("two", {"d"});
  testing::FlipBit(world_.DeltaFilePath("bad"));
  std::filesystem::remove(world_.DeltaFilePath("gone"));
  const std::string left = testing::ReadFileBytes(world_.DeltaFilePath("bad"));
  const CompactionReport report = Compacted();
  EXPECT_EQ(report.runs_merged, 2);
  EXPECT_EQ(report.runs_failed, 2);
  EXPECT_THAT(report.warnings, SizeIs(2));
  EXPECT_EQ(StateOf("bad"), CompactionState::kFailed);
  EXPECT_EQ(StateOf("gone"), CompactionState::kFailed);
  EXPECT_THAT(world_.Run("bad").error, HasSubstr("delta.zip"));
  EXPECT_EQ(testing::ReadFileBytes(world_.DeltaFilePath("bad")), left)
      << "nothing is deleted";
  EXPECT_EQ(world_.Held(), world_.Wanted());
  EXPECT_THAT(world_.Held(), SizeIs(6));
  EXPECT_EQ(Compacted().version, "") << "not tried again";
}

TEST_F(CompactionTest, OnlyBadDeltasMakeNoSnapshot) {
  world_.AddRun("bad", {"b"});
  testing::FlipBit(world_.DeltaFilePath("bad"));
  EXPECT_EQ(Compacted().version, "");
  EXPECT_EQ(StateOf("bad"), CompactionState::kFailed);
  EXPECT_EQ(world_.CurrentVersion(), "");
}

TEST_F(CompactionTest, ADeltaOfAnotherModelFails) {
  world_.AddRun("one", {"a"});
  auto options = world_.Options();
  options.spec.model = "another-model";
  const auto report = Compact(world_.ledger(), options);
  ASSERT_TRUE(report.has_value());
  EXPECT_EQ(report->runs_failed, 1);
  EXPECT_THAT(world_.Run("one").error, HasSubstr("another-model"));
}

TEST_F(CompactionTest, ASnapshotOfAnotherModelIsRefused) {
  world_.AddRun("one", {"a"});
  Compacted();
  world_.AddRun("two", {"b"});
  auto options = world_.Options();
  options.spec.model = "another-model";
  const Error error = Refused(options);
  EXPECT_EQ(error.code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(error.message, HasSubstr("rescan index rebuild"));
  EXPECT_EQ(StateOf("two"), CompactionState::kPending);
}

TEST_F(CompactionTest, WithoutASpecTheFirstDeltaDecides) {
  world_.AddRun("one", {"a"});
  auto options = world_.Options();
  options.spec = {};
  ASSERT_TRUE(Compact(world_.ledger(), options).has_value());
  const auto versions = world_.ledger().Versions("lines");
  EXPECT_EQ(versions->front().model, CompactionWorld::kModel);
  EXPECT_EQ(versions->front().dimension, CompactionWorld::kDimension);
}

TEST_F(CompactionTest, BadOptionsAreRefused) {
  for (const char* name : {"", "..", "a/b", ".hidden"}) {
    auto options = world_.Options();
    options.collection = name;
    EXPECT_EQ(Refused(options).code, ErrorCode::kInvalidArgument) << name;
  }
  auto options = world_.Options();
  options.keep_versions = 0;
  EXPECT_EQ(Refused(options).code, ErrorCode::kInvalidArgument);
}

TEST_F(CompactionTest, AnEmptyDeltaIsASuccess) {
  world_.AddRun("empty", {});
  EXPECT_EQ(Compacted().runs_merged, 1);
  EXPECT_EQ(StateOf("empty"), CompactionState::kCompleted);
  EXPECT_THAT(world_.Held(), IsEmpty());
}

TEST_F(CompactionTest, ADamagedSnapshotIsRepairedFromTheOneBefore) {
  world_.AddRun("one", {"a", "x"});
  const std::string first = Compacted().version;
  world_.AddRun("two", {"b"});
  world_.RemoveImage("x");
  world_.ledger().AddChange("lines", VectorChange::Kind::kUpdate, "a",
                            R"({"merchant":"M"})");
  const std::string second = Compacted().version;
  world_.AddRun("three", {"c"});
  testing::FlipBit(world_.SnapshotFilePath(second));

  const CompactionReport report = Compacted();
  EXPECT_EQ(report.base, first);
  ASSERT_THAT(report.warnings, SizeIs(1));
  EXPECT_THAT(report.warnings[0], HasSubstr(second));
  EXPECT_EQ(report.runs_merged, 2) << "what the damaged one held, and the new";
  EXPECT_EQ(world_.Held(), world_.Wanted());
  EXPECT_THAT(world_.Held(), SizeIs(9));
  EXPECT_THAT(MetadataOf("a", 1), HasSubstr(R"("merchant":"M")"));
  EXPECT_EQ(world_.Run("two").merged_version, second) << "once COMPLETED";
}

TEST_F(CompactionTest, ADamagedSnapshotIsRepairedThoughNothingWaits) {
  world_.AddRun("one", {"a"});
  Compacted();
  world_.AddRun("two", {"b"});
  const std::string second = Compacted().version;
  std::filesystem::remove(world_.SnapshotFilePath(second));
  EXPECT_NE(Compacted().version, "");
  EXPECT_EQ(world_.Held(), world_.Wanted());
  EXPECT_EQ(Compacted().version, "");
}

TEST_F(CompactionTest, SeveralDamagedSnapshotsArePassedOver) {
  for (int i = 0; i < 4; ++i) {
    world_.AddRun("run" + std::to_string(i), {std::string(1, char('a' + i))});
    const std::string version = Compacted().version;
    if (i > 0) testing::FlipBit(world_.SnapshotFilePath(version));
    if (i > 1) {
      // What was repaired each time.
      EXPECT_THAT(world_.ledger().Versions("lines").value(),
                  SizeIs(std::min(i + 1, 4)));
    }
  }
  const CompactionReport report = Compacted();
  EXPECT_THAT(report.warnings, SizeIs(3));
  EXPECT_EQ(world_.Held(), world_.Wanted());
  EXPECT_THAT(world_.Held(), SizeIs(12));
}

TEST_F(CompactionTest, WithoutAWholeSnapshotNothingIsOverwritten) {
  world_.AddRun("one", {"a"});
  const std::string first = Compacted().version;
  world_.AddRun("two", {"b"});
  const std::string second = Compacted().version;
  world_.AddRun("three", {"c"});
  testing::FlipBit(world_.SnapshotFilePath(first));
  testing::FlipBit(world_.SnapshotFilePath(second));
  const Error error = Refused(world_.Options());
  EXPECT_EQ(error.code, ErrorCode::kCorruption);
  EXPECT_THAT(error.message, HasSubstr("rescan index rebuild"));
  EXPECT_THAT(error.message, HasSubstr(first));
  EXPECT_EQ(world_.CurrentVersion(), second);
  EXPECT_NE(StateOf("three"), CompactionState::kCompleted);
  EXPECT_TRUE(std::filesystem::exists(world_.SnapshotFilePath(first)));
  EXPECT_EQ(world_.ledger().State().collections["lines"].lease_owner, "");
}

TEST_F(CompactionTest, AFallbackWithoutItsDeltasIsRefused) {
  world_.AddRun("one", {"a"});
  Compacted();
  world_.AddRun("two", {"b"});
  const std::string second = Compacted().version;
  testing::FlipBit(world_.SnapshotFilePath(second));
  world_.AddRun("three", {"c"});
  // Lost, damaged or removed after use: all the same.
  const std::string delta = testing::ReadFileBytes(world_.DeltaFilePath("two"));
  std::filesystem::remove(world_.DeltaFilePath("two"));
  for (int i = 0; i < 3; ++i) {
    const Error error = Refused(world_.Options());
    EXPECT_EQ(error.code, ErrorCode::kCorruption);
    EXPECT_THAT(error.message, HasSubstr("rescan index rebuild"));
    EXPECT_THAT(error.message, HasSubstr("two"));
    EXPECT_EQ(world_.CurrentVersion(), second);
    EXPECT_EQ(StateOf("two"), CompactionState::kCompleted);
    EXPECT_NE(StateOf("three"), CompactionState::kCompleted);
    testing::WriteFileBytes(world_.DeltaFilePath("two"), delta);
    if (i == 0) testing::FlipBit(world_.DeltaFilePath("two"));
    if (i == 1) {
      ASSERT_TRUE(world_.ledger().MarkDeltaDeleted("lines", "two").has_value());
    }
  }
}

TEST_F(CompactionTest, ARebuiltSnapshotHasNoStandIn) {
  world_.AddRun("one", {"a"});
  Compacted();
  const auto rebuilt =
      RebuildCollection(world_.ledger(), world_.Options(),
                        [](auto*, auto*) -> Result<bool> { return false; });
  ASSERT_TRUE(rebuilt.has_value()) << rebuilt.error().message;
  world_.AddRun("two", {"b"});
  testing::FlipBit(world_.SnapshotFilePath(rebuilt->version));
  EXPECT_EQ(Refused(world_.Options()).code, ErrorCode::kCorruption);
}

TEST_F(CompactionTest, TheNewestFourVersionsAreKept) {
  std::vector<std::string> versions;
  for (int i = 0; i < 6; ++i) {
    world_.AddRun("run" + std::to_string(i), {std::string(1, char('a' + i))});
    versions.push_back(Compacted().version);
    EXPECT_THAT(world_.Leftovers(), IsEmpty());
  }
  std::vector<std::string> kept;
  const auto listed = world_.ledger().Versions("lines");
  for (const auto& version : *listed) kept.push_back(version.version);
  EXPECT_EQ(kept, (std::vector<std::string>(versions.rbegin(),
                                            versions.rbegin() + 4)));
  EXPECT_FALSE(std::filesystem::exists(world_.SnapshotFilePath(versions[1])));
  EXPECT_TRUE(std::filesystem::exists(world_.SnapshotFilePath(versions[2])));
}

TEST_F(CompactionTest, DeltasGoAfterSevenDaysAndNeverBefore) {
  world_.AddRun("one", {"a"});
  world_.AddRun("bad", {"b"});
  testing::FlipBit(world_.DeltaFilePath("bad"));
  Compacted();
  world_.ledger().Advance(std::chrono::days(7));
  EXPECT_EQ(Compacted().deltas_removed, 0);
  EXPECT_TRUE(std::filesystem::exists(world_.DeltaFilePath("one")));
  world_.ledger().Advance(std::chrono::milliseconds(1));
  // Waiting for so long does not make it finished.
  world_.AddRun("waiting", {"c"});
  auto options = world_.Options();
  options.stop = [] { return true; };
  EXPECT_EQ(Refused(options).code, ErrorCode::kCancelled);
  EXPECT_TRUE(std::filesystem::exists(world_.DeltaFilePath("one")));

  const CompactionReport report = Compacted();
  EXPECT_EQ(report.deltas_removed, 1);
  EXPECT_FALSE(std::filesystem::exists(world_.DeltaFilePath("one")));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "deltas/lines/one"));
  EXPECT_TRUE(std::filesystem::exists(world_.DeltaFilePath("waiting")));
  EXPECT_TRUE(std::filesystem::exists(world_.DeltaFilePath("bad")))
      << "the delta of a FAILED run is evidence";
  EXPECT_TRUE(world_.Run("one").delta_deleted);
  EXPECT_THAT(world_.Held(), SizeIs(6));
}

TEST_F(CompactionTest, ExpiredDeltasGoThoughNothingIsToBeMerged) {
  world_.AddRun("one", {"a"});
  const std::string version = Compacted().version;
  world_.ledger().Advance(std::chrono::days(8));
  const CompactionReport report = Compacted();
  EXPECT_EQ(report.deltas_removed, 1);
  EXPECT_EQ(report.version, "");
  EXPECT_EQ(world_.CurrentVersion(), version);
}

TEST_F(CompactionTest, ADeltaOutlivesTheOnlySnapshotThatIsDamaged) {
  world_.AddRun("one", {"a"});
  testing::FlipBit(world_.SnapshotFilePath(Compacted().version));
  world_.ledger().Advance(std::chrono::days(8));
  EXPECT_EQ(Refused(world_.Options()).code, ErrorCode::kCorruption);
  EXPECT_TRUE(std::filesystem::exists(world_.DeltaFilePath("one")))
      << "it may be the last place of its vectors";
}

TEST_F(CompactionTest, WhatDeadCompactorsLeftIsRemovedAndNothingElse) {
  world_.AddRun("one", {"a"});
  Compacted();
  const std::string lines = folder_ / "index/lines";
  const std::string dead = lines + "/20990101T000000000000Z-0123abcd";
  std::filesystem::create_directories(dead);
  testing::WriteFileBytes(dead + "/snapshot.tmp", "half");
  std::filesystem::create_directories(lines + "/notes");
  testing::WriteFileBytes(lines + "/20990101T000000000000Z-01234567", "a file");
  const CompactionReport report = Compacted();
  EXPECT_EQ(report.version, "");
  EXPECT_EQ(report.leftovers_removed, 1);
  EXPECT_FALSE(std::filesystem::exists(dead));
  EXPECT_TRUE(std::filesystem::exists(lines + "/notes"));
  EXPECT_TRUE(
      std::filesystem::exists(lines + "/20990101T000000000000Z-01234567"));
}

TEST_F(CompactionTest, ALivingCompactorsFolderIsNotTouched) {
  world_.AddRun("one", {"a"});
  const std::string mine =
      folder_ / "index/lines/20990101T000000000000Z-0123abcd";
  std::filesystem::create_directories(mine);
  ASSERT_TRUE(
      *world_.ledger().AcquireLease("lines", "me", std::chrono::minutes(3)));
  EXPECT_EQ(Refused(world_.Options()).code, ErrorCode::kLocked);
  EXPECT_TRUE(std::filesystem::exists(mine));
}

TEST_F(CompactionTest, AStopLeavesTheOldState) {
  world_.AddRun("one", {"a"});
  const std::string before = Compacted().version;
  for (int i = 0; i < 3; ++i) {
    world_.AddRun("more" + std::to_string(i), {std::string(1, char('b' + i))});
  }
  for (int calls = 0; calls < 4; ++calls) {
    auto options = world_.Options();
    int left = calls;
    options.stop = [&] { return left-- == 0; };
    EXPECT_EQ(Refused(options).code, ErrorCode::kCancelled) << calls;
    EXPECT_EQ(world_.CurrentVersion(), before);
    EXPECT_NE(StateOf("more0"), CompactionState::kCompleted);
    EXPECT_THAT(world_.Leftovers(), IsEmpty());
  }
  EXPECT_EQ(Compacted().runs_merged, 3);
  EXPECT_EQ(world_.Held(), world_.Wanted());
}

TEST_F(CompactionTest, TellsHowFarItIs) {
  world_.AddRun("one", {"a"});
  world_.AddRun("two", {"b"});
  std::vector<CompactionProgress> told;
  auto options = world_.Options();
  options.progress = [&](const CompactionProgress& progress) {
    told.push_back(progress);
  };
  ASSERT_TRUE(Compact(world_.ledger(), options).has_value());
  using Phase = CompactionProgress::Phase;
  std::vector<Phase> phases;
  for (const auto& progress : told) phases.push_back(progress.phase);
  EXPECT_EQ(phases, (std::vector<Phase>{Phase::kReading, Phase::kMerging,
                                        Phase::kMerging, Phase::kUpdating,
                                        Phase::kWriting, Phase::kClearing}));
  EXPECT_EQ(told[2].runs_done, 1);
  EXPECT_EQ(told[2].runs_total, 2);
  EXPECT_EQ(told[2].vectors, 3);
}

TEST_F(CompactionTest, AnOwnerThatLostItsLeaseDoesNotSwitch) {
  world_.AddRun("one", {"a"});
  const std::string before = Compacted().version;
  world_.AddRun("two", {"b"});
  auto options = world_.Options();
  // While it writes, its lease ends; nobody needs to have taken it.
  options.progress = [&](const CompactionProgress& progress) {
    if (progress.phase == CompactionProgress::Phase::kWriting) {
      world_.ledger().Advance(std::chrono::minutes(3));
    }
  };
  EXPECT_EQ(Refused(options).code, ErrorCode::kLocked);
  EXPECT_EQ(world_.CurrentVersion(), before);
  EXPECT_NE(StateOf("two"), CompactionState::kCompleted);
  EXPECT_THAT(world_.Leftovers(), IsEmpty());
}

// The lease ends between the last look at it and the switch.
class SleepyLedger : public testing::MemoryLedger {
 public:
  using MemoryLedger::MemoryLedger;
  Result<SwitchResult> SwitchVersion(const VersionSwitch& change) override {
    if (before_switch) before_switch();
    return MemoryLedger::SwitchVersion(change);
  }
  std::function<void()> before_switch;
};

TEST_F(CompactionTest, ALeaseLostAtTheLastMomentDoesNotSwitch) {
  world_.AddRun("one", {"a"});
  const std::string before = Compacted().version;
  world_.AddRun("two", {"b"});
  SleepyLedger sleepy(world_.ledger().store());
  std::string other_version;
  sleepy.before_switch = [&] {
    world_.ledger().Advance(std::chrono::minutes(3));
    other_version = Compacted().version;  // another takes over and ends
  };
  const auto report = Compact(sleepy, world_.Options());
  ASSERT_FALSE(report.has_value());
  EXPECT_EQ(report.error().code, ErrorCode::kLocked);
  EXPECT_NE(other_version, "");
  EXPECT_EQ(world_.CurrentVersion(), other_version);
  EXPECT_EQ(world_.Held(), world_.Wanted());
  EXPECT_THAT(world_.Leftovers(), IsEmpty());
}

TEST_F(CompactionTest, AHeartbeatThatGivesUpStopsTheCompaction) {
  world_.AddRun("one", {"a"});
  const std::string before = Compacted().version;
  for (int i = 0; i < 10; ++i) {
    world_.AddRun("more" + std::to_string(i), {"b"}, 1);
  }
  auto options = world_.Options();
  options.lease.heartbeat = std::chrono::milliseconds(1);
  int merging = 0;
  options.progress = [&](const CompactionProgress& progress) {
    if (progress.phase != CompactionProgress::Phase::kMerging) return;
    ++merging;
    if (merging == 1) world_.ledger().Advance(std::chrono::minutes(3));
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  };
  EXPECT_EQ(Refused(options).code, ErrorCode::kLocked);
  EXPECT_LT(merging, 10) << "it did not go on in vain";
  EXPECT_EQ(world_.CurrentVersion(), before);
}

TEST_F(CompactionTest, OfTwoAtOnceOneLeaves) {
  world_.AddRun("one", {"a"});
  auto options = world_.Options();
  ErrorCode other = ErrorCode::kInternal;
  options.progress = [&](const CompactionProgress& progress) {
    if (progress.phase != CompactionProgress::Phase::kWriting) return;
    testing::MemoryLedger ledger(world_.ledger().store());
    const auto report = Compact(ledger, world_.Options());
    if (!report.has_value()) other = report.error().code;
  };
  EXPECT_TRUE(Compact(world_.ledger(), options).has_value());
  EXPECT_EQ(other, ErrorCode::kLocked);
}

TEST_F(CompactionTest, ManyAtOnceLoseNothing) {
  constexpr int kThreads = 4;
  constexpr int kRuns = 6;
  std::atomic<int> failures = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      CompactionWorld mine(folder_.path());
      auto options = mine.Options();
      options.lease.wait = std::chrono::minutes(1);
      for (int i = 0; i < kRuns; ++i) {
        const std::string name = std::to_string(t) + "-" + std::to_string(i);
        mine.AddRun(name, {name});
        failures += Compact(mine.ledger(), options).has_value() ? 0 : 1;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(failures, 0);
  EXPECT_THAT(world_.Held(), SizeIs(kThreads * kRuns * 3));
  EXPECT_EQ(world_.Held(), world_.Wanted());
  const auto runs = world_.ledger().Runs("lines");
  for (const DeltaRun& run : *runs) {
    EXPECT_EQ(run.state, CompactionState::kCompleted);
  }
  EXPECT_THAT(world_.Leftovers(), IsEmpty());
}

}  // namespace
}  // namespace rescan::index
