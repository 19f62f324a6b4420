#include "bench/text_embedding/drawn_errors.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>
#include <vector>

namespace rescan::bench {
namespace {

// What recognisers of Latin text are known to confuse. More than what the
// embedding folds, so that folding is not measured by itself.
constexpr std::pair<char, std::string_view> kConfusions[] = {
    {'0', "OoD8"}, {'1', "lI7|"}, {'2', "Z7"},  {'3', "8B"},  {'4', "A"},
    {'5', "S6"},   {'6', "G8b"},  {'7', "1T?"}, {'8', "B3S"}, {'9', "gq"},
    {'A', "4R"},   {'B', "8R"},   {'C', "GcO"}, {'D', "O0"},  {'E', "FB"},
    {'F', "PE"},   {'G', "6C"},   {'H', "NM"},  {'I', "1l|"}, {'L', "IE"},
    {'M', "HN"},   {'N', "HM"},   {'O', "0DQ"}, {'P', "FR"},  {'Q', "O0"},
    {'R', "KPA"},  {'S', "58"},   {'T', "7I"},  {'U', "V"},   {'V', "UY"},
    {'W', "VM"},   {'Y', "V"},    {'Z', "27"},  {'a', "oe"},  {'b', "6h"},
    {'c', "eo"},   {'d', "cl"},   {'e', "co"},  {'f', "t"},   {'g', "9q"},
    {'h', "bn"},   {'i', "l1j"},  {'l', "1I|"}, {'m', "nr"},  {'n', "hu"},
    {'o', "0ec"},  {'q', "9g"},   {'r', "t"},   {'s', "5"},   {'t', "fl"},
    {'u', "vn"},   {'v', "uy"},   {'y', "v"},   {'z', "2"},   {'.', ","},
    {',', "."},    {':', ";."}};

constexpr std::string_view kAny =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.,-";

bool IsLetter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

void AddWrong(char c, samples::Rng& rng, std::string& out) {
  const auto* confusions =
      std::find_if(std::begin(kConfusions), std::end(kConfusions),
                   [c](const auto& confusion) { return confusion.first == c; });
  if (confusions != std::end(kConfusions) && rng.Chance(0.6)) {
    out += rng.Pick(confusions->second);
    return;
  }
  switch (rng.Between(0, 3)) {
    case 0:
      out += rng.Pick(kAny);
      break;
    case 1:  // lost
      break;
    case 2:
      out += c;
      out += c;
      break;
    default:
      out += c;
      out += ' ';
  }
}

}  // namespace

std::string WithRecognitionErrors(std::string_view text, double rate,
                                  samples::Rng& rng) {
  std::string out;
  for (const char c : text) {
    if (rng.Chance(rate)) {
      AddWrong(c, rng, out);
    } else {
      out += c;
    }
  }
  return out;
}

std::string WithWrongLetters(std::string_view text, int count,
                             samples::Rng& rng) {
  std::string out(text);
  std::vector<std::size_t> letters;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (IsLetter(out[i])) letters.push_back(i);
  }
  for (; count > 0 && !letters.empty(); --count) {
    const auto pick = static_cast<std::size_t>(
        rng.Between(0, static_cast<int>(letters.size()) - 1));
    char& letter = out[letters[pick]];
    const char first = letter >= 'a' ? 'a' : 'A';
    letter =
        static_cast<char>(first + (letter - first + rng.Between(1, 25)) % 26);
    letters.erase(letters.begin() + static_cast<std::ptrdiff_t>(pick));
  }
  return out;
}

}  // namespace rescan::bench
