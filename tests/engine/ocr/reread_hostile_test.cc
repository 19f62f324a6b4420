// Pages and readings as nobody would have them: no crash under the sanitizers,
// bounded work, and edits that say what was done.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "engine/ocr/boxes.h"
#include "engine/ocr/reread.h"
#include "kernels/image/grey_image.h"
#include "tests/support/random.h"

namespace rescan {
namespace {

using kernels::GreyImage;

int Between(std::mt19937& rng, int least, int most) {
  return least + static_cast<int>(support::Below(
                     rng, static_cast<std::uint32_t>(most - least + 1)));
}

GreyImage Noise(std::mt19937& rng, int width, int height) {
  GreyImage page(width, height);
  for (int y = 0; y < height; ++y) {
    for (std::uint8_t& level : page.mutable_view().RowSpan(y)) {
      level = static_cast<std::uint8_t>(Between(rng, 0, 255));
    }
  }
  return page;
}

// Rows of bars as high as letters, which look like digits to the ink.
GreyImage Bars(int width, int height) {
  GreyImage page(width, height);
  for (int y = 0; y < height; ++y) {
    std::uint8_t* row = page.mutable_view().Row(y);
    for (int x = 0; x < width; ++x) {
      row[x] = y % 28 < 16 && x % 12 < 5 && x % 120 < 70 ? 20 : 235;
    }
  }
  return page;
}

std::string RandomText(std::mt19937& rng) {
  static const std::vector<std::string> kParts = {
      "1", "7", "25", ".", ",", "-", "$", "a", "Il", "\xc3\xa9", "\xff", "|"};
  std::string text;
  for (int i = Between(rng, 1, 5); i > 0; --i) {
    text +=
        kParts[support::Below(rng, static_cast<std::uint32_t>(kParts.size()))];
  }
  return text;
}

float RandomConfidence(std::mt19937& rng) {
  return static_cast<float>(Between(rng, 1, 100)) / 100;
}

// In the first `width` x `height` pixels.
PixelBox RandomBox(std::mt19937& rng, int width, int height) {
  PixelBox box = {Between(rng, 0, width - 1), Between(rng, 0, height - 1)};
  box.width = Between(rng, 1, std::min(width - box.left, 90));
  box.height = Between(rng, 1, std::min(height - box.top, 60));
  return box;
}

Word RandomWord(std::mt19937& rng, int id, int width, int height) {
  Word word;
  word.id = id;
  word.text = RandomText(rng);
  word.box = RandomBox(rng, width, height);
  word.confidence = RandomConfidence(rng);
  // Not always those of the text.
  for (int i = Between(rng, 0, 4); i > 0; --i) {
    word.letters.push_back(
        {RandomText(rng), RandomBox(rng, width, height), word.confidence});
    word.letter_ids.push_back(static_cast<int>(word.letters.size()));
  }
  return word;
}

Page RandomPage(std::mt19937& rng, int width, int height, int lines) {
  Page page;
  page.width = width;
  page.height = height;
  for (int i = 0; i < lines; ++i) {
    Line line;
    line.id = i + 1;
    line.box = RandomBox(rng, width, height);
    const int row = Between(rng, 0, std::max(0, height - 60));
    const int words = Between(rng, 1, 8);
    for (int k = 0; k < words; ++k) {
      line.words.push_back(RandomWord(rng, k + 1, width, std::min(height, 60)));
      line.words.back().box.top += row;
    }
    page.lines.push_back(line);
  }
  return page;
}

RereadStep Step(int most_readings) {
  RereadStep step;
  step.digit_heights = {20, 26, 16};
  step.blur = 0.6;
  step.margin = 0.15;
  step.below_confidence = 0.75;
  step.most_readings = most_readings;
  return step;
}

std::vector<Word> WordsOf(const Page& page) {
  std::vector<Word> words;
  for (const Line& line : page.lines) {
    words.insert(words.end(), line.words.begin(), line.words.end());
  }
  return words;
}

using TextAt = std::pair<std::string, PixelBox>;

// The words that the edits make of those of `before`.
std::vector<TextAt> Edited(const Page& before, const PageEdits& edits) {
  std::vector<TextAt> words;
  std::size_t next = 0;
  for (const Word& word : WordsOf(before)) {
    const WordEdit* edit =
        next < edits.words.size() ? &edits.words[next] : nullptr;
    if (edit == nullptr || edit->old_box != word.box ||
        edit->old_text != word.text) {
      words.emplace_back(word.text, word.box);
      continue;
    }
    ++next;
    if (!edit->text.empty()) words.emplace_back(edit->text, edit->box);
  }
  EXPECT_EQ(edits.words.size(), next);
  for (const Line& line : edits.added) {
    for (const Word& word : line.words) words.emplace_back(word.text, word.box);
  }
  return words;
}

// Reads anything, with boxes inside the picture, at most so often.
class Liar {
 public:
  explicit Liar(std::mt19937& rng) : rng_(rng) {}

  LineReader Reader() {
    return [this](kernels::GreyView picture) -> Result<std::vector<Word>> {
      ++readings;
      EXPECT_GE(picture.width, 1);
      EXPECT_GE(picture.height, 1);
      largest = std::max(largest, picture.pixel_count());
      std::vector<Word> words;
      for (int i = Between(rng_, 0, 3); i > 0; --i) {
        words.push_back(RandomWord(rng_, static_cast<int>(words.size()) + 1,
                                   picture.width, picture.height));
      }
      return words;
    };
  }

  int readings = 0;
  std::size_t largest = 0;

 private:
  std::mt19937& rng_;
};

// Rereads a random page of `picture` and checks what holds of any.
void RereadAnything(std::mt19937& rng, const GreyImage& picture, int lines,
                    int most_readings) {
  Page page = RandomPage(rng, picture.width(), picture.height(), lines);
  const Page before = page;
  Liar liar(rng);
  const auto edits =
      RereadWords(picture.view(), Step(most_readings), liar.Reader(), page);
  ASSERT_TRUE(edits.has_value());
  EXPECT_LE(liar.readings, most_readings);
  // Boxes of at most 90 x 60 pixels, and margins, nine times as large.
  EXPECT_LE(liar.largest, 110U * 80U * 81U);
  std::vector<TextAt> words;
  for (const Word& word : WordsOf(page))
    words.emplace_back(word.text, word.box);
  EXPECT_EQ(Edited(before, *edits), words);
  for (std::size_t i = 0; i < edits->added.size(); ++i) {
    EXPECT_EQ(edits->added[i], page.lines[before.lines.size() + i]);
  }
}

struct Size {
  int width, height;
};

class RereadHostileTest : public ::testing::TestWithParam<Size> {};

TEST_P(RereadHostileTest, NoiseIsReadWithinItsLimitAndEditsSayWhatWasDone) {
  const auto [width, height] = GetParam();
  std::mt19937 rng(support::Seed(20261125));
  for (const int most : {1, 7, 200}) {
    RereadAnything(rng, Noise(rng, width, height), 12, most);
    RereadAnything(rng, Bars(width, height), 12, most);
  }
}

INSTANTIATE_TEST_SUITE_P(Sizes, RereadHostileTest,
                         ::testing::Values(Size{1, 1}, Size{1, 700},
                                           Size{700, 1}, Size{5, 9},
                                           Size{30'000, 12}, Size{12, 30'000},
                                           Size{900, 700}),
                         [](const auto& size) {
                           return std::to_string(size.param.width) + "By" +
                                  std::to_string(size.param.height);
                         });

// One line of touching letters across all of it, wider than Tesseract takes
// once it is enlarged, and a word by which to tell the letters' height.
TEST(RereadHostilePagesTest, ALineThatIsTooWideIsNotRead) {
  GreyImage strip(29'900, 120);
  for (int y = 0; y < strip.height(); ++y) {
    std::uint8_t* row = strip.mutable_view().Row(y);
    for (int x = 0; x < strip.width(); ++x) {
      const int at = x % 76;
      const bool line = x >= 40 && y >= 20 && y < 36 && at < 60 &&
                        (y < 24 || at < 4 || at >= 56);
      const bool word = y >= 80 && y < 96 && x >= 40 && x < 140 && x % 12 < 6;
      row[x] = line || word ? 20 : 235;
    }
  }
  std::vector<int> widths;
  const LineReader read =
      [&](kernels::GreyView picture) -> Result<std::vector<Word>> {
    widths.push_back(picture.width);
    return std::vector<Word>();
  };
  Page page;
  RereadStep step = Step(100);
  step.digit_heights = {16, 20};
  ASSERT_TRUE(RereadWords(strip.view(), step, read, page).has_value());
  // The line at its own height alone, the word at both.
  ASSERT_EQ(3U, widths.size());
  EXPECT_GT(widths[0], 29'000);
  EXPECT_LT(widths[1], 200);
}

TEST(RereadHostilePagesTest, ThousandsOfDoubtfulWordsAreBoundedWork) {
  std::mt19937 rng(support::Seed(20261126));
  RereadAnything(rng, Bars(1500, 1000), 600, 300);
}

}  // namespace
}  // namespace rescan
