#include "kernels/image/grey.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <span>
#include <vector>

#include "hwy/tests/hwy_gtest.h"
#include "tests/support/guarded_picture.h"
#include "tests/support/random.h"
#include "tests/support/reference_pixels.h"

namespace rescan::kernels {
namespace {

using support::GuardedPicture;

// Five of the widest vectors of bytes, and one.
constexpr int kMaxLength = 5 * 64 + 1;

// Each test runs once per SIMD target of this machine; its name says which.
class GreyTest : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(GreyTest);

int WordsFor(int pixels, int per_word) {
  return (pixels + per_word - 1) / per_word;
}

TEST_P(GreyTest, ColourOfEveryLengthAndAlignment) {
  std::mt19937 rng(support::Seed(31));
  for (int width = 0; width <= kMaxLength; ++width) {
    for (const int offset : {0, 1, 7}) {
      GuardedPicture<std::uint32_t> in(width, 3, width % 5, offset);
      in.FillAtRandom(rng);
      GuardedPicture<std::uint8_t> out(width, 3, width % 3, offset);
      GreyFromColour(in.view(), out.view());
      ASSERT_EQ(reference::GreyFromColour(in.Samples()), out.Samples())
          << "width " << width << " +" << offset;
      ASSERT_TRUE(out.GuardsStand()) << "width " << width << " +" << offset;
    }
  }
}

TEST_P(GreyTest, ExtremeColours) {
  constexpr std::uint32_t kLevels[] = {0, 1, 127, 128, 254, 255};
  std::vector<std::uint32_t> pixels;
  for (const std::uint32_t red : kLevels) {
    for (const std::uint32_t green : kLevels) {
      for (const std::uint32_t blue : kLevels) {
        for (const std::uint32_t alpha : {0u, 255u}) {
          pixels.push_back(red << 24 | green << 16 | blue << 8 | alpha);
        }
      }
    }
  }
  std::vector<std::uint8_t> grey(pixels.size());
  GreyFromColour(pixels, grey);
  EXPECT_EQ(reference::GreyFromColour(pixels), grey);
}

TEST_P(GreyTest, NeutralColoursKeepTheirLevel) {
  std::vector<std::uint32_t> pixels;
  std::vector<std::uint8_t> levels;
  for (std::uint32_t level = 0; level < 256; ++level) {
    pixels.push_back(level << 24 | level << 16 | level << 8 | (255 - level));
    levels.push_back(static_cast<std::uint8_t>(level));
  }
  std::vector<std::uint8_t> grey(256);
  GreyFromColour(pixels, grey);
  EXPECT_EQ(levels, grey);
}

TEST_P(GreyTest, WeightsOfThePrimaries) {
  const std::vector<std::uint32_t> pixels = {0xff000000u, 0x00ff0000u,
                                             0x0000ff00u, 0x000000ffu};
  std::vector<std::uint8_t> grey(4);
  GreyFromColour(pixels, grey);
  // .299, .587 and .114 of 255; alpha counts for nothing.
  EXPECT_EQ((std::vector<std::uint8_t>{76, 150, 29, 0}), grey);
}

TEST_P(GreyTest, PackedOfEveryLengthThereAndBack) {
  std::mt19937 rng(support::Seed(32));
  for (int width = 0; width <= kMaxLength; ++width) {
    const int words_width = WordsFor(width, 4);
    // Random, and so are the unused bytes of the last word.
    GuardedPicture<std::uint32_t> words(words_width, 3, width % 4, width % 3);
    words.FillAtRandom(rng);
    GuardedPicture<std::uint8_t> grey(width, 3, width % 3, width % 7);
    GreyFromPacked(words.view(), grey.view());
    GuardedPicture<std::uint32_t> packed(words_width, 3, width % 5, width % 2);
    PackedFromGrey(grey.view(), packed.view());
    for (int y = 0; y < 3; ++y) {
      const auto row = grey.view().RowSpan(y);
      ASSERT_EQ(reference::GreyFromPacked(words.view().RowSpan(y),
                                          static_cast<std::size_t>(width)),
                std::vector<std::uint8_t>(row.begin(), row.end()))
          << "width " << width;
      const auto packed_row = packed.view().RowSpan(y);
      ASSERT_EQ(
          reference::PackedFromGrey(row),
          std::vector<std::uint32_t>(packed_row.begin(), packed_row.end()))
          << "width " << width;
    }
    ASSERT_TRUE(grey.GuardsStand() && packed.GuardsStand()) << width;
  }
}

TEST_P(GreyTest, PackedRowsOnSpans) {
  const std::vector<std::uint32_t> words = {0x01020304u, 0x05060708u};
  std::vector<std::uint8_t> grey(6);
  GreyFromPacked(words, grey);
  EXPECT_EQ((std::vector<std::uint8_t>{1, 2, 3, 4, 5, 6}), grey);
  std::vector<std::uint32_t> packed(2, 0xffffffffu);
  PackedFromGrey(grey, packed);
  EXPECT_EQ((std::vector<std::uint32_t>{0x01020304u, 0x05060000u}), packed);
}

TEST_P(GreyTest, BitsOfEveryLength) {
  std::mt19937 rng(support::Seed(33));
  for (int width = 0; width <= kMaxLength; ++width) {
    GuardedPicture<std::uint32_t> words(WordsFor(width, 32), 3, width % 4,
                                        width % 3);
    words.FillAtRandom(rng);
    GuardedPicture<std::uint8_t> grey(width, 3, width % 3, width % 7);
    GreyFromBits(words.view(), grey.view());
    for (int y = 0; y < 3; ++y) {
      const auto row = grey.view().RowSpan(y);
      ASSERT_EQ(reference::GreyFromBits(words.view().RowSpan(y),
                                        static_cast<std::size_t>(width)),
                std::vector<std::uint8_t>(row.begin(), row.end()))
          << "width " << width;
    }
    ASSERT_TRUE(grey.GuardsStand()) << width;
  }
}

TEST_P(GreyTest, FirstBitIsTheFirstPixelAndInkIsBlack) {
  const std::vector<std::uint32_t> words = {0x80000001u, 0x40000000u};
  std::vector<std::uint8_t> grey(64);
  GreyFromBits(words, grey);
  for (std::size_t x = 0; x < 64; ++x) {
    EXPECT_EQ(x == 0 || x == 31 || x == 33 ? 0 : 255, grey[x]) << x;
  }
}

TEST_P(GreyTest, EmptyPictures) {
  GuardedPicture<std::uint32_t> words(0, 5);
  GuardedPicture<std::uint8_t> grey(0, 5);
  GreyFromColour(words.view(), grey.view());
  GreyFromPacked(words.view(), grey.view());
  PackedFromGrey(grey.view(), words.view());
  GreyFromBits(words.view(), grey.view());
  GreyFromColour(std::span<const std::uint32_t>(), std::span<std::uint8_t>());
  EXPECT_TRUE(grey.GuardsStand());
}

}  // namespace
}  // namespace rescan::kernels
