#include "index/row_lists.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <random>
#include <set>
#include <span>
#include <vector>

#include "index/index_spec.h"
#include "kernels/vector/dot.h"
#include "kernels/vector/normalize.h"
#include "kernels/vector/top_k.h"
#include "tests/support/random.h"
#include "tests/support/reference_vectors.h"

namespace rescan::index {
namespace {

using ::testing::HasSubstr;

constexpr std::size_t kDimension = 24;
constexpr std::size_t kClusters = 20;

// Unit rows around a few directions.
class Clustered {
 public:
  explicit Clustered(std::uint32_t seed)
      : rng_(seed),
        centres_(support::RandomUnitRows(rng_, kClusters, kDimension)) {}

  std::vector<float> Draw() {
    std::vector<float> row = support::RandomUnitRows(rng_, 1, kDimension);
    const std::size_t cluster = support::Below(rng_, kClusters);
    for (std::size_t i = 0; i < kDimension; ++i) {
      row[i] = 0.4f * row[i] + centres_[cluster * kDimension + i];
    }
    (void)kernels::Normalize(row);
    return row;
  }
  std::vector<float> Rows(std::size_t count) {
    std::vector<float> rows;
    for (std::size_t i = 0; i < count; ++i) {
      const auto row = Draw();
      rows.insert(rows.end(), row.begin(), row.end());
    }
    return rows;
  }
  std::mt19937& rng() { return rng_; }

 private:
  std::mt19937 rng_;
  std::vector<float> centres_;
};

// The table of vectors that lists are about.
struct Table {
  std::vector<float> values;

  [[nodiscard]] kernels::FloatRows rows() const {
    return {values.data(), values.size() / kDimension, kDimension, kDimension};
  }
  [[nodiscard]] std::span<const float> row(std::size_t i) const {
    return std::span(values).subspan(i * kDimension, kDimension);
  }
  void Replace(std::size_t i, std::span<const float> vector) {
    std::copy(vector.begin(), vector.end(), values.begin() + i * kDimension);
  }
  void Remove(std::size_t i) {
    const std::vector<float> last(values.end() - kDimension, values.end());
    Replace(i, last);
    values.resize(values.size() - kDimension);
  }
};

class Best {
 public:
  explicit Best(std::size_t k) : best_(k) {}
  [[nodiscard]] float threshold() const { return best_.threshold(); }
  [[nodiscard]] static bool Wants(std::uint32_t /*row*/) { return true; }
  void Offer(float score, std::uint32_t row) { best_.Offer(score, row); }
  std::vector<kernels::ScoredRow> Take() { return best_.Take(); }

 private:
  kernels::TopK<> best_;
};

std::vector<kernels::ScoredRow> Scan(const RowLists& lists, const Table& table,
                                     std::span<const float> vector,
                                     std::size_t probes) {
  const ScanQuery query(vector);
  Best best(10);
  for (const std::size_t list : lists.Nearest(vector, probes)) {
    ScanBytes<Best>({&query, 1}, lists.lists()[list], table.rows(), {&best, 1});
  }
  return best.Take();
}

std::vector<kernels::ScoredRow> Exact(const Table& table,
                                      std::span<const float> vector) {
  Best best(10);
  for (std::size_t i = 0; i < table.rows().count; ++i) {
    best.Offer(kernels::InnerProduct(vector, table.row(i)),
               static_cast<std::uint32_t>(i));
  }
  return best.Take();
}

// Each row is in one list, as itself, and all lists find what a scan finds.
void ExpectWhole(const RowLists& lists, const Table& table) {
  ASSERT_EQ(table.rows().count, lists.size());
  std::vector<int> seen(lists.size(), 0);
  for (const ScanList& list : lists.lists()) {
    for (std::size_t place = 0; place < list.size(); ++place) {
      ++seen[list.row(place)];
    }
  }
  ASSERT_EQ(std::vector<int>(lists.size(), 1), seen);
  for (std::size_t i = 0; i < lists.size(); i += 1 + lists.size() / 10) {
    ASSERT_EQ(Exact(table, table.row(i)),
              Scan(lists, table, table.row(i), lists.lists().size()));
  }
}

TEST(RowListsTest, OneListUntilTrained) {
  Clustered data(support::Seed(431));
  Table table{data.Rows(500)};
  RowLists lists(kDimension);
  lists.Append(table.rows());
  EXPECT_EQ(1U, lists.lists().size());
  EXPECT_EQ(0U, lists.trained_rows());
  EXPECT_FALSE(lists.ProbingPays());
  ExpectWhole(lists, table);
}

TEST(RowListsTest, TrainedListsHoldAllAndFewFindNearlyAll) {
  Clustered data(support::Seed(432));
  Table table{data.Rows(4000)};
  RowLists lists(kDimension);
  lists.Append(table.rows());
  ASSERT_TRUE(lists.Train(table.rows(), 40).has_value());
  EXPECT_EQ(40U, lists.lists().size());
  EXPECT_EQ(4000U, lists.trained_rows());
  EXPECT_TRUE(lists.ProbingPays()) << lists.probes();
  ExpectWhole(lists, table);
  std::size_t found = 0;
  for (int q = 0; q < 100; ++q) {
    const auto query = data.Draw();
    std::set<std::uint32_t> wanted;
    for (const auto& row : Exact(table, query)) wanted.insert(row.row);
    for (const auto& row : Scan(lists, table, query, lists.probes())) {
      found += wanted.count(row.row);
    }
  }
  EXPECT_GE(found, 980U);
}

TEST(RowListsTest, TrainingIsDeterministic) {
  Clustered data(support::Seed(433));
  const Table table{data.Rows(1000)};
  std::vector<std::byte> saved[2];
  for (auto& bytes : saved) {
    RowLists lists(kDimension);
    lists.Append(table.rows());
    ASSERT_TRUE(lists.Train(table.rows(), 10).has_value());
    ASSERT_TRUE(lists
                    .Save([&](std::span<const std::byte> piece) -> Status {
                      bytes.insert(bytes.end(), piece.begin(), piece.end());
                      return {};
                    })
                    .has_value());
  }
  EXPECT_EQ(saved[0], saved[1]);
}

TEST(RowListsTest, DirectionsWithoutStructureDoNotPay) {
  std::mt19937 rng(support::Seed(434));
  const Table table{support::RandomUnitRows(rng, 3000, kDimension)};
  RowLists lists(kDimension);
  lists.Append(table.rows());
  ASSERT_TRUE(lists.Train(table.rows(), 50).has_value());
  EXPECT_FALSE(lists.ProbingPays()) << lists.probes();
}

TEST(RowListsTest, AllTheSameVectorCanBeTrained) {
  Clustered data(support::Seed(435));
  const auto one = data.Draw();
  Table table;
  for (int i = 0; i < 200; ++i) {
    table.values.insert(table.values.end(), one.begin(), one.end());
  }
  RowLists lists(kDimension);
  lists.Append(table.rows());
  ASSERT_TRUE(lists.Train(table.rows(), 4).has_value());
  ExpectWhole(lists, table);
}

TEST(RowListsTest, RandomChangesKeepEveryRow) {
  Clustered data(support::Seed(436));
  Table table{data.Rows(400)};
  RowLists lists(kDimension);
  lists.Append(table.rows());
  for (int round = 0; round < 2000; ++round) {
    if (round == 300 || round == 1500) {
      ASSERT_TRUE(lists.Train(table.rows(), 8).has_value());
    }
    const std::size_t row =
        support::Below(data.rng(), static_cast<std::uint32_t>(lists.size()));
    switch (support::Below(data.rng(), 3)) {
      case 0: {
        const auto vector = data.Draw();
        table.values.insert(table.values.end(), vector.begin(), vector.end());
        lists.Append(kernels::FloatRows::Of(vector));
        break;
      }
      case 1: {
        const auto vector = data.Draw();
        table.Replace(row, vector);
        lists.Replace(static_cast<std::uint32_t>(row), vector);
        break;
      }
      default:
        if (lists.size() < 50) break;
        table.Remove(row);
        lists.Remove(static_cast<std::uint32_t>(row));
    }
    if (round % 50 == 0) {
      ASSERT_NO_FATAL_FAILURE(ExpectWhole(lists, table));
    }
  }
}

TEST(RowListsTest, CanBeEmptiedAndFilledAgain) {
  Clustered data(support::Seed(437));
  Table table{data.Rows(100)};
  RowLists lists(kDimension);
  lists.Append(table.rows());
  ASSERT_TRUE(lists.Train(table.rows(), 2).has_value());
  while (lists.size() > 0) lists.Remove(0);
  lists.Append(table.rows());
  ExpectWhole(lists, table);
}

class RowListsLoadTest : public ::testing::Test {
 protected:
  static constexpr std::size_t kHeader = 24;
  static constexpr std::size_t kLists = 5;
  static constexpr std::size_t kRows = 60;

  RowListsLoadTest() {
    Clustered data(support::Seed(438));
    table_.values = data.Rows(kRows);
    RowLists lists(kDimension);
    lists.Append(table_.rows());
    EXPECT_TRUE(lists.Train(table_.rows(), kLists).has_value());
    EXPECT_TRUE(lists
                    .Save([&](std::span<const std::byte> piece) -> Status {
                      bytes_.insert(bytes_.end(), piece.begin(), piece.end());
                      return {};
                    })
                    .has_value());
  }

  template <class T>
  [[nodiscard]] std::vector<std::byte> With(std::size_t at, T value) const {
    std::vector<std::byte> changed = bytes_;
    std::memcpy(changed.data() + at, &value, sizeof(value));
    return changed;
  }
  void ExpectRefused(std::span<const std::byte> bytes) const {
    RowLists lists(kDimension);
    const Status loaded =
        lists.Load(bytes, table_.rows(), IndexSpec::kMaxLists);
    ASSERT_FALSE(loaded.has_value());
    EXPECT_EQ(ErrorCode::kCorruption, loaded.error().code);
  }

  Table table_;
  std::vector<std::byte> bytes_;
};

TEST_F(RowListsLoadTest, GivesTheSameLists) {
  RowLists lists(kDimension);
  const Status loaded = lists.Load(bytes_, table_.rows(), kLists);
  ASSERT_TRUE(loaded.has_value()) << loaded.error().message;
  EXPECT_EQ(kLists, lists.lists().size());
  EXPECT_EQ(kRows, lists.trained_rows());
  ExpectWhole(lists, table_);
  std::vector<std::byte> again;
  ASSERT_TRUE(lists
                  .Save([&](std::span<const std::byte> piece) -> Status {
                    again.insert(again.end(), piece.begin(), piece.end());
                    return {};
                  })
                  .has_value());
  EXPECT_EQ(bytes_, again);
}

TEST_F(RowListsLoadTest, EveryOtherLengthIsRefused) {
  for (std::size_t size = 1; size < bytes_.size(); ++size) {
    ExpectRefused(std::span(bytes_).first(size));
  }
  bytes_.push_back({});
  ExpectRefused(bytes_);
}

TEST_F(RowListsLoadTest, ForgedNumbersAreRefused) {
  ExpectRefused(With(0, 'r'));
  for (const std::uint32_t lists : {0u, 1u, 4u, 6u, 65537u, ~0u}) {
    ExpectRefused(With(8, lists));
  }
  for (const std::uint32_t probes : {0u, 6u, ~0u}) {
    ExpectRefused(With(12, probes));
  }
  for (const std::uint64_t rows : {0ULL, 4ULL, 1ULL << 32, ~0ULL}) {
    ExpectRefused(With(16, rows));
  }
  ExpectRefused(With(kHeader + 8, std::nanf("")));
  ExpectRefused(With(kHeader + kLists * kDimension * 4 - 4, HUGE_VALF));
  for (const std::uint32_t list : {5u, 1000000u, ~0u}) {
    ExpectRefused(With(bytes_.size() - 4, list));
  }
}

TEST(IndexSpecTest, WhatThereIs) {
  for (const char* text : {"Auto", "Flat", "IVF2", "IVF64", "IVF65536"}) {
    EXPECT_TRUE(IndexSpec::Parse(text).has_value()) << text;
  }
  for (const char* text :
       {"", "auto", "Flat ", "IVF", "IVF1", "IVF0", "IVF-4", "IVF65537",
        "IVF99999999999999999999", "IVF64,Flat", "HNSW32"}) {
    const auto spec = IndexSpec::Parse(text);
    ASSERT_FALSE(spec.has_value()) << text;
    EXPECT_EQ(ErrorCode::kInvalidArgument, spec.error().code);
    EXPECT_THAT(spec.error().message, HasSubstr(std::string(text) + "'"));
  }
}

TEST(IndexSpecTest, ListsFromTheSizeOn) {
  const IndexSpec automatic = *IndexSpec::Parse("Auto");
  EXPECT_EQ(0U, automatic.ListsFor(0, 128));
  EXPECT_EQ(0U, automatic.ListsFor((1 << 19) - 1, 128));
  EXPECT_EQ(1024U, automatic.ListsFor(1 << 19, 128));
  EXPECT_EQ(1024U, automatic.ListsFor(1000000, 128));
  EXPECT_EQ(512U, automatic.ListsFor(200000, 512));
  EXPECT_EQ(25U, automatic.ListsFor(1024, 65536));
  const IndexSpec flat = *IndexSpec::Parse("Flat");
  EXPECT_EQ(0U, flat.ListsFor(100000000, 512));
  EXPECT_FALSE(flat.IsDue(100000000, 512, 0));
  const IndexSpec lists = *IndexSpec::Parse("IVF4");
  EXPECT_EQ(0U, lists.ListsFor(159, 8));
  EXPECT_EQ(4U, lists.ListsFor(160, 8));
  EXPECT_FALSE(lists.IsDue(159, 8, 0));
  EXPECT_TRUE(lists.IsDue(160, 8, 0));
  EXPECT_FALSE(lists.IsDue(639, 8, 160));
  EXPECT_TRUE(lists.IsDue(640, 8, 160));
}

}  // namespace
}  // namespace rescan::index
