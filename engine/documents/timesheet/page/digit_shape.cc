#include "engine/documents/timesheet/page/digit_shape.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace rescan::timesheet::page {
namespace {

using kernels::InkBox;

// Of a 1 with a foot, pixels: the height, with blurred edges; in heights: its
// stem is narrower, its foot wider. In widths of the foot: the stem stands no
// farther from its middle.
constexpr int kLeastFooted = 8;
constexpr double kStem = 0.3;
constexpr double kFoot = 0.4;
constexpr double kOffMiddle = 0.2;

int Ink(const FieldPicture& field, int x, int y) {
  return std::max(0, field.paper - field.grey.view().Row(y)[x]);
}

}  // namespace

InkExtent ExtentOf(const FieldPicture& field, std::span<const InkMark> marks,
                   const InkBox& box, BoxEdge box_edge) {
  std::vector<int> columns;
  for (int x = box.left - 1; x <= box.right; ++x) {
    int darkest = 0;
    const bool inside = x >= 0 && x < field.grey.width();
    for (int y = box.top; inside && y < box.bottom; ++y) {
      darkest = std::max(darkest, Ink(field, x, y));
    }
    columns.push_back(darkest);
  }
  for (const InkMark& other : marks) {
    const bool before = other.box.left < box.left;
    if (before && other.box.right >= box.left - 1) columns.front() = 0;
    const bool behind = other.box.left > box.left;
    if (behind && other.box.left <= box.right + 1) columns.back() = 0;
  }
  if (box_edge == BoxEdge::kInk) columns.front() = columns.back() = 0;
  const double half = *std::max_element(columns.begin(), columns.end()) / 2.0;
  if (half <= 0) return {1.0 * box.left, 1.0 * box.right};
  // From the middle of the outermost column to where it is half as dark.
  const auto edge = [half](auto begin, auto end) {
    for (auto it = begin + 1; it != end; ++it) {
      if (*it < half) continue;
      const double before = std::min<double>(*(it - 1), half);
      const double step = std::max(1.0, *it - before);
      return static_cast<double>(it - begin) - (*it - half) / step;
    }
    return 1.0;
  };
  return {box.left - 0.5 + edge(columns.begin(), columns.end()),
          box.right + 0.5 - edge(columns.rbegin(), columns.rend())};
}

double FootPlace(const FieldPicture& field, const InkBox& box,
                 const InkExtent& extent) {
  double sum = 0, all = 0;
  for (int y = box.bottom - std::max(1, box.height() / 3); y < box.bottom;
       ++y) {
    for (int x = box.left; x < box.right; ++x) {
      const int ink = Ink(field, x, y);
      all += ink;
      sum += ink * (x + 0.5);
    }
  }
  if (all <= 0 || extent.width() <= 0) return 0.5;
  return (sum / all - extent.left) / extent.width();
}

double FootPlace(const FieldPicture& field, const InkBox& box) {
  return FootPlace(field, box, {1.0 * box.left, 1.0 * box.right});
}

bool IsOneWithFoot(const FieldPicture& field, const InkBox& box) {
  const int height = box.height();
  const int foot_height = std::max(2, height / 4);
  if (height < kLeastFooted) return false;
  const InkBox stem = {box.left, box.top + height / 3, box.right,
                       box.bottom - foot_height};
  const InkBox foot = {box.left, box.bottom - foot_height, box.right,
                       box.bottom};
  const InkExtent upper = ExtentOf(field, {}, stem, BoxEdge::kInk);
  const InkExtent lower = ExtentOf(field, {}, foot, BoxEdge::kInk);
  const double off = (upper.left + upper.right - lower.left - lower.right) / 2;
  return upper.width() < kStem * height && lower.width() >= kFoot * height &&
         lower.width() >= 2 * upper.width() &&
         std::abs(off) <= kOffMiddle * lower.width();
}

}  // namespace rescan::timesheet::page
