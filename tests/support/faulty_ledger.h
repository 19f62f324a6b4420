// A ledger whose n-th call fails, or is the last of the process.
#ifndef RESCAN_TESTS_SUPPORT_FAULTY_LEDGER_H_
#define RESCAN_TESTS_SUPPORT_FAULTY_LEDGER_H_

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "index/compaction_ledger.h"
#include "kernels/base/result.h"
#include "tests/support/faulty_file_system.h"

namespace rescan::testing {

// Counts every call of the interface; those of renewers are passed on
// uncounted. Of the faults kIo (nothing done, an error), kLateIo (done, and
// yet an error), kKillBefore and kKillAfter have a meaning here.
class FaultyLedger final : public index::CompactionLedger {
 public:
  // `below` must outlive this.
  explicit FaultyLedger(index::CompactionLedger& below, FaultPlan plan = {})
      : below_(below), plan_(plan) {}

  [[nodiscard]] std::uint64_t Count() const { return log_.size(); }
  // The planned call was reached.
  [[nodiscard]] bool Struck() const {
    return plan_.at > 0 && Count() >= plan_.at;
  }
  // The names of the calls, in order.
  [[nodiscard]] const std::vector<std::string>& Log() const { return log_; }

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
  template <class Call>
  auto Perform(const char* name, Call call) -> decltype(call());

  index::CompactionLedger& below_;
  const FaultPlan plan_;
  std::vector<std::string> log_;
};

}  // namespace rescan::testing

#endif  // RESCAN_TESTS_SUPPORT_FAULTY_LEDGER_H_
