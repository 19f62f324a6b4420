#ifndef RESCAN_ENGINE_IMAGE_CLASSIFY_H_
#define RESCAN_ENGINE_IMAGE_CLASSIFY_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/image/raster.h"

namespace rescan {

enum class ImageClass { kNative, kPhoto, kScan };
// "NATIVE", "PHOTO", "SCAN" (persistent).
[[nodiscard]] std::string_view ImageClassName(ImageClass image_class);

// Which rule decided. "margins", "dimensions", "pixels", "content"
// (persistent).
enum class DecidingRule { kMargins, kDimensions, kPixels, kContent };
[[nodiscard]] std::string_view DecidingRuleName(DecidingRule rule);

// What decides. Of the first two only between SCAN and PHOTO, when the margins
// do not say NATIVE.
enum class ClassifyMode {
  kDocumented,  // distance to the reference sizes
  kPixels,      // the border's whiteness, evenness and saturation
  kContent,     // the content's verdict alone
};

// How far one text line reaches, by the corners of its turned box: shares of
// the upright image's width and height, origin bottom left, y up.
struct TextExtent {
  double left = 0;    // x of the top left corner
  double right = 0;   // x of the top right corner
  double top = 0;     // y of the top left corner
  double bottom = 0;  // y of the bottom left corner
};

// Smallest distance of those corners from each edge, in the same shares; 1.0
// without any line. May be negative.
struct Margins {
  double left = 1, right = 1, top = 1, bottom = 1;
};

// Statistics of the picture shrunk to 64 x 64 RGB, all 0..1; the border is
// the outer 7 pixels on each side.
struct PixelFeatures {
  double border_white = 0;     // share of border pixels bright and unsaturated
  double mean_saturation = 0;  // over all pixels
  double border_mean_luminance = 0;
  double border_stddev = 0;  // population std-dev of 8 x 8 block means
};

// What a trained classifier says of the picture's content.
struct ContentVerdict {
  double native = 0, photo = 0, scan = 0;  // probabilities, sum 1
  // No class is clearly ahead of the others.
  bool uncertain = false;
  std::string classifier;  // which one: its version and fingerprint

  friend bool operator==(const ContentVerdict&,
                         const ContentVerdict&) = default;
};

struct Classification {
  ImageClass image_class = ImageClass::kPhoto;
  DecidingRule rule = DecidingRule::kDimensions;
  Margins margins;
  double scan_distance = 0;   // to 3508 x 2480, orientation-free
  double photo_distance = 0;  // to 4032 x 3024
  PixelFeatures pixels;
  std::optional<ContentVerdict> content;  // absent: was not asked
};

[[nodiscard]] Margins MarginsOf(std::span<const TextExtent> lines);
[[nodiscard]] PixelFeatures PixelFeaturesOf(const Raster& raster);

// What the other rules need of a picture, so that they can do without it later.
struct PictureLook {
  int width = 0, height = 0;  // of the whole picture, pixels
  PixelFeatures pixels;
};
// `raster` has 1/`reduction` of the picture's sides (OpenedImage).
[[nodiscard]] PictureLook LookOf(const Raster& raster, int reduction = 1);

// Every number is computed whatever rule decides. By content: the verdict's
// best class. Else NATIVE if all four margins are below 0.01; otherwise as
// `mode` says (a tie of the distances is PHOTO).
// REQUIRES: `content` is there if `mode` asks for it.
[[nodiscard]] Classification Classify(
    const PictureLook& look, std::span<const TextExtent> lines,
    ClassifyMode mode,
    const std::optional<ContentVerdict>& content = std::nullopt);
[[nodiscard]] Classification Classify(
    const Raster& raster, std::span<const TextExtent> lines, ClassifyMode mode,
    const std::optional<ContentVerdict>& content = std::nullopt);

// The class with the largest probability; of equal ones the first in the order
// photo, scan, native.
[[nodiscard]] ImageClass BestClass(const ContentVerdict& verdict);

}  // namespace rescan

#endif  // RESCAN_ENGINE_IMAGE_CLASSIFY_H_
