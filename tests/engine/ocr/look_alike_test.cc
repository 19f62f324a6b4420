#include "engine/ocr/look_alike.h"

#include <gtest/gtest.h>

#include <string>

namespace rescan {
namespace {

struct Pair {
  const char* a;
  const char* b;
  bool strokes;
  bool one_letter;
};

TEST(LookAlikeTest, Pairs) {
  for (const Pair& pair : {
           Pair{"Ilka", "llka", true, true},
           {"Ivor", "ivor", true, false},
           {"Wexl|", "Wexi1", true, false},
           {"Ilka", "Ilka", false, false},
           {"", "", false, false},
           {"Il", "Ill", false, false},
           {"Ilka", "llko", false, false},
           {"JJ-23", "J3-23", false, true},
           {"Pelvmarsh", "Pelymarsh", false, true},
           {"Pecuments", "Documents", false, false},
           {"Length", "length", false, false},
           {"$Z-74", "SZ-74", false, false},
           {"today", "today.", false, false},
           {"caf\xc3\xa9", "caf\xc3\xa8", false, false},
       }) {
    const std::string what = std::string(pair.a) + " " + pair.b;
    EXPECT_EQ(pair.strokes, DifferInStrokes(pair.a, pair.b)) << what;
    EXPECT_EQ(pair.strokes, DifferInStrokes(pair.b, pair.a)) << what;
    EXPECT_EQ(pair.one_letter, DifferInOneLetter(pair.a, pair.b)) << what;
    EXPECT_EQ(pair.one_letter, DifferInOneLetter(pair.b, pair.a)) << what;
  }
}

}  // namespace
}  // namespace rescan
