#include "engine/ocr/ink_marks.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "engine/ocr/boxes.h"
#include "kernels/base/median.h"
#include "kernels/image/grey_image.h"
#include "kernels/image/histogram.h"

namespace rescan {
namespace {

using kernels::InkBox;

// All in digit heights.
constexpr double kCharacter = 0.62;  // least height
// Of a separator: how far above the baseline it starts and ends at most, how
// wide it is at most.
constexpr double kStartAbove = 0.5;
constexpr double kFootAbove = 0.15;
constexpr double kSmall = 0.38;
// Height and depth below the baseline together. Of 23,672 points of drawn
// screens, digits from 9 px, none had more than .30; commas had .38 and more.
constexpr double kMostOfPoint = 0.32;
constexpr double kLeastOfComma = 0.37;
constexpr double kMostOfComma = 0.7;
constexpr double kDust = 0.08;          // both sides below
constexpr double kTwoCharacters = 1.1;  // wider than any single character
constexpr double kOneCharacter = 0.95;  // as wide as W and @
constexpr double kNarrowest = 0.5;      // of characters that touch
constexpr int kLeastContrast = 40;      // levels
constexpr std::size_t kMostComponents = 400;

int Middle(int a, int b) { return (a + b) / 2; }

// The word's own components, by their left edges.
std::vector<InkBox> OwnComponents(kernels::GreyView picture,
                                  const InkBox& within) {
  const kernels::Histogram levels = kernels::HistogramOf(picture);
  const int threshold = kernels::OtsuThreshold(levels);
  if (kernels::PercentileLevel(levels, 1) -
          kernels::PercentileLevel(levels, 0) <
      kLeastContrast) {
    return {};
  }
  kernels::GreyImage mask(picture.width, picture.height);
  for (int y = 0; y < picture.height; ++y) {
    const std::uint8_t* from = picture.Row(y);
    std::uint8_t* to = mask.mutable_view().Row(y);
    for (int x = 0; x < picture.width; ++x) to[x] = from[x] <= threshold;
  }
  kernels::InkComponentOptions options;
  options.max_components = kMostComponents;
  const auto found = kernels::FindInkComponents(mask.view(), options);
  std::vector<InkBox> own;
  if (!found.complete) return own;
  for (const kernels::InkComponent& component : found.components) {
    const InkBox& box = component.box;
    const int x = Middle(box.left, box.right);
    const int y = Middle(box.top, box.bottom);
    const bool at_border = box.left == 0 || box.top == 0 ||
                           box.right == picture.width ||
                           box.bottom == picture.height;
    if (!at_border && x >= within.left && x < within.right && y >= within.top &&
        y < within.bottom) {
      own.push_back(box);
    }
  }
  std::sort(own.begin(), own.end(),
            [](const InkBox& a, const InkBox& b) { return a.left < b.left; });
  return own;
}

// Parts of one character stand above each other: colons, broken strokes.
bool SameColumns(const InkBox& a, const InkBox& b) {
  const int common = std::min(a.right, b.right) - std::max(a.left, b.left);
  return common * 5 >= 3 * std::min(a.width(), b.width());
}

class Judge {
 public:
  Judge(double height, double baseline)
      : height_(height), baseline_(baseline) {}

  // A point may stand under the arm of a 7 and is no part of it.
  [[nodiscard]] bool OneCharacter(const InkBox& a, const InkBox& b) const {
    if (!SameColumns(a, b)) return false;
    const InkBox& small = a.height() < b.height() ? a : b;
    const InkBox& large = a.height() < b.height() ? b : a;
    const bool on_baseline = small.bottom > baseline_ - kFootAbove * height_;
    const bool whole = large.height() > kCharacter * height_ &&
                       large.bottom > baseline_ - kFootAbove * height_;
    return !(on_baseline && whole && small.height() < kSmall * height_);
  }

  [[nodiscard]] bool IsDust(const InkBox& box) const {
    return box.width() < kDust * height_ && box.height() < kDust * height_;
  }

  [[nodiscard]] InkMark MarkOf(const InkBox& box) const {
    InkMark mark;
    mark.box = box;
    const double width = box.width() / height_;
    const double tall = box.height() / height_;
    const double below = (box.bottom - baseline_) / height_;
    if (tall > kCharacter) {
      mark.kind = MarkKind::kCharacter;
      if (width > kOneCharacter) {
        mark.most = std::max(1, static_cast<int>(width / kNarrowest));
      }
      if (width > kTwoCharacters) mark.least = 2;
    } else if (width <= kSmall && below >= -kFootAbove &&
               box.top > baseline_ - kStartAbove * height_) {
      const double size = tall + std::max(below, 0.0);
      if (size <= kMostOfPoint) {
        mark.kind = MarkKind::kPoint;
      } else if (size >= kLeastOfComma && size <= kMostOfComma) {
        mark.kind = MarkKind::kComma;
      } else if (size < kLeastOfComma) {
        mark.kind = MarkKind::kSeparator;
      }
    }
    return mark;
  }

 private:
  const double height_;
  const double baseline_;
};

bool IsSeparator(MarkKind kind) {
  return kind == MarkKind::kPoint || kind == MarkKind::kComma ||
         kind == MarkKind::kSeparator;
}

constexpr char kEither = '?';

char SignOf(MarkKind kind) {
  if (kind == MarkKind::kSeparator) return kEither;
  return kind == MarkKind::kPoint ? '.' : ',';
}

// Characters between two separators, and the separator behind them (0: end).
struct Group {
  int least = 0, most = 0;
  char separator = 0;
};

std::vector<Group> GroupsOf(const InkMarks& ink) {
  std::vector<Group> groups(1);
  for (const InkMark& mark : ink.marks) {
    if (IsSeparator(mark.kind)) {
      groups.back().separator = SignOf(mark.kind);
      groups.emplace_back();
    } else {
      groups.back().least += mark.least;
      groups.back().most += mark.most;
    }
  }
  return groups;
}

}  // namespace

InkMarks FindInkMarks(kernels::GreyView picture,
                      const kernels::InkBox& within) {
  std::vector<InkBox> own = OwnComponents(picture, within);
  if (own.empty()) return {};
  const int tallest = std::max_element(own.begin(), own.end(),
                                       [](const InkBox& a, const InkBox& b) {
                                         return a.height() < b.height();
                                       })
                          ->height();
  std::vector<int> heights;
  std::vector<int> feet;
  for (const InkBox& box : own) {
    if (2 * box.height() < tallest) continue;
    heights.push_back(box.height());
    feet.push_back(box.bottom);
  }
  InkMarks ink;
  ink.height = Median(std::move(heights));
  const Judge judge(ink.height, Median(std::move(feet)));
  std::erase_if(own, [&](const InkBox& box) { return judge.IsDust(box); });
  InkBox last;
  for (const InkBox& box : own) {
    if (!ink.marks.empty() && judge.OneCharacter(last, box)) {
      last = Union(last, box);
      ink.marks.back() = judge.MarkOf(last);
      // Two dots above each other are a colon.
      const MarkKind kind = ink.marks.back().kind;
      if (kind == MarkKind::kComma || kind == MarkKind::kSeparator) {
        ink.marks.back().kind = MarkKind::kOther;
      }
    } else {
      last = box;
      ink.marks.push_back(judge.MarkOf(box));
    }
  }
  return ink;
}

bool IsCountable(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789";
  return text.find_first_of(kDigits) != std::string_view::npos &&
         text.find_first_not_of("0123456789.,:/-+()$") ==
             std::string_view::npos;
}

bool HasSeparators(const InkMarks& ink) {
  return std::any_of(ink.marks.begin(), ink.marks.end(),
                     [](const InkMark& m) { return IsSeparator(m.kind); });
}

bool AgreesWithInk(std::string_view text, const InkMarks& ink) {
  if (ink.marks.empty()) return false;
  for (const Group& group : GroupsOf(ink)) {
    const std::size_t count = std::min(text.find_first_of(".,"), text.size());
    const auto characters = static_cast<int>(count);
    if (characters < group.least || characters > group.most) return false;
    text.remove_prefix(count);
    const char separator = text.empty() ? '\0' : text.front();
    const bool either = group.separator == kEither && separator != 0;
    if (separator != group.separator && !either) return false;
    if (separator != 0) text.remove_prefix(1);
  }
  return text.empty();
}

std::string PointsOfInk(std::string_view text, const InkMarks& ink) {
  std::string changed(text);
  std::size_t at = 0;
  for (const InkMark& mark : ink.marks) {
    if (!IsSeparator(mark.kind)) continue;
    at = changed.find_first_of(".,", at);
    if (at == std::string::npos) break;
    if (mark.kind == MarkKind::kPoint) changed[at] = '.';
    ++at;
  }
  return AgreesWithInk(changed, ink) ? changed : std::string(text);
}

}  // namespace rescan
