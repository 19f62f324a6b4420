#include "tests/support/compaction_sweep.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <set>

#include "index/collection_store.h"
#include "index/compaction.h"
#include "tests/support/faulty_ledger.h"
#include "tests/support/subprocess.h"

namespace rescan::testing {
namespace {

using index::CompactionState;

// How a child ended that was not killed.
enum ExitCode {
  kUntouched = 0,
  kStruckAndDone = 1,
  kStruckAndFailed = 2,
  kFailed = 3
};

void MustCompact(CompactionWorld& world) {
  const auto report = index::Compact(world.ledger(), world.Options());
  ASSERT_TRUE(report.has_value()) << report.error().message;
}

std::set<std::string> Completed(CompactionWorld& world) {
  std::set<std::string> ids;
  const auto runs = world.ledger().Runs(CompactionWorld::kCollection);
  for (const auto& run : *runs) {
    if (run.state == CompactionState::kCompleted) ids.insert(run.run_id);
  }
  return ids;
}

// What a user finds, warnings or not.
Contents Visible(CompactionWorld& world) {
  const auto opened = index::OpenCurrent(world.ledger(), world.folder(),
                                         CompactionWorld::kCollection);
  if (!opened.has_value() || !opened->has_value()) return {};
  return CompactionWorld::HeldBy((*opened)->collection);
}

struct State {
  std::string version;
  std::set<std::string> completed;
  Contents contents;
};

State StateOf(CompactionWorld& world) {
  return {world.CurrentVersion(), Completed(world), Visible(world)};
}

// One scenario, its state before, and the one that a compaction leads to.
class Sweep {
 public:
  explicit Sweep(const CompactionScenario& scenario) {
    std::filesystem::create_directory(Template());
    CompactionWorld world(Template());
    scenario.build(world);
    before_ = StateOf(world);
    Copy();
    CompactionWorld done(Work());
    MustCompact(done);
    after_ = StateOf(done);
    EXPECT_EQ(after_.contents, done.Wanted());
    EXPECT_NE(after_.completed, before_.completed);
  }

  void Copy() const {
    std::filesystem::remove_all(Work());
    std::filesystem::copy(Template(), Work(),
                          std::filesystem::copy_options::recursive);
  }

  // A compaction in a child.
  [[nodiscard]] ChildEnd Strike(FaultTarget target, FaultPlan plan) const {
    return RunInChild([&]() -> int {
      CompactionWorld world(Work());
      const bool on_files = target == FaultTarget::kFiles;
      FaultyFileSystem files(index::FileSystem::Real(),
                             on_files ? plan : FaultPlan{});
      FaultyLedger ledger(world.ledger(), on_files ? FaultPlan{} : plan);
      auto options = world.Options();
      options.files = &files;
      const auto report = index::Compact(ledger, options);
      const bool struck = on_files ? files.Struck() : ledger.Struck();
      if (!struck) return report.has_value() ? kUntouched : kFailed;
      return report.has_value() ? kStruckAndDone : kStruckAndFailed;
    });
  }

  // Old or new, never between.
  void CheckOldOrNew(const ChildEnd& end) const {
    CompactionWorld world(Work());
    const State now = StateOf(world);
    if (now.version == before_.version) {
      EXPECT_EQ(now.completed, before_.completed);
      EXPECT_EQ(now.contents, before_.contents);
      EXPECT_TRUE(end.signal == SIGKILL || end.exit_code == kStruckAndFailed)
          << "it reported success";
    } else {
      EXPECT_EQ(now.completed, after_.completed);
      EXPECT_EQ(now.contents, after_.contents);
    }
  }

  // Another one finishes the job, once the lease of the dead one has ended.
  void CheckFinishes() const {
    CompactionWorld world(Work());
    world.ledger().Advance(std::chrono::minutes(4));
    MustCompact(world);
    const State now = StateOf(world);
    EXPECT_EQ(now.completed, after_.completed);
    EXPECT_EQ(now.contents, after_.contents);
    EXPECT_EQ(world.Held(), world.Wanted()) << "without a warning";
    EXPECT_TRUE(world.Leftovers().empty());
    const auto runs = world.ledger().Runs(CompactionWorld::kCollection);
    for (const auto& run : *runs) {
      EXPECT_NE(std::filesystem::exists(world.DeltaFilePath(run.run_id)),
                run.delta_deleted)
          << run.run_id;
    }
    const auto verified = index::VerifyCollection(
        world.ledger(), world.folder(), CompactionWorld::kCollection);
    ASSERT_TRUE(verified.has_value());
    for (const auto& problem : verified->problems) ADD_FAILURE() << problem;
    LedgerState state = world.ledger().State();
    const auto& lines = state.collections[CompactionWorld::kCollection];
    EXPECT_TRUE(lines.lease_owner.empty() ||
                lines.lease_until_us <= state.now_us);
  }

  [[nodiscard]] std::string Work() const { return folder_ / "work"; }

 private:
  [[nodiscard]] std::string Template() const { return folder_ / "template"; }

  TemporaryFolder folder_;
  State before_;
  State after_;
};

std::string Step(const CompactionScenario& scenario, FaultTarget target,
                 Fault fault, std::uint64_t at) {
  return fmt::format(
      "{}: fault {} at {} {}", scenario.name, static_cast<int>(fault),
      target == FaultTarget::kFiles ? "file operation" : "ledger call", at);
}

}  // namespace

void BuildFirst(CompactionWorld& world) {
  world.AddRun("one", {"a", "b"});
  world.AddRun("two", {"c"});
}

void BuildBusy(CompactionWorld& world) {
  world.AddRun("old", {"o"});
  MustCompact(world);
  world.ledger().Advance(std::chrono::days(8));
  for (const char* image : {"a", "b", "c"}) {
    world.AddRun(std::string("base-") + image, {image}, 4);
    auto options = world.Options();
    options.delta_age = std::chrono::days(1000);  // not yet
    ASSERT_TRUE(index::Compact(world.ledger(), options).has_value());
  }
  world.AddRun("one", {"d", "e"});
  world.AddRun("bad", {"f"});
  FlipBit(world.DeltaFilePath("bad"));
  world.AddRun("late", {"g", "h"});
  world.RemoveImage("g");
  world.RemoveImage("a");
  world.ReadAgain("b", 2);
  world.AddRun("again", {"b"}, 2);
  world.ledger().AddChange(CompactionWorld::kCollection,
                           index::VectorChange::Kind::kUpdate, "c",
                           R"({"merchant":"M"})");
  const std::string dead =
      world.folder() + "/index/lines/20990101T000000000000Z-0123abcd";
  std::filesystem::create_directory(dead);
  WriteFileBytes(dead + "/snapshot.tmp", "half");
}

void BuildDamaged(CompactionWorld& world) {
  world.AddRun("one", {"a", "x"});
  MustCompact(world);
  world.AddRun("two", {"b"});
  world.RemoveImage("x");
  world.AddRun("three", {"c"});
  MustCompact(world);
  FlipBit(world.SnapshotFilePath(world.CurrentVersion()));
  world.AddRun("four", {"d"});
}

int SweepCompaction(const CompactionScenario& scenario, FaultTarget target,
                    Fault fault, bool onwards) {
  const Sweep sweep(scenario);
  for (std::uint64_t at = 1;; ++at) {
    const ::testing::ScopedTrace trace(__FILE__, __LINE__,
                                       Step(scenario, target, fault, at));
    sweep.Copy();
    const ChildEnd end =
        sweep.Strike(target, {.at = at, .fault = fault, .onwards = onwards});
    EXPECT_LE(end.exit_code, kStruckAndFailed);
    sweep.CheckOldOrNew(end);
    sweep.CheckFinishes();
    if (end.exit_code == kUntouched || ::testing::Test::HasFailure()) {
      return static_cast<int>(at) - 1;
    }
  }
}

int KillAgainAndAgain(const CompactionScenario& scenario, FaultTarget target) {
  const Sweep sweep(scenario);
  sweep.Copy();
  for (std::uint64_t at = 1;; ++at) {
    const ::testing::ScopedTrace trace(
        __FILE__, __LINE__, Step(scenario, target, Fault::kKillAfter, at));
    const ChildEnd end =
        sweep.Strike(target, {.at = at, .fault = Fault::kKillAfter});
    sweep.CheckOldOrNew(end);
    if (end.signal != SIGKILL || ::testing::Test::HasFailure()) {
      sweep.CheckFinishes();
      return static_cast<int>(at) - 1;
    }
    CompactionWorld(sweep.Work()).ledger().Advance(std::chrono::minutes(4));
  }
}

}  // namespace rescan::testing
