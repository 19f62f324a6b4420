#include "kernels/image/polarity.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "hwy/tests/hwy_gtest.h"
#include "kernels/image/table.h"
#include "tests/support/guarded_picture.h"
#include "tests/support/random.h"

namespace rescan::kernels {
namespace {

using support::GuardedPicture;
using Page = GuardedPicture<std::uint8_t>;

constexpr std::uint8_t kPaper = 240;
constexpr std::uint8_t kInk = 30;
constexpr int kThreshold = 128;

void Fill(MutableGreyView area, std::uint8_t level) {
  for (int y = 0; y < area.height; ++y) {
    std::fill_n(area.Row(y), area.width, level);
  }
}

// Letters of 9 x 14 made of strokes two wide, in lines, with a margin of 10.
void Write(MutableGreyView area, std::uint8_t level) {
  for (int top = 10; top + 14 <= area.height - 10; top += 24) {
    for (int left = 10; left + 9 <= area.width - 10; left += 13) {
      Fill(area.Part(left, top, 2, 14), level);
      Fill(area.Part(left, top + 6, 9, 2), level);
    }
  }
}

Page PageOf(int width, int height, std::uint8_t ground, std::uint8_t ink) {
  Page page(width, height, 3, 1);
  Fill(page.view(), ground);
  Write(page.view(), ink);
  return page;
}

// An area of its own, ten pixels of the page's ground around it.
void Place(MutableGreyView page, int left, int top, int width, int height,
           std::uint8_t ground, std::uint8_t ink) {
  Fill(page.Part(left - 10, top - 10, width + 20, height + 20), ink);
  Fill(page.Part(left, top, width, height), ground);
  Write(page.Part(left, top, width, height), ink);
}

// "" if equal, else how many differ and where the first one is.
std::string Differences(const std::vector<std::uint8_t>& wanted,
                        const std::vector<std::uint8_t>& got, int width) {
  if (wanted.size() != got.size()) return "other size";
  int count = 0;
  std::ostringstream first;
  for (std::size_t i = 0; i < got.size(); ++i) {
    if (wanted[i] == got[i] || count++ > 0) continue;
    const auto stride = static_cast<std::size_t>(width);
    first << "first at (" << i % stride << ", " << i / stride
          << "): " << int{got[i]} << ", wanted " << int{wanted[i]};
  }
  if (count > 0) first << "; " << count << " in all";
  return first.str();
}

std::vector<std::uint8_t> MadeDarkOnLight(const Page& page, int cell = 4) {
  const GreyView view = page.view();
  Page out(view.width, view.height, 5, 2);
  MakeDarkOnLight(view, FindPolarity(view, kThreshold, cell), out.view());
  EXPECT_TRUE(out.GuardsStand());
  return out.Samples();
}

// `page` with the rectangle inverted: what must come out of it.
std::vector<std::uint8_t> InvertedIn(Page page, int left, int top, int width,
                                     int height) {
  const MutableGreyView part = page.view().Part(left, top, width, height);
  for (int y = 0; y < height; ++y) {
    for (std::uint8_t& level : part.RowSpan(y)) {
      level = static_cast<std::uint8_t>(255 - level);
    }
  }
  return page.Samples();
}

TEST(PolarityOfTest, MoreOfThePictureIsGroundThanInk) {
  Histogram histogram{};
  EXPECT_EQ(Polarity::kDarkOnLight, PolarityOf(histogram));
  histogram[kPaper] = 900;
  histogram[kInk] = 100;
  EXPECT_EQ(Polarity::kDarkOnLight, PolarityOf(histogram));
  histogram[kInk] = 1100;
  EXPECT_EQ(Polarity::kLightOnDark, PolarityOf(histogram));
}

TEST(PolarityOfTest, BothLevelsMayBeDarkOrLight) {
  Histogram grey_on_black{};
  grey_on_black[5] = 900;
  grey_on_black[90] = 100;
  EXPECT_EQ(Polarity::kLightOnDark, PolarityOf(grey_on_black));
  Histogram white_on_grey{};
  white_on_grey[170] = 900;
  white_on_grey[255] = 100;
  EXPECT_EQ(Polarity::kLightOnDark, PolarityOf(white_on_grey));
}

TEST(PolarityOfTest, WithoutWritingTheMedianDecides) {
  for (const int level : {0, 20, 126, 128, 200, 254}) {
    Histogram histogram{};
    histogram[static_cast<std::size_t>(level)] = 600;
    // A faint noise whose majority would say the opposite.
    histogram[static_cast<std::size_t>(level) + 1] = 400;
    EXPECT_EQ(level < 128 ? Polarity::kLightOnDark : Polarity::kDarkOnLight,
              PolarityOf(histogram))
        << level;
  }
}

// Each test runs once per SIMD target of this machine; its name says which.
class PolarityTest : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(PolarityTest);

TEST_P(PolarityTest, LightPagesStayAndDarkOnesAreInverted) {
  for (const auto& [width, height] :
       {std::pair(200, 150), std::pair(203, 157), std::pair(64, 300)}) {
    const Page light = PageOf(width, height, kPaper, kInk);
    EXPECT_EQ("", Differences(light.Samples(), MadeDarkOnLight(light), width));
    const Page dark = PageOf(width, height, kInk, kPaper);
    EXPECT_EQ("", Differences(InvertedIn(dark, 0, 0, width, height),
                              MadeDarkOnLight(dark), width));
    EXPECT_EQ(1, FindPolarity(dark.view(), kThreshold).DarkShare());
    EXPECT_EQ(0, FindPolarity(light.view(), kThreshold).DarkShare());
  }
}

TEST_P(PolarityTest, DarkBarsWhereverTheyStand) {
  for (int shift = 0; shift < 9; ++shift) {
    Page page = PageOf(320, 240, kPaper, kInk);
    Place(page.view(), 40 + shift, 90 + shift, 180, 58, kInk, kPaper);
    EXPECT_EQ("", Differences(InvertedIn(page, 40 + shift, 90 + shift, 180, 58),
                              MadeDarkOnLight(page), 320))
        << "shift " << shift;
  }
}

// A dark area ends within the middle one of three cells, whichever polarity
// that cell is given, with writing on both sides of its end: from each side.
TEST_P(PolarityTest, CellsAreSplitWhereTheDarkAreaEnds) {
  for (int variant = 0; variant < 16; ++variant) {
    const bool flipped = variant % 2 == 1;
    const bool upright = variant / 2 % 2 == 1;
    const bool middle_is_dark = variant / 4 % 2 == 1;
    const int dark_until = variant / 8 == 0 ? 11 : 13;
    Page page(24, 24);
    Page wanted(24, 24);
    for (int along = 0; along < 24; ++along) {
      for (int across = 0; across < 24; ++across) {
        const int from_dark = flipped ? 23 - across : across;
        const bool in_dark = from_dark < dark_until;
        const bool written = along % 8 == 3 && from_dark % 3 != 0;
        const std::uint8_t level = in_dark == written ? kPaper : kInk;
        const int x = upright ? along : across;
        const int y = upright ? across : along;
        page.view().Row(y)[x] = level;
        wanted.view().Row(y)[x] =
            in_dark ? static_cast<std::uint8_t>(255 - level) : level;
      }
    }
    PolarityGrid grid{8, 3, 3, kThreshold, {}};
    for (int i = 0; i < 9; ++i) {
      const int cell = upright ? i / 3 : i % 3;
      const int from_dark = flipped ? 2 - cell : cell;
      const bool is_dark = from_dark == 0 || (from_dark == 1 && middle_is_dark);
      grid.cells.push_back(is_dark ? Polarity::kLightOnDark
                                   : Polarity::kDarkOnLight);
    }
    MakeDarkOnLight(page.view(), grid, page.view());
    EXPECT_EQ("", Differences(wanted.Samples(), page.Samples(), 24))
        << "variant " << variant;
  }
}

TEST_P(PolarityTest, LightPanelOnADarkScreen) {
  for (int shift = 0; shift < 9; ++shift) {
    Page page = PageOf(320, 240, kInk, kPaper);
    Place(page.view(), 60 + shift, 70 + shift, 150, 90, kPaper, kInk);
    // All inverted, but the panel twice.
    Page wanted = page;
    Invert(wanted.view(), wanted.view());
    EXPECT_EQ("",
              Differences(InvertedIn(wanted, 60 + shift, 70 + shift, 150, 90),
                          MadeDarkOnLight(page), 320))
        << "shift " << shift;
  }
}

TEST_P(PolarityTest, DarkHeadOverAnEmptyLightPage) {
  Page page(300, 200);
  Fill(page.view(), kPaper);
  const MutableGreyView head = page.view().Part(0, 0, 300, 45);
  Fill(head, kInk);
  Write(head, kPaper);
  EXPECT_EQ("", Differences(InvertedIn(page, 0, 0, 300, 45),
                            MadeDarkOnLight(page), 300));
}

TEST_P(PolarityTest, HugeLettersAndDarkEdgesAreNoRegions) {
  Page page = PageOf(400, 300, kPaper, kInk);
  // An H of strokes 40 wide, and a scanner's edge.
  Fill(page.view().Part(120, 40, 40, 200), kInk);
  Fill(page.view().Part(240, 40, 40, 200), kInk);
  Fill(page.view().Part(160, 120, 80, 40), kInk);
  Fill(page.view().Part(370, 0, 30, 300), kInk);
  EXPECT_EQ("", Differences(page.Samples(), MadeDarkOnLight(page), 400));
}

TEST_P(PolarityTest, EverySizeOfCell) {
  for (const int cell : {4, 8, 16, 32, 64}) {
    Page dark = PageOf(500, 400, kInk, kPaper);
    EXPECT_EQ("", Differences(InvertedIn(dark, 0, 0, 500, 400),
                              MadeDarkOnLight(dark, cell), 500))
        << "cell " << cell;
  }
}

TEST_P(PolarityTest, InPlaceIsTheSame) {
  Page page = PageOf(333, 222, kPaper, kInk);
  Place(page.view(), 51, 77, 200, 58, kInk, kPaper);
  const std::vector<std::uint8_t> wanted = MadeDarkOnLight(page);
  const PolarityGrid grid = FindPolarity(page.view(), kThreshold);
  MakeDarkOnLight(page.view(), grid, page.view());
  EXPECT_EQ(wanted, page.Samples());
  EXPECT_TRUE(page.GuardsStand());
}

TEST_P(PolarityTest, OneColourPictures) {
  for (const int level : {0, 100, 127, 128, 255}) {
    Page page(90, 70);
    Fill(page.view(), static_cast<std::uint8_t>(level));
    const int wanted = level < 128 ? 255 - level : level;
    EXPECT_EQ(
        std::vector<std::uint8_t>(90 * 70, static_cast<std::uint8_t>(wanted)),
        MadeDarkOnLight(page))
        << level;
  }
}

TEST_P(PolarityTest, EveryPixelIsKeptOrInverted) {
  std::mt19937 rng(support::Seed(81));
  for (int round = 0; round < 60; ++round) {
    const auto width = static_cast<int>(1 + support::Below(rng, 120));
    const auto height = static_cast<int>(1 + support::Below(rng, 60));
    Page page(width, height, 2);
    page.FillAtRandom(rng);
    // Noise alone has no full cell.
    for (int k = 0; k < 6; ++k) {
      const auto left = static_cast<int>(support::Below(rng, 120)) % width;
      const auto top = static_cast<int>(support::Below(rng, 60)) % height;
      Fill(page.view().Part(left, top, (width - left + 1) / 2,
                            (height - top + 1) / 2),
           k % 2 == 0 ? kInk : kPaper);
    }
    const std::vector<std::uint8_t> before = page.Samples();
    const std::vector<std::uint8_t> after = MadeDarkOnLight(page, 4);
    for (std::size_t i = 0; i < before.size(); ++i) {
      ASSERT_TRUE(after[i] == before[i] || after[i] == 255 - before[i])
          << "round " << round << " at " << i;
    }
  }
}

TEST_P(PolarityTest, SmallAndEmptyPictures) {
  for (const auto& [width, height] : {std::pair(1, 1), std::pair(30'000, 1),
                                      std::pair(1, 500), std::pair(7, 9)}) {
    Page page(width, height);
    Fill(page.view(), 10);
    const auto size = static_cast<std::size_t>(width * height);
    EXPECT_EQ(std::vector<std::uint8_t>(size, 245), MadeDarkOnLight(page));
  }
  for (const auto& [width, height] : {std::pair(0, 5), std::pair(5, 0)}) {
    const Page page(width, height);
    const PolarityGrid grid = FindPolarity(page.view(), kThreshold);
    EXPECT_TRUE(grid.cells.empty());
    EXPECT_EQ(0, grid.DarkShare());
    EXPECT_TRUE(MadeDarkOnLight(page).empty());
  }
}

TEST_P(PolarityTest, GridSaysWhere) {
  Page page = PageOf(320, 240, kPaper, kInk);
  Place(page.view(), 64, 96, 192, 64, kInk, kPaper);
  const PolarityGrid grid = FindPolarity(page.view(), kThreshold, 8);
  ASSERT_EQ(40, grid.columns);
  ASSERT_EQ(30, grid.rows);
  for (int row = 0; row < 30; ++row) {
    for (int column = 0; column < 40; ++column) {
      const bool in_bar = column >= 8 && column < 32 && row >= 12 && row < 20;
      const bool near_bar = column >= 7 && column < 33 && row >= 11 && row < 21;
      if (near_bar && !in_bar) continue;
      EXPECT_EQ(in_bar ? Polarity::kLightOnDark : Polarity::kDarkOnLight,
                grid.At(column, row))
          << column << " " << row;
    }
  }
  EXPECT_NEAR(24. * 8 / 1200, grid.DarkShare(), .02);
}

}  // namespace
}  // namespace rescan::kernels
