#include "engine/documents/timesheet/plain_text.h"

#include <algorithm>
#include <array>

#include "kernels/base/text.h"

namespace rescan::timesheet {
namespace {

constexpr std::string_view kNoBreakSpace = "\xC2\xA0";

bool IsBlank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' ||
         c == '\f';
}

}  // namespace

std::string CollapseBlanks(std::string_view text) {
  std::string result;
  bool gap = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool no_break = text.substr(i).starts_with(kNoBreakSpace);
    if (no_break || IsBlank(text[i])) {
      gap = true;
      if (no_break) ++i;
      continue;
    }
    if (gap && !result.empty()) result += ' ';
    gap = false;
    result += text[i];
  }
  return result;
}

std::string Upper(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), UpperChar);
  return result;
}

std::string Lower(std::string_view text) {
  std::string result(text);
  for (std::size_t i = 0; i < result.size(); ++i) {
    char& c = result[i];
    if (IsUpperLetter(c)) {
      c = static_cast<char>(c - 'A' + 'a');
    } else if (c == '\xC3' && i + 1 < result.size()) {
      // U+00C0 to U+00DE are C3 80 to C3 9E; U+00D7 is the times sign.
      const auto next = static_cast<unsigned char>(result[i + 1]);
      if (next >= 0x80 && next <= 0x9E && next != 0x97) {
        result[i + 1] = static_cast<char>(next + 0x20);
      }
      ++i;
    }
  }
  return result;
}

bool EqualsIgnoringCase(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return UpperChar(x) == UpperChar(y);
  });
}

std::vector<std::string_view> Words(std::string_view text) {
  std::vector<std::string_view> words;
  std::size_t begin = 0;
  while (begin < text.size()) {
    if (IsBlank(text[begin])) {
      ++begin;
      continue;
    }
    std::size_t end = begin;
    while (end < text.size() && !IsBlank(text[end])) ++end;
    words.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return words;
}

std::string PlainDashes(std::string_view text) {
  // U+2010 to U+2015, U+2212 (minus), U+FE58, U+FE63, U+FF0D.
  constexpr std::array<std::string_view, 10> kDashes = {
      "\xE2\x80\x90", "\xE2\x80\x91", "\xE2\x80\x92", "\xE2\x80\x93",
      "\xE2\x80\x94", "\xE2\x80\x95", "\xE2\x88\x92", "\xEF\xB9\x98",
      "\xEF\xB9\xA3", "\xEF\xBC\x8D"};
  std::string result;
  for (std::size_t i = 0; i < text.size();) {
    const std::string_view rest = text.substr(i);
    const auto dash = std::find_if(
        kDashes.begin(), kDashes.end(),
        [rest](std::string_view form) { return rest.starts_with(form); });
    if (dash != kDashes.end()) {
      result += '-';
      i += dash->size();
    } else {
      result += text[i++];
    }
  }
  return result;
}

std::string KeptText(std::string_view raw) {
  return ToValidUtf8(TruncateCharacters(raw, kMaxFieldCharacters));
}

std::string Quoted(std::string_view text) {
  constexpr std::size_t kShown = 60;
  const std::string_view cut = TruncateCharacters(text, kShown);
  std::string result(1, '\'');
  result += ToValidUtf8(cut);
  if (cut.size() < text.size()) result += "...";
  result += '\'';
  return result;
}

}  // namespace rescan::timesheet
