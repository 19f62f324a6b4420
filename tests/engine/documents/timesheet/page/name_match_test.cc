#include "engine/documents/timesheet/page/name_match.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>

#include "engine/documents/timesheet/page/letter_places.h"

namespace rescan::timesheet::page {
namespace {

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
  return MatchStrokes(name, Strokes(kinds));
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
    EXPECT_EQ(MatchStrokes("exibex", strokes), "exlbex") << joined;
    EXPECT_EQ(MatchStrokes("exlbex", strokes), "exlbex") << joined;
  }
  for (const double joined : {0.1, 0.3, 0.4}) {
    strokes.upper[0].joined = joined;
    EXPECT_EQ(MatchStrokes("exlbex", strokes), "exibex") << joined;
    EXPECT_EQ(MatchStrokes("exibex", strokes), "exibex") << joined;
  }
  for (const double joined : {0.58, 0.65}) {
    strokes.upper[0].joined = joined;  // it may be either
    EXPECT_EQ(MatchStrokes("exibex", strokes), std::nullopt);
    EXPECT_EQ(MatchStrokes("exlbex", strokes), std::nullopt);
  }
}

TEST(NameMatch, TheLowerTipOfATIsNoLetterAndALetterIsNoT) {
  NameStrokes strokes = Strokes("S");
  strokes.upper[0].top = 0.94;
  EXPECT_EQ(MatchStrokes("vet", strokes), "vet");
  EXPECT_EQ(MatchStrokes("vel", strokes), std::nullopt);
  strokes.upper[0].top = 1.05;
  EXPECT_EQ(MatchStrokes("vet", strokes), std::nullopt);
  EXPECT_EQ(MatchStrokes("vel", strokes), "vel");
}

TEST(NameMatch, ATallStrokeMayBeNarrow) {
  NameStrokes strokes = Strokes("S");
  strokes.upper[0].right = strokes.upper[0].left + 1.2;
  EXPECT_EQ(MatchStrokes("vek", strokes), "vek");
  strokes.upper[0].top = 0.94;
  EXPECT_EQ(MatchStrokes("vek", strokes), std::nullopt);
  EXPECT_EQ(MatchStrokes("vex I", strokes), std::nullopt);
  strokes.upper[0].right = strokes.upper[0].left + 0.9;
  strokes.upper[0].top = 1;
  EXPECT_EQ(MatchStrokes("vek", strokes), std::nullopt);
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

// The strokes of `name`, all of them stems, where a face has them that draws
// every letter `wider` times as wide as usual.
NameStrokes PlacedStrokes(std::string_view name, double wider) {
  constexpr double kCapital = 12;
  NameStrokes strokes = Strokes("");
  strokes.capital = kCapital;
  strokes.left = 20;
  double x = strokes.left;
  for (const char c : name) {
    if (std::string_view("lhkdb").find(c) != std::string_view::npos) {
      const double middle = x + StrokePlace(c) * kCapital * wider;
      Stroke stroke{middle - 1, middle + 1};
      stroke.stem = true;
      stroke.joined = 1;
      stroke.top = 1.05;
      strokes.upper.push_back(stroke);
    }
    x += LetterWidth(c) * kCapital * wider;
  }
  strokes.right = x;
  return strokes;
}

TEST(NameMatch, StrokesStandWhereTheirLettersAre) {
  for (const double wider : {0.85, 1.0, 1.15}) {
    const NameStrokes strokes = PlacedStrokes("voelholm", wider);
    EXPECT_EQ(MatchStrokes("voelholm", strokes), "voelholm") << wider;
    EXPECT_EQ(MatchStrokes("volehoml", strokes), std::nullopt) << wider;
    EXPECT_EQ(MatchStrokes("voelhoml", strokes), std::nullopt) << wider;
    // As many strokes, but no room.
    EXPECT_EQ(MatchStrokes("voeltholm", strokes), std::nullopt) << wider;
    EXPECT_EQ(MatchStrokes("voelrholm", strokes), std::nullopt) << wider;
    // The one that is too many.
    EXPECT_EQ(MatchStrokes("voellholm", strokes), "voelholm") << wider;
  }
}

// The third stroke of a W is none of the next letter.
TEST(NameMatch, AStrokeOfALetterIsNoneOfAnotherLetter) {
  NameStrokes strokes = PlacedStrokes("llllexlstone", 1);
  strokes.upper[3].left = strokes.upper[2].left;
  strokes.upper.erase(strokes.upper.begin() + 2);
  strokes.left = strokes.upper.front().left - 1;
  strokes.right -= 3;
  EXPECT_EQ(MatchStrokes("Wexlstone", strokes), "Wexlstone");
  EXPECT_EQ(MatchStrokes("Wexllstone", strokes), "Wexlstone");
}

TEST(NameMatch, ADotThatTheArmOfAnFTouchesMayBeWider) {
  NameStrokes strokes = Strokes("SDSS");  // f, i, l, d
  Stroke& dot = strokes.upper[1];
  dot.left = strokes.upper[0].right;
  dot.right = dot.left + 3.2;
  EXPECT_EQ(MatchStrokes("fild", strokes), "fild");
  strokes.upper[0].right -= 1;  // the gap is seen: the mark of an accent
  EXPECT_EQ(MatchStrokes("fild", strokes), std::nullopt);
}

TEST(NameMatch, AnIWithSerifsIsNoT) {
  NameStrokes strokes = Strokes("W");
  strokes.capital = 12;  // the stroke is half as wide
  EXPECT_EQ(MatchStrokes("Ian", strokes), "Ian");
  EXPECT_EQ(MatchStrokes("Tan", strokes), std::nullopt);
  EXPECT_EQ(MatchStrokes("lan", strokes), std::nullopt);
  strokes.capital = 8;  // a bar
  EXPECT_EQ(MatchStrokes("Ian", strokes), std::nullopt);
  EXPECT_EQ(MatchStrokes("Tan", strokes), "Tan");
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
