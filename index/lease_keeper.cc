#include "index/lease_keeper.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "index/version_id.h"

namespace rescan::index {
namespace {

constexpr int kMaxFailedRenewals = 3;
constexpr std::chrono::milliseconds kPollPause(100);

Error LeaseLost(const std::string& collection) {
  return {ErrorCode::kLocked,
          "collection " + collection +
              ": another compaction took over; nothing of this one was kept"};
}

// True = taken, false = still another's when the time was over.
Result<bool> AcquireWithin(CompactionLedger& ledger,
                           const std::string& collection,
                           const std::string& owner,
                           const LeaseOptions& options) {
  const auto end = std::chrono::steady_clock::now() + options.wait;
  for (;;) {
    Result<bool> taken = ledger.AcquireLease(collection, owner, options.ttl);
    if (!taken.has_value() || *taken) return taken;
    const auto left = end - std::chrono::steady_clock::now();
    if (left <= std::chrono::steady_clock::duration::zero()) return false;
    std::this_thread::sleep_for(
        std::min<std::chrono::steady_clock::duration>(left, kPollPause));
  }
}

}  // namespace

Result<std::unique_ptr<LeaseKeeper>> LeaseKeeper::Acquire(
    CompactionLedger& ledger, const std::string& collection,
    const LeaseOptions& options) {
  // The renewer first: what fails here has taken nothing.
  Result<std::unique_ptr<LeaseRenewer>> renewer = ledger.OpenRenewer();
  if (!renewer.has_value()) return tl::unexpected(renewer.error());
  const std::string owner = RandomName();
  const Result<bool> taken = AcquireWithin(ledger, collection, owner, options);
  if (!taken.has_value()) return tl::unexpected(taken.error());
  if (!*taken) {
    return Fail(
        ErrorCode::kLocked,
        "collection " + collection +
            ": another compaction is at work; if it was killed, its "
            "lease ends by itself in " +
            std::to_string(
                std::chrono::ceil<std::chrono::seconds>(options.ttl).count()) +
            " s at most");
  }
  std::unique_ptr<LeaseKeeper> keeper(
      new LeaseKeeper(ledger, collection, owner, options));
  try {
    keeper->heart_ =
        std::thread([self = keeper.get(), renewer = std::move(*renewer)] {
          self->Beat(*renewer);
        });
  } catch (const std::system_error& error) {
    return Fail(ErrorCode::kLimit, std::string("no thread for the heartbeat "
                                               "of a compaction: ") +
                                       error.what());
  }
  return keeper;
}

LeaseKeeper::LeaseKeeper(CompactionLedger& ledger, std::string collection,
                         std::string owner, const LeaseOptions& options)
    : ledger_(ledger),
      collection_(std::move(collection)),
      owner_(std::move(owner)),
      options_(options) {}

LeaseKeeper::~LeaseKeeper() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  end_.notify_all();
  if (heart_.joinable()) heart_.join();
  (void)ledger_.ReleaseLease(collection_, owner_);
}

bool LeaseKeeper::Lost() const {
  const std::lock_guard lock(mutex_);
  return lost_;
}

Status LeaseKeeper::Confirm() {
  if (Lost()) return tl::unexpected(LeaseLost(collection_));
  const Result<bool> held =
      ledger_.RenewLease(collection_, owner_, options_.ttl);
  if (!held.has_value()) return tl::unexpected(held.error());
  if (!*held) {
    const std::lock_guard lock(mutex_);
    lost_ = true;
    return tl::unexpected(LeaseLost(collection_));
  }
  return {};
}

void LeaseKeeper::Beat(LeaseRenewer& renewer) {
  int failures = 0;
  std::unique_lock lock(mutex_);
  while (!end_.wait_for(lock, options_.heartbeat, [this] { return ending_; })) {
    lock.unlock();
    const Result<bool> held =
        renewer.RenewLease(collection_, owner_, options_.ttl);
    lock.lock();
    failures = held.has_value() ? 0 : failures + 1;
    if (failures == kMaxFailedRenewals || (held.has_value() && !*held)) {
      lost_ = true;
      return;
    }
  }
}

}  // namespace rescan::index
