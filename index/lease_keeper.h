#ifndef RESCAN_INDEX_LEASE_KEEPER_H_
#define RESCAN_INDEX_LEASE_KEEPER_H_

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "index/compaction_ledger.h"
#include "kernels/base/result.h"

namespace rescan::index {

struct LeaseOptions {
  std::chrono::milliseconds ttl = std::chrono::minutes(3);
  // Between renewals; well below ttl / 3, so that three may fail.
  std::chrono::milliseconds heartbeat = std::chrono::seconds(30);
  // How long to wait for another compactor to end; 0 = leave at once.
  std::chrono::milliseconds wait = std::chrono::milliseconds(0);
};

// The lease of one collection, held for the object's life and renewed by a
// thread of its own. When that thread is told the lease is lost, or when three
// renewals in a row fail, it gives up and Lost() is true for good.
//
// Whoever holds a LeaseKeeper may still not be the owner: the process may have
// slept. It decides nothing; only CompactionLedger::SwitchVersion does.
//
// Lost() may be called from any thread, all else from the ledger's.
class LeaseKeeper {
 public:
  // Under a new random owner. `ledger` must outlive the object. kLocked when
  // another still holds the lease after options.wait; errors of the ledger.
  [[nodiscard]] static Result<std::unique_ptr<LeaseKeeper>> Acquire(
      CompactionLedger& ledger, const std::string& collection,
      const LeaseOptions& options);

  // Ends the heartbeat and releases the lease; if that fails, it ends by
  // itself.
  ~LeaseKeeper();
  LeaseKeeper(const LeaseKeeper&) = delete;
  LeaseKeeper& operator=(const LeaseKeeper&) = delete;

  [[nodiscard]] const std::string& owner() const { return owner_; }

  [[nodiscard]] bool Lost() const;

  // Renews now. kLocked if the lease is lost; errors of the ledger. After
  // success the lease was ours without a break since Acquire.
  [[nodiscard]] Status Confirm();

 private:
  LeaseKeeper(CompactionLedger& ledger, std::string collection,
              std::string owner, const LeaseOptions& options);
  void Beat(LeaseRenewer& renewer);

  CompactionLedger& ledger_;
  const std::string collection_;
  const std::string owner_;
  const LeaseOptions options_;

  mutable std::mutex mutex_;
  std::condition_variable end_;
  bool ending_ = false;  // guarded by mutex_
  bool lost_ = false;    // guarded by mutex_
  std::thread heart_;
};

}  // namespace rescan::index

#endif  // RESCAN_INDEX_LEASE_KEEPER_H_
