#include "tests/support/memory_ledger.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "tests/support/ledger_contract.h"
#include "tests/support/subprocess.h"

namespace rescan::testing {
namespace {

class MemoryHarness : public LedgerHarness {
 public:
  explicit MemoryHarness(std::shared_ptr<LedgerStore> store)
      : ledger_(std::move(store)) {}

  std::unique_ptr<index::CompactionLedger> Open() override {
    return std::make_unique<MemoryLedger>(ledger_.store());
  }
  void AddRun(const std::string& collection,
              const index::DeltaRun& run) override {
    ledger_.AddRun(collection, run);
  }
  std::int64_t AddChange(const std::string& collection,
                         index::VectorChange::Kind kind,
                         const std::string& asset,
                         const std::string& patch) override {
    return ledger_.AddChange(collection, kind, asset, patch);
  }
  std::int64_t AddReading(const std::string& asset) override {
    ledger_.SetRevision(asset, ++readings_);
    return readings_;
  }
  void RemoveImage(const std::string& asset) override {
    ledger_.SetRevision(asset, std::nullopt);
  }
  void Advance(std::chrono::milliseconds by) override { ledger_.Advance(by); }
  std::chrono::system_clock::time_point Now() override { return ledger_.Now(); }

 private:
  MemoryLedger ledger_;
  std::int64_t readings_ = 0;
};

class FileHarness : public MemoryHarness {
 public:
  explicit FileHarness(std::unique_ptr<TemporaryFolder> folder)
      : MemoryHarness(FileStore(*folder / "ledger")),
        folder_(std::move(folder)) {}

 private:
  std::unique_ptr<TemporaryFolder> folder_;
};

std::unique_ptr<LedgerHarness> InMemoryHarness() {
  return std::make_unique<MemoryHarness>(MemoryStore());
}

std::unique_ptr<LedgerHarness> InFileHarness() {
  return std::make_unique<FileHarness>(std::make_unique<TemporaryFolder>());
}

INSTANTIATE_TEST_SUITE_P(Memory, LedgerContract,
                         ::testing::Values(&InMemoryHarness));
INSTANTIATE_TEST_SUITE_P(File, LedgerContract,
                         ::testing::Values(&InFileHarness));

TEST(CompactionState, NamesAreKept) {
  for (const auto& [state, name] :
       {std::pair{index::CompactionState::kPending, "PENDING"},
        std::pair{index::CompactionState::kProcessing, "PROCESSING"},
        std::pair{index::CompactionState::kCompleted, "COMPLETED"},
        std::pair{index::CompactionState::kFailed, "FAILED"}}) {
    EXPECT_EQ(CompactionStateName(state), name);
    EXPECT_EQ(index::CompactionStateOf(name), state);
  }
  EXPECT_EQ(index::CompactionStateOf("completed"), std::nullopt);
}

}  // namespace
}  // namespace rescan::testing
