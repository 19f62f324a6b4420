#include "engine/image/classify.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "engine/image/open_image.h"
#include "tests/support/image_files.h"

namespace rescan {
namespace {

using testing::BytesOf;
using testing::RawPicture;
using Colour = std::array<std::uint8_t, 4>;

Raster RasterOf(const RawPicture& picture) {
  auto image = OpenImage(BytesOf(testing::EncodePng(picture, 8, 2)), {});
  EXPECT_TRUE(image.has_value());
  return std::move(image->raster);
}

RawPicture Painted(int width, int height,
                   const std::function<Colour(int, int)>& colour) {
  RawPicture picture{width, height, {}};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) picture.pixels.push_back(colour(x, y));
  }
  return picture;
}

Raster White(int width, int height) {
  return RasterOf(Painted(width, height, [](int, int) {
    return Colour{255, 255, 255, 255};
  }));
}

const TextExtent kMiddle = {0.1, 0.2, 0.8, 0.7};

struct Row {
  int width, height;
  double scan, photo;
  ImageClass image_class;
};

// Distances and classes as documented, either way round. Whole pictures of
// these sizes would be slow to draw, so a bitmap of one bit a pixel does.
TEST(ClassifyTest, DocumentedDistances) {
  const Row rows[] = {
      {2480, 3508, 0.0000, 0.2219, ImageClass::kScan},
      {3024, 4032, 0.2654, 0.0000, ImageClass::kPhoto},
      {3000, 4000, 0.2523, 0.0112, ImageClass::kPhoto},
      {2760, 3680, 0.1231, 0.1235, ImageClass::kScan},
      {2761, 3681, 0.1236, 0.1231, ImageClass::kPhoto},
      {2448, 3264, 0.0707, 0.2694, ImageClass::kScan},
      {1170, 2532, 0.5970, 0.7171, ImageClass::kScan},
      {2550, 3300, 0.0657, 0.2399, ImageClass::kScan},
      {4960, 7016, 1.4142, 0.9786, ImageClass::kPhoto},
      {4284, 5712, 0.9612, 0.5893, ImageClass::kPhoto},
  };
  for (const Row& row : rows) {
    for (const bool turned : {false, true}) {
      const int width = turned ? row.height : row.width;
      const int height = turned ? row.width : row.height;
      std::string pnm =
          "P4\n" + std::to_string(width) + " " + std::to_string(height) + "\n";
      pnm.resize(pnm.size() + static_cast<std::size_t>((width + 7) / 8) *
                                  static_cast<std::size_t>(height));
      const auto image = OpenImage(BytesOf(pnm), {});
      ASSERT_TRUE(image.has_value()) << image.error().message;
      const Classification result =
          Classify(image->raster, {&kMiddle, 1}, ClassifyMode::kDocumented);
      EXPECT_NEAR(row.scan, result.scan_distance, 0.00006) << width;
      EXPECT_NEAR(row.photo, result.photo_distance, 0.00006) << width;
      EXPECT_EQ(row.image_class, result.image_class) << width;
      EXPECT_EQ(DecidingRule::kDimensions, result.rule);
      EXPECT_EQ(1, result.pixels.border_white);
    }
  }
}

TEST(ClassifyTest, ByContentTheVerdictDecidesAlone) {
  const TextExtent full = {0.009, 0.991, 0.991, 0.009};
  const ContentVerdict verdict = {0.2, 0.1, 0.7, true, "1-abc"};
  const Classification result =
      Classify(White(300, 400), {&full, 1}, ClassifyMode::kContent, verdict);
  EXPECT_EQ(ImageClass::kScan, result.image_class);
  EXPECT_EQ(DecidingRule::kContent, result.rule);
  EXPECT_EQ(verdict, result.content);
  // It is kept whatever rule decides.
  EXPECT_EQ(verdict,
            Classify(White(8, 8), {}, ClassifyMode::kPixels, verdict).content);
}

TEST(ClassifyTest, MarginsAreTheNearestLineToEachEdge) {
  const TextExtent lines[] = {
      {.left = 0.05, .right = 0.55, .top = 0.6, .bottom = 0.2},
      {.left = 0.15, .right = 0.95, .top = 0.9, .bottom = 0.7}};
  const Margins margins = MarginsOf(lines);
  EXPECT_NEAR(0.05, margins.left, 1e-12);
  EXPECT_NEAR(0.05, margins.right, 1e-12);
  EXPECT_NEAR(0.1, margins.top, 1e-12);
  EXPECT_NEAR(0.2, margins.bottom, 1e-12);
  const Margins none = MarginsOf({});
  EXPECT_EQ(1, none.left);
  EXPECT_EQ(1, none.right);
  EXPECT_EQ(1, none.top);
  EXPECT_EQ(1, none.bottom);
  const TextExtent outside = {
      .left = -0.05, .right = 1.05, .top = 1.1, .bottom = -0.2};
  EXPECT_LT(MarginsOf({&outside, 1}).right, 0);
}

TEST(ClassifyTest, NativeNeedsAllFourMarginsBelowOnePercent) {
  const Raster raster = White(1000, 1000);
  const TextExtent full = {0.009, 0.991, 0.991, 0.009};
  EXPECT_EQ(
      ImageClass::kNative,
      Classify(raster, {&full, 1}, ClassifyMode::kDocumented).image_class);
  EXPECT_EQ(DecidingRule::kMargins,
            Classify(raster, {&full, 1}, ClassifyMode::kPixels).rule);
  const TextExtent beyond = {-0.004, 1.004, 1.004, -0.004};
  EXPECT_EQ(ImageClass::kNative,
            Classify(raster, {&beyond, 1}, ClassifyMode::kPixels).image_class);
  // Exactly one per cent is not below it.
  for (const TextExtent& line : {TextExtent{0.01, 0.991, 0.991, 0.009},
                                 TextExtent{0.009, 0.99, 0.991, 0.009},
                                 TextExtent{0.009, 0.991, 0.99, 0.009},
                                 TextExtent{0.009, 0.991, 0.991, 0.01}}) {
    EXPECT_NE(
        ImageClass::kNative,
        Classify(raster, {&line, 1}, ClassifyMode::kDocumented).image_class);
  }
  EXPECT_EQ(ImageClass::kScan,
            Classify(raster, {}, ClassifyMode::kDocumented).image_class);
}

TEST(PixelFeaturesTest, WhitePage) {
  const PixelFeatures features = PixelFeaturesOf(White(300, 200));
  EXPECT_EQ(1, features.border_white);
  EXPECT_EQ(0, features.mean_saturation);
  EXPECT_DOUBLE_EQ(1, features.border_mean_luminance);
  EXPECT_EQ(0, features.border_stddev);
}

TEST(PixelFeaturesTest, PureColour) {
  const Raster red = RasterOf(Painted(128, 128, [](int, int) {
    return Colour{255, 0, 0, 255};
  }));
  const PixelFeatures features = PixelFeaturesOf(red);
  EXPECT_EQ(0, features.border_white);
  EXPECT_DOUBLE_EQ(1, features.mean_saturation);
  EXPECT_NEAR(0.299, features.border_mean_luminance, 1e-9);
  const Raster blue = RasterOf(Painted(128, 128, [](int, int) {
    return Colour{0, 0, 255, 255};
  }));
  EXPECT_NEAR(0.114, PixelFeaturesOf(blue).border_mean_luminance, 1e-9);
}

// Ink in the middle does not count; the border is 7 of the 64 pixels wide.
TEST(PixelFeaturesTest, TheBorderIsSevenPixelsWide) {
  const auto framed = [](int edge) {
    return RasterOf(Painted(640, 640, [edge](int x, int y) {
      const bool inside =
          x >= edge && y >= edge && x < 640 - edge && y < 640 - edge;
      const std::uint8_t level = inside ? 0 : 255;
      return Colour{level, level, level, 255};
    }));
  };
  EXPECT_EQ(1, PixelFeaturesOf(framed(70)).border_white);
  const PixelFeatures six = PixelFeaturesOf(framed(60));
  // The innermost ring of the border, 52 x 52 around 50 x 50, is black.
  EXPECT_NEAR(1 - (52.0 * 52 - 50 * 50) / (64 * 64 - 50 * 50), six.border_white,
              1e-9);
}

// Left half dark, right half bright: of the 28 blocks that hold border pixels,
// 14 are of each kind.
TEST(PixelFeaturesTest, SpreadOfBlockMeans) {
  const Raster halves = RasterOf(Painted(640, 640, [](int x, int) {
    const std::uint8_t level = x < 320 ? 51 : 204;
    return Colour{level, level, level, 255};
  }));
  const PixelFeatures features = PixelFeaturesOf(halves);
  EXPECT_NEAR(0.5, features.border_mean_luminance, 1e-9);
  EXPECT_NEAR(0.3, features.border_stddev, 1e-9);
  EXPECT_EQ(0, features.border_white);
}

TEST(PixelFeaturesTest, EveryDepthAndAnyWidth) {
  for (int width = 60; width < 72; ++width) {
    const auto bits =
        testing::Paintings(testing::Paint::kBlackWhite, width, 70);
    const PixelFeatures grey = PixelFeaturesOf(RasterOf(bits));
    std::string pbm = "P1\n" + std::to_string(width) + " 70\n";
    for (const auto& pixel : bits.pixels) pbm += pixel[0] == 0 ? "1 " : "0 ";
    const auto image = OpenImage(BytesOf(pbm), {});
    ASSERT_TRUE(image.has_value()) << image.error().message;
    ASSERT_EQ(1, image->raster.depth());
    const PixelFeatures binary = PixelFeaturesOf(image->raster);
    EXPECT_EQ(grey.border_mean_luminance, binary.border_mean_luminance);
    EXPECT_EQ(grey.border_stddev, binary.border_stddev);
  }
  EXPECT_EQ(1, PixelFeaturesOf(White(1, 1)).border_white);
}

struct Scene {
  const char* name;
  Colour border, middle;
  ImageClass image_class;
};

TEST(ClassifyTest, PixelRule) {
  const Scene scenes[] = {
      {"white scan", {250, 250, 250, 255}, {0, 0, 0, 255}, ImageClass::kScan},
      {"lid open", {20, 20, 20, 255}, {255, 255, 255, 255}, ImageClass::kScan},
      {"grey table",
       {128, 128, 128, 255},
       {255, 255, 255, 255},
       ImageClass::kPhoto},
      {"wooden table",
       {160, 110, 60, 255},
       {255, 255, 255, 255},
       ImageClass::kPhoto},
      {"coloured page",
       {255, 255, 255, 255},
       {255, 0, 0, 255},
       ImageClass::kPhoto},
  };
  for (const Scene& scene : scenes) {
    const Raster raster = RasterOf(Painted(256, 256, [&](int x, int y) {
      const bool inside = x >= 64 && y >= 64 && x < 192 && y < 192;
      return inside ? scene.middle : scene.border;
    }));
    const Classification result =
        Classify(raster, {&kMiddle, 1}, ClassifyMode::kPixels);
    EXPECT_EQ(scene.image_class, result.image_class) << scene.name;
    EXPECT_EQ(DecidingRule::kPixels, result.rule);
    // The numbers of the other rules are there all the same.
    EXPECT_GT(result.scan_distance, 0);
    EXPECT_GT(result.photo_distance, 0);
  }
}

TEST(ClassifyTest, Names) {
  EXPECT_EQ("NATIVE", ImageClassName(ImageClass::kNative));
  EXPECT_EQ("PHOTO", ImageClassName(ImageClass::kPhoto));
  EXPECT_EQ("SCAN", ImageClassName(ImageClass::kScan));
  EXPECT_EQ("margins", DecidingRuleName(DecidingRule::kMargins));
  EXPECT_EQ("dimensions", DecidingRuleName(DecidingRule::kDimensions));
  EXPECT_EQ("pixels", DecidingRuleName(DecidingRule::kPixels));
}

}  // namespace
}  // namespace rescan
