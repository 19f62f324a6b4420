#include "kernels/image/table.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <functional>
#include <random>

#include "hwy/tests/hwy_gtest.h"
#include "tests/support/guarded_picture.h"
#include "tests/support/random.h"
#include "tests/support/reference_pixels.h"

namespace rescan::kernels {
namespace {

using support::GuardedPicture;
using Table = std::array<std::uint8_t, 256>;

// Five of the widest vectors of bytes, and one.
constexpr int kMaxLength = 5 * 64 + 1;

// Each test runs once per SIMD target of this machine; its name says which.
class TableTest : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(TableTest);

Table RandomTable(std::mt19937& rng) {
  Table table;
  for (std::uint8_t& entry : table) entry = static_cast<std::uint8_t>(rng());
  return table;
}

TEST_P(TableTest, EveryLengthAndAlignmentWithRandomTables) {
  std::mt19937 rng(support::Seed(41));
  for (int width = 0; width <= kMaxLength; ++width) {
    for (const int offset : {0, 1, 31}) {
      GuardedPicture<std::uint8_t> in(width, 3, width % 4, offset);
      in.FillAtRandom(rng);
      const Table table = RandomTable(rng);
      GuardedPicture<std::uint8_t> out(width, 3, width % 3, offset + 1);
      ApplyTable(in.view(), table, out.view());
      ASSERT_EQ(reference::ApplyTable({width, 3, in.Samples()}, table).samples,
                out.Samples())
          << "width " << width << " +" << offset;
      ASSERT_TRUE(out.GuardsStand()) << "width " << width << " +" << offset;
    }
  }
}

TEST_P(TableTest, EveryLevelFindsItsEntryAndNoOther) {
  GuardedPicture<std::uint8_t> in(256, 1);
  for (int x = 0; x < 256; ++x) {
    in.view().Row(0)[x] = static_cast<std::uint8_t>(x);
  }
  for (int level = 0; level < 256; ++level) {
    Table table{};
    table[static_cast<std::size_t>(level)] = 255;
    GuardedPicture<std::uint8_t> out(256, 1);
    ApplyTable(in.view(), table, out.view());
    for (int x = 0; x < 256; ++x) {
      ASSERT_EQ(x == level ? 255 : 0, out.view().Row(0)[x]) << level;
    }
  }
}

TEST_P(TableTest, InvertsEveryLengthAndAlignment) {
  std::mt19937 rng(support::Seed(42));
  for (int width = 0; width <= kMaxLength; ++width) {
    for (const int offset : {0, 1, 31}) {
      GuardedPicture<std::uint8_t> in(width, 3, width % 4, offset);
      in.FillAtRandom(rng);
      GuardedPicture<std::uint8_t> out(width, 3, width % 3, offset + 1);
      Invert(in.view(), out.view());
      ASSERT_EQ(reference::Invert({width, 3, in.Samples()}).samples,
                out.Samples())
          << "width " << width << " +" << offset;
      ASSERT_TRUE(out.GuardsStand()) << "width " << width << " +" << offset;
    }
  }
}

TEST_P(TableTest, ThresholdsEveryLengthAndLevel) {
  std::mt19937 rng(support::Seed(45));
  for (int width = 0; width <= kMaxLength; ++width) {
    for (const int threshold : {0, 1, 127, 128, 254, 255, width % 256}) {
      GuardedPicture<std::uint8_t> in(width, 2, width % 4, width % 32);
      in.FillAtRandom(rng);
      GuardedPicture<std::uint8_t> out(width, 2, width % 3, width % 31);
      Threshold(in.view(), threshold, out.view());
      ASSERT_EQ(
          reference::Threshold({width, 2, in.Samples()}, threshold).samples,
          out.Samples())
          << "width " << width << " threshold " << threshold;
      ASSERT_TRUE(out.GuardsStand()) << "width " << width;
    }
  }
}

TEST_P(TableTest, InPlace) {
  std::mt19937 rng(support::Seed(43));
  const Table table = RandomTable(rng);
  for (const int width : {1, 16, 33, 64, 65, 200, 300}) {
    GuardedPicture<std::uint8_t> picture(width, 4, 5);
    picture.FillAtRandom(rng);
    const reference::Picture before{width, 4, picture.Samples()};
    ApplyTable(picture.view(), table, picture.view());
    const reference::Picture mapped = reference::ApplyTable(before, table);
    ASSERT_EQ(mapped.samples, picture.Samples()) << width;
    Invert(picture.view(), picture.view());
    ASSERT_EQ(reference::Invert(mapped).samples, picture.Samples()) << width;
    ASSERT_TRUE(picture.GuardsStand()) << width;
  }
}

TEST_P(TableTest, PartOfAPicture) {
  std::mt19937 rng(support::Seed(44));
  GuardedPicture<std::uint8_t> picture(150, 9);
  picture.FillAtRandom(rng);
  const std::vector<std::uint8_t> before = picture.Samples();
  const MutableGreyView part = picture.view().Part(13, 2, 101, 5);
  Invert(part, part);
  for (int y = 0; y < 9; ++y) {
    for (int x = 0; x < 150; ++x) {
      const int was = before[static_cast<std::size_t>(y * 150 + x)];
      const bool inside = x >= 13 && x < 114 && y >= 2 && y < 7;
      ASSERT_EQ(inside ? 255 - was : was, picture.view().Row(y)[x])
          << x << " " << y;
    }
  }
}

TEST_P(TableTest, EmptyPictures) {
  const Table table{};
  for (const auto& [width, height] : {std::pair(0, 3), std::pair(3, 0)}) {
    GuardedPicture<std::uint8_t> picture(width, height);
    ApplyTable(picture.view(), table, picture.view());
    Invert(picture.view(), picture.view());
    EXPECT_TRUE(picture.Samples().empty());
  }
}

}  // namespace
}  // namespace rescan::kernels
