// The full sweep: every fault at every file operation and ledger call of every
// kind of compaction.
#include "tests/support/compaction_sweep.h"

#include <gtest/gtest.h>

#include <string>
#include <tuple>

namespace rescan::testing {
namespace {

constexpr CompactionScenario kScenarios[] = {
    {"First", &BuildFirst}, {"Busy", &BuildBusy}, {"Damaged", &BuildDamaged}};

struct FaultCase {
  const char* name;
  Fault fault;
  bool onwards = false;
};

constexpr FaultCase kFileFaults[] = {
    {"Io", Fault::kIo},
    {"IoOnwards", Fault::kIo, true},
    {"StorageFull", Fault::kStorageFull},
    {"StorageFullOnwards", Fault::kStorageFull, true},
    {"ShortWrite", Fault::kShortWrite},
    {"LateIo", Fault::kLateIo},
    {"FlippedBit", Fault::kFlippedBit},
    {"KillBefore", Fault::kKillBefore},
    {"KillAfter", Fault::kKillAfter},
    {"KillInside", Fault::kKillInside},
};

constexpr FaultCase kLedgerFaults[] = {
    {"Io", Fault::kIo},
    {"IoOnwards", Fault::kIo, true},
    {"LateIo", Fault::kLateIo},
    {"KillBefore", Fault::kKillBefore},
    {"KillAfter", Fault::kKillAfter},
};

using Param = std::tuple<CompactionScenario, FaultCase>;

std::string NameOf(const ::testing::TestParamInfo<Param>& info) {
  return std::string(std::get<0>(info.param).name) +
         std::get<1>(info.param).name;
}

class FileSweep : public ::testing::TestWithParam<Param> {};

TEST_P(FileSweep, LeavesTheOldOrTheNewState) {
  const auto& [scenario, fault] = GetParam();
  EXPECT_GT(SweepCompaction(scenario, FaultTarget::kFiles, fault.fault,
                            fault.onwards),
            8);
}

INSTANTIATE_TEST_SUITE_P(Compaction, FileSweep,
                         ::testing::Combine(::testing::ValuesIn(kScenarios),
                                            ::testing::ValuesIn(kFileFaults)),
                         NameOf);

class LedgerSweep : public ::testing::TestWithParam<Param> {};

TEST_P(LedgerSweep, LeavesTheOldOrTheNewState) {
  const auto& [scenario, fault] = GetParam();
  EXPECT_GT(SweepCompaction(scenario, FaultTarget::kLedger, fault.fault,
                            fault.onwards),
            8);
}

INSTANTIATE_TEST_SUITE_P(Compaction, LedgerSweep,
                         ::testing::Combine(::testing::ValuesIn(kScenarios),
                                            ::testing::ValuesIn(kLedgerFaults)),
                         NameOf);

class KillChain : public ::testing::TestWithParam<CompactionScenario> {};

TEST_P(KillChain, EndsAtLast) {
  EXPECT_GT(KillAgainAndAgain(GetParam(), FaultTarget::kFiles), 8);
  EXPECT_GT(KillAgainAndAgain(GetParam(), FaultTarget::kLedger), 8);
}

INSTANTIATE_TEST_SUITE_P(Compaction, KillChain, ::testing::ValuesIn(kScenarios),
                         [](const auto& scenario) {
                           return scenario.param.name;
                         });

}  // namespace
}  // namespace rescan::testing
