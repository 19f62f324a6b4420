// What any CompactionLedger must do, as a test suite. A test file includes
// this header, builds a harness on its ledger and instantiates:
//
//   INSTANTIATE_TEST_SUITE_P(Memory, LedgerContract,
//                            ::testing::Values(&MakeMemoryHarness));
#ifndef RESCAN_TESTS_SUPPORT_LEDGER_CONTRACT_H_
#define RESCAN_TESTS_SUPPORT_LEDGER_CONTRACT_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "index/compaction_ledger.h"

namespace rescan::testing {

// One store, empty at first, whose clock stands still until it is moved.
class LedgerHarness {
 public:
  virtual ~LedgerHarness() = default;
  // A ledger of its own on the store, as another process would have.
  virtual std::unique_ptr<index::CompactionLedger> Open() = 0;
  // A PENDING run; run_id, delta_path, count and sha256 as given. Images
  // behind it need not exist.
  virtual void AddRun(const std::string& collection,
                      const index::DeltaRun& run) = 0;
  // Returns its seq.
  virtual std::int64_t AddChange(const std::string& collection,
                                 index::VectorChange::Kind kind,
                                 const std::string& asset,
                                 const std::string& patch) = 0;
  // A reading to count for the image; returns its revision.
  virtual std::int64_t AddReading(const std::string& asset) = 0;
  virtual void RemoveImage(const std::string& asset) = 0;
  virtual void Advance(std::chrono::milliseconds by) = 0;
  virtual std::chrono::system_clock::time_point Now() = 0;
};

using MakeLedgerHarness = std::unique_ptr<LedgerHarness> (*)();

class LedgerContract : public ::testing::TestWithParam<MakeLedgerHarness> {
 protected:
  static constexpr std::chrono::minutes kTtl{3};

  static std::string Numbered(const char* name, int number) {
    return std::string(name).append(std::to_string(number));
  }

  // "V1" < "V2"; like real ones, they sort as they follow.
  static index::SnapshotVersion Version(int number) {
    return {Numbered("V", number), 10 * number, "model", 8, false, ""};
  }

  void AddRun(const std::string& id, std::int64_t count = 5) {
    index::DeltaRun run;
    run.run_id = id;
    run.delta_path = "deltas/lines/" + id + "/delta.zip";
    run.count = count;
    run.sha256[31] = 7;
    harness_->AddRun("lines", run);
  }

  std::vector<std::string> Since(const std::string& base) {
    return Ids(*ledger_->RunsSince("lines", base));
  }

  static std::vector<std::string> Ids(
      const std::vector<index::DeltaRun>& runs) {
    std::vector<std::string> ids;
    for (const auto& run : runs) ids.push_back(run.run_id);
    return ids;
  }

  std::vector<std::int64_t> ChangeSeqs(const std::string& base) {
    std::vector<std::int64_t> seqs;
    const auto changes = ledger_->ChangesSince("lines", base);
    for (const auto& change : *changes) seqs.push_back(change.seq);
    return seqs;
  }

  index::DeltaRun Run(const std::string& id) {
    const auto runs = ledger_->Runs("lines");
    for (const auto& run : *runs) {
      if (run.run_id == id) return run;
    }
    ADD_FAILURE() << id << ": no such run";
    return {};
  }

  // Switches from version `from` (0 = none) to `to` under a lease of its own;
  // each run counts as wholly merged.
  index::SwitchResult Switch(int from, int to,
                             const std::vector<std::string>& runs,
                             std::int64_t through = 0) {
    const std::string owner = Numbered("owner", to);
    EXPECT_TRUE(*ledger_->AcquireLease("lines", owner, kTtl));
    const auto result =
        ledger_->SwitchVersion(Change(owner, from, to, runs, through));
    EXPECT_TRUE(ledger_->ReleaseLease("lines", owner).has_value());
    EXPECT_TRUE(result.has_value());
    return result.value_or(index::SwitchResult::kLeaseLost);
  }

  index::VersionSwitch Change(const std::string& owner, int from, int to,
                              const std::vector<std::string>& runs,
                              std::int64_t through = 0) {
    index::VersionSwitch change{
        "lines",     owner, from == 0 ? "" : Version(from).version,
        Version(to), {},    through};
    for (const auto& id : runs) {
      change.runs.push_back({id, Run(id).count, 0});
    }
    return change;
  }

  std::unique_ptr<LedgerHarness> harness_ = GetParam()();
  std::unique_ptr<index::CompactionLedger> ledger_ = harness_->Open();
};

TEST_P(LedgerContract, AFreshStoreHasNothing) {
  EXPECT_TRUE(ledger_->Versions("lines")->empty());
  EXPECT_TRUE(ledger_->Runs("lines")->empty());
  EXPECT_TRUE(ledger_->RunsSince("lines", "")->empty());
  EXPECT_TRUE(ledger_->ChangesSince("lines", "")->empty());
  EXPECT_TRUE(ledger_->ExpiredRuns("lines", harness_->Now())->empty());
}

TEST_P(LedgerContract, ALeaseHasOneOwnerUntilItEnds) {
  const auto other = harness_->Open();
  EXPECT_TRUE(*ledger_->AcquireLease("lines", "one", kTtl));
  EXPECT_FALSE(*other->AcquireLease("lines", "two", kTtl));
  EXPECT_FALSE(*ledger_->AcquireLease("lines", "one", kTtl))
      << "not re-entrant";
  EXPECT_TRUE(*other->AcquireLease("words", "two", kTtl)) << "per collection";
  harness_->Advance(kTtl - std::chrono::milliseconds(1));
  EXPECT_FALSE(*other->AcquireLease("lines", "two", kTtl));
  harness_->Advance(std::chrono::milliseconds(1));
  EXPECT_TRUE(*other->AcquireLease("lines", "two", kTtl));
}

TEST_P(LedgerContract, OnlyItsOwnerReleasesALease) {
  EXPECT_TRUE(ledger_->ReleaseLease("lines", "nobody").has_value());
  ASSERT_TRUE(*ledger_->AcquireLease("lines", "one", kTtl));
  EXPECT_TRUE(ledger_->ReleaseLease("lines", "two").has_value());
  EXPECT_FALSE(*ledger_->AcquireLease("lines", "two", kTtl));
  EXPECT_TRUE(ledger_->ReleaseLease("lines", "one").has_value());
  EXPECT_TRUE(*ledger_->AcquireLease("lines", "two", kTtl));
}

TEST_P(LedgerContract, RenewalIsForTheOwnerOfALivingLease) {
  EXPECT_FALSE(*ledger_->RenewLease("lines", "one", kTtl)) << "none to renew";
  ASSERT_TRUE(*ledger_->AcquireLease("lines", "one", kTtl));
  EXPECT_FALSE(*ledger_->RenewLease("lines", "two", kTtl));
  harness_->Advance(kTtl - std::chrono::milliseconds(1));
  EXPECT_TRUE(*ledger_->RenewLease("lines", "one", kTtl));
  harness_->Advance(kTtl - std::chrono::milliseconds(1));
  EXPECT_TRUE(*ledger_->RenewLease("lines", "one", kTtl))
      << "the first renewal counts from when it was made";
  harness_->Advance(kTtl);
  EXPECT_FALSE(*ledger_->RenewLease("lines", "one", kTtl))
      << "an ended lease does not come back, even if nobody took it";
  ASSERT_TRUE(*ledger_->AcquireLease("lines", "two", kTtl));
  EXPECT_FALSE(*ledger_->RenewLease("lines", "one", kTtl));
  harness_->Advance(kTtl - std::chrono::milliseconds(1));
  EXPECT_TRUE(*ledger_->RenewLease("lines", "two", kTtl))
      << "the old owner's attempt did not touch the new lease";
}

TEST_P(LedgerContract, ARenewerServesAnotherThread) {
  ASSERT_TRUE(*ledger_->AcquireLease("lines", "one", kTtl));
  auto renewer = ledger_->OpenRenewer();
  ASSERT_TRUE(renewer.has_value()) << renewer.error().message;
  std::atomic<int> renewed = 0;
  std::thread heart([&] {
    for (int i = 0; i < 50; ++i) {
      renewed += *(*renewer)->RenewLease("lines", "one", kTtl) ? 1 : 0;
    }
  });
  for (int i = 0; i < 50; ++i) {
    AddRun(Numbered("run", i));
    const std::vector<std::string> ids = {Numbered("run", i)};
    EXPECT_TRUE(ledger_->MarkProcessing("lines", ids).has_value());
  }
  heart.join();
  EXPECT_EQ(renewed, 50);
  ledger_.reset();
  EXPECT_TRUE(*(*renewer)->RenewLease("lines", "one", kTtl))
      << "it may outlive its ledger";
}

TEST_P(LedgerContract, OfManyAtOnceOneTakesTheLease) {
  constexpr int kThreads = 4;
  std::atomic<int> taken = 0;
  std::vector<std::unique_ptr<index::CompactionLedger>> ledgers;
  for (int i = 0; i < kThreads; ++i) ledgers.push_back(harness_->Open());
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      const std::string owner = Numbered("owner", i);
      taken += *ledgers[i]->AcquireLease("lines", owner, kTtl) ? 1 : 0;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(taken, 1);
}

TEST_P(LedgerContract, RunsComeOldestFirstAsTheyWereGiven) {
  AddRun("z", 3);
  AddRun("a", 0);
  const auto runs = ledger_->RunsSince("lines", "");
  ASSERT_EQ(Ids(*runs), (std::vector<std::string>{"z", "a"}));
  EXPECT_EQ(runs->front().count, 3);
  EXPECT_EQ(runs->front().delta_path, "deltas/lines/z/delta.zip");
  EXPECT_EQ(runs->front().sha256[31], 7);
  EXPECT_EQ(runs->front().state, index::CompactionState::kPending);
  EXPECT_NE(runs->front().created_at, "");
  EXPECT_EQ(runs->front().started_at, "");
  EXPECT_FALSE(runs->front().delta_deleted);
  EXPECT_TRUE(ledger_->RunsSince("words", "")->empty());
}

TEST_P(LedgerContract, ProcessingIsMarkedOnceAndStaysToBeMerged) {
  AddRun("a");
  AddRun("b");
  ASSERT_TRUE(ledger_->MarkProcessing("lines", std::array{std::string("a")})
                  .has_value());
  const std::string started = Run("a").started_at;
  EXPECT_NE(started, "");
  EXPECT_EQ(Run("a").state, index::CompactionState::kProcessing);
  EXPECT_EQ(Run("b").state, index::CompactionState::kPending);
  harness_->Advance(std::chrono::hours(1));
  ASSERT_TRUE(ledger_->MarkProcessing("lines", std::array{std::string("a")})
                  .has_value());
  EXPECT_EQ(Run("a").started_at, started);
  EXPECT_EQ(Since(""), (std::vector<std::string>{"a", "b"}));
}

TEST_P(LedgerContract, AFailedRunIsOutOfTheWayAndStaysFailed) {
  AddRun("a");
  AddRun("b");
  ASSERT_TRUE(ledger_->MarkFailed("lines", "a", "it's broken").has_value());
  EXPECT_EQ(Run("a").state, index::CompactionState::kFailed);
  EXPECT_EQ(Run("a").error, "it's broken");
  EXPECT_NE(Run("a").finished_at, "");
  EXPECT_EQ(Since(""), std::vector<std::string>{"b"});
  ASSERT_TRUE(ledger_->MarkProcessing("lines", std::array{std::string("a")})
                  .has_value());
  EXPECT_EQ(Run("a").state, index::CompactionState::kFailed);
}

TEST_P(LedgerContract, ASwitchMovesPointerRunsAndChangesTogether) {
  AddRun("a", 4);
  AddRun("b", 6);
  AddRun("later", 2);
  const auto first = harness_->AddChange(
      "lines", index::VectorChange::Kind::kRemove, "image", "");
  const auto second = harness_->AddChange(
      "lines", index::VectorChange::Kind::kUpdate, "image", R"({"k":"v"})");
  const auto third = harness_->AddChange(
      "lines", index::VectorChange::Kind::kRemove, "image", "");
  EXPECT_LT(first, second);
  ASSERT_TRUE(*ledger_->AcquireLease("lines", "me", kTtl));
  auto change = Change("me", 0, 1, {"a", "b"}, second);
  change.runs[1] = {"b", 5, 1};
  change.next.rebuilt = true;
  ASSERT_EQ(*ledger_->SwitchVersion(change), index::SwitchResult::kSwitched);

  const auto versions = ledger_->Versions("lines");
  ASSERT_EQ(versions->size(), 1u);
  EXPECT_EQ(versions->front().version, "V1");
  EXPECT_EQ(versions->front().count, 10);
  EXPECT_EQ(versions->front().model, "model");
  EXPECT_EQ(versions->front().dimension, 8);
  EXPECT_TRUE(versions->front().rebuilt);
  EXPECT_NE(versions->front().created_at, "");
  EXPECT_EQ(Run("b").state, index::CompactionState::kCompleted);
  EXPECT_EQ(Run("b").merged, 5);
  EXPECT_EQ(Run("b").skipped, 1);
  EXPECT_EQ(Run("b").merged_version, "V1");
  EXPECT_NE(Run("b").finished_at, "");
  EXPECT_EQ(Since("V1"), std::vector<std::string>{"later"});
  EXPECT_EQ(ChangeSeqs("V1"), std::vector<std::int64_t>{third});
  EXPECT_TRUE(ledger_->Versions("words")->empty());
}

TEST_P(LedgerContract, ChangesKeepWhatTheySay) {
  harness_->AddChange("lines", index::VectorChange::Kind::kUpdate, "image",
                      R"({"k":"\u00e4"})");
  harness_->AddChange("lines", index::VectorChange::Kind::kRemove, "gone", "");
  const auto changes = ledger_->ChangesSince("lines", "");
  ASSERT_EQ(changes->size(), 2u);
  EXPECT_GT((*changes)[0].seq, 0);
  EXPECT_EQ((*changes)[0].kind, index::VectorChange::Kind::kUpdate);
  EXPECT_EQ((*changes)[0].asset, "image");
  EXPECT_EQ((*changes)[0].patch, R"({"k":"\u00e4"})");
  EXPECT_EQ((*changes)[1].kind, index::VectorChange::Kind::kRemove);
  EXPECT_EQ((*changes)[1].asset, "gone");
  EXPECT_EQ((*changes)[1].patch, "");
}

TEST_P(LedgerContract, AnOlderBaseLacksWhatNewerVersionsHold) {
  AddRun("a");
  AddRun("b");
  AddRun("c");
  const auto one =
      harness_->AddChange("lines", index::VectorChange::Kind::kRemove, "x", "");
  ASSERT_EQ(Switch(0, 1, {"a"}, one), index::SwitchResult::kSwitched);
  const auto two =
      harness_->AddChange("lines", index::VectorChange::Kind::kRemove, "y", "");
  ASSERT_EQ(Switch(1, 2, {"b"}, two), index::SwitchResult::kSwitched);
  EXPECT_EQ(Since("V2"), std::vector<std::string>{"c"});
  EXPECT_EQ(Since("V1"), (std::vector<std::string>{"b", "c"}));
  EXPECT_EQ(Since(""), (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(ChangeSeqs("V2"), std::vector<std::int64_t>{});
  EXPECT_EQ(ChangeSeqs("V1"), std::vector<std::int64_t>{two});
  EXPECT_EQ(ChangeSeqs(""), (std::vector<std::int64_t>{one, two}));
}

TEST_P(LedgerContract, ARunMergedAgainKeepsItsFirstCompletion) {
  AddRun("a");
  const auto one =
      harness_->AddChange("lines", index::VectorChange::Kind::kRemove, "x", "");
  ASSERT_EQ(Switch(0, 1, {}), index::SwitchResult::kSwitched);
  ASSERT_EQ(Switch(1, 2, {"a"}, one), index::SwitchResult::kSwitched);
  const auto before = Run("a");
  harness_->Advance(std::chrono::hours(1));
  // Version 2 was damaged; 3 was made from 1 and the runs since.
  ASSERT_EQ(Switch(2, 3, {"a"}, one), index::SwitchResult::kSwitched);
  EXPECT_EQ(Run("a").finished_at, before.finished_at);
  EXPECT_EQ(Run("a").merged_version, "V2");
  EXPECT_EQ(ChangeSeqs("V2"), std::vector<std::int64_t>{});
  EXPECT_EQ(ChangeSeqs("V1"), std::vector<std::int64_t>{one});
  EXPECT_EQ(Since("V2"), std::vector<std::string>{});
}

TEST_P(LedgerContract, ACompletedRunDoesNotFail) {
  AddRun("a");
  ASSERT_EQ(Switch(0, 1, {"a"}), index::SwitchResult::kSwitched);
  const std::vector<std::string> ids = {"a"};
  EXPECT_TRUE(ledger_->MarkFailed("lines", "a", "late").has_value());
  EXPECT_TRUE(ledger_->MarkProcessing("lines", ids).has_value());
  EXPECT_EQ(Run("a").state, index::CompactionState::kCompleted);
  EXPECT_EQ(Run("a").error, "");
}

TEST_P(LedgerContract, WithoutTheLeaseNothingSwitches) {
  AddRun("a");
  const auto seq =
      harness_->AddChange("lines", index::VectorChange::Kind::kRemove, "x", "");
  const auto change = Change("me", 0, 1, {"a"}, seq);
  const auto nothing_happened = [&] {
    return ledger_->Versions("lines")->empty() &&
           Run("a").state == index::CompactionState::kPending &&
           ChangeSeqs("") == ChangeSeqs("V9");
  };
  EXPECT_EQ(*ledger_->SwitchVersion(change), index::SwitchResult::kLeaseLost);
  EXPECT_TRUE(nothing_happened()) << "never taken";
  ASSERT_TRUE(*ledger_->AcquireLease("lines", "me", kTtl));
  harness_->Advance(kTtl);
  EXPECT_EQ(*ledger_->SwitchVersion(change), index::SwitchResult::kLeaseLost);
  EXPECT_TRUE(nothing_happened()) << "ended, though nobody took it";
  ASSERT_TRUE(*ledger_->AcquireLease("lines", "other", kTtl));
  EXPECT_EQ(*ledger_->SwitchVersion(change), index::SwitchResult::kLeaseLost);
  EXPECT_TRUE(nothing_happened()) << "another's";
}

TEST_P(LedgerContract, APointerThatMovedIsLeftAlone) {
  AddRun("a");
  ASSERT_EQ(Switch(0, 1, {}), index::SwitchResult::kSwitched);
  ASSERT_EQ(Switch(1, 2, {}), index::SwitchResult::kSwitched);
  EXPECT_EQ(Switch(1, 3, {"a"}), index::SwitchResult::kPointerMoved);
  EXPECT_EQ(Switch(0, 3, {"a"}), index::SwitchResult::kPointerMoved);
  EXPECT_EQ(ledger_->Versions("lines")->front().version, "V2");
  EXPECT_EQ(Run("a").state, index::CompactionState::kPending);
}

TEST_P(LedgerContract, VersionsOnlyGrow) {
  ASSERT_EQ(Switch(0, 4, {}), index::SwitchResult::kSwitched);
  ASSERT_EQ(Switch(4, 5, {}), index::SwitchResult::kSwitched);
  ASSERT_TRUE(*ledger_->AcquireLease("lines", "me", kTtl));
  for (const int number : {3, 5}) {
    const auto result = ledger_->SwitchVersion(Change("me", 5, number, {}));
    ASSERT_FALSE(result.has_value()) << number;
    EXPECT_EQ(result.error().code, ErrorCode::kInvalidArgument);
  }
  EXPECT_EQ(ledger_->Versions("lines")->size(), 2u);
}

TEST_P(LedgerContract, ASwitchWithAnUnknownRunDoesNothing) {
  AddRun("a");
  ASSERT_TRUE(*ledger_->AcquireLease("lines", "me", kTtl));
  auto change = Change("me", 0, 1, {"a"});
  change.runs.push_back({"nobody's", 1, 0});
  const auto result = ledger_->SwitchVersion(change);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, ErrorCode::kNotFound);
  EXPECT_EQ(Run("a").state, index::CompactionState::kPending);
  EXPECT_TRUE(ledger_->Versions("lines")->empty());
}

TEST_P(LedgerContract, AForgottenVersionIsGoneButNotTheCurrentOne) {
  for (int i = 1; i <= 3; ++i) {
    ASSERT_EQ(Switch(i - 1, i, {}), index::SwitchResult::kSwitched);
  }
  EXPECT_TRUE(ledger_->ForgetVersion("lines", "V2").has_value());
  EXPECT_TRUE(ledger_->ForgetVersion("lines", "V2").has_value());
  const auto refused = ledger_->ForgetVersion("lines", "V3");
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalidArgument);
  const auto versions = ledger_->Versions("lines");
  ASSERT_EQ(versions->size(), 2u);
  EXPECT_EQ((*versions)[0].version, "V3");
  EXPECT_EQ((*versions)[1].version, "V1");
}

TEST_P(LedgerContract, DeltasExpireByWhenTheirRunFinished) {
  AddRun("early");
  AddRun("pending");
  AddRun("bad");
  ASSERT_TRUE(ledger_->MarkFailed("lines", "bad", "broken").has_value());
  ASSERT_EQ(Switch(0, 1, {"early"}), index::SwitchResult::kSwitched);
  const auto finished = harness_->Now();
  harness_->Advance(std::chrono::hours(1));
  AddRun("late");
  ASSERT_EQ(Switch(1, 2, {"late"}), index::SwitchResult::kSwitched);
  EXPECT_TRUE(ledger_->ExpiredRuns("lines", finished)->empty())
      << "before, not at";
  const auto just_after = finished + std::chrono::milliseconds(1);
  EXPECT_EQ(Ids(*ledger_->ExpiredRuns("lines", just_after)),
            std::vector<std::string>{"early"});
  EXPECT_TRUE(ledger_->ExpiredRuns("words", just_after)->empty());
  harness_->Advance(std::chrono::hours(1000));
  EXPECT_EQ(Ids(*ledger_->ExpiredRuns("lines", harness_->Now())),
            (std::vector<std::string>{"early", "late"}))
      << "never those that are not COMPLETED";
  ASSERT_TRUE(ledger_->MarkDeltaDeleted("lines", "early").has_value());
  EXPECT_EQ(Ids(*ledger_->ExpiredRuns("lines", harness_->Now())),
            std::vector<std::string>{"late"});
  EXPECT_TRUE(Run("early").delta_deleted);
  EXPECT_EQ(Run("early").state, index::CompactionState::kCompleted);
  for (const char* id : {"pending", "bad"}) {
    const auto refused = ledger_->MarkDeltaDeleted("lines", id);
    ASSERT_FALSE(refused.has_value()) << id;
    EXPECT_EQ(refused.error().code, ErrorCode::kInvalidArgument);
  }
}

TEST_P(LedgerContract, RevisionsAreThoseOfNow) {
  const auto one = harness_->AddReading("a");
  const auto other = harness_->AddReading("b");
  const std::vector<std::string> assets = {"b", "nobody", "a", "b"};
  using Revisions = std::vector<std::optional<std::int64_t>>;
  EXPECT_EQ(*ledger_->CurrentRevisions("lines", assets),
            (Revisions{other, std::nullopt, one, other}));
  const auto two = harness_->AddReading("a");
  EXPECT_NE(one, two);
  harness_->RemoveImage("b");
  EXPECT_EQ(*ledger_->CurrentRevisions("lines", assets),
            (Revisions{std::nullopt, std::nullopt, two, std::nullopt}));
  EXPECT_TRUE(ledger_->CurrentRevisions("lines", {})->empty());
}

TEST_P(LedgerContract, ManyAssetsAtOnce) {
  const auto revision = harness_->AddReading("image4999");
  std::vector<std::string> assets;
  for (int i = 0; i < 5000; ++i) {
    assets.push_back(Numbered("image", i));
  }
  const auto revisions = ledger_->CurrentRevisions("lines", assets);
  ASSERT_EQ(revisions->size(), assets.size());
  EXPECT_EQ(revisions->back(), revision);
  EXPECT_EQ(revisions->front(), std::nullopt);
}

TEST_P(LedgerContract, AnotherLedgerSeesAllOfIt) {
  AddRun("a");
  ASSERT_EQ(Switch(0, 1, {"a"}), index::SwitchResult::kSwitched);
  const auto other = harness_->Open();
  EXPECT_EQ(other->Versions("lines")->size(), 1u);
  EXPECT_EQ(other->Runs("lines")->front().state,
            index::CompactionState::kCompleted);
}

}  // namespace rescan::testing

#endif  // RESCAN_TESTS_SUPPORT_LEDGER_CONTRACT_H_
