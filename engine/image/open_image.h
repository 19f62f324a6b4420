#ifndef RESCAN_ENGINE_IMAGE_OPEN_IMAGE_H_
#define RESCAN_ENGINE_IMAGE_OPEN_IMAGE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/image/format.h"
#include "engine/image/raster.h"
#include "kernels/base/result.h"
#include "kernels/base/sha256.h"

namespace rescan {

struct OpenLimits {
  // Width x height bound, in units of 1,000,000 pixels, > 0.
  int max_megapixels = 100;
  std::uint64_t max_file_bytes = std::uint64_t{1} << 30;
  // A JPEG of more pixels, in units of 1,000,000, is decoded at half its size,
  // at a quarter or an eighth while that is still more. 0 = never.
  int reduce_above_megapixels = 0;
};

// What is known of an image file beside its pixels.
struct ImageFacts {
  ImageFormat format = ImageFormat::kUnknown;
  // Pillow's name of the stored sample layout: "1", "L", "LA", "P", "RGB",
  // "RGBA", "CMYK", "I;16", "RGB;16", "RGBA;16".
  std::string mode;
  int width = 0;             // pixels after orientation, of the whole size
  int height = 0;            // pixels after orientation, of the whole size
  int exif_orientation = 1;  // 1-8 as stored in the file; 1 = upright
  // Pictures in the file (TIFF directories); the first is read.
  int frame_count = 1;
  double dpi_x = 0;  // 0 = not stated in the file
  double dpi_y = 0;
  std::uint64_t file_size = 0;  // bytes
  Sha256Digest file_sha256{};
  // Raster::PixelHash; none when only a reduced picture was decoded.
  std::optional<Sha256Digest> pixel_sha256;
  // Damage the decoder read around ("Corrupt JPEG data: ..."), one each.
  std::vector<std::string> warnings;
};

struct OpenedImage {
  ImageFacts facts;
  // Of the whole size divided by `reduction` (1, 2, 4 or 8), rounded up; see
  // PageTransform::OfReduction for where its pixels lie.
  Raster raster;
  int reduction = 1;
  double decode_seconds = 0;  // thread CPU from bytes to upright pixels
};

// Decodes the image in `bytes` (any of ImageFormat, told by content). The size
// in the header is checked against `limits` before anything is decoded, also
// where less would be decoded.
// Errors: kUnsupported (not an image, or a kind of one that cannot be read),
// kCorruption (empty, cut off or damaged beyond reading), kLimit. The message
// gives the reason; the caller adds the file's name. Thread-safe.
[[nodiscard]] Result<OpenedImage> OpenImage(std::span<const std::uint8_t> bytes,
                                            const OpenLimits& limits);

}  // namespace rescan

#endif  // RESCAN_ENGINE_IMAGE_OPEN_IMAGE_H_
