#include "engine/documents/timesheet/page/number_ink.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "engine/documents/timesheet/page/digit_shape.h"
#include "engine/ocr/word_picture.h"

namespace rescan::timesheet::page {
namespace {

using kernels::GreyImage;
using kernels::InkBox;

// Of the darkest ink: what is fainter is not looked at.
constexpr std::array<double, 4> kFaint = {0, 0.15, 0.3, 0.45};
// Of 59,000 drawn digits from 8 px, but for one in a thousand of each: the foot
// of a 1 stood at .63 of its width or more, that of a 7 at .45 or less, of
// others at .61 or less; only that of a 4 reached .79, which is .51 of its
// height wide or more. A 1 was up to .50 wide, others from .43 on, and from .74
// of the number's widest digit on.
constexpr double kLeastFootOfOne = 0.58;
constexpr double kMostFootOfSeven = 0.55;
constexpr double kNarrow = 0.48;
constexpr double kNarrowest = 0.7;  // of the widest
constexpr double kMostOne = 0.52;
constexpr double kLeastOne = 0.1;
// A stroke alone, without a foot to speak of: a 1 whose flag is faint.
constexpr double kStroke = 0.28;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// With `faint` of the darkest ink taken off everything.
InkMarks MarksOfHarder(const FieldPicture& field, double faint) {
  const kernels::GreyView from = field.grey.view();
  GreyImage hard(from.width, from.height);
  int darkest = 255;
  for (int y = 0; y < from.height; ++y) {
    darkest = std::min(
        darkest, int{*std::min_element(from.Row(y), from.Row(y) + from.width)});
  }
  const int off = static_cast<int>(faint * (field.paper - darkest));
  for (int y = 0; y < from.height; ++y) {
    std::transform(from.Row(y), from.Row(y) + from.width,
                   hard.mutable_view().Row(y), [&](std::uint8_t level) {
                     return static_cast<std::uint8_t>(
                         std::min<int>(level + off, field.paper));
                   });
  }
  const InkBox& ink = field.ink_box;
  return MarksOf(hard.view(),
                 {ink.left - 1, ink.top - 1, ink.right + 1, ink.bottom + 1});
}

// With the ink's only point, where `text` has none and it can stand in one
// place alone.
std::optional<std::string> WithPoint(std::string_view text,
                                     const InkMarks& ink) {
  if (text.find_first_of(".,") != std::string_view::npos) return std::nullopt;
  const auto points = std::count_if(
      ink.marks.begin(), ink.marks.end(),
      [](const InkMark& mark) { return mark.kind == MarkKind::kPoint; });
  if (points != 1) return std::nullopt;
  std::optional<std::string> found;
  for (std::size_t at = 1; at < text.size(); ++at) {
    std::string with(text);
    with.insert(at, 1, '.');
    if (!AgreesWithInk(with, ink)) continue;
    if (found.has_value()) return std::nullopt;
    found = std::move(with);
  }
  return found;
}

// How many characters there may be.
struct Count {
  int least = 0, most = 0;
};

Count CountOf(const InkMarks& ink) {
  Count count;
  for (const InkMark& mark : ink.marks) {
    if (mark.kind == MarkKind::kPoint || mark.kind == MarkKind::kComma ||
        mark.kind == MarkKind::kSeparator) {
      continue;
    }
    count.least += mark.least;
    count.most += mark.most;
  }
  return count;
}

// With less of the ink characters that touch fall apart, but so do single ones.
bool MayBeSame(const InkMarks& harder, const InkMarks& own) {
  const Count a = CountOf(harder), b = CountOf(own);
  return a.least <= b.most && a.most >= b.least;
}

// Each character's mark; null from where characters touch, seen from both ends.
std::vector<const InkMark*> Pair(std::string_view text, const InkMarks& ink) {
  const std::vector<InkMark>& marks = ink.marks;
  std::vector<const InkMark*> pairs(text.size(), nullptr);
  const std::size_t most = std::min(text.size(), marks.size());
  const bool each = text.size() == marks.size();
  for (std::size_t i = 0; i < most && (each || marks[i].most == 1); ++i) {
    pairs[i] = &marks[i];
  }
  for (std::size_t k = 1; !each && k <= most; ++k) {
    const InkMark& mark = marks[marks.size() - k];
    if (mark.most > 1) break;
    pairs[text.size() - k] = &mark;
  }
  return pairs;
}

}  // namespace

std::optional<NumberInk::Judgement> NumberInk::Judge(std::string_view text) {
  for (std::size_t step = 0; step <= kFaint.size(); ++step) {
    const InkMarks& ink = InkOf(step);
    if (!MayBeSame(ink, field_.ink)) continue;
    std::string with = PointsOfInk(text, ink);
    if (AgreesWithInk(with, ink)) {
      if (!DigitsFit(with, ink)) return std::nullopt;
      return Judgement{std::move(with), false};
    }
    if (auto put = WithPoint(text, ink)) {
      if (!DigitsFit(*put, ink)) return std::nullopt;
      return Judgement{*std::move(put), true};
    }
  }
  return std::nullopt;
}

bool NumberInk::DigitsFit(std::string_view text, const InkMarks& ink) const {
  const std::vector<const InkMark*> pairs = Pair(text, ink);
  std::vector<InkExtent> extents(text.size());
  double widest = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (pairs[i] == nullptr || !IsDigit(text[i])) continue;
    extents[i] = ExtentOf(field_, ink.marks, pairs[i]->box);
    widest = std::max(widest, extents[i].width());
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (pairs[i] == nullptr || !IsDigit(text[i])) continue;
    const double width = extents[i].width() / pairs[i]->box.height();
    const double foot = FootPlace(field_, pairs[i]->box, extents[i]);
    const bool stroke = width < kStroke;
    const bool footed = IsOneWithFoot(field_, pairs[i]->box);
    if (text[i] == '1' && footed) continue;
    if (footed) return false;
    const bool narrow =
        width < kNarrow || extents[i].width() < kNarrowest * widest;
    if (text[i] == '1') {
      const bool may_be = width <= kMostOne && foot >= kLeastFootOfOne;
      if (!stroke && !may_be) return false;
    } else if (stroke || (narrow && foot > kFootOfOne)) {
      return false;
    }
    if (text[i] == '7' && foot > kMostFootOfSeven) return false;
  }
  return true;
}

std::string NumberInk::Ones() const {
  for (const InkMark& mark : field_.ink.marks) {
    const InkExtent extent = ExtentOf(field_, field_.ink.marks, mark.box);
    const double width = extent.width() / mark.box.height();
    const bool is_one =
        mark.kind == MarkKind::kCharacter && width >= kLeastOne &&
        (width < kStroke ||
         (width < kNarrow && FootPlace(field_, mark.box, extent) > kFootOfOne));
    if (!is_one) {
      return "";
    }
  }
  return std::string(field_.ink.marks.size(), '1');
}

const InkMarks& NumberInk::InkOf(std::size_t step) {
  if (step == 0) return field_.ink;
  while (harder_.size() < step) {
    harder_.push_back(MarksOfHarder(field_, kFaint[harder_.size()]));
  }
  return harder_[step - 1];
}

}  // namespace rescan::timesheet::page
