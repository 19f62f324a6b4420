// Fields drawn for tests of the page reader.
#ifndef RESCAN_TESTS_ENGINE_DOCUMENTS_TIMESHEET_PAGE_DRAWN_FIELD_H_
#define RESCAN_TESTS_ENGINE_DOCUMENTS_TIMESHEET_PAGE_DRAWN_FIELD_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/ocr/page.h"
#include "kernels/image/grey_image.h"
#include "tools/samples/canvas.h"

namespace rescan::timesheet::page {

struct Colors {
  samples::Color paper, text;
};
inline constexpr Colors kLight = {{255, 255, 255}, {40, 42, 45}};
inline constexpr Colors kDark = {{28, 31, 32}, {205, 203, 201}};

// A page that texts are drawn on.
class DrawnPage {
 public:
  DrawnPage(int width, int height, Colors colors)
      : colors_(colors),
        canvas_(samples::Canvas::Create({width, height, 1, colors.paper, true})
                    .value()) {}

  [[nodiscard]] samples::Canvas& canvas() { return canvas_; }

  // Draws a line of text and returns the box of its ink.
  PixelBox Draw(double x, double baseline, std::string_view text, double size,
                bool bold = false) {
    return Draw(x, baseline, text, size, bold, colors_.text);
  }
  PixelBox Draw(double x, double baseline, std::string_view text, double size,
                bool bold, samples::Color color) {
    return Draw(x, baseline, text,
                {samples::Family::kOpenSans, size, bold, false}, color);
  }
  PixelBox Draw(double x, double baseline, std::string_view text,
                const samples::Font& font, samples::Color color) {
    canvas_.Text(x, baseline, text, font, color);
    const auto& words = canvas_.lines().back().words;
    int left = words.front().box.left, top = words.front().box.top;
    int right = left, bottom = top;
    for (const samples::TruthWord& word : words) {
      left = std::min(left, word.box.left);
      top = std::min(top, word.box.top);
      right = std::max(right, word.box.left + word.box.width);
      bottom = std::max(bottom, word.box.top + word.box.height);
    }
    return {left, top, right - left, bottom - top};
  }

  [[nodiscard]] kernels::GreyImage Grey() const {
    const samples::Raster pixels = canvas_.Pixels().value();
    kernels::GreyImage grey(pixels.width, pixels.height);
    for (int y = 0; y < pixels.height; ++y) {
      for (int x = 0; x < pixels.width; ++x) {
        const std::uint8_t* bgr = pixels.At(x, y);
        grey.mutable_view().Row(y)[x] =
            static_cast<std::uint8_t>((bgr[0] + bgr[1] + bgr[2]) / 3);
      }
    }
    return grey;
  }

 private:
  Colors colors_;
  samples::Canvas canvas_;
};

// The field around a line's ink.
inline PixelBox Around(const PixelBox& box, int room = 8) {
  return {box.left - room, box.top - room, box.width + 2 * room,
          box.height + 2 * room};
}

}  // namespace rescan::timesheet::page

#endif  // RESCAN_TESTS_ENGINE_DOCUMENTS_TIMESHEET_PAGE_DRAWN_FIELD_H_
