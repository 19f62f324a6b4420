#ifndef RESCAN_ENGINE_RECORDS_SQLITE_LEDGER_H_
#define RESCAN_ENGINE_RECORDS_SQLITE_LEDGER_H_

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/records/store.h"
#include "index/compaction_ledger.h"
#include "kernels/base/result.h"

namespace rescan {

class Database;

// What compaction keeps, in the workspace's database. Each object has a
// connection of its own, each renewer another; runs may go on in other
// connections and processes meanwhile. An image's current revision is its
// bytes' current reading, as long as any path has those bytes.
//
// A run that fails gives its readings back: the next run over the images
// writes new deltas for them.
class SqliteLedger : public index::CompactionLedger {
 public:
  // With kReadOnly only the questions may be asked. Errors as
  // RecordStore::Open.
  [[nodiscard]] static Result<std::unique_ptr<SqliteLedger>> Open(
      const std::string& workspace, StoreMode mode,
      const StoreOptions& options = {});
  ~SqliteLedger() override;
  SqliteLedger(const SqliteLedger&) = delete;
  SqliteLedger& operator=(const SqliteLedger&) = delete;

  [[nodiscard]] Result<std::unique_ptr<index::LeaseRenewer>> OpenRenewer()
      override;
  [[nodiscard]] Result<bool> AcquireLease(
      const std::string& collection, const std::string& owner,
      std::chrono::milliseconds ttl) override;
  [[nodiscard]] Result<bool> RenewLease(const std::string& collection,
                                        const std::string& owner,
                                        std::chrono::milliseconds ttl) override;
  [[nodiscard]] Status ReleaseLease(const std::string& collection,
                                    const std::string& owner) override;
  [[nodiscard]] Result<std::vector<index::SnapshotVersion>> Versions(
      const std::string& collection) override;
  [[nodiscard]] Result<std::vector<index::DeltaRun>> Runs(
      const std::string& collection) override;
  [[nodiscard]] Result<std::vector<index::DeltaRun>> RunsSince(
      const std::string& collection, const std::string& base) override;
  [[nodiscard]] Result<std::vector<index::VectorChange>> ChangesSince(
      const std::string& collection, const std::string& base) override;
  [[nodiscard]] Result<std::vector<std::optional<std::int64_t>>>
  CurrentRevisions(const std::string& collection,
                   std::span<const std::string> assets) override;
  [[nodiscard]] Status MarkProcessing(
      const std::string& collection,
      std::span<const std::string> run_ids) override;
  [[nodiscard]] Status MarkFailed(const std::string& collection,
                                  const std::string& run_id,
                                  const std::string& error) override;
  [[nodiscard]] Result<index::SwitchResult> SwitchVersion(
      const index::VersionSwitch& change) override;
  [[nodiscard]] Status ForgetVersion(const std::string& collection,
                                     const std::string& version) override;
  [[nodiscard]] Result<std::vector<index::DeltaRun>> ExpiredRuns(
      const std::string& collection,
      std::chrono::system_clock::time_point older_than) override;
  [[nodiscard]] Status MarkDeltaDeleted(const std::string& collection,
                                        const std::string& run_id) override;

 private:
  SqliteLedger(std::string workspace, StoreOptions options,
               std::unique_ptr<Database> db);

  // Now and that much later, as time stamps.
  struct Term {
    std::string now, end;
  };
  [[nodiscard]] Term TermOf(std::chrono::milliseconds ttl) const;

  const std::string workspace_;
  const StoreOptions options_;
  const std::unique_ptr<Database> db_;
};

}  // namespace rescan

#endif  // RESCAN_ENGINE_RECORDS_SQLITE_LEDGER_H_
