// A CompactionLedger without a database, for tests and benches: in memory, or
// in one file that survives the death of the process and is shared between
// processes. Time stands still until it is moved.
#ifndef RESCAN_TESTS_SUPPORT_MEMORY_LEDGER_H_
#define RESCAN_TESTS_SUPPORT_MEMORY_LEDGER_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "index/compaction_ledger.h"
#include "kernels/base/result.h"

namespace rescan::testing {

// All that a ledger knows. Times are microseconds since 1970.
struct LedgerState {
  struct Run {
    index::DeltaRun run;
    std::int64_t finished_us = 0;
  };
  struct Change {
    index::VectorChange change;
    std::string consumed_by;  // version, or empty
  };
  struct Collection {
    std::vector<Run> runs;                         // oldest first
    std::vector<Change> changes;                   // by seq
    std::vector<index::SnapshotVersion> versions;  // oldest first
    std::string greatest;                          // ever
    std::string lease_owner;                       // empty = free
    std::int64_t lease_until_us = 0;
  };
  std::map<std::string, Collection> collections;
  std::map<std::string, std::int64_t> revisions;
  std::int64_t last_seq = 0;
  std::int64_t now_us = 1'800'000'000'000'000;  // 2027-01-15
};

// Where a LedgerState lives.
class LedgerStore {
 public:
  virtual ~LedgerStore() = default;
  // Runs `work` on the state, alone in the world; what it changes stays if it
  // returns true.
  virtual void Transact(const std::function<bool(LedgerState&)>& work) = 0;
  // The same for work that only looks.
  virtual void Look(const std::function<void(const LedgerState&)>& work) = 0;
};

// In this process. Thread-safe.
[[nodiscard]] std::shared_ptr<LedgerStore> MemoryStore();

// In a file, made if absent; replaced by rename at each change, so that a
// killed process leaves the old or the new state. Thread-safe, also between
// processes. Throws std::runtime_error when the system refuses.
[[nodiscard]] std::shared_ptr<LedgerStore> FileStore(const std::string& path);

class MemoryLedger : public index::CompactionLedger {
 public:
  explicit MemoryLedger(std::shared_ptr<LedgerStore> store = MemoryStore());

  // What the engine does in earnest.
  void AddRun(const std::string& collection, const index::DeltaRun& run);
  // Returns its seq.
  std::int64_t AddChange(const std::string& collection,
                         index::VectorChange::Kind kind,
                         const std::string& asset,
                         const std::string& patch = "");
  // nullopt = the image is gone.
  void SetRevision(const std::string& asset,
                   std::optional<std::int64_t> revision);

  void Advance(std::chrono::milliseconds by);
  [[nodiscard]] std::chrono::system_clock::time_point Now() const;
  [[nodiscard]] LedgerState State() const;
  [[nodiscard]] const std::shared_ptr<LedgerStore>& store() const {
    return store_;
  }

  Result<std::unique_ptr<index::LeaseRenewer>> OpenRenewer() override;
  Result<bool> AcquireLease(const std::string& collection,
                            const std::string& owner,
                            std::chrono::milliseconds ttl) override;
  Result<bool> RenewLease(const std::string& collection,
                          const std::string& owner,
                          std::chrono::milliseconds ttl) override;
  Status ReleaseLease(const std::string& collection,
                      const std::string& owner) override;
  Result<std::vector<index::SnapshotVersion>> Versions(
      const std::string& collection) override;
  Result<std::vector<index::DeltaRun>> Runs(
      const std::string& collection) override;
  Result<std::vector<index::DeltaRun>> RunsSince(
      const std::string& collection, const std::string& base) override;
  Result<std::vector<index::VectorChange>> ChangesSince(
      const std::string& collection, const std::string& base) override;
  Result<std::vector<std::optional<std::int64_t>>> CurrentRevisions(
      const std::string& collection,
      std::span<const std::string> assets) override;
  Status MarkProcessing(const std::string& collection,
                        std::span<const std::string> run_ids) override;
  Status MarkFailed(const std::string& collection, const std::string& run_id,
                    const std::string& error) override;
  Result<index::SwitchResult> SwitchVersion(
      const index::VersionSwitch& change) override;
  Status ForgetVersion(const std::string& collection,
                       const std::string& version) override;
  Result<std::vector<index::DeltaRun>> ExpiredRuns(
      const std::string& collection,
      std::chrono::system_clock::time_point older_than) override;
  Status MarkDeltaDeleted(const std::string& collection,
                          const std::string& run_id) override;

 private:
  // Nothing, if the collection is not known yet.
  [[nodiscard]] LedgerState::Collection Known(
      const std::string& collection) const;

  std::shared_ptr<LedgerStore>
      store_;  // shared with renewers and other ledgers
};

}  // namespace rescan::testing

#endif  // RESCAN_TESTS_SUPPORT_MEMORY_LEDGER_H_
