#include <algorithm>
#include <cmath>

#include "tools/samples/sheet_page.h"

namespace rescan::samples {
namespace {

std::size_t CountWords(std::string_view text) {
  std::size_t words = 0;
  bool inside = false;
  for (const char c : text) {
    words += c != ' ' && !inside ? 1 : 0;
    inside = c != ' ';
  }
  return words;
}

}  // namespace

PixelBox Around(const PixelBox& a, const PixelBox& b) {
  if (a.width == 0) return b;
  if (b.width == 0) return a;
  const int left = std::min(a.left, b.left);
  const int top = std::min(a.top, b.top);
  return {left, top, std::max(a.left + a.width, b.left + b.width) - left,
          std::max(a.top + a.height, b.top + b.height) - top};
}

void SheetPage::Record(SheetField field) const {
  if (field.box.width == 0) return;
  content.truth.fields.push_back(std::move(field));
}

Rect SheetPen::Pixels(const Rect& rect) const {
  const double left = std::round(rect.x * zoom_);
  const double top = std::round(top_ + rect.y * zoom_);
  return {left, top, std::round(rect.right() * zoom_) - left,
          std::round(top_ + rect.bottom() * zoom_) - top};
}

Font SheetPen::Zoomed(const Font& font) const {
  return font.Sized(font.size * zoom_);
}

double SheetPen::Width(std::string_view text, const Font& font) const {
  return canvas_.TextWidth(text, Zoomed(font)) / zoom_;
}

void SheetPen::Fill(const Rect& rect, Color color) const {
  canvas_.Fill(Pixels(rect), color);
}

void SheetPen::FillRound(const Rect& rect, double radius, Color color) const {
  canvas_.FillRound(Pixels(rect), radius * zoom_, color);
}

void SheetPen::Frame(const Rect& rect, Color color) const {
  canvas_.Frame(Pixels(rect).Inset(0.5, 0.5), 1, color);
}

void SheetPen::Disc(double x, double y, double radius, Color color) const {
  canvas_.Disc(x * zoom_, top_ + y * zoom_, radius * zoom_, color);
}

void SheetPen::LineAcross(double y, double from, double to, Color color) const {
  const double row = std::round(top_ + y * zoom_);
  const double left = std::round(from * zoom_);
  canvas_.Fill({left, row, std::round(to * zoom_) - left, 1}, color);
}

void SheetPen::LineDown(double x, double from, double to, Color color) const {
  const double top = std::round(top_ + from * zoom_);
  canvas_.Fill(
      {std::round(x * zoom_), top, 1, std::round(top_ + to * zoom_) - top},
      color);
}

void SheetPen::Chevron(double x, double y, double size, int quarters,
                       Color color) const {
  const auto turned = [&](double dx, double dy) {
    for (int i = 0; i < quarters; ++i) {
      std::swap(dx, dy);
      dx = -dx;
    }
    return Point{(x + dx) * zoom_, top_ + (y + dy) * zoom_};
  };
  const Point tip = turned(0, size / 2);
  const double line = 1.5 * zoom_;
  canvas_.Rule(turned(-size, -size / 2), tip, line, color);
  canvas_.Rule(tip, turned(size, -size / 2), line, color);
}

PixelBox SheetPen::Text(double x, double baseline, std::string_view text,
                        const Font& font, Color color, Align align) const {
  const double drawn =
      canvas_.Text(x * zoom_, std::round(top_ + baseline * zoom_), text,
                   Zoomed(font), color, align);
  if (drawn == 0) return {};
  const std::vector<TruthWord>& words = canvas_.lines().back().words;
  PixelBox box;
  for (std::size_t i = words.size() - CountWords(text); i < words.size(); ++i) {
    box = Around(box, words[i].box);
  }
  return box;
}

void SheetPen::Unrecorded(double x, double baseline, std::string_view text,
                          const Font& font, Color color) const {
  canvas_.Unrecorded(x * zoom_, std::round(top_ + baseline * zoom_), text,
                     Zoomed(font), color);
}

void SheetPen::WordDown(double x, double y, std::string_view word,
                        const Font& font, Color color) const {
  canvas_.WordDown(std::round(x * zoom_), top_ + y * zoom_, word, Zoomed(font),
                   color);
}

}  // namespace rescan::samples
