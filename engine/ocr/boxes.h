// Edges and unions of boxes. Pixels; right and bottom edges are exclusive.
#ifndef RESCAN_ENGINE_OCR_BOXES_H_
#define RESCAN_ENGINE_OCR_BOXES_H_

#include <algorithm>
#include <span>

#include "engine/ocr/page.h"
#include "kernels/image/ink_components.h"

namespace rescan {

[[nodiscard]] inline int Right(const PixelBox& box) {
  return box.left + box.width;
}

[[nodiscard]] inline int Bottom(const PixelBox& box) {
  return box.top + box.height;
}

// The least box that holds both, empty ones too.
[[nodiscard]] inline PixelBox Union(const PixelBox& a, const PixelBox& b) {
  const int left = std::min(a.left, b.left);
  const int top = std::min(a.top, b.top);
  return {left, top, std::max(Right(a), Right(b)) - left,
          std::max(Bottom(a), Bottom(b)) - top};
}

[[nodiscard]] inline kernels::InkBox Union(const kernels::InkBox& a,
                                           const kernels::InkBox& b) {
  return {std::min(a.left, b.left), std::min(a.top, b.top),
          std::max(a.right, b.right), std::max(a.bottom, b.bottom)};
}

// Without any box: {}.
[[nodiscard]] inline PixelBox Union(std::span<const PixelBox> boxes) {
  if (boxes.empty()) return {};
  PixelBox all = boxes.front();
  for (const PixelBox& box : boxes) all = Union(all, box);
  return all;
}

}  // namespace rescan

#endif  // RESCAN_ENGINE_OCR_BOXES_H_
