#include "engine/documents/timesheet/page/name_strokes.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "engine/documents/timesheet/page/mark_shapes.h"
#include "kernels/base/median.h"

namespace rescan::timesheet::page {
namespace {

// Parts of a capital's height above the line. Small letters are .70 to .76 of
// it in usual faces, dots of i begin at .85.
constexpr double kZoneFoot = 0.82;
constexpr double kZoneTop = 0.99;
// Dots and accents.
constexpr double kMarkTop = 1.15;
constexpr double kMarkMiddle = 0.98;
constexpr double kMarkFoot = 0.84;
constexpr double kGapTop = 0.9;  // the highest place below a dot
constexpr double kStemTop = 0.6;
constexpr double kStemFoot = 0.15;
// Where small letters show their stems.
constexpr double kMiddleTop = 0.42;
constexpr double kMiddleFoot = 0.32;
constexpr double kAbove = 1.13;
constexpr double kBelowTop = 0.12;
constexpr double kBelowFoot = 0.3;
// Of full ink.
constexpr double kInk = 0.5;
constexpr double kFaint = 0.3;
// The noise that JPEG leaves beside strokes.
constexpr double kNoise = 0.2;
// Between two strokes, of the fainter one.
constexpr double kValley = 0.65;

class Finder {
 public:
  Finder(const FieldPicture& field, const LineScale& scale)
      : shapes_(field),
        scale_(scale),
        ink_(field.ink_box),
        width_(field.grey.width()),
        full_(std::max(1, shapes_.Full())) {}

  NameStrokes Find() const {
    NameStrokes found;
    found.capital = scale_.capital;
    found.left = ink_.left;
    found.right = ink_.right;
    found.upper = Split(Columns(kZoneTop, kZoneFoot));
    found.stem = UsualWidth(Split(Columns(kMiddleTop, kMiddleFoot)));
    for (Stroke& stroke : found.upper) LookBelow(&stroke);
    found.below =
        static_cast<int>(Split(Columns(-kBelowTop, -kBelowFoot)).size());
    found.above = !Split(Columns(2 * kAbove, kAbove)).empty();
    return found;
  }

 private:
  [[nodiscard]] double HeightOf(int y) const {
    return (scale_.baseline - (y + 0.5)) / scale_.capital;
  }

  // The darkest of each column's pixels between the two heights.
  [[nodiscard]] std::vector<int> Columns(double from, double to) const {
    std::vector<int> columns(static_cast<std::size_t>(width_), 0);
    for (int y = 0; HeightOf(y) > to; ++y) {
      if (HeightOf(y) > from) continue;
      for (int x = 0; x < width_; ++x) {
        int& column = columns[static_cast<std::size_t>(x)];
        column = std::max(column, shapes_.Ink(x, y));
      }
    }
    return columns;
  }

  // The runs of dark columns, parted where they are lighter between.
  [[nodiscard]] std::vector<Stroke> Split(const std::vector<int>& dark) const {
    std::vector<Stroke> strokes;
    const auto at = [&](int x) {
      return x < 0 || x >= width_ ? 0 : dark[static_cast<std::size_t>(x)];
    };
    int peak = 0, valley = 0;
    bool inside = false;
    for (int x = 0; x <= width_; ++x) {
      const int ink = at(x);
      if (!inside) {
        if (ink < kInk * full_) continue;
        strokes.push_back({x + 0.0, x + 1.0});
        inside = true;
        peak = valley = ink;
        continue;
      }
      if (ink < kFaint * full_) {
        inside = false;
        continue;
      }
      if (ink > valley / kValley && peak > valley / kValley &&
          ink >= kInk * full_) {
        strokes.push_back({x + 0.0, x + 1.0});
        peak = valley = ink;
        continue;
      }
      if (ink >= peak) {
        peak = valley = ink;
      }
      valley = std::min(valley, ink);
      if (ink >= kInk * full_) strokes.back().right = x + 1.0;
    }
    for (Stroke& stroke : strokes) {
      const double left = at(static_cast<int>(stroke.left) - 1);
      const double right = at(static_cast<int>(stroke.right));
      stroke.left -= left / full_;
      stroke.right += right / full_;
    }
    return strokes;
  }

  [[nodiscard]] static double UsualWidth(const std::vector<Stroke>& strokes) {
    std::vector<double> widths;
    for (const Stroke& stroke : strokes) widths.push_back(stroke.width());
    if (widths.empty()) return 0;
    // Of several letters that touch some are wider than a stem.
    return Percentile(std::move(widths), 35);
  }

  [[nodiscard]] int Darkest(const Stroke& stroke, int y) const {
    int ink = 0;
    for (int x = static_cast<int>(stroke.left);
         x < static_cast<int>(std::ceil(stroke.right)); ++x) {
      ink = std::max(ink, shapes_.Ink(x, y));
    }
    return ink;
  }

  // Between the two heights.
  [[nodiscard]] int Darkest(const Stroke& stroke, double from,
                            double to) const {
    int ink = 0;
    for (int y = 0; HeightOf(y) > to; ++y) {
      if (HeightOf(y) <= from) ink = std::max(ink, Darkest(stroke, y));
    }
    return ink;
  }

  void LookBelow(Stroke* stroke) const {
    int least = full_;
    int stem = full_;
    for (int y = 0; HeightOf(y) > kStemFoot; ++y) {
      if (HeightOf(y) > kGapTop) continue;
      const int ink = Darkest(*stroke, y);
      int& part = HeightOf(y) > kStemTop ? least : stem;
      part = std::min(part, ink);
    }
    stroke->stem = stem >= kInk * full_;
    if (stroke->stem) stroke->joined = std::min(1.0, 1.0 * least / stem);
    stroke->top = TopOf(*stroke);
    if (Darkest(*stroke, kMarkTop, kMarkMiddle) >= kInk * full_) {
      stroke->slant = MiddleOf(*stroke, kMarkTop, kMarkMiddle) -
                      MiddleOf(*stroke, kMarkMiddle, kMarkFoot);
    }
  }

  // Where the stroke begins from above, in capitals above the line, to parts of
  // a pixel.
  [[nodiscard]] double TopOf(const Stroke& stroke) const {
    const double half = kInk * Darkest(stroke, kMarkTop, kStemTop);
    double above = 0;
    for (int y = 0; HeightOf(y) > kZoneFoot; ++y) {
      if (HeightOf(y) > kMarkTop) continue;
      const double ink = Darkest(stroke, y);
      if (ink >= half) {
        const double part = (ink - half) / std::max(1.0, ink - above);
        return HeightOf(y) + (part + 0.5) / scale_.capital;
      }
      above = ink;
    }
    return 0;
  }

  // Of the stroke's ink between the two heights, from left to right.
  [[nodiscard]] double MiddleOf(const Stroke& stroke, double from,
                                double to) const {
    double sum = 0, all = 0;
    for (int y = 0; HeightOf(y) > to; ++y) {
      if (HeightOf(y) > from) continue;
      for (int x = static_cast<int>(stroke.left);
           x < static_cast<int>(std::ceil(stroke.right)); ++x) {
        const int ink = shapes_.Ink(x, y);
        if (ink < kNoise * full_) continue;
        all += ink;
        sum += ink * (x + 0.5);
      }
    }
    return all > 0 ? sum / all : (stroke.left + stroke.right) / 2;
  }

  const MarkShapes shapes_;
  const LineScale scale_;
  const kernels::InkBox ink_;
  const int width_;
  const int full_;
};

}  // namespace

NameStrokes FindNameStrokes(const FieldPicture& field, const LineScale& scale) {
  if (field.grey.width() == 0 || scale.capital <= 0) return {};
  return Finder(field, scale).Find();
}

}  // namespace rescan::timesheet::page
