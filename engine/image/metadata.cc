#include "engine/image/metadata.h"

#include <charconv>

namespace rescan {
namespace {

// The decimal nearest to `value` with `digits` places, ties to even, as a
// printed number reads.
double Rounded(double value, int digits) {
  char text[400];
  const auto end = std::to_chars(text, text + sizeof text, value,
                                 std::chars_format::fixed, digits);
  double rounded = 0;
  std::from_chars(text, end.ptr, rounded);
  return rounded;
}

std::string QualityOf(int width, int height) {
  if (width >= 1920 && height >= 1080) return "HIGH";
  if (width >= 1280 && height >= 720) return "MEDIUM";
  return "LOW";
}

std::string ResolutionOf(std::uint64_t pixels) {
  if (pixels >= 7'464'960) return "4K";
  if (pixels >= 3'317'760) return "QHD";
  if (pixels >= 1'866'240) return "FULL_HD";
  if (pixels >= 829'440) return "HD";
  return "BELOW_HD";
}

}  // namespace

ImageMetadata MetadataOf(const ImageFacts& facts) {
  ImageMetadata metadata;
  if (facts.width <= 0 || facts.height <= 0) return metadata;
  const auto pixels = static_cast<std::uint64_t>(facts.width) *
                      static_cast<std::uint64_t>(facts.height);
  const auto size = static_cast<double>(facts.file_size);
  metadata.width = facts.width;
  metadata.height = facts.height;
  metadata.format = FormatName(facts.format);
  metadata.mode = facts.mode;
  metadata.aspect_ratio =
      Rounded(static_cast<double>(facts.width) / facts.height, 3);
  metadata.megapixels = Rounded(static_cast<double>(pixels) / 1e6, 2);
  metadata.quality_category = QualityOf(facts.width, facts.height);
  metadata.file_size_bytes = facts.file_size;
  metadata.file_size_kb = Rounded(size / 1024, 1);
  metadata.bytes_per_pixel = Rounded(size / static_cast<double>(pixels), 2);
  metadata.dpi_x = Rounded(facts.dpi_x, 1);
  metadata.dpi_y = Rounded(facts.dpi_y, 1);
  metadata.resolution_category = ResolutionOf(pixels);
  return metadata;
}

}  // namespace rescan
