#include "engine/ocr/rendered_mapping.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <optional>
#include <system_error>
#include <vector>

namespace rescan {
namespace {

struct Mapping {
  const PageTransform& transform;
  int width, height;

  [[nodiscard]] PixelBox Box(const PixelBox& box) const {
    return MapBox(transform, box, width, height);
  }
};

template <class T>
std::optional<T> NumberOf(std::string_view text) {
  T value{};
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || rest != end) return std::nullopt;
  return value;
}

// Eight digits at most, as Tesseract writes hOCR.
std::string TextOf(double value) {
  std::array<char, 32> digits;
  const auto written =
      std::to_chars(digits.data(), digits.data() + digits.size(),
                    value == 0 ? 0.0 : value, std::chars_format::general, 8);
  return {digits.data(), written.ptr};
}

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

// ---------------------------------------------------------------- TSV

// level page block par line word left top width height conf text
constexpr std::size_t kLeftColumn = 6;
constexpr std::size_t kTsvColumns = 12;

void AppendTsvRow(std::string_view row, const Mapping& mapping,
                  std::string& out) {
  const std::vector<std::string_view> cells = Split(row, '\t');
  std::array<int, 4> at{};
  bool known = cells.size() == kTsvColumns;
  for (std::size_t i = 0; known && i < at.size(); ++i) {
    const auto number = NumberOf<int>(cells[kLeftColumn + i]);
    known = number.has_value();
    at[i] = number.value_or(0);
  }
  if (!known) {
    out += row;
    return;
  }
  PixelBox box{0, 0, mapping.width, mapping.height};
  if (cells[0] != "1") box = mapping.Box({at[0], at[1], at[2], at[3]});
  for (std::size_t i = 0; i < kLeftColumn; ++i) {
    out.append(cells[i]) += '\t';
  }
  for (const int value : {box.left, box.top, box.width, box.height}) {
    out.append(std::to_string(value)) += '\t';
  }
  out.append(cells[10]) += '\t';
  out += cells[11];
}

std::string MapTsv(std::string_view text, const Mapping& mapping) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    AppendTsvRow(text.substr(0, end), mapping, out);
    if (end == std::string_view::npos) break;
    out += '\n';
    text.remove_prefix(end + 1);
  }
  return out;
}

// ---------------------------------------------------------------- tags

// The end of the tag that starts at text[0] == '<', behind its '>'.
std::size_t TagEnd(std::string_view text) {
  char quote = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '>') {
      return i + 1;
    }
  }
  return text.size();
}

// Copies `text` to `out`; each tag goes through `change(tag, out)`.
template <class Change>
void ForEachTag(std::string_view text, std::string& out, Change change) {
  while (!text.empty()) {
    const std::size_t begin = text.find('<');
    out += text.substr(0, begin);
    if (begin == std::string_view::npos) return;
    text.remove_prefix(begin);
    const std::size_t end = TagEnd(text);
    change(text.substr(0, end), out);
    text.remove_prefix(end);
  }
}

// The value of ` name="value"` or ` name='value'` within a tag; without data()
// where there is none.
std::string_view ValueOf(std::string_view tag, std::string_view name) {
  for (std::size_t at = tag.find(name); at != std::string_view::npos;
       at = tag.find(name, at + 1)) {
    const std::size_t equals = at + name.size();
    if (at == 0 || tag[at - 1] != ' ' || equals + 1 >= tag.size() ||
        tag[equals] != '=') {
      continue;
    }
    const std::size_t begin = equals + 2;
    const std::size_t end = tag.find(tag[equals + 1], begin);
    if (end != std::string_view::npos) return tag.substr(begin, end - begin);
  }
  return {};
}

// ---------------------------------------------------------------- hOCR

// The properties of a title, which semicolons part; the image's name stands
// in double quotes and may hold some.
std::vector<std::string_view> Properties(std::string_view title) {
  std::vector<std::string_view> properties;
  bool quoted = false;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < title.size(); ++i) {
    if (title[i] == '"') quoted = !quoted;
    if (title[i] == ';' && !quoted) {
      properties.push_back(title.substr(begin, i - begin));
      begin = i + 1;
    }
  }
  properties.push_back(title.substr(begin));
  for (std::string_view& property : properties) {
    while (property.starts_with(' ')) property.remove_prefix(1);
  }
  return properties;
}

// A title on its way through the properties.
class TitleMapper {
 public:
  TitleMapper(const Mapping& mapping, bool is_page)
      : mapping_(mapping), is_page_(is_page) {
    quarters_ =
        static_cast<int>(std::lround(mapping.transform.MapAngle(0) / 90));
  }

  // What the property becomes; empty if it falls away.
  [[nodiscard]] std::string Map(std::string_view property) {
    const std::vector<std::string_view> words = Split(property, ' ');
    numbers_.clear();
    for (std::size_t i = 1; i < words.size(); ++i) {
      const auto number = NumberOf<double>(words[i]);
      // A name with blanks, say.
      if (!number.has_value()) return std::string(property);
      numbers_.push_back(*number);
    }
    const std::string_view name = words[0];
    const std::size_t count = numbers_.size();
    if ((name == "bbox" || name == "x_bboxes") && count == 4) {
      return BoxText(name);
    }
    if (name == "baseline" && count == 2) return Baseline();
    if (name == "textangle" && count == 1) {
      return TextAngle(static_cast<int>(numbers_[0]));
    }
    const double scale = mapping_.transform.VerticalScale();
    if ((name == "x_size" || name == "x_descenders" || name == "x_ascenders") &&
        count == 1) {
      return std::string(name) + ' ' + TextOf(numbers_[0] * scale);
    }
    if (name == "scan_res" && count == 2) {
      return "scan_res " + TextOf(std::round(numbers_[0] * scale)) + ' ' +
             TextOf(std::round(numbers_[1] * scale));
    }
    return std::string(property);
  }

 private:
  std::string BoxText(std::string_view name) {
    const auto number = [this](std::size_t i) {
      return static_cast<int>(numbers_[i]);
    };
    const PixelBox box{number(0), number(1), number(2) - number(0),
                       number(3) - number(1)};
    const PixelBox mapped =
        is_page_ ? PixelBox{0, 0, mapping_.width, mapping_.height}
                 : mapping_.Box(box);
    if (name == "bbox") {
      box_ = box;
      mapped_ = mapped;
    }
    return std::string(name) + ' ' + std::to_string(mapped.left) + ' ' +
           std::to_string(mapped.top) + ' ' +
           std::to_string(mapped.left + mapped.width) + ' ' +
           std::to_string(mapped.top + mapped.height);
  }

  // Slope and offset from the bottom left corner of the box, y down.
  std::string Baseline() {
    if (quarters_ != 0) return TextAngle(0);
    const double left = box_.left;
    const double foot = box_.top + box_.height + numbers_[1];
    const PixelPoint begin = mapping_.transform.Map({left, foot});
    const PixelPoint end = mapping_.transform.Map(
        {left + box_.width, foot + numbers_[0] * box_.width});
    if (begin.x == end.x) return "";
    const double slope = (end.y - begin.y) / (end.x - begin.x);
    const double offset = begin.y - (mapped_.top + mapped_.height) -
                          slope * (begin.x - mapped_.left);
    return "baseline " + TextOf(std::round(slope * 1000) / 1000) + ' ' +
           TextOf(std::round(offset * 1000) / 1000);
  }

  [[nodiscard]] std::string TextAngle(int before) const {
    const int angle = ((before + 90 * quarters_) % 360 + 360) % 360;
    return angle == 0 ? "" : "textangle " + std::to_string(angle);
  }

  const Mapping& mapping_;
  const bool is_page_;
  int quarters_ = 0;  // of the map, counter-clockwise
  std::vector<double> numbers_;
  PixelBox box_;
  PixelBox mapped_;
};

std::string MapHocr(std::string_view text, const Mapping& mapping) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  ForEachTag(text, out, [&](std::string_view tag, std::string& to) {
    const std::string_view title = ValueOf(tag, "title");
    if (title.empty()) {
      to += tag;
      return;
    }
    TitleMapper mapper(mapping, ValueOf(tag, "class") == "ocr_page");
    const auto begin = static_cast<std::size_t>(title.data() - tag.data());
    to += tag.substr(0, begin);
    bool first = true;
    for (const std::string_view property : Properties(title)) {
      const std::string mapped = mapper.Map(property);
      if (mapped.empty()) continue;
      if (!first) to += "; ";
      to += mapped;
      first = false;
    }
    to += tag.substr(begin + title.size());
  });
  return out;
}

// ---------------------------------------------------------------- ALTO

// `tag` with the value of `name`, if it has one, replaced.
std::string WithValue(std::string tag, std::string_view name, int value) {
  const std::string_view old = ValueOf(tag, name);
  if (old.data() == nullptr) return tag;
  const auto at = static_cast<std::size_t>(old.data() - tag.data());
  return tag.replace(at, old.size(), std::to_string(value));
}

std::string WithBox(std::string_view tag, const PixelBox& box) {
  std::string changed = WithValue(std::string(tag), "HPOS", box.left);
  changed = WithValue(std::move(changed), "VPOS", box.top);
  changed = WithValue(std::move(changed), "WIDTH", box.width);
  return WithValue(std::move(changed), "HEIGHT", box.height);
}

std::optional<PixelBox> AltoBox(std::string_view tag) {
  const auto left = NumberOf<int>(ValueOf(tag, "HPOS"));
  const auto top = NumberOf<int>(ValueOf(tag, "VPOS"));
  const auto width = NumberOf<int>(ValueOf(tag, "WIDTH"));
  const auto height = NumberOf<int>(ValueOf(tag, "HEIGHT"));
  if (!left || !top || !width || !height) return std::nullopt;
  return PixelBox{*left, *top, *width, *height};
}

// The gap from a word to the next, across. On a page that lies upside down the
// next one stands left of it, and on its side above or below it.
PixelBox Between(const PixelBox& word, const PixelBox& next) {
  const int begin = std::min(word.left + word.width, next.left + next.width);
  const int end = std::max(word.left, next.left);
  return {begin, word.top, std::max(0, end - begin), 0};
}

std::string MapAlto(std::string_view text, const Mapping& mapping) {
  const PixelBox page{0, 0, mapping.width, mapping.height};
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  PixelBox before;  // the last word
  // A blank waits for the word behind it; none does while it is empty.
  std::string_view blank;
  std::size_t blank_at = 0;
  ForEachTag(text, out, [&](std::string_view tag, std::string& to) {
    if (tag.starts_with("<SP ")) {
      blank = tag;
      blank_at = to.size();
      return;
    }
    if (tag.starts_with("<Page ") || tag.starts_with("<PrintSpace ")) {
      to += WithBox(tag, page);
      return;
    }
    const std::optional<PixelBox> box = AltoBox(tag);
    if (!box.has_value()) {
      to += tag;
      return;
    }
    const PixelBox mapped = mapping.Box(*box);
    if (tag.starts_with("<String ")) {
      if (!blank.empty()) {
        to.insert(blank_at, WithBox(blank, Between(before, mapped)));
        blank = {};
      }
      before = mapped;
    }
    to += WithBox(tag, mapped);
  });
  return out;
}

}  // namespace

std::string MapRendered(TextFormat format, std::string_view text,
                        const PageTransform& transform, int width, int height) {
  const Mapping mapping{transform, width, height};
  switch (format) {
    case TextFormat::kTsv:
      return MapTsv(text, mapping);
    case TextFormat::kHocr:
      return MapHocr(text, mapping);
    case TextFormat::kAlto:
      return MapAlto(text, mapping);
    case TextFormat::kNone:
    case TextFormat::kTxt:
      break;
  }
  return std::string(text);
}

}  // namespace rescan
