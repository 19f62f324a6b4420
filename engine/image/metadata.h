#ifndef RESCAN_ENGINE_IMAGE_METADATA_H_
#define RESCAN_ENGINE_IMAGE_METADATA_H_

#include <cstdint>
#include <string>

#include "engine/image/open_image.h"

namespace rescan {

// The 13 metadata fields of an image, in the order in which exports write
// them. For an image that cannot be opened: zeros, format "ERROR" and
// categories "UNKNOWN" (the default values).
struct ImageMetadata {
  int width = 0;                 // ImageWidth, pixels, upright
  int height = 0;                // ImageHeight
  std::string format = "ERROR";  // ImageFormat
  std::string mode = "UNKNOWN";  // ImageMode
  double aspect_ratio = 0;       // AspectRatio, width / height, 3 decimals
  double megapixels = 0;         // Megapixels, 2 decimals
  // QualityCategory: HIGH from 1920 x 1080, MEDIUM from 1280 x 720, else LOW
  // (both sides must reach it).
  std::string quality_category = "UNKNOWN";
  std::uint64_t file_size_bytes = 0;  // FileSizeBytes
  double file_size_kb = 0;            // FileSizeKB, 1024 bytes, 1 decimal
  double bytes_per_pixel = 0;         // BytesPerPixel, 2 decimals
  double dpi_x = 0;                   // DPI_X, 1 decimal, 0 = unknown
  double dpi_y = 0;                   // DPI_Y
  // ResolutionCategory by pixel count, at 90 % of the nominal size: 4K from
  // 7,464,960, QHD from 3,317,760, FULL_HD from 1,866,240, HD from 829,440,
  // else BELOW_HD.
  std::string resolution_category = "UNKNOWN";

  friend bool operator==(const ImageMetadata&, const ImageMetadata&) = default;
};

[[nodiscard]] ImageMetadata MetadataOf(const ImageFacts& facts);

}  // namespace rescan

#endif  // RESCAN_ENGINE_IMAGE_METADATA_H_
