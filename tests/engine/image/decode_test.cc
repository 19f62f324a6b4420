#include "engine/image/decode.h"

#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "engine/image/open_image.h"
#include "tests/support/image_files.h"

namespace rescan {
namespace {

using testing::BytesOf;
using testing::PictureFile;
using testing::RawPicture;

RawPicture PixelsOf(Pix* pix) {
  RawPicture picture{pixGetWidth(pix), pixGetHeight(pix), {}};
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      l_uint32 value = 0;
      pixGetPixel(pix, x, y, &value);
      const auto channel = [value](int shift) {
        return static_cast<std::uint8_t>(value >> shift);
      };
      switch (pixGetDepth(pix)) {
        case 1:
          picture.pixels.push_back(
              value != 0 ? std::array<std::uint8_t, 4>{0, 0, 0, 255}
                         : std::array<std::uint8_t, 4>{255, 255, 255, 255});
          break;
        case 8:
          picture.pixels.push_back({channel(0), channel(0), channel(0), 255});
          break;
        default:
          picture.pixels.push_back({channel(24), channel(16), channel(8), 255});
      }
    }
  }
  return picture;
}

std::string NameOf(const ::testing::TestParamInfo<PictureFile>& kind) {
  std::string name = kind.param.name;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

std::vector<PictureFile> KindsLikeLeptonica() {
  std::vector<PictureFile> files = testing::EveryKindOfPicture();
  std::erase_if(files, [](const PictureFile& f) { return !f.like_leptonica; });
  return files;
}

class EveryKind : public ::testing::TestWithParam<PictureFile> {};
INSTANTIATE_TEST_SUITE_P(Files, EveryKind,
                         ::testing::ValuesIn(testing::EveryKindOfPicture()),
                         NameOf);

class LikeLeptonica : public ::testing::TestWithParam<PictureFile> {};
INSTANTIATE_TEST_SUITE_P(Files, LikeLeptonica,
                         ::testing::ValuesIn(KindsLikeLeptonica()), NameOf);

TEST_P(EveryKind, OpensToTheDrawnPixels) {
  const PictureFile& file = GetParam();
  const auto image = OpenImage(BytesOf(file.bytes), {});
  ASSERT_TRUE(image.has_value()) << image.error().message;
  EXPECT_EQ(file.mode, image->facts.mode);
  EXPECT_EQ(37, image->facts.width);
  EXPECT_EQ(23, image->facts.height);
  EXPECT_EQ(file.bytes.size(), image->facts.file_size);
  EXPECT_EQ(Sha256Of(file.bytes), image->facts.file_sha256);
  EXPECT_TRUE(image->facts.warnings.empty()) << image->facts.warnings.front();
  if (!file.picture.pixels.empty()) {
    EXPECT_TRUE(file.picture == PixelsOf(image->raster.pix()));
  }
}

// Tesseract's command opens files with Leptonica's readers.
TEST_P(LikeLeptonica, SamePixelsAndResolution) {
  const PictureFile& file = GetParam();
  const auto bytes = BytesOf(file.bytes);
  const PixPtr theirs =
      PlainForm(PixPtr(pixReadMem(bytes.data(), bytes.size())));
  ASSERT_NE(nullptr, theirs);
  const auto ours = OpenImage(bytes, {});
  ASSERT_TRUE(ours.has_value()) << ours.error().message;
  EXPECT_EQ(pixGetDepth(theirs.get()), ours->raster.depth());
  EXPECT_TRUE(PixelsOf(theirs.get()) == PixelsOf(ours->raster.pix()));
  const PixPtr raw(pixReadMem(bytes.data(), bytes.size()));
  EXPECT_EQ(pixGetXRes(raw.get()), pixGetXRes(ours->raster.pix()));
  EXPECT_EQ(pixGetYRes(raw.get()), pixGetYRes(ours->raster.pix()));
}

// A picture cut off anywhere is a failure, never half a page. Only what stands
// after the last pixel may be missing: an end mark, padding, a line end. In a
// plain PNM the last number's digits cannot be missed.
TEST_P(EveryKind, CutOffAnywhereIsCorruption) {
  const PictureFile& file = GetParam();
  const auto whole = OpenImage(BytesOf(file.bytes), {});
  ASSERT_TRUE(whole.has_value());
  const bool plain = file.name == "pnm-p2" || file.name == "pnm-p3";
  for (std::size_t size = 0; size < file.bytes.size(); ++size) {
    const auto image = OpenImage(BytesOf(file.bytes).first(size), {});
    if (image.has_value()) {
      EXPECT_GE(size + 4, file.bytes.size());
      EXPECT_TRUE(plain ||
                  whole->facts.pixel_sha256 == image->facts.pixel_sha256)
          << "at " << size << " of " << file.bytes.size();
    } else if (size >= kSniffBytes) {
      EXPECT_EQ(ErrorCode::kCorruption, image.error().code)
          << size << ": " << image.error().message;
    }
  }
}

TEST(DecodeTest, NeutralColourFilesAreHeldGrey) {
  for (const PictureFile& file : testing::EveryKindOfPicture()) {
    if (file.name.find("neutral") == std::string::npos) continue;
    const auto image = OpenImage(BytesOf(file.bytes), {});
    ASSERT_TRUE(image.has_value());
    EXPECT_EQ(8, image->raster.depth()) << file.name;
  }
}

// Ink on paper: white where no ink is. A picture that is inverted, as a wrong
// reading of Adobe's convention gives, would be dark.
TEST(DecodeTest, CmykJpegInBothConventions) {
  RawPicture picture = testing::Paintings(testing::Paint::kGrey, 32, 16);
  for (auto& pixel : picture.pixels) pixel = {200, 100, 50, 255};
  for (const bool adobe : {false, true}) {
    const auto image =
        OpenImage(BytesOf(testing::EncodeCmykJpeg(picture, adobe)), {});
    ASSERT_TRUE(image.has_value()) << image.error().message;
    const RawPicture read = PixelsOf(image->raster.pix());
    for (const auto& pixel : read.pixels) {
      EXPECT_NEAR(200, pixel[0], 4);
      EXPECT_NEAR(100, pixel[1], 4);
      EXPECT_NEAR(50, pixel[2], 4);
    }
  }
}

// By the definition in EXIF: where the stored first row and column belong.
RawPicture Turned(const RawPicture& stored, int orientation) {
  const int w = stored.width;
  const int h = stored.height;
  const bool swap = orientation >= 5;
  RawPicture upright{swap ? h : w, swap ? w : h, {}};
  for (int y = 0; y < upright.height; ++y) {
    for (int x = 0; x < upright.width; ++x) {
      switch (orientation) {
        case 1:
          upright.pixels.push_back(stored.At(x, y));
          break;
        case 2:
          upright.pixels.push_back(stored.At(w - 1 - x, y));
          break;
        case 3:
          upright.pixels.push_back(stored.At(w - 1 - x, h - 1 - y));
          break;
        case 4:
          upright.pixels.push_back(stored.At(x, h - 1 - y));
          break;
        case 5:
          upright.pixels.push_back(stored.At(y, x));
          break;
        case 6:
          upright.pixels.push_back(stored.At(y, h - 1 - x));
          break;
        case 7:
          upright.pixels.push_back(stored.At(w - 1 - y, h - 1 - x));
          break;
        default:
          upright.pixels.push_back(stored.At(w - 1 - y, x));
      }
    }
  }
  return upright;
}

TEST(DecodeTest, EveryOrientationInEveryFormatThatHasIt) {
  for (const testing::Paint paint :
       {testing::Paint::kColour, testing::Paint::kGrey}) {
    const RawPicture drawn = testing::Paintings(paint, 24, 16);
    for (const std::string extension : {"png", "jpg", "tif", "webp"}) {
      // JPEG loses detail: compare with the same file upright.
      const auto plain = OpenImage(
          BytesOf(testing::EncodeOriented(drawn, extension, 1, false)), {});
      ASSERT_TRUE(plain.has_value()) << plain.error().message;
      const RawPicture stored = PixelsOf(plain->raster.pix());
      for (int orientation = 1; orientation <= 8; ++orientation) {
        for (const bool big_endian : {false, true}) {
          const auto image =
              OpenImage(BytesOf(testing::EncodeOriented(
                            drawn, extension, orientation, big_endian)),
                        {});
          ASSERT_TRUE(image.has_value()) << image.error().message;
          EXPECT_EQ(orientation, image->facts.exif_orientation);
          EXPECT_TRUE(Turned(stored, orientation) ==
                      PixelsOf(image->raster.pix()))
              << extension << " " << orientation << " " << big_endian;
        }
      }
    }
  }
}

}  // namespace
}  // namespace rescan
