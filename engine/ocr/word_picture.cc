#include "engine/ocr/word_picture.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "kernels/image/gaussian_blur.h"
#include "kernels/image/histogram.h"
#include "kernels/image/polarity.h"
#include "kernels/image/resize.h"

namespace rescan {
namespace {

using kernels::GreyImage;
using kernels::GreyView;
using kernels::InkBox;

// Digits of at least this height are looked at; smaller ones are enlarged,
// since their points have no clear edges.
constexpr int kLookHeight = 24;
constexpr int kLookAgainBelow = 18;
// In a word's box lower ink, or so many times lower than the picture, is specks
// of a texture: it would be enlarged to any size.
constexpr int kLowestInk = 3;
constexpr int kMostInkHeights = 16;

int Scaled(int side, double scale) {
  return std::max(1, static_cast<int>(std::lround(side * scale)));
}

InkBox BoxTimes(const InkBox& box, double x, double y) {
  return {static_cast<int>(std::floor(box.left * x)),
          static_cast<int>(std::floor(box.top * y)),
          static_cast<int>(std::ceil(box.right * x)),
          static_cast<int>(std::ceil(box.bottom * y))};
}

// What `ink`, found in the picture, is when looked at closely.
InkMarks LookedAt(GreyView picture, const InkBox& within, InkMarks ink) {
  if (ink.marks.empty() || ink.height >= kLookAgainBelow) return ink;
  const GreyImage larger =
      ScaledWord(picture, 1.0 * kLookHeight / ink.height, 0);
  const double x = 1.0 * larger.width() / picture.width;
  const double y = 1.0 * larger.height() / picture.height;
  ink = FindInkMarks(larger.view(), BoxTimes(within, x, y));
  for (InkMark& mark : ink.marks) mark.box = BoxTimes(mark.box, 1 / x, 1 / y);
  ink.height = static_cast<int>(std::lround(ink.height / y));
  return ink;
}

bool IsSpecks(const InkMarks& ink, int picture_height) {
  return ink.height < kLowestInk ||
         (ink.height < kLookAgainBelow &&
          picture_height > kMostInkHeights * ink.height);
}

}  // namespace

InkMarks MarksOf(GreyView picture, const InkBox& within) {
  return LookedAt(picture, within, FindInkMarks(picture, within));
}

GreyImage ScaledWord(GreyView picture, double scale, double sigma) {
  GreyImage scaled(Scaled(picture.width, scale), Scaled(picture.height, scale));
  if (scale <= 1) {
    kernels::ResizeArea(picture, scaled.mutable_view());
  } else {
    kernels::ResizeCubic(picture, scaled.mutable_view());
  }
  if (sigma <= 0) return scaled;
  GreyImage blurred(scaled.width(), scaled.height());
  kernels::GaussianBlur(scaled.view(), sigma, blurred.mutable_view());
  return blurred;
}

WordPicture CutWord(GreyView page, const PixelBox& box, int margin,
                    int free_left, int free_right) {
  WordPicture word;
  word.left = box.left - margin;
  word.top = box.top - margin;
  const int right = box.left + box.width + margin;
  const int bottom = box.top + box.height + margin;
  const int cut_left = std::max({word.left, free_left, 0});
  const int cut_right = std::min({right, free_right, page.width});
  const int cut_top = std::max(word.top, 0);
  const int cut_bottom = std::min(bottom, page.height);
  const GreyView cut =
      page.Part(cut_left, cut_top, cut_right - cut_left, cut_bottom - cut_top);
  const kernels::Histogram levels = kernels::HistogramOf(cut);
  const bool invert =
      kernels::PolarityOf(levels) == kernels::Polarity::kLightOnDark;
  const auto paper = static_cast<std::uint8_t>(kernels::MedianLevel(levels));
  word.grey = GreyImage(right - word.left, bottom - word.top);
  const auto to = word.grey.mutable_view();
  for (int y = 0; y < to.height; ++y) {
    std::fill_n(to.Row(y), to.width, paper);
    const int from = y + word.top - cut_top;
    if (from < 0 || from >= cut.height) continue;
    std::copy_n(cut.Row(from), cut.width, to.Row(y) + (cut_left - word.left));
  }
  if (invert) {
    for (int y = 0; y < to.height; ++y) {
      for (std::uint8_t& level : to.RowSpan(y)) {
        level = static_cast<std::uint8_t>(255 - level);
      }
    }
  }
  // The word's box may have lost a mark at its end, and a comma's foot.
  const int reach = std::max(1, margin / 2);
  const InkBox within = {margin - reach, margin - reach,
                         to.width - margin + reach, to.height - margin + reach};
  InkMarks ink = FindInkMarks(word.grey.view(), within);
  if (IsSpecks(ink, to.height)) return word;
  word.ink = LookedAt(word.grey.view(), within, std::move(ink));
  for (InkMark& mark : word.ink.marks) {
    mark.box.left += word.left;
    mark.box.right += word.left;
    mark.box.top += word.top;
    mark.box.bottom += word.top;
  }
  return word;
}

}  // namespace rescan
