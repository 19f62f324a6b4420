#include "engine/documents/timesheet/page/day_label.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/engine/documents/timesheet/page/drawn_field.h"

namespace rescan::timesheet::page {
namespace {

FieldPicture Drawn(std::string_view text) {
  DrawnPage page(300, 60, kDark);
  const PixelBox box = page.Draw(40.3, 35, text, 13);
  return CutField(page.Grey().view(), box, Around(box));
}

// Words at the blanks, each with its letters.
LineReading Reading(const std::string& text, float confidence) {
  LineReading reading;
  reading.text = text;
  reading.confidence = text.empty() ? 0 : confidence;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    Word word;
    word.text = text.substr(begin, end - begin);
    word.confidence = confidence;
    for (const char c : word.text) {
      word.letters.emplace_back().text = std::string(1, c);
      word.letter_ids.push_back(static_cast<int>(word.letters.size()));
    }
    reading.words.push_back(std::move(word));
    begin = end + 1;
  }
  return reading;
}

// What is made of a line read as `line`, whose number alone reads as `number`.
std::string Labelled(std::string_view ink, const std::string& line,
                     const std::string& number, float line_confidence = 0.95F) {
  const auto label =
      ReadDayLabel(Drawn(ink), [&](const FieldPicture&, const Look& look) {
        return Result<LineReading>(look.characters.empty()
                                       ? Reading(line, line_confidence)
                                       : Reading(number, 0.95F));
      });
  EXPECT_TRUE(label.has_value());
  std::string joined;
  for (const Word& word : label->words) {
    joined += (joined.empty() ? "" : " ") + word.text;
    EXPECT_EQ(word.letters.size(), word.letter_ids.size());
  }
  EXPECT_EQ(label->text, joined);
  return label->text;
}

TEST(DayLabelTest, TheNumberIsReadOnItsOwn) {
  EXPECT_EQ(Labelled("Mon. 22", "Mon. 22", "22"), "Mon. 22");
  EXPECT_EQ(Labelled("Fri. 5", "Fri. S", "5"), "Fri. 5");
  EXPECT_EQ(Labelled("Thu. 8", "Thu. &", "8"), "Thu. 8");
  EXPECT_EQ(Labelled("Wed. 5", "Wed.5S", "5"), "Wed. 5");
  EXPECT_EQ(Labelled("Mon. 1", "Mon. ..", "1"), "Mon. 1");
  EXPECT_EQ(Labelled("Mon  1", "Mon", "1"), "Mon 1");
  EXPECT_EQ(Labelled("Tue. 11", "Tue. 1", "11"), "Tue. 11");
}

// The ink of a 1 is no 7, whatever both readings say.
TEST(DayLabelTest, ANumberOfAnotherShapeIsNotTaken) {
  EXPECT_EQ(Labelled("Fri. 21", "Fri. 27", "21"), "Fri. 21");
  EXPECT_EQ(Labelled("Fri. 21", "Fri. 27", "27"), "Fri.");
  EXPECT_EQ(Labelled("Fri. 27", "Fri. 21", "21"), "Fri.");
  EXPECT_EQ(Labelled("Fri. 27", "Fri. 7", "7"), "Fri.");
}

TEST(DayLabelTest, TwoNumbersThatTheInkAllowsLeaveNone) {
  EXPECT_EQ(Labelled("Mon. 23", "Mon. 28", "23"), "Mon.");
  EXPECT_EQ(Labelled("Mon. 23", "Mon. 23", "28"), "Mon.");
}

TEST(DayLabelTest, TheLineAloneMustBeSure) {
  EXPECT_EQ(Labelled("Mon. 23", "Mon. 23", "", 0.95F), "Mon. 23");
  EXPECT_EQ(Labelled("Mon. 23", "Mon. 23", "", 0.7F), "Mon.");
}

TEST(DayLabelTest, OnesAreSeenWithoutAReading) {
  EXPECT_EQ(Labelled("Fri. 11", "Fri. !!", ""), "Fri. 11");
  EXPECT_EQ(Labelled("Mon. 1", "Mon. |", ""), "Mon. 1");
}

TEST(DayLabelTest, ALineWithoutANumberIsAsRead) {
  EXPECT_EQ(Labelled("Monday", "Monday", "5"), "Monday");
  EXPECT_EQ(Labelled("Total", "Total", "1"), "Total");
  EXPECT_EQ(Labelled("Sep 2025", "Sep 2025", "2025"), "Sep 2025");
}

TEST(DayLabelTest, NothingReadIsNothing) {
  EXPECT_EQ(Labelled("Mon. 22", "", "22"), "");
}

TEST(DayLabelTest, AnErrorIsPassedOn) {
  const auto label = ReadDayLabel(
      Drawn("Mon. 22"),
      [](const FieldPicture&, const Look& look) -> Result<LineReading> {
        if (look.characters.empty()) return Reading("Mon. 22", 0.95F);
        return Fail(ErrorCode::kCancelled, "stopped");
      });
  ASSERT_FALSE(label.has_value());
  EXPECT_EQ(label.error().code, ErrorCode::kCancelled);
}

}  // namespace
}  // namespace rescan::timesheet::page
