// Measures of single marks by the darkness of their pixels.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_MARK_SHAPES_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_MARK_SHAPES_H_

#include <optional>

#include "engine/documents/timesheet/page/field_picture.h"
#include "kernels/image/image_view.h"
#include "kernels/image/ink_components.h"

namespace rescan::timesheet::page {

// Boxes are pixels of the field's picture. The field is borrowed.
class MarkShapes {
 public:
  explicit MarkShapes(const FieldPicture& field);

  // Lower edge of most characters, pixels; 0 without any.
  [[nodiscard]] int baseline() const { return baseline_; }

  // The least dark row between a dot and its stem, where there may be one,
  // against a usual row.
  [[nodiscard]] double BelowDot(const kernels::InkBox& box) const;

  // The share of the ink below the line that stands in the right part; none
  // where there is no foot.
  [[nodiscard]] std::optional<double> FootAtRight(
      const kernels::InkBox& box) const;

  // Where a stroke begins from above, to parts of a pixel.
  [[nodiscard]] double Top(const kernels::InkBox& box) const;

  // The darkest pixel; 0 where there is no ink.
  [[nodiscard]] int Full() const { return full_; }

  // Darkness of a pixel, 0 = paper; 0 outside the picture.
  [[nodiscard]] int Ink(int x, int y) const;

 private:
  [[nodiscard]] int Darkest(const kernels::InkBox& box, int y) const;

  kernels::GreyView view_;
  int paper_;
  int height_;
  int baseline_ = 0;
  int full_ = 0;
};

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_MARK_SHAPES_H_
