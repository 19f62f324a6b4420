#include "engine/ocr/prepare_page.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <new>
#include <optional>
#include <utility>

#include "engine/image/grey_raster.h"
#include "engine/ocr/erase_rules.h"
#include "kernels/image/adaptive_threshold.h"
#include "kernels/image/flatten_page.h"
#include "kernels/image/histogram.h"
#include "kernels/image/ink_components.h"
#include "kernels/image/polarity.h"
#include "kernels/image/resize.h"
#include "kernels/image/rotate.h"
#include "kernels/image/skew.h"
#include "kernels/image/table.h"
#include "kernels/image/text_geometry.h"

namespace rescan {
namespace {

using kernels::GreyImage;
using kernels::GreyView;

// Copies on which text is looked for are no wider. Where it is can be seen on a
// small one, with less dust; how high it is needs more pixels.
constexpr int kPlaceWidth = 1000;
constexpr int kHeightWidth = 1600;
// A strip is made no smaller than a page so many times as wide as high would
// be: its lines are as high as those of any page.
constexpr int kMostAspect = 4;
// Tesseract's coordinates have 16 bits.
constexpr double kMostSide = 32767;

// What is known of the text on the picture.
struct Measurement {
  std::vector<kernels::InkComponent> components;
  int width = 0, height = 0;  // of the mask
  double pixels_per_row = 1;  // rows of the picture for one of the mask
};

int Scaled(int side, double factor) {
  return std::max(1, static_cast<int>(std::lround(side * factor)));
}

GreyImage Resized(GreyView from, int width, int height) {
  GreyImage to(width, height);
  if (width <= from.width && height <= from.height) {
    kernels::ResizeArea(from, to.mutable_view());
  } else {
    kernels::ResizeCubic(from, to.mutable_view());
  }
  return to;
}

Measurement Measure(GreyView picture, int most_width) {
  const int rows = picture.height;
  GreyImage small;
  const double width =
      std::min(1.0 * picture.width, 1.0 * kMostAspect * picture.height);
  if (width > most_width) {
    const double factor = most_width / width;
    small = Resized(picture, Scaled(picture.width, factor),
                    Scaled(picture.height, factor));
    picture = small.view();
  }
  GreyImage mask(picture.width, picture.height);
  kernels::AdaptiveThreshold(picture, {}, mask.mutable_view());
  Measurement measured;
  measured.components = kernels::FindInkComponents(mask.view()).components;
  measured.width = picture.width;
  measured.height = picture.height;
  measured.pixels_per_row = static_cast<double>(rows) / picture.height;
  return measured;
}

class Pipeline {
 public:
  explicit Pipeline(const Raster& raster)
      : owned_(GreyOf(raster)), picture_(owned_.view()) {}

  void operator()(const CropStep& step) {
    Flush();
    kernels::TextGeometryOptions options;
    options.padding = step.padding;
    options.min_text = static_cast<std::size_t>(step.fewest_components);
    // Places, unlike heights and angles, hold for the measured picture alone.
    if (places_at_ != to_raster_) places_.reset();
    const Measurement& m = Places();
    const auto box =
        kernels::MeasureText(m.components, m.width, m.height, options).ink_box;
    if (!box.has_value()) return;
    const double x = static_cast<double>(picture_.width) / m.width;
    const double y = static_cast<double>(picture_.height) / m.height;
    const auto floor_of = [](double place) {
      return static_cast<int>(std::floor(place));
    };
    const auto ceiling_of = [](double place, int most) {
      return std::min(static_cast<int>(std::ceil(place)), most);
    };
    const int left = floor_of(box->left * x);
    const int top = floor_of(box->top * y);
    const int right = ceiling_of(box->right * x, picture_.width);
    const int bottom = ceiling_of(box->bottom * y, picture_.height);
    picture_ = picture_.Part(left, top, right - left, bottom - top);
    to_raster_ = to_raster_.AfterCrop(left, top);
  }

  void operator()(const DeskewStep& step) {
    Flush();
    const Measurement& m = Places();
    const kernels::SkewEstimate skew =
        kernels::EstimateSkew(m.components, m.width, m.height);
    const double size = std::abs(skew.degrees);
    if (skew.confidence < kLeastSkewConfidence || size < step.least_degrees ||
        size > step.most_degrees) {
      return;
    }
    const auto rotation =
        kernels::PlanRotation(picture_.width, picture_.height, -skew.degrees);
    // The commonest level is the paper's.
    const kernels::Histogram levels = kernels::HistogramOf(picture_);
    const auto paper = static_cast<std::uint8_t>(
        std::max_element(levels.begin(), levels.end()) - levels.begin());
    GreyImage turned(rotation.width, rotation.height);
    kernels::Rotate(picture_, rotation, paper, turned.mutable_view());
    Replace(std::move(turned));
    const kernels::AffineMap& map = rotation.to_original;
    to_raster_ =
        to_raster_.Compose({map.xx, map.xy, map.dx, map.yx, map.yy, map.dy});
    places_.reset();
  }

  void operator()(const ScaleStep& step) {
    Flush();
    const double height = CharacterHeight();
    if (height <= 0) return;
    wanted_scale_ = step.character_height / height;
    double factor = std::clamp(wanted_scale_, step.least, step.most);
    double megapixels = step.most_megapixels;
    if (mostly_dust_) {
      factor = std::min(factor, 1.0);
      megapixels = std::min(megapixels, kMostMegapixelsOfDust);
    }
    const double pixels = static_cast<double>(picture_.pixel_count());
    factor = std::min(factor, std::sqrt(megapixels * 1e6 / pixels));
    const int side = std::max(picture_.width, picture_.height);
    factor = std::min(factor, kMostSide / side);
    if (std::abs(factor - 1) <= step.tolerance) return;
    const int width = Scaled(picture_.width, factor);
    const int rows = Scaled(picture_.height, factor);
    GreyImage scaled = Resized(picture_, width, rows);
    to_raster_ =
        to_raster_.AfterScale(static_cast<double>(width) / picture_.width,
                              static_cast<double>(rows) / picture_.height);
    Replace(std::move(scaled));
  }

  void operator()(const PolarityStep& step) {
    Flush();
    const kernels::Histogram levels = kernels::HistogramOf(picture_);
    GreyImage result(picture_.width, picture_.height);
    if (step.scope == PolarityStep::Scope::kPage) {
      if (kernels::PolarityOf(levels) == kernels::Polarity::kDarkOnLight) {
        return;
      }
      kernels::Invert(picture_, result.mutable_view());
    } else {
      const auto grid =
          kernels::FindPolarity(picture_, kernels::OtsuThreshold(levels));
      if (grid.DarkShare() == 0) return;
      kernels::MakeDarkOnLight(picture_, grid, result.mutable_view());
    }
    Replace(std::move(result));
    places_.reset();
  }

  // The last three are one pass over memory where they follow each other in
  // this order.
  void operator()(const BackgroundStep& step) {
    if (flatten_.background || flatten_.clahe || flatten_.blur_sigma) Flush();
    flatten_.background = kernels::BackgroundOptions{};
    flatten_.background->window_share = step.radius_share;
  }

  void operator()(const ContrastStep& step) {
    if (flatten_.clahe || flatten_.blur_sigma) Flush();
    flatten_.clahe =
        kernels::ClaheOptions{step.clip_limit, step.tiles, step.tiles};
  }

  void operator()(const BlurStep& step) {
    if (flatten_.blur_sigma) Flush();
    flatten_.blur_sigma = step.sigma;
  }

  void operator()(const RulesStep& step) {
    Flush();
    Replace(EraseRules(picture_, {step.least_length, step.reach, step.depth}));
  }

  // Not of the picture but of its reading.
  void operator()(const RereadStep&) {}

  PreparedPage Finish() {
    Flush();
    const bool whole = picture_.data == owned_.view().data &&
                       kernels::SameSize(picture_, owned_.view());
    if (!whole) {
      GreyImage copy(picture_.width, picture_.height);
      for (int y = 0; y < picture_.height; ++y) {
        std::copy_n(picture_.Row(y), picture_.width,
                    copy.mutable_view().Row(y));
      }
      Replace(std::move(copy));
    }
    return {std::move(owned_), to_raster_, wanted_scale_, character_count_};
  }

 private:
  // Text of a page gives 0.4 and more (kernels/image/skew.h).
  static constexpr double kLeastSkewConfidence = 0.2;

  // Of the picture as it is, or as it was before it was cropped and scaled.
  const Measurement& Places() {
    if (!places_.has_value()) {
      places_ = Measure(picture_, kPlaceWidth);
      places_at_ = to_raster_;
    }
    return *places_;
  }

  // In pixels of the picture; 0 = not known.
  double CharacterHeight() {
    const Measurement* measured = places_.has_value() ? &*places_ : nullptr;
    PageTransform at = places_at_;
    Measurement larger;
    if (measured == nullptr || measured->pixels_per_row > 1) {
      larger = Measure(picture_, kHeightWidth);
      measured = &larger;
      at = to_raster_;
    }
    kernels::TextGeometry text = kernels::MeasureText(
        measured->components, measured->width, measured->height);
    character_count_ = text.character_count;
    mostly_dust_ =
        IsMostlyDust(measured->components.size(), text.character_count);
    if (text.character_height == 0 && IsSmall(picture_)) {
      text = kernels::MeasureText(measured->components, measured->width,
                                  measured->height, OfLoneWord());
    }
    return text.character_height * measured->pixels_per_row *
           at.VerticalScale() / to_raster_.VerticalScale();
  }

  // More components than a page has, few of them as large as a character:
  // noise, or a screen of dots. Enlarged, each dot would be a letter, which
  // keeps Tesseract's layout busy for minutes; in so many pixels, ten seconds.
  static constexpr double kMostMegapixelsOfDust = 6;
  static bool IsMostlyDust(std::size_t components, std::size_t characters) {
    constexpr std::size_t kMostOfPage = 20'000;
    constexpr std::size_t kLeastShare = 5;  // a fifth; of real pages .12 to .9
    return components > kMostOfPage && kLeastShare * characters < components;
  }

  // A crop, where a few characters are a word; on a page they are specks.
  static bool IsSmall(GreyView picture) {
    constexpr double kMostPixels = 1'000'000;
    return static_cast<double>(picture.pixel_count()) <= kMostPixels;
  }

  static kernels::TextGeometryOptions OfLoneWord() {
    kernels::TextGeometryOptions options;
    options.character.min_height = 4;
    options.min_characters = 2;
    return options;
  }

  void Flush() {
    if (!flatten_.background && !flatten_.clahe && !flatten_.blur_sigma) {
      return;
    }
    GreyImage flat(picture_.width, picture_.height);
    kernels::FlattenPage(picture_, flatten_, flat.mutable_view());
    Replace(std::move(flat));
    flatten_ = {std::nullopt, std::nullopt, std::nullopt};
  }

  void Replace(GreyImage picture) {
    owned_ = std::move(picture);
    picture_ = owned_.view();
  }

  GreyImage owned_;   // what picture_ is part of
  GreyView picture_;  // as the steps so far left it
  PageTransform to_raster_;
  double wanted_scale_ = 1;
  std::optional<std::size_t> character_count_;
  bool mostly_dust_ = false;
  std::optional<Measurement> places_;
  PageTransform places_at_;
  kernels::FlattenOptions flatten_{std::nullopt, std::nullopt, std::nullopt};
};

}  // namespace

Result<PreparedPage> PreparePage(const Raster& raster,
                                 const std::vector<PreparationStep>& steps) {
  try {
    Pipeline pipeline(raster);
    for (const PreparationStep& step : steps) std::visit(pipeline, step);
    return pipeline.Finish();
  } catch (const std::bad_alloc&) {
    return Fail(ErrorCode::kLimit, "not enough memory to prepare the page");
  }
}

}  // namespace rescan
