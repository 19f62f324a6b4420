#include "engine/documents/timesheet/page/number_field.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/engine/documents/timesheet/page/drawn_field.h"

namespace rescan::timesheet::page {
namespace {

LineReading Reading(const std::string& text, float confidence) {
  LineReading reading;
  reading.text = text;
  reading.confidence = confidence;
  reading.words.emplace_back().text = text.empty() ? "?" : text;
  return reading;
}

FieldPicture Drawn(std::string_view text, Colors colors = kLight) {
  DrawnPage page(200, 60, colors);
  const PixelBox box = page.Draw(40, 35, text, 14);
  return CutField(page.Grey().view(), box, Around(box));
}

// What ReadNumber makes of readings that come in this order, the last of them
// for ever.
std::string Judged(const FieldPicture& field,
                   std::vector<LineReading> readings) {
  std::size_t next = 0;
  const auto result = ReadNumber(field, [&](const Look&) {
    return Result<LineReading>(readings[std::min(next++, readings.size() - 1)]);
  });
  EXPECT_TRUE(result.has_value());
  return result->has_value() ? (*result)->text : "unreadable";
}

TEST(NumberFieldTest, ACertainReadingThatTheInkBearsOutIsEnough) {
  int asked = 0;
  const auto result = ReadNumber(Drawn("22.50"), [&](const Look&) {
    ++asked;
    return Result<LineReading>(Reading("22.50", 0.97F));
  });
  EXPECT_EQ(result.value().value().text, "22.50");
  EXPECT_EQ(asked, 1);
}

TEST(NumberFieldTest, ALostPointIsNeverTaken) {
  for (const char* lost : {"750", "75.0", "7.5", "7.500", "7..50", "27.50"}) {
    EXPECT_EQ(Judged(Drawn("7.50"), {Reading(lost, 0.99F)}), "unreadable")
        << lost;
    EXPECT_EQ(Judged(Drawn("7.50"), {Reading(lost, 0.99F), Reading(lost, 0.99F),
                                     Reading("7.50", 0.95F)}),
              "7.50")
        << lost;
  }
}

TEST(NumberFieldTest, UnsureReadingsMustComeTwice) {
  EXPECT_EQ(Judged(Drawn("7.50"), {Reading("7.80", 0.6F), Reading("7.50", 0.6F),
                                   Reading("7.50", 0.5F)}),
            "7.50");
  EXPECT_EQ(Judged(Drawn("7.50"), {Reading("7.80", 0.6F), Reading("7.50", 0.6F),
                                   Reading("7.30", 0.6F), Reading("7.60", 0.6F),
                                   Reading("7.90", 0.6F)}),
            "unreadable");
}

TEST(NumberFieldTest, WhatIsNoNumberIsNotTaken) {
  for (const char* text : {"", "O.25", "7,S0", "(7.50", ".750", "7-50"}) {
    EXPECT_EQ(Judged(Drawn("7.50"), {Reading(text, 0.99F)}), "unreadable")
        << text;
  }
}

TEST(NumberFieldTest, ADashIsSeenInTheInk) {
  for (const Colors& colors : {kLight, kDark}) {
    EXPECT_EQ(Judged(Drawn("-", colors), {Reading("7.50", 0.99F)}), "-");
  }
  for (const char* text : {"1", "4", ".", "--", "="}) {
    EXPECT_NE(Judged(Drawn(text), {Reading("x", 0.99F)}), "-") << text;
  }
}

TEST(NumberFieldTest, AnErrorIsPassedOn) {
  const auto result = ReadNumber(Drawn("7.50"), [](const Look&) {
    return Result<LineReading>(Fail(ErrorCode::kCancelled, "stopped"));
  });
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, ErrorCode::kCancelled);
}

}  // namespace
}  // namespace rescan::timesheet::page
