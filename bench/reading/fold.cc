#include "bench/reading/fold.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

namespace rescan::bench {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

// What may follow a lead byte (Unicode 15, table 3-7).
struct Sequence {
  int following = 0;  // bytes after the lead byte; -1: not a lead byte
  unsigned low = 0x80, high = 0xBF;  // of the first of them
};

Sequence SequenceOf(unsigned lead) {
  if (lead < 0x80) return {0};
  if (lead >= 0xC2 && lead <= 0xDF) return {1};
  if (lead == 0xE0) return {2, 0xA0, 0xBF};
  if (lead == 0xED) return {2, 0x80, 0x9F};
  if (lead >= 0xE1 && lead <= 0xEF) return {2};
  if (lead == 0xF0) return {3, 0x90, 0xBF};
  if (lead >= 0xF1 && lead <= 0xF3) return {3};
  if (lead == 0xF4) return {3, 0x80, 0x8F};
  return {-1};
}

// As Python's str.isspace, which the reference scorer uses.
bool IsSpace(char32_t c) {
  constexpr char32_t kOthers[] = {0x20,   0x85,   0xA0,   0x1680, 0x2028,
                                  0x2029, 0x202F, 0x205F, 0x3000};
  return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x1F) ||
         (c >= 0x2000 && c <= 0x200A) ||
         std::find(std::begin(kOthers), std::end(kOthers), c) !=
             std::end(kOthers);
}

char FoldCharacter(char32_t c) {
  constexpr std::pair<char32_t, char> kPunctuation[] = {
      {U'\u2018', '\''}, {U'\u2019', '\''}, {U'`', '\''},
      {U'\u201C', '"'},  {U'\u201D', '"'},  {U'\u2014', '-'},
      {U'\u2013', '-'},  {U'\u3000', ' '},  {U'\u3002', '.'}};
  for (const auto& [from, to] : kPunctuation) {
    if (c == from) return to;
  }
  constexpr char32_t kFullWidth = 0xFEE0;  // above the ASCII character
  if (c >= 0xFF01 && c <= 0xFF5E) c -= kFullWidth;
  if (c >= 128) return '?';
  if (IsSpace(c)) return ' ';
  if (c >= 'a' && c <= 'z') c -= 'a' - 'A';
  return static_cast<char>(c);
}

}  // namespace

std::u32string DecodeUtf8(std::string_view bytes) {
  std::u32string text;
  for (std::size_t i = 0; i < bytes.size();) {
    const auto lead = static_cast<unsigned char>(bytes[i++]);
    Sequence sequence = SequenceOf(lead);
    if (sequence.following < 0) {
      text += kReplacement;
      continue;
    }
    // The bits of the lead byte: 7, 5, 4 or 3 of them.
    char32_t character =
        sequence.following == 0 ? lead : lead & (0x3Fu >> sequence.following);
    while (sequence.following > 0 && i < bytes.size()) {
      const auto next = static_cast<unsigned char>(bytes[i]);
      if (next < sequence.low || next > sequence.high) break;
      character = character << 6 | (next & 0x3Fu);
      sequence = {sequence.following - 1};
      ++i;
    }
    text += sequence.following == 0 ? character : kReplacement;
  }
  return text;
}

std::string Fold(std::u32string_view text) {
  std::string folded;
  for (const char32_t character : text) {
    const char c = FoldCharacter(character);
    if (c == ' ' && (folded.empty() || folded.back() == ' ')) continue;
    folded += c;
  }
  if (!folded.empty() && folded.back() == ' ') folded.pop_back();
  return folded;
}

bool IsBlank(std::u32string_view text) {
  return std::all_of(text.begin(), text.end(), IsSpace);
}

std::vector<std::string> SplitWords(std::string_view folded) {
  std::vector<std::string> words;
  while (!folded.empty()) {
    const std::size_t blank = std::min(folded.find(' '), folded.size());
    if (blank > 0) words.emplace_back(folded.substr(0, blank));
    folded.remove_prefix(std::min(blank + 1, folded.size()));
  }
  return words;
}

std::vector<std::u32string> SplitLines(const std::u32string& all) {
  std::vector<std::u32string> lines;
  std::u32string line;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i] != U'\n' && all[i] != U'\r') {
      line += all[i];
      continue;
    }
    if (all[i] == U'\r' && i + 1 < all.size() && all[i + 1] == U'\n') ++i;
    lines.push_back(std::exchange(line, {}));
  }
  if (!line.empty()) lines.push_back(std::move(line));
  return lines;
}

}  // namespace rescan::bench
