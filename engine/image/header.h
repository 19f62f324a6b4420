// What the head of an image file promises, read without a decoder, so that
// limits hold before anything is allocated and cut-off files are told from
// whole ones.
#ifndef RESCAN_ENGINE_IMAGE_HEADER_H_
#define RESCAN_ENGINE_IMAGE_HEADER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/image/format.h"
#include "kernels/base/result.h"

namespace rescan {

struct ImageHeader {
  std::uint64_t width = 0;  // as stored, before orientation
  std::uint64_t height = 0;
  std::string_view mode;  // as ImageFacts::mode, of static life
  int bits_per_sample = 8;
  int samples_per_pixel = 1;
  int orientation = 1;  // EXIF, 1-8
  int frame_count = 1;
  double dpi_x = 0;  // 0 = not stated
  double dpi_y = 0;
  // TIFF: where the orientation's value stands in the file, if it is there.
  std::optional<std::size_t> orientation_at;
  bool orientation_big_endian = false;
  std::vector<std::string> warnings;
};

// The head of `bytes`, which SniffFormat said are of `format`. Walks the whole
// file's structure where that tells whether it is complete (not the pixels).
// Errors: kCorruption (cut off or senseless), kUnsupported (a kind that no
// decoder here reads), kLimit (a structure built to take endless work).
// O(bytes); allocates O(1) but for TIFF chains. Thread-safe.
[[nodiscard]] Result<ImageHeader> ReadHeader(
    ImageFormat format, std::span<const std::uint8_t> bytes);

// One per format; ReadHeader chooses.
[[nodiscard]] Result<ImageHeader> ReadPngHeader(
    std::span<const std::uint8_t> bytes);
[[nodiscard]] Result<ImageHeader> ReadJpegHeader(
    std::span<const std::uint8_t> bytes);
[[nodiscard]] Result<ImageHeader> ReadTiffHeader(
    std::span<const std::uint8_t> bytes);
[[nodiscard]] Result<ImageHeader> ReadWebpHeader(
    std::span<const std::uint8_t> bytes);
[[nodiscard]] Result<ImageHeader> ReadBmpHeader(
    std::span<const std::uint8_t> bytes);
[[nodiscard]] Result<ImageHeader> ReadPnmHeader(
    std::span<const std::uint8_t> bytes);

// Big- and little-endian loads; the caller has checked the bounds.
[[nodiscard]] inline std::uint32_t LoadBe16(std::span<const std::uint8_t> b,
                                            std::size_t at) {
  return static_cast<std::uint32_t>(b[at] << 8 | b[at + 1]);
}
[[nodiscard]] inline std::uint32_t LoadBe32(std::span<const std::uint8_t> b,
                                            std::size_t at) {
  return LoadBe16(b, at) << 16 | LoadBe16(b, at + 2);
}
[[nodiscard]] inline std::uint32_t LoadLe16(std::span<const std::uint8_t> b,
                                            std::size_t at) {
  return static_cast<std::uint32_t>(b[at + 1] << 8 | b[at]);
}
[[nodiscard]] inline std::uint32_t LoadLe32(std::span<const std::uint8_t> b,
                                            std::size_t at) {
  return LoadLe16(b, at + 2) << 16 | LoadLe16(b, at);
}

}  // namespace rescan

#endif  // RESCAN_ENGINE_IMAGE_HEADER_H_
