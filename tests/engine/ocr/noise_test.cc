#include "engine/ocr/noise.h"

#include <gtest/gtest.h>

#include <string>

namespace rescan {
namespace {

TEST(NoiseTest, NothingToRead) {
  const std::string noise[] = {
      "",
      " ",
      " \t\n",
      "\u00a0",  // no-break space
      "\u3000",  // ideographic space
      ".",
      ",",
      "|",
      "'",
      "\"",
      "~",
      "\u2014",        // em dash
      "\u2022",        // bullet
      "\u20dd",        // a mark without a base
      "\u00d7",        // multiplication sign
      "\u00ab\u00bb",  // guillemets
      "---",
      "....",
      "-----  -----",
      "| | |",
      "=_=_=",
      "***",
      "()",
      "[ ]",
      "://",
      "@",
      "#",
      "&",
      "+",
      "%",
      "@@",
      "# #",
      "\xff\xfe",          // no UTF-8
      "\xf0\x9f\x98\x80",  // a picture
  };
  for (const std::string& text : noise) {
    EXPECT_TRUE(IsNoise(text)) << '"' << text << '"';
  }
}

TEST(NoiseTest, SomethingToRead) {
  const std::string readable[] = {
      "a",
      "0",
      "A.",
      "-1",
      "#1",
      "50%",
      "@home",
      "R&D",
      "C++",
      "...5",
      "\u00e9",            // e with acute
      "\u00df",            // sharp s
      "\u00bd",            // one half
      "\u00b2",            // superscript two
      "\u0416",            // Cyrillic
      "\u03a9",            // Greek
      "\u05d0",            // Hebrew
      "\u0627",            // Arabic
      "\u0664",            // Arabic digit
      "\u4e2d",            // Chinese
      "\u3042",            // Hiragana
      "\uff21",            // full-width A
      "\uff11",            // full-width 1
      "\xf0\xa0\x80\x80",  // Chinese beyond the first plane
      "$",
      "\u00a3",
      "\u20ac",
      "\u00a5",
      "$5.00",
      "5.00\u20ac",
      "-$1",
      "$ .",
      "a\xff",
  };
  for (const std::string& text : readable) {
    EXPECT_FALSE(IsNoise(text)) << '"' << text << '"';
  }
}

}  // namespace
}  // namespace rescan
