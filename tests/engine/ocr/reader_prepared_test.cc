// Reading pictures that were prepared: everything comes out in coordinates of
// the original.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "engine/image/open_image.h"
#include "engine/ocr/reader.h"
#include "tests/support/shipped_version.h"
#include "tests/support/test_images.h"

namespace rescan {
namespace {

using ::testing::HasSubstr;

std::string SamplePath(const std::string& name) {
  return std::string(RESCAN_SOURCE_DIR) + "/data/samples/" + name;
}

kernels::GreyView ViewOf(const cv::Mat& grey) {
  return {grey.data, grey.cols, grey.rows,
          static_cast<std::ptrdiff_t>(grey.step)};
}

// The original, and what is read.
struct Prepared {
  cv::Mat original, picture;
  PageTransform transform;

  [[nodiscard]] ReadInput Input() const {
    ReadInput input;
    input.picture = ViewOf(picture);
    input.to_original = transform;
    input.original_width = original.cols;
    input.original_height = original.rows;
    return input;
  }
};

Prepared SampleAsItIs(const std::string& name) {
  Prepared page;
  page.original = cv::imread(SamplePath(name), cv::IMREAD_GRAYSCALE);
  EXPECT_FALSE(page.original.empty()) << name;
  page.picture = page.original;
  return page;
}

void Crop(Prepared& page, int left, int top, int width, int height) {
  page.picture = page.picture(cv::Rect(left, top, width, height));
  page.transform = page.transform.AfterCrop(left, top);
}

void Scale(Prepared& page, double factor) {
  const cv::Mat before = page.picture;
  cv::resize(before, page.picture, {}, factor, factor,
             factor < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
  page.transform =
      page.transform.AfterScale(1.0 * page.picture.cols / before.cols,
                                1.0 * page.picture.rows / before.rows);
}

void Turn(Prepared& page, double degrees) {
  const cv::Mat before = page.picture;
  const PixelPoint centre{0.5 * before.cols, 0.5 * before.rows};
  // OpenCV counts from pixel centres.
  const cv::Mat matrix =
      cv::getRotationMatrix2D(cv::Point2f(static_cast<float>(centre.x - 0.5),
                                          static_cast<float>(centre.y - 0.5)),
                              degrees, 1);
  cv::warpAffine(before, page.picture, matrix, before.size(), cv::INTER_CUBIC,
                 cv::BORDER_REPLICATE);
  page.transform = page.transform.AfterTurn(degrees, centre);
}

class ReaderPreparedTest : public ::testing::Test {
 protected:
  ReadResult Read(const ReadInput& input,
                  TextFormat format = TextFormat::kNone) {
    ReadRequest request;
    request.format = format;
    request.image_name = "image";
    auto result = reader_->Read(input, request);
    EXPECT_TRUE(result.has_value()) << result.error().message;
    return result.has_value() ? *std::move(result) : ReadResult();
  }

  const std::unique_ptr<Reader> reader_ =
      rescan::testing::ShippedReader("tesseract-plain");
};

constexpr TextFormat kFormats[] = {TextFormat::kTxt, TextFormat::kTsv,
                                   TextFormat::kHocr, TextFormat::kAlto};

// The same pixels give the same bytes, whether as a raster or as a view, of
// any width and stride.
TEST_F(ReaderPreparedTest, WithoutAPreparationItIsTheRaster) {
  Prepared page = SampleAsItIs("scan-receipt-150.jpg");
  int width = 523;
  for (const TextFormat format : kFormats) {
    page.picture = page.original.colRange(0, width);
    std::vector<std::uint8_t> png;
    ASSERT_TRUE(cv::imencode(".png", page.picture, png));
    const auto image = OpenImage(png, {});
    ASSERT_TRUE(image.has_value());
    ReadInput input = page.Input();
    input.original_width = width;
    input.dpi = 0;  // as in the file
    ReadRequest request;
    request.format = format;
    request.image_name = "image";
    const auto expected = reader_->Read(image->raster, request);
    ASSERT_TRUE(expected.has_value());
    const ReadResult actual = Read(input, format);
    EXPECT_EQ(expected->rendered, actual.rendered);
    EXPECT_TRUE(expected->page == actual.page);
    EXPECT_FALSE(actual.page.lines.empty());
    --width;
  }
}

double Overlap(const PixelBox& a, const PixelBox& b) {
  const int width =
      std::min(a.left + a.width, b.left + b.width) - std::max(a.left, b.left);
  const int height =
      std::min(a.top + a.height, b.top + b.height) - std::max(a.top, b.top);
  if (width <= 0 || height <= 0) return 0;
  const double both = 1.0 * width * height;
  return both / (1.0 * a.width * a.height + 1.0 * b.width * b.height - both);
}

std::vector<Word> WordsOf(const Page& page) {
  std::vector<Word> words;
  for (const Line& line : page.lines) {
    words.insert(words.end(), line.words.begin(), line.words.end());
  }
  return words;
}

struct Found {
  int words = 0;  // of the truth, found with the same text
  int good = 0;   // of those, well in place
};

Found FindTruth(const std::string& name, const Page& page) {
  std::ifstream file(SamplePath(name));
  const auto truth = nlohmann::json::parse(file);
  const std::vector<Word> words = WordsOf(page);
  Found found;
  for (const auto& line : truth["lines"]) {
    for (const auto& expected : line["words"]) {
      const auto& box = expected["box"];
      const PixelBox place{box[0], box[1], box[2], box[3]};
      double best = 0;
      for (const Word& word : words) {
        if (word.text != expected["text"].get<std::string>()) continue;
        best = std::max(best, Overlap(place, word.box));
      }
      // The same word may stand elsewhere.
      if (best == 0) continue;
      ++found.words;
      if (best >= 0.75) ++found.good;
    }
  }
  return found;
}

// Crop, scale and a turn about the middle: words lie where the truth has them.
TEST_F(ReaderPreparedTest, WordsLieWhereTheTruthHasThem) {
  Prepared page = SampleAsItIs("scan-receipt-300.jpg");
  const int width = page.original.cols;
  const int height = page.original.rows;
  Crop(page, 37, 21, width - 50, height - 40);
  Scale(page, 0.7);
  Turn(page, 0.8);
  const ReadResult result = Read(page.Input());
  EXPECT_EQ(width, result.page.width);
  EXPECT_EQ(height, result.page.height);
  const Found found = FindTruth("scan-receipt-300.truth.json", result.page);
  EXPECT_GE(found.words, 20);
  EXPECT_GE(found.good, found.words * 9 / 10);
}

// Everything that is rendered for one prepared page.
struct Box {
  std::string text;
  PixelBox box;
};

std::vector<std::string> Split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::stringstream stream(text);
  std::string part;
  while (std::getline(stream, part, separator)) parts.push_back(part);
  return parts;
}

// Words that count as read: with text and confidence.
std::vector<Box> TsvWords(const std::string& tsv) {
  std::vector<Box> words;
  for (const std::string& line : Split(tsv, '\n')) {
    const std::vector<std::string> cells = Split(line, '\t');
    if (cells.size() < 12 || cells[0] != "5") continue;
    if (cells[11].find_first_not_of(' ') == std::string::npos) continue;
    if (std::stod(cells[10]) <= 0) continue;
    words.push_back({cells[11],
                     {std::stoi(cells[6]), std::stoi(cells[7]),
                      std::stoi(cells[8]), std::stoi(cells[9])}});
  }
  return words;
}

std::string Attribute(const std::string& tag, const std::string& name) {
  for (const char quote : {'"', '\''}) {
    const std::string begin = " " + name + "=" + quote;
    const std::size_t at = tag.find(begin);
    if (at == std::string::npos) continue;
    const std::size_t from = at + begin.size();
    return tag.substr(from, tag.find(quote, from) - from);
  }
  return "";
}

std::string Unescaped(std::string text) {
  for (const auto& [from, to] :
       {std::pair{"&lt;", "<"}, std::pair{"&gt;", ">"},
        std::pair{"&quot;", "\""}, std::pair{"&#39;", "'"},
        std::pair{"&amp;", "&"}}) {
    for (std::size_t at = text.find(from); at != std::string::npos;
         at = text.find(from, at + 1)) {
      text.replace(at, std::string(from).size(), to);
    }
  }
  return text;
}

std::optional<PixelBox> BoxIn(const std::string& tag) {
  const std::string title = Attribute(tag, "title");
  const std::size_t at = title.find("bbox ");
  if (at != std::string::npos) {
    std::stringstream numbers(title.substr(at + 5));
    int left = 0, top = 0, right = 0, bottom = 0;
    numbers >> left >> top >> right >> bottom;
    return PixelBox{left, top, right - left, bottom - top};
  }
  if (Attribute(tag, "HPOS").empty() || Attribute(tag, "HEIGHT").empty()) {
    return std::nullopt;
  }
  return PixelBox{
      std::stoi(Attribute(tag, "HPOS")), std::stoi(Attribute(tag, "VPOS")),
      std::stoi(Attribute(tag, "WIDTH")), std::stoi(Attribute(tag, "HEIGHT"))};
}

// Checks that tags close in turn and that every box lies inside the page;
// returns the words.
std::vector<Box> XmlWords(const std::string& xml, int width, int height) {
  std::vector<Box> words;
  std::vector<std::string> open;
  for (std::size_t at = xml.find('<'); at != std::string::npos;
       at = xml.find('<', at + 1)) {
    const std::size_t end = xml.find('>', at);
    const std::string tag = xml.substr(at, end + 1 - at);
    if (tag[1] == '?' || tag[1] == '!') continue;
    const std::string name = tag.substr(1, tag.find_first_of(" >", 1) - 1);
    if (name[0] == '/') {
      EXPECT_FALSE(open.empty());
      if (open.empty()) return words;
      EXPECT_EQ("/" + open.back(), name);
      open.pop_back();
      continue;
    }
    if (tag[tag.size() - 2] != '/') open.push_back(name);
    const std::optional<PixelBox> box = BoxIn(tag);
    if (!box.has_value()) continue;
    EXPECT_GE(box->left, 0) << tag;
    EXPECT_GE(box->top, 0) << tag;
    EXPECT_GT(box->width, 0) << tag;
    EXPECT_GT(box->height, 0) << tag;
    EXPECT_LE(box->left + box->width, width) << tag;
    EXPECT_LE(box->top + box->height, height) << tag;
    if (Attribute(tag, "class") == "ocrx_word") {
      const std::size_t text_end = xml.find("</span>", end);
      std::string text = xml.substr(end + 1, text_end - end - 1);
      for (const char* mark : {"<strong>", "</strong>", "<em>", "</em>"}) {
        const std::size_t found = text.find(mark);
        if (found != std::string::npos) {
          text.erase(found, std::string(mark).size());
        }
      }
      words.push_back({Unescaped(text), *box});
    } else if (name == "String") {
      words.push_back({Unescaped(Attribute(tag, "CONTENT")), *box});
    }
  }
  EXPECT_TRUE(open.empty());
  return words;
}

// Each word of the page is among `rendered`, in order and in the same place.
void ExpectWords(const std::vector<Word>& words,
                 const std::vector<Box>& rendered) {
  std::size_t next = 0;
  for (const Word& word : words) {
    while (next < rendered.size() && rendered[next].text != word.text) ++next;
    ASSERT_LT(next, rendered.size()) << word.text;
    EXPECT_EQ(word.box, rendered[next].box) << word.text;
    ++next;
  }
}

TEST_F(ReaderPreparedTest, EveryFormHasTheWordsOfThePage) {
  for (const char* name : {"scan-letter-150.jpg", "native-mail-light.png",
                           "photo-receipt-1.jpg"}) {
    SCOPED_TRACE(name);
    Prepared page = SampleAsItIs(name);
    const int width = page.original.cols;
    const int height = page.original.rows;
    Crop(page, 11, 5, width - 20, height - 30);
    Scale(page, 800.0 / page.picture.cols);
    Turn(page, -0.7);
    const ReadInput input = page.Input();
    const ReadResult plain = Read(input);
    const std::vector<Word> words = WordsOf(plain.page);
    EXPECT_GE(words.size(), 10u);

    const ReadResult tsv = Read(input, TextFormat::kTsv);
    EXPECT_TRUE(plain.page == tsv.page);
    const std::vector<Box> rows = TsvWords(tsv.rendered);
    EXPECT_EQ(words.size(), rows.size());
    ExpectWords(words, rows);
    EXPECT_THAT(tsv.rendered,
                HasSubstr("\n1\t1\t0\t0\t0\t0\t0\t0\t" + std::to_string(width) +
                          "\t" + std::to_string(height) + "\t-1\t\n"));
    for (const TextFormat format : {TextFormat::kHocr, TextFormat::kAlto}) {
      ExpectWords(words, XmlWords(Read(input, format).rendered, width, height));
    }
  }
}

// What was upside down or on its side comes out where it stands.
TEST_F(ReaderPreparedTest, TurnedPages) {
  const Prepared upright = SampleAsItIs("scan-receipt-150.jpg");
  const int width = upright.original.cols;
  const int height = upright.original.rows;
  const Page expected = Read(upright.Input()).page;
  ASSERT_FALSE(expected.lines.empty());
  for (const int quarters : {1, 2, 3}) {
    ReadInput input = upright.Input();
    // The original had these sides before it was turned to be read.
    if (quarters % 2 == 1) {
      std::swap(input.original_width, input.original_height);
    }
    input.to_original = PageTransform().AfterQuarters(
        quarters, input.original_width, input.original_height);
    const ReadResult result = Read(input, TextFormat::kHocr);
    const Page& actual = result.page;
    EXPECT_EQ(quarters == 2 ? width : height, actual.width);
    ASSERT_EQ(expected.lines.size(), actual.lines.size());
    for (std::size_t i = 0; i < actual.lines.size(); ++i) {
      EXPECT_EQ(expected.lines[i].text, actual.lines[i].text);
      EXPECT_EQ(MapBox(input.to_original, expected.lines[i].box,
                       input.original_width, input.original_height),
                actual.lines[i].box);
      EXPECT_NEAR(
          0,
          std::remainder(expected.lines[i].angle_degrees + 90.0 * quarters -
                             actual.lines[i].angle_degrees,
                         360),
          1e-3);
    }
    EXPECT_THAT(result.rendered,
                HasSubstr("textangle " + std::to_string(90 * quarters)));
  }
}

// A page's own mode and parameters leave no trace in the next one.
TEST_F(ReaderPreparedTest, SettingsHoldForOnePage) {
  const Prepared page = SampleAsItIs("scan-receipt-150.jpg");
  const ReadResult before = Read(page.Input(), TextFormat::kTxt);
  ReadInput digits = page.Input();
  digits.page_segmentation_mode = 6;
  digits.parameters = {{"tessedit_char_whitelist", "0123456789"},
                       {"tessedit_do_invert", "0"}};
  const std::string text = Read(digits, TextFormat::kTxt).rendered;
  EXPECT_EQ(std::string::npos, text.find_first_of("abcdefghijklmnopqrstuvwxyz"))
      << text;
  EXPECT_NE(std::string::npos, text.find_first_of("0123456789"));
  const ReadResult after = Read(page.Input(), TextFormat::kTxt);
  EXPECT_EQ(before.rendered, after.rendered);
  EXPECT_TRUE(before.page == after.page);
}

TEST_F(ReaderPreparedTest, WhatTesseractDoesNotKnowIsNamed) {
  const Prepared page = SampleAsItIs("scan-receipt-150.jpg");
  const ReadResult before = Read(page.Input(), TextFormat::kTxt);
  ReadInput input = page.Input();
  input.parameters = {{"tessedit_char_whitelist", "0"},
                      {"zz_no_such_parameter", "1"}};
  const auto unknown = reader_->Read(input, {});
  ASSERT_FALSE(unknown.has_value());
  EXPECT_EQ(ErrorCode::kInvalidArgument, unknown.error().code);
  EXPECT_THAT(unknown.error().message, HasSubstr("zz_no_such_parameter"));
  for (const int mode : {-1, 0, 2, 14}) {
    input = page.Input();
    input.page_segmentation_mode = mode;
    const auto refused = reader_->Read(input, {});
    ASSERT_FALSE(refused.has_value()) << mode;
    EXPECT_EQ(ErrorCode::kInvalidArgument, refused.error().code);
  }
  EXPECT_EQ(before.rendered, Read(page.Input(), TextFormat::kTxt).rendered);
}

TEST_F(ReaderPreparedTest, SizesThatTesseractCannotHold) {
  const std::vector<std::uint8_t> row(32768, 255);
  ReadInput input;
  input.original_width = input.original_height = 1;
  for (const auto& [width, height] :
       {std::pair{0, 1}, std::pair{1, 0}, std::pair{32768, 1}}) {
    input.picture = {row.data(), width, height, width};
    const auto result = reader_->Read(input, {});
    ASSERT_FALSE(result.has_value()) << width << " x " << height;
    EXPECT_EQ(ErrorCode::kLimit, result.error().code);
  }
  input.picture = {row.data(), 1, 1, 1};
  EXPECT_TRUE(reader_->Read(input, {}).has_value());
}

}  // namespace
}  // namespace rescan
