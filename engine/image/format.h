#ifndef RESCAN_ENGINE_IMAGE_FORMAT_H_
#define RESCAN_ENGINE_IMAGE_FORMAT_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace rescan {

// Image file formats told by content. The order is not persistent; the names
// are.
enum class ImageFormat { kUnknown, kPng, kJpeg, kTiff, kWebp, kBmp, kPnm };

// Bytes that SniffFormat needs to see at most.
inline constexpr std::size_t kSniffBytes = 18;

// The format whose signature `head` (the first bytes of a file) carries. Where
// that is two letters long (BMP, PNM) the numbers behind it count too, so that
// no text becomes an image for how it begins.
[[nodiscard]] ImageFormat SniffFormat(std::span<const std::uint8_t> head);

// "PNG", "JPEG", "TIFF", "WEBP", "BMP", "PNM" or "UNKNOWN" (persistent).
[[nodiscard]] std::string_view FormatName(ImageFormat format);

// True if the file name ends, in any case, with a usual extension of one of
// the formats (.png .jpg .jpeg .jpe .tif .tiff .webp .bmp .pnm .pbm .pgm
// .ppm): such a file in an input folder is an input even if its content is
// not an image, so that it fails visibly instead of being passed over.
[[nodiscard]] bool HasImageExtension(std::string_view path);

}  // namespace rescan

#endif  // RESCAN_ENGINE_IMAGE_FORMAT_H_
