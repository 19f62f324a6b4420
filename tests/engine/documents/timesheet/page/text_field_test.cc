#include "engine/documents/timesheet/page/text_field.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "engine/documents/timesheet/page/text_ink.h"
#include "tests/engine/documents/timesheet/page/drawn_field.h"

namespace rescan::timesheet::page {
namespace {

LineReading Reading(const std::string& text, float confidence) {
  LineReading reading;
  reading.text = text;
  reading.confidence = confidence;
  if (!text.empty()) reading.words.emplace_back().text = text;
  return reading;
}

LineReading Elected(std::vector<LineReading> readings, int* asked = nullptr) {
  std::size_t next = 0;
  const auto result = ReadTextLine(FieldPicture(), [&](const Look&) {
    if (asked != nullptr) ++*asked;
    return Result<LineReading>(readings[std::min(next++, readings.size() - 1)]);
  });
  return result.value();
}

TEST(TextFieldTest, ASureReadingIsEnough) {
  int asked = 0;
  EXPECT_EQ(Elected({Reading("Posted", 0.95F)}, &asked).text, "Posted");
  EXPECT_EQ(asked, 1);
}

TEST(TextFieldTest, OfDoubtfulOnesTwoMustBeEqual) {
  EXPECT_EQ(Elected({Reading("lIka", 0.7F), Reading("Ilka", 0.6F),
                     Reading("Ilka", 0.6F)})
                .text,
            "Ilka");
}

TEST(TextFieldTest, WhereNoneAreTheSurestStaysInDoubt) {
  const LineReading best =
      Elected({Reading("a", 0.6F), Reading("b", 0.79F), Reading("c", 0.7F),
               Reading("d", 0.6F), Reading("e", 0.5F)});
  EXPECT_EQ(best.text, "b");
  EXPECT_LE(best.confidence, 0.5F);
}

// One word for each, letters spread over [left, right).
LineReading Placed(const std::vector<std::string>& words, int left, int right,
                   float confidence) {
  std::size_t length = words.size() - 1;
  for (const std::string& word : words) length += word.size();
  const double step = 1.0 * (right - left) / static_cast<double>(length);
  LineReading reading;
  reading.confidence = confidence;
  double x = left;
  for (const std::string& text : words) {
    Word& word = reading.words.emplace_back();
    word.text = text;
    word.confidence = confidence;
    for (const char c : text) {
      word.letters.push_back(
          {std::string(1, c),
           {static_cast<int>(x), 20, static_cast<int>(step), 15},
           confidence});
      x += step;
    }
    x += step;
    reading.text += (reading.text.empty() ? "" : " ") + text;
  }
  return reading;
}

// The places of letters are rough: of equal readings the best one counts.
TEST(TextFieldTest, EqualReadingsCountWithTheOneThatFitsBest) {
  DrawnPage page(500, 60, kLight);
  const PixelBox box = page.Draw(20, 35, "SD-WAN Pilot (INFRA0568)", 15, true);
  const FieldPicture field = CutField(page.Grey().view(), box, Around(box));
  const auto placed = [&](const char* code, double begin, double end) {
    return Placed({"SD-WAN", "Pilot", code},
                  box.left + static_cast<int>(begin * box.width),
                  box.left + static_cast<int>(end * box.width), 0.6F);
  };
  const std::vector<LineReading> readings = {
      placed("(INFRA0S68)", -0.5, 0.5), placed("(INFRA0568)", 0.3, 1),
      placed("(INFRA0568)", 0.3, 0.5), LineReading()};
  const auto doubt = [&](std::size_t i) {
    return AgreementOf(field, readings[i]).Doubt();
  };
  ASSERT_GT(doubt(1), doubt(0));
  ASSERT_LT(doubt(2), doubt(0));
  std::size_t next = 0;
  const auto best = ReadTextLine(field, [&](const Look&) {
    return Result<LineReading>(readings[std::min(next++, readings.size() - 1)]);
  });
  ASSERT_TRUE(best.has_value());
  EXPECT_EQ(best->text, "SD-WAN Pilot (INFRA0568)");
  EXPECT_LE(best->confidence, 0.5F);
}

TEST(TextFieldTest, NothingReadTwiceIsNoText) {
  EXPECT_TRUE(Elected({Reading("", 0)}).words.empty());
}

}  // namespace
}  // namespace rescan::timesheet::page
