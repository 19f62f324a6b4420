#include "engine/ocr/word_picture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "engine/ocr/boxes.h"
#include "kernels/image/histogram.h"
#include "tests/engine/ocr/drawn_page.h"
#include "tests/support/random.h"

namespace rescan {
namespace {

using kernels::GreyImage;
using kernels::GreyView;
using samples::Family;
using samples::Font;

constexpr int kMargin = 6;

int MedianOf(GreyView view) {
  return kernels::MedianLevel(kernels::HistogramOf(view));
}

// Of ink, as dark as `below` and darker.
int InkIn(GreyView view, int below = 100) {
  int count = 0;
  for (int y = 0; y < view.height; ++y) {
    count += static_cast<int>(
        std::count_if(view.Row(y), view.Row(y) + view.width,
                      [&](std::uint8_t level) { return level < below; }));
  }
  return count;
}

struct Look {
  Family family;
  double size;
  bool light_on_dark;
};

class DrawnWordTest : public ::testing::TestWithParam<Look> {};

TEST_P(DrawnWordTest, PointsAndCommasAreSeenInBothPolarities) {
  const auto [family, size, light_on_dark] = GetParam();
  const Font font{family, size};
  for (const char* text : {"7.50", "1,234.56", "12.30", "$48.05", "110.75"}) {
    const DrawnPage page =
        DrawPage(400, 100, {{text, 50, 60, font}}, light_on_dark);
    const WordPicture word =
        CutWord(page.grey.view(), page.boxes[0], kMargin, 0, 400);
    EXPECT_TRUE(AgreesWithInk(text, word.ink)) << text << " at " << size;
    std::string without = text;
    std::erase(without, '.');
    EXPECT_FALSE(AgreesWithInk(without, word.ink)) << text << " at " << size;
    // Dark on light, whatever it was.
    EXPECT_GT(MedianOf(word.grey.view()), 200) << text;
    EXPECT_GT(InkIn(word.grey.view()), 0) << text;
    EXPECT_EQ(page.boxes[0].left - kMargin, word.left);
    EXPECT_EQ(page.boxes[0].top - kMargin, word.top);
    EXPECT_EQ(page.boxes[0].width + 2 * kMargin, word.grey.width());
    EXPECT_EQ(page.boxes[0].height + 2 * kMargin, word.grey.height());
    // Marks lie where the word does, in pixels of the page.
    EXPECT_NEAR(page.boxes[0].left, word.ink.marks.front().box.left, 1.5);
    EXPECT_NEAR(page.boxes[0].left + page.boxes[0].width,
                word.ink.marks.back().box.right, 1.5);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Looks, DrawnWordTest,
    ::testing::Values(
        Look{Family::kOpenSans, 9, true}, Look{Family::kOpenSans, 11, false},
        Look{Family::kOpenSans, 14, false}, Look{Family::kOpenSans, 14, true},
        Look{Family::kOpenSans, 22, true}, Look{Family::kOpenSans, 40, false},
        Look{Family::kDejaVuSans, 11, true},
        Look{Family::kDejaVuSans, 13, false},
        Look{Family::kDejaVuSans, 13, true},
        Look{Family::kDejaVuSans, 24, false},
        Look{Family::kDejaVuSans, 48, true}),
    [](const auto& look) {
      return std::string(look.param.family == Family::kOpenSans ? "OpenSans"
                                                                : "DejaVu") +
             std::to_string(static_cast<int>(look.param.size)) +
             (look.param.light_on_dark ? "Light" : "Dark");
    });

// A page of one level with a dark block of `block` in it.
GreyImage PageWith(int width, int height, const PixelBox& block) {
  GreyImage page(width, height);
  for (int y = 0; y < height; ++y) {
    std::fill_n(page.mutable_view().Row(y), width, std::uint8_t{230});
  }
  for (int y = block.top; y < block.top + block.height; ++y) {
    std::fill_n(page.mutable_view().Row(y) + block.left, block.width,
                std::uint8_t{20});
  }
  return page;
}

TEST(WordPictureTest, BeyondThePageTheMarginIsPaper) {
  // In each corner; the block is a quarter of the box.
  constexpr int kSide = 40;
  for (const auto& [left, top] :
       {std::pair(0, 0), {kSide - 12, 0}, {0, kSide - 12}, {28, 28}}) {
    const PixelBox box = {left, top, 12, 12};
    const GreyImage page = PageWith(kSide, kSide, {left + 3, top + 3, 6, 6});
    const WordPicture word = CutWord(page.view(), box, kMargin, 0, kSide);
    ASSERT_EQ(24, word.grey.width());
    ASSERT_EQ(24, word.grey.height());
    EXPECT_EQ(left - kMargin, word.left);
    EXPECT_EQ(top - kMargin, word.top);
    const GreyView view = word.grey.view();
    for (int y = 0; y < 24; ++y) {
      for (int x = 0; x < 24; ++x) {
        const bool ink = x >= 9 && x < 15 && y >= 9 && y < 15;
        ASSERT_EQ(ink ? 20 : 230, view.Row(y)[x]) << x << ", " << y;
      }
    }
    ASSERT_EQ(1U, word.ink.marks.size());
    EXPECT_EQ(left + 3, word.ink.marks[0].box.left);
    EXPECT_EQ(top + 9, word.ink.marks[0].box.bottom);
  }
}

TEST(WordPictureTest, ColumnsOfTheNeighboursAreBlank) {
  const Font font{Family::kOpenSans, 20};
  const DrawnPage page =
      DrawPage(300, 80, {{"48.50", 20, 50, font}, {"17.25", 78, 50, font}});
  const PixelBox& box = page.boxes[0];
  const int right = box.left + box.width;
  ASSERT_LT(page.boxes[1].left, right + 16);
  // With its whole margin the picture holds the neighbour's first digits.
  const WordPicture both = CutWord(page.grey.view(), box, 24, 0, 300);
  const WordPicture alone = CutWord(page.grey.view(), box, 24, 0, right + 2);
  EXPECT_GT(InkIn(both.grey.view()), InkIn(alone.grey.view()));
  EXPECT_EQ(both.grey.width(), alone.grey.width());
  EXPECT_TRUE(AgreesWithInk("48.50", alone.ink));
  const GreyView behind = alone.grey.view().Part(
      right + 2 - alone.left, 0, alone.grey.width() - (right + 2 - alone.left),
      alone.grey.height());
  EXPECT_EQ(0, InkIn(behind, 200));
  // The same on the other side.
  const WordPicture second =
      CutWord(page.grey.view(), page.boxes[1], 24, page.boxes[1].left - 2, 300);
  EXPECT_TRUE(AgreesWithInk("17.25", second.ink));
  EXPECT_EQ(
      0, InkIn(second.grey.view().Part(0, 0, 22, second.grey.height()), 200));
}

TEST(WordPictureTest, AGridLineIsNoInkOfTheWord) {
  DrawnPage page =
      DrawPage(200, 80, {{"36.25", 60, 50, {Family::kDejaVuSans, 16}}});
  const PixelBox box = page.boxes[0];
  for (int y = 0; y < 80; ++y) {
    page.grey.mutable_view().Row(y)[box.left - 4] = 20;
  }
  std::fill_n(page.grey.mutable_view().Row(box.top + box.height + 3), 200,
              std::uint8_t{20});
  const WordPicture word = CutWord(page.grey.view(), box, kMargin, 0, 200);
  EXPECT_TRUE(AgreesWithInk("36.25", word.ink));
}

TEST(WordPictureTest, OnePixelAndOneLevel) {
  const GreyImage page = PageWith(1, 1, {0, 0, 0, 0});
  const WordPicture word = CutWord(page.view(), {0, 0, 1, 1}, 2, 0, 1);
  EXPECT_EQ(5, word.grey.width());
  EXPECT_TRUE(word.ink.marks.empty());
}

int Between(std::mt19937& rng, int least, int most) {
  return least + static_cast<int>(support::Below(
                     rng, static_cast<std::uint32_t>(most - least + 1)));
}

// Of noise, in any page down to one pixel: in the word's columns each pixel is
// the page's, elsewhere the level of the paper; all turned over or none.
TEST(WordPictureTest, EachPixelIsThePagesOrPaper) {
  std::mt19937 rng(support::Seed(20261124));
  for (int trial = 0; trial < 400; ++trial) {
    const int width = Between(rng, 1, 50);
    const int height = Between(rng, 1, 40);
    GreyImage page(width, height);
    const int darkest = Between(rng, 0, 100);
    for (int y = 0; y < height; ++y) {
      for (std::uint8_t& level : page.mutable_view().RowSpan(y)) {
        level = static_cast<std::uint8_t>(Between(rng, darkest, 255));
      }
    }
    PixelBox box = {Between(rng, 0, width - 1), Between(rng, 0, height - 1)};
    box.width = Between(rng, 1, width - box.left);
    box.height = Between(rng, 1, height - box.top);
    const int margin = Between(rng, 2, 9);
    const int free_left = Between(rng, 0, box.left);
    const int free_right = Between(rng, Right(box), width);
    const WordPicture word =
        CutWord(page.view(), box, margin, free_left, free_right);
    ASSERT_EQ(box.width + 2 * margin, word.grey.width());
    ASSERT_EQ(box.height + 2 * margin, word.grey.height());
    std::vector<int> ink;
    for (int y = std::max(0, box.top - margin);
         y < std::min(height, Bottom(box) + margin); ++y) {
      for (int x = std::max(free_left, box.left - margin);
           x < std::min(free_right, Right(box) + margin); ++x) {
        ink.push_back(page.view().Row(y)[x]);
      }
    }
    std::sort(ink.begin(), ink.end());
    const int paper = ink[(ink.size() - 1) / 2];
    const auto differs = [&](bool inverted) {
      for (int y = 0; y < word.grey.height(); ++y) {
        for (int x = 0; x < word.grey.width(); ++x) {
          const int px = word.left + x;
          const int py = word.top + y;
          const bool own = px >= free_left && px < free_right && py >= 0 &&
                           py < height && px >= box.left - margin;
          const int level = own ? page.view().Row(py)[px] : paper;
          if (word.grey.view().Row(y)[x] != (inverted ? 255 - level : level)) {
            return true;
          }
        }
      }
      return false;
    };
    EXPECT_TRUE(!differs(false) || !differs(true))
        << "trial " << trial << ": " << width << " x " << height;
    for (const InkMark& mark : word.ink.marks) {
      EXPECT_GE(mark.box.left, word.left) << trial;
      EXPECT_GE(mark.box.top, word.top) << trial;
      EXPECT_LE(mark.box.right, word.left + word.grey.width()) << trial;
      EXPECT_LE(mark.box.bottom, word.top + word.grey.height()) << trial;
    }
  }
}

TEST(WordPictureTest, ScaledWordKeepsItsShare) {
  const GreyImage page = PageWith(60, 40, {20, 10, 20, 20});
  for (const double scale : {0.01, 0.4, 1.0, 2.5}) {
    const GreyImage scaled = ScaledWord(page.view(), scale, 0);
    EXPECT_EQ(std::max(1L, std::lround(60 * scale)), scaled.width());
    EXPECT_EQ(std::max(1L, std::lround(40 * scale)), scaled.height());
  }
  const GreyImage sharp = ScaledWord(page.view(), 2, 0);
  const GreyImage soft = ScaledWord(page.view(), 2, 1.5);
  // Inside the block's edge the blurred one is not yet as dark.
  EXPECT_GT(soft.view().Row(40)[41], sharp.view().Row(40)[41] + 15);
}

}  // namespace
}  // namespace rescan
