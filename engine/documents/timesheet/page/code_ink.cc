#include "engine/documents/timesheet/page/code_ink.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/documents/timesheet/codes.h"

namespace rescan::timesheet::page {
namespace {

using kernels::InkBox;

// Widths against the median digit's. Drawn digits reach 1.14, and
// 1.29 below 12 px; an O has 1.3 to 1.4. One digit alone may be that 4, so it
// has to be clearer.
constexpr double kDigitWide = 1.14;
constexpr double kLetterWide = 1.3;
constexpr double kDigitWideOfOne = 1.08;
constexpr double kLetterWideOfOne = 1.35;
// A mark that is no such digit: the characters are not where they seem to be.
constexpr double kNoDigit = 1.4;
// In heights of the ink: a wider mark may be more than one character, which
// are as narrow as this at least.
constexpr double kOne = 0.95;
constexpr double kNarrowest = 0.35;
constexpr double kTwo = 1.45;
constexpr double kParenthesis = 0.55;
// Widths of a 7 in its heights, and where its lowest third stands.
constexpr double kLeastSeven = 0.5;
constexpr double kFootOfOne = 0.62;
constexpr double kMostOne = 0.62;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsRound(char c) { return c == 'O' || c == 'o' || c == '0'; }

int Ink(const FieldPicture& part, int x, int y) {
  return std::max(0, part.paper - part.grey.view().Row(y)[x]);
}

// To parts of a pixel: blurred edges count as far as they are dark.
double Width(const FieldPicture& part, const InkBox& box) {
  std::vector<int> columns;
  for (int x = box.left - 1; x <= box.right; ++x) {
    int darkest = 0;
    const bool inside = x >= 0 && x < part.grey.width();
    for (int y = box.top; inside && y < box.bottom; ++y) {
      darkest = std::max(darkest, Ink(part, x, y));
    }
    columns.push_back(darkest);
  }
  // Neighbours' edges are not of it.
  for (const InkMark& other : part.ink.marks) {
    const bool before = other.box.left < box.left;
    if (before && other.box.right >= box.left - 1) columns.front() = 0;
    const bool behind = other.box.left > box.left;
    if (behind && other.box.left <= box.right + 1) columns.back() = 0;
  }
  const double half = *std::max_element(columns.begin(), columns.end()) / 2.0;
  if (half <= 0) return box.width();
  const auto edge = [half](auto begin, auto end) {
    for (auto it = begin + 1; it != end; ++it) {
      if (*it < half) continue;
      const double before = std::min<double>(*(it - 1), half);
      const double step = std::max(1.0, *it - before);
      return static_cast<double>(it - begin) - (*it - half) / step;
    }
    return 1.0;
  };
  const double left = edge(columns.begin(), columns.end());
  const double right = edge(columns.rbegin(), columns.rend());
  return static_cast<double>(columns.size()) - left - right;
}

// Where the lowest third of the mark has its ink, 0 = left, 1 = right.
double Foot(const FieldPicture& part, const InkBox& box) {
  double sum = 0, all = 0;
  for (int y = box.bottom - std::max(1, box.height() / 3); y < box.bottom;
       ++y) {
    for (int x = box.left; x < box.right; ++x) {
      const int ink = Ink(part, x, y);
      all += ink;
      sum += ink * (x + 0.5 - box.left);
    }
  }
  return all <= 0 ? 0.5 : sum / all / box.width();
}

// The mark of each character; null where characters touch and up to there.
struct Pairs {
  std::vector<const InkMark*> marks;
  bool possible = true;  // the ink may be so many characters
};

double MedianHeight(const std::vector<InkMark>& marks) {
  std::vector<int> heights;
  for (const InkMark& mark : marks) heights.push_back(mark.box.height());
  const auto middle =
      heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2);
  std::nth_element(heights.begin(), middle, heights.end());
  return *middle;
}

Pairs Pair(const FieldPicture& part, const std::string& code) {
  const std::vector<InkMark>& marks = part.ink.marks;
  Pairs pairs;
  pairs.marks.resize(code.size(), nullptr);
  pairs.possible = false;
  if (marks.empty() || code.empty()) return pairs;
  const double tall = MedianHeight(marks);
  // The parenthesis is narrow; a part that begins with more lacks it.
  const std::size_t first =
      marks.front().box.width() > kParenthesis * tall ? 1 : 0;
  const std::size_t count = code.size() - first;
  if (marks.size() == count) {
    pairs.possible = true;
    // Two that touch and one that is not there make the count right too.
    for (std::size_t i = 0; i < count; ++i) {
      const char c = code[first + i];
      pairs.marks[first + i] = &marks[i];
      const bool is_wide = c == 'W' || c == 'M';
      if (!is_wide && marks[i].box.width() > kTwo * tall) {
        pairs.possible = false;
      }
    }
    return pairs;
  }
  const auto is_wide = [&](const InkMark& mark) {
    return mark.box.width() > kOne * tall;
  };
  std::size_t most = 0;
  for (const InkMark& mark : marks) {
    const double width = mark.box.width() / (kNarrowest * tall);
    most += is_wide(mark) ? static_cast<std::size_t>(width) : 1;
  }
  pairs.possible = marks.size() < count && count <= most;
  if (!pairs.possible) return pairs;
  for (std::size_t i = 0; !is_wide(marks[i]); ++i) {
    pairs.marks[first + i] = &marks[i];
  }
  for (std::size_t k = 1; !is_wide(marks[marks.size() - k]); ++k) {
    pairs.marks[code.size() - k] = &marks[marks.size() - k];
  }
  return pairs;
}

// Whether characters next to an O make it a place where a 0 may stand.
bool IsBesideDigit(const std::string& code, std::size_t i) {
  std::size_t before = i, behind = i + 1;
  while (before > 0 && IsRound(code[before - 1])) --before;
  while (behind < code.size() && IsRound(code[behind])) ++behind;
  return (before > 0 && IsDigit(code[before - 1])) ||
         (behind < code.size() && IsDigit(code[behind]));
}

// Widths of the digits that are surely digits and not 1.
struct Digits {
  double median = 0;
  std::size_t count = 0;
  bool alike = true;
};

Digits Measure(const FieldPicture& part, const std::string& code,
               const Pairs& pairs) {
  std::vector<double> widths;
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (pairs.marks[i] == nullptr || !IsDigit(code[i])) continue;
    if (code[i] == '1' || code[i] == '0') continue;
    widths.push_back(Width(part, pairs.marks[i]->box));
  }
  Digits digits;
  digits.count = widths.size();
  if (widths.empty()) return digits;
  std::sort(widths.begin(), widths.end());
  const std::size_t half = widths.size() / 2;
  digits.median = widths.size() % 2 == 1
                      ? widths[half]
                      : (widths[half - 1] + widths[half]) / 2;
  digits.alike = widths.back() <= kNoDigit * digits.median;
  return digits;
}

// 0 or O; none: it cannot be told.
std::optional<char> RoundOne(double width, const Digits& digits) {
  if (digits.count == 0) return std::nullopt;
  const double ratio = width / digits.median;
  if (ratio <= (digits.count > 1 ? kDigitWide : kDigitWideOfOne)) return '0';
  if (ratio >= (digits.count > 1 ? kLetterWide : kLetterWideOfOne)) return 'O';
  return std::nullopt;
}

void JudgeRound(const FieldPicture& part, const Digits& digits,
                const InkMark* mark, std::size_t i, CodeVerdict& verdict) {
  char& c = verdict.code[i];
  const std::optional<char> seen =
      mark == nullptr ? std::nullopt : RoundOne(Width(part, mark->box), digits);
  if (c != '0') {
    if (!seen.has_value()) verdict.sure = false;
    if (seen == '0') c = '0';
    return;
  }
  const bool behind_letter = !IsDigit(verdict.code[i - 1]);
  const bool must_be_digit =
      FamilyOf(verdict.code.substr(1)) != CodeFamily::kOther;
  const bool unmeasured = mark != nullptr && digits.count == 0;
  const bool untold =
      !seen.has_value() && !unmeasured && behind_letter && !must_be_digit;
  if (seen == 'O' || untold) verdict.sure = false;
}

// Whether the mark of a 1 or 7 looks like the other one.
bool LooksLikeTheOther(const FieldPicture& part, const InkMark& mark, char c) {
  const double shape = Width(part, mark.box) / mark.box.height();
  const double foot = Foot(part, mark.box);
  if (c == '7') return shape < kLeastSeven && foot > kFootOfOne;
  return shape > kMostOne && foot < 0.5;
}

}  // namespace

CodeVerdict JudgeCode(const FieldPicture& part, const std::string& code) {
  CodeVerdict verdict = {code, true};
  const Pairs pairs = Pair(part, code);
  const Digits digits = Measure(part, code, pairs);
  if (!pairs.possible || !digits.alike) verdict.sure = false;
  constexpr std::string_view kTwins = "IlLSBZ|";
  for (std::size_t i = 0; i < code.size(); ++i) {
    const InkMark* mark = pairs.marks[i];
    if (IsRound(code[i]) && IsBesideDigit(code, i)) {
      JudgeRound(part, digits, mark, i, verdict);
    } else if (code[i] == '1' || code[i] == '7') {
      if (mark != nullptr && LooksLikeTheOther(part, *mark, code[i])) {
        verdict.sure = false;
      }
    } else if (i > 0 && IsDigit(code[i - 1]) &&
               kTwins.find(code[i]) != std::string_view::npos) {
      verdict.sure = false;
    }
  }
  return verdict;
}

}  // namespace rescan::timesheet::page
