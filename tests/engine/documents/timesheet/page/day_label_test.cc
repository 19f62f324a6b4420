#include "engine/documents/timesheet/page/day_label.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

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
DayLabelReading LabelOf(std::string_view ink, const std::string& line,
                        const std::string& number,
                        float line_confidence = 0.95F) {
  const auto label =
      ReadDayLabel(Drawn(ink), [&](const FieldPicture&, const Look& look) {
        return Result<LineReading>(look.characters.empty()
                                       ? Reading(line, line_confidence)
                                       : Reading(number, 0.95F));
      });
  EXPECT_TRUE(label.has_value());
  return *label;
}

std::string Labelled(std::string_view ink, const std::string& line,
                     const std::string& number, float line_confidence = 0.95F) {
  const LineReading label = LabelOf(ink, line, number, line_confidence).line;
  std::string joined;
  for (const Word& word : label.words) {
    joined += (joined.empty() ? "" : " ") + word.text;
    EXPECT_EQ(word.letters.size(), word.letter_ids.size());
  }
  EXPECT_EQ(label.text, joined);
  return label.text;
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

using Days = std::vector<int>;

TEST(DayLabelTest, WhatMayStandThereIsKept) {
  EXPECT_EQ(LabelOf("Mon. 23", "Mon. 28", "23").doubted, Days({28, 23}));
  EXPECT_EQ(LabelOf("Mon. 23", "Mon. 23", "", 0.7F).doubted, Days({23}));
  // Not what the ink speaks against, nor where the line has nothing.
  EXPECT_EQ(LabelOf("Fri. 27", "Fri. 27", "21", 0.7F).doubted, Days({27}));
  EXPECT_EQ(LabelOf("Mon. 23", "Mon. ZZ", "", 0.7F).doubted, Days());
  EXPECT_EQ(LabelOf("Mon. 23", "Mon. 23", "23").doubted, Days());
}

// A header of these days; 0: not sure, of `doubted`.
std::vector<DayLabelField> Header(const Days& days, const Days& doubted) {
  std::vector<DayLabelField> labels;
  for (const int day : days) {
    DayLabelField& label = labels.emplace_back();
    label.field.text = day > 0 ? "Fri. " + std::to_string(day) : "Fri.";
    if (day == 0) label.doubted = doubted;
  }
  return labels;
}

// The label in column `place` after all are settled.
std::string Settled(const Days& days, const Days& doubted, std::size_t place) {
  std::vector<DayLabelField> labels = Header(days, doubted);
  SettleDayNumbers(labels);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (i == place || days[i] == 0) continue;
    EXPECT_EQ(labels[i].field.text, "Fri. " + std::to_string(days[i]));
  }
  return labels[place].field.text;
}

TEST(SettleDayNumbersTest, WhatTheOthersLeaveIsTaken) {
  EXPECT_EQ(Settled({13, 14, 0, 16, 17, 18, 19}, {15, 18}, 2), "Fri. 15");
  EXPECT_EQ(Settled({0, 14, 15, 16, 17, 18, 19}, {13}, 0), "Fri. 13");
  EXPECT_EQ(Settled({30, 31, 1, 2, 3, 4, 0}, {5}, 6), "Fri. 5");
  EXPECT_EQ(Settled({30, 0, 1, 2, 3, 4, 5}, {31}, 1), "Fri. 31");
  EXPECT_EQ(Settled({30, 31, 0, 2, 3, 4, 5}, {1}, 2), "Fri. 1");
  EXPECT_EQ(Settled({26, 27, 0, 1, 2, 3, 4}, {28}, 2), "Fri. 28");
  // Each of two.
  EXPECT_EQ(Settled({13, 0, 15, 16, 0, 18, 19}, {14, 17}, 1), "Fri. 14");
  EXPECT_EQ(Settled({13, 0, 15, 16, 0, 18, 19}, {17, 14}, 4), "Fri. 17");
}

// A day off is what such a header shows.
TEST(SettleDayNumbersTest, TheNumberOfTheNextColumnLeavesIt) {
  EXPECT_EQ(Settled({13, 14, 0, 16, 17, 18, 19}, {15, 16}, 2), "Fri.");
  EXPECT_EQ(Settled({13, 14, 0, 16, 17, 18, 19}, {15, 18, 14}, 2), "Fri.");
  EXPECT_EQ(Settled({13, 14, 0, 16, 17, 18, 19}, {16}, 2), "Fri.");
}

TEST(SettleDayNumbersTest, NothingIsTakenThatTheLineHasNot) {
  EXPECT_EQ(Settled({13, 14, 0, 16, 17, 18, 19}, {18, 15}, 2), "Fri.");
  EXPECT_EQ(Settled({13, 14, 0, 16, 17, 18, 19}, {}, 2), "Fri.");
}

TEST(SettleDayNumbersTest, TheOthersMustBearItOut) {
  // Too few.
  EXPECT_EQ(Settled({13, 14, 0, 16, 17}, {15}, 2), "Fri.");
  // One of another day.
  EXPECT_EQ(Settled({13, 14, 0, 16, 17, 19, 20}, {15}, 2), "Fri.");
  EXPECT_EQ(Settled({13, 14, 0, 17, 18, 19, 20}, {16}, 2), "Fri.");
  // The month may be longer.
  EXPECT_EQ(Settled({22, 23, 24, 25, 26, 28, 0}, {29}, 6), "Fri.");
  EXPECT_EQ(Settled({23, 24, 25, 26, 27, 28, 0}, {29}, 6), "Fri.");
  EXPECT_EQ(Settled({0, 1, 2, 3, 4, 5, 6}, {31}, 0), "Fri.");
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
