// How wide a digit is and where it stands, by the darkness of its pixels.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_DIGIT_SHAPE_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_DIGIT_SHAPE_H_

#include <cstdint>
#include <span>

#include "engine/documents/timesheet/page/field_picture.h"
#include "engine/ocr/ink_marks.h"
#include "kernels/image/ink_components.h"

namespace rescan::timesheet::page {

// FootPlace of narrow digits: that of a 1 is larger, those of others are not
// (number_ink.cc has the figures).
inline constexpr double kFootOfOne = 0.62;
// The width of a 7 in its heights at least.
inline constexpr double kLeastSeven = 0.5;

// Where the ink of a mark begins and ends, to parts of a pixel: blurred edges
// count as far as they are dark. Pixels of FieldPicture::grey.
struct InkExtent {
  double left = 0, right = 0;

  [[nodiscard]] double width() const { return right - left; }
};

enum class BoxEdge : std::uint8_t {
  kPaper,  // the ink may go on for a blurred pixel
  kInk,    // the box is cut out of characters that touch: it ends there
};

// Of the ink in `box`. Edges of the other `marks` next to it are not of it.
// REQUIRES: `box` reaches into field.grey.
[[nodiscard]] InkExtent ExtentOf(const FieldPicture& field,
                                 std::span<const InkMark> marks,
                                 const kernels::InkBox& box,
                                 BoxEdge edge = BoxEdge::kPaper);

// Where the lowest third of `box` has its ink, 0 = at the extent's left, 1 = at
// its right; .5 without ink. A 1 has it at the right, a 7 at the left.
// REQUIRES: `box` lies in field.grey.
[[nodiscard]] double FootPlace(const FieldPicture& field,
                               const kernels::InkBox& box,
                               const InkExtent& extent);
// As above, from the box's left to its right.
[[nodiscard]] double FootPlace(const FieldPicture& field,
                               const kernels::InkBox& box);

// Whether `box` holds a 1 with a foot, as some fonts draw it: one thin upright
// stroke in its middle, over a level one that is at least twice as wide. Bold
// ones of small print are not told. REQUIRES: `box` lies in field.grey.
[[nodiscard]] bool IsOneWithFoot(const FieldPicture& field,
                                 const kernels::InkBox& box);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_DIGIT_SHAPE_H_
