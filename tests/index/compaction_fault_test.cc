// The short sweep: every step of a compaction that has everything to do.
// compaction_sweep_test.cc has the others.
#include <gtest/gtest.h>

#include "tests/support/compaction_sweep.h"

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

}  // namespace
}  // namespace rescan::testing
