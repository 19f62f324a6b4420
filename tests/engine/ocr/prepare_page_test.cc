#include "engine/ocr/prepare_page.h"

#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

#include <cmath>
#include <cstdint>
#include <functional>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include "kernels/image/flatten_page.h"
#include "tests/support/random.h"

namespace rescan {
namespace {

// Grey level of each place.
using Painter = std::function<std::uint8_t(int x, int y)>;

Raster Painted(int width, int height, int depth, const Painter& level) {
  Pix* pix = pixCreate(width, height, depth);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const l_uint32 grey = level(x, y);
      pixSetPixel(pix, x, y,
                  depth == 1   ? (grey < 128 ? 1 : 0)
                  : depth == 8 ? grey
                               : grey * 0x01010100u | 0xff);
    }
  }
  return Raster(pix);
}

// Lines of blocks, like letters: `height` px high, as wide, half a height
// apart, lines two heights apart; inside the rectangle and nowhere else.
struct Letters {
  int left = 0, top = 0, right = 0, bottom = 0;
  int height = 20;
  std::uint8_t ink = 20, paper = 235;

  std::uint8_t operator()(int x, int y) const {
    if (x < left || x >= right || y < top || y >= bottom) return paper;
    const int column = (x - left) % (height * 3 / 2);
    const int row = (y - top) % (2 * height);
    return column < height && row < height ? ink : paper;
  }
};

std::uint8_t LevelAt(const PreparedPage& page, int x, int y) {
  return page.grey.view().Row(y)[x];
}

PreparedPage Prepared(const Raster& raster,
                      const std::vector<PreparationStep>& steps) {
  auto page = PreparePage(raster, steps);
  EXPECT_TRUE(page.has_value());
  return *std::move(page);
}

constexpr ScaleStep kScale = {20, 0.2, 4, 0.1, 25};
constexpr CropStep kCrop = {12, 30};

TEST(PreparePageTest, NoStepsLeaveThePictureInAnyDepth) {
  const Letters letters{10, 10, 90, 90, 8, 0, 255};
  for (const int depth : {1, 8, 32}) {
    // An odd width, so that no row ends with a word.
    const PreparedPage page = Prepared(Painted(101, 97, depth, letters), {});
    ASSERT_EQ(101, page.grey.width()) << depth;
    ASSERT_EQ(97, page.grey.height()) << depth;
    EXPECT_TRUE(page.to_raster.IsIdentity());
    for (int y = 0; y < 97; ++y) {
      for (int x = 0; x < 101; ++x) {
        ASSERT_EQ(letters(x, y), LevelAt(page, x, y)) << depth;
      }
    }
  }
}

TEST(PreparePageTest, CropsToTheTextAndKnowsWhereItWas) {
  const Letters letters{300, 200, 700, 500};
  const Raster raster = Painted(1000, 900, 8, letters);
  const PreparedPage page = Prepared(raster, {kCrop});
  const auto left = static_cast<int>(page.to_raster.c);
  const auto top = static_cast<int>(page.to_raster.f);
  EXPECT_GE(left, 300 - 14);
  EXPECT_LE(left, 300 - 10);
  EXPECT_GE(top, 200 - 14);
  EXPECT_LE(top, 200 - 10);
  EXPECT_LE(page.grey.width(), 400 + 2 * 14);
  EXPECT_GE(page.grey.width(), 380 + 2 * 10);
  for (int y = 0; y < page.grey.height(); ++y) {
    for (int x = 0; x < page.grey.width(); ++x) {
      ASSERT_EQ(letters(left + x, top + y), LevelAt(page, x, y));
    }
  }
}

TEST(PreparePageTest, APageWithLittleTextIsLeftWhole) {
  const Letters letters{300, 200, 420, 240};  // 8 letters
  const PreparedPage page = Prepared(Painted(1000, 900, 8, letters), {kCrop});
  EXPECT_EQ(1000, page.grey.width());
  EXPECT_TRUE(page.to_raster.IsIdentity());
}

TEST(PreparePageTest, ScalesToTheCharacterHeight) {
  struct Case {
    int width, height, letter;
  };
  // Larger than the measured copy, and smaller than it.
  for (const Case c : {Case{2400, 1600, 50}, Case{600, 500, 10}}) {
    const Letters letters{c.letter, c.letter, c.width - c.letter,
                          c.height - c.letter, c.letter};
    const Raster raster = Painted(c.width, c.height, 8, letters);
    const PreparedPage page = Prepared(raster, {kScale});
    const double wanted = 20.0 / c.letter;
    EXPECT_NEAR(wanted, page.wanted_scale, 0.08 * wanted);
    EXPECT_NEAR(wanted * c.width, page.grey.width(), 0.08 * wanted * c.width);
    // The whole of the one is the whole of the other.
    const PixelPoint corner =
        page.to_raster.Map({static_cast<double>(page.grey.width()),
                            static_cast<double>(page.grey.height())});
    EXPECT_NEAR(c.width, corner.x, 1e-6);
    EXPECT_NEAR(c.height, corner.y, 1e-6);
  }
}

TEST(PreparePageTest, AFewLettersAreAWordInASmallPictureAndSpecksOnAPage) {
  const Letters letters{100, 100, 140, 105, 5};
  const PreparedPage crop = Prepared(Painted(300, 200, 8, letters), {kScale});
  EXPECT_NEAR(4, crop.wanted_scale, 0.4);
  EXPECT_NEAR(1200, crop.grey.width(), 120);
  const PreparedPage page = Prepared(Painted(1200, 1000, 8, letters), {kScale});
  EXPECT_EQ(1200, page.grey.width());
  const Letters one{100, 100, 105, 105, 5};
  const PreparedPage speck = Prepared(Painted(300, 200, 8, one), {kScale});
  EXPECT_EQ(300, speck.grey.width());
}

TEST(PreparePageTest, LettersOfAStripAreMeasuredAndItKeepsToSixteenBits) {
  // On a copy 1600 wide these would be less than a pixel high.
  const Letters letters{20, 10, 19980, 90, 12};
  const Raster wide = Painted(20000, 100, 8, letters);
  const PreparedPage page = Prepared(wide, {kScale});
  const double wanted = 20.0 / 12;
  EXPECT_NEAR(wanted, page.wanted_scale, 0.08 * wanted);
  EXPECT_EQ(32767, page.grey.width());
  const PixelPoint corner =
      page.to_raster.Map({32767.0, static_cast<double>(page.grey.height())});
  EXPECT_NEAR(20000, corner.x, 1e-6);
  EXPECT_NEAR(100, corner.y, 1e-6);
}

TEST(PreparePageTest, ScalingKeepsItsLimits) {
  const Letters letters{10, 10, 590, 490, 10};
  const Raster raster = Painted(600, 500, 8, letters);
  EXPECT_EQ(900,
            Prepared(raster, {ScaleStep{20, 0.2, 1.5, 0.1, 25}}).grey.width());
  // 600 x 500 is 0.3 megapixels.
  EXPECT_EQ(600,
            Prepared(raster, {ScaleStep{20, 0.2, 4, 0.1, 0.3}}).grey.width());
  const PreparedPage near = Prepared(raster, {ScaleStep{10.5, 0.2, 4, .1, 25}});
  EXPECT_TRUE(near.to_raster.IsIdentity());
  EXPECT_NE(1, near.wanted_scale);
}

// Specks on every eighth pixel of every third row, and few as high as letters:
// layout would take those of a larger picture for as many letters.
TEST(PreparePageTest, DustIsNotEnlargedAndNotReadAtItsFullSize) {
  const Letters letters{30, 30, 1170, 90, 10};
  const auto dusty = [&](int x, int y) -> std::uint8_t {
    return y >= 120 && x % 8 == 0 && y % 3 == 0 ? 20 : letters(x, y);
  };
  EXPECT_NEAR(2400,
              Prepared(Painted(1200, 700, 8, letters), {kScale}).grey.width(),
              200);
  EXPECT_EQ(1200,
            Prepared(Painted(1200, 700, 8, dusty), {kScale}).grey.width());
  std::mt19937 rng(20'268);
  const Raster large = Painted(4000, 2000, 8, [&](int, int) -> std::uint8_t {
    return rng() % 8 == 0 ? 0 : 255;
  });
  const PreparedPage page = Prepared(large, {kScale});
  EXPECT_LE(page.grey.view().pixel_count(), 6'010'000u);
}

TEST(PreparePageTest, HeightMeasuredBeforeACropHoldsAfterIt) {
  const Letters letters{800, 200, 2000, 1000, 40};
  const Raster raster = Painted(2600, 3000, 8, letters);
  const PreparedPage page = Prepared(raster, {kCrop, kScale});
  EXPECT_NEAR(0.5, page.wanted_scale, 0.05);
  const PixelPoint corner = page.to_raster.Map({0, 0});
  EXPECT_NEAR(800, corner.x, 40);
  EXPECT_NEAR(200, corner.y, 40);
}

TEST(PreparePageTest, ADarkPageBecomesDarkOnLight) {
  Letters letters{50, 50, 550, 450, 20, 230, 30};
  const Raster raster = Painted(600, 500, 8, letters);
  for (const auto scope :
       {PolarityStep::Scope::kPage, PolarityStep::Scope::kRegions}) {
    const PreparedPage page = Prepared(raster, {PolarityStep{scope}});
    EXPECT_EQ(255 - 30, LevelAt(page, 5, 5));
    EXPECT_EQ(255 - 230, LevelAt(page, 60, 60));
  }
  std::swap(letters.ink, letters.paper);
  const PreparedPage light =
      Prepared(Painted(600, 500, 8, letters), {PolarityStep{}});
  EXPECT_EQ(230, LevelAt(light, 5, 5));
}

TEST(PreparePageTest, SetsASkewedPageLevel) {
  const double angle = 3 * std::numbers::pi / 180;
  const Letters letters{150, 150, 850, 850, 16};
  // Lines fall to the right by 3 degrees.
  const auto turned = [&](int x, int y) {
    const double u = x - 500, v = y - 500;
    return letters(static_cast<int>(std::lround(500 + u * std::cos(angle) +
                                                v * std::sin(angle))),
                   static_cast<int>(std::lround(500 - u * std::sin(angle) +
                                                v * std::cos(angle))));
  };
  const PreparedPage page =
      Prepared(Painted(1000, 1000, 8, turned), {DeskewStep{0.3, 10}});
  EXPECT_NEAR(-3, page.to_raster.MapAngle(0), 0.15);
  // A letter's middle of the level page lies where the map says.
  int inside = 0, all = 0;
  for (int y = 158; y < 850 - 16; y += 32) {
    for (int x = 158; x < 850 - 16; x += 24) {
      const double u = x - 500, v = y - 500;
      const PixelPoint place = page.to_raster.Inverse().Map(
          {500 + u * std::cos(angle) - v * std::sin(angle),
           500 + u * std::sin(angle) + v * std::cos(angle)});
      ++all;
      if (LevelAt(page, static_cast<int>(place.x), static_cast<int>(place.y)) <
          60) {
        ++inside;
      }
    }
  }
  EXPECT_EQ(all, inside);
  // Outside its bounds the page is left alone.
  EXPECT_TRUE(Prepared(Painted(1000, 1000, 8, turned), {DeskewStep{4, 10}})
                  .to_raster.IsIdentity());
  EXPECT_TRUE(Prepared(Painted(1000, 1000, 8, turned), {DeskewStep{0.3, 2}})
                  .to_raster.IsIdentity());
}

TEST(PreparePageTest, TheLastStepsAreTheFlatteningOfThePicture) {
  const Letters letters{20, 20, 380, 280, 12};
  const Raster raster = Painted(401, 301, 8, letters);
  const PreparedPage plain = Prepared(raster, {});
  const auto flattened = [&](const kernels::FlattenOptions& options) {
    kernels::GreyImage out(401, 301);
    kernels::FlattenPage(plain.grey.view(), options, out.mutable_view());
    return out;
  };
  const auto equal = [](const kernels::GreyImage& a,
                        const kernels::GreyImage& b) {
    for (int y = 0; y < a.height(); ++y) {
      if (!std::equal(a.view().Row(y), a.view().Row(y) + a.width(),
                      b.view().Row(y))) {
        return false;
      }
    }
    return true;
  };
  kernels::FlattenOptions all;
  all.background->window_share = 0.05;
  all.clahe = kernels::ClaheOptions{3, 4, 4};
  all.blur_sigma = 1.1;
  EXPECT_TRUE(equal(flattened(all),
                    Prepared(raster, {BackgroundStep{0.05}, ContrastStep{3, 4},
                                      BlurStep{1.1}})
                        .grey));
  // In another order each is a pass of its own.
  EXPECT_TRUE(
      equal(Prepared(raster, {BlurStep{1.1}, ContrastStep{3, 4}}).grey, [&] {
        kernels::GreyImage once = flattened({std::nullopt, std::nullopt, 1.1});
        kernels::GreyImage twice(401, 301);
        kernels::FlattenPage(
            once.view(),
            {std::nullopt, kernels::ClaheOptions{3, 4, 4}, std::nullopt},
            twice.mutable_view());
        return twice;
      }()));
}

TEST(PreparePageTest, RulesAreTakenOutAndAllElseStaysWhereItIs) {
  const Letters letters{100, 100, 900, 700};
  const auto is_rule = [](int x, int y) {
    // Between two lines of letters, and left of them all.
    return (y >= 128 && y < 131) || (x >= 40 && x < 42 && y > 200);
  };
  const auto ruled = [&](int x, int y) {
    return is_rule(x, y) ? std::uint8_t{60} : letters(x, y);
  };
  const RulesStep rules = {200, 8, 40};
  const Raster raster = Painted(1000, 801, 8, ruled);
  const PreparedPage page = Prepared(raster, {rules});
  EXPECT_TRUE(page.to_raster.IsIdentity());
  ASSERT_EQ(1000, page.grey.width());
  ASSERT_EQ(801, page.grey.height());
  for (int y = 0; y < 801; ++y) {
    for (int x = 0; x < 1000; ++x) {
      ASSERT_EQ(letters(x, y), LevelAt(page, x, y)) << x << ' ' << y;
    }
  }
  // Of a part of the picture, before and after other steps.
  const PreparedPage plain = Prepared(raster, {kCrop, kScale});
  for (const auto& steps :
       {std::vector<PreparationStep>{kCrop, rules, kScale},
        std::vector<PreparationStep>{kCrop, kScale, rules, BlurStep{0.8}}}) {
    const PreparedPage other = Prepared(raster, steps);
    EXPECT_EQ(plain.to_raster, other.to_raster);
    EXPECT_EQ(plain.grey.width(), other.grey.width());
    EXPECT_EQ(plain.grey.height(), other.grey.height());
    const PixelPoint rule = other.to_raster.Inverse().Map({400, 129.5});
    EXPECT_GT(
        LevelAt(other, static_cast<int>(rule.x), static_cast<int>(rule.y)),
        225);
  }
}

TEST(PreparePageTest, HostilePicturesComeThrough) {
  const std::vector<PreparationStep> steps = {
      PolarityStep{PolarityStep::Scope::kRegions},
      kCrop,
      kScale,
      DeskewStep{0.3, 10},
      BackgroundStep{0.03},
      RulesStep{20, 3, 1},
      ContrastStep{2, 8},
      RulesStep{100, 50, 20},
      BlurStep{0.8}};
  std::mt19937 rng(support::Seed(7));
  const Painter painters[] = {
      [](int, int) { return std::uint8_t{0}; },
      [](int, int) { return std::uint8_t{255}; },
      [](int, int) { return std::uint8_t{117}; },
      [&](int, int) {
        return static_cast<std::uint8_t>(support::Below(rng, 256));
      },
      [](int x, int y) {
        return static_cast<std::uint8_t>((x + y) % 2 * 255);
      }};
  const std::pair<int, int> sizes[] = {{1, 1},     {1, 3000}, {3000, 1},
                                       {2, 2},     {7, 5},    {30000, 3},
                                       {3, 30000}, {700, 900}};
  for (const auto& [width, height] : sizes) {
    for (const Painter& painter : painters) {
      const PreparedPage page =
          Prepared(Painted(width, height, 8, painter), steps);
      EXPECT_GE(page.grey.width(), 1);
      EXPECT_GE(page.grey.height(), 1);
      EXPECT_LE(page.grey.view().pixel_count(), 26'000'000u);
    }
  }
}

}  // namespace
}  // namespace rescan
