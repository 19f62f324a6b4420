#include "engine/documents/timesheet/page/code_ink.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "tests/engine/documents/timesheet/page/drawn_field.h"

namespace rescan::timesheet::page {
namespace {

FieldPicture Draw(const std::string& text, Colors colors, double size,
                  bool bold) {
  DrawnPage page(400, 60, colors);
  const PixelBox box = page.Draw(20.3, 35, text, size, bold);
  return CutField(page.Grey().view(), box, Around(box));
}

// Each text in both weights, both themes and sizes 8 to 20.
template <class F>
void ForEachDrawing(const std::vector<std::string>& codes, F f) {
  for (const std::string& code : codes) {
    const std::string text = "(" + code + ")";
    for (const Colors& colors : {kLight, kDark}) {
      for (const bool bold : {false, true}) {
        for (int size = 8; size <= 20; ++size) {
          SCOPED_TRACE(text + ' ' + std::to_string(size) +
                       (bold ? " bold" : ""));
          f(text, Draw(text, colors, size, bold), size);
        }
      }
    }
  }
}

std::string WithEach(std::string text, char from, char to) {
  std::replace(text.begin(), text.end(), from, to);
  return text;
}

const std::vector<std::string> kWithNoughts = {
    "REAG045608", "INFRA0148", "INFRA0864",  "DATA0266", "PJ062014",
    "PJ089767",   "SCR0335",   "HCST014980", "ABC2046"};

// A nought that was read as an O is told, or doubted.
TEST(CodeInkTest, ANoughtIsNoLetter) {
  int told = 0, all = 0;
  ForEachDrawing(kWithNoughts, [&](const std::string& text,
                                   const FieldPicture& field, int size) {
    const CodeVerdict verdict = JudgeCode(field, WithEach(text, '0', 'O'));
    if (verdict.sure) {
      EXPECT_EQ(verdict.code, text);
    }
    if (size < 11) return;
    ++all;
    if (verdict.sure) ++told;
  });
  EXPECT_GE(told, 0.85 * all) << told << " of " << all;
}

// A letter stays one, and is doubted when it was read as a nought.
TEST(CodeInkTest, ALetterIsNoNought) {
  int told = 0, all = 0;
  ForEachDrawing(
      {"INFRO2148", "ECO3346", "VIDEO2046", "O2358"},
      [&](const std::string& text, const FieldPicture& field, int size) {
        const CodeVerdict right = JudgeCode(field, text);
        if (right.sure) {
          EXPECT_EQ(right.code, text);
        }
        std::string wrong = text;
        wrong[wrong.find('O')] = '0';
        EXPECT_FALSE(JudgeCode(field, wrong).sure);
        if (size < 11) return;
        ++all;
        if (right.sure) ++told;
      });
  EXPECT_GE(told, 0.5 * all) << told << " of " << all;
}

TEST(CodeInkTest, RightCodesStayAsTheyAre) {
  int sure = 0, all = 0;
  ForEachDrawing(kWithNoughts, [&](const std::string& text,
                                   const FieldPicture& field, int size) {
    const CodeVerdict verdict = JudgeCode(field, text);
    EXPECT_EQ(verdict.code, text);
    if (size < 11) return;
    ++all;
    if (verdict.sure) ++sure;
  });
  EXPECT_GE(sure, 0.9 * all) << sure << " of " << all;
}

TEST(CodeInkTest, NoDigitIsChanged) {
  ForEachDrawing({"PJ089767", "PJ081161"}, [](const std::string& text,
                                              const FieldPicture& field, int) {
    for (const auto& [from, to] : {std::pair('7', '1'), std::pair('1', '7')}) {
      const std::string read = WithEach(text, from, to);
      EXPECT_EQ(JudgeCode(field, read).code, read);
    }
  });
}

TEST(CodeInkTest, ATwinBehindADigitIsDoubted) {
  const FieldPicture field = Draw("(SCR3574)", kLight, 15, false);
  EXPECT_TRUE(JudgeCode(field, "(SCR3574)").sure);
  EXPECT_FALSE(JudgeCode(field, "(SCR3S74)").sure);
}

TEST(CodeInkTest, MoreOrFewerCharactersThanTheInkAreDoubted) {
  const FieldPicture field = Draw("(INFRA0148)", kDark, 15, false);
  EXPECT_FALSE(JudgeCode(field, "(INFRAO0148)").sure);
  EXPECT_FALSE(JudgeCode(field, "(INFRA148)").sure);
}

// Families of other codes have no number of digits that would tell.
TEST(CodeInkTest, ADigitTooManyIsDoubtedWhereCharactersTouch) {
  int doubted = 0, all = 0;
  ForEachDrawing({"INFRA0466", "DATA0887", "DATA0771", "INFRA0042"},
                 [&](const std::string& text, const FieldPicture& field, int) {
                   if (field.ink.marks.size() == text.size()) return;
                   const std::size_t nought = text.find('0');
                   for (const char c : {'0', 'O'}) {
                     std::string wrong = text;
                     wrong.insert(nought, 1, c);
                     ++all;
                     if (!JudgeCode(field, wrong).sure) ++doubted;
                   }
                 });
  EXPECT_GE(all, 100);
  EXPECT_GE(doubted, 0.95 * all) << doubted << " of " << all;
}

// Two that touch make the count of marks right without it.
TEST(CodeInkTest, ADigitTooFewIsDoubted) {
  int doubted = 0, all = 0;
  ForEachDrawing(
      {"INFRA0466", "DATA0887", "WEB-2024-Q4", "sps4082", "PJ034419",
       "SCR2091"},
      [&](const std::string& text, const FieldPicture& field, int size) {
        if (size < 11) return;
        std::string wrong = text;
        wrong.erase(wrong.find('0'), 1);
        ++all;
        if (!JudgeCode(field, wrong).sure) ++doubted;
      });
  EXPECT_GE(doubted, 0.97 * all) << doubted << " of " << all;
}

// Bold codes in which characters touch, at parts of a pixel.
template <class F>
void ForEachTouching(const std::vector<std::string>& codes, F f) {
  for (const std::string& code : codes) {
    for (const double size : {12.3, 12.6, 14.0, 14.4}) {
      for (int part = 0; part < 20; ++part) {
        const std::string text = "(" + code + ")";
        SCOPED_TRACE(text + ' ' + std::to_string(size) + ' ' +
                     std::to_string(part));
        DrawnPage page(400, 60, kLight);
        const PixelBox box = page.Draw(20 + 0.05 * part, 35, text, size, true);
        const FieldPicture field =
            CutField(page.Grey().view(), box, Around(box));
        if (field.ink.marks.size() < text.size()) f(text, field);
      }
    }
  }
}

const std::vector<std::string> kTouching = {
    "PJ044445",     "PJ044065",    "INFRA2615",   "DATA0144",
    "PJHCST440047", "WEB-2025-Q1", "WEB-2024-Q4", "sps4440"};

TEST(CodeInkTest, TouchingCharactersAreCounted) {
  int all = 0;
  ForEachTouching(kTouching,
                  [&](const std::string& text, const FieldPicture& field) {
                    ++all;
                    EXPECT_TRUE(JudgeCode(field, text).sure);
                  });
  EXPECT_GE(all, 300);
}

TEST(CodeInkTest, OneDigitMoreOrFewerIsToldWhereCharactersTouch) {
  ForEachTouching(kTouching,
                  [](const std::string& text, const FieldPicture& field) {
                    for (std::size_t i = 0; i < text.size(); ++i) {
                      if (text[i] < '0' || text[i] > '9') continue;
                      std::string more = text, fewer = text;
                      more.insert(i, 1, text[i]);
                      fewer.erase(i, 1);
                      EXPECT_FALSE(JudgeCode(field, more).sure) << more;
                      EXPECT_FALSE(JudgeCode(field, fewer).sure) << fewer;
                    }
                  });
}

TEST(CodeInkTest, AQAsWideAsADigitIsDoubted) {
  const FieldPicture field = Draw("(INFRA0774)", kLight, 14, true);
  EXPECT_FALSE(JudgeCode(field, "(INFRAQ774)").sure);
  EXPECT_FALSE(JudgeCode(field, "(INFRAD774)").sure);
  for (const std::string text : {"(INFRQ2774)", "(INFRD2774)"}) {
    EXPECT_TRUE(JudgeCode(Draw(text, kLight, 14, true), text).sure) << text;
  }
}

// Readers like to see a letter behind letters, but these have only digits
// there.
TEST(CodeInkTest, WhatOnlyDigitsMayFollowIsANought) {
  int told = 0, all = 0;
  ForEachDrawing(
      {"REAG050834", "REAG099697", "PJ062014", "HCST017703"},
      [&](const std::string& text, const FieldPicture& field, int size) {
        if (size < 11) return;
        std::string read = text;
        read[read.find('0')] = 'O';
        const CodeVerdict verdict = JudgeCode(field, read);
        ++all;
        if (verdict.sure && verdict.code == text) ++told;
      });
  EXPECT_GE(told, 0.95 * all) << told << " of " << all;
}

// Where most of the digits were read as letters.
TEST(CodeInkTest, LettersForDigitsSideBySideAreDoubted) {
  ForEachDrawing({"INFRA0500"}, [](const std::string& text,
                                   const FieldPicture& field, int) {
    for (const std::string read :
         {"(INFRAOSO0)", "(INFRA0S00)", "(INFRAO5O0)", "(INFRAOS00)"}) {
      const CodeVerdict verdict = JudgeCode(field, read);
      EXPECT_TRUE(verdict.code == text || !verdict.sure) << read;
    }
  });
}

TEST(CodeInkTest, AnyTextIsAllowed) {
  const FieldPicture field = Draw("(INFRA0148)", kDark, 15, true);
  for (const std::string text : {"", "0", "O0", "(",
                                 "(O\xff"
                                 "1)",
                                 "\xff\xfe\xfd\xfc\xfb", "(INFRA 0148)"}) {
    EXPECT_FALSE(JudgeCode(field, text).sure && text.size() != 11) << text;
  }
  EXPECT_FALSE(JudgeCode(field, std::string(100000, 'O') + '1').sure);
  FieldPicture point;
  point.grey = kernels::GreyImage(1, 1);
  point.grey.mutable_view().Row(0)[0] = 0;
  point.ink_box = {0, 0, 1, 1};
  point.ink.height = 1;
  point.ink.marks = {{MarkKind::kCharacter, {0, 0, 1, 1}, 1, 1}};
  EXPECT_FALSE(JudgeCode(point, "(INFRA0148)").sure);
}

// 1 is too narrow to be compared with.
TEST(CodeInkTest, WithoutDigitsToCompareTheShapeTells) {
  int told = 0, all = 0;
  ForEachDrawing(
      {"ABC011", "INFRA0111", "DATA1011"},
      [&](const std::string& text, const FieldPicture& field, int size) {
        const CodeVerdict verdict = JudgeCode(field, WithEach(text, '0', 'O'));
        if (verdict.sure) {
          EXPECT_EQ(verdict.code, text);
        }
        if (size < 11) return;
        EXPECT_TRUE(JudgeCode(field, text).sure);
        ++all;
        if (verdict.sure) ++told;
      });
  EXPECT_GE(told, 0.85 * all) << told << " of " << all;
  ForEachDrawing(
      {"ABCO11", "INFRAO111"},
      [&](const std::string& text, const FieldPicture& field, int size) {
        const CodeVerdict verdict = JudgeCode(field, text);
        EXPECT_TRUE(!verdict.sure || verdict.code == text) << verdict.code;
        if (size < 11) return;
        EXPECT_FALSE(JudgeCode(field, WithEach(text, 'O', '0')).sure);
      });
}

TEST(CodeInkTest, NoTextAndNoInkAreNoError) {
  EXPECT_EQ(JudgeCode(FieldPicture(), "").code, "");
  EXPECT_FALSE(JudgeCode(FieldPicture(), "(O1)").sure);
}

}  // namespace
}  // namespace rescan::timesheet::page
