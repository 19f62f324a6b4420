#include "engine/documents/timesheet/page/name_match.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rescan::timesheet::page {
namespace {

std::vector<NameLetter> Letters(std::string_view name) {
  std::vector<NameLetter> letters;
  for (const char c : name) letters.push_back({c, std::nullopt});
  return letters;
}

// "S" a stem, "D" a dot with its stem, "W" a wide one, "A" an accent.
NameStrokes Strokes(std::string_view kinds) {
  NameStrokes strokes;
  strokes.stem = 2;
  for (const char kind : kinds) {
    const double left = 10.0 * static_cast<double>(strokes.upper.size());
    Stroke stroke{left, left + (kind == 'W' ? 6 : 2)};
    stroke.stem = true;
    stroke.joined = kind == 'D' || kind == 'A' ? 0.2 : 1;
    stroke.top = 1;
    stroke.slant = kind == 'A' ? 1.5 : 0;
    strokes.upper.push_back(stroke);
  }
  return strokes;
}

std::optional<std::string> Match(std::string_view name,
                                 std::string_view kinds) {
  return MatchStrokes(Letters(name), Strokes(kinds), 10);
}

TEST(NameMatch, AnEqualNameStays) {
  EXPECT_EQ(Match("Edda Hill", "WSSSSDSS"), "Edda Hill");
  EXPECT_EQ(Match("Fred Taft", "WSWSS"), "Fred Taft");
  EXPECT_EQ(Match("Wim", "SSSD"), "Wim");
  EXPECT_EQ(Match("", ""), "");
}

TEST(NameMatch, OneWayToMendItIsTaken) {
  EXPECT_EQ(Match("Velllcroft", "SSSS"), "Vellcroft");
  EXPECT_EQ(Match("Velidale", "SSSSSS"), "Velldale");
  EXPECT_EQ(Match("Brldge", "WDS"), "Bridge");
  EXPECT_EQ(Match("|an", "S"), "Ian");
  EXPECT_EQ(Match("jan", "S"), "Jan");
}

// A JPEG makes stems fainter at places, but opens no gap.
TEST(NameMatch, AFaintPlaceIsNoGap) {
  NameStrokes strokes = Strokes("SS");
  for (const double joined : {0.75, 0.8, 0.9}) {
    strokes.upper[0].joined = joined;
    EXPECT_EQ(MatchStrokes(Letters("exibex"), strokes, 99), "exlbex") << joined;
    EXPECT_EQ(MatchStrokes(Letters("exlbex"), strokes, 99), "exlbex") << joined;
  }
  for (const double joined : {0.1, 0.3, 0.4}) {
    strokes.upper[0].joined = joined;
    EXPECT_EQ(MatchStrokes(Letters("exlbex"), strokes, 99), "exibex") << joined;
    EXPECT_EQ(MatchStrokes(Letters("exibex"), strokes, 99), "exibex") << joined;
  }
  for (const double joined : {0.58, 0.65}) {
    strokes.upper[0].joined = joined;  // it may be either
    EXPECT_EQ(MatchStrokes(Letters("exibex"), strokes, 99), std::nullopt);
    EXPECT_EQ(MatchStrokes(Letters("exlbex"), strokes, 99), std::nullopt);
  }
}

TEST(NameMatch, TheLowerTipOfATIsNoLetterAndALetterIsNoT) {
  NameStrokes strokes = Strokes("S");
  strokes.upper[0].top = 0.94;
  EXPECT_EQ(MatchStrokes(Letters("vet"), strokes, 10), "vet");
  EXPECT_EQ(MatchStrokes(Letters("vel"), strokes, 10), std::nullopt);
  strokes.upper[0].top = 1.05;
  EXPECT_EQ(MatchStrokes(Letters("vet"), strokes, 10), std::nullopt);
  EXPECT_EQ(MatchStrokes(Letters("vel"), strokes, 10), "vel");
}

TEST(NameMatch, WhatCannotBeMendedIsRefused) {
  EXPECT_EQ(Match("Bel", "WS"), "Bel");
  EXPECT_EQ(Match("Bel", "W"), "Be");  // the caller's other checks tell
  EXPECT_EQ(Match("Ben", "WS"), std::nullopt);
  EXPECT_EQ(Match("Miller", "SSDDSS"), std::nullopt);
  EXPECT_EQ(Match("Garcia", "WA"), std::nullopt);
  EXPECT_EQ(Match("Ann 4", "SS"), std::nullopt);
  // I or l: either may be the one too many.
  EXPECT_EQ(Match("MacIlroy", "SSS"), std::nullopt);
}

TEST(NameMatch, StrokesFarFromTheirLettersAreNone) {
  std::vector<NameLetter> letters = Letters("Il");
  const NameStrokes strokes = Strokes("SS");
  letters[0].middle = 1;
  letters[1].middle = 11;
  EXPECT_EQ(MatchStrokes(letters, strokes, 3), "Il");
  letters[1].middle = 30;
  EXPECT_EQ(MatchStrokes(letters, strokes, 3), std::nullopt);
}

TEST(NameMatch, ADotThatTheArmOfAnFTouchesMayBeWider) {
  NameStrokes strokes = Strokes("SDSS");  // f, i, l, d
  Stroke& dot = strokes.upper[1];
  dot.left = strokes.upper[0].right;
  dot.right = dot.left + 3.2;
  EXPECT_EQ(MatchStrokes(Letters("fild"), strokes, 10), "fild");
  strokes.upper[0].right -= 1;  // the gap is seen: the mark of an accent
  EXPECT_EQ(MatchStrokes(Letters("fild"), strokes, 10), std::nullopt);
}

TEST(NameMatch, AnIWithSerifsIsNoT) {
  NameStrokes strokes = Strokes("W");
  strokes.capital = 12;  // the stroke is half as wide
  EXPECT_EQ(MatchStrokes(Letters("Ian"), strokes, 10), "Ian");
  EXPECT_EQ(MatchStrokes(Letters("Tan"), strokes, 10), std::nullopt);
  EXPECT_EQ(MatchStrokes(Letters("lan"), strokes, 10), std::nullopt);
  strokes.capital = 8;  // a bar
  EXPECT_EQ(MatchStrokes(Letters("Ian"), strokes, 10), std::nullopt);
  EXPECT_EQ(MatchStrokes(Letters("Tan"), strokes, 10), "Tan");
}

TEST(NameMatch, AnyTextIsAllowed) {
  EXPECT_EQ(Match(std::string(5000, 'l'), "S"), std::nullopt);
  EXPECT_EQ(Match(std::string(80, 't'), std::string(160, 'S')), std::nullopt);
  EXPECT_EQ(Match(std::string(80, 't'), std::string(40, 'S')),
            std::string(80, 't'));
  EXPECT_EQ(Match(std::string(80, 'l'), std::string(60, 'S')), std::nullopt);
  EXPECT_EQ(Match(std::string_view("\0\xff", 2), "S"), std::nullopt);
}

}  // namespace
}  // namespace rescan::timesheet::page
