#include "engine/documents/timesheet/page/code_digits.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <utility>

#include "engine/documents/timesheet/codes.h"
#include "engine/documents/timesheet/page/character_cells.h"

namespace rescan::timesheet::page {
namespace {

constexpr std::array<Look, 2> kLooks = {
    {{24, 0.15, 0.6, {}}, {30, 0.2, 1, {}}}};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// The digit that a letter is read for; 0: for none.
char TwinOf(char c) {
  constexpr std::string_view kLetters = "Il|SBZ";
  constexpr std::string_view kDigits = "111582";
  const std::size_t i = kLetters.find(c);
  return i == std::string_view::npos ? '\0' : kDigits[i];
}

// The letter between letters and digits that may be a digit.
std::optional<std::size_t> DoubtfulLetter(std::string_view code) {
  if (code.size() < 2 || code.front() != '(' || code.back() != ')') {
    return std::nullopt;
  }
  std::size_t first = code.size() - 1;
  while (IsDigit(code[first - 1])) --first;
  if (first + 1 == code.size() || first < 3) return std::nullopt;
  const bool doubtful = TwinOf(code[first - 1]) != '\0';
  if (!doubtful || !IsLetter(code[first - 2])) return std::nullopt;
  return first - 1;
}

// From character `i` of `code` on; nullopt where it touches what is before it.
std::optional<FieldPicture> PartFrom(const FieldPicture& part,
                                     const std::string& code, std::size_t i) {
  const std::vector<InkMark>& marks = part.ink.marks;
  if (marks.size() == code.size()) return PartOf(part, i, marks.size() - 1);
  const auto cells = FindCharacterCells(part, code);
  if (!cells.has_value()) return std::nullopt;
  for (std::size_t mark = 0; mark < marks.size(); ++mark) {
    if (std::abs(marks[mark].box.left - cells->boxes[i].left) <= 1) {
      return PartOf(part, mark, marks.size() - 1);
    }
  }
  return std::nullopt;
}

// What stands in front of `digits`, if the rest was read as they are; else 0.
char FirstOf(std::string text, std::string_view digits) {
  std::erase(text, ' ');
  if (text.ends_with(')')) text.pop_back();
  const bool same = text.size() == digits.size() + 1 && text.ends_with(digits);
  return same ? text.front() : '\0';
}

}  // namespace

Result<CodeVerdict> JudgeFirstDigit(const FieldPicture& part,
                                    const std::string& code,
                                    const PartLooker& look_at) {
  const std::optional<std::size_t> letter = DoubtfulLetter(code);
  if (!letter.has_value()) return CodeVerdict{code, true};
  const std::string inner = code.substr(1, code.size() - 2);
  const bool must_be_digit = FamilyOf(inner) != CodeFamily::kOther;
  if (must_be_digit && CodeDoubt(inner).empty()) return CodeVerdict{code, true};
  const auto alone = PartFrom(part, code, *letter);
  if (!alone.has_value()) return CodeVerdict{code, false};
  const std::string digits = inner.substr(*letter);
  const char twin = TwinOf(code[*letter]);
  bool letter_seen = false, digit_seen = false;
  for (const Look& look : kLooks) {
    auto again = look_at(*alone, look);
    if (!again.has_value()) return tl::unexpected(std::move(again.error()));
    const char first = FirstOf(again->text, digits);
    letter_seen = letter_seen || first == code[*letter];
    digit_seen = digit_seen || first == twin;
  }
  CodeVerdict verdict = {code, letter_seen && !digit_seen};
  if (!must_be_digit) return verdict;
  std::string other = code;
  other[*letter] = twin;
  if (digit_seen && CodeDoubt(other.substr(1, inner.size())).empty()) {
    return CodeVerdict{other, true};
  }
  verdict.sure = false;
  return verdict;
}

}  // namespace rescan::timesheet::page
