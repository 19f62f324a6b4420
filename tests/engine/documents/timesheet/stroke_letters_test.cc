#include "engine/documents/timesheet/stroke_letters.h"

#include <gtest/gtest.h>

#include <utility>

namespace rescan::timesheet {
namespace {

TEST(StrokeLetters, StandWhereTheyMust) {
  for (const auto& [read, name] :
       {std::pair("lvor lngram-lrving", "Ivor Ingram-Irving"),
        std::pair("WexImere", "Wexlmere"), std::pair("IIka", "Ilka"),
        std::pair("IIlingworth", "Illingworth"),
        std::pair("Mcllroy MacInnes", "McIlroy MacInnes"),
        std::pair("Maclnnes", "MacInnes"), std::pair("O'lnnes", "O'Innes")}) {
    EXPECT_EQ(WithStrokesInPlace(read), name);
  }
}

TEST(StrokeLetters, OthersStay) {
  for (const char* name : {"Ilya Illes", "Ana la Cour", "le Blanc", "Maclean",
                           "McLean", "Bill", "J. I. Hill", "I", "l", "", "III",
                           "DeIulio", "Zo\u00eb Lill", " - '"}) {
    EXPECT_EQ(WithStrokesInPlace(name), name);
  }
}

TEST(StrokeLetters, SomeAreOpen) {
  for (const char* word : {"Ill", "III", "ll", "Mclain", "Maclan"}) {
    EXPECT_TRUE(HasOpenStroke(word)) << word;
  }
  for (const char* word : {"Ilk", "I", "Maclean", "McIlroy", ""}) {
    EXPECT_FALSE(HasOpenStroke(word)) << word;
  }
}

}  // namespace
}  // namespace rescan::timesheet
