#include "engine/documents/timesheet/page/text_ink.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "tests/engine/documents/timesheet/page/drawn_field.h"

namespace rescan::timesheet::page {
namespace {

// What was drawn and where it is.
struct Drawn {
  FieldPicture field;
  PixelBox box;
};

Drawn Draw(const std::string& text, Colors colors = kLight, double size = 15) {
  DrawnPage page(600, 60, colors);
  const PixelBox box = page.Draw(20.3, 35, text, size);
  return {CutField(page.Grey().view(), box, Around(box)), box};
}

// A reading of `text`, its letters spread over the box evenly: as roughly as
// they come.
LineReading Read(const Drawn& drawn, const std::string& text,
                 float confidence = 0.7F) {
  LineReading reading;
  reading.text = text;
  reading.confidence = confidence;
  const double step = 1.0 * drawn.box.width / static_cast<double>(text.size());
  std::istringstream words(text);
  std::string word_text;
  std::size_t place = 0;
  while (words >> word_text) {
    place = text.find(word_text, place);
    Word word;
    word.text = word_text;
    word.confidence = confidence;
    for (std::size_t i = 0; i < word_text.size(); ++i) {
      const int left = drawn.box.left +
                       static_cast<int>(step * static_cast<double>(place + i));
      word.letters.push_back(
          {word_text.substr(i, 1),
           {left, drawn.box.top, static_cast<int>(step), drawn.box.height},
           confidence});
      word.letter_ids.push_back(static_cast<int>(i) + 1);
    }
    place += word_text.size();
    reading.words.push_back(std::move(word));
  }
  return reading;
}

struct Case {
  const char* drawn;
  const char* read;
};

TEST(TextInkTest, LettersThatShapesTellApartAreCorrected) {
  for (const Colors& colors : {kLight, kDark}) {
    for (const Case& c : std::vector<Case>{
             {"Wexldale", "Wexidale"},
             {"Bridge", "Brldge"},
             {"Bravqest", "Bravgest"},
             {"Design", "Desiqn"},
             {"(PJ022885)", "(Pj022885)"},
             {"(PJ077854)", "(PJO77854)"},
             {"Tue. 21", "Tue, 27"},
         }) {
      const Drawn drawn = Draw(c.drawn, colors);
      LineReading reading = Read(drawn, c.read);
      EXPECT_GT(CorrectByShape(drawn.field, reading), 0) << c.drawn;
      EXPECT_EQ(reading.text, c.drawn);
      std::string letters;
      for (const Word& word : reading.words) {
        for (const Letter& letter : word.letters) letters += letter.text;
      }
      std::string expected = c.drawn;
      std::erase(expected, ' ');
      EXPECT_EQ(letters, expected);
    }
  }
}

// Where the font's l is higher than its I by a part of a pixel at least.
TEST(TextInkTest, CapitalsAreNotAsHighAsTallLetters) {
  int corrected = 0;
  for (const double size : {14.0, 16.0, 18.0, 20.0, 22.0, 24.0}) {
    for (const Case& c : std::vector<Case>{{"Edda Ivor", "Edda lvor"},
                                           {"Beth lund", "Beth Iund"}}) {
      const Drawn drawn = Draw(c.drawn, kDark, size);
      LineReading reading = Read(drawn, c.read);
      if (CorrectByShape(drawn.field, reading) == 0) continue;
      EXPECT_EQ(reading.text, c.drawn) << size;
      ++corrected;
    }
  }
  EXPECT_GE(corrected, 4);
}

TEST(TextInkTest, RightReadingsStayAsTheyAre) {
  for (const Colors& colors : {kLight, kDark}) {
    for (const double size : {12.0, 15.0, 21.0}) {
      for (const char* text :
           {"Wexldale Ivor", "Bridge Design", "Bravqest LLC", "(PJ070101)",
            "(SCO7854)", "Tue. 27", "Jan 17, 2025", "Ilka Heskbeck",
            "Jill, 10:45"}) {
        const Drawn drawn = Draw(text, colors, size);
        LineReading reading = Read(drawn, text);
        EXPECT_EQ(CorrectByShape(drawn.field, reading), 0)
            << size << ' ' << reading.text;
        EXPECT_EQ(reading.text, text);
      }
    }
  }
}

// Words that were read surely keep their letters.
TEST(TextInkTest, SureWordsAreLeftAlone) {
  const Drawn drawn = Draw("Wexldale");
  LineReading reading = Read(drawn, "Wexidale", 0.95F);
  EXPECT_EQ(CorrectByShape(drawn.field, reading), 0);
}

TEST(TextInkTest, ReadingsWithMoreOrLessThanTheInkAreDoubted) {
  for (const Case& c : std::vector<Case>{{"Ilka Heskbeck", "Ilkka Heskbeck"},
                                         {"Ferrin Brook", "Ferrin Bro"},
                                         {"Wed. 15", "Wed.15"},
                                         {"Mon. 13", "Mon. 13."},
                                         {"Sun. 9", "Sun.9"},
                                         {"Tamsin Brook-Marsh", "Tamsin"},
                                         {"Systems Lead", "'Systems Lead"}}) {
    const Drawn drawn = Draw(c.drawn);
    const double right = AgreementOf(drawn.field, Read(drawn, c.drawn)).Doubt();
    const double wrong = AgreementOf(drawn.field, Read(drawn, c.read)).Doubt();
    EXPECT_LT(right, wrong) << c.drawn << " read as " << c.read;
  }
}

TEST(TextInkTest, NothingReadAndNoInkAreNoError) {
  LineReading nothing;
  EXPECT_EQ(CorrectByShape(FieldPicture(), nothing), 0);
  EXPECT_EQ(AgreementOf(FieldPicture(), nothing).words, 0);
  const Drawn drawn = Draw("Ilka");
  EXPECT_EQ(CorrectByShape(drawn.field, nothing), 0);
  LineReading reading = Read(drawn, "Ilka");
  EXPECT_EQ(CorrectByShape(FieldPicture(), reading), 0);
  EXPECT_EQ(reading.text, "Ilka");
}

}  // namespace
}  // namespace rescan::timesheet::page
