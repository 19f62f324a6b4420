#include "engine/documents/timesheet/page/text_field.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

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

TEST(TextFieldTest, NothingReadTwiceIsNoText) {
  EXPECT_TRUE(Elected({Reading("", 0)}).words.empty());
}

}  // namespace
}  // namespace rescan::timesheet::page
