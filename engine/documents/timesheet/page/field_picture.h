// One line of text cut out of a page, made ready to be read.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_FIELD_PICTURE_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_FIELD_PICTURE_H_

#include <cstddef>

#include "engine/ocr/ink_marks.h"
#include "engine/ocr/page.h"
#include "kernels/image/grey_image.h"
#include "kernels/image/image_view.h"

namespace rescan::timesheet::page {

struct FieldPicture {
  // Dark on light, whatever it was, with the margin that a raw line needs;
  // empty: there is no ink.
  kernels::GreyImage grey;
  int left = 0, top = 0;  // of it on the page, pixels; may lie outside
  // Of the line's own ink, pixels of `grey`.
  kernels::InkBox ink_box;
  InkMarks ink;          // boxes in pixels of `grey`
  int paper = 255;       // the usual level around the ink, of `grey`
  int field_height = 0;  // pixels
  // Ink reaches an edge of the field: a rule's remains, or a line that is cut
  // off there.
  bool touches_edge = false;
};

// `box`: the line's ink, as found. `within`: the field; nothing beyond it is
// looked at. What is paper is decided by the pixels around the ink, so that
// each field has its own polarity. Parts of `box` outside the field or the page
// are left out. Throws std::bad_alloc.
[[nodiscard]] FieldPicture CutField(kernels::GreyView page, const PixelBox& box,
                                    const PixelBox& within);

// The marks [first, last] of `field` alone, with blank margins. Throws
// std::bad_alloc. REQUIRES: first <= last < field.ink.marks.size().
[[nodiscard]] FieldPicture PartOf(const FieldPicture& field, std::size_t first,
                                  std::size_t last);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_FIELD_PICTURE_H_
