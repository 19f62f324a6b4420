#include "engine/documents/timesheet/page/reading_order.h"

#include <algorithm>

namespace rescan::timesheet::page {
namespace {

double MiddleOf(const Line& line) {
  return line.box.top + line.box.height / 2.0;
}

bool IsHigher(const Line& a, const Line& b) {
  return MiddleOf(a) < MiddleOf(b);
}

bool IsFurtherLeft(const Line& a, const Line& b) {
  return a.box.left < b.box.left;
}

}  // namespace

std::vector<Line> InReadingOrder(std::vector<Line> lines) {
  std::stable_sort(lines.begin(), lines.end(), IsHigher);
  for (auto row = lines.begin(); row != lines.end();) {
    const double level = MiddleOf(*row) + row->box.height / 2.0;
    const auto end = std::find_if(row, lines.end(), [&](const Line& line) {
      return MiddleOf(line) >= level;
    });
    std::stable_sort(row, end, IsFurtherLeft);
    row = end;
  }
  int id = 0;
  for (Line& line : lines) line.id = ++id;
  return lines;
}

}  // namespace rescan::timesheet::page
