#include "engine/documents/timesheet/page/dots.h"

#include <algorithm>
#include <cstdint>

#include "engine/ocr/word_picture.h"
#include "kernels/image/grey_image.h"
#include "kernels/image/ink_components.h"

namespace rescan::timesheet::page {
namespace {

// Dots are two pixels wide and one above their stems.
constexpr int kEnlarged = 4;
// Of the darkness of ink; the gap below a dot has about half of it.
constexpr double kDark = 0.62;
// In heights of the line's ink.
constexpr double kMostDot = 0.36;
constexpr double kLowestDot = 0.42;

}  // namespace

bool HasDots(const FieldPicture& line, std::string_view text) {
  const auto wanted = std::count(text.begin(), text.end(), 'i') +
                      std::count(text.begin(), text.end(), 'j');
  if (wanted == 0) return true;
  const kernels::GreyImage large = ScaledWord(line.grey.view(), kEnlarged, 0);
  const kernels::GreyView from = large.view();
  int darkest = 255;
  for (int y = 0; y < from.height; ++y) {
    darkest = std::min(
        darkest, int{*std::min_element(from.Row(y), from.Row(y) + from.width)});
  }
  const double limit = line.paper - kDark * (line.paper - darkest);
  kernels::GreyImage mask(from.width, from.height);
  for (int y = 0; y < from.height; ++y) {
    std::transform(
        from.Row(y), from.Row(y) + from.width, mask.mutable_view().Row(y),
        [limit](std::uint8_t level) { return std::uint8_t{level <= limit}; });
  }
  const double height = kEnlarged * line.ink_box.height();
  const double top = kEnlarged * line.ink_box.top;
  const auto found = kernels::FindInkComponents(mask.view());
  const auto dots =
      std::count_if(found.components.begin(), found.components.end(),
                    [&](const kernels::InkComponent& component) {
                      const kernels::InkBox& box = component.box;
                      return box.width() <= kMostDot * height &&
                             box.height() <= kMostDot * height &&
                             box.bottom <= top + kLowestDot * height;
                    });
  return dots >= wanted;
}

}  // namespace rescan::timesheet::page
