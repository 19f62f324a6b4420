#include "engine/documents/timesheet/page/line_split.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "kernels/image/grey_image.h"

namespace rescan::timesheet::page {
namespace {

constexpr int kCapital = 14;
constexpr int kBelow = 5;  // rows that hang below the baseline

// A cell with lines of letters, each with its capital, small letters and one
// that hangs below the baseline.
struct Painter {
  explicit Painter(bool dark)
      : rule{dark ? 24 : 255, 40, dark},
        ink(dark ? 203 : 40),
        picture(400, 140) {
    for (int y = 0; y < picture.view().height; ++y) {
      std::fill_n(picture.mutable_view().Row(y), 400,
                  static_cast<std::uint8_t>(rule.ground));
    }
  }

  void Fill(int left, int top, int width, int height) {
    for (int y = top; y < top + height; ++y) {
      std::fill_n(picture.mutable_view().Row(y) + left, width, ink);
    }
  }

  // `letters` of them from column 10, 6 columns each: every seventh a capital,
  // every seventh hanging.
  void Line(int top, int letters) {
    for (int i = 0; i < letters; ++i) {
      const bool capital = i % 7 == 0;
      const bool hangs = i % 7 == 4;
      const int rise = capital ? 0 : 4;
      Fill(10 + 6 * i, top + rise, 3, kCapital - rise + (hangs ? kBelow : 0));
    }
  }

  [[nodiscard]] std::vector<PixelBox> Split(const PixelBox& line,
                                            int letter) const {
    return SplitLine(picture.view(), rule, line, letter);
  }

  InkRule rule;
  std::uint8_t ink;
  kernels::GreyImage picture;
};

using Boxes = std::vector<PixelBox>;

// What hangs from one line ends in the row above the next line's capitals, or
// in their first rows. The last line is short. The height of a letter may be
// that of a capital or that of a bracket.
TEST(SplitLineTest, LinesThatTouchInBothThemes) {
  for (const bool dark : {false, true}) {
    for (const int pitch : {21, 20, 19}) {
      for (const int count : {2, 3, 4}) {
        for (const int letter : {kCapital, kCapital + kBelow}) {
          SCOPED_TRACE(testing::Message() << dark << ' ' << pitch << ' '
                                          << count << ' ' << letter);
          Painter painter(dark);
          Boxes lines;
          for (int i = 0; i < count; ++i) {
            const int letters = i + 1 == count ? 7 : 50 - i;
            painter.Line(8 + i * pitch, letters);
            lines.push_back(
                {10, 8 + i * pitch, 6 * letters - 3, kCapital + kBelow});
          }
          const int height = (count - 1) * pitch + kCapital + kBelow;
          EXPECT_EQ(painter.Split({10, 8, 297, height}, letter), lines);
        }
      }
    }
  }
}

// A letter that hangs into a capital below it is one mark with it: both lines
// get their part of it. The cut lies between baseline and small letters.
TEST(SplitLineTest, LettersGrownTogetherAreCut) {
  Painter painter(false);
  painter.Line(8, 40);
  painter.Line(27, 40);
  painter.Fill(10 + 6 * 4, 8, 3, 33);
  const Boxes split = painter.Split({10, 8, 237, 38}, kCapital);
  ASSERT_EQ(split.size(), 2U);
  EXPECT_EQ(split[0].top, 8);
  EXPECT_NEAR(split[0].top + split[0].height, 27, 5);
  EXPECT_NEAR(split[1].top, 27, 5);
  EXPECT_EQ(split[1].top + split[1].height, 46);
}

TEST(SplitLineTest, OneLineAndWhatIsNoTextStayWhole) {
  Painter painter(false);
  painter.Line(8, 40);
  const PixelBox line = {10, 8, 237, kCapital + kBelow};
  for (const int letter : {0, kCapital, kCapital + kBelow}) {
    EXPECT_EQ(painter.Split(line, letter), Boxes({line}));
  }
  painter.Fill(300, 8, 40, 60);
  const PixelBox block = {300, 8, 40, 60};
  EXPECT_EQ(painter.Split(block, kCapital), Boxes({block}));
  // Far too high for a name of such letters.
  painter.Fill(360, 0, 5, 140);
  const PixelBox bar = {360, 0, 5, 140};
  for (const int letter : {1, 2, 5}) {
    EXPECT_EQ(painter.Split(bar, letter), Boxes({bar}));
  }
}

}  // namespace
}  // namespace rescan::timesheet::page
