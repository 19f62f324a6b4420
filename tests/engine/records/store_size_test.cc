// What a page costs on disk.
#include <gtest/gtest.h>

#include <filesystem>

#include "engine/records/store.h"
#include "tests/engine/records/record_samples.h"

namespace rescan {
namespace {

using testing::kReceiptShape;
using testing::MakeItems;
using testing::MakeSuccess;
using testing::Must;
using testing::Records;

// Sixty pages, each of 50 lines, 200 words and 1000 letters. The promise for
// real receipts is 80 kB; these take 30 kB, and half the promise is the bound.
TEST(StoreSize, SixtyPagesOfAReceiptsText) {
  constexpr int kPages = 60;
  Records records;
  const RunId run = records.Begin();
  const auto items = records.Plan(run, MakeItems(0, kPages));
  for (int i = 0; i < kPages; ++i) {
    Must(records->RecordOutcome(run, items[static_cast<std::size_t>(i)], {},
                                MakeSuccess(i, kReceiptShape)));
  }
  records.Close();
  const auto bytes = std::filesystem::file_size(records.database());
  EXPECT_LT(bytes, kPages * 40'000u);
  EXPECT_GT(bytes, kPages * 10'000u);
  // All of it is in the one file once the store is closed.
  EXPECT_FALSE(std::filesystem::exists(records.database() + "-wal"));
}

// Lines of 100 letters must not spill into pages of their own.
TEST(StoreSize, LongLinesCostWhatTheirLettersDo) {
  Records records;
  const RunId run = records.Begin();
  const auto items = records.Plan(run, MakeItems(0, 10));
  for (int i = 0; i < 10; ++i) {
    Must(records->RecordOutcome(run, items[static_cast<std::size_t>(i)], {},
                                MakeSuccess(i, {60, 18, 6})));
  }
  records.Close();
  // 6480 letters a page, 16 bytes each; words, lines and the full text, where
  // each of these random words is a term of its own, and the corrections of one
  // word in 18 beside them.
  EXPECT_LT(std::filesystem::file_size(records.database()), 10 * 225'000u);
}

}  // namespace
}  // namespace rescan
