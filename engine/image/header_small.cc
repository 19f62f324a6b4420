// The heads of WebP, BMP and PNM, and the choice among all formats.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "engine/image/header.h"
#include "engine/image/tiff_directory.h"

namespace rescan {
namespace {

std::string_view Text(std::span<const std::uint8_t> bytes, std::size_t at,
                      std::size_t size) {
  return {reinterpret_cast<const char*>(bytes.data() + at), size};
}

// Reads the numbers of a PNM header: decimal, split by blanks, with comments
// from # to the end of the line.
class PnmText {
 public:
  PnmText(std::span<const std::uint8_t> bytes, std::size_t pos)
      : bytes_(bytes), pos_(pos) {}

  // Nothing when no number follows; numbers end at 2^32.
  std::optional<std::uint64_t> Number() {
    SkipBlanks();
    std::uint64_t value = 0;
    const std::size_t start = pos_;
    while (pos_ < bytes_.size() && IsDigit(bytes_[pos_])) {
      value = std::min<std::uint64_t>(value * 10 + (bytes_[pos_] - '0'),
                                      0xffffffffu);
      ++pos_;
    }
    if (pos_ == start) return std::nullopt;
    return value;
  }

  [[nodiscard]] std::size_t pos() const { return pos_; }

 private:
  static bool IsDigit(std::uint8_t c) { return c >= '0' && c <= '9'; }
  static bool IsBlank(std::uint8_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }
  void SkipBlanks() {
    while (pos_ < bytes_.size()) {
      if (bytes_[pos_] == '#') {
        while (pos_ < bytes_.size() && bytes_[pos_] != '\n') ++pos_;
      } else if (!IsBlank(bytes_[pos_])) {
        return;
      } else {
        ++pos_;
      }
    }
  }

  std::span<const std::uint8_t> bytes_;
  std::size_t pos_;
};

int BitsOf(std::uint64_t max_value) {
  int bits = 1;
  while (bits < 16 && (std::uint64_t{1} << bits) <= max_value) bits *= 2;
  return bits;
}

// Plain (ASCII) forms take at least one digit a sample, and a blank but for
// bits; binary ones their exact size. Division keeps hostile sizes from
// overflowing.
bool PnmDataFits(char kind, const ImageHeader& header, std::uint64_t have) {
  const std::uint64_t samples =
      header.width * static_cast<unsigned>(header.samples_per_pixel);
  std::uint64_t row = 0;
  if (kind == '1') row = header.width;
  if (kind == '2' || kind == '3') row = 2 * samples;
  if (kind == '4') row = (header.width + 7) / 8;
  if (kind == '5' || kind == '6') {
    row = samples * (header.bits_per_sample == 16 ? 2 : 1);
  }
  // The last sample of a plain file needs no blank after it.
  const std::uint64_t slack = kind == '2' || kind == '3' ? 1 : 0;
  return row == 0 || (have + slack) / row >= header.height;
}

}  // namespace

Result<ImageHeader> ReadWebpHeader(std::span<const std::uint8_t> bytes) {
  constexpr std::size_t kRiffHead = 12;
  if (bytes.size() < kRiffHead + 8) {
    return Fail(ErrorCode::kCorruption, "WebP is cut off");
  }
  // The RIFF size counts from byte 8 and may leave out a last padding byte.
  const std::uint64_t end = std::uint64_t{LoadLe32(bytes, 4)} + 8;
  if (end > bytes.size() || end < kRiffHead + 8) {
    return Fail(ErrorCode::kCorruption, "WebP is cut off");
  }
  ImageHeader header;
  header.samples_per_pixel = 3;
  header.mode = "RGB";
  std::size_t pos = kRiffHead;
  while (end - pos >= 8) {
    const std::string_view type = Text(bytes, pos, 4);
    const std::size_t size = LoadLe32(bytes, pos + 4);
    pos += 8;
    if (size > end - pos) {
      return Fail(ErrorCode::kCorruption, "WebP is cut off");
    }
    const auto data = bytes.subspan(pos, size);
    bool alpha = false;
    if (type == "VP8X" && size >= 10) {
      if ((data[0] & 0x02) != 0) {
        return Fail(ErrorCode::kUnsupported, "animated WebP");
      }
      alpha = (data[0] & 0x10) != 0;
      header.width = (LoadLe32(data, 4) & 0xffffff) + 1;
      header.height = (LoadLe32(data, 6) >> 8) + 1;
    } else if (type == "VP8 " && size >= 10 && header.width == 0) {
      header.width = LoadLe16(data, 6) & 0x3fff;
      header.height = LoadLe16(data, 8) & 0x3fff;
    } else if (type == "VP8L" && size >= 5 && header.width == 0) {
      const std::uint32_t packed = LoadLe32(data, 1);
      header.width = (packed & 0x3fff) + 1;
      header.height = (packed >> 14 & 0x3fff) + 1;
      alpha = (packed >> 28 & 1) != 0;
    } else if (type == "EXIF") {
      const ExifFacts exif = ParseExif(data);
      header.orientation = exif.orientation;
      header.dpi_x = exif.dpi_x;
      header.dpi_y = exif.dpi_y;
    }
    if (alpha) {
      header.samples_per_pixel = 4;
      header.mode = "RGBA";
    }
    pos += std::min<std::size_t>(size + size % 2, end - pos);
  }
  if (header.width == 0) {
    return Fail(ErrorCode::kCorruption, "WebP without a picture");
  }
  return header;
}

Result<ImageHeader> ReadBmpHeader(std::span<const std::uint8_t> bytes) {
  constexpr std::size_t kFileHead = 14;
  if (bytes.size() < kFileHead + 12) {
    return Fail(ErrorCode::kCorruption, "BMP is cut off");
  }
  const std::uint32_t info_size = LoadLe32(bytes, kFileHead);
  const bool os2 = info_size == 12;
  if (!os2 && (info_size < 40 || bytes.size() < kFileHead + 40)) {
    return Fail(ErrorCode::kCorruption, "BMP header makes no sense");
  }
  ImageHeader header;
  std::int64_t height = 0;
  std::uint32_t compression = 0;
  if (os2) {
    header.width = LoadLe16(bytes, 18);
    height = LoadLe16(bytes, 20);
    header.bits_per_sample = static_cast<int>(LoadLe16(bytes, 24));
  } else {
    // Both are signed; a negative height means rows from the top.
    const auto width = static_cast<std::int32_t>(LoadLe32(bytes, 18));
    header.width = width < 0 ? 0 : static_cast<std::uint64_t>(width);
    height = static_cast<std::int32_t>(LoadLe32(bytes, 22));
    header.bits_per_sample = static_cast<int>(LoadLe16(bytes, 28));
    compression = LoadLe32(bytes, 30);
    constexpr double kMetresPerInch = 0.0254;
    header.dpi_x =
        static_cast<std::int32_t>(LoadLe32(bytes, 38)) * kMetresPerInch;
    header.dpi_y =
        static_cast<std::int32_t>(LoadLe32(bytes, 42)) * kMetresPerInch;
    header.dpi_x = std::max(header.dpi_x, 0.0);
    header.dpi_y = std::max(header.dpi_y, 0.0);
  }
  header.height = static_cast<std::uint64_t>(std::abs(height));
  const int bits = header.bits_per_sample;
  if (bits != 1 && bits != 4 && bits != 8 && bits != 16 && bits != 24 &&
      bits != 32) {
    return Fail(ErrorCode::kCorruption,
                fmt::format("BMP with {} bits a pixel", bits));
  }
  if (compression > 3 && compression != 6) {
    return Fail(ErrorCode::kUnsupported,
                fmt::format("BMP with compression {}", compression));
  }
  header.mode = bits == 1 ? "1" : bits <= 8 ? "P" : "RGB";
  const bool run_lengths = compression == 1 || compression == 2;
  const std::uint64_t data_at = LoadLe32(bytes, 10);
  const std::uint64_t row =
      (header.width * static_cast<unsigned>(bits) + 31) / 32 * 4;
  if (data_at > bytes.size() ||
      (!run_lengths && row != 0 &&
       (bytes.size() - data_at) / row < header.height)) {
    return Fail(ErrorCode::kCorruption, "BMP is cut off");
  }
  return header;
}

Result<ImageHeader> ReadPnmHeader(std::span<const std::uint8_t> bytes) {
  const char kind = static_cast<char>(bytes[1]);
  if (kind == '7') {
    return Fail(ErrorCode::kUnsupported, "PAM (P7) is not read");
  }
  ImageHeader header;
  PnmText text(bytes, 2);
  const auto width = text.Number();
  const auto height = text.Number();
  std::uint64_t max_value = 1;
  bool complete = width.has_value() && height.has_value();
  if (complete && kind != '1' && kind != '4') {
    const auto value = text.Number();
    complete = value.has_value();
    max_value = value.value_or(1);
  }
  if (!complete || text.pos() >= bytes.size()) {
    return Fail(ErrorCode::kCorruption, "PNM is cut off in its header");
  }
  if (max_value < 1 || max_value > 65535) {
    return Fail(ErrorCode::kCorruption,
                fmt::format("PNM with maximum {}", max_value));
  }
  header.width = *width;
  header.height = *height;
  header.bits_per_sample = BitsOf(max_value);
  const bool colour = kind == '3' || kind == '6';
  header.samples_per_pixel = colour ? 3 : 1;
  const bool deep = header.bits_per_sample == 16;
  if (colour) {
    header.mode = deep ? "RGB;16" : "RGB";
  } else if (kind == '1' || kind == '4') {
    header.mode = "1";
  } else {
    header.mode = deep ? "I;16" : "L";
  }
  // One blank stands between the header and the samples.
  if (!PnmDataFits(kind, header, bytes.size() - text.pos() - 1)) {
    return Fail(ErrorCode::kCorruption, "PNM is cut off");
  }
  return header;
}

Result<ImageHeader> ReadHeader(ImageFormat format,
                               std::span<const std::uint8_t> bytes) {
  switch (format) {
    case ImageFormat::kPng:
      return ReadPngHeader(bytes);
    case ImageFormat::kJpeg:
      return ReadJpegHeader(bytes);
    case ImageFormat::kTiff:
      return ReadTiffHeader(bytes);
    case ImageFormat::kWebp:
      return ReadWebpHeader(bytes);
    case ImageFormat::kBmp:
      return ReadBmpHeader(bytes);
    case ImageFormat::kPnm:
      return ReadPnmHeader(bytes);
    case ImageFormat::kUnknown:
      break;
  }
  return Fail(ErrorCode::kUnsupported,
              "not an image (PNG, JPEG, TIFF, WebP, BMP or PNM)");
}

}  // namespace rescan
