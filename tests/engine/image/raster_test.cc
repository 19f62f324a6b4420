#include "engine/image/raster.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "engine/image/open_image.h"
#include "engine/image/row_sink.h"
#include "tests/support/image_files.h"

namespace rescan {
namespace {

using testing::BytesOf;
using testing::Paint;
using testing::RawPicture;

// By the documented layout.
Sha256Digest ExpectedHash(const RawPicture& picture, int channels) {
  std::string bytes;
  for (const int side : {picture.width, picture.height}) {
    for (int shift = 0; shift < 32; shift += 8) {
      bytes += static_cast<char>(side >> shift);
    }
  }
  bytes += static_cast<char>(channels);
  for (const auto& pixel : picture.pixels) {
    for (int i = 0; i < channels; ++i) {
      bytes += static_cast<char>(pixel[static_cast<std::size_t>(i)]);
    }
  }
  return Sha256Of(bytes);
}

TEST(RasterTest, PixelHashIsAsDocumented) {
  for (int width = 1; width <= 35; ++width) {
    for (const int height : {1, 2, 5}) {
      for (const Paint paint : {Paint::kGrey, Paint::kColour}) {
        const RawPicture picture = testing::Paintings(paint, width, height);
        const auto image =
            OpenImage(BytesOf(testing::EncodePng(picture, 8, 2)), {});
        ASSERT_TRUE(image.has_value());
        EXPECT_EQ(ExpectedHash(picture, paint == Paint::kGrey ? 1 : 3),
                  image->raster.PixelHash())
            << width << "x" << height;
      }
    }
  }
}

TEST(RasterTest, InkHashesAsBlack) {
  const RawPicture picture = testing::Paintings(Paint::kBlackWhite, 33, 4);
  std::string pbm = "P1 33 4\n";
  for (const auto& pixel : picture.pixels) pbm += pixel[0] == 0 ? "1 " : "0 ";
  const auto image = OpenImage(BytesOf(pbm), {});
  ASSERT_TRUE(image.has_value()) << image.error().message;
  ASSERT_EQ(1, image->raster.depth());
  EXPECT_EQ(ExpectedHash(picture, 1), image->raster.PixelHash());
}

// More rows than one batch of the hash holds.
TEST(RasterTest, ManyNarrowRows) {
  const RawPicture picture = testing::Paintings(Paint::kColour, 3, 9000);
  const auto image = OpenImage(BytesOf(testing::EncodePng(picture, 8, 2)), {});
  ASSERT_TRUE(image.has_value());
  EXPECT_EQ(ExpectedHash(picture, 3), image->raster.PixelHash());
}

RawPicture GreyButOne(int odd_row, std::uint8_t alpha) {
  RawPicture picture = testing::Paintings(Paint::kGrey, 13, 7);
  if (odd_row >= 0) {
    auto& pixel = picture.pixels[static_cast<std::size_t>(odd_row) * 13 + 12];
    if (alpha == 255) {
      pixel = {9, 8, 7, 255};
    } else {
      pixel[3] = alpha;
    }
  }
  return picture;
}

Result<OpenedImage> OpenRgba(const RawPicture& picture) {
  return OpenImage(BytesOf(testing::EncodePng(picture, 8, 6)), {});
}

TEST(RowSinkTest, ColourInAnyRowIsKept) {
  for (int row = 0; row < 7; ++row) {
    const RawPicture picture = GreyButOne(row, 255);
    const auto image = OpenRgba(picture);
    ASSERT_TRUE(image.has_value());
    EXPECT_EQ(32, image->raster.depth()) << row;
    EXPECT_EQ(ExpectedHash(picture, 3), image->raster.PixelHash()) << row;
  }
}

// Transparent pixels turn white; what is left is grey again.
TEST(RowSinkTest, TransparencyInAnyRow) {
  for (int row = 0; row < 7; ++row) {
    const auto image = OpenRgba(GreyButOne(row, 0));
    ASSERT_TRUE(image.has_value());
    RawPicture expected = GreyButOne(-1, 255);
    expected.pixels[static_cast<std::size_t>(row) * 13 + 12] = {255, 255, 255,
                                                                255};
    EXPECT_EQ(8, image->raster.depth());
    EXPECT_EQ(ExpectedHash(expected, 1), image->raster.PixelHash()) << row;
  }
}

TEST(RowSinkTest, MissingRowsGiveNothing) {
  RowSink sink(4, 2);
  for (std::uint32_t& word : sink.NextRow()) word = 0xff;
  EXPECT_TRUE(sink.Commit());
  EXPECT_EQ(nullptr, sink.Take());
}

TEST(RowSinkTest, NoMoreRowsThanThereAre) {
  RowSink sink(4, 1);
  for (std::uint32_t& word : sink.NextRow()) word = 0xff;
  EXPECT_TRUE(sink.Commit());
  EXPECT_TRUE(sink.NextRow().empty());
  EXPECT_NE(nullptr, sink.Take());
}

}  // namespace
}  // namespace rescan
