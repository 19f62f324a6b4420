// The short sweep: every step of a compaction that has everything to do.
// compaction_sweep_test.cc has the others.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <vector>

#include "index/compaction.h"
#include "tests/support/compaction_sweep.h"
#include "tests/support/compaction_world.h"
#include "tests/support/subprocess.h"

namespace rescan::testing {
namespace {

constexpr CompactionScenario kBusy = {"busy", &BuildBusy};

TEST(CompactionFaults, AKillAfterAnyFileOperationLeavesTheOldOrTheNewState) {
  EXPECT_GT(SweepCompaction(kBusy, FaultTarget::kFiles, Fault::kKillAfter), 20);
}

TEST(CompactionFaults, AKillAfterAnyLedgerCallLeavesTheOldOrTheNewState) {
  EXPECT_GT(SweepCompaction(kBusy, FaultTarget::kLedger, Fault::kKillAfter),
            20);
}

TEST(CompactionFaults, ADiskThatFillsUpLeavesTheOldOrTheNewState) {
  EXPECT_GT(SweepCompaction(kBusy, FaultTarget::kFiles, Fault::kStorageFull,
                            /*onwards=*/true),
            20);
}

TEST(CompactionFaults, AFailedLedgerCallLeavesTheOldOrTheNewState) {
  EXPECT_GT(SweepCompaction(kBusy, FaultTarget::kLedger, Fault::kIo), 20);
}

TEST(CompactionFaults, KilledAgainAndAgainItStillEnds) {
  EXPECT_GT(KillAgainAndAgain(kBusy, FaultTarget::kFiles), 10);
}

// Adds runs and compacts after each, waiting for the others. An exit code.
int WorkAsOneOfMany(const std::string& folder, int worker, int runs) {
  CompactionWorld world(folder);
  auto options = world.Options();
  options.lease.wait = std::chrono::minutes(1);
  for (int i = 0; i < runs; ++i) {
    const std::string name = std::to_string(worker) + "-" + std::to_string(i);
    world.AddRun(name, {name});
    if (!index::Compact(world.ledger(), options).has_value()) return 1;
  }
  return 0;
}

TEST(CompactionFaults, ManyProcessesAtOnceLoseNothing) {
  constexpr int kWorkers = 3;
  constexpr int kRuns = 4;
  const TemporaryFolder folder;
  std::vector<pid_t> children;
  for (int worker = 0; worker < kWorkers; ++worker) {
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) _exit(WorkAsOneOfMany(folder.path(), worker, kRuns));
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = -1;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  }
  CompactionWorld world(folder.path());
  EXPECT_EQ(world.Held(), world.Wanted());
  EXPECT_THAT(world.Held(), ::testing::SizeIs(kWorkers * kRuns * 3));
  const auto runs = world.ledger().Runs(CompactionWorld::kCollection);
  for (const auto& run : *runs) {
    EXPECT_EQ(run.state, index::CompactionState::kCompleted);
  }
  EXPECT_THAT(world.Leftovers(), ::testing::IsEmpty());
}

}  // namespace
}  // namespace rescan::testing
