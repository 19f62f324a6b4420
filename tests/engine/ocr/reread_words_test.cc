// Doubtful words that are read again.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/engine/ocr/reread_script.h"

namespace rescan {
namespace {

using samples::Family;

TEST(RereadWordsTest, WhatIsSureIsNotReadAgain) {
  const DrawnPage drawn = DrawRow({"Invoice", "1725", "Paid"});
  Page page = PageOf(drawn.boxes, {{"lnvoice", 0.76F}, {"1725"}, {"Paid"}});
  const Page before = page;
  Script script({{"Invoice", 0.99F}});
  const auto edits =
      RereadWords(drawn.grey.view(), ShippedStep(), script.Reader(), page);
  ASSERT_TRUE(edits.has_value());
  EXPECT_TRUE(script.heights.empty());
  EXPECT_EQ(before, page);
  EXPECT_TRUE(edits->added.empty());
}

TEST(RereadWordsTest, ADoubtfulWordNeedsTwoEqualSureReadings) {
  const DrawnPage drawn = DrawRow({"Documents"});
  const auto text_after = [&](std::vector<Answer> answers) {
    Page page = PageOf(drawn.boxes, {{"Pecuments", 0.3F}});
    Script script(std::move(answers));
    EXPECT_TRUE(
        RereadWords(drawn.grey.view(), ShippedStep(), script.Reader(), page)
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

TEST(RereadWordsTest, ALetterForALetterNeedsCertaintyAndAStrokeIsNoReason) {
  const DrawnPage drawn = DrawRow({"Documents"});
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
    ASSERT_TRUE(
        RereadWords(drawn.grey.view(), ShippedStep(), script.Reader(), page)
            .has_value());
    EXPECT_EQ(change.made ? change.reading : change.before,
              WordAt(page, 0).text);
  }
}

TEST(RereadWordsTest, AWordIsAsSureAsTheLessSureOfItsReadings) {
  const DrawnPage drawn = DrawRow({"Documents"});
  Page page = PageOf(drawn.boxes, {{"Pecuments", 0.3F}});
  Script script({{"Documents", 0.95F}, {"Documents", 0.8F}});
  ASSERT_TRUE(
      RereadWords(drawn.grey.view(), ShippedStep(), script.Reader(), page)
          .has_value());
  EXPECT_FLOAT_EQ(0.8F, WordAt(page, 0).confidence);
  // So that one certain reading of two is not enough for a letter.
  page = PageOf(drawn.boxes, {{"Docunents", 0.3F}});
  Script half({{"Documents", 0.95F}, {"Documents", 0.8F}});
  ASSERT_TRUE(RereadWords(drawn.grey.view(), ShippedStep(), half.Reader(), page)
                  .has_value());
  EXPECT_EQ("Docunents", WordAt(page, 0).text);
}

TEST(RereadWordsTest, AWordWithAPointIsAWord) {
  const DrawnPage drawn = DrawRow({"jam.csv"});
  const auto text_after = [&](std::vector<Answer> answers) {
    Page page = PageOf(drawn.boxes, {{"iam.cs", 0.3F}});
    Script script(std::move(answers));
    EXPECT_TRUE(
        RereadWords(drawn.grey.view(), ShippedStep(), script.Reader(), page)
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

TEST(RereadWordsTest, NeighboursOfOneStretchOfInkBecomeOneWord) {
  const DrawnPage drawn = DrawRow({"23.25", "17.50"});
  PixelBox first = drawn.boxes[0];
  PixelBox second = first;
  first.width = first.width * 2 / 5;
  second.left += first.width;
  second.width -= first.width;
  Page page = PageOf({first, second, drawn.boxes[1]},
                     {{"Ze", 0.2F}, {"b)", 0.1F}, {"17.50"}});
  Script script({{"23.25", 0.95F}});
  const auto edits =
      RereadWords(drawn.grey.view(), ShippedStep(), script.Reader(), page);
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

TEST(RereadWordsTest, NeighboursWithABlankBetweenStayTwo) {
  const DrawnPage drawn = DrawPage(kRereadWidth, kRereadHeight,
                                   {{"Open doors", 30, 100, kRereadFont}});
  ASSERT_EQ(2U, drawn.boxes.size());
  Page page = PageOf(drawn.boxes, {{"0pen", 0.3F}, {"d00rs", 0.3F}});
  Script script({{"Open", 0.97F}, {"Open", 0.97F}, {"doors", 0.97F}});
  const auto edits =
      RereadWords(drawn.grey.view(), ShippedStep(), script.Reader(), page);
  ASSERT_TRUE(edits.has_value());
  EXPECT_EQ("Open doors", page.lines[0].text);
  EXPECT_EQ(2U, edits->words.size());
}

TEST(RereadWordsTest, EqualWordsBeforeAnEditAreCounted) {
  const DrawnPage drawn = DrawRow({"1725", "17.25", "17.25"});
  Page page = PageOf(drawn.boxes, {{"1725"}, {"1725"}, {"1725"}});
  Script script({{"17.25"}});
  const auto edits =
      RereadWords(drawn.grey.view(), ShippedStep(), script.Reader(), page);
  ASSERT_TRUE(edits.has_value());
  ASSERT_EQ(2U, edits->words.size());
  EXPECT_EQ(1, edits->words[0].equal_before);
  EXPECT_EQ(0, edits->words[1].equal_before);
  EXPECT_EQ("1725 17.25 17.25", page.lines[0].text);
}

TEST(RereadWordsTest, BoxesThatHoldNoWordAreNotReadAgain) {
  const auto readings = [](const DrawnPage& drawn, const PixelBox& box) {
    // A sure word covers the ink, so that nothing is found.
    Page page = PageOf({box, drawn.boxes[0]}, {{"1725", 0.1F}, {"Paid"}});
    // Where its letters stand is not known: they are not asked.
    page.lines[0].words[0].letters.clear();
    page.lines[0].words[0].letter_ids.clear();
    const Page before = page;
    Script script({{"1725"}});
    EXPECT_TRUE(
        RereadWords(drawn.grey.view(), ShippedStep(), script.Reader(), page)
            .has_value());
    EXPECT_EQ(before, page);
    return script.heights.size();
  };
  const auto draw = [](double size) {
    return DrawPage(900, kRereadHeight,
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

}  // namespace
}  // namespace rescan
