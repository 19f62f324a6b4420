#include "engine/documents/timesheet/page/mark_shapes.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "kernels/base/median.h"

namespace rescan::timesheet::page {

using kernels::InkBox;

namespace {

// What is the right part of a letter's foot, in its width.
constexpr double kRightPart = 0.5;

}  // namespace

MarkShapes::MarkShapes(const FieldPicture& field)
    : view_(field.grey.view()), paper_(field.paper), height_(field.ink.height) {
  for (int y = 0; y < view_.height; ++y) {
    for (int x = 0; x < view_.width; ++x) full_ = std::max(full_, Ink(x, y));
  }
  std::vector<int> feet;
  for (const InkMark& mark : field.ink.marks) {
    if (mark.kind == MarkKind::kCharacter) feet.push_back(mark.box.bottom);
  }
  if (feet.empty()) return;
  baseline_ = Median(std::move(feet));
}

double MarkShapes::BelowDot(const InkBox& box) const {
  std::vector<int> rows;
  for (int y = box.top; y < box.bottom; ++y) rows.push_back(Darkest(box, y));
  if (rows.size() < 5) return 1;
  const auto first = rows.begin() + 1;
  const auto end = rows.begin() + static_cast<std::ptrdiff_t>(rows.size() / 2);
  const int least = *std::min_element(first, end);
  std::vector<int> stem(end, rows.end() - 1);
  return 1.0 * least / std::max(1, Median(std::move(stem)));
}

std::optional<double> MarkShapes::FootAtRight(const InkBox& box) const {
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

double MarkShapes::Top(const InkBox& box) const {
  std::vector<int> rows;
  for (int y = box.top - 1; y < box.bottom; ++y) {
    rows.push_back(Darkest(box, y));
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

int MarkShapes::Ink(int x, int y) const {
  if (x < 0 || y < 0 || x >= view_.width || y >= view_.height) return 0;
  return std::max(0, paper_ - view_.Row(y)[x]);
}
int MarkShapes::Darkest(const InkBox& box, int y) const {
  int ink = 0;
  for (int x = box.left; x < box.right; ++x) ink = std::max(ink, Ink(x, y));
  return ink;
}

}  // namespace rescan::timesheet::page
