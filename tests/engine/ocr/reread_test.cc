// What the layout left out, and the limits of reading again.
#include "engine/ocr/reread.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <vector>

#include "tests/engine/ocr/reread_script.h"

namespace rescan {
namespace {

TEST(RereadTest, WhatTheLayoutLeftOutIsFound) {
  const DrawnPage drawn = DrawRow({"17.25", "48.50", "Paid"});
  Page page = PageOf(drawn.boxes, {{"17.25"}});
  page.lines[0].id = 4;
  Script script({{"48.50", 0.95F}, {"Paid", 0.9F}, {"Paid", 0.9F}});
  const auto edits =
      RereadWords(drawn.grey.view(), ShippedStep(), script.Reader(), page);
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
  const DrawnPage drawn = DrawRow({"Paid"});
  for (const Answer& answer :
       {Answer{"Paid", 0.7F}, {"P", 0.95F}, {"=|-", 0.95F}, {"", 0.95F}}) {
    Page page;
    Script script({answer});
    ASSERT_TRUE(
        RereadWords(drawn.grey.view(), ShippedStep(), script.Reader(), page)
            .has_value());
    EXPECT_TRUE(page.lines.empty()) << answer.text;
    EXPECT_FALSE(script.heights.empty());
  }
}

TEST(RereadTest, NoiseCoversNothing) {
  const DrawnPage drawn = DrawRow({"Paid"});
  Page page = PageOf({{0, 0, kRereadWidth, kRereadHeight}}, {{"|"}});
  page.lines[0].words[0].is_noise = true;
  Script script({{"Paid", 0.95F}});
  ASSERT_TRUE(
      RereadWords(drawn.grey.view(), ShippedStep(), script.Reader(), page)
          .has_value());
  ASSERT_EQ(2U, page.lines.size());
  EXPECT_EQ("Paid", page.lines[1].text);
}

// -------------------------------------------------------------- limits

TEST(RereadTest, NoMoreReadingsThanTheBudgetWordsFirst) {
  const DrawnPage drawn = DrawRow({"17.25", "48.50", "Paid"});
  // One wrong, one doubtful, one left out: four readings, four and two.
  constexpr std::size_t kNeeded = 10;
  for (const std::size_t most : {1U, 4U, 6U, 8U, 9U, 100U}) {
    Page page = PageOf(drawn.boxes, {{"1725", 0.95F}, {"4B.S0", 0.4F}});
    RereadStep step = ShippedStep();
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
  const DrawnPage drawn = DrawRow({"17.25", "48.50", "Paid"});
  for (const std::size_t at : {1U, 4U, 5U, 6U, 9U}) {
    Page page = PageOf(drawn.boxes, {{"1725", 0.95F}, {"4B.S0", 0.4F}});
    Script script({{"xx", 0.9F}});
    script.fail_at = at;
    const auto edits =
        RereadWords(drawn.grey.view(), ShippedStep(), script.Reader(), page);
    ASSERT_FALSE(edits.has_value()) << at;
    EXPECT_EQ(ErrorCode::kTimeout, edits.error().code);
    EXPECT_EQ(at, script.heights.size());
  }
}

TEST(RereadTest, AnEmptyPage) {
  const DrawnPage drawn = DrawRow({});
  Page page;
  Script script({{"xx"}});
  const auto edits =
      RereadWords(drawn.grey.view(), ShippedStep(), script.Reader(), page);
  ASSERT_TRUE(edits.has_value());
  EXPECT_TRUE(page.lines.empty());
  EXPECT_TRUE(script.heights.empty());
}

}  // namespace
}  // namespace rescan
