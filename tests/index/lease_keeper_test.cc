#include "index/lease_keeper.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "tests/support/memory_ledger.h"

namespace rescan::index {
namespace {

using std::chrono::milliseconds;
using testing::MemoryLedger;

constexpr const char* kLines = "lines";

LeaseOptions Fast() {
  LeaseOptions options;
  options.heartbeat = milliseconds(1);
  return options;
}

std::int64_t LeaseEnd(const MemoryLedger& ledger) {
  return ledger.State().collections[kLines].lease_until_us;
}

// Gives the heartbeat the time it needs; a test that waits in vain fails by
// its time limit.
void WaitUntil(const std::function<bool()>& condition) {
  while (!condition()) std::this_thread::sleep_for(milliseconds(1));
}

TEST(LeaseKeeper, TakesAndReleases) {
  MemoryLedger ledger;
  {
    const auto lease = LeaseKeeper::Acquire(ledger, kLines, {});
    ASSERT_TRUE(lease.has_value());
    EXPECT_EQ(ledger.State().collections[kLines].lease_owner,
              (*lease)->owner());
    EXPECT_FALSE((*lease)->Lost());
    EXPECT_TRUE((*lease)->Confirm().has_value());
    const auto other = LeaseKeeper::Acquire(ledger, kLines, {});
    ASSERT_FALSE(other.has_value());
    EXPECT_EQ(other.error().code, ErrorCode::kLocked);
    EXPECT_NE(other.error().message.find(kLines), std::string::npos);
  }
  EXPECT_TRUE(LeaseKeeper::Acquire(ledger, kLines, {}).has_value());
}

TEST(LeaseKeeper, WaitsForAnotherToEnd) {
  MemoryLedger ledger;
  auto first = LeaseKeeper::Acquire(ledger, kLines, {});
  ASSERT_TRUE(first.has_value());
  LeaseOptions options;
  options.wait = std::chrono::minutes(1);
  std::thread end([&] {
    std::this_thread::sleep_for(milliseconds(20));
    (void)MemoryLedger(ledger.store()).ReleaseLease(kLines, (*first)->owner());
  });
  EXPECT_TRUE(LeaseKeeper::Acquire(ledger, kLines, options).has_value());
  end.join();
}

TEST(LeaseKeeper, TheHeartbeatKeepsItAlive) {
  MemoryLedger ledger;
  const auto lease = LeaseKeeper::Acquire(ledger, kLines, Fast());
  ASSERT_TRUE(lease.has_value());
  for (int i = 0; i < 3; ++i) {
    const std::int64_t before = LeaseEnd(ledger);
    ledger.Advance(std::chrono::minutes(2));
    WaitUntil([&] { return LeaseEnd(ledger) > before; });
  }
  EXPECT_FALSE((*lease)->Lost());
  EXPECT_TRUE((*lease)->Confirm().has_value());
}

TEST(LeaseKeeper, NoticesThatItIsLostAndLeavesTheNewOwnerAlone) {
  MemoryLedger ledger;
  MemoryLedger other(ledger.store());
  {
    const auto lease = LeaseKeeper::Acquire(ledger, kLines, {});
    ASSERT_TRUE(lease.has_value());
    ledger.Advance(std::chrono::minutes(3));
    ASSERT_TRUE(*other.AcquireLease(kLines, "another", milliseconds(1000)));
    const std::int64_t end = LeaseEnd(ledger);
    const Status held = (*lease)->Confirm();
    ASSERT_FALSE(held.has_value());
    EXPECT_EQ(held.error().code, ErrorCode::kLocked);
    EXPECT_TRUE((*lease)->Lost());
    EXPECT_EQ(LeaseEnd(ledger), end);
  }
  EXPECT_EQ(ledger.State().collections[kLines].lease_owner, "another");
}

TEST(LeaseKeeper, TheHeartbeatNoticesToo) {
  MemoryLedger ledger;
  const auto lease = LeaseKeeper::Acquire(ledger, kLines, Fast());
  ASSERT_TRUE(lease.has_value());
  ledger.store()->Transact([](testing::LedgerState& state) {
    state.collections[kLines].lease_owner = "another";
    return true;
  });
  WaitUntil([&] { return (*lease)->Lost(); });
  EXPECT_EQ((*lease)->Confirm().error().code, ErrorCode::kLocked);
}

// Renewals fail while `broken`; counts them.
class BrokenLedger : public MemoryLedger {
 public:
  class Renewer : public LeaseRenewer {
   public:
    explicit Renewer(BrokenLedger& ledger) : ledger_(ledger) {}
    Result<bool> RenewLease(const std::string& collection,
                            const std::string& owner,
                            milliseconds ttl) override {
      const int call = ++ledger_.calls;
      if (ledger_.broken && call % ledger_.good_every != 0) {
        return Fail(ErrorCode::kIo, "broken");
      }
      return MemoryLedger(ledger_.store()).RenewLease(collection, owner, ttl);
    }

   private:
    BrokenLedger& ledger_;
  };

  Result<std::unique_ptr<LeaseRenewer>> OpenRenewer() override {
    return std::make_unique<Renewer>(*this);
  }

  std::atomic<bool> broken = true;
  int good_every = 1 << 30;  // the call that succeeds all the same
  std::atomic<int> calls = 0;
};

TEST(LeaseKeeper, ThreeFailedRenewalsGiveUp) {
  BrokenLedger ledger;
  const auto lease = LeaseKeeper::Acquire(ledger, kLines, Fast());
  ASSERT_TRUE(lease.has_value());
  WaitUntil([&] { return (*lease)->Lost(); });
  EXPECT_EQ(ledger.calls, 3);
  // The lease itself is still there; it is not trusted any more.
  EXPECT_EQ((*lease)->Confirm().error().code, ErrorCode::kLocked);
}

TEST(LeaseKeeper, TwoFailedRenewalsAndAGoodOneDoNot) {
  BrokenLedger ledger;
  ledger.good_every = 3;
  const auto lease = LeaseKeeper::Acquire(ledger, kLines, Fast());
  ASSERT_TRUE(lease.has_value());
  WaitUntil([&] { return ledger.calls > 12; });
  EXPECT_FALSE((*lease)->Lost());
}

}  // namespace
}  // namespace rescan::index
