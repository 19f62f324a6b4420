#include "engine/documents/timesheet/page/text_ink.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/documents/timesheet/page/digit_shape.h"
#include "engine/documents/timesheet/page/mark_pairs.h"
#include "engine/documents/timesheet/page/mark_shapes.h"
#include "kernels/base/median.h"
#include "kernels/base/text.h"

namespace rescan::timesheet::page {
namespace {

using kernels::InkBox;

// Gaps in heights of the letters: wider ones are blanks, narrower ones are not.
// The foot of a point leaves more room than a letter does.
constexpr double kSurelyBlank = 0.62;
constexpr double kSurelyNone = 0.1;
constexpr double kBlankBehindPoint = 0.26;
constexpr double kBlankBeforeOne = 0.42;
// The darkness below a dot, against that of the stem: of 1,300 dots of drawn
// screens four had more than .6, of 800 stems none had less. A letter that
// touches its neighbour is no narrow mark.
constexpr double kGapBelowDot = 0.5;
constexpr double kNoGap = 0.7;
constexpr double kNarrow = 0.45;
// Of words read as surely as this only the marks behind them are doubted.
constexpr float kSure = 0.9F;
// The share of the foot's ink in the right part of the letter.
constexpr double kFootAtRight = 0.85;
constexpr double kFootSpans = 0.65;
// The width of a nought against the median digit's at most.
constexpr double kDigitWide = 1.14;
// Tops of capitals and of l: nearer to each other they tell nothing, pixels.
constexpr double kTopsApart = 0.4;

bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsAlnum(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0;
}
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Of the digits of a word, but for the narrow 1 and what may be a letter.
std::optional<double> DigitWidth(const std::vector<Pair>& word) {
  std::vector<int> widths;
  for (const Pair& pair : word) {
    if (pair.mark != nullptr && IsDigit(pair.character) &&
        pair.character != '1' && pair.character != '0') {
      widths.push_back(pair.mark->box.width());
    }
  }
  if (widths.size() < 2) return std::nullopt;
  std::sort(widths.begin(), widths.end());
  const std::size_t half = widths.size() / 2;
  return widths.size() % 2 == 1 ? widths[half]
                                : (widths[half - 1] + widths[half]) / 2.0;
}

bool IsNumber(const std::vector<Pair>& word) {
  return std::all_of(word.begin(), word.end(), [](const Pair& pair) {
    return !std::isalpha(static_cast<unsigned char>(pair.character)) &&
           pair.character != '(' && pair.character != ')';
  });
}

bool IsNarrow(const InkBox& box) {
  return box.width() <= kNarrow * box.height();
}

// A letter with a dot or without, which only doubtful words get wrong.
char ByDot(const MarkShapes& shapes, const InkBox& box, char c, char before) {
  if (!IsNarrow(box)) return c;
  const double below = shapes.BelowDot(box);
  if (c == 'j' && below >= kNoGap) return 'J';
  if (c == 'i' && IsLower(before) && below >= kNoGap) return 'l';
  if (c == 'l' && IsLower(before) && below <= kGapBelowDot) return 'i';
  return c;
}

// The tops of capitals and of tall small letters, where they can be told apart.
struct Tops {
  double capital = 0, small = 0;
};

std::optional<Tops> FindTops(const MarkShapes& shapes, const Pairing& pairing) {
  std::vector<double> capital, small;
  for (const std::vector<Pair>& word : pairing.words) {
    for (const Pair& pair : word) {
      if (pair.mark == nullptr) continue;
      constexpr std::string_view kCapitals = "BDEFHKLMNPRTUVWXYZ";
      constexpr std::string_view kSmall = "bdhk";
      if (kCapitals.find(pair.character) != std::string_view::npos) {
        capital.push_back(shapes.Top(pair.mark->box));
      } else if (kSmall.find(pair.character) != std::string_view::npos) {
        small.push_back(shapes.Top(pair.mark->box));
      }
    }
  }
  if (capital.empty() || small.empty()) return std::nullopt;
  const Tops tops = {Median(std::move(capital)), Median(std::move(small))};
  if (tops.capital - tops.small < kTopsApart) return std::nullopt;
  return tops;
}

// I or l, by how high it reaches among the letters of its line.
char ByTop(const MarkShapes& shapes, const InkBox& box, char c,
           const std::optional<Tops>& tops) {
  if (!tops.has_value() || !IsNarrow(box)) return c;
  const double top = shapes.Top(box);
  const double apart = tops->capital - tops->small;
  if (std::abs(top - tops->capital) < apart / 3) return 'I';
  if (std::abs(top - tops->small) < apart / 3) return 'l';
  return c;
}

// What the mark is, where its shape says so; else the character as read.
char ByShape(const FieldPicture& field, const MarkShapes& shapes,
             const std::optional<Tops>& tops, const std::vector<Pair>& word,
             std::size_t i, bool sure) {
  const char c = word[i].character;
  const InkMark& mark = *word[i].mark;
  const char before = i > 0 ? word[i - 1].character : '\0';
  switch (c) {
    case 'i':
      if (i == 0 && shapes.BelowDot(mark.box) >= kNoGap) {
        return ByTop(shapes, mark.box, c, tops);
      }
      return sure ? c : ByDot(shapes, mark.box, c, before);
    case 'j':
      return sure ? c : ByDot(shapes, mark.box, c, before);
    case '|':
      return ByTop(shapes, mark.box, c, tops);
    case 'I':
    case 'l': {
      // At the front of a word readers go by nothing at all.
      if (i == 0) return ByTop(shapes, mark.box, c, tops);
      if (sure) return c;
      const char dotted = ByDot(shapes, mark.box, c, before);
      return dotted != c ? dotted : ByTop(shapes, mark.box, c, tops);
    }
    case 'g':
    case 'q': {
      const std::optional<double> right = shapes.FootAtRight(mark.box);
      if (!right.has_value()) return c;
      if (*right >= kFootAtRight) return 'q';
      return *right <= kFootSpans ? 'g' : c;
    }
    case 'O': {
      const std::optional<double> digit = DigitWidth(word);
      const bool is_digit =
          digit.has_value() && mark.box.width() <= kDigitWide * *digit;
      return is_digit ? '0' : c;
    }
    case '7':
      // Of codes two readings decide (code_word.h).
      return IsNumber(word) &&
                     mark.box.width() < kLeastSeven * mark.box.height() &&
                     FootPlace(field, mark.box) > kFootOfOne
                 ? '1'
                 : c;
    case ',':
    case ':':
    case ';':
      return mark.kind == MarkKind::kPoint ? '.' : c;
    default:
      return c;
  }
}

void Change(Word& word, std::size_t letter, char to) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < letter; ++i) at += word.letters[i].text.size();
  word.text[at] = to;
  word.letters[letter].text = std::string(1, to);
}

double GapBehind(const FieldPicture& field, const Pair& left,
                 const Pair& right) {
  return 1.0 * (right.mark->box.left - left.mark->box.right) / field.ink.height;
}

// Whether the gap between two characters says otherwise than the reading, which
// has a blank between them or not.
bool IsWrongBlank(const FieldPicture& field, const Pair& left,
                  const Pair& right, bool blank) {
  if (left.mark == nullptr || right.mark == nullptr) return false;
  const double gap = GapBehind(field, left, right);
  if (blank) {
    // A J reaches back below what stands before it.
    return IsAlnum(left.character) && IsAlnum(right.character) &&
           right.character != 'J' && gap < kSurelyNone;
  }
  const bool behind_point = left.character == '.' || left.character == ',';
  if (!behind_point) return gap > kSurelyBlank;
  return gap > (right.character == '1' ? kBlankBeforeOne : kBlankBehindPoint);
}

int WrongBlanks(const FieldPicture& field, const Pairing& pairing) {
  int wrong = 0;
  const Pair* before = nullptr;
  for (const std::vector<Pair>& word : pairing.words) {
    for (std::size_t k = 0; k < word.size(); ++k) {
      if (before != nullptr && IsWrongBlank(field, *before, word[k], k == 0)) {
        ++wrong;
      }
      before = &word[k];
    }
    if (word.empty()) before = nullptr;
  }
  return wrong;
}

// Readings like to begin with a quote and to end with a point where there is
// only the edge of the picture.
int WrongEnds(const FieldPicture& field, const LineReading& reading) {
  constexpr std::string_view kSmall = "'\"`.,:;-~_*";
  const auto is_small = [&](std::string_view character) {
    return kSmall.find(character) != std::string_view::npos ||
           character == "\u2018" || character == "\u2019" ||
           character == "\u201c" || character == "\u201d";
  };
  const auto stands_for = [&](std::string_view character, const InkMark& mark) {
    return !is_small(character) || mark.kind != MarkKind::kCharacter;
  };
  if (field.ink.marks.empty() || reading.words.empty()) return 0;
  const std::string_view first =
      SplitCharacters(reading.words.front().text).front();
  const std::string_view last =
      SplitCharacters(reading.words.back().text).back();
  return (stands_for(first, field.ink.marks.front()) ? 0 : 1) +
         (stands_for(last, field.ink.marks.back()) ? 0 : 1);
}

}  // namespace

InkAgreement AgreementOf(const FieldPicture& field,
                         const LineReading& reading) {
  const Pairing pairing = PairWithMarks(field, reading);
  return {static_cast<int>(reading.words.size()),
          pairing.counted,
          pairing.exact,
          WrongBlanks(field, pairing),
          WrongEnds(field, reading),
          pairing.lost};
}

int CorrectByShape(const FieldPicture& field, LineReading& reading) {
  const Pairing pairing = PairWithMarks(field, reading);
  const MarkShapes shapes(field);
  const std::optional<Tops> tops = FindTops(shapes, pairing);
  int changed = 0;
  for (const std::vector<Pair>& word : pairing.words) {
    for (std::size_t i = 0; i < word.size(); ++i) {
      if (word[i].mark == nullptr) continue;
      const bool sure = reading.words[word[i].word].confidence >= kSure;
      const char c = ByShape(field, shapes, tops, word, i, sure);
      if (c == word[i].character) continue;
      Change(reading.words[word[i].word], word[i].letter, c);
      ++changed;
    }
  }
  if (changed == 0) return 0;
  reading.text.clear();
  for (const Word& word : reading.words) {
    if (!reading.text.empty()) reading.text += ' ';
    reading.text += word.text;
  }
  return changed;
}

}  // namespace rescan::timesheet::page
