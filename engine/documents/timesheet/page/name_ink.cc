#include "engine/documents/timesheet/page/name_ink.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/documents/timesheet/page/mark_pairs.h"
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
constexpr double kFarthest = 1.4;
constexpr double kWidest = 1.5;   // W; most others are as wide as high
constexpr double kBeside = 0.12;  // the stroke through a Polish L
// Darkness in the middle of an o, of full ink.
constexpr double kHollow = 0.3;
// Width of an o, of its height, and of an o that touches another letter.
constexpr double kRound = 0.7;
constexpr double kTwoRound = 1.25;

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

std::vector<NameLetter> LettersOf(const FieldPicture& field,
                                  const LineReading& reading, double capital) {
  std::vector<NameLetter> letters;
  for (const Word& word : reading.words) {
    if (!letters.empty()) letters.push_back({' ', std::nullopt});
    const std::vector<std::string_view> characters = SplitCharacters(word.text);
    for (std::size_t i = 0; i < characters.size(); ++i) {
      NameLetter letter;
      if (characters[i].size() == 1) letter.character = characters[i][0];
      if (word.letters.size() == characters.size()) {
        const PixelBox& box = word.letters[i].box;
        const bool wide = letter.character == 'W' || letter.character == 'M';
        // The box of a word's last letter may go on to the next word.
        const double most = (wide ? kWidest : 1) * capital;
        letter.middle =
            box.left + std::min(1.0 * box.width, most) / 2 - field.left;
      }
      letters.push_back(letter);
    }
  }
  return letters;
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

// An o or L with a stroke through it.
bool HasStruckLetter(const FieldPicture& field, const LineReading& reading,
                     const MarkShapes& shapes, const NameStrokes& strokes,
                     double capital) {
  const double full = shapes.Full();
  for (const std::vector<Pair>& word : PairWithMarks(field, reading).words) {
    for (const Pair& pair : word) {
      if (pair.mark == nullptr) continue;
      const InkBox& box = pair.mark->box;
      const bool round = pair.character == 'o' || pair.character == 'O';
      if (round && box.width() >= kRound * box.height() &&
          box.width() <= kTwoRound * box.height()) {
        const int x = (box.left + box.right - 1) / 2;
        const int y = (box.top + box.bottom - 1) / 2;
        const int least =
            std::min({shapes.Ink(x, y), shapes.Ink(x + 1 - box.width() % 2, y),
                      shapes.Ink(x, y + 1 - box.height() % 2)});
        if (least > kHollow * full) return true;
      }
      if (pair.character == 'L') {
        const auto stem =
            std::find_if(strokes.upper.begin(), strokes.upper.end(),
                         [&](const Stroke& s) { return s.right > box.left; });
        if (stem != strokes.upper.end() && stem->left < box.right &&
            stem->left - box.left > kBeside * capital) {
          return true;
        }
      }
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
  if (strokes.above ||
      HasStruckLetter(field, reading, shapes, strokes, scale->capital)) {
    verdict.ink = InkBears::kAccents;
    return verdict;
  }
  std::vector<NameLetter> letters = LettersOf(field, reading, scale->capital);
  while (!letters.empty() && letters.back().character == '.' &&
         field.ink.marks.back().kind == MarkKind::kCharacter) {
    letters.pop_back();
  }
  auto match = MatchStrokes(letters, strokes, kFarthest * scale->capital);
  if (!match) return verdict;
  verdict.name = *std::move(match);
  if (LooksLikeName(verdict.name) && HasLetters(strokes, verdict.name) &&
      HasPoints(field, verdict.name) &&
      HasBlanks(field, scale->capital, reading)) {
    verdict.ink = InkBears::kOut;
  }
  return verdict;
}

}  // namespace rescan::timesheet::page
