// Pages that are nothing like a page, and pages laid wrongly, through the
// program with its default version: each is a success with a sensible result.
// That none takes too long is checked by the program's own limit of 120 s,
// beyond which it would fail.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "tests/e2e/program_fixture.h"

namespace rescan::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kOsdData =
    "/usr/share/tesseract-ocr/5/tessdata/osd.traineddata";

// What was read of one picture.
struct PageRead {
  json image;
  std::vector<std::string> lines;  // texts, in reading order
  double surest_word = 0;          // the highest confidence
};

class HostilePagesTest : public ProgramTest {
 protected:
  // As PNG, at input/`name`.png.
  void Put(const std::string& name, const cv::Mat& picture) const {
    std::vector<std::uint8_t> png;
    ASSERT_TRUE(cv::imencode(".png", picture, png));
    Input(name + ".png", {png.begin(), png.end()});
  }

  // Reads and classifies everything put, by name without the extension.
  [[nodiscard]] std::map<std::string, PageRead> ReadAll() const {
    const ProcessResult classified = Run({"classify", input_, "--json"});
    EXPECT_EQ(classified.exit_code, 0) << classified.err;
    std::map<std::string, json> classes;
    for (json& object : JsonLines(classified.out)) {
      classes[StemOf(object)] = object["image_type"];
    }
    const ProcessResult read = Run({"ocr", input_, "--format", "jsonl"});
    EXPECT_EQ(read.exit_code, 0) << read.err;
    std::map<std::string, PageRead> pages;
    for (json& object : JsonLines(read.out)) {
      PageRead& page = pages[StemOf(object)];
      if (object["type"] == "image") page.image = object;
      if (object["type"] != "line") continue;
      page.lines.push_back(object["text"]);
      for (const json& word : object["words"]) {
        page.surest_word =
            std::max(page.surest_word, word["confidence"].get<double>());
      }
    }
    for (const auto& [name, page] : pages) {
      EXPECT_EQ(page.image["line_count"], page.lines.size()) << name;
      EXPECT_THAT(page.image["image_type"], AnyOf("NATIVE", "SCAN", "PHOTO"));
      EXPECT_EQ(page.image["image_type"], classes[name]) << name;
    }
    std::size_t files = 0;
    for (const auto& entry : fs::directory_iterator(input_)) {
      files += entry.is_regular_file() ? 1 : 0;
    }
    EXPECT_EQ(pages.size(), files);
    return pages;
  }

  static std::string StemOf(const json& object) {
    return fs::path(object["path"].get<std::string>()).stem();
  }
};

cv::Mat Filled(int width, int height, const cv::Scalar& colour) {
  return {height, width, CV_8UC3, colour};
}

// `text` in capitals `height` px high, dark on light, with a margin.
cv::Mat Word(const std::string& text, double height) {
  // Drawn large and scaled down: the font has no small sizes.
  constexpr double kDrawn = 300;
  constexpr double kCapsOfScaleOne = 22;
  constexpr int kLine = 40;
  int below = 0;
  const double scale = (kDrawn - kLine) / kCapsOfScaleOne;
  const cv::Size size =
      cv::getTextSize(text, cv::FONT_HERSHEY_SIMPLEX, scale, kLine, &below);
  cv::Mat drawn(static_cast<int>(2 * kDrawn), size.width + 300, CV_8UC3,
                cv::Scalar::all(250));
  cv::putText(drawn, text, {150, 450}, cv::FONT_HERSHEY_SIMPLEX, scale,
              cv::Scalar::all(20), kLine, cv::LINE_AA);
  const double factor = height / kDrawn;
  cv::Mat scaled;
  cv::resize(drawn, scaled, {}, factor, factor, cv::INTER_AREA);
  return scaled;
}

TEST_F(HostilePagesTest, PagesWithoutInkHaveNoWords) {
  Put("black", Filled(600, 800, cv::Scalar::all(0)));
  Put("white", Filled(600, 800, cv::Scalar::all(255)));
  Put("red", Filled(600, 800, {30, 20, 200}));
  Put("one-pixel-high", Filled(900, 1, cv::Scalar::all(255)));
  Put("one-pixel-wide", Filled(1, 900, cv::Scalar::all(0)));
  Put("pixel", Filled(1, 1, cv::Scalar::all(90)));
  cv::Mat ramp(300, 512, CV_8U);
  for (int x = 0; x < ramp.cols; ++x) ramp.col(x) = x / 2;
  Put("ramp", ramp);
  cv::Mat dashes(1, 900, CV_8U, cv::Scalar(255));
  for (int x = 0; x < dashes.cols; x += 7) dashes.at<std::uint8_t>(0, x) = 0;
  Put("one-row-of-dashes", dashes);
  for (const auto& [name, page] : ReadAll()) {
    EXPECT_THAT(page.lines, IsEmpty()) << name;
    EXPECT_THAT(page.image["warnings"], IsEmpty()) << name;
    EXPECT_TRUE(page.image["osd_orientation"].is_null()) << name;
  }
}

TEST_F(HostilePagesTest, AVeryWidePageIsRead) {
  cv::Mat wide(60, 30'000, CV_8U, cv::Scalar(255));
  for (int x = 200; x < wide.cols; x += 6000) {
    cv::putText(wide, "HELLO", {x, 42}, cv::FONT_HERSHEY_SIMPLEX, 1,
                cv::Scalar(0), 2, cv::LINE_AA);
  }
  Put("wide", wide);
  Put("wide-and-blank", Filled(30'000, 40, cv::Scalar::all(255)));
  auto pages = ReadAll();
  EXPECT_EQ(pages["wide"].image["width"], 30'000);
  EXPECT_THAT(pages["wide"].lines, Contains(HasSubstr("HELLO")));
  EXPECT_THAT(pages["wide-and-blank"].lines, IsEmpty());
}

TEST_F(HostilePagesTest, PicturesWithoutTextHaveNoSureWords) {
  cv::RNG rng(4711);
  cv::Mat noise(400, 600, CV_8UC3);
  rng.fill(noise, cv::RNG::UNIFORM, 0, 256);
  Put("noise", noise);
  cv::Mat specks(400, 600, CV_8U, cv::Scalar(255));
  for (int i = 0; i < 400; ++i) {
    specks.at<std::uint8_t>(rng.uniform(0, 400), rng.uniform(0, 600)) = 0;
  }
  Put("specks", specks);
  cv::Mat shapes = Filled(600, 400, {200, 180, 160});
  cv::circle(shapes, {180, 200}, 110, {60, 90, 140}, cv::FILLED);
  cv::rectangle(shapes, {330, 90}, {560, 320}, {90, 160, 80}, cv::FILLED);
  Put("shapes", shapes);
  auto pages = ReadAll();
  EXPECT_THAT(pages["specks"].lines, IsEmpty());
  // A disc beside a square can be taken for two or three letters.
  EXPECT_LE(pages["shapes"].lines.size(), 1u);
  // Tesseract finds letters in noise; nobody can take them for sure ones.
  EXPECT_LE(pages["noise"].surest_word, 0.6);
}

// Clear where the alpha channel is 0, whatever colour is stored there.
TEST_F(HostilePagesTest, TransparencyIsWhitePaper) {
  Put("all-clear", cv::Mat(300, 500, CV_8UC4, cv::Scalar(0, 0, 0, 0)));
  const cv::Mat word = Word("HELLO", 30);
  // Black everywhere; the word is in the alpha channel alone.
  cv::Mat grey;
  cv::cvtColor(word, grey, cv::COLOR_BGR2GRAY);
  const cv::Mat alpha = 255 - grey;
  const cv::Mat black(grey.size(), CV_8U, cv::Scalar(0));
  cv::Mat in_alpha;
  cv::merge(std::vector<cv::Mat>{black, black, black, alpha}, in_alpha);
  Put("text-in-alpha", in_alpha);
  // The word under a clear layer does not show.
  cv::Mat hidden;
  cv::merge(std::vector<cv::Mat>{grey, grey, grey, black}, hidden);
  Put("hidden-text", hidden);
  auto pages = ReadAll();
  EXPECT_THAT(pages["all-clear"].lines, IsEmpty());
  EXPECT_THAT(pages["hidden-text"].lines, IsEmpty());
  EXPECT_THAT(pages["text-in-alpha"].lines, ElementsAre("HELLO"));
}

TEST_F(HostilePagesTest, TextOfAnyHeightIsReadOrLeft) {
  for (const int height : {6, 12, 24, 60, 150, 300}) {
    Put(std::to_string(height), Word("HELLO", height));
  }
  auto pages = ReadAll();
  for (const char* height : {"24", "60", "150", "300"}) {
    EXPECT_THAT(pages[height].lines, ElementsAre("HELLO")) << height;
  }
  // A lone word so small has too few letters to tell their height by. What is
  // read of it is not promised, but it is no more than stands there.
  EXPECT_LE(pages["6"].lines.size(), 1u);
  EXPECT_LE(pages["12"].lines.size(), 1u);
}

// A light screen with `rows` rows of 56 numbers and words of 5 to 6 pixels.
cv::Mat Screen(cv::RNG& rng, int rows) {
  cv::Mat screen = Filled(1366, 768, {240, 236, 232});
  for (int i = 0; i < rows * 56; ++i) {
    const int number = rng.uniform(100, 9999);
    const std::string text =
        i % 3 == 0 ? cv::format("w%d", number)
                   : cv::format("%d.%02d", number / 100, number % 100);
    cv::putText(screen, text, {6 + i % 56 * 24, 9 + i / 56 * 10},
                cv::FONT_HERSHEY_SIMPLEX, 0.22, {40, 34, 30}, 1, cv::LINE_AA);
  }
  return screen;
}

// Screens full of what may be doubtful words or words left out: the readings
// of a page are counted, and so are the components that are looked at.
TEST_F(HostilePagesTest, ScreensFullOfMarksAreReadInBoundedTimeAndMemory) {
  cv::RNG rng(20'261);
  Put("words", Screen(rng, 24));
  // Under a few rows of words, marks as large as letters: on a grid, and
  // anywhere.
  cv::Mat grid = Screen(rng, 4);
  cv::Mat dots = Screen(rng, 4);
  for (int i = 0; i < 5000; ++i) {
    const cv::Point at(8 + i % 110 * 12, 70 + i / 110 * 14);
    cv::rectangle(grid, at, at + cv::Point(5, 7), {40, 34, 30}, cv::FILLED);
    const cv::Point any(rng.uniform(0, 1358), rng.uniform(80, 760));
    cv::rectangle(dots, any, any + cv::Point(5, 7), {40, 34, 30}, cv::FILLED);
  }
  Put("grid", grid);
  Put("dots", dots);
  cv::Mat noise = Screen(rng, 14);
  cv::Mat panel = noise({300, 310, 240, 160});
  rng.fill(panel, cv::RNG::UNIFORM, 0, 256);
  Put("noise", noise);
  const ProcessResult read =
      Run({"ocr", input_, "--format", "jsonl", "--jobs", "1"});
  EXPECT_EQ(read.exit_code, 0) << read.err;
  std::map<std::string, int> corrected;
  for (const json& object : JsonLines(read.out)) {
    int& count = corrected[StemOf(object)];
    if (object["type"] == "image") {
      EXPECT_EQ(object["image_type"], "NATIVE") << object["path"];
    } else if (object["type"] == "line") {
      for (const json& word : object["words"]) {
        count += word.contains("correction") ? 1 : 0;
      }
    }
  }
  EXPECT_EQ(corrected.size(), 4u);
  EXPECT_GT(corrected["words"], 0);
  for (const auto& [name, count] : corrected) EXPECT_LE(count, 600) << name;
  EXPECT_LT(read.peak_rss_bytes, std::uint64_t{1} << 30);
}

// Lines that read well upright and as nothing at other turns.
cv::Mat Letter() {
  const std::vector<std::string> lines = {"Dear neighbour, the garden gate",
                                          "must be closed every evening now",
                                          "because the goats have learned to",
                                          "open it and they have eaten all",
                                          "the young apple trees. Please also",
                                          "remember that the water pump needs",
                                          "oil before winter, and bring the",
                                          "key back to the house on Monday."};
  cv::Mat page(560, 860, CV_8U, cv::Scalar(255));
  int y = 80;
  for (const std::string& line : lines) {
    cv::putText(page, line, {70, y}, cv::FONT_HERSHEY_COMPLEX, 1.1,
                cv::Scalar(0), 2, cv::LINE_AA);
    y += 56;
  }
  return page;
}

TEST_F(HostilePagesTest, APageOfTextSixPixelsHigh) {
  constexpr double kCapsOfLetter = 24;
  cv::Mat small;
  cv::resize(Letter(), small, {}, 6 / kCapsOfLetter, 6 / kCapsOfLetter,
             cv::INTER_AREA);
  Put("small", small);
  auto pages = ReadAll();
  EXPECT_LE(pages["small"].lines.size(), 9u);
  EXPECT_THAT(pages["small"].lines, Contains(HasSubstr("garden")));
}

TEST_F(HostilePagesTest, PagesOnTheirSideOrUpsideDownAreReadUpright) {
  const cv::Mat upright = Letter();
  Put("0", upright);
  cv::Mat turned;
  cv::rotate(upright, turned, cv::ROTATE_90_CLOCKWISE);
  Put("90", turned);
  cv::rotate(upright, turned, cv::ROTATE_180);
  Put("180", turned);
  cv::rotate(upright, turned, cv::ROTATE_90_COUNTERCLOCKWISE);
  Put("270", turned);
  auto pages = ReadAll();
  const std::vector<std::string> expected = pages["0"].lines;
  EXPECT_THAT(expected, Contains(HasSubstr("garden gate")));
  for (const char* name : {"90", "180", "270"}) {
    SCOPED_TRACE(name);
    const PageRead& page = pages[name];
    if (!fs::exists(kOsdData)) {
      // Reported instead.
      EXPECT_THAT(page.image["warnings"].dump(),
                  HasSubstr("orientation data (tesseract-ocr-osd)"));
      EXPECT_TRUE(page.image["osd_orientation"].is_null());
      continue;
    }
    EXPECT_EQ(page.image["osd_orientation"].dump(), name);
    EXPECT_EQ(page.lines, expected);
    EXPECT_THAT(page.image["warnings"], IsEmpty());
  }
}

}  // namespace
}  // namespace rescan::testing
