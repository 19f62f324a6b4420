#include "tests/support/memory_ledger.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace rescan::testing {
namespace {

using index::CompactionState;
using index::DeltaRun;
using index::SnapshotVersion;
using index::SwitchResult;
using index::VectorChange;

class InMemory final : public LedgerStore {
 public:
  void Transact(const std::function<bool(LedgerState&)>& work) override {
    const std::lock_guard lock(mu_);
    LedgerState state = state_;
    if (work(state)) state_ = std::move(state);
  }
  void Look(const std::function<void(const LedgerState&)>& work) override {
    const std::lock_guard lock(mu_);
    work(state_);
  }

 private:
  std::mutex mu_;
  LedgerState state_;  // guarded by mu_
};

std::int64_t Microseconds(std::chrono::milliseconds time) {
  return std::chrono::microseconds(time).count();
}

std::string TimeText(std::int64_t us) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:06}Z",
                     fmt::gmtime(static_cast<std::time_t>(us / 1'000'000)),
                     us % 1'000'000);
}

bool Holds(const LedgerState& state, const LedgerState::Collection& in,
           const std::string& owner) {
  return in.lease_owner == owner && in.lease_until_us > state.now_us;
}

bool Unfinished(const DeltaRun& run) {
  return run.state == CompactionState::kPending ||
         run.state == CompactionState::kProcessing;
}

LedgerState::Run* FindRun(LedgerState::Collection& in, const std::string& id) {
  const auto at = std::ranges::find_if(
      in.runs, [&](const auto& row) { return row.run.run_id == id; });
  return at == in.runs.end() ? nullptr : &*at;
}

void Complete(const LedgerState& state, const index::MergedRun& merged,
              const std::string& version, LedgerState::Run* row) {
  if (row->run.state == CompactionState::kCompleted) return;
  row->run.state = CompactionState::kCompleted;
  row->run.merged = merged.merged;
  row->run.skipped = merged.skipped;
  row->run.merged_version = version;
  row->run.finished_at = TimeText(state.now_us);
  row->finished_us = state.now_us;
  row->run.error.clear();
}

// The whole of SwitchVersion; what it leaves in `state` counts only if it
// returns kSwitched.
Result<SwitchResult> Switch(const index::VersionSwitch& change,
                            LedgerState* state) {
  auto& in = state->collections[change.collection];
  if (!Holds(*state, in, change.owner)) return SwitchResult::kLeaseLost;
  const std::string current =
      in.versions.empty() ? "" : in.versions.back().version;
  if (current != change.expected) return SwitchResult::kPointerMoved;
  if (change.next.version <= in.greatest) {
    return Fail(ErrorCode::kInvalidArgument,
                change.next.version + ": not after " + in.greatest);
  }
  for (const index::MergedRun& merged : change.runs) {
    LedgerState::Run* row = FindRun(in, merged.run_id);
    if (row == nullptr) {
      return Fail(ErrorCode::kNotFound, merged.run_id + ": no such run");
    }
    Complete(*state, merged, change.next.version, row);
  }
  for (auto& row : in.changes) {
    if (row.change.seq <= change.through_change_seq &&
        row.consumed_by.empty()) {
      row.consumed_by = change.next.version;
    }
  }
  in.versions.push_back(change.next);
  in.versions.back().created_at = TimeText(state->now_us);
  in.greatest = change.next.version;
  return SwitchResult::kSwitched;
}

}  // namespace

std::shared_ptr<LedgerStore> MemoryStore() {
  return std::make_shared<InMemory>();
}

MemoryLedger::MemoryLedger(std::shared_ptr<LedgerStore> store)
    : store_(std::move(store)) {}

void MemoryLedger::AddRun(const std::string& collection, const DeltaRun& run) {
  store_->Transact([&](LedgerState& state) {
    DeltaRun row = run;
    row.created_at = TimeText(state.now_us);
    state.collections[collection].runs.push_back({std::move(row), 0});
    return true;
  });
}

std::int64_t MemoryLedger::AddChange(const std::string& collection,
                                     VectorChange::Kind kind,
                                     const std::string& asset,
                                     const std::string& patch) {
  std::int64_t seq = 0;
  store_->Transact([&](LedgerState& state) {
    seq = ++state.last_seq;
    state.collections[collection].changes.push_back(
        {{seq, kind, asset, patch}, ""});
    return true;
  });
  return seq;
}

void MemoryLedger::SetRevision(const std::string& asset,
                               std::optional<std::int64_t> revision) {
  store_->Transact([&](LedgerState& state) {
    state.revisions.erase(asset);
    if (revision) state.revisions[asset] = *revision;
    return true;
  });
}

void MemoryLedger::Advance(std::chrono::milliseconds by) {
  store_->Transact([&](LedgerState& state) {
    state.now_us += Microseconds(by);
    return true;
  });
}

std::chrono::system_clock::time_point MemoryLedger::Now() const {
  return std::chrono::system_clock::time_point(
      std::chrono::microseconds(State().now_us));
}

LedgerState MemoryLedger::State() const {
  LedgerState copy;
  store_->Look([&](const LedgerState& state) { copy = state; });
  return copy;
}

LedgerState::Collection MemoryLedger::Known(
    const std::string& collection) const {
  LedgerState::Collection known;
  store_->Look([&](const LedgerState& state) {
    const auto at = state.collections.find(collection);
    if (at != state.collections.end()) known = at->second;
  });
  return known;
}

Result<std::unique_ptr<index::LeaseRenewer>> MemoryLedger::OpenRenewer() {
  return std::make_unique<MemoryLedger>(store_);
}

Result<bool> MemoryLedger::AcquireLease(const std::string& collection,
                                        const std::string& owner,
                                        std::chrono::milliseconds ttl) {
  bool taken = false;
  store_->Transact([&](LedgerState& state) {
    auto& in = state.collections[collection];
    taken = in.lease_owner.empty() || in.lease_until_us <= state.now_us;
    if (taken) {
      in.lease_owner = owner;
      in.lease_until_us = state.now_us + Microseconds(ttl);
    }
    return taken;
  });
  return taken;
}

Result<bool> MemoryLedger::RenewLease(const std::string& collection,
                                      const std::string& owner,
                                      std::chrono::milliseconds ttl) {
  bool held = false;
  store_->Transact([&](LedgerState& state) {
    auto& in = state.collections[collection];
    held = Holds(state, in, owner);
    if (held) in.lease_until_us = state.now_us + Microseconds(ttl);
    return held;
  });
  return held;
}

Status MemoryLedger::ReleaseLease(const std::string& collection,
                                  const std::string& owner) {
  store_->Transact([&](LedgerState& state) {
    auto& in = state.collections[collection];
    if (in.lease_owner != owner) return false;
    in.lease_owner.clear();
    return true;
  });
  return {};
}

Result<std::vector<SnapshotVersion>> MemoryLedger::Versions(
    const std::string& collection) {
  auto versions = Known(collection).versions;
  std::ranges::reverse(versions);
  return versions;
}

Result<std::vector<DeltaRun>> MemoryLedger::Runs(
    const std::string& collection) {
  std::vector<DeltaRun> runs;
  LedgerState::Collection known = Known(collection);
  for (auto& row : known.runs) {
    runs.push_back(std::move(row.run));
  }
  return runs;
}

Result<std::vector<DeltaRun>> MemoryLedger::RunsSince(
    const std::string& collection, const std::string& base) {
  auto runs = *Runs(collection);
  std::erase_if(runs, [&](const DeltaRun& run) {
    const bool newer =
        run.state == CompactionState::kCompleted && run.merged_version > base;
    return !Unfinished(run) && !newer;
  });
  return runs;
}

Result<std::vector<VectorChange>> MemoryLedger::ChangesSince(
    const std::string& collection, const std::string& base) {
  std::vector<VectorChange> changes;
  LedgerState::Collection known = Known(collection);
  for (auto& row : known.changes) {
    if (row.consumed_by.empty() || row.consumed_by > base) {
      changes.push_back(std::move(row.change));
    }
  }
  return changes;
}

Result<std::vector<std::optional<std::int64_t>>> MemoryLedger::CurrentRevisions(
    const std::string& /*collection*/, std::span<const std::string> assets) {
  std::vector<std::optional<std::int64_t>> revisions;
  store_->Look([&](const LedgerState& state) {
    for (const std::string& asset : assets) {
      const auto at = state.revisions.find(asset);
      revisions.push_back(at == state.revisions.end()
                              ? std::nullopt
                              : std::optional(at->second));
    }
  });
  return revisions;
}

Status MemoryLedger::MarkProcessing(const std::string& collection,
                                    std::span<const std::string> run_ids) {
  const std::set<std::string> marked(run_ids.begin(), run_ids.end());
  store_->Transact([&](LedgerState& state) {
    for (auto& row : state.collections[collection].runs) {
      if (row.run.state == CompactionState::kPending &&
          marked.contains(row.run.run_id)) {
        row.run.state = CompactionState::kProcessing;
        row.run.started_at = TimeText(state.now_us);
      }
    }
    return true;
  });
  return {};
}

Status MemoryLedger::MarkFailed(const std::string& collection,
                                const std::string& run_id,
                                const std::string& error) {
  store_->Transact([&](LedgerState& state) {
    LedgerState::Run* row = FindRun(state.collections[collection], run_id);
    if (row == nullptr || !Unfinished(row->run)) return false;
    row->run.state = CompactionState::kFailed;
    row->run.error = error;
    row->run.finished_at = TimeText(state.now_us);
    row->finished_us = state.now_us;
    return true;
  });
  return {};
}

Result<SwitchResult> MemoryLedger::SwitchVersion(
    const index::VersionSwitch& change) {
  Result<SwitchResult> result = SwitchResult::kLeaseLost;
  store_->Transact([&](LedgerState& state) {
    result = Switch(change, &state);
    return result.has_value() && *result == SwitchResult::kSwitched;
  });
  return result;
}

Status MemoryLedger::ForgetVersion(const std::string& collection,
                                   const std::string& version) {
  Status status;
  store_->Transact([&](LedgerState& state) {
    auto& versions = state.collections[collection].versions;
    if (!versions.empty() && versions.back().version == version) {
      status = Fail(ErrorCode::kInvalidArgument, version + ": is the current");
      return false;
    }
    std::erase_if(versions,
                  [&](const auto& row) { return row.version == version; });
    return true;
  });
  return status;
}

Result<std::vector<DeltaRun>> MemoryLedger::ExpiredRuns(
    const std::string& collection,
    std::chrono::system_clock::time_point older_than) {
  const std::int64_t limit =
      std::chrono::floor<std::chrono::microseconds>(older_than)
          .time_since_epoch()
          .count();
  std::vector<DeltaRun> runs;
  LedgerState::Collection known = Known(collection);
  for (const auto& row : known.runs) {
    if (row.run.state == CompactionState::kCompleted &&
        row.finished_us < limit && !row.run.delta_deleted) {
      runs.push_back(row.run);
    }
  }
  return runs;
}

Status MemoryLedger::MarkDeltaDeleted(const std::string& collection,
                                      const std::string& run_id) {
  Status status;
  store_->Transact([&](LedgerState& state) {
    LedgerState::Run* row = FindRun(state.collections[collection], run_id);
    if (row == nullptr || row->run.state != CompactionState::kCompleted) {
      status = Fail(ErrorCode::kInvalidArgument, run_id + ": not COMPLETED");
      return false;
    }
    row->run.delta_deleted = true;
    return true;
  });
  return status;
}

}  // namespace rescan::testing
