// Words of real screenshots, which are no part of the source tree, read again:
// none becomes worse than it was.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "engine/image/open_image.h"
#include "engine/ocr/ink_marks.h"
#include "engine/ocr/prepare_page.h"
#include "engine/ocr/reader.h"
#include "engine/ocr/reread.h"
#include "tests/engine/ocr/overlap.h"
#include "tests/support/image_files.h"
#include "tests/support/shipped_version.h"
#include "tests/support/subprocess.h"

namespace rescan {
namespace {

namespace fs = std::filesystem;

// The first by name, so that none was picked.
constexpr std::size_t kScreenshots = 4;
// Words as sure as this are taken for right.
constexpr float kSure = 0.93F;

std::vector<std::string> Screenshots() {
  const fs::path folder =
      fs::path(RESCAN_SOURCE_DIR) / "../shared/data/screenshots";
  std::vector<std::string> files;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    if (entry.path().extension() == ".png") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  if (files.size() > kScreenshots) files.resize(kScreenshots);
  return files;
}

// What the shipped profile makes of a screenshot before any word is read again.
struct Screen {
  PreparedPage prepared;
  Page page;  // in pixels of the prepared picture
};

class RereadRealTest : public ::testing::Test {
 protected:
  RereadRealTest()
      : version_(testing::ShippedVersion("tesseract-fast")),
        reader_(testing::ShippedReader("tesseract-fast")),
        native_(version_.profile.preparation.value().native) {}

  void SetUp() override {
    if (Screenshots().empty())
      GTEST_SKIP() << "no screenshots at ../shared/data";
    ASSERT_NE(nullptr, native_.Reread());
  }

  Screen Read(const std::string& file) {
    Screen screen;
    const auto image =
        OpenImage(testing::BytesOf(testing::ReadFileBytes(file)), {});
    EXPECT_TRUE(image.has_value()) << file;
    if (!image.has_value()) return screen;
    auto prepared = PreparePage(image->raster, native_.steps);
    EXPECT_TRUE(prepared.has_value()) << file;
    if (!prepared.has_value()) return screen;
    screen.prepared = *std::move(prepared);
    ReadInput input;
    input.picture = screen.prepared.grey.view();
    input.original_width = input.picture.width;
    input.original_height = input.picture.height;
    input.page_segmentation_mode = native_.page_segmentation_mode;
    input.parameters = native_.parameters;
    auto result = reader_->Read(input, {});
    EXPECT_TRUE(result.has_value()) << file;
    if (result.has_value()) screen.page = std::move(result->page);
    return screen;
  }

  Page Reread(const Screen& screen, Page page) {
    const LineReader read = [&](kernels::GreyView picture) {
      return reader_->ReadLine(picture, {});
    };
    const auto edits =
        RereadWords(screen.prepared.grey.view(), *native_.Reread(), read, page);
    EXPECT_TRUE(edits.has_value());
    return page;
  }

  const OcrVersion version_;
  const std::unique_ptr<Reader> reader_;
  const ClassPreparation& native_;
};

std::vector<Word> WordsOf(const Page& page) {
  std::vector<Word> words;
  for (const Line& line : page.lines) {
    words.insert(words.end(), line.words.begin(), line.words.end());
  }
  return words;
}

TEST_F(RereadRealTest, SureWordsStayAsTheyAre) {
  for (const std::string& file : Screenshots()) {
    const Screen screen = Read(file);
    const std::vector<Word> after = WordsOf(Reread(screen, screen.page));
    int sure = 0;
    for (const Word& word : WordsOf(screen.page)) {
      if (word.confidence < kSure) continue;
      ++sure;
      EXPECT_NE(after.end(), std::find(after.begin(), after.end(), word))
          << word.text << " in " << file;
    }
    EXPECT_GT(sure, 20) << file;
  }
}

bool IsSeparator(char c) { return c == '.' || c == ','; }

// As Tesseract misreads: a number without its points and commas, or another
// letter in a doubtful word. False for words that neither is done to.
bool Mangle(Word& word) {
  if (word.confidence < kSure || word.letters.size() != word.text.size()) {
    return false;
  }
  if (IsCountable(word.text)) {
    std::erase_if(word.letters, [](const Letter& letter) {
      return IsSeparator(letter.text[0]);
    });
    word.letter_ids.resize(word.letters.size());
    return std::erase_if(word.text, IsSeparator) > 0;
  }
  if (word.text.size() < 4) return false;
  constexpr std::size_t kAt = 1;
  word.text[kAt] = word.text[kAt] == 'm' ? 'g' : 'm';
  word.letters[kAt].text = word.text[kAt];
  word.confidence = 0.4F;
  return true;
}

// Each third word only, so that there are sure ones beside it.
TEST_F(RereadRealTest, AMangledWordComesBackOrStaysMangled) {
  for (const std::string& file : Screenshots()) {
    const Screen screen = Read(file);
    Page mangled = screen.page;
    std::vector<std::pair<Word, std::string>> changes;
    std::size_t place = 0;
    for (Line& line : mangled.lines) {
      for (Word& word : line.words) {
        const std::string right = word.text;
        if (place++ % 3 == 0 && Mangle(word)) changes.emplace_back(word, right);
      }
    }
    const std::vector<Word> after = WordsOf(Reread(screen, mangled));
    std::size_t back = 0;
    for (const auto& [word, right] : changes) {
      const auto has = [&, &was = word](const std::string& text) {
        return std::any_of(after.begin(), after.end(), [&](const Word& read) {
          return read.text == text && Overlap(read.box, was.box);
        });
      };
      if (has(right)) {
        ++back;
      } else {
        EXPECT_TRUE(has(word.text))
            << right << " as " << word.text << " in " << file;
      }
    }
    EXPECT_GT(changes.size(), 5U) << file;
    EXPECT_GT(4 * back, 3 * changes.size()) << file;
  }
}

}  // namespace
}  // namespace rescan
