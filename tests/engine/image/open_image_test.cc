#include "engine/image/open_image.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/image_files.h"
#include "tests/support/random.h"
#include "tests/support/subprocess.h"
#include "tests/support/test_images.h"

namespace rescan {
namespace {

using testing::BytesOf;
using ::testing::HasSubstr;
using ::testing::internal::CaptureStderr;
using ::testing::internal::GetCapturedStderr;

Result<OpenedImage> Open(const std::string& bytes, int megapixels = 100) {
  OpenLimits limits;
  limits.max_megapixels = megapixels;
  return OpenImage(BytesOf(bytes), limits);
}

long PeakRssKilobytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

TEST(OpenImageTest, WhatIsNotAnImage) {
  EXPECT_EQ(ErrorCode::kCorruption, Open("").error().code);
  for (const char* text : {"x", "hello, world", "GIF89a", "%PDF-1.7\n"}) {
    EXPECT_EQ(ErrorCode::kUnsupported, Open(text).error().code) << text;
  }
}

TEST(OpenImageTest, LimitsHoldBeforeDecoding) {
  const std::string giant = testing::PngHeaderOnly(40'000, 40'000);
  const auto image = Open(giant);
  ASSERT_FALSE(image.has_value());
  EXPECT_EQ(ErrorCode::kLimit, image.error().code) << image.error().message;
  EXPECT_THAT(image.error().message, HasSubstr("40000 x 40000"));
  // Within the megapixels, but longer than Tesseract's coordinates.
  EXPECT_EQ(ErrorCode::kLimit,
            Open(testing::PngHeaderOnly(32'768, 1)).error().code);
  EXPECT_EQ(ErrorCode::kLimit,
            Open(testing::PngHeaderOnly(1'001, 1'000), 1).error().code);
  EXPECT_NE(ErrorCode::kLimit,
            Open(testing::PngHeaderOnly(1'000, 1'000), 1).error().code);
  EXPECT_EQ(ErrorCode::kLimit,
            Open(testing::PngHeaderOnly(0x7fffffff, 0x7fffffff)).error().code);

  OpenLimits limits;
  limits.max_file_bytes = giant.size() - 1;
  EXPECT_EQ(ErrorCode::kLimit, OpenImage(BytesOf(giant), limits).error().code);
}

// Headers that promise 30,000 x 30,000 pixels over a few bytes of data.
TEST(OpenImageTest, LyingHeadersCostNoMemory) {
  constexpr char kSide[2] = {'\x30', '\x75'};  // 30,000, low byte first
  const auto drawn = testing::Paintings(testing::Paint::kColour, 16, 16);
  std::string jpeg = testing::EncodeGreyJpeg(drawn, false);
  const std::size_t frame = jpeg.find("\xff\xc0");
  ASSERT_NE(std::string::npos, frame);
  for (const std::size_t at : {frame + 5, frame + 7}) {
    jpeg[at] = kSide[1];
    jpeg[at + 1] = kSide[0];
  }
  std::string bmp = testing::TextPage("A", ".bmp");
  for (const std::size_t at : {18u, 22u}) bmp.replace(at, 2, kSide, 2);
  testing::TiffKind kind;
  std::string tiff = testing::EncodeTiff(drawn, kind);
  for (const char tag : {'\0', '\1'}) {
    const std::size_t at = tiff.find(std::string{tag, '\1', '\3', '\0'});
    ASSERT_NE(std::string::npos, at);
    tiff.replace(at + 8, 2, kSide, 2);
  }
  const long before = PeakRssKilobytes();
  EXPECT_EQ(ErrorCode::kLimit, Open(jpeg).error().code);
  for (const std::string& lie : {bmp, tiff}) {
    const auto image = Open(lie);
    ASSERT_FALSE(image.has_value());
    EXPECT_TRUE(image.error().code == ErrorCode::kLimit ||
                image.error().code == ErrorCode::kCorruption)
        << image.error().message;
  }
  EXPECT_EQ(ErrorCode::kCorruption,
            Open("P5\n30000 30000\n255\nabc").error().code);
  EXPECT_EQ(ErrorCode::kCorruption,
            Open("P5\n4294967296 4294967296\n255\nabc").error().code);
  EXPECT_LT(PeakRssKilobytes() - before, 32 * 1024);
}

// In a process of its own that may take 20 MB more than it has: every format
// says that it was memory that was missing, not that the file is broken. The
// picture's 36 MB are more than malloc ever keeps in its heap by default.
TEST(OpenImageTest, TooLittleMemoryIsALimit) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "AddressSanitizer does not live with a memory limit";
#endif
  ::testing::FLAGS_gtest_death_test_style = "threadsafe";
  for (const std::string& extension : testing::ImageExtensions()) {
    const std::string file = testing::BlankPage(6000, 6000, extension);
    const auto open_with_little = [&file] {
      ASSERT_TRUE(Open(testing::TextPage("A", ".png")).has_value());
      const std::string pages = testing::ReadFileBytes("/proc/self/statm");
      const rlim_t bytes = std::stoul(pages) * 4096 + (20u << 20);
      const rlimit limit = {bytes, bytes};
      setrlimit(RLIMIT_AS, &limit);
      const auto image = Open(file);
      const bool limited =
          !image.has_value() && image.error().code == ErrorCode::kLimit;
      if (!limited && !image.has_value()) {
        std::fprintf(stderr, "%s", image.error().message.c_str());
      }
      std::_Exit(limited ? 0 : 1);
    };
    EXPECT_EXIT(open_with_little(), ::testing::ExitedWithCode(0), "")
        << extension;
  }
}

TEST(OpenImageTest, OnePixelIsAnImage) {
  for (const testing::Paint paint :
       {testing::Paint::kColour, testing::Paint::kGrey}) {
    const auto dot = testing::Paintings(paint, 1, 1);
    for (const char* extension : {"png", "jpg", "tif", "webp"}) {
      const auto image = Open(testing::EncodeOriented(dot, extension, 6, true));
      ASSERT_TRUE(image.has_value()) << image.error().message;
      EXPECT_EQ(1, image->facts.width);
      EXPECT_EQ(1, image->facts.height);
    }
  }
}

TEST(OpenImageTest, FactsOfATurnedPicture) {
  const auto drawn = testing::Paintings(testing::Paint::kColour, 24, 16);
  const auto image = Open(testing::EncodeOriented(drawn, "tif", 6, false));
  ASSERT_TRUE(image.has_value());
  EXPECT_EQ(ImageFormat::kTiff, image->facts.format);
  EXPECT_EQ(16, image->facts.width);
  EXPECT_EQ(24, image->facts.height);
  EXPECT_EQ(6, image->facts.exif_orientation);
  EXPECT_DOUBLE_EQ(96, image->facts.dpi_x);
  EXPECT_EQ(1, image->facts.frame_count);
}

TEST(OpenImageTest, TheSamePixelsHashAlikeWhateverTheFile) {
  const auto grey = testing::Paintings(testing::Paint::kGrey, 21, 9);
  const auto png = Open(testing::EncodePng(grey, 8, 0));
  const auto colour = Open(testing::EncodePng(grey, 8, 2));
  const auto deep = Open(testing::EncodePng(grey, 16, 6));
  ASSERT_TRUE(png.has_value() && colour.has_value() && deep.has_value());
  EXPECT_EQ(png->facts.pixel_sha256, colour->facts.pixel_sha256);
  EXPECT_EQ(png->facts.pixel_sha256, deep->facts.pixel_sha256);
  EXPECT_NE(png->facts.file_sha256, colour->facts.file_sha256);
}

TEST(OpenImageTest, FirstOfTwentyFramesIsRead) {
  const auto all = Open(testing::MultiPageTiff(20));
  const auto one = Open(testing::MultiPageTiff(1));
  ASSERT_TRUE(all.has_value() && one.has_value());
  EXPECT_EQ(20, all->facts.frame_count);
  EXPECT_EQ(1, one->facts.frame_count);
  EXPECT_EQ(one->facts.pixel_sha256, all->facts.pixel_sha256);
}

Result<OpenedImage> OpenReduced(const std::string& bytes, int above) {
  OpenLimits limits;
  limits.reduce_above_megapixels = above;
  return OpenImage(BytesOf(bytes), limits);
}

TEST(OpenImageTest, LargeJpegsAreDecodedReduced) {
  struct {
    int width, height, above, reduction;
  } const cases[] = {{2001, 1000, 0, 1}, {2000, 1000, 2, 1}, {2001, 1000, 2, 2},
                     {2001, 1000, 1, 2}, {2010, 2000, 1, 4}, {4003, 3001, 1, 4},
                     {6001, 4001, 1, 8}, {12000, 8000, 1, 8}};
  for (const auto& one : cases) {
    const auto image = OpenReduced(
        testing::BlankPage(one.width, one.height, ".jpg"), one.above);
    ASSERT_TRUE(image.has_value()) << image.error().message;
    EXPECT_EQ(one.reduction, image->reduction) << one.width;
    EXPECT_EQ(one.width, image->facts.width);
    EXPECT_EQ(one.height, image->facts.height);
    const int round = one.reduction - 1;
    EXPECT_EQ((one.width + round) / one.reduction, image->raster.width());
    EXPECT_EQ((one.height + round) / one.reduction, image->raster.height());
    EXPECT_EQ(one.reduction == 1, image->facts.pixel_sha256.has_value());
  }
}

TEST(OpenImageTest, OtherFormatsAreNeverReduced) {
  for (const char* extension : {".png", ".tif", ".webp", ".bmp", ".ppm"}) {
    const auto image =
        OpenReduced(testing::BlankPage(1500, 1000, extension), 1);
    ASSERT_TRUE(image.has_value()) << extension;
    EXPECT_EQ(1, image->reduction) << extension;
    EXPECT_EQ(1500, image->raster.width()) << extension;
    EXPECT_TRUE(image->facts.pixel_sha256.has_value()) << extension;
  }
}

TEST(OpenImageTest, LimitsAreThoseOfTheWholeSize) {
  OpenLimits limits;
  limits.max_megapixels = 1;
  limits.reduce_above_megapixels = 1;
  const auto image =
      OpenImage(BytesOf(testing::BlankPage(1001, 1000, ".jpg")), limits);
  ASSERT_FALSE(image.has_value());
  EXPECT_EQ(ErrorCode::kLimit, image.error().code);
}

// A cut is found in the structure, before any pixel.
TEST(OpenImageTest, ACutReducedJpegIsCorruption) {
  const std::string jpeg = testing::BlankPage(1500, 1000, ".jpg");
  for (const std::size_t size : {jpeg.size() / 2, jpeg.size() - 3}) {
    const auto image = OpenReduced(jpeg.substr(0, size), 1);
    ASSERT_FALSE(image.has_value()) << size;
    EXPECT_EQ(ErrorCode::kCorruption, image.error().code);
  }
}

// A JPEG whose scan was overwritten in the middle is read, with a warning.
TEST(OpenImageTest, DamagedJpegScanIsReadWithWarnings) {
  std::string jpeg = testing::TextPage("DAMAGE", ".jpg");
  for (std::size_t i = 0; i < 8; ++i) jpeg[jpeg.size() / 2 + i] = '\x5a';
  jpeg.erase(jpeg.size() / 2 + 200, 400);
  CaptureStderr();
  const auto image = Open(jpeg);
  EXPECT_EQ("", GetCapturedStderr());
  ASSERT_TRUE(image.has_value()) << image.error().message;
  ASSERT_FALSE(image->facts.warnings.empty());
  EXPECT_THAT(image->facts.warnings.front(), HasSubstr("Corrupt JPEG data"));
}

TEST(OpenImageTest, JpegWithoutItsEndMarkIsCutOff) {
  std::string jpeg = testing::TextPage("CUT", ".jpg");
  // A picture inside the EXIF block has an end mark of its own.
  jpeg.insert(2, std::string("\xff\xe1\x00\x08\xff\xd8\xff\xd9xx", 10));
  ASSERT_TRUE(Open(jpeg).has_value());
  jpeg.resize(jpeg.size() - 2);
  EXPECT_EQ(ErrorCode::kCorruption, Open(jpeg).error().code);
}

TEST(OpenImageTest, EndlessScansAreALimit) {
  const auto drawn = testing::Paintings(testing::Paint::kGrey, 16, 16);
  std::string jpeg = testing::EncodeGreyJpeg(drawn, true);
  const std::size_t scan = jpeg.rfind("\xff\xda");
  const std::string piece = jpeg.substr(scan, jpeg.size() - 2 - scan);
  std::string bomb = jpeg.substr(0, jpeg.size() - 2);
  for (int i = 0; i < 600; ++i) bomb += piece;
  bomb += "\xff\xd9";
  EXPECT_EQ(ErrorCode::kLimit, Open(bomb).error().code);
}

void ExpectHandled(const std::string& bytes, const std::string& what) {
  const auto image = Open(bytes, 1);
  if (image.has_value()) {
    EXPECT_GE(image->facts.width, 1);
    EXPECT_LE(static_cast<long>(image->facts.width) * image->facts.height,
              1'000'000);
    return;
  }
  const ErrorCode code = image.error().code;
  EXPECT_TRUE(code == ErrorCode::kCorruption ||
              code == ErrorCode::kUnsupported || code == ErrorCode::kLimit)
      << what << ": " << image.error().message;
  EXPECT_FALSE(image.error().message.empty());
}

TEST(HostileImageTest, EverySingleBitOfTheHeads) {
  constexpr std::size_t kHeadBytes = 160;
  CaptureStderr();
  for (const testing::PictureFile& file : testing::EveryKindOfPicture()) {
    const std::size_t end = std::min(kHeadBytes, file.bytes.size());
    for (std::size_t bit = 0; bit < end * 8; ++bit) {
      std::string bytes = file.bytes;
      bytes[bit / 8] =
          static_cast<char>(bytes[bit / 8] ^ static_cast<char>(1 << bit % 8));
      ExpectHandled(bytes, file.name + " bit " + std::to_string(bit));
    }
  }
  EXPECT_EQ("", GetCapturedStderr());
}

TEST(HostileImageTest, SeededMutations) {
  std::mt19937 random(support::Seed(20));
  CaptureStderr();
  for (const testing::PictureFile& file : testing::EveryKindOfPicture()) {
    for (int i = 0; i < 120; ++i) {
      const std::string bytes = testing::Mutate(file.bytes, random);
      ExpectHandled(bytes, file.name + " mutation " + std::to_string(i));
    }
  }
  EXPECT_EQ("", GetCapturedStderr());
}

// Any four bytes of the structure replaced by extreme numbers.
TEST(HostileImageTest, ExtremeNumbers) {
  CaptureStderr();
  for (const testing::PictureFile& file : testing::EveryKindOfPicture()) {
    const std::size_t step = file.bytes.size() > 1000 ? 7 : 1;
    for (std::size_t at = 0; at + 4 <= file.bytes.size(); at += step) {
      for (const char byte : {'\0', '\x7f', '\xff'}) {
        std::string bytes = file.bytes;
        bytes.replace(at, 4, 4, byte);
        ExpectHandled(bytes, file.name + " at " + std::to_string(at));
      }
    }
  }
  EXPECT_EQ("", GetCapturedStderr());
}

TEST(HostileImageTest, ManyThreadsKeepTheirMessagesApart) {
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([t] {
      std::mt19937 random(static_cast<unsigned>(t));
      const std::string good = testing::TextPage("GOOD", ".tif");
      for (int i = 0; i < 30; ++i) {
        ExpectHandled(testing::Mutate(good, random), "thread");
        const auto image = Open(good);
        ASSERT_TRUE(image.has_value());
        EXPECT_TRUE(image->facts.warnings.empty());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace rescan
