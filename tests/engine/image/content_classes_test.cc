// Which class the program's content classifier gives to what pictures.
#include <gtest/gtest.h>

#include <filesystem>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "tests/engine/image/content_fixture.h"
#include "tools/samples/sample.h"

namespace rescan {
namespace {

namespace fs = std::filesystem;
using samples::DrawSample;
using samples::Page;
using samples::PixelSize;
using samples::SampleClass;
using samples::SampleSpec;
using testing::FileBytes;
using testing::IsOfClass;

std::string Drawn(const SampleSpec& spec) {
  const auto sample = DrawSample(spec);
  EXPECT_TRUE(sample.has_value());
  return sample ? sample->bytes : "";
}

SampleSpec Screen(Page page, bool dark, PixelSize size) {
  SampleSpec spec;
  spec.seed = 900 + static_cast<std::uint64_t>(page);
  spec.page = page;
  spec.dark = dark;
  spec.size = size;
  return spec;
}

constexpr std::array kScreens = {Page::kTable, Page::kList, Page::kSettings,
                                 Page::kMail,  Page::kChat, Page::kBrowser};

TEST(ContentClasses, PhotosOfEightMegapixelsAndLessArePhotos) {
  for (const PixelSize size :
       {PixelSize{960, 1280}, PixelSize{1536, 2048}, PixelSize{2448, 3264}}) {
    for (const Page page : {Page::kReceipt, Page::kLetter}) {
      SampleSpec spec;
      spec.sample_class = SampleClass::kPhoto;
      spec.seed = 77;
      spec.page = page;
      spec.size = size;
      EXPECT_TRUE(IsOfClass(ImageClass::kPhoto, Drawn(spec))) << size.width;
    }
  }
}

TEST(ContentClasses, TelephoneScreenshotsWithFreeMarginsAreNative) {
  for (const Page page : kScreens) {
    for (const bool dark : {false, true}) {
      EXPECT_TRUE(IsOfClass(ImageClass::kNative,
                            Drawn(Screen(page, dark, {1170, 2532}))))
          << PageName(page) << (dark ? " dark" : " light");
    }
  }
}

TEST(ContentClasses, A4At600DpiIsAScan) {
  SampleSpec spec;
  spec.sample_class = SampleClass::kScan;
  spec.seed = 78;
  spec.page = Page::kLetter;
  spec.dpi = 600;
  EXPECT_TRUE(IsOfClass(ImageClass::kScan, Drawn(spec)));
}

TEST(ContentClasses, ScreenshotsAsJpegOrRescaledStayNative) {
  for (const Page page : {Page::kTable, Page::kMail, Page::kSettings}) {
    for (const bool dark : {false, true}) {
      const auto original =
          samples::Decode(Drawn(Screen(page, dark, {1366, 768})));
      ASSERT_TRUE(original.has_value());
      const cv::Mat view(original->height, original->width, CV_8UC3,
                         const_cast<std::uint8_t*>(original->bgr.data()));
      for (const double scale : {0.6, 1.0, 1.5}) {
        cv::Mat scaled;
        cv::resize(view, scaled, {}, scale, scale,
                   scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
        samples::Raster raster(scaled.cols, scaled.rows);
        scaled.copyTo(
            cv::Mat(raster.height, raster.width, CV_8UC3, raster.bgr.data()));
        for (const int quality : {60, 90}) {
          const auto jpeg =
              Encode(raster, samples::ImageFormat::kJpeg, quality);
          ASSERT_TRUE(jpeg.has_value());
          EXPECT_TRUE(IsOfClass(ImageClass::kNative, *jpeg))
              << PageName(page) << (dark ? " dark" : " light") << " x " << scale
              << " quality " << quality;
        }
        const auto png = Encode(raster, samples::ImageFormat::kPng, 0);
        ASSERT_TRUE(png.has_value());
        EXPECT_TRUE(IsOfClass(ImageClass::kNative, *png))
            << PageName(page) << " x " << scale;
      }
    }
  }
}

TEST(ContentClasses, EveryCommittedSampleIsRight) {
  int images = 0;
  for (const auto& entry :
       fs::directory_iterator(RESCAN_SOURCE_DIR "/data/samples")) {
    const std::string name = entry.path().filename();
    if (!name.ends_with(".png") && !name.ends_with(".jpg")) continue;
    const ImageClass wanted = name.starts_with("photo")  ? ImageClass::kPhoto
                              : name.starts_with("scan") ? ImageClass::kScan
                                                         : ImageClass::kNative;
    EXPECT_TRUE(IsOfClass(wanted, FileBytes(entry.path()))) << name;
    ++images;
  }
  EXPECT_EQ(images, 37);
}

// Real images stand beside the project, where they are there at all. At most
// `wrong` may be of another class, and those say that they are uncertain.
void ExpectClass(const std::string& folder, ImageClass wanted, int wrong) {
  const std::string path = RESCAN_SOURCE_DIR "/../shared/data/" + folder;
  if (!fs::is_directory(path)) GTEST_SKIP() << path << " is not there";
  int images = 0;
  std::string names;
  for (const auto& entry : fs::directory_iterator(path)) {
    ++images;
    const ContentVerdict verdict =
        testing::Judged(testing::RasterOfBytes(FileBytes(entry.path())));
    if (BestClass(verdict) == wanted) continue;
    EXPECT_TRUE(verdict.uncertain) << entry.path().filename();
    names.append(" ").append(entry.path().filename().string());
    --wrong;
  }
  EXPECT_GT(images, 0);
  EXPECT_GE(wrong, 0) << names;
}

TEST(RealContentClasses, ScreenshotsAreNative) {
  ExpectClass("screenshots", ImageClass::kNative, 0);
}
TEST(RealContentClasses, PortraitsArePhotos) {
  ExpectClass("faces/img", ImageClass::kPhoto, 0);
}
TEST(RealContentClasses, ReceiptsAreScansButForOneInSixty) {
  ExpectClass("receipts/img", ImageClass::kScan, 1);
}

}  // namespace
}  // namespace rescan
