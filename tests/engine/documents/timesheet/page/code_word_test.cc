#include "engine/documents/timesheet/page/code_word.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "engine/documents/timesheet/doubted.h"
#include "tests/engine/documents/timesheet/page/drawn_field.h"

namespace rescan::timesheet::page {
namespace {

constexpr const char* kName = "Fleet Tracking - Wave 2 (REAG081277)";

// As the reader gives it: a word each, letters where the ink has them roughly.
LineReading Reading(const std::vector<std::string>& words, PixelBox box,
                    float confidence) {
  LineReading reading;
  std::size_t length = words.size() - 1;
  for (const std::string& word : words) length += word.size();
  const double step = 1.0 * box.width / static_cast<double>(length);
  double x = box.left;
  for (const std::string& text : words) {
    Word word;
    word.text = text;
    word.confidence = confidence;
    word.box = {static_cast<int>(x), box.top,
                static_cast<int>(step * static_cast<double>(text.size())),
                box.height};
    for (const char c : text) {
      word.letters.push_back(
          {std::string(1, c),
           {static_cast<int>(x), box.top, static_cast<int>(step), box.height},
           confidence});
      x += step;
    }
    x += step;
    if (!reading.text.empty()) reading.text += ' ';
    reading.text += text;
    reading.words.push_back(std::move(word));
  }
  reading.confidence = confidence;
  return reading;
}

class CodeWordTest : public ::testing::Test {
 protected:
  CodeWordTest() : page_(600, 60, kDark) {
    box_ = page_.Draw(20, 35, kName, 15, true);
    field_ = CutField(page_.Grey().view(), box_, Around(box_));
  }

  // The line read as `words`, the code again as `again`, the last for ever.
  LineReading After(const std::vector<std::string>& words, float confidence,
                    std::vector<std::string> again) {
    LineReading reading = Reading(words, box_, confidence);
    std::size_t next = 0;
    asked_ = 0;
    const Status done = ReadCodeAgain(
        field_,
        [&](const FieldPicture& part, const Look&) {
          ++asked_;
          part_width_ = part.ink_box.width();
          const std::string& text = again[std::min(next++, again.size() - 1)];
          return Result<LineReading>(Reading(
              {text}, {part.left, part.top, part.grey.width(), 20}, 0.8F));
        },
        reading);
    EXPECT_TRUE(done.has_value());
    return reading;
  }

  DrawnPage page_;
  PixelBox box_;
  FieldPicture field_;
  int asked_ = 0;
  int part_width_ = 0;
};

const std::vector<std::string> kWords = {"Fleet", "Tracking", "-",
                                         "Wave",  "2",        "(REAG081277)"};

TEST_F(CodeWordTest, ASureCodeIsNotReadAgain) {
  EXPECT_EQ(After(kWords, 0.95F, {"(X1)"}).text, kName);
  EXPECT_EQ(asked_, 0);
}

TEST_F(CodeWordTest, ASecondEqualReadingMakesItSure) {
  const LineReading reading = After(kWords, 0.6F, {"(REAG081277)"});
  EXPECT_EQ(reading.text, kName);
  EXPECT_EQ(reading.words.back().confidence, 0.8F);
  EXPECT_EQ(asked_, 1);
  // Only the code was looked at.
  EXPECT_LT(part_width_, box_.width / 2);
  EXPECT_GT(part_width_, box_.width / 4);
}

TEST_F(CodeWordTest, TwoThatAgreeOutvoteTheLine) {
  std::vector<std::string> words = kWords;
  words.back() = "(RFAG081277)";
  const LineReading reading = After(words, 0.6F, {"(REAG081277)"});
  EXPECT_EQ(reading.text, kName);
  EXPECT_EQ(reading.words.back().letters.size(), 12U);
}

TEST_F(CodeWordTest, WithoutTwoThatAgreeItStaysInDoubt) {
  const LineReading reading =
      After(kWords, 0.8F, {"(REAGO1)", "(REAG081Z77)", "(REAG0B1277)"});
  EXPECT_EQ(reading.text, kName);
  EXPECT_LE(reading.confidence, 0.5F);
}

TEST_F(CodeWordTest, ABlankInACodeIsNone) {
  std::vector<std::string> words = kWords;
  words.back() = "(REAG";
  words.push_back("081277)");
  EXPECT_EQ(After(words, 0.6F, {"(REAG081277)"}).text, kName);
}

TEST_F(CodeWordTest, PartsThatAreNoCodeAreNotTaken) {
  const LineReading reading = After(kWords, 0.8F, {"2(REAG081277)"});
  EXPECT_EQ(reading.text, kName);
  EXPECT_LE(reading.confidence, 0.5F);
}

TEST_F(CodeWordTest, TextWithoutACodeIsLeftAlone) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"Build", "(BUILD)"},
        {"Build"},
        {"7)"},
        {"(PJ1)", "more"}}) {
    const LineReading reading = After(words, 0.4F, {"(X1)"});
    EXPECT_EQ(asked_, 0);
    EXPECT_EQ(reading.confidence, 0.4F);
  }
}

// Letters of small print may stand as far apart as words do, and where they
// were read is rough.
TEST_F(CodeWordTest, APartBeginsWithItsParenthesis) {
  for (int gap = 0; gap <= 5; ++gap) {
    DrawnPage page(600, 60, kLight);
    const PixelBox name = page.Draw(20, 35, "Lot 4", 15, true);
    const PixelBox first =
        page.Draw(name.left + name.width + 6, 35, "(H", 15, true);
    const int next = first.left + first.width + gap;
    const PixelBox last = page.Draw(next, 35, "CST991703)", 15, true);
    box_ = {name.left, first.top, last.left + last.width - name.left,
            first.height};
    field_ = CutField(page.Grey().view(), box_, Around(box_));
    After({"Lot", "4", "(HCST991703)"}, 0.5F, {"(HCST991703)"});
    EXPECT_NEAR(part_width_, last.left + last.width - first.left, 3) << gap;
  }
}

// In small print a parenthesis is half as wide as letters are high, and the C
// stands behind a gap as well.
TEST_F(CodeWordTest, ASmallParenthesisIsWiderThanItLooks) {
  for (const double place : {20.0, 20.2, 20.4, 20.6, 20.8}) {
    for (const double size : {14.0, 14.5, 15.4, 16.0}) {
      DrawnPage page(700, 60, kLight);
      const PixelBox name = page.Draw(
          place, 35, "Retail Warehouse Automation - Licences", size, true);
      const int begin = name.left + name.width + 5;
      const PixelBox code =
          page.Draw(begin + place - 20, 35, "(HCST625915)", size, true);
      box_ = {name.left, code.top, code.left + code.width - name.left,
              code.height};
      field_ = CutField(page.Grey().view(), box_, Around(box_));
      After({"Retail", "Warehouse", "Automation", "-", "Licences",
             "(HCST625915)"},
            0.5F, {"(HCST625915)"});
      EXPECT_NEAR(part_width_, code.width, 2) << place << ' ' << size;
    }
  }
}

// Its ink cannot be asked.
TEST_F(CodeWordTest, ACodeWhoseInkIsNotFoundIsDoubted) {
  LineReading reading =
      Reading({"Fleet", "Tracking", "(REAG081277)"}, box_, 0.95F);
  for (Letter& letter : reading.words.back().letters) {
    letter.box.left += 2000;
  }
  const Status done = ReadCodeAgain(
      field_,
      [](const FieldPicture&, const Look&) {
        return Result<LineReading>(LineReading());
      },
      reading);
  ASSERT_TRUE(done.has_value());
  EXPECT_EQ(reading.text, "Fleet Tracking (REAG081277)");
  EXPECT_LE(reading.confidence, kDoubted);
}

TEST_F(CodeWordTest, AClosingParenthesisBehindAGapBeginsNoPart) {
  for (const int size : {9, 11, 13, 15, 18}) {
    DrawnPage page(600, 60, kDark);
    const PixelBox name = page.Draw(20, 35, "Phase 1 (v2.1", size, true);
    const int next = name.left + name.width + size / 3;
    const PixelBox closing = page.Draw(next, 35, ")", size, true);
    const int begin = closing.left + closing.width + (size + 2) / 3;
    const PixelBox code = page.Draw(begin, 35, "(P016)", size, true);
    box_ = {name.left, code.top, code.left + code.width - name.left,
            code.height};
    field_ = CutField(page.Grey().view(), box_, Around(box_));
    After({"Phase", "1", "(v2.1)", "(P016)"}, 0.5F, {"(P016)"});
    EXPECT_NEAR(part_width_, code.width, 2) << size;
  }
}

}  // namespace
}  // namespace rescan::timesheet::page
