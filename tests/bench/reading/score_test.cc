#include "bench/reading/score.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace rescan::bench {
namespace {

const std::vector<Box> kTruth = {{0, 0, 100, 20, "TOTAL: 10.00"},
                                 {0, 40, 100, 60, "THANK YOU"}};

Reading ReadWell() {
  return {{{0, 0, 40, 20, "TOTAL:"},
           {50, 0, 90, 20, "10.00"},
           {0, 40, 50, 60, "THANK"},
           {60, 40, 90, 60, "YOU"}},
          {{0, 0, 100, 20, "TOTAL: 10.00"}, {0, 40, 100, 60, "THANK YOU"}}};
}

TEST(ScoreTest, APerfectReading) {
  EXPECT_EQ("F1n=1.000 F1=1.000 CER=0.000 WER=0.000 bCER=0.000",
            Figures(ScorePage(kTruth, ReadWell())));
}

// By hand: of 4 and 4 words TOTAL and YOU are right when punctuation does not
// count, YOU alone when it does. "TOTAL: 10.00 THANK YOU" has 22 characters,
// of which the colon and the point are lost and an S is added; 3 of 4 words
// differ. In the boxes: 2 errors of 11, 1 of 8.
TEST(ScoreTest, CountsByHand) {
  const Reading reading = {
      {{0, 0, 40, 20, "TOTAL"},
       {50, 0, 90, 20, "1000"},
       {0, 40, 50, 60, "THANKS"},
       {60, 40, 90, 60, "YOU"}},
      {{0, 0, 100, 20, "TOTAL 1000"}, {0, 40, 100, 60, "THANKS YOU"}}};
  const Score score = ScorePage(kTruth, reading);
  EXPECT_EQ(1u, score.words.both);
  EXPECT_EQ(4u, score.words.truth);
  EXPECT_EQ(4u, score.words.read);
  EXPECT_EQ(3u, score.bare_words.both);
  EXPECT_EQ(3u, score.text.errors);
  EXPECT_EQ(22u, score.text.symbols);
  EXPECT_EQ(3u, score.text_words.errors);
  EXPECT_EQ(4u, score.text_words.symbols);
  EXPECT_EQ(3u, score.boxes.errors);
  EXPECT_EQ(19u, score.boxes.symbols);
  EXPECT_EQ("F1n=0.750 F1=0.250 CER=0.136 WER=0.750 bCER=0.158",
            Figures(score));
}

TEST(ScoreTest, NothingReadAndNothingThere) {
  EXPECT_EQ("F1n=0.000 F1=0.000 CER=1.000 WER=1.000 bCER=1.000",
            Figures(ScorePage(kTruth, {})));
  EXPECT_EQ("F1n=0.000 F1=0.000 CER=0.000 WER=0.000 bCER=0.000",
            Figures(ScorePage({}, {})));
  // 22 characters and 4 words where there should be none; no box to be wrong.
  EXPECT_EQ("F1n=0.000 F1=0.000 CER=22.000 WER=4.000 bCER=0.000",
            Figures(ScorePage({}, ReadWell())));
}

TEST(ScoreTest, WordsOfPunctuationAloneAreNoBareWords) {
  const Score score =
      ScorePage({{0, 0, 9, 9, "- A *"}}, {{{0, 0, 9, 9, "A"}}, {}});
  EXPECT_EQ(3u, score.words.truth);
  EXPECT_EQ(1u, score.bare_words.truth);
  EXPECT_EQ(1.0, score.bare_words.F1());
}

TEST(ScoreTest, AWordCountsInTheBoxWhoseMiddleIsNearest) {
  // Both boxes' tolerance holds the word's centre, at y = 19.
  const std::vector<Box> truth = {{0, 0, 50, 20, "AB"}, {0, 20, 50, 40, "CD"}};
  const Reading reading = {{{0, 14, 30, 24, "AB"}}, {}};
  EXPECT_EQ(2u, ScorePage(truth, reading).boxes.errors);
}

TEST(ScoreTest, ErrorsInABoxAreAtMostItsLength) {
  const Reading reading = {{{0, 0, 9, 9, "MUCHLONGER"}}, {}};
  const Score score = ScorePage({{0, 0, 9, 9, "AB"}}, reading);
  EXPECT_EQ(2u, score.boxes.errors);
  // Text beside every box is not counted here, but in the page's text.
  const Reading beside = {{{50, 50, 59, 59, "XY"}}, {{50, 50, 59, 59, "XY"}}};
  const Score other = ScorePage({{0, 0, 9, 9, "AB"}}, beside);
  EXPECT_EQ(2u, other.boxes.errors);
  EXPECT_EQ(2u, other.text.errors);
}

TEST(ScoreTest, PageTextIsInReadingOrder) {
  EXPECT_EQ("A B C D", PageText({{50, 42, 90, 62, "D"},
                                 {50, 0, 90, 20, "B"},
                                 {0, 3, 40, 23, "A"},
                                 {0, 40, 40, 60, "C"}}));
  EXPECT_EQ("", PageText({}));
  // An empty box in a row of its own leaves two blanks.
  EXPECT_EQ(
      "A  B",
      PageText({{0, 0, 9, 9, "A"}, {0, 20, 9, 29, ""}, {0, 40, 9, 49, "B"}}));
}

TEST(ScoreTest, ASumIsAMicroAverage) {
  Score sum = ScorePage(kTruth, ReadWell());
  sum += ScorePage({{0, 0, 9, 9, "AB"}}, {});
  EXPECT_EQ(24u, sum.text.symbols);
  EXPECT_EQ(2u, sum.text.errors);
  EXPECT_DOUBLE_EQ(8.0 / 9, sum.words.F1());
  EXPECT_DOUBLE_EQ(2.0 / 21, sum.boxes.Rate());
}

}  // namespace
}  // namespace rescan::bench
