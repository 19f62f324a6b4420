#include "engine/ocr/row_box.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/ocr/boxes.h"
#include "kernels/base/median.h"

namespace rescan {
namespace {

// Of words to tell a row's height by.
constexpr std::size_t kFewest = 2;
// Higher than this times the row is out of line: digits differ by a pixel or
// two, a descender or a bracket adds a third.
constexpr double kOutOfLine = 1.5;
// Of the row's height: less than this is left of a box that hangs beside it.
constexpr double kLeast = 0.8;

// As high as a row's digits.
bool IsHigh(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
  });
}

int MiddleY(const PixelBox& box) { return box.top + box.height / 2; }

bool IsBeside(const PixelBox& other, const PixelBox& box) {
  return (other.left + other.width <= box.left ||
          box.left + box.width <= other.left) &&
         MiddleY(other) >= box.top && MiddleY(other) < Bottom(box);
}

void AddBeside(const Line& line, const PixelBox& box,
               std::vector<PixelBox>& row) {
  for (const Word& word : line.words) {
    if (!word.is_noise && IsHigh(word.text) && IsBeside(word.box, box)) {
      row.push_back(word.box);
    }
  }
}

template <class F>
int MedianOf(const std::vector<PixelBox>& boxes, F value) {
  std::vector<int> values;
  for (const PixelBox& box : boxes) values.push_back(value(box));
  return Median(std::move(values));
}

}  // namespace

PixelBox BoxInRow(const Page& page, const Line& line, const PixelBox& box) {
  std::vector<PixelBox> row;
  AddBeside(line, box, row);
  if (row.size() < kFewest) {
    row.clear();
    for (const Line& other : page.lines) AddBeside(other, box, row);
  }
  if (row.size() < kFewest) return box;
  const int top = MedianOf(row, [](const PixelBox& b) { return b.top; });
  const int foot = MedianOf(row, Bottom);
  const int height = foot - top;
  const bool one_row =
      std::all_of(row.begin(), row.end(), [&](const PixelBox& b) {
        return MiddleY(b) >= top && MiddleY(b) < foot;
      });
  if (!one_row || box.height <= kOutOfLine * height) return box;
  const int cut_top = std::max(box.top, top);
  const int cut_foot = std::min(Bottom(box), foot);
  if (cut_foot - cut_top < kLeast * height) return box;
  return {box.left, cut_top, box.width, cut_foot - cut_top};
}

}  // namespace rescan
