#include "tests/support/faulty_ledger.h"

#include <csignal>

namespace rescan::testing {

using index::DeltaRun;
using index::SnapshotVersion;
using index::SwitchResult;
using index::VectorChange;

template <class Call>
auto FaultyLedger::Perform(const char* name, Call call) -> decltype(call()) {
  log_.emplace_back(name);
  const bool now = Count() == plan_.at || (plan_.onwards && Struck());
  const auto error = [&] {
    return Fail(ErrorCode::kIo, std::string("ledger: ") + name);
  };
  if (now && plan_.fault == Fault::kKillBefore) std::raise(SIGKILL);
  if (now && plan_.fault == Fault::kIo) return error();
  auto result = call();
  if (now && plan_.fault == Fault::kKillAfter) std::raise(SIGKILL);
  if (now && plan_.fault == Fault::kLateIo) return error();
  return result;
}

Result<std::unique_ptr<index::LeaseRenewer>> FaultyLedger::OpenRenewer() {
  return Perform("OpenRenewer", [&] { return below_.OpenRenewer(); });
}

Result<bool> FaultyLedger::AcquireLease(const std::string& collection,
                                        const std::string& owner,
                                        std::chrono::milliseconds ttl) {
  return Perform("AcquireLease",
                 [&] { return below_.AcquireLease(collection, owner, ttl); });
}

Result<bool> FaultyLedger::RenewLease(const std::string& collection,
                                      const std::string& owner,
                                      std::chrono::milliseconds ttl) {
  return Perform("RenewLease",
                 [&] { return below_.RenewLease(collection, owner, ttl); });
}

Status FaultyLedger::ReleaseLease(const std::string& collection,
                                  const std::string& owner) {
  return Perform("ReleaseLease",
                 [&] { return below_.ReleaseLease(collection, owner); });
}

Result<std::vector<SnapshotVersion>> FaultyLedger::Versions(
    const std::string& collection) {
  return Perform("Versions", [&] { return below_.Versions(collection); });
}

Result<std::vector<DeltaRun>> FaultyLedger::Runs(
    const std::string& collection) {
  return Perform("Runs", [&] { return below_.Runs(collection); });
}

Result<std::vector<DeltaRun>> FaultyLedger::RunsSince(
    const std::string& collection, const std::string& base) {
  return Perform("RunsSince",
                 [&] { return below_.RunsSince(collection, base); });
}

Result<std::vector<VectorChange>> FaultyLedger::ChangesSince(
    const std::string& collection, const std::string& base) {
  return Perform("ChangesSince",
                 [&] { return below_.ChangesSince(collection, base); });
}

Result<std::vector<std::optional<std::int64_t>>> FaultyLedger::CurrentRevisions(
    const std::string& collection, std::span<const std::string> assets) {
  return Perform("CurrentRevisions",
                 [&] { return below_.CurrentRevisions(collection, assets); });
}

Status FaultyLedger::MarkProcessing(const std::string& collection,
                                    std::span<const std::string> run_ids) {
  return Perform("MarkProcessing",
                 [&] { return below_.MarkProcessing(collection, run_ids); });
}

Status FaultyLedger::MarkFailed(const std::string& collection,
                                const std::string& run_id,
                                const std::string& error) {
  return Perform("MarkFailed",
                 [&] { return below_.MarkFailed(collection, run_id, error); });
}

Result<SwitchResult> FaultyLedger::SwitchVersion(
    const index::VersionSwitch& change) {
  return Perform("SwitchVersion", [&] { return below_.SwitchVersion(change); });
}

Status FaultyLedger::ForgetVersion(const std::string& collection,
                                   const std::string& version) {
  return Perform("ForgetVersion",
                 [&] { return below_.ForgetVersion(collection, version); });
}

Result<std::vector<DeltaRun>> FaultyLedger::ExpiredRuns(
    const std::string& collection,
    std::chrono::system_clock::time_point older_than) {
  return Perform("ExpiredRuns",
                 [&] { return below_.ExpiredRuns(collection, older_than); });
}

Status FaultyLedger::MarkDeltaDeleted(const std::string& collection,
                                      const std::string& run_id) {
  return Perform("MarkDeltaDeleted",
                 [&] { return below_.MarkDeltaDeleted(collection, run_id); });
}

}  // namespace rescan::testing
