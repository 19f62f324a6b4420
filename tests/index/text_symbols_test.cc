#include "index/text_symbols.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/random.h"
#include "tests/support/reference_text.h"

namespace rescan::index {
namespace {

std::u32string Symbols(std::string_view text) {
  TextSymbols symbols = {7, 7};  // replaced
  EXPECT_TRUE(ToTextSymbols(text, symbols).has_value());
  return {symbols.begin(), symbols.end()};
}

std::u32string Folded(std::string_view text) {
  const std::u32string symbols = Symbols(text);
  const TextSymbols plain(symbols.begin(), symbols.end());
  TextSymbols folded = {7};
  FoldConfusions(plain, folded);
  return {folded.begin(), folded.end()};
}

TEST(TextSymbolsTest, WhatIsComparedOfAText) {
  const struct {
    std::string_view text;
    std::u32string_view symbols;
  } kCases[] = {
      {"", U""},
      {"   ", U""},
      {"--- ... !?", U""},
      {"a", U" a "},
      {"Total:  12.50", U" total 12 50 "},
      {"\tA\nB\r\n", U" a b "},
      {"$5 = 4+1 | x~y^z`", U" 5 4 1 x y z "},
      {"STRA\xC3\x9F"
       "E",
       U" strasse "},                         // sharp s
      {"\xEF\xBC\xA1\xEF\xBC\xA2", U" ab "},  // full width AB
      {"\xEF\xAC\x81n", U" fin "},            // ligature fi
      {"e\xCC\x81", U" \u00E9 "},             // e, combining acute
      {"a\xC2\xAD"
       "b",
       U" ab "},  // soft hyphen
      {"a\xC2\xA0"
       "b",
       U" a b "},                                       // no-break space
      {"\xE2\x80\x94 x \xE2\x82\xAC", U" x "},          // em dash, euro
      {"\xC2\xA9 x \xC2\xAE", U" x "},                  // (c), (R)
      {"\xE4\xB8\xAD\xE6\x96\x87", U" \u4E2D\u6587 "},  // Chinese
      {"\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D",
       U" \u05E9\u05DC\u05D5\u05DD "},        // Hebrew
      {"\xF0\x9F\x8D\x95", U" \U0001F355 "},  // a pizza
      {"\xEE\x80\x80 \xEF\xBF\xBD", U""},     // private use, replacement
      {"\xFF\xFE"
       "a\xC3",
       U" a "},               // broken
      {"\xED\xA0\x80", U""},  // half a surrogate pair
      {std::string_view("a\0b", 3), U" a b "},
  };
  for (const auto& [text, symbols] : kCases) {
    EXPECT_EQ(Symbols(text), symbols) << text;
  }
}

TEST(TextSymbolsTest, FamiliesOfConfusableCharacters) {
  const std::pair<std::string_view, std::string_view> kSame[] = {
      {"O", "0"},     {"1", "l"},         {"I", "l"},
      {"5", "S"},     {"8", "B"},         {"rn", "m"},
      {"vv", "w"},    {"TOTAL", "T0TA1"}, {"modern", "modem"},
      {"2OO", "Z00"}, {"GST 6%", "65T G"}};
  for (const auto& [a, b] : kSame) {
    EXPECT_EQ(Folded(a), Folded(b)) << a << " " << b;
    EXPECT_NE(Symbols(a), Symbols(b)) << a << " " << b;
  }
  EXPECT_EQ(Folded("vvv"), Folded("wv"));
  EXPECT_EQ(Folded("r n"), U" r n ");
  EXPECT_EQ(Folded("rnrn"), U" mm ");
  EXPECT_EQ(Folded("\xC3\xA9"), U" \u00E9 ");
}

TEST(TextSymbolsTest, AsciiMatchesThePlainReference) {
  std::mt19937 rng(support::Seed(51));
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (std::uint32_t n = support::Below(rng, 60); n > 0; --n) {
      // Often r, n and v, for the pairs.
      text += support::Below(rng, 4) == 0
                  ? "rnv "[support::Below(rng, 4)]
                  : static_cast<char>(support::Below(rng, 128));
    }
    ASSERT_EQ(Symbols(text), reference::AsciiSymbols(text, false)) << text;
    ASSERT_EQ(Folded(text), reference::AsciiSymbols(text, true)) << text;
  }
}

// The short way for ASCII gives what ICU gives: a character beyond ASCII in
// front takes the long way.
TEST(TextSymbolsTest, BothWaysAreOne) {
  std::string all;
  for (int c = 0; c < 128; ++c) {
    all += 'x';
    all += static_cast<char>(c);
  }
  EXPECT_EQ(Symbols("\xC3\xA9" + all), U" \u00E9" + Symbols(all).substr(1));
}

TEST(TextSymbolsTest, VeryLongTextsAreCut) {
  EXPECT_EQ(Symbols(std::string(1 << 20, 'a')).size(), kMostTextSymbols);
  EXPECT_EQ(Symbols(std::string(1 << 20, 'a')).back(), U' ');
  EXPECT_EQ(Symbols(std::string(1 << 20, ' ') + "a"), U"");
  std::string chinese;
  while (chinese.size() < (1 << 20)) chinese += "\xE4\xB8\xAD";
  EXPECT_EQ(Symbols(chinese).size(), kMostTextSymbols);
  EXPECT_EQ(Symbols(std::string(1 << 20, '\xFF')), U"");
  EXPECT_EQ(Symbols(std::string(1 << 20, '\0')), U"");
}

TEST(TextSymbolsTest, AnyBytesAreText) {
  std::mt19937 rng(support::Seed(52));
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (std::uint32_t n = support::Below(rng, 80); n > 0; --n) {
      text += static_cast<char>(support::Below(rng, 256));
    }
    const std::u32string symbols = Symbols(text);
    if (symbols.empty()) continue;
    ASSERT_GE(symbols.size(), 3u);
    ASSERT_EQ(symbols.front(), U' ');
    ASSERT_EQ(symbols.back(), U' ');
    ASSERT_EQ(symbols.find(U"  "), std::u32string::npos);
  }
}

}  // namespace
}  // namespace rescan::index
