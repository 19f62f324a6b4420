// Numbers that are read again, and what the ink says of them.
#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "tests/engine/ocr/reread_script.h"

namespace rescan {
namespace {

class NumberTest : public ::testing::TestWithParam<bool> {};

TEST_P(NumberTest, ALostPointComesBackWhenAReadingHasItWhereTheInkDoes) {
  const DrawnPage drawn = DrawRow({"48.50", "17.25"}, GetParam());
  Page page = PageOf(drawn.boxes, {{"48.50"}, {"1725", 0.95F}});
  // Two readings contradict the ink, the third does not.
  Script script({{"1725"}, {"1.725"}, {"17.25", 0.84F}});
  const auto edits =
      RereadWords(drawn.grey.view(), ShippedStep(), script.Reader(), page);
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

TEST(RereadNumbersTest, PicturesHaveTheHeightsOfTheStep) {
  const DrawnPage drawn = DrawRow({"17.25"});
  Page page = PageOf(drawn.boxes, {{"1725"}});
  Script script({{"1725"}});
  ASSERT_TRUE(
      RereadWords(drawn.grey.view(), ShippedStep(), script.Reader(), page)
          .has_value());
  ASSERT_EQ(4U, script.heights.size());
  for (std::size_t i = 0; i < 4; ++i) {
    const double digits = ShippedStep().digit_heights[i];
    EXPECT_NEAR(digits * (1 + 2 * ShippedStep().margin), script.heights[i],
                0.15 * digits);
  }
}

TEST(RereadNumbersTest, WithoutAReadingThatAgreesANumberStays) {
  const DrawnPage drawn = DrawRow({"17.25"});
  for (const char* answer : {"1725", "1.725", "172.5", "17,25", "17.25.",
                             "17.2", "", "n.25", "17 25"}) {
    Page page = PageOf(drawn.boxes, {{"1725", 0.95F}});
    const Page before = page;
    Script script({{answer, 0.99F}});
    const auto edits =
        RereadWords(drawn.grey.view(), ShippedStep(), script.Reader(), page);
    ASSERT_TRUE(edits.has_value());
    EXPECT_EQ(before, page) << answer;
    EXPECT_TRUE(edits->words.empty()) << answer;
    EXPECT_EQ(4U, script.heights.size()) << answer;
  }
}

TEST(RereadNumbersTest, OtherDigitsNeedACertainReadingOrTwo) {
  const DrawnPage drawn = DrawRow({"17.25"});
  const auto text_after = [&](std::vector<Answer> answers) {
    Page page = PageOf(drawn.boxes, {{"1125", 0.95F}});
    Script script(std::move(answers));
    EXPECT_TRUE(
        RereadWords(drawn.grey.view(), ShippedStep(), script.Reader(), page)
            .has_value());
    return WordAt(page, 0).text;
  };
  EXPECT_EQ("17.25", text_after({{"17.25", 0.93F}, {"17.26"}, {"17.28"}}));
  EXPECT_EQ("17.25", text_after({{"17.25"}, {"17.26"}, {"17.25"}}));
  EXPECT_EQ("1125", text_after({{"17.25"}, {"17.26"}, {"17.28"}, {"11.26"}}));
  EXPECT_EQ("11.25", text_after({{"17.25"}, {"11.25"}, {"17.25"}}));
}

TEST(RereadNumbersTest, ANumberInTwoPartsIsOne) {
  const DrawnPage drawn = DrawRow({"17.25"});
  for (const char* answer : {"17 .25", "17. 25"}) {
    Page page = PageOf(drawn.boxes, {{"1725", 0.95F}});
    Script script({{answer}});
    ASSERT_TRUE(
        RereadWords(drawn.grey.view(), ShippedStep(), script.Reader(), page)
            .has_value());
    EXPECT_EQ("17.25", WordAt(page, 0).text) << answer;
    EXPECT_EQ(5U, WordAt(page, 0).letters.size()) << answer;
  }
}

TEST(RereadNumbersTest, ANumberWithoutMarksInItsInkIsNotReadAgain) {
  const DrawnPage drawn = DrawRow({"1725"});
  Page page = PageOf(drawn.boxes, {{"17.25", 0.95F}});
  Script script({{"1725", 0.99F}});
  ASSERT_TRUE(
      RereadWords(drawn.grey.view(), ShippedStep(), script.Reader(), page)
          .has_value());
  EXPECT_EQ("17.25", WordAt(page, 0).text);
  EXPECT_TRUE(script.heights.empty());
}

// The second box reaches up into the row above: as by Tesseract where rows are
// close.
class TallBoxTest : public ::testing::TestWithParam<bool> {};

TEST_P(TallBoxTest, ABoxThatHoldsMoreThanItsWordIsCutToItsRow) {
  const DrawnPage drawn = DrawPage(kRereadWidth, kRereadHeight,
                                   {{"36.25", 180, 74, kRereadFont},
                                    {"48.50", 30, 100, kRereadFont},
                                    {"14.00", 180, 100, kRereadFont},
                                    {"17.25", 330, 100, kRereadFont}},
                                   GetParam());
  PixelBox tall = drawn.boxes[2];
  tall.height += tall.top - drawn.boxes[0].top;
  tall.top = drawn.boxes[0].top;
  Page page = PageOf({drawn.boxes[1], tall, drawn.boxes[3]},
                     {{"48.50"}, {"14,00"}, {"17.25"}});
  Script script({{"14.00"}});
  ASSERT_TRUE(
      RereadWords(drawn.grey.view(), ShippedStep(), script.Reader(), page)
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

TEST(RereadNumbersTest, TheInkHasTheLastWordOnACommaThatIsAPoint) {
  const DrawnPage drawn = DrawRow({"14.00", "1,250"});
  Page page = PageOf(drawn.boxes, {{"14,00", 0.93F}, {"1.250"}});
  const Word first = WordAt(page, 0);
  Script script({{"14,00"}, {"1400"}, {"14.0"}, {"14,00"}, {"1.250"}});
  const auto edits =
      RereadWords(drawn.grey.view(), ShippedStep(), script.Reader(), page);
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
  ASSERT_TRUE(
      RereadWords(drawn.grey.view(), ShippedStep(), reader.Reader(), page)
          .has_value());
  EXPECT_EQ(Correction::kReadAgain, WordAt(page, 0).correction);
}

// As Tesseract gives them at times: the last digit stands outside.
TEST(RereadNumbersTest, ABoxThatLacksTheLastDigitIsWidened) {
  const DrawnPage drawn = DrawPage(kRereadWidth, kRereadHeight,
                                   {{"07.09.2017", 30, 100, kRereadFont}});
  for (const float confidence : {0.9F, 0.5F}) {
    for (const int lost : {5, 12}) {
      PixelBox box = drawn.boxes[0];
      box.width -= lost;
      Page page = PageOf({box}, {{"07.09.2017", confidence}});
      const Page before = page;
      Script script({{"07.09.201", 0.97F}});
      ASSERT_TRUE(
          RereadWords(drawn.grey.view(), ShippedStep(), script.Reader(), page)
              .has_value());
      EXPECT_EQ(before, page) << lost;
      // It is the whole word that is read.
      page = PageOf({box}, {{"0709.2017", confidence}});
      Script reader({{"07.09.2017", 0.97F}});
      ASSERT_TRUE(
          RereadWords(drawn.grey.view(), ShippedStep(), reader.Reader(), page)
              .has_value());
      EXPECT_EQ("07.09.2017", WordAt(page, 0).text) << lost;
      EXPECT_NEAR(drawn.boxes[0].width, WordAt(page, 0).box.width, 2) << lost;
    }
  }
}

TEST(RereadNumbersTest, ABoxIsNotWidenedIntoTheNextWord) {
  const DrawnPage drawn = DrawPage(
      kRereadWidth, kRereadHeight,
      {{"48.50", 30, 100, kRereadFont}, {"17.25", 85, 100, kRereadFont}});
  ASSERT_LT(drawn.boxes[1].left,
            drawn.boxes[0].left + drawn.boxes[0].width + 6);
  Page page = PageOf(drawn.boxes, {{"4850"}, {"1725"}});
  Script script({{"48.50"}, {"17.25"}});
  ASSERT_TRUE(
      RereadWords(drawn.grey.view(), ShippedStep(), script.Reader(), page)
          .has_value());
  EXPECT_EQ("48.50 17.25", page.lines[0].text);
  EXPECT_EQ(2U, script.heights.size());
}

}  // namespace
}  // namespace rescan
