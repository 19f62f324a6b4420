#include "engine/documents/timesheet/page/number_field.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
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

FieldPicture Drawn(std::string_view text, Colors colors = kLight,
                   double size = 14) {
  DrawnPage page(200, 60, colors);
  const PixelBox box = page.Draw(40, 35, text, size);
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

TEST(NumberFieldTest, APointInTheWrongPlaceIsNeverTaken) {
  for (const char* lost : {"75.0", "7.5", "7.500", "7..50", "27.50", "75"}) {
    EXPECT_EQ(Judged(Drawn("7.50"), {Reading(lost, 0.99F)}), "unreadable")
        << lost;
    EXPECT_EQ(Judged(Drawn("7.50"), {Reading(lost, 0.99F), Reading(lost, 0.99F),
                                     Reading("7.50", 0.95F)}),
              "7.50")
        << lost;
  }
}

// Readers lose it between digits that reach over it; the ink has it. Two
// readings of such digits are asked for, however sure they are.
TEST(NumberFieldTest, APointThatOnlyTheInkHas) {
  EXPECT_EQ(Judged(Drawn("7.50"), {Reading("750", 0.99F), Reading("x", 0.9F)}),
            "unreadable");
  const auto result = ReadNumber(Drawn("7.50"), [](const Look&) {
    return Result<LineReading>(Reading("750", 0.99F));
  });
  const LineReading& reading = result.value().value();
  EXPECT_EQ(reading.text, "7.50");
  ASSERT_EQ(reading.words.size(), 1U);
  EXPECT_EQ(reading.words[0].text, "7.50");
  EXPECT_EQ(reading.words[0].first_text, "750");
  EXPECT_EQ(reading.words[0].correction, Correction::kPointOfInk);
  EXPECT_EQ(Judged(Drawn("750"), {Reading("750", 0.99F)}), "750");
}

TEST(NumberFieldTest, ACommaThatIsAPointInTheInk) {
  EXPECT_EQ(Judged(Drawn("7.50"), {Reading("7,50", 0.95F)}), "7.50");
  EXPECT_EQ(Judged(Drawn("7,50"), {Reading("7,50", 0.95F)}), "7,50");
}

// A 1 is as narrow as no other digit, whatever readers make of its flag.
TEST(NumberFieldTest, ADigitThatHasTheShapeOfAOneIsNotTaken) {
  for (const double size : {11.0, 14.0, 18.0}) {
    for (const char* wrong : {"4.25", "7.25", "3.25"}) {
      EXPECT_EQ(Judged(Drawn("1.25", kDark, size),
                       {Reading(wrong, 0.99F), Reading("1.25", 0.95F)}),
                "1.25")
          << size << ' ' << wrong;
    }
    EXPECT_EQ(Judged(Drawn("7.25", kLight, size), {Reading("1.25", 0.99F)}),
              "unreadable")
        << size;
    EXPECT_EQ(Judged(Drawn("4.25", kLight, size), {Reading("1.25", 0.99F)}),
              "unreadable")
        << size;
  }
}

TEST(NumberFieldTest, ANumberThatFellApartIsOneWord) {
  LineReading parts = Reading("299.", 0.95F);
  parts.words[0].box = {40, 20, 22, 10};
  parts.words.push_back(parts.words[0]);
  parts.words[1].text = "38";
  parts.words[1].box = {64, 20, 14, 10};
  parts.text = "299. 38";
  const auto result = ReadNumber(
      Drawn("299.38"), [&](const Look&) { return Result<LineReading>(parts); });
  const LineReading& reading = result.value().value();
  EXPECT_EQ(reading.text, "299.38");
  ASSERT_EQ(reading.words.size(), 1U);
  EXPECT_EQ(reading.words[0].text, "299.38");
  EXPECT_EQ(reading.words[0].box, (PixelBox{40, 20, 38, 10}));
}

TEST(NumberFieldTest, UnsureReadingsMustComeTwice) {
  EXPECT_EQ(Judged(Drawn("7.50"), {Reading("7.80", 0.6F), Reading("7.50", 0.6F),
                                   Reading("7.50", 0.5F)}),
            "7.50");
  EXPECT_EQ(Judged(Drawn("7.50"), {Reading("7.80", 0.6F), Reading("7.50", 0.6F),
                                   Reading("7.30", 0.6F), Reading("7.60", 0.6F),
                                   Reading("7.90", 0.6F), Reading("7.40", 0.6F),
                                   Reading("7.20", 0.6F), Reading("x", 0.6F)}),
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
  // As small and pale as they are drawn, on paper with the noise of JPEG.
  DrawnPage page(100, 40, {{28, 31, 32}, {135, 134, 133}});
  const PixelBox box = page.Draw(30.4, 25, "-", 10);
  kernels::GreyImage grey = page.Grey();
  for (int y = 0; y < grey.height(); ++y) {
    for (int x = 0; x < grey.width(); ++x) {
      grey.mutable_view().Row(y)[x] +=
          static_cast<std::uint8_t>((x * 7 + y * 13) % 9);
    }
  }
  EXPECT_EQ(
      Judged(CutField(grey.view(), box, Around(box)), {Reading("7.50", 0.99F)}),
      "-");
  for (const char* text : {"1", "4", ".", "--", "="}) {
    EXPECT_NE(Judged(Drawn(text), {Reading("x", 0.99F)}), "-") << text;
  }
}

// Of four pixels, as JPEG leaves it: nearly round.
TEST(NumberFieldTest, ASmallDashOfAJpegIsSeenInTheInk) {
  constexpr std::array<std::array<std::uint8_t, 9>, 5> kInk = {
      {{20, 13, 10, 10, 11, 11, 15, 22, 29},
       {23, 28, 43, 55, 54, 35, 24, 31, 34},
       {26, 45, 79, 105, 106, 66, 36, 33, 32},
       {19, 31, 56, 77, 83, 46, 19, 22, 27},
       {24, 21, 26, 32, 39, 22, 14, 24, 31}}};
  kernels::GreyImage grey(60, 30);
  for (int y = 0; y < 30; ++y) {
    std::fill_n(grey.mutable_view().Row(y), 60, std::uint8_t{27});
  }
  for (std::size_t y = 0; y < kInk.size(); ++y) {
    std::copy(kInk[y].begin(), kInk[y].end(),
              grey.mutable_view().Row(12 + static_cast<int>(y)) + 25);
  }
  EXPECT_EQ(Judged(CutField(grey.view(), {27, 13, 4, 3}, {0, 0, 60, 30}),
                   {Reading("*", 0.6F)}),
            "-");
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
