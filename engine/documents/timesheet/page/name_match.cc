#include "engine/documents/timesheet/page/name_match.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/documents/timesheet/page/letter_places.h"

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
constexpr double kNarrowTall = 0.55;  // of what no t can be
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
constexpr std::size_t kMostStates = 20'000;

// How far a stroke may be from its place behind the stroke before, in capitals:
// of 1,500 drawn names saved as JPEGs none was more than .21 from it, and a
// stroke too many or one too few makes .4. Faces differ more the more letters
// stand between, and in their blanks.
constexpr double kFarthest = 0.19;
constexpr double kFarthestByWidth = 0.03;
constexpr double kFarthestByBlank = 0.06;
// Before the name was put right, its width is not known so well.
constexpr double kEditedFarthest = 0.3;
// What the strokes of one letter span at least, in its width: those of two
// letters side by side span less.
constexpr double kLeastSpan = 0.7;
constexpr double kHookOfJ = 0.25;  // reaches back before its line

bool IsCapital(char c) { return c >= 'A' && c <= 'Z'; }

// The last letter that took strokes.
struct Anchor {
  std::size_t next = 0;     // the letter behind it; 0 = the line's left edge
  std::size_t strokes = 0;  // that it took
  std::size_t omitted = 0;  // strokes that were left out since
};

class Matcher {
 public:
  Matcher(std::string_view name, const NameStrokes& strokes, bool edit)
      : name_(name),
        edit_(edit),
        all_(strokes),
        strokes_(strokes.upper),
        stem_(strokes.stem),
        capital_(strokes.capital) {
    double place = 0;
    std::size_t blanks = 0;
    for (const char c : name_) {
      begins_.push_back(place);
      blanks_.push_back(blanks);
      place += LetterWidth(c);
      blanks += c == ' ' ? 1 : 0;
    }
    begins_.push_back(place);
    blanks_.push_back(blanks);
    const double width = place - 2 * kLetterSide;
    scale_ = width > 0 ? (strokes.right - strokes.left) / width : 0;
  }

  // The name, put right if `edit`.
  std::optional<std::string> Match() {
    const int least = Least(0, 0, {});
    if (full_ || least > kMost) return std::nullopt;
    if (least < kEdit) return std::string(name_);
    Collect(0, 0, {}, "");
    if (texts_.size() != 1 || full_) return std::nullopt;
    return texts_.front();
  }

 private:
  struct Step {
    std::size_t strokes;  // taken
    char to;              // 0 = the character is left out
    int cost;
  };

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
    const bool tall = strokes_[s].top >= kLeastTall;
    return !IsWide(s) && strokes_[s].stem && strokes_[s].joined >= kStem &&
           strokes_[s].width() >= (tall ? kNarrowTall : kNarrow) * stem_;
  }
  [[nodiscard]] bool IsTallStem(std::size_t s) const {
    return IsStem(s) && strokes_[s].top >= kLeastTall;
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

  [[nodiscard]] bool HasPlaces() const { return all_.right > all_.left; }

  [[nodiscard]] double MiddleOf(std::size_t s, std::size_t count) const {
    return (strokes_[s].left + strokes_[s + count - 1].right) / 2;
  }

  // Whether what is at `x` and at `place` in the name, before letter `c`, is as
  // far behind the last letter with strokes as it should be.
  [[nodiscard]] bool IsInPlace(const Anchor& from, std::size_t s, std::size_t c,
                               double x, double place) const {
    if (!HasPlaces()) return true;
    double from_x = all_.left;
    double from_place = kLetterSide;
    std::size_t from_letter = 0;
    if (from.next > 0) {
      from_letter = from.next - 1;
      from_x = MiddleOf(s - from.strokes, from.strokes);
      from_place = begins_[from_letter] + StrokePlace(name_[from_letter]);
    }
    const double width = place - from_place -
                         static_cast<double>(from.omitted) * LetterWidth('l');
    const double hook = from.next == 0 && name_.starts_with('J') ? kHookOfJ : 0;
    const double most =
        hook + (edit_ ? kEditedFarthest : kFarthest) +
        kFarthestByWidth * width +
        kFarthestByBlank *
            static_cast<double>(blanks_[c] - blanks_[from_letter]);
    return std::abs(x - from_x - scale_ * width) <= most * capital_;
  }

  // Where `step` leads from letter `c`; nullopt: its strokes are elsewhere.
  [[nodiscard]] std::optional<Anchor> Follow(std::size_t c, std::size_t s,
                                             const Step& step,
                                             const Anchor& from) const {
    if (!HasPlaces()) return from;
    if (step.strokes == 0) {
      Anchor next = from;
      next.omitted += step.to == 0 ? 1 : 0;
      return next;
    }
    const double span = strokes_[s + step.strokes - 1].right - strokes_[s].left;
    if (step.strokes > 1 &&
        span < kLeastSpan * scale_ * LetterWidth(name_[c])) {
      return std::nullopt;
    }
    if (!IsInPlace(from, s, c, MiddleOf(s, step.strokes),
                   begins_[c] + StrokePlace(name_[c]))) {
      return std::nullopt;
    }
    return Anchor{c + 1, step.strokes, 0};
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
        if (left > 0 && (IsCapital(character) ? IsStem(s) : IsTallStem(s))) {
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
        if (left > 0 && IsTallStem(s)) {
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

  // The least cost of the letters from `c` with the strokes from `s`.
  int Least(std::size_t c, std::size_t s, const Anchor& from) {
    if (c == name_.size()) {
      return s == strokes_.size() &&
                     IsInPlace(from, s, c, all_.right, begins_[c] - kLetterSide)
                 ? 0
                 : kNever;
    }
    const std::array<std::size_t, 5> state = {c, s, from.next, from.strokes,
                                              from.omitted};
    if (const auto known = known_.find(state); known != known_.end()) {
      return known->second;
    }
    full_ = full_ || known_.size() >= kMostStates;
    if (full_) return kNever;
    int least = kNever;
    for (const Step& step : StepsOf(c, s)) {
      if (step.cost >= kEdit && !edit_) continue;
      const auto next = Follow(c, s, step, from);
      if (!next) continue;
      least =
          std::min(least, step.cost + Least(c + 1, s + step.strokes, *next));
    }
    known_.emplace(state, least);
    return least;
  }

  void Collect(std::size_t c, std::size_t s, const Anchor& from,
               const std::string& text) {
    if (texts_.size() > 1 || full_) return;
    if (c == name_.size()) {
      full_ = ++paths_ > kMostPaths;
      if (std::find(texts_.begin(), texts_.end(), text) == texts_.end()) {
        texts_.push_back(text);
      }
      return;
    }
    const int least = Least(c, s, from);
    for (const Step& step : StepsOf(c, s)) {
      const auto next = Follow(c, s, step, from);
      if (!next) continue;
      if (step.cost + Least(c + 1, s + step.strokes, *next) != least) continue;
      std::string longer = text;
      if (step.to != 0) {
        const bool front = c == 0 || name_[c - 1] == ' ' || name_[c - 1] == '-';
        longer += front && step.to == 'l' ? 'I' : step.to;
      }
      Collect(c + 1, s + step.strokes, *next, longer);
    }
  }

  const std::string_view name_;
  const bool edit_;
  const NameStrokes& all_;
  const std::vector<Stroke>& strokes_;
  const double stem_;
  const double capital_;
  double scale_ = 0;                 // pixels of a capital's height in widths
  std::vector<double> begins_;       // of letters, in heights of a capital
  std::vector<std::size_t> blanks_;  // before letters
  std::map<std::array<std::size_t, 5>, int> known_;
  std::vector<std::string> texts_;
  std::size_t paths_ = 0;
  bool full_ = false;
};

}  // namespace

std::optional<std::string> MatchStrokes(std::string_view name,
                                        const NameStrokes& strokes) {
  if (name.size() > kMostNameCharacters ||
      strokes.upper.size() > 2 * kMostNameCharacters) {
    return std::nullopt;
  }
  if (auto match = Matcher(name, strokes, false).Match()) return match;
  auto edited = Matcher(name, strokes, true).Match();
  if (!edited) return std::nullopt;
  return Matcher(*edited, strokes, false).Match();
}

}  // namespace rescan::timesheet::page
