// A compaction stays within the memory that compaction.h states.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <fstream>
#include <string>

#include "index/compaction.h"
#include "index/delta.h"
#include "tests/support/faulty_file_system.h"
#include "tests/support/index_samples.h"
#include "tests/support/memory_ledger.h"
#include "tests/support/peak_memory.h"
#include "tests/support/subprocess.h"

namespace rescan::index {
namespace {

constexpr int kDimension = 64;
constexpr int kCount = 2000;  // per delta
constexpr int kDeltas = 30;

class CompactionMemory : public ::testing::Test {
 protected:
  void AddRun(int number) {
    Delta delta;
    delta.run_id = fmt::format("run-{}", number);
    delta.collection = "lines";
    delta.model = "model";
    delta.dimension = kDimension;
    delta.vectors = testing::SampleVectors(kCount, kDimension,
                                           static_cast<std::uint32_t>(number));
    for (int i = 0; i < kCount; ++i) {
      VectorRecord record;
      record.asset = fmt::format("{:064}", number * 100 + i / 20);
      record.id = fmt::format("IMAGE#{}#LINE#{:05}", record.asset, i % 20 + 1);
      record.metadata = fmt::format(R"({{"text":"{:0100}"}})", i);
      record_bytes_ = static_cast<std::int64_t>(
          record.id.size() + record.asset.size() + record.metadata.size());
      delta.records.push_back(std::move(record));
    }
    ledger_.store()->Transact([&](testing::LedgerState& state) {
      for (const auto& record : delta.records) {
        state.revisions[record.asset] = 0;
      }
      return true;
    });
    const auto file = WriteDelta(FileSystem::Real(), folder_.path(), delta);
    ASSERT_TRUE(file.has_value()) << file.error().message;
    DeltaRun run;
    run.run_id = delta.run_id;
    run.delta_path = file->path;
    run.count = file->count;
    run.sha256 = file->sha256;
    ledger_.AddRun("lines", run);
  }

  // Of a compaction in a child, so that no memory of before is used again.
  std::int64_t Peak() {
    const testing::ChildEnd end = testing::RunInChild([&] {
      CompactionOptions options;
      options.workspace = folder_.path();
      options.collection = "lines";
      options.now = [&] { return ledger_.Now(); };
      bool merged = false;
      const std::uint64_t peak = testing::PeakMemoryOf([&] {
        const auto report = Compact(ledger_, options);
        merged = report.has_value() && report->merged > 0;
      });
      std::ofstream(folder_ / "peak") << peak;
      return merged ? 0 : 1;
    });
    EXPECT_EQ(end.exit_code, 0);
    return std::stoll(testing::ReadFileBytes(folder_ / "peak"));
  }

  // What the formula gives beyond its fixed part, which is larger than all of
  // this test.
  std::int64_t Allowed(std::int64_t n, std::int64_t n0) const {
    constexpr std::int64_t kSlack = 6 << 20;
    return index::CompactionMemory(n, n0, kCount, kDimension, record_bytes_) -
           index::CompactionMemory(0, 0, 0, kDimension, record_bytes_) + kSlack;
  }

  testing::TemporaryFolder folder_;
  testing::MemoryLedger ledger_{testing::FileStore(folder_ / "ledger")};
  std::int64_t record_bytes_ = 0;
};

TEST_F(CompactionMemory, StaysWithinTheFormula) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "AddressSanitizer takes memory of its own";
#endif
  for (int i = 0; i < kDeltas; ++i) AddRun(i);
  constexpr std::int64_t kAll = std::int64_t{kDeltas} * kCount;
  const std::int64_t first = Peak();
  EXPECT_LE(first, Allowed(kAll, 0));
  EXPECT_GE(3 * first, Allowed(kAll, 0)) << "or the formula says nothing";
  AddRun(kDeltas);
  const std::int64_t more = Peak();
  EXPECT_LE(more, Allowed(kAll + kCount, kAll));
  EXPECT_GE(3 * more, Allowed(kAll + kCount, kAll));
  EXPECT_GT(more, first) << "a snapshot was read besides";
}

}  // namespace
}  // namespace rescan::index
