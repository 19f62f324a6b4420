#include "engine/ocr/reread.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "tests/engine/ocr/drawn_page.h"

namespace rescan {
namespace {

using samples::Family;
using samples::Font;

constexpr int kWidth = 500;
constexpr int kHeight = 200;
const Font kFont{Family::kOpenSans, 20};

// One answer of the reader: words parted by blanks, all as sure.
struct Answer {
  std::string text;
  float confidence = 0.8F;
};

// Gives its answers one after the other, the last of them for ever, and keeps
// the sizes of what it was shown.
class Script {
 public:
  explicit Script(std::vector<Answer> answers) : answers_(std::move(answers)) {}

  LineReader Reader() {
    return [this](kernels::GreyView picture) -> Result<std::vector<Word>> {
      heights.push_back(picture.height);
      if (heights.size() == fail_at) {
        return Fail(ErrorCode::kTimeout, "no more time");
      }
      return WordsOf(answers_[std::min(heights.size(), answers_.size()) - 1],
                     picture);
    };
  }

  std::vector<int> heights;
  std::size_t fail_at = 0;  // 1: at the first call

 private:
  static std::vector<Word> WordsOf(const Answer& answer,
                                   kernels::GreyView picture) {
    std::vector<Word> words;
    const auto size = static_cast<int>(answer.text.size());
    for (int i = 0; i < size; ++i) {
      if (answer.text[static_cast<std::size_t>(i)] == ' ') continue;
      const PixelBox box = {picture.width * i / size, 1,
                            std::max(1, picture.width / size),
                            std::max(1, picture.height - 2)};
      if (i == 0 || answer.text[static_cast<std::size_t>(i) - 1] == ' ') {
        words.emplace_back();
        words.back().id = static_cast<int>(words.size());
        words.back().confidence = answer.confidence;
        words.back().box = box;
      }
      Word& word = words.back();
      const std::string letter(1, answer.text[static_cast<std::size_t>(i)]);
      word.text += letter;
      word.box.width = box.left + box.width - word.box.left;
      word.letters.push_back({letter, box, answer.confidence});
      word.letter_ids.push_back(static_cast<int>(word.letters.size()));
    }
    return words;
  }

  std::vector<Answer> answers_;
};

// As the profiles have it.
RereadStep Step() {
  RereadStep step;
  step.digit_heights = {20, 26, 16, 32};
  step.blur = 0.6;
  step.margin = 0.15;
  step.below_confidence = 0.75;
  step.most_readings = 100;
  return step;
}

struct Read {
  std::string text;
  float confidence = 0.9F;
};

// The words of `drawn` as they were read, all on one line; the letters stand
// beside each other in the word's box.
Page PageOf(const std::vector<PixelBox>& boxes, const std::vector<Read>& read) {
  Page page;
  page.width = kWidth;
  page.height = kHeight;
  Line line;
  line.id = 1;
  for (std::size_t i = 0; i < read.size(); ++i) {
    Word word;
    word.id = static_cast<int>(i) + 1;
    word.text = read[i].text;
    word.box = boxes[i];
    word.confidence = read[i].confidence;
    const auto size = static_cast<int>(word.text.size());
    for (int k = 0; k < size; ++k) {
      word.letters.push_back(
          {word.text.substr(static_cast<std::size_t>(k), 1),
           {boxes[i].left + boxes[i].width * k / size, boxes[i].top,
            std::max(1, boxes[i].width / size), boxes[i].height},
           word.confidence});
      word.letter_ids.push_back(k + 1);
    }
    line.text += (i == 0 ? "" : " ") + word.text;
    line.words.push_back(word);
  }
  page.lines = {line};
  return page;
}

DrawnPage Draw(const std::vector<std::string>& texts,
               bool light_on_dark = false) {
  std::vector<DrawnText> drawn;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    drawn.push_back(
        {texts[i], 30 + 150.0 * static_cast<double>(i), 100, kFont});
  }
  return DrawPage(kWidth, kHeight, drawn, light_on_dark);
}

const Word& WordAt(const Page& page, std::size_t i) {
  return page.lines.at(0).words.at(i);
}

// ------------------------------------------------------------- numbers

class NumberTest : public ::testing::TestWithParam<bool> {};

TEST_P(NumberTest, ALostPointComesBackWhenAReadingHasItWhereTheInkDoes) {
  const DrawnPage drawn = Draw({"48.50", "17.25"}, GetParam());
  Page page = PageOf(drawn.boxes, {{"48.50"}, {"1725", 0.95F}});
  // Two readings contradict the ink, the third does not.
  Script script({{"1725"}, {"1.725"}, {"17.25", 0.84F}});
  const auto edits =
      RereadWords(drawn.grey.view(), Step(), script.Reader(), page);
  ASSERT_TRUE(edits.has_value());
  EXPECT_EQ(3U, script.heights.size());
  const Word& word = WordAt(page, 1);
  EXPECT_EQ("17.25", word.text);
  EXPECT_EQ(Correction::kReadAgain, word.correction);
  EXPECT_EQ("1725", word.first_text);
  EXPECT_FLOAT_EQ(0.84F, word.confidence);
  ASSERT_EQ(5U, word.letters.size());
  EXPECT_EQ((std::vector<int>{1, 2, 3, 4, 5}), word.letter_ids);
  EXPECT_EQ("48.50 17.25", page.lines[0].text);
  EXPECT_FLOAT_EQ((0.9F + 0.84F) / 2, page.lines[0].confidence);
  // The word lies on its ink, and its letters in it.
  EXPECT_NEAR(drawn.boxes[1].left, word.box.left, 1);
  EXPECT_NEAR(drawn.boxes[1].width, word.box.width, 2);
  EXPECT_NEAR(drawn.boxes[1].top, word.box.top, 1);
  for (const Letter& letter : word.letters) {
    EXPECT_GE(letter.box.left, word.box.left - 4);
    EXPECT_LE(letter.box.left + letter.box.width,
              word.box.left + word.box.width + 4);
  }
  ASSERT_EQ(1U, edits->words.size());
  EXPECT_EQ("1725", edits->words[0].old_text);
  EXPECT_EQ(drawn.boxes[1], edits->words[0].old_box);
  EXPECT_EQ("17.25", edits->words[0].text);
  EXPECT_EQ(word.box, edits->words[0].box);
  // The number that agrees was left alone.
  EXPECT_EQ(Correction::kNone, WordAt(page, 0).correction);
}

INSTANTIATE_TEST_SUITE_P(Polarities, NumberTest, ::testing::Bool(),
                         [](const auto& light) {
                           return light.param ? "LightOnDark" : "DarkOnLight";
                         });

TEST(RereadTest, PicturesHaveTheHeightsOfTheStep) {
  const DrawnPage drawn = Draw({"17.25"});
  Page page = PageOf(drawn.boxes, {{"1725"}});
  Script script({{"1725"}});
  ASSERT_TRUE(RereadWords(drawn.grey.view(), Step(), script.Reader(), page)
                  .has_value());
  ASSERT_EQ(4U, script.heights.size());
  for (std::size_t i = 0; i < 4; ++i) {
    const double digits = Step().digit_heights[i];
    EXPECT_NEAR(digits * (1 + 2 * Step().margin), script.heights[i],
                0.15 * digits);
  }
}

TEST(RereadTest, WithoutAReadingThatAgreesANumberStays) {
  const DrawnPage drawn = Draw({"17.25"});
  for (const char* answer : {"1725", "1.725", "172.5", "17,25", "17.25.",
                             "17.2", "", "n.25", "17 25"}) {
    Page page = PageOf(drawn.boxes, {{"1725", 0.95F}});
    const Page before = page;
    Script script({{answer, 0.99F}});
    const auto edits =
        RereadWords(drawn.grey.view(), Step(), script.Reader(), page);
    ASSERT_TRUE(edits.has_value());
    EXPECT_EQ(before, page) << answer;
    EXPECT_TRUE(edits->words.empty()) << answer;
    EXPECT_EQ(4U, script.heights.size()) << answer;
  }
}

TEST(RereadTest, OtherDigitsNeedACertainReadingOrTwo) {
  const DrawnPage drawn = Draw({"17.25"});
  const auto text_after = [&](std::vector<Answer> answers) {
    Page page = PageOf(drawn.boxes, {{"1125", 0.95F}});
    Script script(std::move(answers));
    EXPECT_TRUE(RereadWords(drawn.grey.view(), Step(), script.Reader(), page)
                    .has_value());
    return WordAt(page, 0).text;
  };
  EXPECT_EQ("17.25", text_after({{"17.25", 0.93F}, {"17.26"}, {"17.28"}}));
  EXPECT_EQ("17.25", text_after({{"17.25"}, {"17.26"}, {"17.25"}}));
  EXPECT_EQ("1125", text_after({{"17.25"}, {"17.26"}, {"17.28"}, {"11.26"}}));
  EXPECT_EQ("11.25", text_after({{"17.25"}, {"11.25"}, {"17.25"}}));
}

TEST(RereadTest, ANumberInTwoPartsIsOne) {
  const DrawnPage drawn = Draw({"17.25"});
  for (const char* answer : {"17 .25", "17. 25"}) {
    Page page = PageOf(drawn.boxes, {{"1725", 0.95F}});
    Script script({{answer}});
    ASSERT_TRUE(RereadWords(drawn.grey.view(), Step(), script.Reader(), page)
                    .has_value());
    EXPECT_EQ("17.25", WordAt(page, 0).text) << answer;
    EXPECT_EQ(5U, WordAt(page, 0).letters.size()) << answer;
  }
}

TEST(RereadTest, ANumberWithoutMarksInItsInkIsNotReadAgain) {
  const DrawnPage drawn = Draw({"1725"});
  Page page = PageOf(drawn.boxes, {{"17.25", 0.95F}});
  Script script({{"1725", 0.99F}});
  ASSERT_TRUE(RereadWords(drawn.grey.view(), Step(), script.Reader(), page)
                  .has_value());
  EXPECT_EQ("17.25", WordAt(page, 0).text);
  EXPECT_TRUE(script.heights.empty());
}

// The second box reaches up into the row above: as by Tesseract where rows are
// close.
class TallBoxTest : public ::testing::TestWithParam<bool> {};

TEST_P(TallBoxTest, ABoxThatHoldsMoreThanItsWordIsCutToItsRow) {
  const DrawnPage drawn = DrawPage(kWidth, kHeight,
                                   {{"36.25", 180, 74, kFont},
                                    {"48.50", 30, 100, kFont},
                                    {"14.00", 180, 100, kFont},
                                    {"17.25", 330, 100, kFont}},
                                   GetParam());
  PixelBox tall = drawn.boxes[2];
  tall.height += tall.top - drawn.boxes[0].top;
  tall.top = drawn.boxes[0].top;
  Page page = PageOf({drawn.boxes[1], tall, drawn.boxes[3]},
                     {{"48.50"}, {"14,00"}, {"17.25"}});
  Script script({{"14.00"}});
  ASSERT_TRUE(RereadWords(drawn.grey.view(), Step(), script.Reader(), page)
                  .has_value());
  EXPECT_EQ("48.50 14.00 17.25", page.lines[0].text);
  EXPECT_EQ(Correction::kReadAgain, WordAt(page, 1).correction);
  EXPECT_NEAR(drawn.boxes[2].top, WordAt(page, 1).box.top, 1);
  EXPECT_NEAR(drawn.boxes[2].height, WordAt(page, 1).box.height, 2);
}

INSTANTIATE_TEST_SUITE_P(Polarities, TallBoxTest, ::testing::Bool(),
                         [](const auto& light) {
                           return light.param ? "LightOnDark" : "DarkOnLight";
                         });

TEST(RereadTest, TheInkHasTheLastWordOnACommaThatIsAPoint) {
  const DrawnPage drawn = Draw({"14.00", "1,250"});
  Page page = PageOf(drawn.boxes, {{"14,00", 0.93F}, {"1.250"}});
  const Word first = WordAt(page, 0);
  Script script({{"14,00"}, {"1400"}, {"14.0"}, {"14,00"}, {"1.250"}});
  const auto edits =
      RereadWords(drawn.grey.view(), Step(), script.Reader(), page);
  ASSERT_TRUE(edits.has_value());
  const Word& word = WordAt(page, 0);
  EXPECT_EQ("14.00", word.text);
  EXPECT_EQ("14,00", word.first_text);
  EXPECT_EQ(Correction::kPointOfInk, word.correction);
  EXPECT_EQ("point of ink", CorrectionName(word.correction));
  EXPECT_FLOAT_EQ(0.93F, word.confidence);
  ASSERT_EQ(5U, word.letters.size());
  EXPECT_EQ(".", word.letters[2].text);
  EXPECT_EQ(first.letters[2].box, word.letters[2].box);
  EXPECT_EQ(first.letters[3], word.letters[3]);
  ASSERT_EQ(1U, edits->words.size());
  EXPECT_EQ("14.00", edits->words[0].text);
  // A point that looks like a comma is left to the readings.
  EXPECT_EQ("1.250", WordAt(page, 1).text);
  // A reading comes first.
  page = PageOf(drawn.boxes, {{"14,00", 0.93F}, {"1,250"}});
  Script reader({{"14.00"}});
  ASSERT_TRUE(RereadWords(drawn.grey.view(), Step(), reader.Reader(), page)
                  .has_value());
  EXPECT_EQ(Correction::kReadAgain, WordAt(page, 0).correction);
}

// As Tesseract gives them at times: the last digit stands outside.
TEST(RereadTest, ABoxThatLacksTheLastDigitIsWidened) {
  const DrawnPage drawn =
      DrawPage(kWidth, kHeight, {{"07.09.2017", 30, 100, kFont}});
  for (const float confidence : {0.9F, 0.5F}) {
    for (const int lost : {5, 12}) {
      PixelBox box = drawn.boxes[0];
      box.width -= lost;
      Page page = PageOf({box}, {{"07.09.2017", confidence}});
      const Page before = page;
      Script script({{"07.09.201", 0.97F}});
      ASSERT_TRUE(RereadWords(drawn.grey.view(), Step(), script.Reader(), page)
                      .has_value());
      EXPECT_EQ(before, page) << lost;
      // It is the whole word that is read.
      page = PageOf({box}, {{"0709.2017", confidence}});
      Script reader({{"07.09.2017", 0.97F}});
      ASSERT_TRUE(RereadWords(drawn.grey.view(), Step(), reader.Reader(), page)
                      .has_value());
      EXPECT_EQ("07.09.2017", WordAt(page, 0).text) << lost;
      EXPECT_NEAR(drawn.boxes[0].width, WordAt(page, 0).box.width, 2) << lost;
    }
  }
}

TEST(RereadTest, ABoxIsNotWidenedIntoTheNextWord) {
  const DrawnPage drawn = DrawPage(
      kWidth, kHeight, {{"48.50", 30, 100, kFont}, {"17.25", 85, 100, kFont}});
  ASSERT_LT(drawn.boxes[1].left,
            drawn.boxes[0].left + drawn.boxes[0].width + 6);
  Page page = PageOf(drawn.boxes, {{"4850"}, {"1725"}});
  Script script({{"48.50"}, {"17.25"}});
  ASSERT_TRUE(RereadWords(drawn.grey.view(), Step(), script.Reader(), page)
                  .has_value());
  EXPECT_EQ("48.50 17.25", page.lines[0].text);
  EXPECT_EQ(2U, script.heights.size());
}

// --------------------------------------------------------------- words

TEST(RereadTest, WhatIsSureIsNotReadAgain) {
  const DrawnPage drawn = Draw({"Invoice", "1725", "Paid"});
  Page page = PageOf(drawn.boxes, {{"lnvoice", 0.76F}, {"1725"}, {"Paid"}});
  const Page before = page;
  Script script({{"Invoice", 0.99F}});
  const auto edits =
      RereadWords(drawn.grey.view(), Step(), script.Reader(), page);
  ASSERT_TRUE(edits.has_value());
  EXPECT_TRUE(script.heights.empty());
  EXPECT_EQ(before, page);
  EXPECT_TRUE(edits->added.empty());
}

TEST(RereadTest, ADoubtfulWordNeedsTwoEqualSureReadings) {
  const DrawnPage drawn = Draw({"Documents"});
  const auto text_after = [&](std::vector<Answer> answers) {
    Page page = PageOf(drawn.boxes, {{"Pecuments", 0.3F}});
    Script script(std::move(answers));
    EXPECT_TRUE(RereadWords(drawn.grey.view(), Step(), script.Reader(), page)
                    .has_value());
    return WordAt(page, 0).text;
  };
  EXPECT_EQ("Documents", text_after({{"Documents", 0.96F}}));
  EXPECT_EQ("Pecuments",
            text_after({{"Documents", 0.96F}, {"Docunents", 0.96F}}));
  EXPECT_EQ("Pecuments", text_after({{"Documents", 0.74F}}));
  EXPECT_EQ("Pecuments", text_after({{""}}));
  // Two words are no reading of one, a part of it is none either.
  EXPECT_EQ("Pecuments", text_after({{"Docu ments", 0.96F}}));
  EXPECT_EQ("Pecuments", text_after({{"ocuments", 0.96F}}));
}

struct Change {
  const char* before;
  const char* reading;
  float confidence;
  bool made;
};

TEST(RereadTest, ALetterForALetterNeedsCertaintyAndAStrokeIsNoReason) {
  const DrawnPage drawn = Draw({"Documents"});
  for (const Change& change : {
           Change{"Ivorhurst", "lvorhurst", 0.97F, false},
           {"Wexlcroft", "Wexicroft", 0.97F, false},
           {"Pelvmarsh", "Pelymarsh", 0.89F, false},
           {"Pelymarsh", "Pelvmarsh", 0.91F, true},
           {"JJ-23655", "J3-23655", 0.88F, false},
           {"C2-75785", "CZ-75785", 0.92F, true},
           {"Length", "length", 0.8F, true},
           {"$Z-74260", "SZ-74260", 0.8F, true},
           {"Pecuments", "Documents", 0.8F, true},
           {"ihe5", "11:35", 0.8F, true},
           {"l725", "1725", 0.8F, true},
       }) {
    Page page = PageOf(drawn.boxes, {{change.before, 0.5F}});
    Script script({{change.reading, change.confidence}});
    ASSERT_TRUE(RereadWords(drawn.grey.view(), Step(), script.Reader(), page)
                    .has_value());
    EXPECT_EQ(change.made ? change.reading : change.before,
              WordAt(page, 0).text);
  }
}

TEST(RereadTest, AWordIsAsSureAsTheLessSureOfItsReadings) {
  const DrawnPage drawn = Draw({"Documents"});
  Page page = PageOf(drawn.boxes, {{"Pecuments", 0.3F}});
  Script script({{"Documents", 0.95F}, {"Documents", 0.8F}});
  ASSERT_TRUE(RereadWords(drawn.grey.view(), Step(), script.Reader(), page)
                  .has_value());
  EXPECT_FLOAT_EQ(0.8F, WordAt(page, 0).confidence);
  // So that one certain reading of two is not enough for a letter.
  page = PageOf(drawn.boxes, {{"Docunents", 0.3F}});
  Script half({{"Documents", 0.95F}, {"Documents", 0.8F}});
  ASSERT_TRUE(
      RereadWords(drawn.grey.view(), Step(), half.Reader(), page).has_value());
  EXPECT_EQ("Docunents", WordAt(page, 0).text);
}

TEST(RereadTest, AWordWithAPointIsAWord) {
  const DrawnPage drawn = Draw({"jam.csv"});
  const auto text_after = [&](std::vector<Answer> answers) {
    Page page = PageOf(drawn.boxes, {{"iam.cs", 0.3F}});
    Script script(std::move(answers));
    EXPECT_TRUE(RereadWords(drawn.grey.view(), Step(), script.Reader(), page)
                    .has_value());
    return WordAt(page, 0).text;
  };
  EXPECT_EQ("jam.csv", text_after({{"jam.csv"}}));
  EXPECT_EQ("jam.csv", text_after({{"jam.csv"}, {"jam.csv"}, {"j"}, {"k"}}));
  // The first two readings count, and letters are what tells it from a number.
  EXPECT_EQ("iam.cs", text_after({{"j"}, {"jam.csv"}}));
  EXPECT_EQ("iam.cs", text_after({{"jam.csv", 0.7F}}));
  EXPECT_EQ("iam.cs", text_after({{"4a5.06b"}}));
}

TEST(RereadTest, NeighboursOfOneStretchOfInkBecomeOneWord) {
  const DrawnPage drawn = Draw({"23.25", "17.50"});
  PixelBox first = drawn.boxes[0];
  PixelBox second = first;
  first.width = first.width * 2 / 5;
  second.left += first.width;
  second.width -= first.width;
  Page page = PageOf({first, second, drawn.boxes[1]},
                     {{"Ze", 0.2F}, {"b)", 0.1F}, {"17.50"}});
  Script script({{"23.25", 0.95F}});
  const auto edits =
      RereadWords(drawn.grey.view(), Step(), script.Reader(), page);
  ASSERT_TRUE(edits.has_value());
  ASSERT_EQ(2U, page.lines[0].words.size());
  EXPECT_EQ("23.25", WordAt(page, 0).text);
  EXPECT_EQ("Ze b)", WordAt(page, 0).first_text);
  EXPECT_EQ("23.25 17.50", page.lines[0].text);
  ASSERT_EQ(2U, edits->words.size());
  EXPECT_EQ("23.25", edits->words[0].text);
  EXPECT_EQ("b)", edits->words[1].old_text);
  EXPECT_EQ("", edits->words[1].text);
  EXPECT_EQ(second, edits->words[1].old_box);
}

TEST(RereadTest, NeighboursWithABlankBetweenStayTwo) {
  const DrawnPage drawn =
      DrawPage(kWidth, kHeight, {{"Open doors", 30, 100, kFont}});
  ASSERT_EQ(2U, drawn.boxes.size());
  Page page = PageOf(drawn.boxes, {{"0pen", 0.3F}, {"d00rs", 0.3F}});
  Script script({{"Open", 0.97F}, {"Open", 0.97F}, {"doors", 0.97F}});
  const auto edits =
      RereadWords(drawn.grey.view(), Step(), script.Reader(), page);
  ASSERT_TRUE(edits.has_value());
  EXPECT_EQ("Open doors", page.lines[0].text);
  EXPECT_EQ(2U, edits->words.size());
}

TEST(RereadTest, EqualWordsBeforeAnEditAreCounted) {
  const DrawnPage drawn = Draw({"1725", "17.25", "17.25"});
  Page page = PageOf(drawn.boxes, {{"1725"}, {"1725"}, {"1725"}});
  Script script({{"17.25"}});
  const auto edits =
      RereadWords(drawn.grey.view(), Step(), script.Reader(), page);
  ASSERT_TRUE(edits.has_value());
  ASSERT_EQ(2U, edits->words.size());
  EXPECT_EQ(1, edits->words[0].equal_before);
  EXPECT_EQ(0, edits->words[1].equal_before);
  EXPECT_EQ("1725 17.25 17.25", page.lines[0].text);
}

TEST(RereadTest, BoxesThatHoldNoWordAreNotReadAgain) {
  const auto readings = [](const DrawnPage& drawn, const PixelBox& box) {
    // A sure word covers the ink, so that nothing is found.
    Page page = PageOf({box, drawn.boxes[0]}, {{"1725", 0.1F}, {"Paid"}});
    // Where its letters stand is not known: they are not asked.
    page.lines[0].words[0].letters.clear();
    page.lines[0].words[0].letter_ids.clear();
    const Page before = page;
    Script script({{"1725"}});
    EXPECT_TRUE(RereadWords(drawn.grey.view(), Step(), script.Reader(), page)
                    .has_value());
    EXPECT_EQ(before, page);
    return script.heights.size();
  };
  const auto draw = [](double size) {
    return DrawPage(900, kHeight,
                    {{"17.25", 400, 100, {Family::kDejaVuSans, size}}});
  };
  const DrawnPage drawn = draw(20);
  const PixelBox ink = drawn.boxes[0];
  // With its digits and anew, at four heights each.
  EXPECT_EQ(8U, readings(drawn, ink));
  // No ink in it, no width, far too wide, pixels too low for letters.
  EXPECT_EQ(0U, readings(drawn, {100, 20, 60, 15}));
  EXPECT_EQ(0U, readings(drawn, {ink.left, ink.top, 0, ink.height}));
  const int wide = 40 * ink.height;
  EXPECT_EQ(8U, readings(drawn, {100, ink.top, wide, ink.height}));
  EXPECT_EQ(0U, readings(drawn, {100, ink.top, wide + 1, ink.height}));
  const DrawnPage tiny = draw(5);
  ASSERT_EQ(5, tiny.boxes[0].height);
  EXPECT_EQ(0U, readings(tiny, tiny.boxes[0]));
  const DrawnPage small = draw(9);
  EXPECT_GE(small.boxes[0].height, 6);
  EXPECT_LE(2U, readings(small, small.boxes[0]));
}

// --------------------------------------------------------------- found

TEST(RereadTest, WhatTheLayoutLeftOutIsFound) {
  const DrawnPage drawn = Draw({"17.25", "48.50", "Paid"});
  Page page = PageOf(drawn.boxes, {{"17.25"}});
  page.lines[0].id = 4;
  Script script({{"48.50", 0.95F}, {"Paid", 0.9F}, {"Paid", 0.9F}});
  const auto edits =
      RereadWords(drawn.grey.view(), Step(), script.Reader(), page);
  ASSERT_TRUE(edits.has_value());
  EXPECT_EQ(3U, script.heights.size());
  ASSERT_EQ(3U, page.lines.size());
  EXPECT_TRUE(edits->words.empty());
  ASSERT_EQ(2U, edits->added.size());
  for (std::size_t i = 0; i < 2; ++i) {
    const Line& line = page.lines[i + 1];
    EXPECT_EQ(edits->added[i], line);
    EXPECT_EQ(5 + static_cast<int>(i), line.id);
    EXPECT_EQ(i == 0 ? "48.50" : "Paid", line.text);
    ASSERT_EQ(1U, line.words.size());
    EXPECT_EQ(Correction::kFound, line.words[0].correction);
    EXPECT_EQ("", line.words[0].first_text);
    EXPECT_NEAR(drawn.boxes[i + 1].left, line.box.left, 2);
    EXPECT_NEAR(drawn.boxes[i + 1].width, line.box.width, 4);
    EXPECT_EQ(line.box, line.words[0].box);
  }
}

TEST(RereadTest, FoundTextIsSureAndHasTwoLetters) {
  const DrawnPage drawn = Draw({"Paid"});
  for (const Answer& answer :
       {Answer{"Paid", 0.7F}, {"P", 0.95F}, {"=|-", 0.95F}, {"", 0.95F}}) {
    Page page;
    Script script({answer});
    ASSERT_TRUE(RereadWords(drawn.grey.view(), Step(), script.Reader(), page)
                    .has_value());
    EXPECT_TRUE(page.lines.empty()) << answer.text;
    EXPECT_FALSE(script.heights.empty());
  }
}

TEST(RereadTest, NoiseCoversNothing) {
  const DrawnPage drawn = Draw({"Paid"});
  Page page = PageOf({{0, 0, kWidth, kHeight}}, {{"|"}});
  page.lines[0].words[0].is_noise = true;
  Script script({{"Paid", 0.95F}});
  ASSERT_TRUE(RereadWords(drawn.grey.view(), Step(), script.Reader(), page)
                  .has_value());
  ASSERT_EQ(2U, page.lines.size());
  EXPECT_EQ("Paid", page.lines[1].text);
}

// -------------------------------------------------------------- limits

TEST(RereadTest, NoMoreReadingsThanTheBudgetWordsFirst) {
  const DrawnPage drawn = Draw({"17.25", "48.50", "Paid"});
  // One wrong, one doubtful, one left out: four readings, four and two.
  constexpr std::size_t kNeeded = 10;
  for (const std::size_t most : {1U, 4U, 6U, 8U, 9U, 100U}) {
    Page page = PageOf(drawn.boxes, {{"1725", 0.95F}, {"4B.S0", 0.4F}});
    RereadStep step = Step();
    step.most_readings = static_cast<int>(most);
    std::vector<Answer> answers(8, {"xx", 0.9F});
    answers.push_back({"Paid", 0.95F});
    Script script(std::move(answers));
    ASSERT_TRUE(RereadWords(drawn.grey.view(), step, script.Reader(), page)
                    .has_value());
    EXPECT_EQ(std::min(most, kNeeded), script.heights.size());
    EXPECT_EQ(most >= kNeeded ? 2U : 1U, page.lines.size()) << most;
  }
}

TEST(RereadTest, AnErrorOfTheReaderIsPassedOn) {
  const DrawnPage drawn = Draw({"17.25", "48.50", "Paid"});
  for (const std::size_t at : {1U, 4U, 5U, 6U, 9U}) {
    Page page = PageOf(drawn.boxes, {{"1725", 0.95F}, {"4B.S0", 0.4F}});
    Script script({{"xx", 0.9F}});
    script.fail_at = at;
    const auto edits =
        RereadWords(drawn.grey.view(), Step(), script.Reader(), page);
    ASSERT_FALSE(edits.has_value()) << at;
    EXPECT_EQ(ErrorCode::kTimeout, edits.error().code);
    EXPECT_EQ(at, script.heights.size());
  }
}

TEST(RereadTest, AnEmptyPage) {
  const DrawnPage drawn = Draw({});
  Page page;
  Script script({{"xx"}});
  const auto edits =
      RereadWords(drawn.grey.view(), Step(), script.Reader(), page);
  ASSERT_TRUE(edits.has_value());
  EXPECT_TRUE(page.lines.empty());
  EXPECT_TRUE(script.heights.empty());
}

}  // namespace
}  // namespace rescan
