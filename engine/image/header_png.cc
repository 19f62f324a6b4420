#include <cstring>
#include <string_view>

#include "engine/image/header.h"
#include "engine/image/tiff_directory.h"

namespace rescan {
namespace {

constexpr std::size_t kSignatureBytes = 8;
constexpr std::size_t kChunkOverhead = 12;  // length, type, CRC

enum ColourType {
  kGrey = 0,
  kRgb = 2,
  kPalette = 3,
  kGreyAlpha = 4,
  kRgba = 6
};

struct Layout {
  std::string_view mode;
  int samples;
};

// Pillow's name; none for a colour type or depth that PNG does not have.
std::optional<Layout> LayoutOf(int colour_type, int depth) {
  const bool deep = depth == 16;
  if (colour_type == kGrey) {
    if (depth == 1) return Layout{"1", 1};
    if (depth == 2 || depth == 4 || depth == 8) return Layout{"L", 1};
    if (deep) return Layout{"I;16", 1};
  }
  if (colour_type == kPalette &&
      (depth == 1 || depth == 2 || depth == 4 || depth == 8)) {
    return Layout{"P", 1};
  }
  if (depth != 8 && !deep) return std::nullopt;
  if (colour_type == kRgb) return Layout{deep ? "RGB;16" : "RGB", 3};
  if (colour_type == kGreyAlpha) return Layout{"LA", 2};
  if (colour_type == kRgba) return Layout{deep ? "RGBA;16" : "RGBA", 4};
  return std::nullopt;
}

Status ReadIhdr(std::span<const std::uint8_t> data, ImageHeader& header) {
  if (data.size() != 13) {
    return Fail(ErrorCode::kCorruption, "PNG header has a wrong length");
  }
  header.width = LoadBe32(data, 0);
  header.height = LoadBe32(data, 4);
  header.bits_per_sample = data[8];
  const auto layout = LayoutOf(data[9], data[8]);
  if (!layout.has_value()) {
    return Fail(ErrorCode::kCorruption, "PNG header has an unknown pixel type");
  }
  header.mode = layout->mode;
  header.samples_per_pixel = layout->samples;
  return {};
}

void ReadPhys(std::span<const std::uint8_t> data, ImageHeader& header) {
  constexpr double kMetresPerInch = 0.0254;
  if (data.size() != 9 || data[8] != 1) return;
  header.dpi_x = LoadBe32(data, 0) * kMetresPerInch;
  header.dpi_y = LoadBe32(data, 4) * kMetresPerInch;
}

}  // namespace

Result<ImageHeader> ReadPngHeader(std::span<const std::uint8_t> bytes) {
  ImageHeader header;
  bool first = true;
  std::size_t pos = kSignatureBytes;
  while (true) {
    if (bytes.size() - pos < kChunkOverhead ||
        LoadBe32(bytes, pos) > bytes.size() - pos - kChunkOverhead) {
      return Fail(ErrorCode::kCorruption, "PNG is cut off");
    }
    const std::size_t length = LoadBe32(bytes, pos);
    const std::string_view type(
        reinterpret_cast<const char*>(bytes.data() + pos + 4), 4);
    const auto data = bytes.subspan(pos + 8, length);
    if (first != (type == "IHDR")) {
      return Fail(ErrorCode::kCorruption, "PNG header is not in its place");
    }
    if (first) RESCAN_TRY(ReadIhdr(data, header));
    first = false;
    if (type == "pHYs") ReadPhys(data, header);
    if (type == "eXIf") header.orientation = ParseExif(data).orientation;
    if (type == "IEND") return header;
    pos += kChunkOverhead + length;
  }
}

}  // namespace rescan
