#include "engine/documents/timesheet/page/name_match.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <vector>

namespace rescan::timesheet::page {
namespace {

// What a character has above the small letters.
enum class Shape {
  kNone,
  kStem,    // one, down to the line
  kDot,     // one, with a gap below
  kWide,    // one, wider than a stem
  kTwo,     // two
  kThree,   // two or three
  kAny,     // one of any kind
  kHook,    // one or none, without a gap
  kQuote,   // one, with nothing below
  kStroke,  // a stem that is no letter
  kBad,
};

Shape ShapeOf(char c) {
  constexpr std::string_view kNone = "acegmnopqrsuvwxyz.- ";
  constexpr std::string_view kStems = "IlLJbdhk";
  constexpr std::string_view kWide = "BCDEFGOPQRSTZ";
  constexpr std::string_view kTwo = "HKMNUVXY";
  const auto is_in = [c](std::string_view set) {
    return set.find(c) != std::string_view::npos;
  };
  if (is_in(kNone)) return Shape::kNone;
  if (is_in(kStems)) return Shape::kStem;
  if (is_in(kWide)) return Shape::kWide;
  if (is_in(kTwo)) return Shape::kTwo;
  switch (c) {
    case 'i':
    case 'j':
      return Shape::kDot;
    case 'A':
      return Shape::kAny;
    case '|':
    case '!':
      return Shape::kStroke;
    case 'W':
      return Shape::kThree;
    case 'f':
    case 't':
      return Shape::kHook;
    case '\'':
      return Shape::kQuote;
    default:
      return Shape::kBad;
  }
}

// Wider than a stem and narrower, in stems: the tip of a t is.
constexpr double kWide = 1.5;
constexpr double kNarrow = 0.72;
constexpr double kWideDot = 1.4;
constexpr double kWideTouched = 1.7;
constexpr double kLeastGap = 0.5;  // pixels
// The bar of a T and the serifs that some faces give an I, in capitals.
constexpr double kBar = 0.6;
constexpr double kMostSlant = 0.55;  // of a dot
// Stroke::joined. Of 1,500 drawn names saved as JPEGs of quality 60 no i had
// more than .36, and no l, b, d, h, k, I less than .80. What is between is
// neither.
constexpr double kStem = 0.7;
constexpr double kDot = 0.55;
// Stroke::top. In the same names, and in as many PNGs, no t had more than .96,
// no l, b, d, h, k less than 1.02; in faces whose small letters are as high as
// capitals they have about 1.
constexpr double kLeastTall = 0.965;
constexpr double kMostHook = 1.01;
constexpr int kEdit = 10;
constexpr int kUnusual = 3;
constexpr int kMost = 29;
constexpr int kNever = 1000;
constexpr std::size_t kMostPaths = 64;

bool IsCapital(char c) { return c >= 'A' && c <= 'Z'; }

std::string TextOf(std::span<const NameLetter> letters) {
  std::string text;
  for (const NameLetter& letter : letters) text += letter.character;
  return text;
}

class Matcher {
 public:
  Matcher(std::span<const NameLetter> letters, const NameStrokes& strokes,
          double farthest)
      : letters_(letters),
        name_(TextOf(letters)),
        farthest_(farthest),
        strokes_(strokes.upper),
        stem_(strokes.stem),
        capital_(strokes.capital),
        columns_(strokes_.size() + 1),
        costs_((letters.size() + 1) * columns_, kNever) {}

  std::optional<std::string> Match() {
    for (std::size_t c = name_.size() + 1; c-- > 0;) {
      for (std::size_t s = columns_; s-- > 0;) Fill(c, s);
    }
    const int least = Cost(0, 0);
    if (least > kMost) return std::nullopt;
    if (least < kEdit) return name_;
    Collect(0, 0, "");
    if (texts_.size() != 1 || full_) return std::nullopt;
    return texts_.front();
  }

 private:
  struct Step {
    std::size_t strokes;  // taken
    char to;              // 0 = the character is left out
    int cost;
  };

  [[nodiscard]] int Cost(std::size_t c, std::size_t s) const {
    return costs_[c * columns_ + s];
  }

  [[nodiscard]] bool IsWide(std::size_t s) const {
    return strokes_[s].width() > kWide * stem_;
  }
  [[nodiscard]] bool HasBar(std::size_t s) const {
    return IsWide(s) && strokes_[s].width() >= kBar * capital_;
  }
  [[nodiscard]] bool HasSerifs(std::size_t s) const {
    return IsWide(s) && !HasBar(s) && strokes_[s].joined >= kStem;
  }
  [[nodiscard]] bool IsStem(std::size_t s) const {
    return !IsWide(s) && strokes_[s].width() >= kNarrow * stem_ &&
           strokes_[s].stem && strokes_[s].joined >= kStem;
  }
  [[nodiscard]] bool IsTall(std::size_t s) const {
    return strokes_[s].top >= kLeastTall;
  }
  // Where one stroke runs into the next, their edges are not seen.
  [[nodiscard]] bool Touches(std::size_t s) const {
    return s > 0 && strokes_[s].left - strokes_[s - 1].right < kLeastGap;
  }
  // The accent of a letter is wider than a dot.
  [[nodiscard]] bool IsDot(std::size_t s) const {
    const double most = Touches(s) ? kWideTouched : kWideDot;
    return strokes_[s].width() <= most * stem_ && HasGap(s) &&
           std::abs(strokes_[s].slant) <= kMostSlant * stem_;
  }
  [[nodiscard]] bool HasGap(std::size_t s) const {
    return strokes_[s].stem && strokes_[s].joined <= kDot;
  }

  [[nodiscard]] bool IsNear(std::size_t c, std::size_t s,
                            std::size_t count) const {
    if (!letters_[c].middle) return true;
    for (std::size_t i = s; i < s + count; ++i) {
      const double middle = (strokes_[i].left + strokes_[i].right) / 2;
      if (std::abs(middle - *letters_[c].middle) > farthest_) return false;
    }
    return true;
  }

  [[nodiscard]] bool IsBesideStroke(std::size_t c) const {
    const auto is_stroke = [](char other) {
      return other == 'l' || other == 'I';
    };
    return (c > 0 && is_stroke(name_[c - 1])) ||
           (c + 1 < name_.size() && is_stroke(name_[c + 1]));
  }

  void Add(std::size_t count, char to, int cost, std::vector<Step>* steps) {
    steps->push_back({count, to, cost});
  }

  // What may become of character `c` with the strokes from `s` on.
  std::vector<Step> StepsOf(std::size_t c, std::size_t s) {
    std::vector<Step> steps;
    const char character = name_[c];
    const std::size_t left = strokes_.size() - s;
    switch (ShapeOf(character)) {
      case Shape::kNone:
        Add(0, character, 0, &steps);
        break;
      case Shape::kStem:
        if (left > 0 && IsStem(s) && (IsCapital(character) || IsTall(s))) {
          Add(1, character, 0, &steps);
        }
        if (character == 'I' && left > 0 && HasSerifs(s)) {
          Add(1, character, 0, &steps);
        }
        if (character == 'l' && left > 0 && IsDot(s)) {
          Add(1, 'i', kEdit, &steps);
        }
        if (character == 'J' && left > 0 && IsDot(s)) {
          Add(1, 'j', kEdit, &steps);
        }
        if (character == 'I' || character == 'l') Add(0, 0, kEdit, &steps);
        break;
      case Shape::kDot:
        if (left > 0 && IsDot(s)) Add(1, character, 0, &steps);
        // The arm of an f may hide the dot behind it.
        if (c > 0 && name_[c - 1] == 'f') Add(0, character, kUnusual, &steps);
        if (left > 0 && IsStem(s) && IsTall(s)) {
          Add(1, character == 'i' ? 'l' : 'J', kEdit, &steps);
        }
        if (character == 'i' && IsBesideStroke(c)) Add(0, 0, kEdit, &steps);
        break;
      case Shape::kWide:
        if (left > 0 && (character == 'T' ? HasBar(s) : IsWide(s))) {
          Add(1, character, 0, &steps);
        }
        break;
      case Shape::kThree:
        if (left > 2) Add(3, character, 0, &steps);
        if (left > 1) Add(2, character, kUnusual, &steps);
        break;
      case Shape::kTwo:
        if (left > 1) Add(2, character, 0, &steps);
        break;
      case Shape::kHook:
        Add(0, character, 0, &steps);
        // An accent is none.
        if (left > 0 &&
            (character == 't' ? strokes_[s].top <= kMostHook : !HasGap(s))) {
          Add(1, character, 0, &steps);
        }
        break;
      case Shape::kAny:
        if (left > 0) Add(1, character, 0, &steps);
        break;
      case Shape::kQuote:
        if (left > 0 && !IsStem(s)) Add(1, character, 0, &steps);
        break;
      case Shape::kStroke:
        if (left > 0 && IsStem(s)) {
          Add(1, c == 0 || name_[c - 1] == ' ' ? 'I' : 'l', kEdit, &steps);
        }
        Add(0, 0, kEdit, &steps);
        break;
      case Shape::kBad:
        break;
    }
    return steps;
  }

  void Fill(std::size_t c, std::size_t s) {
    int& cost = costs_[c * columns_ + s];
    if (c == name_.size()) {
      cost = s == strokes_.size() ? 0 : kNever;
      return;
    }
    for (const Step& step : StepsOf(c, s)) {
      if (!IsNear(c, s, step.strokes)) continue;
      cost = std::min(cost, step.cost + Cost(c + 1, s + step.strokes));
    }
  }

  void Collect(std::size_t c, std::size_t s, const std::string& text) {
    if (texts_.size() > 1 || full_) return;
    if (c == name_.size()) {
      full_ = ++paths_ > kMostPaths;
      if (std::find(texts_.begin(), texts_.end(), text) == texts_.end()) {
        texts_.push_back(text);
      }
      return;
    }
    for (const Step& step : StepsOf(c, s)) {
      if (!IsNear(c, s, step.strokes)) continue;
      if (step.cost + Cost(c + 1, s + step.strokes) != Cost(c, s)) continue;
      std::string longer = text;
      if (step.to != 0) {
        const bool front = c == 0 || name_[c - 1] == ' ' || name_[c - 1] == '-';
        longer += front && step.to == 'l' ? 'I' : step.to;
      }
      Collect(c + 1, s + step.strokes, longer);
    }
  }

  const std::span<const NameLetter> letters_;
  const std::string name_;
  const double farthest_;
  const std::vector<Stroke>& strokes_;
  const double stem_;
  const double capital_;
  const std::size_t columns_;
  std::vector<int> costs_;
  std::vector<std::string> texts_;
  std::size_t paths_ = 0;
  bool full_ = false;
};

}  // namespace

std::optional<std::string> MatchStrokes(std::span<const NameLetter> letters,
                                        const NameStrokes& strokes,
                                        double farthest) {
  if (letters.size() > kMostNameCharacters ||
      strokes.upper.size() > 2 * kMostNameCharacters) {
    return std::nullopt;
  }
  return Matcher(letters, strokes, farthest).Match();
}

}  // namespace rescan::timesheet::page
