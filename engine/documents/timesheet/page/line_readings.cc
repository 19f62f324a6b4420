#include "engine/documents/timesheet/page/line_readings.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "engine/ocr/word_picture.h"

namespace rescan::timesheet::page {
namespace {

using kernels::GreyImage;
using kernels::GreyView;
using kernels::InkBox;

// What is read: the ink with the margin, as far as the picture reaches.
InkBox PartToRead(const FieldPicture& field, double margin) {
  const InkBox& ink = field.ink_box;
  const int around =
      std::max(1, static_cast<int>(std::lround(margin * ink.height())));
  return {std::max(ink.left - around, 0), std::max(ink.top - around, 0),
          std::min(ink.right + around, field.grey.width()),
          std::min(ink.bottom + around, field.grey.height())};
}

void Append(std::string& key, int value) {
  key += std::to_string(value);
  key += ' ';
}

std::string KeyOf(GreyView part, int ink_height, const Look& look) {
  std::string key;
  key.reserve(part.pixel_count() + look.characters.size() + 64);
  Append(key, part.width);
  Append(key, part.height);
  Append(key, ink_height);
  Append(key, static_cast<int>(std::lround(look.height * 100)));
  Append(key, static_cast<int>(std::lround(look.blur * 100)));
  key += look.characters;
  key += '\n';
  for (int y = 0; y < part.height; ++y) {
    key.append(reinterpret_cast<const char*>(part.Row(y)),
               static_cast<std::size_t>(part.width));
  }
  return key;
}

// Boxes of the scaled picture, in pixels of the part that it was made from.
void ScaleBack(double x, double y, std::vector<Word>& words) {
  const auto scale = [x, y](PixelBox& box) {
    const auto round = [](double place) {
      return static_cast<int>(std::lround(place));
    };
    box = {round(box.left * x), round(box.top * y),
           std::max(1, round(box.width * x)),
           std::max(1, round(box.height * y))};
  };
  for (Word& word : words) {
    scale(word.box);
    for (Letter& letter : word.letters) scale(letter.box);
  }
}

void Move(int x, int y, PixelBox& box) {
  box.left += x;
  box.top += y;
}

}  // namespace

Result<LineReading> LineReadings::Read(const FieldPicture& field,
                                       const Look& look) {
  const InkBox part = PartToRead(field, look.margin);
  const GreyView view =
      field.grey.view().Part(part.left, part.top, part.width(), part.height());
  const auto [place, is_new] =
      known_.try_emplace(KeyOf(view, field.ink_box.height(), look));
  if (is_new) {
    ++readings_;
    LineRequest request;
    request.characters = look.characters;
    request.deadline = limits_.deadline;
    request.cancel = limits_.cancel;
    const GreyImage scaled =
        ScaledWord(view, look.height / field.ink_box.height(), look.blur);
    auto words = reader_.ReadLine(scaled.view(), request);
    if (!words.has_value()) {
      known_.erase(place);
      return tl::unexpected(std::move(words.error()));
    }
    ScaleBack(1.0 * view.width / scaled.width(),
              1.0 * view.height / scaled.height(), *words);
    place->second = *std::move(words);
  } else {
    ++repeats_;
  }
  const int x = field.left + part.left;
  const int y = field.top + part.top;
  LineReading reading;
  reading.words = place->second;
  reading.confidence = reading.words.empty() ? 0 : 1;
  for (Word& word : reading.words) {
    if (!reading.text.empty()) reading.text += ' ';
    reading.text += word.text;
    reading.confidence = std::min(reading.confidence, word.confidence);
    Move(x, y, word.box);
    for (Letter& letter : word.letters) Move(x, y, letter.box);
  }
  return reading;
}

}  // namespace rescan::timesheet::page
