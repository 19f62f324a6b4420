#include "engine/ocr/uncovered_ink.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "tests/engine/ocr/drawn_page.h"
#include "tests/engine/ocr/overlap.h"
#include "tests/support/random.h"

namespace rescan {
namespace {

using kernels::GreyImage;
using samples::Family;
using samples::Font;

constexpr std::size_t kMany = 1000;

// Cells of a table, far apart, by rows.
std::vector<DrawnText> Cells(const Font& font) {
  std::vector<DrawnText> texts;
  for (int row = 0; row < 8; ++row) {
    for (int column = 0; column < 5; ++column) {
      texts.push_back({std::to_string(10 + 7 * row + column) + "." +
                           std::to_string(25 * (column % 3) + 10),
                       30.0 + 110 * column, 40.0 + 45 * row, font});
    }
  }
  return texts;
}

GreyImage Blank(int width, int height, std::uint8_t level) {
  GreyImage page(width, height);
  for (int y = 0; y < height; ++y) {
    std::fill_n(page.mutable_view().Row(y), width, level);
  }
  return page;
}

TEST(UncoveredInkTest, WhatNoBoxCoversIsFoundInReadingOrder) {
  for (const Font& font :
       {Font{Family::kOpenSans, 14}, Font{Family::kOpenSans, 26},
        Font{Family::kDejaVuSans, 13}, Font{Family::kDejaVuSans, 22}}) {
    const DrawnPage page = DrawPage(600, 400, Cells(font));
    ASSERT_EQ(40U, page.boxes.size());
    std::vector<PixelBox> covered;
    std::vector<PixelBox> left_out;
    for (std::size_t i = 0; i < page.boxes.size(); ++i) {
      (i % 7 == 3 ? left_out : covered).push_back(page.boxes[i]);
    }
    const auto found = FindUncoveredWords(page.grey.view(), covered, kMany);
    ASSERT_EQ(left_out.size(), found.size()) << font.size;
    for (std::size_t i = 0; i < found.size(); ++i) {
      // A comma or point may be left out; digits are all in.
      EXPECT_NEAR(left_out[i].left, found[i].left, 2) << i;
      EXPECT_NEAR(left_out[i].width, found[i].width, 3) << i;
      EXPECT_NEAR(left_out[i].top, found[i].top, 2) << i;
      EXPECT_NEAR(left_out[i].height, found[i].height, 3) << i;
    }
  }
}

TEST(UncoveredInkTest, NothingIsLeftOnACoveredPage) {
  const DrawnPage page = DrawPage(600, 400, Cells({Family::kOpenSans, 18}));
  EXPECT_TRUE(FindUncoveredWords(page.grey.view(), page.boxes, kMany).empty());
  // One box over all covers as well, even one that leaves the page.
  EXPECT_TRUE(FindUncoveredWords(page.grey.view(),
                                 std::vector<PixelBox>{{-50, -50, 9000, 9000}},
                                 kMany)
                  .empty());
}

TEST(UncoveredInkTest, OfManyWordsTheFirstAreGiven) {
  const DrawnPage page = DrawPage(600, 400, Cells({Family::kOpenSans, 18}));
  const auto all = FindUncoveredWords(page.grey.view(), {}, kMany);
  ASSERT_EQ(40U, all.size());
  const auto first = FindUncoveredWords(page.grey.view(), {}, 7);
  EXPECT_EQ(std::vector<PixelBox>(all.begin(), all.begin() + 7), first);
  EXPECT_TRUE(FindUncoveredWords(page.grey.view(), {}, 0).empty());
}

TEST(UncoveredInkTest, IconsRulesAndSpecksAreNoWords) {
  DrawnPage page = DrawPage(600, 400, Cells({Family::kOpenSans, 18}));
  auto view = page.grey.mutable_view();
  const auto fill = [&](const PixelBox& box) {
    for (int y = box.top; y < box.top + box.height; ++y) {
      std::fill_n(view.Row(y) + box.left, box.width, std::uint8_t{20});
    }
  };
  fill({580, 10, 10, 13});   // a lone mark of a letter's size
  fill({5, 395, 590, 2});    // a rule
  fill({575, 100, 3, 250});  // another
  fill({585, 50, 2, 2});     // a speck
  EXPECT_TRUE(FindUncoveredWords(page.grey.view(), page.boxes, kMany).empty());
}

TEST(UncoveredInkTest, PagesOfOneLevelHaveNoWords) {
  for (const int level : {0, 128, 255}) {
    for (const auto& [width, height] :
         {std::pair(1, 1), {1, 500}, {500, 1}, {700, 500}}) {
      const GreyImage page =
          Blank(width, height, static_cast<std::uint8_t>(level));
      EXPECT_TRUE(FindUncoveredWords(page.view(), {}, kMany).empty())
          << level << ": " << width << " x " << height;
    }
  }
}

// Pairs of bars as high as letters: each pair is a word.
GreyImage Pairs(int columns, int rows) {
  GreyImage page = Blank(columns * 48, rows * 24, 240);
  for (int row = 0; row < rows; ++row) {
    for (int y = row * 24 + 6; y < row * 24 + 18; ++y) {
      std::uint8_t* to = page.mutable_view().Row(y);
      for (int column = 0; column < columns; ++column) {
        std::fill_n(to + column * 48 + 6, 6, std::uint8_t{15});
        std::fill_n(to + column * 48 + 16, 6, std::uint8_t{15});
      }
    }
  }
  return page;
}

TEST(UncoveredInkTest, MoreCharactersThanAGapHoldsAreNoGap) {
  // 2 x 50 x 50 = 5,000 characters are looked at, two more are not.
  EXPECT_EQ(2500U, FindUncoveredWords(Pairs(50, 50).view(), {}, 10'000).size());
  EXPECT_TRUE(FindUncoveredWords(Pairs(51, 50).view(), {}, 10'000).empty());
  // Unless boxes cover the rest of them.
  const std::vector<PixelBox> upper = {{0, 0, 51 * 48, 25 * 24}};
  EXPECT_EQ(51U * 25U,
            FindUncoveredWords(Pairs(51, 50).view(), upper, 10'000).size());
}

TEST(UncoveredInkTest, NoiseIsNoText) {
  std::mt19937 rng(20261122);
  GreyImage noise(900, 700);
  for (int y = 0; y < noise.height(); ++y) {
    for (std::uint8_t& level : noise.mutable_view().RowSpan(y)) {
      level = static_cast<std::uint8_t>(rng() & 0xff);
    }
  }
  EXPECT_LE(FindUncoveredWords(noise.view(), {}, 50).size(), 50U);
  // Dots on a grid, all of a size: more than a page has characters.
  GreyImage dots = Blank(1600, 1200, 250);
  for (int y = 4; y < 1196; y += 16) {
    for (int x = 4; x < 1596; x += 16) {
      for (int dy = 0; dy < 8; ++dy) {
        std::fill_n(dots.mutable_view().Row(y + dy) + x, 8, std::uint8_t{5});
      }
    }
  }
  EXPECT_TRUE(FindUncoveredWords(dots.view(), {}, kMany).empty());
}

// Every character within reach of hundreds of others: the most steps that the
// limit of characters allows.
TEST(UncoveredInkTest, CharactersPiledUpAreBoundedWork) {
  GreyImage page = Blank(8 * 40, 14 * 120, 240);
  for (int row = 0; row < 120; ++row) {
    for (int y = row * 14 + 1; y < row * 14 + 13; ++y) {
      for (int column = 0; column < 40; ++column) {
        std::fill_n(page.mutable_view().Row(y) + column * 8 + 2, 4,
                    std::uint8_t{15});
      }
    }
  }
  const auto found = FindUncoveredWords(page.view(), {}, kMany);
  // Rows of bars are lines; none is higher than a line of text.
  EXPECT_EQ(120U, found.size());
  for (const PixelBox& box : found) EXPECT_LE(box.height, 14);
  for (std::size_t i = 1; i < found.size(); ++i) {
    EXPECT_FALSE(Overlap(found[i - 1], found[i])) << i;
  }
}

// --------------------------------------------- against a slow reference

constexpr int kLetter = 12;  // most are as high

PixelBox RandomBox(std::mt19937& rng, int least_width, int most_width,
                   int least_height, int most_height) {
  const auto between = [&](int least, int most) {
    return least + static_cast<int>(support::Below(
                       rng, static_cast<std::uint32_t>(most - least + 1)));
  };
  const int width = between(least_width, most_width);
  const int height = between(least_height, most_height);
  return {between(2, 590 - width), between(2, 290 - height), width, height};
}

// Letters, touching letters, specks, rules and blocks, none of which touch.
std::vector<PixelBox> RandomInk(std::mt19937& rng) {
  std::vector<PixelBox> ink;
  const auto add = [&](int count, int least_width, int most_width,
                       int least_height, int most_height) {
    for (int i = 0; i < count; ++i) {
      const PixelBox box =
          RandomBox(rng, least_width, most_width, least_height, most_height);
      const PixelBox room = {box.left - 2, box.top - 2, box.width + 4,
                             box.height + 4};
      const bool free = std::none_of(
          ink.begin(), ink.end(),
          [&](const PixelBox& other) { return Overlap(room, other); });
      if (free) ink.push_back(box);
    }
  };
  add(120, 4, 10, kLetter, kLetter);
  add(15, 3, 10, 4, 24);
  add(15, 20, 60, 6, 18);
  return ink;
}

// Which hold the ink's middles or leave them alone, by four pixels at least:
// so coarsely is it looked at.
std::vector<PixelBox> RandomCover(std::mt19937& rng,
                                  const std::vector<PixelBox>& ink) {
  std::vector<PixelBox> cover;
  while (cover.size() < 4) {
    const PixelBox box = RandomBox(rng, 8, 200, 8, 60);
    const bool clear =
        std::all_of(ink.begin(), ink.end(), [&](const PixelBox& letter) {
          const PixelBox middle = {letter.left + letter.width / 2 - 4,
                                   letter.top + letter.height / 2 - 4, 9, 9};
          return !Overlap(middle, box) || Union(middle, box) == box;
        });
    if (clear) cover.push_back(box);
  }
  return cover;
}

bool InOneWord(const PixelBox& a, const PixelBox& b) {
  const int gap = std::max(a.left, b.left) - std::min(Right(a), Right(b));
  const int common = std::min(Bottom(a), Bottom(b)) - std::max(a.top, b.top);
  return gap <= kLetter && 2 * common > std::max(a.height, b.height);
}

// As the header says it, by comparing each with each until nothing changes.
std::vector<PixelBox> SlowWords(const std::vector<PixelBox>& ink,
                                const std::vector<PixelBox>& cover) {
  std::vector<std::vector<PixelBox>> words;
  for (const PixelBox& box : ink) {
    const PixelBox middle = {box.left + box.width / 2, box.top + box.height / 2,
                             1, 1};
    const bool covered =
        std::any_of(cover.begin(), cover.end(),
                    [&](const PixelBox& c) { return Overlap(middle, c); });
    const bool letter = 2 * box.height >= kLetter &&
                        10 * box.height <= 18 * kLetter &&
                        box.width <= 4 * kLetter;
    if (letter && !covered) words.push_back({box});
  }
  for (bool joined = true; joined;) {
    joined = false;
    for (std::size_t i = 0; i < words.size() && !joined; ++i) {
      for (std::size_t j = i + 1; j < words.size() && !joined; ++j) {
        for (const PixelBox& a : words[i]) {
          joined |=
              std::any_of(words[j].begin(), words[j].end(),
                          [&](const PixelBox& b) { return InOneWord(a, b); });
        }
        if (!joined) continue;
        words[i].insert(words[i].end(), words[j].begin(), words[j].end());
        words.erase(words.begin() + static_cast<std::ptrdiff_t>(j));
      }
    }
  }
  std::vector<PixelBox> boxes;
  for (const std::vector<PixelBox>& word : words) {
    const PixelBox box = Union(word);
    if (10 * box.height <= 18 * kLetter &&
        (word.size() > 1 || box.width >= kLetter)) {
      boxes.push_back(box);
    }
  }
  return boxes;
}

TEST(UncoveredInkTest, RandomInkMakesTheWordsOfASlowReference) {
  std::mt19937 rng(support::Seed(20261123));
  std::size_t words = 0;
  for (int trial = 0; trial < 60; ++trial) {
    const std::vector<PixelBox> ink = RandomInk(rng);
    const std::vector<PixelBox> cover = RandomCover(rng, ink);
    GreyImage page = Blank(600, 300, 240);
    for (const PixelBox& box : ink) {
      for (int y = box.top; y < Bottom(box); ++y) {
        std::fill_n(page.mutable_view().Row(y) + box.left, box.width,
                    std::uint8_t{15});
      }
    }
    std::vector<PixelBox> wanted = SlowWords(ink, cover);
    std::vector<PixelBox> found = FindUncoveredWords(page.view(), cover, kMany);
    const auto by_place = [](const PixelBox& a, const PixelBox& b) {
      return std::pair(a.top, a.left) < std::pair(b.top, b.left);
    };
    std::sort(wanted.begin(), wanted.end(), by_place);
    std::sort(found.begin(), found.end(), by_place);
    ASSERT_EQ(wanted, found) << "trial " << trial;
    words += wanted.size();
  }
  EXPECT_GT(words, 600U);
}

}  // namespace
}  // namespace rescan
