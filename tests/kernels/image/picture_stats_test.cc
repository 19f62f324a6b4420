#include "kernels/image/picture_stats.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "hwy/tests/hwy_gtest.h"
#include "tests/support/random.h"
#include "tests/support/reference_features.h"

namespace rescan::kernels {
namespace {

using Bytes = std::vector<std::uint8_t>;

class PictureStatsTest : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(PictureStatsTest);

Bytes Noise(std::mt19937& rng, std::size_t size) {
  const std::string bytes = support::RandomBytes(rng, size);
  return {bytes.begin(), bytes.end()};
}

PictureStats StatsOf(const Bytes& luma, const Bytes& chroma, int width) {
  PictureStatsBuilder builder(width);
  const auto n = static_cast<std::size_t>(width);
  for (std::size_t at = 0; at < luma.size(); at += n) {
    // Rows of their own, whose memory ends with them.
    const Bytes row(luma.begin() + static_cast<std::ptrdiff_t>(at),
                    luma.begin() + static_cast<std::ptrdiff_t>(at + n));
    Bytes colour;
    if (!chroma.empty()) {
      colour.assign(chroma.begin() + static_cast<std::ptrdiff_t>(at),
                    chroma.begin() + static_cast<std::ptrdiff_t>(at + n));
    }
    builder.AddRow(row, colour);
  }
  return builder.Finish();
}

void ExpectSame(const reference::PictureStats& wanted,
                const PictureStats& got) {
  EXPECT_EQ(wanted.pixels, got.pixels);
  EXPECT_EQ(wanted.gradients, got.gradients);
  EXPECT_EQ(wanted.gradient_at_most, got.gradient_at_most);
  EXPECT_EQ(wanted.axis_aligned, got.axis_aligned);
  EXPECT_EQ(wanted.vertical_straight, got.vertical_straight);
  EXPECT_EQ(wanted.horizontal_straight, got.horizontal_straight);
  EXPECT_EQ(wanted.steps_down, got.steps_down);
  EXPECT_EQ(wanted.step_changes, got.step_changes);
  EXPECT_EQ(wanted.white, got.white);
  EXPECT_EQ(wanted.black, got.black);
  EXPECT_EQ(wanted.middle, got.middle);
  EXPECT_EQ(wanted.coloured, got.coloured);
  EXPECT_EQ(wanted.colourful, got.colourful);
  EXPECT_EQ(wanted.tile_columns, got.tile_columns);
  EXPECT_EQ(wanted.tile_rows, got.tile_rows);
  ASSERT_EQ(wanted.tiles.size(), got.tiles.size());
  for (std::size_t i = 0; i < wanted.tiles.size(); ++i) {
    EXPECT_EQ(wanted.tiles[i].mean, got.tiles[i].mean) << i;
    EXPECT_EQ(wanted.tiles[i].min, got.tiles[i].min) << i;
    EXPECT_EQ(wanted.tiles[i].max, got.tiles[i].max) << i;
    EXPECT_EQ(wanted.tiles[i].mean_chroma, got.tiles[i].mean_chroma) << i;
    EXPECT_EQ(wanted.tiles[i].strong, got.tiles[i].strong) << i;
    EXPECT_EQ(wanted.tiles[i].even, got.tiles[i].even) << i;
  }
}

void Check(const Bytes& luma, const Bytes& chroma, int width) {
  SCOPED_TRACE(std::to_string(width) + " x " +
               std::to_string(static_cast<int>(luma.size()) / width));
  ExpectSame(reference::StatsOf(luma, chroma, width),
             StatsOf(luma, chroma, width));
}

// Rectangles of few levels with a little noise: flat parts, straight lines of
// every length, and everything between.
Bytes Boxes(std::mt19937& rng, int width, int height) {
  Bytes luma(static_cast<std::size_t>(width) * static_cast<std::size_t>(height),
             support::Below(rng, 2) == 0 ? 255 : 5);
  for (int box = 0; box < 12; ++box) {
    const auto w = static_cast<std::uint32_t>(width);
    const auto h = static_cast<std::uint32_t>(height);
    const std::size_t x0 = support::Below(rng, w);
    const std::size_t x1 =
        x0 + support::Below(rng, w - static_cast<std::uint32_t>(x0)) + 1;
    const std::size_t y0 = support::Below(rng, h);
    const std::size_t y1 =
        y0 + support::Below(rng, h - static_cast<std::uint32_t>(y0)) + 1;
    const auto level = static_cast<std::uint8_t>(support::Below(rng, 256));
    const std::uint32_t noise = support::Below(rng, 4) == 0 ? 9 : 1;
    for (std::size_t y = y0; y < y1; ++y) {
      for (std::size_t x = x0; x < x1; ++x) {
        luma[y * w + x] = static_cast<std::uint8_t>(
            std::min(255u, level + support::Below(rng, noise)));
      }
    }
  }
  return luma;
}

TEST_P(PictureStatsTest, EveryWidthOfNoiseAndBoxes) {
  std::mt19937 rng(support::Seed(21));
  for (int width = 1; width <= 5 * 64 + 1; ++width) {
    const int height = 18;
    const auto size = static_cast<std::size_t>(width * height);
    Check(Boxes(rng, width, height), Noise(rng, size), width);
    if (width % 7 == 0) Check(Noise(rng, size), {}, width);
  }
}

TEST_P(PictureStatsTest, EveryHeight) {
  std::mt19937 rng(support::Seed(22));
  for (int height = 1; height <= 70; ++height) {
    Check(Boxes(rng, 75, height), {}, 75);
  }
}

// What the comparisons above would prove nothing about if it never occurred.
TEST_P(PictureStatsTest, TheBoxesShowEverything) {
  std::mt19937 rng(support::Seed(23));
  PictureStats sum;
  for (int round = 0; round < 5; ++round) {
    const PictureStats stats =
        StatsOf(Boxes(rng, 400, 300), Noise(rng, 120000), 400);
    sum.axis_aligned += stats.axis_aligned;
    sum.vertical_straight += stats.vertical_straight;
    sum.horizontal_straight += stats.horizontal_straight;
    sum.white += stats.white;
    sum.black += stats.black;
    sum.middle += stats.middle;
    EXPECT_GT(stats.coloured, stats.colourful);
  }
  EXPECT_GT(sum.axis_aligned, 0u);
  EXPECT_GT(sum.vertical_straight, 0u);
  EXPECT_GT(sum.horizontal_straight, 0u);
  EXPECT_GT(sum.white, 0u);
  EXPECT_GT(sum.black, 0u);
  EXPECT_GT(sum.middle, 0u);
}

TEST_P(PictureStatsTest, ExtremeLevels) {
  for (const int low : {0, 1, 8, 9, 47, 48, 207, 208, 249, 250, 254, 255}) {
    for (const int step : {0, 1, 6, 7, 31, 32, 33, 64, 65, 255}) {
      const int high = std::min(255, low + step);
      for (const int period : {1, 3, 16, 40}) {
        Bytes luma;
        for (int i = 0; i < 90 * 40; ++i) {
          const int x = i % 90, y = i / 90;
          const bool is_high = (x / period + y / 20) % 2 == 1;
          luma.push_back(static_cast<std::uint8_t>(is_high ? high : low));
        }
        Check(luma, luma, 90);
      }
    }
  }
}

// A run is longer than a byte counts, a tile has more than 255 strong pixels.
TEST_P(PictureStatsTest, CountersDoNotWrap) {
  Bytes line, board;
  for (int y = 0; y < 600; ++y) {
    for (int x = 0; x < 64; ++x) {
      line.push_back(x < 33 ? 0 : 255);
      board.push_back((x + y) % 2 == 0 ? 0 : 255);
    }
  }
  Check(line, {}, 64);
  EXPECT_EQ(600u - 1 - 15, StatsOf(line, {}, 64).vertical_straight);
  Check(board, board, 64);
  EXPECT_EQ(255, StatsOf(board, {}, 64).tiles[0].strong);
}

TEST_P(PictureStatsTest, LumaChromaOfEveryLength) {
  std::mt19937 rng(support::Seed(24));
  constexpr std::uint8_t kCanary = 0xa5;
  for (std::size_t n = 0; n <= 5 * 64 + 1; ++n) {
    for (const std::size_t offset : {0, 1, 3}) {
      const auto memory = support::RandomWords(rng, n + offset);
      const auto pixels = std::span(memory).subspan(offset);
      Bytes luma(n), chroma(n);
      reference::LumaChromaRow(pixels, luma, chroma);
      Bytes got_luma(n + 70, kCanary), got_chroma(n + 70, kCanary);
      LumaChromaRow(pixels, std::span(got_luma).first(n),
                    std::span(got_chroma).first(n));
      luma.resize(n + 70, kCanary);
      chroma.resize(n + 70, kCanary);
      ASSERT_EQ(luma, got_luma) << n;
      ASSERT_EQ(chroma, got_chroma) << n;
    }
  }
}

TEST_P(PictureStatsTest, GreyStaysGrey) {
  for (std::uint32_t level = 0; level < 256; ++level) {
    const std::vector<std::uint32_t> pixels(70, level * 0x01010100u | 0x7f);
    Bytes luma(70), chroma(70, 1);
    LumaChromaRow(pixels, luma, chroma);
    EXPECT_EQ(Bytes(70, static_cast<std::uint8_t>(level)), luma);
    EXPECT_EQ(Bytes(70, 0), chroma);
  }
}

}  // namespace
}  // namespace rescan::kernels
