#include "engine/documents/timesheet/codes.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/documents/timesheet/plain_text.h"

namespace rescan::timesheet {
namespace {

constexpr std::size_t kMinCode = 3;
constexpr std::size_t kMaxCode = 32;

bool AllDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsDigit);
}

bool IsCodeChar(char c) {
  return IsLetter(c) || IsDigit(c) || c == '-' || c == '_' || c == '.' ||
         c == '/';
}

bool IsUpperGroup(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return IsUpperLetter(c) || IsDigit(c);
  });
}

std::string WithoutBlanks(std::string_view text) {
  std::string result;
  for (const std::string_view word : Words(text)) result += word;
  return result;
}

// What follows the family's letters. NTC5 is a prefix, not a digit of NTC.
std::string_view DigitsOf(std::string_view upper, CodeFamily family) {
  switch (family) {
    case CodeFamily::kPj:
      upper.remove_prefix(2);
      if (upper.starts_with("HCST")) upper.remove_prefix(4);
      return upper;
    case CodeFamily::kReag:
    case CodeFamily::kHcst:
    case CodeFamily::kNtc:
      return upper.substr(4);
    case CodeFamily::kSps:
      return upper.substr(3);
    case CodeFamily::kOther:
      break;
  }
  return {};
}

struct DigitCount {
  std::size_t least, most;
};

// PJ: 6 typical, 6 to 8 seen, more behind PJHCST. HCST: 8 characters or more.
DigitCount DigitsExpected(CodeFamily family) {
  switch (family) {
    case CodeFamily::kPj:
      return {6, 8};
    case CodeFamily::kReag:
      return {6, 6};
    case CodeFamily::kHcst:
    case CodeFamily::kNtc:
      return {4, 10};
    case CodeFamily::kSps:
    case CodeFamily::kOther:
      break;
  }
  return {2, 10};
}

bool EndsWithCode(const NameParts& parts, std::string_view code) {
  return parts.has_group && parts.closed && !parts.text_behind &&
         NormaliseCode(parts.group) == NormaliseCode(code);
}

constexpr std::string_view kOpening = "([{";
constexpr std::string_view kClosing = ")]}";

// Whether recognition takes one for the other in the letters of a family.
bool LooksLike(char seen, char letter) {
  const bool stroke = seen == '1' || seen == 'I' || seen == 'L';
  return seen == letter || (letter == 'J' && stroke) ||
         AreConfusable(seen, letter);
}

// The code of a family that `upper`, of none, is when its letters are misread:
// PJ025832 for P1025832. "" for none. Two or three digits are of a code of its
// own, like SP512.
std::string FamilyCodeLike(const std::string& upper) {
  constexpr std::array<std::string_view, 5> kLetters = {"PJ", "REAG", "HCST",
                                                        "NTCS", "SPS"};
  constexpr std::size_t kLeastDigits = 4;
  for (const std::string_view letters : kLetters) {
    if (upper.size() < letters.size() + kLeastDigits ||
        !std::equal(letters.begin(), letters.end(), upper.begin(),
                    [](char letter, char c) { return LooksLike(c, letter); })) {
      continue;
    }
    const std::string_view digits =
        std::string_view(upper).substr(letters.size());
    const DigitCount expected = DigitsExpected(FamilyOf(letters));
    if (AllDigits(digits) && digits.size() >= expected.least &&
        digits.size() <= expected.most) {
      return std::string(letters) + std::string(digits);
    }
  }
  return {};
}

}  // namespace

CodeFamily FamilyOf(std::string_view code) {
  const std::string upper = Upper(code);
  if (upper.starts_with("PJ")) return CodeFamily::kPj;
  if (upper.starts_with("REAG")) return CodeFamily::kReag;
  if (upper.starts_with("HCST")) return CodeFamily::kHcst;
  if (upper.starts_with("NTCS") || upper.starts_with("NTC5")) {
    return CodeFamily::kNtc;
  }
  if (upper.starts_with("SPS")) return CodeFamily::kSps;
  return CodeFamily::kOther;
}

bool IsCategoryLabel(std::string_view text) {
  constexpr std::array<std::string_view, 7> kLabels = {
      "DESIGN", "DESIGNA", "LABOUR",     "TESTING",
      "BUILD",  "DEPLOY",  "BLDDPLYTEST"};
  return std::any_of(kLabels.begin(), kLabels.end(),
                     [text](std::string_view label) {
                       return EqualsIgnoringCase(label, text);
                     });
}

bool IsStorableCode(std::string_view code) {
  return code.size() >= kMinCode && code.size() <= kMaxCode &&
         IsLetter(code.front()) &&
         std::all_of(code.begin(), code.end(), IsCodeChar) &&
         std::any_of(code.begin(), code.end(), IsDigit);
}

std::string NormaliseCode(std::string_view code) {
  std::string result = Upper(WithoutBlanks(code));
  if (!result.starts_with("PJ")) return result;
  for (std::size_t i = 2; i < result.size(); ++i) {
    char& c = result[i];
    if (c == 'O') c = '0';
    if (c == 'I' || c == 'L') c = '1';
  }
  return result;
}

std::string CodeDoubt(std::string_view code) {
  const std::string upper = NormaliseCode(code);
  const CodeFamily family = FamilyOf(upper);
  if (family == CodeFamily::kOther) {
    const std::string like = FamilyCodeLike(upper);
    if (like.empty()) return {};
    return "code " + Quoted(code) + " is probably " + like;
  }
  const std::string_view digits = DigitsOf(upper, family);
  if (!AllDigits(digits)) {
    return "code " + Quoted(code) + " has letters where digits should be";
  }
  const DigitCount expected = DigitsExpected(family);
  if (digits.size() < expected.least || digits.size() > expected.most) {
    return "code " + Quoted(code) + " has " + std::to_string(digits.size()) +
           " digits, more or fewer than codes of its kind";
  }
  if (upper.starts_with("PJ9")) {
    return "code " + Quoted(code) + " is probably PJ0" + upper.substr(3);
  }
  return {};
}

bool AreConfusable(char a, char b) {
  // In upper case, in which codes are compared: l is L, o is O.
  constexpr std::array<std::pair<char, char>, 16> kPairs = {{{'0', '9'},
                                                             {'0', '8'},
                                                             {'0', 'O'},
                                                             {'9', '8'},
                                                             {'8', 'B'},
                                                             {'6', '5'},
                                                             {'6', 'G'},
                                                             {'5', 'S'},
                                                             {'2', '3'},
                                                             {'2', 'Z'},
                                                             {'3', '8'},
                                                             {'1', '7'},
                                                             {'1', 'I'},
                                                             {'1', 'L'},
                                                             {'7', '2'},
                                                             {'C', 'G'}}};
  const std::pair<char, char> one(UpperChar(a), UpperChar(b));
  const std::pair<char, char> other(one.second, one.first);
  return std::any_of(kPairs.begin(), kPairs.end(), [&](const auto& pair) {
    return pair == one || pair == other;
  });
}

NameParts SplitName(std::string_view text) {
  NameParts parts;
  const std::string plain = CollapseBlanks(text);
  std::size_t open = plain.find_last_of('(');
  if (open == std::string::npos) open = plain.find_last_of(kOpening);
  if (open == std::string::npos) {
    parts.name = plain;
    return parts;
  }
  const std::size_t close = plain.find_first_of(kClosing, open + 1);
  parts.has_group = true;
  parts.closed = close != std::string::npos;
  parts.name = CollapseBlanks(std::string_view(plain).substr(0, open));
  parts.unbalanced = std::count(parts.name.begin(), parts.name.end(), '(') !=
                     std::count(parts.name.begin(), parts.name.end(), ')');
  const std::string inside =
      plain.substr(open + 1, parts.closed ? close - open - 1 : close);
  parts.group = CollapseBlanks(inside);
  parts.loose = parts.group.size() != inside.size();
  if (!parts.closed) {
    parts.odd_brackets = plain[open] != '(';
    return parts;
  }
  parts.odd_brackets = plain[open] != '(' || plain[close] != ')';
  parts.text_behind =
      std::any_of(plain.begin() + static_cast<std::ptrdiff_t>(close),
                  plain.end(), [](char c) {
                    return IsLetter(c) || IsDigit(c) ||
                           static_cast<unsigned char>(c) >= 0x80;
                  });
  return parts;
}

std::string NameWithCode(std::string_view name, std::string_view code) {
  const std::string plain = CollapseBlanks(name);
  const NameParts parts = SplitName(plain);
  std::string base = plain;
  const bool replaced =
      parts.has_group && parts.closed && !parts.text_behind &&
      (IsUpperGroup(parts.group) || IsStorableCode(parts.group));
  if (replaced || EndsWithCode(parts, code)) base = parts.name;
  if (!base.empty()) base += ' ';
  return base + "(" + std::string(code) + ")";
}

}  // namespace rescan::timesheet
