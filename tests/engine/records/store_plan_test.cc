// What the plan asks the records, and a run's list of items.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "engine/records/store.h"
#include "tests/engine/records/record_samples.h"
#include "tests/support/random.h"

namespace rescan {
namespace {

using support::Below;
using support::Seed;
using testing::Contradictions;
using ::testing::IsEmpty;
using testing::MakeDigest;
using testing::MakeFailure;
using testing::MakeItem;
using testing::MakeItems;
using testing::MakePath;
using testing::MakeSuccess;
using testing::MakeVersion;
using testing::Must;
using testing::Records;

// Names a shell, a CSV file or SQL might trip over.
const std::vector<std::string>& AwkwardPaths() {
  static const std::vector<std::string> kPaths = {
      "/in/with space.png",  "/in/new\nline\r\n.png",
      "/in/\"quoted'\".png", "/in/\xff\xfe\x80.png",
      "/in/é 中 😀.png",      "/in/a\tb\x01\x7f.png",
      "/in/%_?1;--.png",     "/in/NULL",
      "/in/ÿ.png",           "/in/A.png",
      "/in/a.png",           "/in/a.png "};
  return kPaths;
}

KnownInput LookUp(Records& records, int number,
                  std::optional<int> bytes = std::nullopt) {
  return Must(records->LookUp("u", MakePath(number),
                              MakeDigest(bytes.value_or(number))));
}

TEST(StoreLookUp, NothingIsKnownOfANewFile) {
  Records records;
  const KnownInput known = LookUp(records, 0);
  EXPECT_FALSE(known.image.has_value());
  EXPECT_FALSE(known.content.has_value());
  EXPECT_FALSE(known.same_bytes);
  EXPECT_FALSE(known.succeeded);
  EXPECT_EQ(known.failed_fingerprint, "");
  EXPECT_FALSE(known.read_content.has_value());
}

TEST(StoreLookUp, APlannedImageIsKnownButNotRead) {
  Records records;
  const RunId run = records.Begin();
  const auto items = records.Plan(run, {MakeItem(0)});
  const KnownInput known = LookUp(records, 0);
  EXPECT_EQ(known.image, items.at(0).image);
  EXPECT_TRUE(known.content.has_value());
  EXPECT_TRUE(known.same_bytes);
  EXPECT_FALSE(known.succeeded);
  EXPECT_FALSE(known.read_content.has_value());
}

TEST(StoreLookUp, AReadImageIsKnownWithItsVersion) {
  Records records;
  records.ReadAll(0, 1, 3);
  const KnownInput known = LookUp(records, 0);
  EXPECT_TRUE(known.same_bytes);
  EXPECT_TRUE(known.succeeded);
  EXPECT_FALSE(known.last_attempt_failed);
  EXPECT_EQ(known.failed_fingerprint, "");
  EXPECT_EQ(known.read_content, known.content);
  EXPECT_EQ(known.reading_version, "1.3.0");
  EXPECT_EQ(known.reading_build_date, "2026-11-21");
  EXPECT_EQ(known.reading_profile, "profile-3");
  EXPECT_EQ(known.reading_fingerprint, MakeVersion(3).fingerprint);
}

TEST(StoreLookUp, OtherBytesUnderAReadPathAreNotRead) {
  Records records;
  records.ReadAll(0, 1);
  const KnownInput known = LookUp(records, 0, 99);
  EXPECT_TRUE(known.image.has_value());
  EXPECT_FALSE(known.content.has_value());
  EXPECT_FALSE(known.same_bytes);
  EXPECT_FALSE(known.succeeded);
}

TEST(StoreLookUp, ReadBytesUnderAnotherPathAreKnown) {
  Records records;
  records.ReadAll(0, 2);
  const KnownInput fresh = LookUp(records, 5, 0);
  EXPECT_FALSE(fresh.image.has_value());
  EXPECT_TRUE(fresh.read_content.has_value());
  EXPECT_FALSE(fresh.same_bytes);
  EXPECT_FALSE(fresh.succeeded);
  const KnownInput swapped = LookUp(records, 1, 0);
  EXPECT_TRUE(swapped.image.has_value());
  EXPECT_TRUE(swapped.read_content.has_value());
  EXPECT_FALSE(swapped.same_bytes);
  EXPECT_FALSE(swapped.succeeded);
}

TEST(StoreLookUp, AFailureIsKnownForItsBytesAlone) {
  Records records;
  const RunId run = records.Begin(RunMode::kMissing, 2);
  const auto items = records.Plan(run, {MakeItem(0)});
  Must(records->RecordOutcome(run, items[0], {}, MakeFailure(0)));
  EXPECT_EQ(LookUp(records, 0).failed_fingerprint, MakeVersion(2).fingerprint);
  EXPECT_FALSE(LookUp(records, 0).succeeded);
  EXPECT_TRUE(LookUp(records, 0).last_attempt_failed);
  EXPECT_EQ(LookUp(records, 0, 7).failed_fingerprint, "");
  EXPECT_TRUE(LookUp(records, 0, 7).last_attempt_failed);
  EXPECT_EQ(
      Must(records->LookUp("u", MakePath(0), std::nullopt)).failed_fingerprint,
      "");
}

TEST(StoreLookUp, AFileThatCouldNotBeReadIsKnownByItsPath) {
  Records records;
  const RunId run = records.Begin();
  const auto items = records.Plan(run, {{MakePath(0), std::nullopt, 0}});
  ASSERT_EQ(items.size(), 1u);
  EXPECT_FALSE(items[0].sha256.has_value());
  Outcome outcome = MakeFailure(0, FailureType::kIo);
  outcome.facts.reset();
  Must(records->RecordOutcome(run, items[0], {}, outcome));
  const KnownInput known =
      Must(records->LookUp("u", MakePath(0), std::nullopt));
  EXPECT_EQ(known.image, items[0].image);
  EXPECT_FALSE(known.same_bytes);
  EXPECT_EQ(known.failed_fingerprint, MakeVersion().fingerprint);
  // It can be read now: both when its bytes are new and when they are known.
  EXPECT_EQ(LookUp(records, 0).failed_fingerprint, "");
  records.Plan(run, {MakeItem(0)});
  EXPECT_EQ(LookUp(records, 0).failed_fingerprint, "");
}

TEST(StoreLookUp, UsersDoNotSeeEachOther) {
  Records records;
  records.ReadAll(0, 1);
  const KnownInput known =
      Must(records->LookUp("other", MakePath(0), MakeDigest(0)));
  EXPECT_FALSE(known.image.has_value());
  EXPECT_FALSE(known.succeeded);
  EXPECT_TRUE(known.read_content.has_value());
}

TEST(StorePlan, EveryPathSurvives) {
  Records records;
  std::vector<PlanItem> plan;
  int number = 0;
  for (const std::string& path : AwkwardPaths()) {
    plan.push_back({path, MakeDigest(number++), 1});
  }
  const RunId run = records.Begin();
  const auto items = records.Plan(run, plan);
  ASSERT_EQ(items.size(), plan.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    EXPECT_EQ(items[i].path, plan[i].path);
    EXPECT_EQ(Must(records->LookUp("u", plan[i].path, plan[i].sha256)).image,
              items[i].image);
    Must(records->RecordOutcome(run, items[i], {},
                                MakeFailure(static_cast<int>(i))));
  }
  const auto ended = Must(records->EndedItems(run));
  std::set<std::string> expected(AwkwardPaths().begin(), AwkwardPaths().end());
  std::set<std::string> got;
  for (const auto& [path, item] : ended) got.insert(path);
  EXPECT_EQ(got, expected);
  // Exports come in the order of the bytes, which is that of std::set.
  std::vector<std::string> exported;
  for (const auto& image : records.Exported()) exported.push_back(image.path);
  EXPECT_EQ(exported,
            std::vector<std::string>(expected.begin(), expected.end()));
  std::set<std::string> failed;
  for (const auto& row : Must(records->ListFailures({}))) {
    failed.insert(row.path);
  }
  EXPECT_EQ(failed, expected);
}

TEST(StorePlan, TheOrderGivenIsKept) {
  Records records;
  const RunId run = records.Begin();
  const auto first = records.Plan(run, {MakeItem(5), MakeItem(1), MakeItem(3)});
  EXPECT_EQ(first.at(0).path, MakePath(5));
  EXPECT_EQ(first.at(2).path, MakePath(3));
  const auto second =
      records.Plan(run, {MakeItem(3), MakeItem(5), MakeItem(1)});
  EXPECT_EQ(second.at(0).path, MakePath(3));
  EXPECT_EQ(second.at(0).image, first.at(2).image);
}

TEST(StorePlan, ANewPlanKeepsWhatEndedAndDropsWhatIsGone) {
  Records records;
  const RunId run = records.Begin();
  const auto items = records.Plan(run, MakeItems(0, 4), 1, 0);
  Must(records->RecordOutcome(run, items[0], {}, MakeSuccess(0)));
  Must(records->RecordOutcome(run, items[1], {}, MakeFailure(1)));
  Must(records->RecordAttempt(run, items[3], [] {
    Outcome outcome = MakeFailure(3, FailureType::kCrash);
    outcome.killed_worker = true;
    return outcome;
  }()));
  // 2 is gone, 0 is planned again, 1 is not, 9 is new.
  const auto again =
      records.Plan(run, {MakeItem(0), MakeItem(3), MakeItem(9)}, 7, 3);
  ASSERT_EQ(again.size(), 2u);
  EXPECT_EQ(again[0].path, MakePath(3));
  EXPECT_EQ(again[0].kills, 1);
  EXPECT_EQ(again[1].path, MakePath(9));
  const RunCounts counts = records.Count(run);
  EXPECT_EQ(counts.done, 1);
  EXPECT_EQ(counts.failed, 4);
  EXPECT_EQ(counts.failed_earlier, 3);
  EXPECT_EQ(counts.unchanged, 7);
  EXPECT_EQ(counts.pending, 2);
  EXPECT_EQ(counts.inputs, 14);
  const auto ended = Must(records->EndedItems(run));
  ASSERT_EQ(ended.size(), 2u);
  EXPECT_EQ(ended.at(MakePath(0)).image, items[0].image);
  EXPECT_EQ(ended.at(MakePath(0)).sha256, items[0].sha256);
  EXPECT_EQ(ended.count(MakePath(1)), 1u);
}

TEST(StorePlan, OtherBytesStartWithoutKills) {
  Records records;
  const RunId run = records.Begin();
  const auto items = records.Plan(run, {MakeItem(0)});
  Outcome crash = MakeFailure(0, FailureType::kCrash);
  crash.killed_worker = true;
  Must(records->RecordAttempt(run, items[0], crash));
  EXPECT_EQ(records.Plan(run, {MakeItem(0)}).at(0).kills, 1);
  PlanItem changed = MakeItem(0);
  changed.sha256 = MakeDigest(77);
  const auto again = records.Plan(run, {changed});
  EXPECT_EQ(again.at(0).kills, 0);
  EXPECT_EQ(again.at(0).image, items[0].image);
  EXPECT_EQ(again.at(0).sha256, MakeDigest(77));
}

TEST(StorePlan, OtherBytesMakeAnEndedItemPendingAgain) {
  Records records;
  const RunId run = records.Begin();
  const auto items = records.Plan(run, MakeItems(0, 2));
  Must(records->RecordOutcome(run, items[0], {}, MakeSuccess(0)));
  Must(records->RecordOutcome(run, items[1], {}, MakeFailure(1)));
  PlanItem changed = MakeItem(0);
  changed.sha256 = MakeDigest(88);
  const auto again = records.Plan(run, {changed, MakeItem(1)});
  ASSERT_EQ(again.size(), 1u);
  EXPECT_EQ(again[0].image, items[0].image);
  EXPECT_EQ(records.Count(run).pending, 1);
  EXPECT_EQ(records.Count(run).failed, 1);
  // What was read stays until then.
  EXPECT_EQ(records.Exported().at(0).file_sha256, MakeDigest(0));
  EXPECT_THAT(Contradictions(records.database()), IsEmpty());
}

TEST(StorePlan, APathTwiceIsOneItem) {
  Records records;
  const RunId run = records.Begin();
  EXPECT_EQ(records.Plan(run, {MakeItem(0), MakeItem(0)}).size(), 1u);
  EXPECT_EQ(records.Count(run).inputs, 1);
}

TEST(StorePlan, AReadImageKeepsItsBytesUntilTheNewOnesAreRead) {
  Records records;
  records.ReadAll(0, 1);
  const RunId run = records.Begin();
  PlanItem changed = MakeItem(0);
  changed.sha256 = MakeDigest(50);
  const auto items = records.Plan(run, {changed});
  EXPECT_EQ(records.Exported().at(0).file_sha256, MakeDigest(0));
  EXPECT_EQ(records.Exported().at(0).status, "SUCCESS");
  Outcome outcome = MakeSuccess(50);
  Must(records->RecordOutcome(run, items[0], {}, outcome));
  EXPECT_EQ(records.Exported().at(0).file_sha256, MakeDigest(50));
  EXPECT_THAT(Contradictions(records.database()), IsEmpty());
}

TEST(StorePlan, AnUnknownRunIsAnError) {
  Records records;
  const auto plan = records->SetPlan(7, {}, 0, 0);
  ASSERT_FALSE(plan.has_value());
  EXPECT_EQ(plan.error().code, ErrorCode::kNotFound);
  EXPECT_EQ(records->CountRun(7).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(records->ResumeRun(7).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(records->EndRun(7, RunState::kStopped, "").error().code,
            ErrorCode::kNotFound);
  EXPECT_FALSE(Must(records->FindRun(7)).has_value());
  EXPECT_FALSE(Must(records->LatestRun()).has_value());
}

// Whatever is planned, recorded and planned again: the counts add up, and
// every image is in exactly one of them.
TEST(StorePlan, TheCountsAlwaysAddUp) {
  std::mt19937 rng(Seed(11));
  Records records;
  const RunId run = records.Begin();
  std::set<int> ended;
  for (int round = 0; round < 25; ++round) {
    std::vector<PlanItem> plan;
    std::set<int> planned;
    for (int i = 0; i < 30; ++i) {
      if (Below(rng, 2) == 0) continue;
      plan.push_back(MakeItem(i));
      if (ended.count(i) == 0) planned.insert(i);
    }
    const int unchanged = static_cast<int>(Below(rng, 5));
    const auto items = records.Plan(run, plan, unchanged, 0);
    ASSERT_EQ(items.size(), planned.size());
    for (const RunItem& item : items) {
      if (Below(rng, 8) != 0) continue;
      const int number = std::stoi(item.path.substr(4));
      Must(records->RecordOutcome(
          run, item, {},
          Below(rng, 2) == 0 ? MakeSuccess(number) : MakeFailure(number)));
      ended.insert(number);
      planned.erase(number);
    }
    const RunCounts counts = records.Count(run);
    EXPECT_EQ(counts.done + counts.failed,
              static_cast<std::int64_t>(ended.size()));
    EXPECT_EQ(counts.pending, static_cast<std::int64_t>(planned.size()));
    EXPECT_EQ(counts.inputs,
              counts.done + counts.failed + counts.unchanged + counts.pending);
  }
  EXPECT_GT(ended.size(), 5u);
  EXPECT_THAT(Contradictions(records.database()), IsEmpty());
}

TEST(StoreRuns, AnUnfinishedRunIsFoundByItsKey) {
  Records records;
  RunKey key;
  key.inputs = {"/a", "/b\n\xff"};
  key.mode = RunMode::kOutdated;
  key.kind = "receipt";
  key.rule = "pixels";
  key.user = "someone";
  key.version = Must(records->RegisterVersion(MakeVersion()));
  EXPECT_FALSE(Must(records->FindUnfinished(key)).has_value());
  const RunId run = Must(records->BeginRun(key));
  const auto found = Must(records->FindUnfinished(key));
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->id, run);
  EXPECT_EQ(found->state, RunState::kRunning);
  EXPECT_EQ(found->key.inputs, key.inputs);
  EXPECT_EQ(found->key.mode, key.mode);
  EXPECT_EQ(found->key.kind, key.kind);
  EXPECT_EQ(found->key.rule, key.rule);
  EXPECT_EQ(found->key.user, key.user);
  EXPECT_EQ(found->key.version, key.version);
  EXPECT_EQ(found->full_version, MakeVersion().full_version);
  EXPECT_EQ(found->ended_at, "");
  EXPECT_EQ(found->started_at.back(), 'Z');

  std::vector<RunKey> others(7, key);
  others[0].inputs = {"/a"};
  others[1].inputs = {"/a", "/b\n", "\xff"};
  others[2].mode = RunMode::kAll;
  others[3].kind = "auto";
  others[4].user = "";
  others[5].version = Must(records->RegisterVersion(MakeVersion(1)));
  others[6].rule = "documented";
  for (const RunKey& other : others) {
    EXPECT_FALSE(Must(records->FindUnfinished(other)).has_value());
  }
}

TEST(StoreRuns, StatesComeAndGo) {
  Records records;
  const RunId run = records.Begin();
  const RunKey key = Must(records->FindRun(run))->key;
  for (const RunState state : {RunState::kStopped, RunState::kBroken}) {
    Must(records->EndRun(run, state, "because"));
    const auto found = Must(records->FindUnfinished(key));
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->state, state);
    EXPECT_EQ(found->stop_reason, "because");
    EXPECT_NE(found->ended_at, "");
    Must(records->ResumeRun(run));
    const auto resumed = Must(records->FindRun(run));
    EXPECT_EQ(resumed->state, RunState::kRunning);
    EXPECT_EQ(resumed->stop_reason, "");
    EXPECT_EQ(resumed->ended_at, "");
    EXPECT_EQ(resumed->started_at, found->started_at);
  }
  Must(records->EndRun(run, RunState::kAbandoned, "fresh start"));
  EXPECT_FALSE(Must(records->FindUnfinished(key)).has_value());
  const RunId second = Must(records->BeginRun(key));
  const RunId third = Must(records->BeginRun(key));
  EXPECT_EQ(Must(records->FindUnfinished(key))->id, third);
  EXPECT_EQ(Must(records->LatestRun())->id, third);
  Must(records->EndRun(third, RunState::kFinished, ""));
  EXPECT_EQ(Must(records->FindUnfinished(key))->id, second);
}

TEST(StoreRuns, NamesArePersistent) {
  EXPECT_EQ(RunModeName(RunMode::kMissing), "missing");
  EXPECT_EQ(RunModeName(RunMode::kOutdated), "outdated");
  EXPECT_EQ(RunModeName(RunMode::kFailed), "failed");
  EXPECT_EQ(RunModeName(RunMode::kAll), "all");
  EXPECT_EQ(RunStateName(RunState::kRunning), "running");
  EXPECT_EQ(RunStateName(RunState::kFinished), "finished");
  EXPECT_EQ(RunStateName(RunState::kStopped), "stopped");
  EXPECT_EQ(RunStateName(RunState::kBroken), "broken");
  EXPECT_EQ(RunStateName(RunState::kAbandoned), "abandoned");
}

TEST(StoreRuns, ARunOfAnUnknownVersionIsRefused) {
  Records records;
  RunKey key;
  key.version = 99;
  EXPECT_FALSE(records->BeginRun(key).has_value());
  EXPECT_FALSE(Must(records->LatestRun()).has_value());
}

}  // namespace
}  // namespace rescan
