#include "engine/documents/timesheet/page/code_ink.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/documents/timesheet/codes.h"
#include "engine/documents/timesheet/page/character_cells.h"
#include "engine/documents/timesheet/page/character_rows.h"
#include "engine/documents/timesheet/page/digit_shape.h"

namespace rescan::timesheet::page {
namespace {

using kernels::InkBox;

// Widths against the median digit's. Drawn digits reach 1.14, and
// 1.29 below 12 px; an O has 1.3 to 1.4. One digit alone may be the widest, so
// that the shape has to agree: a nought's width is .6 to .75 of its height, an
// O's .85 to 1.
constexpr double kDigitWide = 1.14;
constexpr double kLetterWide = 1.3;
constexpr double kDigitWidest = 1.2;
constexpr double kDigitShape = 0.8;
constexpr double kLetterWideOfOne = 1.35;
// Widths in heights where there is no digit to compare with: of 14,000 drawn
// noughts and Os in three faces no O had less than .8, no nought more than .93.
constexpr double kDigitAlone = 0.76;
constexpr double kLetterAlone = 0.95;
// A mark that is no such digit: the characters are not where they seem to be.
constexpr double kNoDigit = 1.4;
// Pixels: the widths below are those with half a pixel at either edge.
constexpr double kEdges = 1;
// In heights of the ink: a wider mark is more than one character, unless that
// is a wide one; a parenthesis is not so wide.
constexpr double kTwo = 1.45;
constexpr double kParenthesis = 0.6;
// The share of the rows above and below the middle of a round character.
constexpr double kMiddle = 0.3;
// How much more or less a digit more or fewer may cost. Of 2,771 right codes
// whose characters touch all cost .32 more with one more, and at most .07 less
// with one fewer.
constexpr double kOneMore = 0.22;
constexpr double kOneFewer = 0.22;
// Longer ones may not be stored.
constexpr std::size_t kLongest = 40;
// The width of a 1 in its heights at most.
constexpr double kMostOne = 0.62;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsRound(char c) { return c == 'O' || c == 'o' || c == '0'; }

// Where one character stands.
struct Place {
  InkBox box;
  bool cut = false;  // it touches its neighbours
};

// To parts of a pixel: blurred edges count as far as they are dark. What is
// round touches its neighbours at their feet and is widest at half its height.
double Width(const FieldPicture& part, const Place& place, bool round) {
  InkBox box = place.box;
  if (place.cut && round) {
    const CharacterRows rows = FindCharacterRows(part);
    box.top = static_cast<int>(rows.top + kMiddle * rows.height());
    box.bottom = static_cast<int>(rows.bottom - kMiddle * rows.height());
  }
  const BoxEdge edge = place.cut ? BoxEdge::kInk : BoxEdge::kPaper;
  return kEdges + ExtentOf(part, part.ink.marks, box, edge).width();
}

// Where each character stands; none where that is not known.
struct Places {
  std::vector<std::optional<Place>> of;
  bool possible = true;  // the ink may be so many characters
};

// One digit of each number, no narrow 1 where there is another.
std::vector<std::size_t> DigitsOfNumbers(const std::string& text) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!IsDigit(text[i])) continue;
    if (i == 0 || !IsDigit(text[i - 1])) {
      found.push_back(i);
    } else if (text[i] != '1') {
      found.back() = i;
    }
  }
  return found;
}

// Whether the ink may rather be one digit more or fewer.
bool MayBeOfOtherLength(const FieldPicture& part, const std::string& text,
                        double cost) {
  const std::vector<std::size_t> digits = DigitsOfNumbers(text);
  return std::any_of(digits.begin(), digits.end(), [&](std::size_t digit) {
    std::string more = text, fewer = text;
    more.insert(digit, 1, text[digit]);
    fewer.erase(digit, 1);
    const auto longer = FindCharacterCells(part, more);
    if (longer.has_value() && longer->cost < cost + kOneMore) return true;
    const auto shorter = FindCharacterCells(part, fewer);
    return shorter.has_value() && shorter->cost < cost - kOneFewer;
  });
}

Places Find(const FieldPicture& part, const std::string& code) {
  const std::vector<InkMark>& marks = part.ink.marks;
  Places places;
  places.of.resize(code.size());
  places.possible = false;
  if (marks.empty() || code.empty()) return places;
  const double tall = FindCharacterRows(part).height();
  // The parenthesis is narrow; a part that begins with more lacks it.
  const std::size_t first =
      marks.front().box.width() > kParenthesis * tall ? 1 : 0;
  const std::string text = code.substr(first);
  if (marks.size() > text.size()) return places;
  const auto cells = FindCharacterCells(part, text);
  const bool apart = marks.size() == text.size();
  if (!apart && !cells.has_value()) return places;
  places.possible =
      !cells.has_value() || !MayBeOfOtherLength(part, text, cells->cost);
  for (std::size_t i = 0; i < text.size(); ++i) {
    places.of[first + i] =
        apart ? Place{marks[i].box} : Place{cells->boxes[i], true};
    // Two that touch and one that is not there make the count right too.
    const bool is_wide = text[i] == 'W' || text[i] == 'M';
    if (apart && !is_wide && marks[i].box.width() > kTwo * tall) {
      places.possible = false;
    }
  }
  return places;
}

// Letters that are read for digits, apart from what is round.
bool IsTwin(char c) {
  constexpr std::string_view kTwins = "IlLSBZ|";
  return kTwins.find(c) != std::string_view::npos;
}

// Whether a digit stands next to an O, with nothing between them that may not
// be a digit itself: a place where a 0 may stand.
bool IsBesideDigit(const std::string& code, std::size_t i) {
  const auto may_be_digit = [&](std::size_t at) {
    return IsRound(code[at]) || IsTwin(code[at]) || IsDigit(code[at]);
  };
  for (std::size_t at = i; at > 0 && may_be_digit(at - 1); --at) {
    if (IsDigit(code[at - 1])) return true;
  }
  for (std::size_t at = i + 1; at < code.size() && may_be_digit(at); ++at) {
    if (IsDigit(code[at])) return true;
  }
  return false;
}

// Widths of the digits that are surely digits and not 1.
struct Digits {
  double median = 0;
  std::size_t count = 0;
  bool alike = true;
};

Digits Measure(const FieldPicture& part, const std::string& code,
               const Places& places) {
  std::vector<double> widths, all;
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (!places.of[i].has_value() || !IsDigit(code[i])) continue;
    if (code[i] == '1') continue;
    all.push_back(Width(part, *places.of[i], code[i] == '0'));
    if (code[i] != '0') widths.push_back(all.back());
  }
  Digits digits;
  digits.count = widths.size();
  if (widths.empty()) return digits;
  std::sort(widths.begin(), widths.end());
  const std::size_t half = widths.size() / 2;
  digits.median = widths.size() % 2 == 1
                      ? widths[half]
                      : (widths[half - 1] + widths[half]) / 2;
  digits.alike = std::all_of(all.begin(), all.end(), [&](double width) {
    return width <= kNoDigit * digits.median &&
           width * kNoDigit >= digits.median;
  });
  return digits;
}

enum class Round { kDigit, kLetter, kEither, kNeither };

// `shape`: width in heights.
Round RoundOf(double width, double shape, const Digits& digits) {
  if (digits.count == 0) {
    if (shape <= kDigitAlone) return Round::kDigit;
    return shape >= kLetterAlone ? Round::kLetter : Round::kEither;
  }
  const double ratio = width / digits.median;
  if (ratio * kNoDigit < 1) return Round::kNeither;
  const bool one = digits.count == 1;
  if (ratio <= kDigitWide && !one) return Round::kDigit;
  if (ratio <= kDigitWidest && shape <= kDigitShape) return Round::kDigit;
  if (ratio >= (one ? kLetterWideOfOne : kLetterWide)) return Round::kLetter;
  return Round::kEither;
}

Round SeenRound(const FieldPicture& part, const Place& place,
                const Digits& digits) {
  const double width = Width(part, place, true);
  return RoundOf(width, width / FindCharacterRows(part).height(), digits);
}

// What grammar asks for is doubted only where the ink is against it.
void JudgeRound(const FieldPicture& part, const Digits& digits,
                const std::optional<Place>& place, std::size_t i,
                CodeVerdict& verdict) {
  char& c = verdict.code[i];
  Round seen = Round::kEither;
  if (place.has_value()) seen = SeenRound(part, *place, digits);
  const bool must_be_digit =
      FamilyOf(std::string_view(verdict.code).substr(1)) != CodeFamily::kOther;
  if (seen == Round::kNeither) verdict.sure = false;
  if (c != '0') {
    if (seen == Round::kDigit || (seen == Round::kEither && must_be_digit)) {
      c = '0';
    } else if (seen == Round::kEither) {
      verdict.sure = false;
    }
    return;
  }
  const bool behind_letter = i > 0 && !IsDigit(verdict.code[i - 1]);
  const bool untold = seen == Round::kEither && behind_letter && !must_be_digit;
  if (seen == Round::kLetter || untold) verdict.sure = false;
}

// Whether the mark of a 1 or 7 looks like the other one.
bool LooksLikeTheOther(const FieldPicture& part, const Place& place, char c) {
  const double shape = Width(part, place, false) / place.box.height();
  const double foot = FootPlace(part, place.box);
  if (c == '7') return shape < kLeastSeven && foot > kFootOfOne;
  return shape > kMostOne && foot < 0.5;
}

}  // namespace

CodeVerdict JudgeCode(const FieldPicture& part, const std::string& code) {
  if (code.size() > kLongest) return {code, false};
  CodeVerdict verdict = {code, true};
  const Places places = Find(part, code);
  const Digits digits = Measure(part, code, places);
  if (!places.possible || !digits.alike) verdict.sure = false;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const std::optional<Place>& place = places.of[i];
    if (IsRound(code[i]) && IsBesideDigit(code, i)) {
      JudgeRound(part, digits, place, i, verdict);
    } else if ((code[i] == 'Q' || code[i] == 'D') && IsBesideDigit(code, i)) {
      if (place.has_value() &&
          SeenRound(part, *place, digits) == Round::kDigit) {
        verdict.sure = false;
      }
    } else if (code[i] == '1' || code[i] == '7') {
      if (place.has_value() && LooksLikeTheOther(part, *place, code[i])) {
        verdict.sure = false;
      }
    } else if (i > 0 && IsDigit(verdict.code[i - 1]) && IsTwin(code[i])) {
      verdict.sure = false;
    }
  }
  return verdict;
}

}  // namespace rescan::timesheet::page
