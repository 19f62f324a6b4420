#include "engine/documents/timesheet/page/field_picture.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "engine/ocr/boxes.h"
#include "engine/ocr/word_picture.h"
#include "kernels/image/histogram.h"

namespace rescan::timesheet::page {
namespace {

using kernels::GreyImage;
using kernels::GreyView;
using kernels::InkBox;

// In heights of the line's ink: what is looked at around it, and what of that
// is read with it. Tesseract takes the height of a raw line for that of its
// letters.
constexpr double kLook = 0.3;
constexpr double kMargin = 0.15;

InkBox Clip(const InkBox& box, const InkBox& to) {
  return {std::max(box.left, to.left), std::max(box.top, to.top),
          std::min(box.right, to.right), std::min(box.bottom, to.bottom)};
}

InkBox Grown(const InkBox& box, int by) {
  return {box.left - by, box.top - by, box.right + by, box.bottom + by};
}

InkBox Corners(const PixelBox& box) {
  return {box.left, box.top, box.left + box.width, box.top + box.height};
}

bool IsEmpty(const InkBox& box) {
  return box.left >= box.right || box.top >= box.bottom;
}

GreyView ViewOf(GreyView page, const InkBox& box) {
  return page.Part(box.left, box.top, box.width(), box.height());
}

// The levels of `outer` that are not of `inner`, or all where there are none.
kernels::Histogram Surroundings(GreyView page, const InkBox& outer,
                                const InkBox& inner) {
  const kernels::Histogram all = kernels::HistogramOf(ViewOf(page, outer));
  kernels::Histogram around = all;
  const kernels::Histogram inside = kernels::HistogramOf(ViewOf(page, inner));
  for (std::size_t i = 0; i < around.size(); ++i) around[i] -= inside[i];
  return kernels::PixelCount(around) > 0 ? around : all;
}

bool TouchesEdge(GreyView page, const InkBox& line, const InkBox& field,
                 bool inverted, int threshold) {
  const auto is_ink = [&](int x, int y) {
    return (page.Row(y)[x] <= threshold) != inverted;
  };
  for (int y = line.top; y < line.bottom; ++y) {
    if (line.left <= field.left && is_ink(field.left, y)) return true;
    if (line.right >= field.right && is_ink(field.right - 1, y)) return true;
  }
  for (int x = line.left; x < line.right; ++x) {
    if (line.top <= field.top && is_ink(x, field.top)) return true;
    if (line.bottom >= field.bottom && is_ink(x, field.bottom - 1)) return true;
  }
  return false;
}

}  // namespace

FieldPicture CutField(GreyView page, const PixelBox& box,
                      const PixelBox& within) {
  FieldPicture field;
  const InkBox limits = Clip(Corners(within), {0, 0, page.width, page.height});
  const InkBox line = Clip(Corners(box), limits);
  if (IsEmpty(line)) return field;
  field.field_height = limits.height();
  const int look =
      std::max(2, static_cast<int>(std::lround(kLook * line.height())));
  const InkBox seen = Clip(Grown(line, look), limits);
  const GreyView from = ViewOf(page, seen);
  const int threshold = kernels::OtsuThreshold(kernels::HistogramOf(from));
  const int paper = kernels::MedianLevel(Surroundings(page, seen, line));
  const bool inverted = paper <= threshold;
  field.touches_edge = TouchesEdge(page, line, limits, inverted, threshold);

  field.left = line.left - look;
  field.top = line.top - look;
  field.grey = GreyImage(line.width() + 2 * look, line.height() + 2 * look);
  const std::uint8_t flip = inverted ? 255 : 0;
  field.paper = paper ^ flip;
  const auto to = field.grey.mutable_view();
  for (int y = 0; y < to.height; ++y) {
    std::fill_n(to.Row(y), to.width, static_cast<std::uint8_t>(field.paper));
    const int source = y + field.top - seen.top;
    if (source < 0 || source >= from.height) continue;
    std::transform(from.Row(source), from.Row(source) + from.width,
                   to.Row(y) + (seen.left - field.left),
                   [flip](std::uint8_t level) {
                     return static_cast<std::uint8_t>(level ^ flip);
                   });
  }
  // The box may have lost a point at its end.
  const int reach = std::max(1, look / 2);
  field.ink = MarksOf(field.grey.view(),
                      {look - reach, look - reach, to.width - look + reach,
                       to.height - look + reach});
  if (field.ink.marks.empty()) return field;
  field.ink_box = field.ink.marks.front().box;
  for (const InkMark& mark : field.ink.marks) {
    field.ink_box = Union(field.ink_box, mark.box);
  }
  return field;
}

FieldPicture PartOf(const FieldPicture& field, std::size_t first,
                    std::size_t last) {
  const std::vector<InkMark>& marks = field.ink.marks;
  FieldPicture part;
  part.paper = field.paper;
  part.field_height = field.field_height;
  InkBox box = marks[first].box;
  for (std::size_t i = first; i <= last; ++i) box = Union(box, marks[i].box);
  // Blurred edges belong to it, its neighbours do not.
  const int before = first == 0 ? 0 : marks[first - 1].box.right;
  const int behind =
      last + 1 == marks.size() ? field.grey.width() : marks[last + 1].box.left;
  const int begin = std::max(box.left - 1, before);
  const int end = std::min(box.right + 1, behind);
  const int margin =
      std::max(2, static_cast<int>(std::lround(kLook * box.height())));
  const int left = box.left - margin;
  const int top = box.top - margin;
  part.left = field.left + left;
  part.top = field.top + top;
  part.grey = GreyImage(box.width() + 2 * margin, box.height() + 2 * margin);
  const auto to = part.grey.mutable_view();
  const GreyView from = field.grey.view();
  for (int y = 0; y < to.height; ++y) {
    std::fill_n(to.Row(y), to.width, static_cast<std::uint8_t>(field.paper));
    if (y + top < 0 || y + top >= from.height) continue;
    const int x = std::max(begin, 0);
    std::copy_n(from.Row(y + top) + x, std::min(end, from.width) - x,
                to.Row(y) + (x - left));
  }
  part.ink.height = field.ink.height;
  for (std::size_t i = first; i <= last; ++i) {
    part.ink.marks.push_back(marks[i]);
    InkBox& mark = part.ink.marks.back().box;
    mark = {mark.left - left, mark.top - top, mark.right - left,
            mark.bottom - top};
  }
  part.ink_box = {margin, margin, margin + box.width(), margin + box.height()};
  return part;
}

}  // namespace rescan::timesheet::page
