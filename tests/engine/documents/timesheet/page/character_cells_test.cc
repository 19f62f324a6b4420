#include "engine/documents/timesheet/page/character_cells.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/engine/documents/timesheet/page/drawn_field.h"

namespace rescan::timesheet::page {
namespace {

constexpr double kLeft = 20.3;

struct Drawing {
  FieldPicture field;
  std::vector<double> begins;  // of the characters, and where the last ends
};

// Each character is moved to the left by `closer` pixels for each before it.
Drawing Draw(const std::string& text, Colors colors, double size, bool bold,
             double closer = 0) {
  DrawnPage page(500, 60, colors);
  Drawing drawing;
  PixelBox box;
  double x = kLeft;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string one = text.substr(i, 1);
    const PixelBox drawn = page.Draw(x, 35, one, size, bold);
    if (i == 0) box = drawn;
    const int bottom = std::max(box.top + box.height, drawn.top + drawn.height);
    box.top = std::min(box.top, drawn.top);
    box.height = bottom - box.top;
    box.width = drawn.left + drawn.width - box.left;
    drawing.begins.push_back(x);
    x += page.canvas().TextWidth(
             one, {samples::Family::kOpenSans, size, bold, false}) -
         closer;
  }
  drawing.begins.push_back(x);
  drawing.field = CutField(page.Grey().view(), box, Around(box));
  return drawing;
}

// Whether the middle of every box is on its character.
bool AreRight(const CharacterCells& cells, const Drawing& drawing) {
  for (std::size_t i = 0; i < cells.boxes.size(); ++i) {
    const kernels::InkBox& box = cells.boxes[i];
    const double middle = drawing.field.left + (box.left + box.right) / 2.0;
    if (middle < drawing.begins[i] || middle > drawing.begins[i + 1]) {
      return false;
    }
  }
  return true;
}

template <class F>
void ForEachDrawing(double closer, F f) {
  for (const std::string text :
       {"(INFRA0466)", "(DATA0887)", "(PJ034419)", "(HCST806866)",
        "(WEB-2024-Q4)", "(NTC5138900)", "(sps4082)"}) {
    for (const Colors& colors : {kLight, kDark}) {
      for (const bool bold : {false, true}) {
        for (int size = 11; size <= 19; ++size) {
          SCOPED_TRACE(text + ' ' + std::to_string(size) +
                       (bold ? " bold" : ""));
          f(text, Draw(text, colors, size, bold, closer * size));
        }
      }
    }
  }
}

TEST(CharacterCellsTest, CharactersApartAreFound) {
  ForEachDrawing(0, [](const std::string& text, const Drawing& drawing) {
    const auto cells = FindCharacterCells(drawing.field, text);
    ASSERT_TRUE(cells.has_value());
    ASSERT_EQ(cells->boxes.size(), text.size());
    EXPECT_TRUE(AreRight(*cells, drawing));
  });
}

TEST(CharacterCellsTest, CharactersThatTouchAreFound) {
  int touching = 0, found = 0;
  ForEachDrawing(0.04, [&](const std::string& text, const Drawing& drawing) {
    if (drawing.field.ink.marks.size() == text.size()) return;
    ++touching;
    const auto cells = FindCharacterCells(drawing.field, text);
    if (cells.has_value() && AreRight(*cells, drawing)) ++found;
  });
  EXPECT_GE(touching, 150);
  EXPECT_GE(found, 0.95 * touching) << found << " of " << touching;
}

TEST(CharacterCellsTest, TheRightTextFitsBestWithOneDigitMoreOrFewer) {
  int all = 0, more = 0;
  ForEachDrawing(0.03, [&](const std::string& text, const Drawing& drawing) {
    const std::size_t digit = text.find_last_of("023456789");
    std::string longer = text;
    longer.insert(digit, 1, text[digit]);
    const auto right = FindCharacterCells(drawing.field, text);
    const auto wrong = FindCharacterCells(drawing.field, longer);
    ASSERT_TRUE(right.has_value());
    ++all;
    if (!wrong.has_value() || wrong->cost > right->cost + 0.2) ++more;
  });
  EXPECT_GE(more, 0.95 * all) << more << " of " << all;
}

TEST(CharacterCellsTest, BoxesAreOfTheInkAlone) {
  const Drawing drawing = Draw("A1B", kLight, 16, true);
  const auto cells = FindCharacterCells(drawing.field, "A1B");
  ASSERT_TRUE(cells.has_value());
  ASSERT_EQ(drawing.field.ink.marks.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    const kernels::InkBox& mark = drawing.field.ink.marks[i].box;
    EXPECT_NEAR(cells->boxes[i].left, mark.left, 1);
    EXPECT_NEAR(cells->boxes[i].right, mark.right, 1);
    EXPECT_NEAR(cells->boxes[i].top, mark.top, 1);
    EXPECT_NEAR(cells->boxes[i].bottom, mark.bottom, 1);
  }
}

TEST(CharacterCellsTest, FarTooManyOrTooFewAreNotFound) {
  const FieldPicture field = Draw("(SCR4440)", kDark, 15, true).field;
  EXPECT_FALSE(FindCharacterCells(field, "(SCR44400000000)").has_value());
  EXPECT_FALSE(FindCharacterCells(field, "(S)").has_value());
}

TEST(CharacterCellsTest, OtherTextsHaveNone) {
  const FieldPicture field = Draw("(SCR4440)", kDark, 15, true).field;
  EXPECT_FALSE(FindCharacterCells(field, "").has_value());
  EXPECT_FALSE(FindCharacterCells(field, "(SCR 4440)").has_value());
  EXPECT_FALSE(FindCharacterCells(field, "(SCR444\xff)").has_value());
  EXPECT_FALSE(FindCharacterCells(field, "(SCR444\xc3\x98)").has_value());
  EXPECT_FALSE(
      FindCharacterCells(field, std::string("(SCR44\0)", 8)).has_value());
  EXPECT_FALSE(FindCharacterCells(field, std::string(100000, '0')).has_value());
}

TEST(CharacterCellsTest, NoInkHasNone) {
  EXPECT_FALSE(FindCharacterCells(FieldPicture(), "(A1)").has_value());
}

// As small as a picture with a mark can be.
TEST(CharacterCellsTest, OnePixelIsNoMoreThanACharacter) {
  FieldPicture field;
  field.grey = kernels::GreyImage(1, 1);
  field.grey.mutable_view().Row(0)[0] = 0;
  field.ink_box = {0, 0, 1, 1};
  field.ink.height = 1;
  field.ink.marks = {{MarkKind::kCharacter, {0, 0, 1, 1}, 1, 1}};
  EXPECT_FALSE(FindCharacterCells(field, "(A1)").has_value());
  const auto one = FindCharacterCells(field, "1");
  ASSERT_TRUE(one.has_value());
  EXPECT_EQ(one->boxes[0].width(), 1);
  // Paper alone: there is no such ink.
  field.grey.mutable_view().Row(0)[0] = 255;
  EXPECT_FALSE(FindCharacterCells(field, "1").has_value());
}

}  // namespace
}  // namespace rescan::timesheet::page
