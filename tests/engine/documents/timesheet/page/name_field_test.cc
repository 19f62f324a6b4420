#include "engine/documents/timesheet/page/name_field.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "engine/documents/timesheet/doubted.h"
#include "tests/engine/documents/timesheet/page/drawn_field.h"

namespace rescan::timesheet::page {
namespace {

LineReading Reading(const std::string& text) {
  LineReading reading;
  reading.text = text;
  reading.confidence = 0.8F;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    Word& word = reading.words.emplace_back();
    word.text = text.substr(begin, end - begin);
    word.confidence = 0.8F;
    begin = end + 1;
  }
  return reading;
}

// What is made of `readings`, the last one for all further looks.
LineReading Elected(const std::string& drawn, std::vector<std::string> readings,
                    std::size_t* asked = nullptr) {
  DrawnPage page(400, 60, kLight);
  const PixelBox box = page.Draw(20.3, 35, drawn, 16, true);
  const FieldPicture field = CutField(page.Grey().view(), box, Around(box));
  std::size_t next = 0;
  const auto result = ReadNameLine(field, [&](const Look&) {
    const std::size_t i = std::min(next++, readings.size() - 1);
    return Result<LineReading>(Reading(readings[i]));
  });
  if (asked != nullptr) *asked = next;
  return result.value();
}

bool IsDoubted(const LineReading& reading) {
  return reading.confidence <= kDoubted;
}

TEST(NameField, TwoLooksThatAgreeAreEnough) {
  std::size_t asked = 0;
  const LineReading name = Elected("Edda Hall", {"Edda Hall"}, &asked);
  EXPECT_EQ(name.text, "Edda Hall");
  EXPECT_FALSE(IsDoubted(name));
  EXPECT_EQ(asked, 2U);
}

TEST(NameField, WhatTheInkRefusesDoesNotCount) {
  const LineReading name = Elected(
      "Tom Ahmed",
      {"Tom Anmed", "Tom Anmed", "Tom Ahmed", "Tom Anmed", "Tom Anmed"});
  EXPECT_EQ(name.text, "Tom Ahmed");
  EXPECT_FALSE(IsDoubted(name));
  EXPECT_TRUE(IsDoubted(Elected("Tom Ahmed", {"Tom Anmed"})));
}

// The ink shows no difference between these.
TEST(NameField, WhereLooksDisagreeItIsDoubted) {
  EXPECT_TRUE(IsDoubted(Elected("Tom Morse", {"Tom Morse", "Tom Marse"})));
}

TEST(NameField, AnAccentIsDoubtedWhateverOneLookSays) {
  EXPECT_TRUE(IsDoubted(
      Elected("S\u00f8ren Hall", {"Soren Hall", "Seren Hall", "Seren Hall"})));
}

TEST(NameField, NothingReadIsNoName) {
  EXPECT_TRUE(Elected("Edda Hall", {""}).words.empty());
}

}  // namespace
}  // namespace rescan::timesheet::page
