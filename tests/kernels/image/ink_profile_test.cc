#include "kernels/image/ink_profile.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <vector>

#include "hwy/tests/hwy_gtest.h"
#include "tests/support/guarded_picture.h"
#include "tests/support/random.h"
#include "tests/support/reference_pixels.h"

namespace rescan::kernels {
namespace {

using support::GuardedPicture;
using Counts = std::vector<std::uint32_t>;

// Five of the widest vectors of bytes, and one.
constexpr int kMaxLength = 5 * 64 + 1;
constexpr int kThresholds[] = {0, 1, 2, 128, 254, 255, 256};

// Each test runs once per SIMD target of this machine; its name says which.
class InkProfileTest : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(InkProfileTest);

// Of `in`, whose counts hold whatever was there before.
void ExpectProfile(const GuardedPicture<std::uint8_t>& in, int threshold) {
  const GreyView view = in.view();
  const reference::Picture picture{view.width, view.height, in.Samples()};
  Counts rows(static_cast<std::size_t>(view.height), 77);
  Counts columns(static_cast<std::size_t>(view.width), 77);
  InkProfile(view, threshold, rows, columns);
  ASSERT_EQ(reference::InkOfRows(picture, threshold), rows)
      << view.width << " x " << view.height << " below " << threshold;
  ASSERT_EQ(reference::InkOfColumns(picture, threshold), columns)
      << view.width << " x " << view.height << " below " << threshold;
}

TEST_P(InkProfileTest, EveryLengthAndAlignment) {
  std::mt19937 rng(support::Seed(71));
  for (int width = 0; width <= kMaxLength; ++width) {
    GuardedPicture<std::uint8_t> in(width, 5, width % 5, width % 32);
    in.FillAtRandom(rng);
    ExpectProfile(in, kThresholds[width % std::ssize(kThresholds)]);
  }
}

TEST_P(InkProfileTest, LevelsAtTheThreshold) {
  GuardedPicture<std::uint8_t> in(256, 2);
  for (int y = 0; y < 2; ++y) {
    for (int x = 0; x < 256; ++x) {
      in.view().Row(y)[x] = static_cast<std::uint8_t>(x);
    }
  }
  for (int threshold = 0; threshold <= 256; ++threshold) {
    ExpectProfile(in, threshold);
  }
}

TEST_P(InkProfileTest, MoreThanOneTileEachWay) {
  std::mt19937 rng(support::Seed(72));
  for (const auto& [width, height] :
       {std::pair(1023, 254), std::pair(1024, 255), std::pair(1025, 256),
        std::pair(2100, 600)}) {
    GuardedPicture<std::uint8_t> in(width, height, 7);
    in.FillAtRandom(rng);
    ExpectProfile(in, 100);
  }
}

TEST_P(InkProfileTest, AllInk) {
  GuardedPicture<std::uint8_t> in(1500, 700);
  for (int y = 0; y < 700; ++y) {
    for (std::uint8_t& level : in.view().RowSpan(y)) level = 0;
  }
  Counts rows(700);
  Counts columns(1500);
  InkProfile(in.view(), 1, rows, columns);
  EXPECT_EQ(Counts(700, 1500), rows);
  EXPECT_EQ(Counts(1500, 700), columns);
}

TEST_P(InkProfileTest, OneOfThemAlone) {
  std::mt19937 rng(support::Seed(73));
  GuardedPicture<std::uint8_t> in(1100, 300);
  in.FillAtRandom(rng);
  Counts rows(300);
  Counts columns(1100);
  InkProfile(in.view(), 90, rows, columns);
  Counts rows_alone(300);
  InkProfile(in.view(), 90, rows_alone, {});
  EXPECT_EQ(rows, rows_alone);
  Counts columns_alone(1100);
  InkProfile(in.view(), 90, {}, columns_alone);
  EXPECT_EQ(columns, columns_alone);
}

}  // namespace
}  // namespace rescan::kernels
