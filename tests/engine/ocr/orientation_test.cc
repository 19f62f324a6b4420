#include "engine/ocr/orientation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <string>
#include <utility>
#include <vector>

#include "engine/ocr/version_profile.h"
#include "tests/support/shipped_version.h"
#include "tests/support/subprocess.h"

namespace rescan {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

kernels::GreyView ViewOf(const cv::Mat& grey) {
  return {grey.data, grey.cols, grey.rows,
          static_cast<std::ptrdiff_t>(grey.step)};
}

Page PageOf(const std::vector<std::pair<std::string, float>>& words) {
  Line line;
  for (const auto& [text, confidence] : words) {
    Word word;
    word.text = text;
    word.confidence = confidence;
    line.words.push_back(word);
  }
  Page page;
  page.lines = {line};
  return page;
}

TEST(ReadingQualityTest, WordsCountByTheirLettersAndDigits) {
  const ReadingQuality quality =
      QualityOf(PageOf({{"a", 1}, {"--", 1}, {"ab.", 0.5f}, {"12345678", 1}}));
  EXPECT_EQ(2, quality.words);
  EXPECT_DOUBLE_EQ(9, quality.score);
  EXPECT_DOUBLE_EQ(0.9, quality.mean_confidence);
  EXPECT_EQ(0, QualityOf(Page()).words);
  EXPECT_EQ(0, QualityOf(Page()).mean_confidence);
}

TEST(ReadingQualityTest, WhatLooksTurned) {
  const auto looks = [](int words, double confidence,
                        std::optional<std::size_t> components) {
    return LooksTurned({words, confidence, 0}, components);
  };
  EXPECT_FALSE(looks(50, 0.9, 500));
  EXPECT_TRUE(looks(50, 0.3, 500));
  EXPECT_TRUE(looks(50, 0.3, std::nullopt));
  // Next to nothing was read: is there more?
  EXPECT_TRUE(looks(0, 0, 500));
  EXPECT_FALSE(looks(0, 0, 3));
  EXPECT_TRUE(looks(2, 0.9, 500));
  EXPECT_FALSE(looks(2, 0.9, 12));
  EXPECT_FALSE(looks(2, 0.9, std::nullopt));
}

TEST(TurnQuartersTest, EveryPixelGoesWhereTheTransformSays) {
  for (const auto& [width, height] : {std::pair{1, 1}, std::pair{7, 3},
                                      std::pair{130, 65}, std::pair{64, 128}}) {
    cv::Mat picture(height, width + 5, CV_8U);
    cv::randu(picture, 0, 256);
    picture = picture.colRange(2, 2 + width);
    for (int quarters = 0; quarters < 4; ++quarters) {
      const kernels::GreyImage turned = TurnQuarters(ViewOf(picture), quarters);
      const PageTransform transform =
          PageTransform().AfterQuarters(quarters, width, height);
      ASSERT_EQ(quarters % 2 == 1 ? height : width, turned.width());
      for (int y = 0; y < turned.height(); ++y) {
        for (int x = 0; x < turned.width(); ++x) {
          const PixelPoint from = transform.Map({x + 0.5, y + 0.5});
          ASSERT_EQ(picture.at<std::uint8_t>(static_cast<int>(from.y),
                                             static_cast<int>(from.x)),
                    turned.view().Row(y)[x])
              << quarters << ": " << x << ", " << y;
        }
      }
    }
  }
}

class ReadUprightTest : public ::testing::Test {
 protected:
  void SetUp() override {
    options_.detect = true;
    options_.osd_data = FindOsdData(version_.traineddata_path);
    ASSERT_NE("", options_.osd_data) << "see tools/packages.txt";
    page_ = cv::imread(
        std::string(RESCAN_SOURCE_DIR) + "/data/samples/scan-invoice-200.jpg",
        cv::IMREAD_GRAYSCALE);
    ASSERT_FALSE(page_.empty());
  }

  static ReadInput InputOf(const cv::Mat& picture) {
    ReadInput input;
    input.picture = ViewOf(picture);
    input.original_width = picture.cols;
    input.original_height = picture.rows;
    input.page_segmentation_mode = 4;
    return input;
  }

  Result<ReadResult> Read(const cv::Mat& picture,
                          const ReadRequest& request = {}) {
    return ReadUpright(*reader_, InputOf(picture), request, options_);
  }

  // The page as it stands after being turned clockwise.
  [[nodiscard]] cv::Mat Turned(int degrees) const {
    cv::Mat turned;
    cv::rotate(page_, turned, degrees / 90 - 1);  // 90 clockwise is 0
    return turned;
  }

  const OcrVersion version_ =
      rescan::testing::ShippedVersion("tesseract-plain");
  const std::unique_ptr<Reader> reader_ =
      rescan::testing::ShippedReader("tesseract-plain");
  OrientationOptions options_;
  cv::Mat page_;
};

TEST_F(ReadUprightTest, APageThatReadsWellIsReadOnce) {
  const auto plain = reader_->Read(InputOf(page_), {});
  const auto upright = Read(page_);
  ASSERT_TRUE(plain.has_value() && upright.has_value());
  EXPECT_TRUE(plain->page == upright->page);
  EXPECT_FALSE(upright->osd_orientation.has_value());
  EXPECT_TRUE(upright->warnings.empty());
}

// Words and places, whichever way the page stands.
TEST_F(ReadUprightTest, TurnedPagesReadAsUprightOnes) {
  const auto upright = Read(page_);
  ASSERT_TRUE(upright.has_value());
  for (const int degrees : {90, 180, 270}) {
    SCOPED_TRACE(degrees);
    const cv::Mat turned = Turned(degrees);
    ReadRequest request;
    request.format = TextFormat::kTsv;
    const auto result = Read(turned, request);
    ASSERT_TRUE(result.has_value()) << result.error().message;
    EXPECT_EQ(degrees, result->osd_orientation);
    EXPECT_EQ(turned.cols, result->page.width);
    EXPECT_EQ(turned.rows, result->page.height);
    // Turned back the pixels are the same, and so is all that is read.
    const PageTransform back = PageTransform().AfterQuarters(
        4 - degrees / 90, turned.cols, turned.rows);
    Page expected = upright->page;
    MapPage(back, turned.cols, turned.rows, expected);
    EXPECT_TRUE(expected == result->page);
    EXPECT_THAT(result->rendered,
                HasSubstr("\t" + std::to_string(turned.cols) + "\t" +
                          std::to_string(turned.rows) + "\t-1\t\n"));
  }
}

TEST_F(ReadUprightTest, DetectionLeavesNoTrace) {
  const auto before = reader_->Read(InputOf(page_), {});
  ASSERT_TRUE(Read(Turned(180)).has_value());
  const auto after = reader_->Read(InputOf(page_), {});
  ASSERT_TRUE(before.has_value() && after.has_value());
  EXPECT_TRUE(before->page == after->page);
}

TEST_F(ReadUprightTest, WithoutDetectionNothingIsExamined) {
  const cv::Mat turned = Turned(180);
  options_.detect = false;
  const auto result = Read(turned);
  const auto plain = reader_->Read(InputOf(turned), {});
  ASSERT_TRUE(result.has_value() && plain.has_value());
  EXPECT_TRUE(plain->page == result->page);
  EXPECT_FALSE(result->osd_orientation.has_value());
  EXPECT_TRUE(result->warnings.empty());
}

TEST_F(ReadUprightTest, MissingDataIsAWarning) {
  const cv::Mat turned = Turned(180);
  options_.osd_data = "";
  const auto result = Read(turned);
  ASSERT_TRUE(result.has_value());
  EXPECT_THAT(result->warnings,
              ElementsAre("page may lie on its side: orientation data "
                          "(tesseract-ocr-osd) is not installed"));
  EXPECT_FALSE(result->osd_orientation.has_value());
  EXPECT_FALSE(result->page.lines.empty());
  // A page that reads well is nothing to warn of.
  EXPECT_TRUE(Read(page_)->warnings.empty());
  // Nor is a picture without text.
  const cv::Mat blank(300, 300, CV_8U, cv::Scalar(255));
  EXPECT_TRUE(Read(blank)->warnings.empty());
}

TEST_F(ReadUprightTest, DamagedDataIsAWarning) {
  const rescan::testing::TemporaryFolder folder;
  rescan::testing::WriteFileBytes(folder / "osd.traineddata", "not weights");
  options_.osd_data = folder / "osd.traineddata";
  ::testing::internal::CaptureStderr();
  const auto result = Read(Turned(180));
  EXPECT_EQ("", ::testing::internal::GetCapturedStderr());
  ASSERT_TRUE(result.has_value());
  EXPECT_THAT(result->warnings, ElementsAre(HasSubstr("cannot load it")));
}

TEST_F(ReadUprightTest, TextlessPicturesEndSoon) {
  cv::Mat noise(400, 600, CV_8U);
  cv::randu(noise, 0, 256);
  const cv::Mat black(400, 600, CV_8U, cv::Scalar(0));
  const cv::Mat dot(1, 1, CV_8U, cv::Scalar(0));
  for (const cv::Mat& picture : {noise, black, dot}) {
    const auto result = Read(picture);
    ASSERT_TRUE(result.has_value()) << result.error().message;
    EXPECT_TRUE(result->warnings.empty());
  }
}

TEST_F(ReadUprightTest, TheTimeLimitIsForAllReadings) {
  ReadRequest request;
  request.time_limit = std::chrono::milliseconds(1);
  const auto late = Read(Turned(180), request);
  ASSERT_FALSE(late.has_value());
  EXPECT_EQ(ErrorCode::kTimeout, late.error().code);
}

TEST_F(ReadUprightTest, EntitiesOnlyIfWanted) {
  ReadRequest request;
  request.want_page = false;
  request.format = TextFormat::kTxt;
  const auto result = Read(Turned(90), request);
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ(90, result->osd_orientation);
  EXPECT_TRUE(result->page.lines.empty());
  EXPECT_NE("", result->rendered);
}

TEST(FindOsdDataTest, BesideTheTraineddataOrInTheSystemsFolder) {
  const rescan::testing::TemporaryFolder folder;
  const std::string own = folder / "osd.traineddata";
  const std::string system =
      std::string(SystemTessdataFolder()) + "/osd.traineddata";
  const std::string english = folder / "eng.traineddata";
  const bool installed = std::filesystem::exists(system);
  EXPECT_EQ(installed ? system : "", FindOsdData(english));
  rescan::testing::WriteFileBytes(own, "x");
  EXPECT_EQ(own, FindOsdData(english));
}

}  // namespace
}  // namespace rescan
