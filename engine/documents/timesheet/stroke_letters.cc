#include "engine/documents/timesheet/stroke_letters.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "engine/documents/timesheet/plain_text.h"

namespace rescan::timesheet {
namespace {

constexpr std::array<std::string_view, 24> kParticles = {
    "af",  "al",  "ap",  "bin", "bint", "da", "de", "del",
    "den", "der", "di",  "dos", "du",   "e",  "el", "la",
    "le",  "ten", "ter", "van", "von",  "y",  "zu", "zur"};

template <std::size_t kCount>
bool IsOneOf(const std::array<std::string_view, kCount>& words,
             std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool IsLowerLetter(char c) { return IsLetter(c) && !IsUpperLetter(c); }
bool IsStroke(char c) { return c == 'I' || c == 'l'; }
bool IsVowel(char c) {
  return std::string_view("aeiouy").find(c) != std::string_view::npos;
}

// What the stroke at `i` of `word` must be.
char PlacedStroke(std::string_view word, std::size_t i) {
  const char c = word[i];
  if (i == 0) {
    const bool particle = IsNameParticle(word);
    return c == 'l' && word.size() > 1 && IsLetter(word[1]) && !particle ? 'I'
                                                                         : c;
  }
  const std::string_view before = word.substr(0, i);
  if (before == "Mc" || before == "Mac") {
    const bool consonant =
        i + 1 < word.size() && IsLetter(word[i + 1]) && !IsVowel(word[i + 1]);
    return c == 'l' && consonant ? 'I' : c;
  }
  if (c != 'I' || IsNameBeginning(before)) return c;
  const bool small_word = std::any_of(
      word.begin(), word.end(),
      [](char letter) { return IsLowerLetter(letter) && !IsStroke(letter); });
  return small_word && IsLetter(before.back()) ? 'l' : c;
}

}  // namespace

std::string WithStrokesInPlace(std::string name) {
  for (std::size_t begin = 0; begin < name.size();) {
    const std::size_t end =
        std::min(name.find_first_of(" -'", begin), name.size());
    for (std::size_t i = begin; i < end; ++i) {
      if (!IsStroke(name[i])) continue;
      name[i] = PlacedStroke(std::string_view(name).substr(begin, end - begin),
                             i - begin);
    }
    begin = end + 1;
  }
  return name;
}

bool IsNameParticle(std::string_view word) { return IsOneOf(kParticles, word); }

bool IsNameBeginning(std::string_view word) {
  constexpr std::array<std::string_view, 11> kBeginnings = {
      "Mc", "Mac", "De", "Di", "Du", "La", "Le", "Van", "Von", "Fitz", "Ap"};
  return IsOneOf(kBeginnings, word);
}

bool HasOpenStroke(std::string_view word) {
  constexpr std::array<std::string_view, 4> kEither = {"Mclain", "Mclan",
                                                       "Maclain", "Maclan"};
  return (word.size() > 1 && std::all_of(word.begin(), word.end(), IsStroke)) ||
         IsOneOf(kEither, word);
}

}  // namespace rescan::timesheet
