#include "engine/ocr/line_cuts.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "engine/ocr/boxes.h"
#include "engine/ocr/ink_marks.h"
#include "engine/ocr/row_box.h"
#include "engine/ocr/word_readings.h"

namespace rescan {
namespace {

// Characters of one word, a point among them, stand no farther apart, in digit
// heights; a blank is half a digit and more.
constexpr double kInkGap = 0.42;

int FreeLeft(const Line& line, std::size_t i) {
  if (i == 0) return 0;
  const int before = Right(line.words[i - 1].box);
  const int left = line.words[i].box.left;
  return before <= left ? (before + left) / 2 : 0;
}

}  // namespace

WordPicture LineCuts::Cut(const Line& line, std::size_t i,
                          std::size_t end) const {
  const PixelBox box = BoxOf(line, i, end);
  return CutWord(picture_, box, MarginOf(box), FreeLeft(line, i),
                 FreeRight(line, end));
}

WordPicture LineCuts::WithNeighbours(const Line& line, std::size_t i,
                                     std::size_t end, WordPicture cut) const {
  const PixelBox box = BoxOf(line, i, end);
  const int free_left = FreeLeft(line, i);
  const int free_right = FreeRight(line, end);
  const int left = std::max(box.left - cut.ink.height, free_left);
  const int right = std::min(Right(box) + cut.ink.height, free_right);
  const WordPicture wider =
      CutWord(picture_, {left, box.top, right - left, box.height},
              MarginOf(box), free_left, free_right);
  const double gap = kInkGap * cut.ink.height;
  const PixelBox ink = BoxOfInk(cut.ink);
  int from = ink.left;
  int to = Right(ink);
  const std::vector<InkMark>& marks = wider.ink.marks;
  for (const InkMark& mark : marks) {
    const bool near = mark.box.left - to <= gap;
    if (mark.kind == MarkKind::kCharacter && near) {
      to = std::max(to, mark.box.right);
    }
  }
  for (auto mark = marks.rbegin(); mark != marks.rend(); ++mark) {
    const bool near = from - mark->box.right <= gap;
    if (mark->kind == MarkKind::kCharacter && near) {
      from = std::min(from, mark->box.left);
    }
  }
  if (from >= box.left && to <= Right(box)) return cut;
  from = std::min(from, box.left);
  to = std::max(to, Right(box));
  WordPicture whole = CutWord(picture_, {from, box.top, to - from, box.height},
                              MarginOf(box), free_left, free_right);
  // Among more ground and ink the word's own may no longer stand out.
  return whole.ink.marks.empty() ? std::move(cut) : std::move(whole);
}

WordPicture LineCuts::Cut(const PixelBox& box) const {
  return CutWord(picture_, box, MarginOf(box), 0, picture_.width);
}

int LineCuts::MarginOf(const PixelBox& box) const {
  return std::max(2, static_cast<int>(std::lround(margin_ * box.height)));
}

PixelBox LineCuts::BoxOf(const Line& line, std::size_t i,
                         std::size_t end) const {
  PixelBox box = line.words[i].box;
  for (std::size_t k = i + 1; k < end; ++k) {
    box = Union(box, line.words[k].box);
  }
  return BoxInRow(page_, line, box);
}

int LineCuts::FreeRight(const Line& line, std::size_t end) const {
  if (end == line.words.size()) return picture_.width;
  const int right = Right(line.words[end - 1].box);
  const int next = line.words[end].box.left;
  return right <= next ? (right + next + 1) / 2 : picture_.width;
}

bool IsOneStretch(const InkMarks& ink) {
  const auto apart = [&](const InkMark& a, const InkMark& b) {
    return b.box.left - a.box.right > kInkGap * ink.height;
  };
  return std::adjacent_find(ink.marks.begin(), ink.marks.end(), apart) ==
         ink.marks.end();
}

}  // namespace rescan
