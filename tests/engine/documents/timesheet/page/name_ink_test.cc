#include "engine/documents/timesheet/page/name_ink.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "kernels/base/text.h"
#include "tests/engine/documents/timesheet/page/drawn_field.h"

namespace rescan::timesheet::page {
namespace {

constexpr double kBaseline = 35;

struct Drawn {
  FieldPicture field;
  PixelBox box;
};

// Bold, as the page writes names.
Drawn Draw(const std::string& text, Colors colors, double size) {
  DrawnPage page(600, 60, colors);
  const PixelBox box = page.Draw(20.3, kBaseline, text, size, true);
  return {CutField(page.Grey().view(), box, Around(box)), box};
}

// A reading of `text`, its letters spread over the box evenly.
LineReading Read(const Drawn& drawn, const std::string& text) {
  LineReading reading;
  reading.text = text;
  reading.confidence = 0.9F;
  const auto characters = SplitCharacters(text);
  const double step =
      1.0 * drawn.box.width / static_cast<double>(characters.size());
  bool inside = false;
  for (std::size_t i = 0; i < characters.size(); ++i) {
    if (characters[i] == " ") {
      inside = false;
      continue;
    }
    if (!inside) reading.words.emplace_back().confidence = 0.9F;
    inside = true;
    Word& word = reading.words.back();
    word.text += characters[i];
    const int left =
        drawn.box.left + static_cast<int>(step * static_cast<double>(i));
    word.letters.push_back(
        {std::string(characters[i]),
         {left, drawn.box.top, static_cast<int>(step), drawn.box.height},
         0.9F});
  }
  return reading;
}

struct Case {
  const char* drawn;
  const char* read;
};

constexpr double kSizes[] = {14.4, 16, 17.6, 20};

TEST(NameInk, RightNamesAreBorneOut) {
  for (const Colors& colors : {kLight, kDark}) {
    for (const double size : kSizes) {
      for (const char* name :
           {"Edda Ivorcroft", "Ilka Illes", "Bill Hill", "Ian Lilly",
            "Avery Brooks", "J. R. Small", "Mary-Jane Quill", "Liam O'Neill",
            "Vellmere Wexldale", "Joren Fenkwick", "Peggy Gallagher",
            "Jo Russell-Ali", "Edda Quenwick Elvocroft", "Gwenda Ivorcroft"}) {
        const Drawn drawn = Draw(name, colors, size);
        const NameVerdict verdict = JudgeName(drawn.field, Read(drawn, name));
        EXPECT_EQ(verdict.ink, InkBears::kOut) << name << ' ' << size;
        EXPECT_EQ(verdict.name, name) << size;
      }
    }
  }
}

// Specks, as a JPEG leaves them around letters.
void AddSpecks(int levels, unsigned seed, FieldPicture& field) {
  const auto view = field.grey.mutable_view();
  for (int y = 0; y < view.height; ++y) {
    for (int x = 0; x < view.width; ++x) {
      seed = seed * 1664525U + 1013904223U;
      if ((seed >> 24U) % 5 != 0) continue;
      std::uint8_t& level = view.Row(y)[x];
      level = static_cast<std::uint8_t>(std::max(0, level - levels));
    }
  }
}

TEST(NameInk, NoiseAboveALetterIsNoAccent) {
  for (const Colors& colors : {kLight, kDark}) {
    for (const double size : kSizes) {
      for (unsigned seed = 1; seed < 9; ++seed) {
        for (const char* name : {"Silvan Keskfield", "Zenia Wilmot"}) {
          Drawn drawn = Draw(name, colors, size);
          AddSpecks(20, seed, drawn.field);
          const NameVerdict verdict = JudgeName(drawn.field, Read(drawn, name));
          EXPECT_EQ(verdict.ink, InkBears::kOut) << name << ' ' << size;
          EXPECT_EQ(verdict.name, name) << size;
        }
      }
    }
  }
}

TEST(NameInk, StrokesThatWereMiscountedAreMended) {
  for (const Colors& colors : {kLight, kDark}) {
    for (const double size : kSizes) {
      for (const Case& c :
           {Case{"Edda Vellcroft", "Edda Velllcroft"},
            {"Edda Vellcroft", "Edda Velicroft"},
            {"Nella Wexlmere", "Nella Wexllmere"},
            {"Nella Wexlmere", "Nella Wexilmere"},
            {"Edda Ivorcroft-Ruvkcroft", "Edda Ivorcroft-Ruvkcroft."},
            {"Odd Illingworth", "Odd Illlngworth"}}) {
        const Drawn drawn = Draw(c.drawn, colors, size);
        const NameVerdict verdict = JudgeName(drawn.field, Read(drawn, c.read));
        EXPECT_EQ(verdict.ink, InkBears::kOut) << c.read << ' ' << size;
        EXPECT_EQ(verdict.name, c.drawn) << c.read << ' ' << size;
      }
    }
  }
}

TEST(NameInk, WrongNamesAreNotBorneOut) {
  for (const Colors& colors : {kLight, kDark}) {
    for (const double size : kSizes) {
      for (const Case& c : {Case{"Tom Ahmed", "Tom Anmed"},
                            {"Ann Hill", "Ann Hil"},
                            {"Ann Pelvmarsh", "Ann Pelymarsh"},
                            {"Li Iley", "Lilley"},
                            {"J. R. Small", "J R. Small"},
                            {"Ferrin Wexlholm", "Ferrin Wexltholm"},
                            {"Jill Illingworth", "Jill IMingworth"},
                            {"Ilya Elliott", "Hlya Elliott"},
                            {"Wilmot Ivorwick", "Wilmot Ilvorwick"},
                            {"A. A. St. John", "A.A. St. John"},
                            {"Jo Fielding", "jo Fielding"}}) {
        const Drawn drawn = Draw(c.drawn, colors, size);
        const NameVerdict verdict = JudgeName(drawn.field, Read(drawn, c.read));
        const bool mended = verdict.name == c.drawn;
        EXPECT_TRUE(verdict.ink != InkBears::kOut || mended)
            << c.read << ' ' << size << ' ' << verdict.name;
      }
    }
  }
}

TEST(NameInk, LettersWithMarksAreNoPlainOnes) {
  for (const Colors& colors : {kLight, kDark}) {
    for (const double size : kSizes) {
      for (const Case& c : {Case{"Tom M\u00fcller", "Tom Muller"},
                            {"Tom M\u00fcller", "Tom Miller"},
                            {"Chlo\u00eb Hall", "Chloe Hall"},
                            {"Ren\u00e9 Hall", "Rene Hall"},
                            {"Ann Nu\u00f1ez", "Ann Nunez"},
                            {"Fran\u00e7ois Hall", "Francois Hall"},
                            {"Ann W\u00f3jcik", "Ann Wojcik"},
                            {"Ann \u017bak", "Ann Zak"},
                            // Nobody knows how well they were read.
                            {"Chlo\u00eb Hall", "Chlo\u00eb Hall"}}) {
        const Drawn drawn = Draw(c.drawn, colors, size);
        EXPECT_NE(JudgeName(drawn.field, Read(drawn, c.read)).ink,
                  InkBears::kOut)
            << c.drawn << ' ' << size;
      }
    }
  }
}

// Its O is looked for where the K stands.
TEST(NameInk, AMisreadNameSaysNothingOfMarks) {
  for (const Colors& colors : {kLight, kDark}) {
    for (const double size : kSizes) {
      for (const char* read : {"Ilkka O. Keskmere", "Ilkkka O. Keskmere"}) {
        const Drawn drawn = Draw("Ilka O. Keskmere", colors, size);
        EXPECT_EQ(JudgeName(drawn.field, Read(drawn, read)).ink, InkBears::kNot)
            << read << ' ' << size;
      }
    }
  }
}

TEST(NameInk, NothingReadAndNoInkAreNoError) {
  const LineReading nothing;
  EXPECT_EQ(JudgeName(FieldPicture(), nothing).ink, InkBears::kNot);
  const Drawn drawn = Draw("Ilka Hall", kLight, 16);
  EXPECT_EQ(JudgeName(drawn.field, nothing).ink, InkBears::kNot);
  EXPECT_EQ(JudgeName(FieldPicture(), Read(drawn, "Ilka Hall")).ink,
            InkBears::kNot);
  for (const char* text : {"....", "\xff\xfe", "------------", "l l l l l l"}) {
    EXPECT_NE(JudgeName(drawn.field, Read(drawn, text)).ink, InkBears::kOut)
        << text;
  }
}

}  // namespace
}  // namespace rescan::timesheet::page
