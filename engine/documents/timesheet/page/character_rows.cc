#include "engine/documents/timesheet/page/character_rows.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "kernels/base/median.h"

namespace rescan::timesheet::page {
namespace {

// Of the usual row's ink: below the line a J, p or parenthesis has less.
constexpr double kMuch = 0.4;
// Of 2,056 codes whose characters stand apart the boxes of most marks reached
// so much further at either end, on average.
constexpr double kEdge = 0.7;

}  // namespace

CharacterRows FindCharacterRows(const FieldPicture& part) {
  const std::vector<InkMark>& marks = part.ink.marks;
  if (marks.empty()) return {};
  // Parentheses are higher than what stands between them.
  const std::size_t ends = marks.size() > 2 ? 1 : 0;
  const int left = marks[ends].box.left;
  const int right = marks[marks.size() - 1 - ends].box.right;
  std::vector<int> rows;
  for (int y = part.ink_box.top; y < part.ink_box.bottom; ++y) {
    int ink = 0;
    for (int x = left; x < right; ++x) {
      ink += std::max(0, part.paper - part.grey.view().Row(y)[x]);
    }
    rows.push_back(ink);
  }
  const double least = kMuch * Median(rows);
  const auto is_much = [least](int ink) { return ink > 0 && ink >= least; };
  const auto first = std::find_if(rows.begin(), rows.end(), is_much);
  const auto last = std::find_if(rows.rbegin(), rows.rend(), is_much);
  if (first == rows.end()) {
    return {1.0 * part.ink_box.top, 1.0 * part.ink_box.bottom};
  }
  return {
      part.ink_box.top + static_cast<double>(first - rows.begin()) - kEdge,
      part.ink_box.bottom - static_cast<double>(last - rows.rbegin()) + kEdge};
}

}  // namespace rescan::timesheet::page
