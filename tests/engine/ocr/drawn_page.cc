#include "tests/engine/ocr/drawn_page.h"

#include <cstdint>
#include <stdexcept>

namespace rescan {

DrawnPage DrawPage(int width, int height, const std::vector<DrawnText>& texts,
                   bool light_on_dark) {
  constexpr samples::Color kDark = samples::Rgb(0x141820);
  constexpr samples::Color kLight = samples::Rgb(0xf4f6f8);
  samples::CanvasOptions options;
  options.width = width;
  options.height = height;
  options.background = light_on_dark ? kDark : kLight;
  auto canvas = samples::Canvas::Create(options);
  if (!canvas.has_value()) throw std::runtime_error(canvas.error().message);
  for (const DrawnText& text : texts) {
    canvas->Text(text.x, text.baseline, text.text, text.font,
                 light_on_dark ? kLight : kDark);
  }
  const auto pixels = canvas->Pixels();
  if (!pixels.has_value()) throw std::runtime_error(pixels.error().message);
  DrawnPage page;
  page.grey = kernels::GreyImage(width, height);
  for (int y = 0; y < height; ++y) {
    std::uint8_t* row = page.grey.mutable_view().Row(y);
    for (int x = 0; x < width; ++x) row[x] = pixels->At(x, y)[1];
  }
  for (const samples::TruthLine& line : canvas->lines()) {
    for (const samples::TruthWord& word : line.words) {
      page.boxes.push_back(
          {word.box.left, word.box.top, word.box.width, word.box.height});
    }
  }
  return page;
}

}  // namespace rescan
