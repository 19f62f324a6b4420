#include "engine/image/shrink.h"

#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/imgproc.hpp>
#include <string>

#include "engine/image/open_image.h"
#include "tests/support/image_files.h"

namespace rescan {
namespace {

using testing::Paint;
using testing::RawPicture;

Raster RasterOf(const RawPicture& picture) {
  auto image =
      OpenImage(testing::BytesOf(testing::EncodePng(picture, 8, 2)), {});
  EXPECT_TRUE(image.has_value());
  return std::move(image->raster);
}

// OpenCV's shrinking by area, which is the rule's definition.
cv::Mat ByOpenCv(const RawPicture& picture) {
  cv::Mat image(picture.height, picture.width, CV_32FC3);
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const auto& p = picture.At(x, y);
      image.at<cv::Vec3f>(y, x) = {static_cast<float>(p[0]),
                                   static_cast<float>(p[1]),
                                   static_cast<float>(p[2])};
    }
  }
  cv::Mat shrunk;
  cv::resize(image, shrunk, {64, 64}, 0, 0, cv::INTER_AREA);
  return shrunk;
}

TEST(ShrinkTest, SameAsOpenCvByArea) {
  const int sizes[][2] = {{64, 64},  {65, 64},   {64, 127},  {128, 192},
                          {100, 75}, {333, 500}, {640, 480}, {67, 1001}};
  for (const auto& [width, height] : sizes) {
    for (const Paint paint : {Paint::kGrey, Paint::kColour}) {
      const RawPicture picture = testing::Paintings(paint, width, height);
      const auto ours = Shrink(RasterOf(picture));
      const cv::Mat theirs = ByOpenCv(picture);
      ASSERT_EQ(64u * 64, ours.size());
      for (int y = 0; y < 64; ++y) {
        for (int x = 0; x < 64; ++x) {
          const auto& pixel = ours[static_cast<std::size_t>(y) * 64 +
                                   static_cast<std::size_t>(x)];
          for (int i = 0; i < 3; ++i) {
            ASSERT_NEAR(theirs.at<cv::Vec3f>(y, x)[i],
                        pixel[static_cast<std::size_t>(i)], 0.51)
                << width << "x" << height << " at " << x << "," << y;
          }
        }
      }
    }
  }
}

TEST(ShrinkTest, SmallPicturesAreEnlarged) {
  const RawPicture dot = testing::Paintings(Paint::kColour, 1, 1);
  for (const ShrunkPixel& pixel : Shrink(RasterOf(dot))) {
    EXPECT_EQ(
        (ShrunkPixel{dot.pixels[0][0], dot.pixels[0][1], dot.pixels[0][2]}),
        pixel);
  }
  // 32 x 32: each pixel becomes four.
  const RawPicture picture = testing::Paintings(Paint::kColour, 32, 32);
  const auto shrunk = Shrink(RasterOf(picture));
  for (int y = 0; y < 64; ++y) {
    for (int x = 0; x < 64; ++x) {
      const auto& from = picture.At(x / 2, y / 2);
      EXPECT_EQ((ShrunkPixel{from[0], from[1], from[2]}),
                shrunk[static_cast<std::size_t>(y) * 64 +
                       static_cast<std::size_t>(x)]);
    }
  }
}

// The longest side there is, all white: no sum may overflow.
TEST(ShrinkTest, LongSides) {
  for (const bool turned : {false, true}) {
    const int width = turned ? 3 : 32'767;
    const int height = turned ? 32'767 : 3;
    RawPicture picture{width, height, {}};
    picture.pixels.assign(static_cast<std::size_t>(width * height),
                          {255, 255, 254, 255});
    for (const ShrunkPixel& pixel : Shrink(RasterOf(picture))) {
      ASSERT_EQ((ShrunkPixel{255, 255, 254}), pixel);
    }
  }
}

}  // namespace
}  // namespace rescan
