#include "engine/image/classify.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <vector>

#include "engine/image/shrink.h"

namespace rescan {
namespace {

constexpr double kNativeMargin = 0.01;
constexpr std::size_t kBorder = 7;  // of kShrunkSide
constexpr std::size_t kBlock = 8;
constexpr std::size_t kBlocks = kShrunkSide / kBlock;

struct ReferenceSize {
  double width, height;
};
constexpr ReferenceSize kScanReference = {3508, 2480};   // A4 at 300 dpi
constexpr ReferenceSize kPhotoReference = {4032, 3024};  // 12-megapixel phone

double DistanceTo(const ReferenceSize& reference, double width, double height) {
  const auto distance = [width, height](double w, double h) {
    return std::hypot((width - w) / w, (height - h) / h);
  };
  return std::min(distance(reference.width, reference.height),
                  distance(reference.height, reference.width));
}

struct Sample {
  double luminance, saturation;  // 0..1
};

Sample SampleOf(const ShrunkPixel& pixel) {
  const double red = pixel[0] / 255.0;
  const double green = pixel[1] / 255.0;
  const double blue = pixel[2] / 255.0;
  const double most = std::max({red, green, blue});
  const double least = std::min({red, green, blue});
  return {0.299 * red + 0.587 * green + 0.114 * blue,
          most == 0 ? 0 : (most - least) / most};
}

bool IsBorder(std::size_t x, std::size_t y) {
  return x < kBorder || y < kBorder || x >= kShrunkSide - kBorder ||
         y >= kShrunkSide - kBorder;
}

struct Mean {
  double sum = 0;
  int count = 0;
  void Add(double value) {
    sum += value;
    ++count;
  }
  [[nodiscard]] double Value() const { return count == 0 ? 0 : sum / count; }
};

double PopulationStdDev(const std::array<Mean, kBlocks * kBlocks>& blocks) {
  Mean mean;
  for (const Mean& block : blocks) {
    if (block.count > 0) mean.Add(block.Value());
  }
  Mean square;
  for (const Mean& block : blocks) {
    if (block.count == 0) continue;
    const double off = block.Value() - mean.Value();
    square.Add(off * off);
  }
  return std::sqrt(square.Value());
}

PixelFeatures FeaturesOf(const std::vector<ShrunkPixel>& shrunk) {
  Mean saturation, luminance, white;
  std::array<Mean, kBlocks * kBlocks> blocks;
  for (std::size_t y = 0; y < kShrunkSide; ++y) {
    for (std::size_t x = 0; x < kShrunkSide; ++x) {
      const Sample sample = SampleOf(shrunk[y * kShrunkSide + x]);
      saturation.Add(sample.saturation);
      if (!IsBorder(x, y)) continue;
      luminance.Add(sample.luminance);
      white.Add(sample.luminance > 0.85 && sample.saturation < 0.12 ? 1 : 0);
      const std::size_t block = y / kBlock * kBlocks + x / kBlock;
      blocks[block].Add(sample.luminance);
    }
  }
  return {white.Value(), saturation.Value(), luminance.Value(),
          PopulationStdDev(blocks)};
}

ImageClass ByPixels(const PixelFeatures& pixels) {
  const bool even = pixels.border_stddev < 0.10;
  const bool grey = pixels.mean_saturation < 0.05;
  const bool lid = pixels.border_mean_luminance < 0.15;  // scanner left open
  const bool scan = even && grey && (pixels.border_white > 0.5 || lid);
  return scan ? ImageClass::kScan : ImageClass::kPhoto;
}

}  // namespace

std::string_view ImageClassName(ImageClass image_class) {
  switch (image_class) {
    case ImageClass::kNative:
      return "NATIVE";
    case ImageClass::kPhoto:
      return "PHOTO";
    case ImageClass::kScan:
      return "SCAN";
  }
  return "";
}

std::string_view DecidingRuleName(DecidingRule rule) {
  switch (rule) {
    case DecidingRule::kMargins:
      return "margins";
    case DecidingRule::kDimensions:
      return "dimensions";
    case DecidingRule::kPixels:
      return "pixels";
    case DecidingRule::kContent:
      return "content";
  }
  return "";
}

Margins MarginsOf(std::span<const TextExtent> lines) {
  Margins margins;
  for (const TextExtent& line : lines) {
    margins.left = std::min(margins.left, line.left);
    margins.right = std::min(margins.right, 1 - line.right);
    margins.top = std::min(margins.top, 1 - line.top);
    margins.bottom = std::min(margins.bottom, line.bottom);
  }
  return margins;
}

PixelFeatures PixelFeaturesOf(const Raster& raster) {
  return FeaturesOf(Shrink(raster));
}

ImageClass BestClass(const ContentVerdict& verdict) {
  ImageClass best = ImageClass::kPhoto;
  double most = verdict.photo;
  if (verdict.scan > most) {
    best = ImageClass::kScan;
    most = verdict.scan;
  }
  return verdict.native > most ? ImageClass::kNative : best;
}

PictureLook LookOf(const Raster& raster, int reduction) {
  return {raster.width() * reduction, raster.height() * reduction,
          PixelFeaturesOf(raster)};
}

Classification Classify(const Raster& raster, std::span<const TextExtent> lines,
                        ClassifyMode mode,
                        const std::optional<ContentVerdict>& content) {
  return Classify(LookOf(raster), lines, mode, content);
}

Classification Classify(const PictureLook& look,
                        std::span<const TextExtent> lines, ClassifyMode mode,
                        const std::optional<ContentVerdict>& content) {
  assert(content.has_value() || mode != ClassifyMode::kContent);
  Classification result;
  result.content = content;
  result.margins = MarginsOf(lines);
  result.scan_distance = DistanceTo(kScanReference, look.width, look.height);
  result.photo_distance = DistanceTo(kPhotoReference, look.width, look.height);
  result.pixels = look.pixels;
  if (mode == ClassifyMode::kContent) {
    result.image_class = BestClass(*content);
    result.rule = DecidingRule::kContent;
    return result;
  }
  const Margins& m = result.margins;
  if (m.left < kNativeMargin && m.right < kNativeMargin &&
      m.top < kNativeMargin && m.bottom < kNativeMargin) {
    result.image_class = ImageClass::kNative;
    result.rule = DecidingRule::kMargins;
  } else if (mode == ClassifyMode::kPixels) {
    result.image_class = ByPixels(result.pixels);
    result.rule = DecidingRule::kPixels;
  } else {
    result.image_class = result.scan_distance < result.photo_distance
                             ? ImageClass::kScan
                             : ImageClass::kPhoto;
    result.rule = DecidingRule::kDimensions;
  }
  return result;
}

}  // namespace rescan
