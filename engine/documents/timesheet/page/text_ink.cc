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

#include "kernels/base/text.h"

namespace rescan::timesheet::page {
namespace {

using kernels::GreyView;
using kernels::InkBox;

// Gaps in heights of the letters: wider ones are blanks, narrower ones are not.
// The foot of a point leaves more room than a letter does.
constexpr double kSurelyBlank = 0.62;
constexpr double kSurelyNone = 0.1;
constexpr double kBlankBehindPoint = 0.26;
constexpr double kBlankBeforeOne = 0.42;
// Widths in heights of tall letters: above the first it may be more than one
// letter, above the second it is, and the narrowest of those that touch.
constexpr double kOne = 0.95;
constexpr double kTwo = 1.45;
constexpr double kNarrowest = 0.4;
// How far a letter's place may be from its mark, where they are not counted.
constexpr double kNear = 0.5;
// The darkness below a dot, against that of the stem: of 1,300 dots of drawn
// screens four had more than .6, of 800 stems none had less. A letter that
// touches its neighbour is no narrow mark.
constexpr double kGapBelowDot = 0.5;
constexpr double kNoGap = 0.7;
constexpr double kNarrow = 0.45;
// Of words read as surely as this only the marks behind them are doubted.
constexpr float kSure = 0.9F;
// The share of the foot's ink in the right part of the letter.
constexpr double kRightPart = 0.5;
constexpr double kFootAtRight = 0.85;
constexpr double kFootSpans = 0.65;
// Widths: of a nought against the median digit's, of a 7 in its heights.
constexpr double kDigitWide = 1.14;
constexpr double kLeastSeven = 0.5;
// Where the lowest third of a 1 stands in its width at least.
constexpr double kFootOfOne = 0.62;
// Tops of capitals and of l: nearer to each other they tell nothing, pixels.
constexpr double kTopsApart = 0.4;

// One character of the reading with the mark that it stands for.
struct Pair {
  std::size_t word = 0, letter = 0;
  char character = 0;             // 0 = not ASCII
  const InkMark* mark = nullptr;  // null: not known which
};

// The characters of each word with their marks: all of them where there are as
// many, else those from both ends up to letters that touch.
struct Alignment {
  std::vector<std::vector<Pair>> words;
  int exact = 0;    // words of as many marks as characters
  int counted = 0;  // words that may be so many characters
  // More marks than characters, by far.
  bool lost = false;
};

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
  const auto tall =
      heights.begin() + static_cast<std::ptrdiff_t>(heights.size() * 3 / 4);
  std::nth_element(heights.begin(), tall, heights.end());
  return *tall;
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

Alignment Align(const FieldPicture& field, const LineReading& reading) {
  Alignment alignment;
  if (reading.words.empty()) return alignment;
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
  alignment.lost =
      field.ink.marks.size() > total + std::max<std::size_t>(2, total / 4);
  alignment.words.resize(marks.size());
  for (std::size_t i = 0; i < marks.size(); ++i) {
    std::size_t most = 0;
    std::size_t least = 0;
    for (const InkMark* mark : marks[i]) {
      const double width = mark->box.width() / tall;
      least += width > kTwo ? 2 : 1;
      most += width > kOne ? static_cast<std::size_t>(width / kNarrowest) : 1;
    }
    const std::size_t count = characters[i].size();
    if (count >= least && count <= most) ++alignment.counted;
    if (reading.words[i].letters.size() != count) continue;
    std::vector<Pair>& pairs = alignment.words[i];
    for (std::size_t k = 0; k < count; ++k) {
      const std::string_view text = characters[i][k];
      pairs.push_back({i, k, text.size() == 1 ? text[0] : '\0', nullptr});
    }
    if (marks[i].size() == count) {
      ++alignment.exact;
      for (std::size_t k = 0; k < count; ++k) pairs[k].mark = marks[i][k];
    } else {
      PairEnds(field, reading.words[i], marks[i], tall, pairs);
    }
  }
  return alignment;
}

bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsAlnum(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0;
}
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Darkness of ink, 0 = paper.
class Shapes {
 public:
  explicit Shapes(const FieldPicture& field)
      : view_(field.grey.view()),
        paper_(field.paper),
        height_(field.ink.height) {
    std::vector<int> feet;
    for (const InkMark& mark : field.ink.marks) {
      if (mark.kind == MarkKind::kCharacter) feet.push_back(mark.box.bottom);
    }
    if (feet.empty()) return;
    const auto middle =
        feet.begin() + static_cast<std::ptrdiff_t>(feet.size() / 2);
    std::nth_element(feet.begin(), middle, feet.end());
    baseline_ = *middle;
  }

  // The least dark row between a dot and its stem, where there may be one,
  // against a usual row.
  [[nodiscard]] double BelowDot(const InkBox& box) const {
    std::vector<int> rows;
    for (int y = box.top; y < box.bottom; ++y) rows.push_back(Darkest(box, y));
    if (rows.size() < 5) return 1;
    const auto first = rows.begin() + 1;
    const auto end =
        rows.begin() + static_cast<std::ptrdiff_t>(rows.size() / 2);
    const int least = *std::min_element(first, end);
    std::vector<int> stem(end, rows.end() - 1);
    std::nth_element(
        stem.begin(),
        stem.begin() + static_cast<std::ptrdiff_t>(stem.size() / 2),
        stem.end());
    return 1.0 * least / std::max(1, stem[stem.size() / 2]);
  }

  // The share of the ink below the line that stands in the right part; none
  // where there is no foot.
  [[nodiscard]] std::optional<double> FootAtRight(const InkBox& box) const {
    if (box.bottom - baseline_ < 0.15 * height_) return std::nullopt;
    const double from = box.left + (1 - kRightPart) * box.width();
    double right = 0, all = 0;
    for (int y = baseline_ + 1; y < box.bottom; ++y) {
      for (int x = box.left; x < box.right; ++x) {
        const int ink = Ink(x, y);
        all += ink;
        if (x + 0.5 >= from) right += ink;
      }
    }
    if (all <= 0) return std::nullopt;
    return right / all;
  }

  // Where the lowest third of the mark has its ink, 0 = left, 1 = right.
  [[nodiscard]] double Foot(const InkBox& box) const {
    double sum = 0, all = 0;
    for (int y = box.bottom - std::max(1, box.height() / 3); y < box.bottom;
         ++y) {
      for (int x = box.left; x < box.right; ++x) {
        const int ink = Ink(x, y);
        all += ink;
        sum += ink * (x + 0.5 - box.left);
      }
    }
    return all <= 0 ? 0.5 : sum / all / box.width();
  }

  // Where a stroke begins from above, to parts of a pixel.
  [[nodiscard]] double Top(const InkBox& box) const {
    std::vector<int> rows;
    for (int y = box.top - 1; y < box.bottom; ++y) {
      rows.push_back(y < 0 ? 0 : Darkest(box, y));
    }
    const double half = *std::max_element(rows.begin(), rows.end()) / 2.0;
    for (std::size_t i = 1; i < rows.size(); ++i) {
      if (rows[i] < half) continue;
      const double above = rows[i - 1];
      return box.top - 1 + static_cast<double>(i) -
             (rows[i] - half) / std::max(1.0, rows[i] - above);
    }
    return box.top;
  }

 private:
  [[nodiscard]] int Ink(int x, int y) const {
    return std::max(0, paper_ - view_.Row(y)[x]);
  }
  [[nodiscard]] int Darkest(const InkBox& box, int y) const {
    int ink = 0;
    for (int x = box.left; x < box.right; ++x) ink = std::max(ink, Ink(x, y));
    return ink;
  }

  GreyView view_;
  int paper_;
  int height_;
  int baseline_ = 0;
};

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
char ByDot(const Shapes& shapes, const InkBox& box, char c, char before) {
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

double MedianOf(std::vector<double>& values) {
  const auto middle =
      values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

std::optional<Tops> FindTops(const Shapes& shapes, const Alignment& alignment) {
  std::vector<double> capital, small;
  for (const std::vector<Pair>& word : alignment.words) {
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
  const Tops tops = {MedianOf(capital), MedianOf(small)};
  if (tops.capital - tops.small < kTopsApart) return std::nullopt;
  return tops;
}

// I or l, by how high it reaches among the letters of its line.
char ByTop(const Shapes& shapes, const InkBox& box, char c,
           const std::optional<Tops>& tops) {
  if (!tops.has_value() || !IsNarrow(box)) return c;
  const double top = shapes.Top(box);
  const double apart = tops->capital - tops->small;
  if (std::abs(top - tops->capital) < apart / 3) return 'I';
  if (std::abs(top - tops->small) < apart / 3) return 'l';
  return c;
}

// What the mark is, where its shape says so; else the character as read.
char ByShape(const Shapes& shapes, const std::optional<Tops>& tops,
             const std::vector<Pair>& word, std::size_t i, bool sure) {
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
                     shapes.Foot(mark.box) > kFootOfOne
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

int WrongBlanks(const FieldPicture& field, const Alignment& alignment) {
  int wrong = 0;
  const Pair* before = nullptr;
  for (const std::vector<Pair>& word : alignment.words) {
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
  const Alignment alignment = Align(field, reading);
  return {static_cast<int>(reading.words.size()),
          alignment.counted,
          alignment.exact,
          WrongBlanks(field, alignment),
          WrongEnds(field, reading),
          alignment.lost};
}

int CorrectByShape(const FieldPicture& field, LineReading& reading) {
  const Alignment alignment = Align(field, reading);
  const Shapes shapes(field);
  const std::optional<Tops> tops = FindTops(shapes, alignment);
  int changed = 0;
  for (const std::vector<Pair>& word : alignment.words) {
    for (std::size_t i = 0; i < word.size(); ++i) {
      if (word[i].mark == nullptr) continue;
      const bool sure = reading.words[word[i].word].confidence >= kSure;
      const char c = ByShape(shapes, tops, word, i, sure);
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
