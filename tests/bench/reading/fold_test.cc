#include "bench/reading/fold.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace rescan::bench {
namespace {

std::string FoldUtf8(const std::string& text) { return Fold(DecodeUtf8(text)); }

TEST(FoldTest, DecodesWellFormedText) {
  EXPECT_EQ(U"a\u00e9\u20ac\U0001F600",
            DecodeUtf8("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"));
  EXPECT_EQ(U"", DecodeUtf8(""));
}

// Table 3-8 of the Unicode standard, chapter 3, and its neighbours.
TEST(FoldTest, EachBrokenPartIsOneReplacement) {
  const struct {
    std::string bytes;
    std::u32string text;
  } cases[] = {
      {"\x80", U"\uFFFD"},
      {"\xC0\xAF", U"\uFFFD\uFFFD"},
      {"\xE0\x80\xBF", U"\uFFFD\uFFFD\uFFFD"},
      {"\xED\xA0\x80", U"\uFFFD\uFFFD\uFFFD"},
      {"\xE2\x82", U"\uFFFD"},
      {"\xE2\x82z", U"\uFFFDz"},
      {"\xF0\x9F\x98", U"\uFFFD"},
      {"\xF0\x80\x80", U"\uFFFD\uFFFD\uFFFD"},
      {"\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42",
       U"\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\u0041\uFFFD\uFFFD\u0042"},
      {"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41",
       U"\uFFFD\uFFFD\uFFFD\uFFFD\u0041"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(c.text, DecodeUtf8(c.bytes)) << c.bytes.size();
  }
}

TEST(FoldTest, FoldsCaseBlanksAndPunctuation) {
  EXPECT_EQ("TOTAL RM 10.00", FoldUtf8("  Total\tRM \v 10.00\r\n"));
  EXPECT_EQ("'A' \"B\" - - .", FoldUtf8("\u2018a\u2019 \u201Cb\u201D \u2014 "
                                        "\u2013\u3000\u3002"));
  EXPECT_EQ("'", FoldUtf8("`"));
  EXPECT_EQ("AZ!~", FoldUtf8("\uFF41\uFF3A\uFF01\uFF5E"));
  EXPECT_EQ("CAF? ? ?", FoldUtf8("caf\u00e9 \u20ac \uFF5F"));
  // A no-break space is a character like others.
  EXPECT_EQ("A?B", FoldUtf8("a\u00a0b"));
  EXPECT_EQ("A B", FoldUtf8("a\x1c\x1f"
                            "b"));
}

TEST(FoldTest, BlankTexts) {
  EXPECT_TRUE(IsBlank(U""));
  EXPECT_TRUE(IsBlank(U" \t\u00a0\u2003\u3000\u0085"));
  EXPECT_FALSE(IsBlank(U"\u200b"));
  EXPECT_FALSE(IsBlank(U" x"));
}

TEST(FoldTest, SplitsWordsAndLines) {
  EXPECT_EQ((std::vector<std::string>{"A", "B"}), SplitWords("A  B "));
  EXPECT_TRUE(SplitWords("").empty());
  EXPECT_EQ((std::vector<std::u32string>{U"a", U"", U"b", U"c"}),
            SplitLines(U"a\r\n\rb\nc"));
  EXPECT_EQ((std::vector<std::u32string>{U"a"}), SplitLines(U"a\n"));
  EXPECT_TRUE(SplitLines(U"").empty());
}

}  // namespace
}  // namespace rescan::bench
