#include "engine/ocr/ink_marks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>

#include "kernels/image/grey_image.h"

namespace rescan {
namespace {

using kernels::GreyImage;

void Fill(GreyImage& image, int left, int top, int width, int height) {
  for (int y = top; y < top + height; ++y) {
    std::fill_n(image.mutable_view().Row(y) + left, width, std::uint8_t{30});
  }
}

// Bars for digits, squares for points, longer ones below the baseline for
// commas, two squares for a colon, a low stroke for a minus.
struct Drawing {
  GreyImage image;
  kernels::InkBox word;
};

Drawing Draw(const std::string& text, int height) {
  const int margin = height / 2;
  const int dot = std::max(2, height / 5);
  const int digit = height * 6 / 10;
  const int gap = std::max(2, height / 6);
  const int width = static_cast<int>(text.size()) * (digit + gap);
  Drawing drawing;
  drawing.image = GreyImage(width + 2 * margin, height + 2 * margin);
  for (int y = 0; y < drawing.image.height(); ++y) {
    std::fill_n(drawing.image.mutable_view().Row(y), drawing.image.width(),
                std::uint8_t{220});
  }
  drawing.word = {margin, margin, margin + width, margin + height + dot};
  const int foot = margin + height;
  int x = margin;
  for (const char c : text) {
    int advance = dot;
    if (c == '.') {
      Fill(drawing.image, x, foot - dot, dot, dot);
    } else if (c == ',') {
      Fill(drawing.image, x, foot - dot, dot, 2 * dot);
    } else if (c == ':') {
      Fill(drawing.image, x, foot - dot, dot, dot);
      Fill(drawing.image, x, foot - 3 * dot, dot, dot);
    } else if (c == '-') {
      Fill(drawing.image, x, foot - height / 2, 2 * dot, std::max(1, dot / 2));
      advance = 2 * dot;
    } else {
      Fill(drawing.image, x, margin, digit, height);
      advance = digit;
    }
    x += advance + gap;
  }
  return drawing;
}

InkMarks MarksOf(const std::string& text, int height) {
  const Drawing drawing = Draw(text, height);
  return FindInkMarks(drawing.image.view(), drawing.word);
}

TEST(InkMarksTest, SeparatorsAreSeenAtManySizes) {
  for (int height = 12; height <= 60; ++height) {
    for (const char* text :
         {"7.50", "12.30", "1,234.50", "12:30", "-3.25", "750", "1.2.3"}) {
      const InkMarks ink = MarksOf(text, height);
      EXPECT_EQ(height, ink.height);
      EXPECT_TRUE(AgreesWithInk(text, ink)) << text << " at " << height;
    }
  }
}

TEST(InkMarksTest, AnotherTextDoesNotAgree) {
  const InkMarks ink = MarksOf("17.50", 24);
  for (const char* text : {"1750", "1.750", "175.0", "17,50", "17.5", "7.50",
                           "17.50.", "117.50", ".1750"}) {
    EXPECT_FALSE(AgreesWithInk(text, ink)) << text;
  }
}

TEST(InkMarksTest, ACommaThatIsAPointByItsInkBecomesOne) {
  for (int height = 12; height <= 60; height += 6) {
    const InkMarks point = MarksOf("17.50", height);
    EXPECT_EQ("17.50", PointsOfInk("17,50", point)) << height;
    EXPECT_EQ("17.50", PointsOfInk("17.50", point)) << height;
    // Elsewhere, missing or one too many: nothing is moved or made up.
    for (const char* text : {"1,750", "1750", "17,5", "17,50,", "1,7,50"}) {
      EXPECT_EQ(text, PointsOfInk(text, point)) << height;
    }
    // A comma stays one, and a point that looks like one stays as well.
    const InkMarks comma = MarksOf("17,50", height);
    EXPECT_EQ("17,50", PointsOfInk("17,50", comma)) << height;
    EXPECT_EQ("17.50", PointsOfInk("17.50", comma)) << height;
    EXPECT_EQ("1,234.50", PointsOfInk("1,234,50", MarksOf("1,234.50", height)));
  }
}

TEST(InkMarksTest, TouchingDigitsAreCountedByTheirWidth) {
  Drawing drawing = Draw("17.50", 24);
  const InkMarks apart = FindInkMarks(drawing.image.view(), drawing.word);
  ASSERT_EQ(5U, apart.marks.size());
  const int gap = apart.marks[3].box.right;
  Fill(drawing.image, gap, 20, apart.marks[4].box.left - gap, 4);
  const InkMarks ink = FindInkMarks(drawing.image.view(), drawing.word);
  ASSERT_EQ(4U, ink.marks.size());
  EXPECT_TRUE(AgreesWithInk("17.50", ink));
  EXPECT_FALSE(AgreesWithInk("1750", ink));
  EXPECT_FALSE(AgreesWithInk("17.5", ink));
}

TEST(InkMarksTest, WhatTouchesTheBorderIsNotOfTheWord) {
  Drawing drawing = Draw("7.50", 24);
  Fill(drawing.image, 0, 2, drawing.image.width(), 2);
  Fill(drawing.image, 0, 4, 2, drawing.image.height() - 4);
  const InkMarks ink = FindInkMarks(drawing.image.view(), drawing.word);
  EXPECT_TRUE(AgreesWithInk("7.50", ink));
}

TEST(InkMarksTest, NothingToSee) {
  GreyImage image(40, 20);
  for (int y = 0; y < 20; ++y) {
    for (int x = 0; x < 40; ++x) {
      image.mutable_view().Row(y)[x] = static_cast<std::uint8_t>(200 + x % 30);
    }
  }
  EXPECT_TRUE(FindInkMarks(image.view(), {0, 0, 40, 20}).marks.empty());
  EXPECT_FALSE(AgreesWithInk("7", InkMarks()));
  EXPECT_FALSE(HasSeparators(InkMarks()));
}

TEST(InkMarksTest, CountableTexts) {
  for (const char* text : {"7", "7.50", "1,234.50", "12:30", "-3", "($4.10)",
                           "2025-09-22", "22/09"}) {
    EXPECT_TRUE(IsCountable(text)) << text;
  }
  for (const char* text : {"", ".", "-", "7a", "7 5", "50%", "\"7\"", "Sep"}) {
    EXPECT_FALSE(IsCountable(text)) << text;
  }
}

}  // namespace
}  // namespace rescan
