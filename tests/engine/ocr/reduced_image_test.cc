// A picture decoded at reduced size, and where PageTransform says it lies.
#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include "engine/image/open_image.h"
#include "engine/ocr/page_transform.h"
#include "tests/support/image_files.h"

namespace rescan {
namespace {

// Soft waves, so that the mean of a block is the value in its middle, but
// steep enough to tell a shift by one pixel.
testing::RawPicture Waves(int width, int height) {
  testing::RawPicture picture{width, height, {}};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const double level = 128 + 60 * std::sin(2 * std::numbers::pi * x / 47) +
                           60 * std::sin(2 * std::numbers::pi * y / 53);
      const auto value = static_cast<std::uint8_t>(std::lround(level));
      picture.pixels.push_back({value, value, value, 255});
    }
  }
  return picture;
}

Result<OpenedImage> Open(const std::string& bytes, int reduce_above) {
  OpenLimits limits;
  limits.reduce_above_megapixels = reduce_above;
  return OpenImage(testing::BytesOf(bytes), limits);
}

double LevelAt(const Raster& raster, int x, int y) {
  l_uint32 value = 0;
  pixGetPixel(raster.pix(), x, y, &value);
  return raster.depth() == 32 ? value >> 24 : value;
}

// Of the block of `side` x `side` pixels at (left, top).
double Mean(const Raster& raster, int left, int top, int side) {
  double sum = 0;
  for (int y = top; y < top + side; ++y) {
    for (int x = left; x < left + side; ++x) sum += LevelAt(raster, x, y);
  }
  return sum / (side * side);
}

// Every orientation, sides that no block size divides: a reduced pixel shows
// what the whole picture shows where OfReduction says it lies.
TEST(ReducedImageTest, PixelsLieWhereTheyShould) {
  struct {
    int width, height, reduction;
    std::vector<int> orientations;
  } const cases[] = {{1213, 1001, 2, {1, 2, 3, 4, 5, 6, 7, 8}},
                     {2501, 2003, 4, {3, 7}}};
  for (const auto& size : cases) {
    const testing::RawPicture waves = Waves(size.width, size.height);
    for (const int orientation : size.orientations) {
      const std::string jpeg =
          testing::EncodeOriented(waves, "jpg", orientation, false);
      const auto whole = Open(jpeg, 0);
      const auto reduced = Open(jpeg, 1);
      ASSERT_TRUE(whole.has_value() && reduced.has_value());
      ASSERT_EQ(size.reduction, reduced->reduction);
      const ImageFacts& facts = reduced->facts;
      ASSERT_EQ(whole->raster.width(), facts.width);
      const PageTransform transform = PageTransform::OfReduction(
          size.reduction, orientation, facts.width, facts.height);
      double error = 0;
      for (const auto& [x, y] :
           {std::pair{3, 5}, std::pair{200, 300}, std::pair{480, 490},
            std::pair{41, 477}, std::pair{333, 222}}) {
        const PixelPoint corner = transform.Map({1.0 * x, 1.0 * y});
        const double expected =
            Mean(whole->raster, static_cast<int>(corner.x),
                 static_cast<int>(corner.y), size.reduction);
        error = std::max(error,
                         std::abs(expected - LevelAt(reduced->raster, x, y)));
      }
      EXPECT_LE(error, 3) << "orientation " << orientation;
    }
  }
}

}  // namespace
}  // namespace rescan
