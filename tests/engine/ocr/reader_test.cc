#include "engine/ocr/reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <thread>
#include <vector>

#include "engine/image/open_image.h"
#include "kernels/image/grey_image.h"
#include "tests/support/shipped_version.h"
#include "tests/support/subprocess.h"
#include "tests/support/test_images.h"

namespace rescan {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

std::span<const std::uint8_t> BytesOf(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

Raster RasterOf(const std::string& file) {
  auto image = OpenImage(BytesOf(file), {});
  EXPECT_TRUE(image.has_value()) << image.error().message;
  return std::move(image->raster);
}

// A page of text lines in colour or grey, slanted by `degrees`.
std::string Document(const std::vector<std::string>& lines, bool colour,
                     double degrees, const std::string& extension) {
  const int height = 60 + 50 * static_cast<int>(lines.size());
  cv::Mat page(height, 700, CV_8UC3, cv::Scalar::all(colour ? 235 : 255));
  if (colour) page.colRange(0, 200).setTo(cv::Scalar(200, 235, 235));
  int y = 60;
  for (const std::string& line : lines) {
    cv::putText(page, line, {30, y}, cv::FONT_HERSHEY_SIMPLEX, 0.9,
                cv::Scalar::all(0), 2, cv::LINE_AA);
    y += 50;
  }
  if (degrees != 0) {
    const cv::Point2f centre(350, static_cast<float>(height) / 2);
    cv::warpAffine(page, page, cv::getRotationMatrix2D(centre, degrees, 1),
                   page.size(), cv::INTER_CUBIC, cv::BORDER_REPLICATE);
  }
  std::vector<std::uint8_t> bytes;
  EXPECT_TRUE(cv::imencode(extension, page, bytes));
  return {bytes.begin(), bytes.end()};
}

std::vector<std::string> Documents() {
  return {
      Document({"INVOICE 4711", "Total 12.50", "Thank you"}, false, 0, ".png"),
      Document({"The quick brown fox", "jumps over 13 dogs"}, true, 0, ".jpg"),
      Document({"Slanted text is read", "line by line"}, false, 3, ".png"),
      rescan::testing::TextPage("HELLO WORLD", ".tif"),
      rescan::testing::BlankPage(300, 200, ".png"),
      Document({"MONDAY 7.5 hours", "TUESDAY 8 hours", "| --- | ...",
                "WEDNESDAY $3.20 @ #"},
               true, 0, ".bmp"),
  };
}

class ReaderTest : public ::testing::Test {
 protected:
  Result<ReadResult> Read(const std::string& file, TextFormat format,
                          const std::string& name = "image") {
    ReadRequest request;
    request.format = format;
    request.image_name = name;
    return reader_->Read(RasterOf(file), request);
  }

  OcrVersion version_ = rescan::testing::ShippedVersion("tesseract-plain");
  const std::unique_ptr<Reader> reader_ =
      rescan::testing::ShippedReader("tesseract-plain");
};

TEST_F(ReaderTest, LinesWordsAndLettersInReadingOrder) {
  const auto result = Read(Documents()[0], TextFormat::kNone);
  ASSERT_TRUE(result.has_value()) << result.error().message;
  const Page& page = result->page;
  EXPECT_EQ(700, page.width);
  EXPECT_EQ(210, page.height);
  EXPECT_EQ("", result->rendered);
  ASSERT_EQ(3u, page.lines.size());
  EXPECT_EQ("INVOICE 4711", page.lines[0].text);
  EXPECT_EQ("Total 12.50", page.lines[1].text);
  EXPECT_EQ("Thank you", page.lines[2].text);
  EXPECT_GT(result->layout_seconds, 0);
  EXPECT_GT(result->recognise_seconds, 0);
}

void ExpectInside(const PixelBox& inner, const PixelBox& outer) {
  EXPECT_GE(inner.left, outer.left);
  EXPECT_GE(inner.top, outer.top);
  EXPECT_LE(inner.left + inner.width, outer.left + outer.width);
  EXPECT_LE(inner.top + inner.height, outer.top + outer.height);
  EXPECT_GT(inner.width, 0);
  EXPECT_GT(inner.height, 0);
}

TEST_F(ReaderTest, EntitiesAreWhole) {
  for (const std::string& document : Documents()) {
    const auto result = Read(document, TextFormat::kNone);
    ASSERT_TRUE(result.has_value()) << result.error().message;
    const Page& page = result->page;
    int last_line = 0;
    for (const Line& line : page.lines) {
      EXPECT_GT(line.id, last_line);
      last_line = line.id;
      EXPECT_GT(line.confidence, 0);
      EXPECT_LE(line.confidence, 1);
      ExpectInside(line.box, {0, 0, page.width, page.height});
      std::string joined;
      int last_word = 0;
      for (const Word& word : line.words) {
        EXPECT_GT(word.id, last_word);
        last_word = word.id;
        EXPECT_GT(word.confidence, 0);
        EXPECT_LE(word.confidence, 1);
        ExpectInside(word.box, line.box);
        joined += (joined.empty() ? "" : " ") + word.text;
        ASSERT_EQ(word.letters.size(), word.letter_ids.size());
        std::string spelled;
        for (std::size_t i = 0; i < word.letters.size(); ++i) {
          EXPECT_GT(word.letter_ids[i], i == 0 ? 0 : word.letter_ids[i - 1]);
          EXPECT_GT(word.letters[i].confidence, 0);
          EXPECT_LE(word.letters[i].confidence, 1);
          spelled += word.letters[i].text;
        }
        EXPECT_EQ(word.text, spelled);
      }
      EXPECT_EQ(line.text, joined);
    }
  }
}

TEST_F(ReaderTest, NoiseIsFlagged) {
  const auto result = Read(Documents()[5], TextFormat::kNone);
  ASSERT_TRUE(result.has_value());
  bool readable = false;
  for (const Line& line : result->page.lines) {
    for (const Word& word : line.words) {
      const bool letters =
          word.text.find_first_of(
              "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789$"
              "abcdefghijklmnopqrstuvwxyz") != std::string::npos;
      EXPECT_EQ(!letters, word.is_noise) << word.text;
      readable = readable || letters;
    }
  }
  EXPECT_TRUE(readable);
}

// Turned counter-clockwise the text rises to the right.
TEST_F(ReaderTest, AngleOfSlantedLines) {
  for (const double degrees : {3.0, -3.0, 0.0}) {
    const auto result =
        Read(Document({"A long line of slanted text", "and one more line"},
                      false, degrees, ".png"),
             TextFormat::kNone);
    ASSERT_TRUE(result.has_value());
    ASSERT_FALSE(result->page.lines.empty());
    for (const Line& line : result->page.lines) {
      EXPECT_NEAR(degrees, line.angle_degrees, 1.2) << line.text;
    }
  }
}

TEST_F(ReaderTest, ABlankPageIsASuccessWithoutLines) {
  for (const TextFormat format :
       {TextFormat::kNone, TextFormat::kTxt, TextFormat::kTsv,
        TextFormat::kHocr, TextFormat::kAlto}) {
    const auto result =
        Read(rescan::testing::BlankPage(300, 200, ".png"), format);
    ASSERT_TRUE(result.has_value()) << result.error().message;
    EXPECT_TRUE(result->page.lines.empty());
    EXPECT_EQ(300, result->page.width);
  }
}

TEST_F(ReaderTest, OnePixelIsASuccess) {
  EXPECT_TRUE(Read(rescan::testing::BlankPage(1, 1, ".png"), TextFormat::kTsv)
                  .has_value());
}

// Whatever was read before: an image gives the same page, letter by letter.
TEST_F(ReaderTest, OrderDoesNotMatter) {
  const std::vector<std::string> files = Documents();
  std::vector<Page> first;
  for (const std::string& file : files) {
    auto fresh = Reader::Create(version_);
    ASSERT_TRUE(fresh.has_value());
    first.push_back((*fresh)->Read(RasterOf(file), {}).value().page);
  }
  std::vector<std::size_t> order(files.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  for (int round = 0; round < 4; ++round) {
    for (const std::size_t i : order) {
      // Rendering in between must not leave traces either.
      const auto result = Read(
          files[i], round % 2 == 0 ? TextFormat::kNone : TextFormat::kHocr);
      ASSERT_TRUE(result.has_value());
      EXPECT_TRUE(first[i] == result->page) << "image " << i;
    }
    if (round == 0) std::reverse(order.begin(), order.end());
    std::rotate(order.begin(), order.begin() + 2, order.end());
  }
}

// One reader a thread, as lanes have them.
TEST_F(ReaderTest, ThreadsDoNotMatterEither) {
  const std::vector<std::string> files = Documents();
  std::vector<Page> alone;
  for (const std::string& file : files) {
    alone.push_back(Read(file, TextFormat::kNone).value().page);
  }
  std::vector<std::thread> threads;
  threads.reserve(3);
  for (int t = 0; t < 3; ++t) {
    threads.emplace_back([&] {
      auto reader = Reader::Create(version_);
      ASSERT_TRUE(reader.has_value());
      for (std::size_t i = 0; i < files.size(); ++i) {
        const auto result = (*reader)->Read(RasterOf(files[i]), {});
        ASSERT_TRUE(result.has_value());
        EXPECT_TRUE(alone[i] == result->page) << "image " << i;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST_F(ReaderTest, EntitiesOnlyIfWanted) {
  ReadRequest request;
  request.want_page = false;
  request.format = TextFormat::kTxt;
  const auto result = reader_->Read(RasterOf(Documents()[0]), request);
  ASSERT_TRUE(result.has_value());
  EXPECT_TRUE(result->page.lines.empty());
  EXPECT_EQ("INVOICE 4711\nTotal 12.50\nThank you\n", result->rendered);
}

TEST_F(ReaderTest, GivesUpWhenTimeIsOver) {
  std::vector<std::string> lines(12, "A line of text that takes a while");
  const Raster raster = RasterOf(Document(lines, false, 0, ".png"));
  ReadRequest request;
  request.time_limit = std::chrono::milliseconds(1);
  const auto late = reader_->Read(raster, request);
  ASSERT_FALSE(late.has_value());
  EXPECT_EQ(ErrorCode::kTimeout, late.error().code);
  // The next one is not harmed.
  const auto next = reader_->Read(raster, {});
  ASSERT_TRUE(next.has_value());
  auto fresh = Reader::Create(version_);
  ASSERT_TRUE(fresh.has_value());
  EXPECT_TRUE((*fresh)->Read(raster, {}).value().page == next->page);
  EXPECT_FALSE(next->page.lines.empty());
}

TEST_F(ReaderTest, GivesUpWhenCancelled) {
  std::atomic<bool> cancel = true;
  ReadRequest request;
  request.cancel = &cancel;
  const Raster raster = RasterOf(Documents()[0]);
  const auto result = reader_->Read(raster, request);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(ErrorCode::kCancelled, result.error().code);
  cancel = false;
  EXPECT_TRUE(reader_->Read(raster, request).has_value());
}

TEST_F(ReaderTest, AnUnknownParameterIsNamed) {
  version_.profile.parameters["no_such_parameter"] = "1";
  const auto reader = Reader::Create(version_);
  ASSERT_FALSE(reader.has_value());
  EXPECT_EQ(ErrorCode::kInvalidArgument, reader.error().code);
  EXPECT_THAT(reader.error().message, HasSubstr("no_such_parameter"));
}

TEST_F(ReaderTest, AnUnknownParameterOfAClassIsNamedBeforeAnyPicture) {
  version_.profile.preparation.emplace();
  version_.profile.preparation->photo.parameters["tosp_old_to_method"] = "0";
  EXPECT_TRUE(Reader::Create(version_).has_value());
  version_.profile.preparation->photo.parameters["no_such_parameter"] = "1";
  const auto reader = Reader::Create(version_);
  ASSERT_FALSE(reader.has_value());
  EXPECT_EQ(ErrorCode::kInvalidArgument, reader.error().code);
  EXPECT_THAT(reader.error().message, HasSubstr("no_such_parameter"));
}

TEST_F(ReaderTest, ABadValueOfAParameterIsNamed) {
  struct Case {
    const char* name;
    const char* value;
    const char* why;
  };
  const Case cases[] = {
      {"tessedit_do_invert", "maybe", "must be 0 or 1"},
      {"tessedit_do_invert", "", "must be 0 or 1"},
      {"tessedit_do_invert", "10", "must be 0 or 1"},
      {"tessedit_parallelize", "many", "must be a whole number"},
      {"tessedit_parallelize", "", "must be a whole number"},
      {"tessedit_parallelize", "1.5", "must be a whole number"},
      {"tessedit_parallelize", "99999999999", "must be a whole number"},
      {"tessedit_parallelize", "-2147483648", "must be a whole number"},
      {"language_model_penalty_case", "low", "must be a number"},
      {"language_model_penalty_case", "0.5 ", "must be a number"},
      {"language_model_penalty_case", "inf", "must be a number"},
      {"load_system_dawg", "0", "only counts before Tesseract loads"},
      {"tessedit_pageseg_mode", "0", "the mode is page_segmentation_mode"},
      {"tessedit_dump_pageseg_images", "1", "it opens windows, writes files"},
      {"tessedit_write_images", "1", "it opens windows, writes files"},
      {"textord_show_blobs", "1", "it opens windows, writes files"},
      {"interactive_display_mode", "1", "it opens windows, writes files"},
      {"devanagari_split_debugimage", "1", "it opens windows, writes files"},
      {"debug_file", "tesseract.log", "it opens windows, writes files"},
      {"tessedit_train_from_boxes", "1", "it opens windows, writes files"},
      {"equationdetect_save_bi_image", "1", "it opens windows, writes files"},
  };
  for (const Case& c : cases) {
    OcrVersion version = version_;
    version.profile.parameters[c.name] = c.value;
    const auto reader = Reader::Create(version);
    ASSERT_FALSE(reader.has_value()) << c.name << "=" << c.value;
    EXPECT_EQ(ErrorCode::kInvalidArgument, reader.error().code);
    const std::string& file = version.profile.name;
    EXPECT_THAT(reader.error().message, HasSubstr("(" + file + ".json): "));
    EXPECT_THAT(reader.error().message,
                HasSubstr(std::string("parameter \"") + c.name + "\" is \"" +
                          c.value + "\", but " + c.why));
  }
}

TEST_F(ReaderTest, GoodValuesOfEveryKindAreTaken) {
  const std::pair<const char*, const char*> cases[] = {
      {"tessedit_do_invert", "0"},
      {"tessedit_do_invert", "False"},
      {"tessedit_do_invert", "T"},
      {"tessedit_parallelize", "0"},
      {"tessedit_parallelize", "-1"},
      {"language_model_penalty_case", "0.25"},
      {"language_model_penalty_case", "1e-3"},
      {"tessedit_char_blacklist", ""},
      {"tessedit_char_blacklist", "|\xc2\xa7"}};
  for (const auto& [name, value] : cases) {
    OcrVersion version = version_;
    version.profile.parameters[name] = value;
    const auto reader = Reader::Create(version);
    EXPECT_TRUE(reader.has_value()) << reader.error().message;
  }
}

TEST_F(ReaderTest, ABadValueOfAClassIsNamedBeforeAnyPicture) {
  version_.profile.preparation.emplace();
  version_.profile.preparation->scan.parameters["tessedit_do_invert"] = "off";
  const auto reader = Reader::Create(version_);
  ASSERT_FALSE(reader.has_value());
  EXPECT_EQ(ErrorCode::kInvalidArgument, reader.error().code);
  EXPECT_THAT(reader.error().message,
              HasSubstr("scan: parameter \"tessedit_do_invert\" is \"off\""));
}

TEST_F(ReaderTest, ParametersAndModesTakeEffect) {
  const Raster raster = RasterOf(rescan::testing::TextPage("ABC 123", ".png"));
  version_.profile.page_segmentation_mode = 7;
  version_.profile.parameters["tessedit_char_whitelist"] = "0123456789";
  const auto reader = Reader::Create(version_);
  ASSERT_TRUE(reader.has_value()) << reader.error().message;
  ReadRequest request;
  request.format = TextFormat::kTxt;
  const std::string text = (*reader)->Read(raster, request).value().rendered;
  EXPECT_EQ(std::string::npos, text.find_first_of("ABC")) << text;
  EXPECT_THAT(text, HasSubstr("123"));
}

TEST_F(ReaderTest, ModesThatReadNothingAreRefused) {
  for (const int mode : {0, 2}) {
    version_.profile.page_segmentation_mode = mode;
    const auto reader = Reader::Create(version_);
    ASSERT_FALSE(reader.has_value());
    EXPECT_EQ(ErrorCode::kInvalidArgument, reader.error().code);
  }
}

kernels::GreyImage LinePicture(const std::string& text) {
  cv::Mat line(34, 20 + 20 * static_cast<int>(text.size()), CV_8UC1,
               cv::Scalar(255));
  cv::putText(line, text, {8, 28}, cv::FONT_HERSHEY_DUPLEX, 1, cv::Scalar(0), 2,
              cv::LINE_AA);
  kernels::GreyImage grey(line.cols, line.rows);
  for (int y = 0; y < line.rows; ++y) {
    std::copy_n(line.ptr(y), line.cols, grey.mutable_view().Row(y));
  }
  return grey;
}

TEST_F(ReaderTest, ALineHasWordsInPixelsOfItsPicture) {
  const kernels::GreyImage picture = LinePicture("Total 12.50");
  for (const int mode : {7, 13}) {
    LineRequest request;
    request.page_segmentation_mode = mode;
    const auto words = reader_->ReadLine(picture.view(), request);
    ASSERT_TRUE(words.has_value()) << words.error().message;
    ASSERT_EQ(words->size(), 2U) << mode;
    EXPECT_EQ(words->at(0).text, "Total");
    EXPECT_EQ(words->at(1).text, "12.50");
    EXPECT_EQ(words->at(1).letters.size(), 5U);
    EXPECT_LT(words->at(0).box.left, 30);
    EXPECT_GT(words->at(1).box.left, 80);
    EXPECT_LE(words->at(1).box.left + words->at(1).box.width, picture.width());
  }
}

TEST_F(ReaderTest, ALineIsReadWithTheCharactersAskedFor) {
  const kernels::GreyImage picture = LinePicture("1O0");
  LineRequest request;
  request.characters = "0123456789";
  const auto digits = reader_->ReadLine(picture.view(), request);
  ASSERT_TRUE(digits.has_value());
  ASSERT_EQ(digits->size(), 1U);
  EXPECT_EQ(digits->front().text, "100");
  request.characters = "abcdefghijklmnopqrstuvwxyz";
  const auto letters = reader_->ReadLine(picture.view(), request);
  ASSERT_TRUE(letters.has_value());
  for (const Word& word : *letters) {
    EXPECT_EQ(word.text.find_first_of("0123456789"), std::string::npos);
  }
}

// The profile's mode and characters hold again after lines in other ones.
TEST_F(ReaderTest, PagesReadAlikeAfterLines) {
  const std::string page =
      Document({"INVOICE 4711", "Total 12.50"}, true, 0, ".png");
  const auto before = Read(page, TextFormat::kHocr);
  ASSERT_TRUE(before.has_value());
  LineRequest request;
  request.characters = "0123456789";
  for (const int mode : {7, 13, 3}) {
    request.page_segmentation_mode = mode;
    const auto words = reader_->ReadLine(LinePicture("7.50").view(), request);
    EXPECT_EQ(words.has_value(), mode != 3);
    const auto after = Read(page, TextFormat::kHocr);
    ASSERT_TRUE(after.has_value());
    EXPECT_EQ(after->rendered, before->rendered) << mode;
    EXPECT_TRUE(after->page == before->page) << mode;
  }
}

TEST_F(ReaderTest, LinesAreRefusedInOtherModesAndWithoutPixels) {
  LineRequest request;
  request.page_segmentation_mode = 6;
  EXPECT_EQ(reader_->ReadLine(LinePicture("1").view(), request).error().code,
            ErrorCode::kInvalidArgument);
  EXPECT_EQ(reader_->ReadLine({}, {}).error().code, ErrorCode::kLimit);
}

TEST_F(ReaderTest, LinesStopWhenToldTo) {
  const kernels::GreyImage picture = LinePicture("7.50");
  const std::atomic<bool> cancel = true;
  LineRequest request;
  request.cancel = &cancel;
  EXPECT_EQ(reader_->ReadLine(picture.view(), request).error().code,
            ErrorCode::kCancelled);
  request.cancel = nullptr;
  request.deadline = std::chrono::steady_clock::now();
  EXPECT_EQ(reader_->ReadLine(picture.view(), request).error().code,
            ErrorCode::kTimeout);
}

TEST_F(ReaderTest, BrokenTraineddataIsMissingData) {
  const rescan::testing::TemporaryFolder folder;
  rescan::testing::WriteFileBytes(folder / "eng.traineddata", "not weights");
  const auto version = ResolveVersion(version_.profile, folder.path());
  ASSERT_TRUE(version.has_value());
  ::testing::internal::CaptureStderr();
  const auto reader = Reader::Create(*version);
  EXPECT_EQ("", ::testing::internal::GetCapturedStderr());
  ASSERT_FALSE(reader.has_value());
  EXPECT_EQ(ErrorCode::kMissingData, reader.error().code);
  EXPECT_THAT(reader.error().message, HasSubstr(folder.path()));
}

TEST_F(ReaderTest, PrintsNothing) {
  ::testing::internal::CaptureStderr();
  ::testing::internal::CaptureStdout();
  for (const std::string& file : Documents()) {
    EXPECT_TRUE(Read(file, TextFormat::kTsv).has_value());
  }
  EXPECT_TRUE(Read(rescan::testing::BlankPage(2, 2, ".png"), TextFormat::kTxt)
                  .has_value());
  EXPECT_EQ("", ::testing::internal::GetCapturedStdout());
  EXPECT_EQ("", ::testing::internal::GetCapturedStderr());
}

struct CommandForm {
  TextFormat format;
  const char* config;
  const char* extension;
};

// The promise that matters most: same settings, same bytes as the command.
TEST_F(ReaderTest, EveryFormIsByteForByteTheCommands) {
  ASSERT_TRUE(fs::exists("/usr/bin/tesseract")) << "see tools/packages.txt";
  const rescan::testing::TemporaryFolder folder;
  const char* names[] = {"a.png", "b c.jpg",  "d&<e>.png",
                         "f.tif", "g'\".png", "h.bmp"};
  const std::vector<std::string> files = Documents();
  for (std::size_t i = 0; i < files.size(); ++i) {
    const std::string path = folder / names[i];
    rescan::testing::WriteFileBytes(path, files[i]);
    rescan::testing::SubprocessOptions command;
    command.program = "/usr/bin/tesseract";
    command.args = {path, path, "-l", "eng", "txt", "tsv", "hocr", "alto"};
    command.env = {{"OMP_THREAD_LIMIT", "1"}};
    ASSERT_EQ(0, rescan::testing::RunProcess(command).exit_code);
    for (const CommandForm& form :
         {CommandForm{TextFormat::kTxt, "txt", ".txt"},
          CommandForm{TextFormat::kTsv, "tsv", ".tsv"},
          CommandForm{TextFormat::kHocr, "hocr", ".hocr"},
          CommandForm{TextFormat::kAlto, "alto", ".xml"}}) {
      const auto result = Read(files[i], form.format, path);
      ASSERT_TRUE(result.has_value()) << result.error().message;
      EXPECT_EQ(rescan::testing::ReadFileBytes(path + form.extension),
                result->rendered)
          << names[i] << " " << form.config;
    }
  }
}

}  // namespace
}  // namespace rescan
