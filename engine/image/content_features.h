#ifndef RESCAN_ENGINE_IMAGE_CONTENT_FEATURES_H_
#define RESCAN_ENGINE_IMAGE_CONTENT_FEATURES_H_

#include <array>
#include <cstddef>
#include <string_view>

#include "engine/image/raster.h"

namespace rescan {

// What is measured on a picture to tell screens, photos and scans apart. The
// names (kFeatureInfo) are persistent: trained classifiers name them.
//
// A tile is 16 x 16 pixels of the picture, after pictures of more than
// kMostFeaturePixels were made smaller by a whole factor. It is flat if all its
// pixels are equally bright, quiet if they differ by 1 to 16 of 255 levels, an
// ink tile if at least 8 of its pixels have a strong gradient.
enum class Feature : std::size_t {
  kFlat,
  kFlatWhite,
  kFlatBlack,
  kFlatBetween,
  kFlatLevels,
  kQuiet,
  kNoise,
  kTexture,
  kInk,
  kNoGradient,
  kFaintGradient,
  kSoftGradient,
  kStrongGradient,
  kAxisAligned,
  kStraightDown,
  kStraightAcross,
  kMeanChroma,
  kColoured,
  kColourful,
  kChromaSpread,
  kWhite,
  kBlack,
  kMiddle,
  kBrightnessSpread,
  kPaperSpread,
  kShading,
  kBorderFlat,
  kBorderBright,
  kBorderSpread,
  kTopColour,
  kTopColours,
  kColourCount,
  kInkMargin,
  kInkEvenness,
  kCleanInk,
  kInkLevels,
  kPaperLevels,
  kComb,
};
inline constexpr std::size_t kFeatureCount =
    static_cast<std::size_t>(Feature::kComb) + 1;

struct FeatureInfo {
  std::string_view name;
  std::string_view meaning;  // in words, for --explain
};
[[nodiscard]] const FeatureInfo& FeatureInfoOf(Feature feature);

// Values in the order of Feature; all finite, none outside 0..1.
using ContentFeatures = std::array<double, kFeatureCount>;

inline constexpr double kMostFeaturePixels = 3e6;

// One pass over the picture. Its depth and format play no part: the same
// picture in colour words, as grey bytes or as bits gives the same features.
// Thread-safe; throws std::bad_alloc.
[[nodiscard]] ContentFeatures ContentFeaturesOf(const Raster& raster);

}  // namespace rescan

#endif  // RESCAN_ENGINE_IMAGE_CONTENT_FEATURES_H_
