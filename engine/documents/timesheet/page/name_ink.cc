#include "engine/documents/timesheet/page/name_ink.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/documents/timesheet/page/letter_places.h"
#include "engine/documents/timesheet/page/mark_shapes.h"
#include "engine/documents/timesheet/page/name_match.h"
#include "engine/documents/timesheet/page/name_strokes.h"
#include "engine/documents/timesheet/plain_text.h"
#include "engine/documents/timesheet/stroke_letters.h"
#include "kernels/base/median.h"
#include "kernels/base/text.h"

namespace rescan::timesheet::page {
namespace {

using kernels::InkBox;

// All in heights of a capital. The blank of usual faces is .35 to .45 wide,
// with what letters leave beside them; within words no letters stand .2 apart.
constexpr double kLeastBlank = 0.22;
constexpr double kMaybeBlank = 0.15;
constexpr double kSurelyBlank = 0.36;
constexpr double kLeastCapital = 4;  // pixels
constexpr double kSameTop = 0.2;
constexpr double kBeside = 0.12;  // the stroke through a Polish L
// Darkness in the middle of an o, of full ink.
constexpr double kHollow = 0.3;
// Width of an o, of its height, and of an o that touches another letter.
constexpr double kRound = 0.7;
constexpr double kTwoRound = 1.25;
constexpr double kMarkPlace = 0.3;  // from where its letter should be

// By the marks that words begin with: capitals, but for a few.
std::optional<LineScale> ScaleOf(const FieldPicture& field,
                                 const MarkShapes& shapes) {
  const std::vector<InkMark>& marks = field.ink.marks;
  double tallest = 0;
  for (const InkMark& mark : marks) {
    tallest = std::max(tallest, shapes.baseline() - shapes.Top(mark.box));
  }
  std::vector<double> heights;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    const bool first = i == 0 || marks[i].box.left - marks[i - 1].box.right >=
                                     kLeastBlank * tallest;
    if (!first || marks[i].kind != MarkKind::kCharacter) continue;
    heights.push_back(shapes.baseline() - shapes.Top(marks[i].box));
  }
  if (heights.empty()) return std::nullopt;
  const double most = *std::max_element(heights.begin(), heights.end());
  std::erase_if(heights, [most](double height) {
    return height < (1 - kSameTop) * most;
  });
  const double capital = Median(std::move(heights));
  if (capital < kLeastCapital) return std::nullopt;
  return LineScale{shapes.baseline() + 0.0, capital};
}

// The words with blanks between them, a zero byte for each character that is
// not ASCII.
std::string NameOf(const LineReading& reading) {
  std::string name;
  for (const Word& word : reading.words) {
    if (!name.empty()) name += ' ';
    for (const std::string_view character : SplitCharacters(word.text)) {
      name += character.size() == 1 ? character[0] : '\0';
    }
  }
  return name;
}

// As many blanks as gaps. A J reaches back into the blank before it.
bool HasBlanks(const FieldPicture& field, double capital,
               const LineReading& reading) {
  const std::vector<InkMark>& marks = field.ink.marks;
  std::size_t likely = 0, sure = 0;
  for (std::size_t i = 1; i < marks.size(); ++i) {
    const double gap = (marks[i].box.left - marks[i - 1].box.right) / capital;
    if (gap >= kMaybeBlank) ++likely;
    if (gap >= kSurelyBlank) ++sure;
  }
  for (const Word& word : reading.words) likely += word.text.starts_with('J');
  const std::size_t blanks = reading.words.size() - 1;
  return sure <= blanks && blanks <= likely;
}

// As many points as marks that are one, in the right order with letters?
// Counted alone: letters touch.
bool HasPoints(const FieldPicture& field, std::string_view name) {
  const auto points = std::count_if(
      field.ink.marks.begin(), field.ink.marks.end(), [](const InkMark& mark) {
        return mark.kind == MarkKind::kPoint || mark.kind == MarkKind::kComma ||
               mark.kind == MarkKind::kSeparator;
      });
  return points == std::count(name.begin(), name.end(), '.');
}

bool HasLetters(const NameStrokes& strokes, std::string_view name) {
  int least = 0, most = 0;
  for (const char c : name) {
    const bool always =
        std::string_view("gjpqy").find(c) != std::string_view::npos;
    const bool perhaps = c == 'J' || c == 'Q';
    least += always ? 1 : 0;
    most += always || perhaps ? 1 : 0;
  }
  // Those of neighbours may touch.
  return 2 * strokes.below >= least && strokes.below <= most;
}

// All words begin with capitals but for those of names that do not.
bool LooksLikeName(const std::string& text) {
  const std::string name = WithStrokesInPlace(text);
  const std::vector<std::string_view> words = Words(name);
  return std::none_of(words.begin(), words.end(), [](std::string_view word) {
    return word.front() >= 'a' && word.front() <= 'z' && !IsNameParticle(word);
  });
}

// The mark whose middle is at `x`, or nearly so; null: none is.
const InkMark* MarkAt(const FieldPicture& field, double x, double farthest) {
  const auto mark = std::find_if(
      field.ink.marks.begin(), field.ink.marks.end(), [=](const InkMark& m) {
        return std::abs((m.box.left + m.box.right) / 2.0 - x) <= farthest;
      });
  return mark == field.ink.marks.end() ? nullptr : &*mark;
}

// Round, with ink in its middle.
bool IsStruckRound(const MarkShapes& shapes, const InkBox& box) {
  if (box.width() < kRound * box.height() ||
      box.width() > kTwoRound * box.height()) {
    return false;
  }
  const int x = (box.left + box.right - 1) / 2;
  const int y = (box.top + box.bottom - 1) / 2;
  const int least =
      std::min({shapes.Ink(x, y), shapes.Ink(x + 1 - box.width() % 2, y),
                shapes.Ink(x, y + 1 - box.height() % 2)});
  return least > kHollow * shapes.Full();
}

// Whether something stands before the stem of the L.
bool IsStruckL(const NameStrokes& strokes, const InkBox& box) {
  const auto stem =
      std::find_if(strokes.upper.begin(), strokes.upper.end(),
                   [&](const Stroke& s) { return s.right > box.left; });
  return stem != strokes.upper.end() && stem->left < box.right &&
         stem->left - box.left > kBeside * strokes.capital;
}

// An o or L with a stroke through it. Which mark is which letter is told by
// where a usual face has it: letters that touch are not counted.
bool HasStruckLetter(const FieldPicture& field, std::string_view name,
                     const MarkShapes& shapes, const NameStrokes& strokes) {
  const double width = TextWidth(name) - 2 * kLetterSide;
  if (width <= 0) return false;
  const double scale = (strokes.right - strokes.left) / width;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (c != 'o' && c != 'O' && c != 'L') continue;
    const double middle =
        TextWidth(name.substr(0, i)) + LetterWidth(c) / 2 - kLetterSide;
    const InkMark* mark = MarkAt(field, strokes.left + scale * middle,
                                 kMarkPlace * strokes.capital);
    if (mark == nullptr) continue;
    if (c == 'L' ? IsStruckL(strokes, mark->box)
                 : IsStruckRound(shapes, mark->box)) {
      return true;
    }
  }
  return false;
}

}  // namespace

NameVerdict JudgeName(const FieldPicture& field, const LineReading& reading) {
  NameVerdict verdict{reading.text, InkBears::kNot};
  const MarkShapes shapes(field);
  const auto scale = ScaleOf(field, shapes);
  if (!scale || reading.words.empty()) return verdict;
  const NameStrokes strokes = FindNameStrokes(field, *scale);
  std::string name = NameOf(reading);
  if (strokes.above) {
    verdict.ink = InkBears::kAccents;
    return verdict;
  }
  while (name.ends_with('.') &&
         field.ink.marks.back().kind == MarkKind::kCharacter) {
    name.pop_back();
  }
  auto match = MatchStrokes(name, strokes);
  if (!match) return verdict;
  verdict.name = *std::move(match);
  // Of a misread name other letters stand where its o and L should be.
  if (HasStruckLetter(field, verdict.name, shapes, strokes)) {
    verdict.ink = InkBears::kAccents;
    return verdict;
  }
  if (LooksLikeName(verdict.name) && HasLetters(strokes, verdict.name) &&
      HasPoints(field, verdict.name) &&
      HasBlanks(field, scale->capital, reading)) {
    verdict.ink = InkBears::kOut;
  }
  return verdict;
}

}  // namespace rescan::timesheet::page
