#include "engine/documents/timesheet/page/mark_pairs.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "kernels/base/median.h"
#include "kernels/base/text.h"

namespace rescan::timesheet::page {
namespace {

using kernels::InkBox;

// Widths in heights of tall letters: above the first it may be more than one
// letter, above the second it is, and the narrowest of those that touch.
constexpr double kOne = 0.95;
constexpr double kTwo = 1.45;
constexpr double kNarrowest = 0.4;
// How far a letter's place may be from its mark, where they are not counted.
constexpr double kNear = 0.5;

int Middle(const InkBox& box) { return (box.left + box.right) / 2; }

// The word that has the letter nearest to the middle of `mark`.
std::size_t NearestWord(const FieldPicture& field, const LineReading& reading,
                        const InkMark& mark) {
  const int x = Middle(mark.box) + field.left;
  std::size_t nearest = 0;
  int least = -1;
  for (std::size_t i = 0; i < reading.words.size(); ++i) {
    for (const Letter& letter : reading.words[i].letters) {
      const int distance = std::abs(letter.box.left + letter.box.width / 2 - x);
      if (least < 0 || distance < least) {
        least = distance;
        nearest = i;
      }
    }
  }
  return nearest;
}

// The height of most of the tall letters.
double TallLetter(const FieldPicture& field) {
  std::vector<int> heights;
  for (const InkMark& mark : field.ink.marks) {
    if (mark.kind == MarkKind::kCharacter) {
      heights.push_back(mark.box.height());
    }
  }
  if (heights.empty()) return std::max(1, field.ink.height);
  return Percentile(std::move(heights), 75);
}

// From both ends of a word up to a mark that may be more than one letter. The
// places of letters are rough, but show when one is missing.
void PairEnds(const FieldPicture& field, const Word& word,
              const std::vector<const InkMark*>& marks, double tall,
              std::vector<Pair>& pairs) {
  const std::size_t most = std::min(marks.size(), pairs.size());
  const auto belongs = [&](std::size_t letter, const InkMark& mark) {
    const PixelBox& box = word.letters[letter].box;
    const double x = box.left + box.width / 2.0 - field.left;
    return mark.box.width() <= kOne * tall &&
           std::abs(x - Middle(mark.box)) <= kNear * tall;
  };
  for (std::size_t k = 0; k < most && belongs(k, *marks[k]); ++k) {
    pairs[k].mark = marks[k];
  }
  for (std::size_t k = 1; k <= most; ++k) {
    const InkMark* mark = marks[marks.size() - k];
    const std::size_t letter = pairs.size() - k;
    if (pairs[letter].mark != nullptr || !belongs(letter, *mark)) break;
    pairs[letter].mark = mark;
  }
}

}  // namespace

Pairing PairWithMarks(const FieldPicture& field, const LineReading& reading) {
  Pairing pairing;
  if (reading.words.empty()) return pairing;
  std::vector<std::vector<std::string_view>> characters;
  std::size_t total = 0;
  for (const Word& word : reading.words) {
    characters.push_back(SplitCharacters(word.text));
    total += characters.back().size();
  }
  std::vector<std::vector<const InkMark*>> marks(reading.words.size());
  if (total == field.ink.marks.size()) {
    std::size_t next = 0;
    for (std::size_t i = 0; i < marks.size(); ++i) {
      for (std::size_t k = 0; k < characters[i].size(); ++k) {
        marks[i].push_back(&field.ink.marks[next++]);
      }
    }
  } else {
    for (const InkMark& mark : field.ink.marks) {
      marks[NearestWord(field, reading, mark)].push_back(&mark);
    }
  }
  const double tall = TallLetter(field);
  pairing.lost =
      field.ink.marks.size() > total + std::max<std::size_t>(2, total / 4);
  pairing.words.resize(marks.size());
  for (std::size_t i = 0; i < marks.size(); ++i) {
    std::size_t most = 0;
    std::size_t least = 0;
    for (const InkMark* mark : marks[i]) {
      const double width = mark->box.width() / tall;
      least += width > kTwo ? 2 : 1;
      most += width > kOne ? static_cast<std::size_t>(width / kNarrowest) : 1;
    }
    const std::size_t count = characters[i].size();
    if (count >= least && count <= most) ++pairing.counted;
    if (reading.words[i].letters.size() != count) continue;
    std::vector<Pair>& pairs = pairing.words[i];
    for (std::size_t k = 0; k < count; ++k) {
      const std::string_view text = characters[i][k];
      pairs.push_back({i, k, text.size() == 1 ? text[0] : '\0', nullptr});
    }
    if (marks[i].size() == count) {
      ++pairing.exact;
      for (std::size_t k = 0; k < count; ++k) pairs[k].mark = marks[i][k];
    } else {
      PairEnds(field, reading.words[i], marks[i], tall, pairs);
    }
  }
  return pairing;
}

}  // namespace rescan::timesheet::page
